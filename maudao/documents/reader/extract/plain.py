"""Plain text in any encoding that Vietnamese offices have used."""

import re
import unicodedata

from maudao.documents.reader.extract.model import MAX_TEXT, Extracted, UnreadableDocument

_BOMS = [
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\0\0", "utf-32"),
    (b"\0\0\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
]
_VIETNAMESE = re.compile("[\u1ea0-\u1ef9ăâđêôơưĂÂĐÊÔƠƯ]")
_NON_ASCII = re.compile(r"[^\x00-\x7f]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffd\ufffe\uffff]")
_LEGACY_NAMES = {"tcvn3": "TCVN3 (ABC)", "vni": "VNI", "viscii": "VISCII", "vps": "VPS"}
_SAMPLE = 20_000


def read_plain(data: bytes) -> Extracted:
    """Decode a text file.

    Raises:
        UnreadableDocument: the bytes are not text.
    """
    text, notes = decode(data)
    return Extracted(text, "txt", notes=notes)


def decode(data: bytes, *, declared: str | None = None) -> tuple[str, list[str]]:
    """Decode bytes to NFC text, converting TCVN3 and VNI; the notes say what was recognised."""
    text = _decode_unicode(data, declared)
    if text is None:
        text = _decode_8bit(data)
    _refuse_garbage(text)
    return repair(text[:MAX_TEXT])


def _decode_unicode(data: bytes, declared: str | None) -> str | None:
    encoding = next((encoding for bom, encoding in _BOMS if data.startswith(bom)), None) or _unmarked_utf16(
        data
    )
    for candidate in (
        encoding,
        "utf-8",
        declared if declared and declared.lower() not in {"iso-8859-1", "latin-1"} else None,
    ):
        if candidate is None:
            continue
        try:
            return data.decode(candidate, errors="strict" if candidate == "utf-8" else "replace")
        except (UnicodeDecodeError, LookupError):
            continue
    return None


def _unmarked_utf16(data: bytes) -> str | None:
    sample = data[:4096]
    if len(sample) < 8:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > 0.4 * len(sample[1::2]) and even < 0.1 * len(sample):
        return "utf-16-le"
    return "utf-16-be" if even > 0.4 * len(sample[0::2]) and odd < 0.1 * len(sample) else None


def _decode_8bit(data: bytes) -> str:
    """Choose between windows-1258 and a font encoding that only looks like windows-1252."""
    western = data.decode("cp1252", errors="replace")
    vietnamese = unicodedata.normalize("NFC", data.decode("cp1258", errors="replace"))
    if _share(vietnamese) > 0.5 and _marks_sit_well(vietnamese):
        return vietnamese
    return western if legacy_encoding(western) else vietnamese


def _share(text: str) -> float:
    foreign = _NON_ASCII.findall(text[:_SAMPLE])
    return len(_VIETNAMESE.findall(text[:_SAMPLE])) / len(foreign) if foreign else 0.0


def _marks_sit_well(text: str) -> bool:
    return len(re.findall("[\u0300-\u036f]", text[:_SAMPLE])) <= 0.02 * max(
        1, len(_NON_ASCII.findall(text[:_SAMPLE]))
    )


def _refuse_garbage(text: str) -> None:
    sample = text[:_SAMPLE]
    bad = len(_CONTROL.findall(sample))
    letters = sum(character.isalpha() for character in sample)
    if bad > 0.01 * len(sample) or (len(sample) > 40 and letters < 0.05 * len(sample)):
        raise UnreadableDocument(
            "not_text", "Tệp không phải là văn bản đọc được. Hãy gửi DOCX, PDF, TXT hoặc ảnh chụp văn bản."
        )


def legacy_encoding(text: str) -> str | None:
    """Recognise text of a TCVN3 or VNI font."""
    sample = text[:_SAMPLE]
    if _share(sample) > 0.6 or not _NON_ASCII.search(sample):
        return None
    from viparse import detect_text_encoding  # noqa: PLC0415 - slow to import, rarely needed

    found: str | None = detect_text_encoding(sample)
    return found


def repair(text: str) -> tuple[str, list[str]]:
    """Convert TCVN3 and VNI text to Unicode, and normalise."""
    encoding = legacy_encoding(text)
    if encoding is None:
        return unicodedata.normalize("NFC", text), []
    from viparse import fix  # noqa: PLC0415 - slow to import, rarely needed

    note = f"Văn bản gõ bằng bảng mã {_LEGACY_NAMES.get(encoding, encoding)}, đã chuyển sang Unicode."
    return fix(text, encoding=encoding), [note]
