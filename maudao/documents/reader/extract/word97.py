"""Word 97 files (DOC) by antiword, else LibreOffice; RTF by LibreOffice."""

import tempfile
from pathlib import Path

from maudao.documents.reader.extract.model import (
    Extracted,
    UnreadableDocument,
    broken_document,
    locked_document,
)
from maudao.documents.reader.extract.plain import repair
from maudao.documents.reader.extract.tools import has_tool, run_tool

_OFFICE = ("soffice", "libreoffice")


def read_doc(data: bytes) -> Extracted:
    """Take the text out of a DOC file."""
    return read_word97(data, "doc")


def read_rtf(data: bytes) -> Extracted:
    """Take the text out of an RTF file."""
    return read_word97(data, "rtf")


def read_word97(data: bytes, kind: str) -> Extracted:
    """Take the text out of a DOC or RTF file.

    Raises:
        UnreadableDocument: locked or broken, or neither program is installed.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / f"document.{kind}").write_bytes(data)
        text = _read(folder, kind)
    repaired, notes = repair(text)
    return Extracted(repaired, kind, notes=notes)


def _read(folder: Path, kind: str) -> str:
    if kind == "doc" and has_tool("antiword"):
        return _by_antiword(folder)
    office = next((name for name in _OFFICE if has_tool(name)), None)
    if office:
        return _by_office(office, folder, kind)
    message = (
        f"Máy chủ chưa cài công cụ đọc tệp {kind.upper()} (antiword hoặc LibreOffice). Hãy lưu lại "
        "thành DOCX rồi gửi."
    )
    raise UnreadableDocument("no_tool", message)


def _by_antiword(folder: Path) -> str:
    done = run_tool(["antiword", "-m", "UTF-8.txt", "-w", "0", "document.doc"], folder=folder, seconds=5)
    errors = done.stderr.decode("utf-8", "replace").lower()
    if "encrypted" in errors or "password" in errors:
        raise locked_document()
    if done.returncode != 0 or not done.stdout.strip():
        raise broken_document("DOC")
    return done.stdout.decode("utf-8", "replace")


def _by_office(office: str, folder: Path, kind: str) -> str:
    command = [
        office,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--norestore",
        "--convert-to",
        "txt:Text (encoded):UTF8",
        f"document.{kind}",
    ]
    run_tool(command, folder=folder, seconds=60)
    made = folder / "document.txt"
    if not made.exists():
        raise broken_document(kind.upper())
    return made.read_text(encoding="utf-8-sig", errors="replace")
