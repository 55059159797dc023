"""The text as the rules see it: normalised, cut into lines, and always traceable to the original offsets.

Every view of the text (`text`, `flow`) has the same length, so one position means the same place in all of them;
`Source.span` turns positions into offsets of the text that was handed in.
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice

from maudao.documents.reader import noise

MAX_CHARACTERS = 120_000
MAX_SENTENCE = 1_500
MAX_LINES = 6_000

_SAME_LENGTH = str.maketrans(
    {
        **dict.fromkeys("\t\r\u00a0\u1680\u202f\u205f\u3000", " "),
        **{chr(code): " " for code in range(0x2000, 0x200B)},
        **dict.fromkeys("\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\u0008", " "),
        **dict.fromkeys("\u000b\u000c\u0085\u2028\u2029", "\n"),
        **dict.fromkeys("\u2044\u2215\uff0f", "/"),
        **dict.fromkeys("\u2010\u2011\u2012\u2212", "-"),
        "\uff05": "%",
        "\u0110": "Đ",
        "\u00d0": "Đ",
        "\uf0b7": "•",
    }
)
_LONG_BLANK = re.compile(r"(?<=[ \t\n]{30})[ \t]+|(?<=\n{5})\n+|(?<=(?: \n){6})(?: \n)+")
_REMOVED = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad]")
_CLUSTER = re.compile("[^\u0300-\u036f][\u0300-\u036f]*|.", re.DOTALL)
_MARKDOWN = re.compile(r"\*{2,3}(?=\S)|(?<=\S)\*{2,3}|__+(?=\w)|(?<=\w)__+|^#{1,4}(?= )", re.MULTILINE)
_BULLET = re.compile(r"[-–—+•●▪■◦*→]|(?:[IVX]{1,5}|\d{1,2}|[a-zđA-Z])[.)/](?!\d)|\|")
_ABBREVIATIONS = "".join(
    rf"(?<!\b{short})" for short in ("TP", "TM", "KT", "TS", "BS", "Tr", "[A-ZĐ]", r"\d", r"\d\d")
)
_SENTENCE_END = re.compile(rf"\n+|[;!?…]+(?=\s)|{_ABBREVIATIONS}\.(?=\s+(?:[^\s\da-zđ]|\d{{1,3}} ?%))")


@dataclass(frozen=True, slots=True)
class Found:
    """A value and the place (positions in the normalised text) that says it."""

    value: object
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Line:
    """One line that is neither empty nor web noise; `gap` tells whether an empty line stands before it."""

    start: int
    end: int
    text: str
    gap: bool


@dataclass(frozen=True, slots=True)
class Sentence:
    """A stretch of running text between two full stops, semicolons or line ends."""

    start: int
    end: int
    text: str


def clean(text: str) -> str:
    """Collapse blanks and drop the marks that stand around a value."""
    return re.sub(r"\s+", " ", text).strip(" \n|;,.:-–*_")


def squeeze(text: str) -> str:
    """Collapse blanks only."""
    return re.sub(r"\s+", " ", text).strip()


def line_start(text: str, at: int) -> int:
    """Give where the line of `at` begins, looking back a page at most."""
    return max(text.rfind("\n", max(0, at - MAX_SENTENCE), at) + 1, at - MAX_SENTENCE, 0)


def line_end(text: str, at: int) -> int:
    """Give where the line of `at` ends, looking a page ahead at most."""
    stop = text.find("\n", at, at + MAX_SENTENCE)
    return stop if stop >= 0 else min(len(text), at + MAX_SENTENCE)


def fold(text: str) -> str:
    """Lower-case `text` without marks, one character for one, so that positions stay."""
    return text.translate(_FOLDED)


class _Folded(dict[int, str]):
    """Folds each character when it is first met."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        base = unicodedata.normalize("NFD", character)[0].lower()
        self[code] = "d" if character in "đĐ" else base if len(base) == 1 else character
        return self[code]


_FOLDED = _Folded()


def _normalise(text: str) -> tuple[str, list[int] | None]:
    if unicodedata.is_normalized("NFC", text) and not _REMOVED.search(text) and not _LONG_BLANK.search(text):
        return text, None
    pieces: list[str] = []
    offsets: list[int] = []
    for start, end in _kept(text):
        for cluster in _CLUSTER.finditer(text, start, end):
            piece = _REMOVED.sub("", unicodedata.normalize("NFC", cluster.group()))
            pieces.append(piece)
            offsets.extend([cluster.start()] * len(piece))
    return "".join(pieces), [*offsets, len(text)]


def _kept(text: str) -> Iterator[tuple[int, int]]:
    """Give the stretches between over-long runs of blanks."""
    start = 0
    for blank in _LONG_BLANK.finditer(text):
        yield start, blank.start()
        start = blank.end()
    yield start, len(text)


