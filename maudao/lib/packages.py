"""Zipped office files, looked over before a reader unfolds them: a bomb is refused by what it would become.

What the package declares of its sizes is not believed: every part is inflated once, piece by piece, and counted.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

MOST_BYTES = 32 * 1024 * 1024  # of the file itself; a roster of 100,000 people has some 8 MB
_MOST_UNPACKED = 256 * 1024 * 1024
_MOST_PARTS = 2_000
_MOST_ROWS = 200_000
_PIECE = 1 << 20
_OVERLAP = 32  # a cell's address may lie across two pieces

# A reader makes room for the whole rectangle up to the furthest cell: one cell at XFD1048576 costs 500 GB. Beyond
# column AZ or row 199,999 nobody's list goes.
_FAR = rb"""["'](?:[A-Za-z]{3}|[B-Zb-z][A-Za-z]\d|[A-Za-z]{0,2}(?:\d{7}|[2-9]\d{5}))"""
_FAR_CELL = re.compile(rb"<c r=" + _FAR)
_FAR_CELL_SPACED = re.compile(rb"\sr\s*=\s*" + _FAR)
_NAMELESS_CELL = re.compile(rb"<c(?:>|/|\s+(?!r\s*=)\S)")
_MOST_NAMELESS_COLUMNS = 52


class PackageRefused(Exception):
    """The file is not read: too large, or no such package."""

    def __init__(self, *, is_too_large: bool) -> None:
        self.is_too_large = is_too_large
        super().__init__("too large" if is_too_large else "not such a package")


def check_package(source: Path | bytes, *, contains: str) -> None:
    """Look a package over: its size, what it unfolds to, and how far its sheets reach. Cost: some 5 ms a megabyte.

    Raises:
        PackageRefused: a limit is passed, or the file is no zip that holds the part `contains`.
    """
    size = len(source) if isinstance(source, bytes) else source.stat().st_size
    if size > MOST_BYTES:
        raise PackageRefused(is_too_large=True)
    with BytesIO(source) if isinstance(source, bytes) else source.open("rb") as file:
        try:
            _check(file, contains)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            NotImplementedError,
            RuntimeError,
            ValueError,
        ) as error:
            raise PackageRefused(is_too_large=False) from error


def _check(file: BinaryIO, contains: str) -> None:
    with zipfile.ZipFile(file) as package:
        parts = package.infolist()
        if contains not in {part.filename for part in parts}:
            raise PackageRefused(is_too_large=False)
        if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_UNPACKED:
            raise PackageRefused(is_too_large=True)
        left = _MOST_UNPACKED
        for part in parts:
            reach = _Reach() if part.filename.startswith("xl/worksheets/") else None
            for piece in _pieces(file, package, part):
                left -= len(piece)
                if left < 0 or (reach and not reach.allows(piece)):
                    raise PackageRefused(is_too_large=True)


def _pieces(file: BinaryIO, package: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """Inflate a part as far as its bytes go, whatever size it declares."""
    with package.open(part):  # checks the local header, and leaves `file` anywhere
        pass
    file.seek(part.header_offset + 26)
    lengths = file.read(4)
    file.seek(int.from_bytes(lengths[:2], "little") + int.from_bytes(lengths[2:], "little"), 1)
    if part.compress_type == zipfile.ZIP_STORED:
        yield file.read(part.compress_size)
        return
    if part.compress_type != zipfile.ZIP_DEFLATED:
        raise NotImplementedError("no office program packs like this")
    inflating, left = zlib.decompressobj(-zlib.MAX_WBITS), part.compress_size
    while left > 0 and not inflating.eof:
        packed = file.read(min(left, _PIECE // 8))
        if not packed:
            return
        left -= len(packed)
        while packed:
            yield inflating.decompress(packed, _PIECE)
            packed = inflating.unconsumed_tail


class _Reach:
    """How far the cells of a sheet reach, watched piece by piece."""

    def __init__(self) -> None:
        self._tail = b""
        self._rows = 0
        self._cells = 0  # of the row that the last piece ended in

    def allows(self, piece: bytes) -> bool:
        """Say whether all cells so far stay within the limits."""
        seen = self._tail + piece
        self._tail = seen[-_OVERLAP:]
        self._rows += piece.count(b"<row")
        if self._rows > _MOST_ROWS:
            return False
        if _is_plain(seen):
            self._cells = 0
            return not _FAR_CELL.search(seen)
        return not _FAR_CELL_SPACED.search(seen) and self._columns_are_few(piece)

    def _columns_are_few(self, piece: bytes) -> bool:
        """Count cells that do not say where they stand: they stand one after the other."""
        if not _NAMELESS_CELL.search(piece):
            return True
        first, *rows = piece.split(b"<row")
        counts = [self._cells + first.count(b"<c"), *(row.count(b"<c") for row in rows)]
        self._cells = counts[-1]
        return max(counts) <= _MOST_NAMELESS_COLUMNS


def _is_plain(seen: bytes) -> bool:
    """Say whether every cell is written as all known programs do; counting is ten times quicker than searching."""
    return seen.count(b'<c r="') == seen.count(b"<c")
