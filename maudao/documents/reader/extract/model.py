"""What extraction gives back, how it refuses, and the limits that keep it quick and small."""

from dataclasses import dataclass, field

MAX_BYTES = 10 * 1024 * 1024
MAX_HTML_BYTES = 4 * 1024 * 1024
MAX_PAGES = 200
MAX_OCR_PAGES = 20
MAX_TEXT = 1_000_000
MIN_PAGE_TEXT = 50


@dataclass(frozen=True, slots=True)
class Extracted:
    """A document's text; `kind` is what the bytes are, `notes` are Vietnamese sentences about how it was read."""

    text: str
    kind: str
    pages: int | None = None
    ocr: bool = False
    notes: list[str] = field(default_factory=list)


class UnreadableDocument(Exception):
    """The document cannot be read; `reason` is a code for programs, `message` a Vietnamese sentence for people."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(f"{reason}: {message}")
        self.reason = reason
        self.message = message


def empty_document() -> UnreadableDocument:
    """Make the refusal for a file without any text."""
    return UnreadableDocument("empty", "Tệp không có chữ nào. Hãy kiểm tra lại tệp đã chọn.")


def locked_document() -> UnreadableDocument:
    """Make the refusal for a file that asks for a password."""
    return UnreadableDocument(
        "password", "Tệp có đặt mật khẩu. Hãy bỏ mật khẩu rồi gửi lại, hoặc dán nội dung vào ô văn bản."
    )


def broken_document(kind: str) -> UnreadableDocument:
    """Make the refusal for a file that its own format cannot explain."""
    return UnreadableDocument(
        "broken", f"Tệp {kind} bị hỏng hoặc không đúng định dạng. Hãy mở và lưu lại tệp, rồi gửi lại."
    )
