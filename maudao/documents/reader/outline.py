"""Headings: which section a position stands in."""

import re
from bisect import bisect_right
from dataclasses import dataclass

from maudao.documents.reader.lines import Line, Source, fold

_MAJOR = re.compile(r"(?:[IVX]{1,5}\s*[.)/\-–:](?!v)|[A-H]\s*[.)/]\s|PHẦN\b|Phần [IVX\d])")
_MINOR = re.compile(r"(?:\d{1,2}(?:\.\d{1,2}){0,2}\s*[.)/\-]\s*|[a-zđ]\s*[.)]\s*|\*\s*|[•+–-]\s*)")
_LABEL = re.compile(r"[^\n:]{3,70}:\s*$")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading's folded text; `level` 1 is a section, 2 a part of it."""

    start: int
    end: int
    text: str
    level: int


def find_headings(source: Source) -> list[Heading]:
    """List the headings in order; a Roman number that stands alone takes its words from the next line."""
    headings: list[Heading] = []
    for index, line in enumerate(source.lines):
        level = _level(line)
        if level == 0:
            continue
        end, text = line.end, line.text
        if len(text) <= 6 and index + 1 < len(source.lines):
            following = source.lines[index + 1]
            end, text = following.end, f"{text} {following.text}"
        headings.append(Heading(line.start, end, fold(text), level))
    return headings


def _level(line: Line) -> int:
    text = line.text
    if len(text) > 170 or re.match(r"\W*(?:kinh gui|noi nhan)", fold(text)):
        return 0
    if (_MAJOR.match(text) and not text.endswith((".", ";"))) or (re.fullmatch(r"[IVX]{1,5}\s*[.)]", text)):
        return 1
    if text.isupper() and 8 < len(text) < 110 and not re.search(r"[|\d]{3}", text):
        return 1
    if _MINOR.match(text) and len(text) <= 110 and (text.endswith(":") or _is_short_title(text)):
        return 2
    return 2 if _LABEL.fullmatch(text) else 0


def _is_short_title(text: str) -> bool:
    return len(text) < 70 and not text.endswith((".", ";", ",")) and text[0] not in "-–+•"


class Outline:
    """Answers which headings stand above a position."""

    def __init__(self, source: Source) -> None:
        self.headings = find_headings(source)
        self._starts = [heading.start for heading in self.headings]

    def above(self, position: int) -> str:
        """Give the folded text of the section's and the part's heading above `position`."""
        index = bisect_right(self._starts, position) - 1
        if index < 0:
            return ""
        minor = self.headings[index]
        if minor.level == 1:
            return minor.text
        major = next((heading for heading in reversed(self.headings[:index]) if heading.level == 1), None)
        return f"{major.text if major else ''} / {minor.text}"

    def part(self, position: int) -> Heading | None:
        """Give the nearest heading above `position`."""
        index = bisect_right(self._starts, position) - 1
        return self.headings[index] if index >= 0 else None
