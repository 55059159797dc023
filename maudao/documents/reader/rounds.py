"""Rounds that stand one thing a line: "Đợt 1", its day, its place, and how many units are expected."""

import re
from dataclasses import dataclass

from maudao.documents.reader.event import Event
from maudao.documents.reader.lines import Source
from maudao.documents.reader.quantities import NUMBER, number

MAX_LINES = 4
_DAY_LINE = re.compile(
    r"\W*(?:(?:sáng|chiều|thứ \w+|chủ nhật)\W*)?(?:ngày\s*)?\d{1,2}\s*[/.-]\s*\d[\d/.\s-]*\W*", re.IGNORECASE
)
_FIGURE_LINE = re.compile(
    rf"\W*(?:dự kiến\s*:?\s*|khoảng\s*)?(?P<value>{NUMBER})\s*(?:đơn vị|đ/v|đv)(?:\s*máu)?\W*", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Round:
    """The stretch from a round's day to the figure expected of it."""

    start: int
    end: int
    figure_at: int
    expected: int | float


def find_rounds(source: Source) -> list[Round]:
    """List the rounds whose day and figure each stand alone on a line, four lines apart at most."""
    rounds: list[Round] = []
    day_at: int | None = None
    since = 0
    for line in source.lines:
        figure = _FIGURE_LINE.fullmatch(line.text) if day_at is not None and len(line.text) < 60 else None
        if len(line.text) < 60 and _DAY_LINE.fullmatch(line.text):
            day_at, since = line.start, 0
        elif figure and day_at is not None:
            rounds.append(Round(day_at, line.end, line.start, number(figure["value"])))
            day_at = None
        elif (since := since + 1) >= MAX_LINES:
            day_at = None
    return rounds


def add_expected_units(events: list[Event], rounds: list[Round]) -> None:
    """Give each round's figure to the event of its day."""
    for event in events:
        for item in rounds:
            if event.expected_units is None and item.start <= event.start < item.end:
                event.expected_units = item.expected
