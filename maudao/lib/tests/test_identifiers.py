import pytest

from maudao.lib.identifiers import masked, parse_identity, parse_phone


@pytest.mark.parametrize(
    "text", ["0912345678", "0912 345 678", "+84 912 345 678", "84912345678", "0912.345.678"]
)
def test_phone_is_read_in_the_ways_people_write_it(text: str) -> None:
    assert parse_phone(text) == "0912345678"


@pytest.mark.parametrize(
    "text", ["", "123", "0112345678", "091234567", "09123456789", "09123abc78", "٠٩١٢٣٤٥٦٧٨"]
)
def test_what_is_no_mobile_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="mobile"):
        parse_phone(text)


@pytest.mark.parametrize(
    "text", ["011090001234", "011 090 001 234", "096190001234", "123456789", "012345678"]
)
def test_identity_number_has_twelve_or_nine_digits(text: str) -> None:
    assert parse_identity(text) == text.replace(" ", "")


@pytest.mark.parametrize(
    "text", ["", "12345678", "1234567890", "000090001234", "097090001234", "11090001234", "A23456789"]
)
def test_other_shapes_are_no_identity_number(text: str) -> None:
    with pytest.raises(ValueError, match="identity"):
        parse_identity(text)


def test_masked_number_shows_its_last_three_digits() -> None:
    assert masked("0912345678") == "•••••••678"