@dataclass
class Source:
    """A document's text with its lines, its running text and its way back to the original offsets."""

    original: str
    text: str = field(init=False)
    truncated: bool = field(init=False)
    tabbed: str = field(init=False)
    _offsets: list[int] | None = field(init=False)

    def __post_init__(self) -> None:
        self.truncated = len(self.original) > MAX_CHARACTERS
        text, self._offsets = _normalise(self.original[:MAX_CHARACTERS])
        self.tabbed = text.translate(_SAME_LENGTH | {ord("\t"): "\t"})
        text = text.translate(_SAME_LENGTH)
        self.text = _MARKDOWN.sub(lambda match: " " * len(match.group()), text)

    def span(self, start: int, end: int) -> list[int]:
        """Give positions of the normalised text as offsets of the original one."""
        if self._offsets is None:
            return [start, end]
        return [self._offsets[start], self._offsets[end]]

    @cached_property
    def _raw_lines(self) -> list[Line]:
        lines: list[Line] = []
        gap = True
        for match in islice(re.finditer(r"[^\n]+", self.text), MAX_LINES):
            stripped = match.group().strip(" ")
            if not stripped:
                gap = True
                continue
            start = match.start() + match.group().index(stripped)
            gap = gap or "\n" in self.text[lines[-1].end : start].replace("\n", "", 1)
            lines.append(Line(start, start + len(stripped), stripped, gap))
            gap = False
        return lines

    @cached_property
    def noise_lines(self) -> list[Line]:
        """Lines that a web page put around the document: posting times, menus, related news."""
        marks = noise.noise_marks([line.text for line in self._raw_lines])
        return [line for line, is_noise in zip(self._raw_lines, marks, strict=True) if is_noise]

    @cached_property
    def lines(self) -> list[Line]:
        """The document's own lines."""
        dropped = {line.start for line in self.noise_lines}
        return [line for line in self._raw_lines if line.start not in dropped]

    @cached_property
    def flow(self) -> str:
        """The running text: noise blanked, a sentence that was broken over lines joined again."""
        pieces = list(self.text)
        for line in self.noise_lines:
            pieces[line.start : line.end] = " " * (line.end - line.start)
        wrapped = self._is_hard_wrapped()
        for before, after in zip(self.lines, self.lines[1:], strict=False):
            if _continues(before.text, after, wrapped=wrapped):
                pieces[before.end : after.start] = " " * (after.start - before.end)
        return "".join(pieces)

    def _is_hard_wrapped(self) -> bool:
        followers = [line for line in self.lines[1:] if not line.gap]
        low = sum(line.text[0].islower() for line in followers)
        return low >= 4 and low >= 0.25 * len(followers)

    @cached_property
    def sentences(self) -> list[Sentence]:
        """The running text cut at full stops, semicolons and line ends."""
        return list(self._cut_sentences())

    def sentences_within(self, start: int, end: int) -> list[Sentence]:
        """Give the sentences that begin between two positions."""
        first = bisect_left(self.sentences, start, key=lambda sentence: sentence.start)
        last = bisect_left(self.sentences, end, key=lambda sentence: sentence.start)
        return self.sentences[first:last]

    def _cut_sentences(self) -> Iterator[Sentence]:
        start = 0
        for match in _SENTENCE_END.finditer(self.flow):
            yield from self._short_sentences(start, match.end())
            start = match.end()
        yield from self._short_sentences(start, len(self.flow))

    def _short_sentences(self, start: int, end: int) -> Iterator[Sentence]:
        """Cut what has no full stop for pages, so that no rule works on more than a page."""
        while end - start > MAX_SENTENCE:
            stop = self.flow.rfind(" ", start + 1, start + MAX_SENTENCE) + 1 or start + MAX_SENTENCE
            yield from self._sentence(start, stop)
            start = stop
        yield from self._sentence(start, end)

    def _sentence(self, start: int, end: int) -> Iterator[Sentence]:
        piece = self.flow[start:end]
        stripped = piece.strip(" \n")
        if stripped:
            begin = start + piece.index(stripped)
            yield Sentence(begin, begin + len(stripped), stripped)

    @cached_property
    def _starts(self) -> list[int]:
        return [line.start for line in self.lines]

    def line_index(self, position: int) -> int:
        """Give the index of the line that holds `position` (the last one before it where none does)."""
        return max(0, bisect_right(self._starts, position) - 1)


_CUT_BEFORE_FIGURE = re.compile(
    r"(?:\bnăm\n(?:19|20)\d\d\b|\b(?:ngày|tháng)\n\d{1,2}\b|^\W*hạn (?:cuối|chót|nộp|gửi|đăng ký|báo cáo)[^\d\n:]{0,30}"
    r"\n(?:trước|ngày|thứ|đến|\d))",
    re.IGNORECASE,
)


def _continues(before: str, after: Line, *, wrapped: bool) -> bool:
    if before[-1] in ".;:!?|" or _BULLET.match(after.text):
        return False
    if not after.gap and _CUT_BEFORE_FIGURE.search(before + "\n" + after.text[:30]):
        return True
    if after.text[0].islower() and not re.match(r"\d", after.text):
        return not re.fullmatch(r"[-*_=. ]+", before)
    if after.gap or not wrapped or after.text.isupper() or before.isupper():
        return False
    return len(before) >= 30 and before[-1] not in '”"' and not re.match(r"[^\n:]{3,30}:", after.text)
