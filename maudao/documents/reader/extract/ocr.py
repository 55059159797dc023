"""Pictures and scanned pages, by tesseract with its Vietnamese model."""

import io
import tempfile
from functools import cache
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from maudao.documents.reader.extract.model import Extracted, UnreadableDocument, broken_document
from maudao.documents.reader.extract.tools import has_tool, run_tool

MAX_PIXELS = 40_000_000
_PAGE_SECONDS = 30
_LONG_SIDE = 3508


@cache
def can_read_pictures() -> bool:
    """Tell whether tesseract and its Vietnamese model are installed."""
    if not has_tool("tesseract"):
        return False
    with tempfile.TemporaryDirectory() as folder:
        listed = run_tool(["tesseract", "--list-langs"], folder=Path(folder), seconds=10)
    return b"vie" in (listed.stdout + listed.stderr).split()


def no_ocr() -> UnreadableDocument:
    """Make the refusal for a picture where tesseract is missing."""
    message = (
        "Tệp là bản chụp (ảnh) nhưng máy chủ chưa cài công cụ nhận dạng chữ tiếng Việt (tesseract, "
        "gói vie). Hãy gửi bản DOCX hoặc PDF có chữ."
    )
    return UnreadableDocument("no_ocr", message)


def read_png(data: bytes) -> Extracted:
    """Read a PNG picture of a document."""
    return read_picture(data, "png")


def read_jpeg(data: bytes) -> Extracted:
    """Read a JPEG picture of a document."""
    return read_picture(data, "jpeg")


def read_picture(data: bytes, kind: str) -> Extracted:
    """Read a picture of a document.

    Raises:
        UnreadableDocument: the picture is broken or too large, or tesseract is missing.
    """
    if not can_read_pictures():
        raise no_ocr()
    text = recognise(open_picture(data))
    return Extracted(
        text, kind, pages=1, ocr=True, notes=["Chữ được nhận dạng từ ảnh, hãy soát lại số và ngày."]
    )


def open_picture(data: bytes) -> Image.Image:
    """Open a picture after checking its size from its header alone."""
    try:
        picture = Image.open(io.BytesIO(data), formats=["PNG", "JPEG"])
        if picture.width * picture.height > MAX_PIXELS:
            raise UnreadableDocument(
                "too_large", "Ảnh quá lớn (trên 40 triệu điểm ảnh). Hãy chụp hoặc quét ở 200–300 dpi."
            )
        picture.draft("L", (_LONG_SIDE, _LONG_SIDE))
        return picture.convert("L")
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError) as error:
        raise broken_document("ảnh") from error


def recognise(picture: Image.Image) -> str:
    """Read the letters of one page."""
    picture.thumbnail((_LONG_SIDE, _LONG_SIDE))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        picture.save(folder / "page.png", dpi=(200, 200))
        done = run_tool(
            ["tesseract", "page.png", "stdout", "-l", "vie", "--psm", "4"],
            folder=folder,
            seconds=_PAGE_SECONDS,
        )
    if done.returncode != 0:
        raise broken_document("ảnh")
    return done.stdout.decode("utf-8", "replace").replace("\f", "\n")
