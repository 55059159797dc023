import pytest

from maudao.lib.sealing import SealBroken, Sealer

KEY = b"k" * 32
PHONE = "0912345678"


def test_sealed_text_opens_with_the_same_key_and_purpose_only() -> None:
    sealed = Sealer(KEY).seal(PHONE, purpose="phone")
    assert Sealer(KEY).open(sealed, purpose="phone") == PHONE
    with pytest.raises(SealBroken):
        Sealer(KEY).open(sealed, purpose="identity")
    with pytest.raises(SealBroken):
        Sealer(b"x" * 32).open(sealed, purpose="phone")


def test_changed_or_cut_bytes_do_not_open() -> None:
    sealed = Sealer(KEY).seal(PHONE, purpose="phone")
    for broken in (sealed[:-1], sealed[:5], b"", b"\x02" + sealed[1:], sealed[:-1] + bytes([sealed[-1] ^ 1])):
        with pytest.raises(SealBroken):
            Sealer(KEY).open(broken, purpose="phone")


def test_same_text_is_sealed_differently_each_time_and_never_in_clear() -> None:
    first, second = (Sealer(KEY).seal(PHONE, purpose="phone") for _ in range(2))
    assert first != second
    assert PHONE.encode() not in first


def test_fingerprint_depends_on_text_purpose_and_key() -> None:
    one = Sealer(KEY).fingerprint(PHONE, purpose="phone")
    assert one == Sealer(KEY).fingerprint(PHONE, purpose="phone")
    others = {
        Sealer(KEY).fingerprint("0912345679", purpose="phone"),
        Sealer(KEY).fingerprint(PHONE, purpose="identity"),
        Sealer(b"x" * 32).fingerprint(PHONE, purpose="phone"),
    }
    assert len(others | {one}) == 4
    assert len(one) == 64


def test_short_key_is_refused() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Sealer(b"short")
