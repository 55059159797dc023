"""Warnings: what a careful clerk would ring up about before filing the document."""

import re
from dataclasses import dataclass

from maudao.documents.reader.dates import find_dates
from maudao.documents.reader.deadlines import Deadline
from maudao.documents.reader.head import Head
from maudao.documents.reader.lines import Source
from maudao.documents.reader.tables import Allocation
from maudao.documents.reader.target import Target


@dataclass(frozen=True, slots=True)
class Warned:
    """A warning with the place that it is about."""

    code: str
    message: str
    start: int
    end: int


def impossible_dates(source: Source) -> list[Warned]:
    """Warn of days that no calendar has."""
    return [
        Warned(
            "impossible_date",
            f"Ngày “{source.flow[day.start : day.end]}” không có trong lịch.",
            day.start,
            day.end,
        )
        for day in find_dates(source.flow)
        if not day.is_possible
        and day.day is not None
        and re.search(
            r"\b(?:ngày|từ|đến|trước)\s*$", source.flow[max(0, day.start - 8) : day.start], re.IGNORECASE
        )
    ]


def order_of_dates(
    head: Head, window: dict[str, str | None], place: tuple[int, int], deadlines: list[Deadline]
) -> list[Warned]:
    """Warn where the document's date, the window and the deadlines do not follow one another."""
    warned = []
    own = str(head.date.value) if head.date else None
    start, end = window["start"], window["end"]
    if own and start and start[:10] < own[: len(start)]:
        warned.append(
            Warned("window_before_document", "Thời gian thực hiện bắt đầu trước ngày ký văn bản.", *place)
        )
    for deadline in deadlines:
        if deadline.date is None:
            continue
        spot = (deadline.start, deadline.end)
        if own and deadline.date < own:
            warned.append(Warned("deadline_before_document", "Hạn gửi đứng trước ngày ký văn bản.", *spot))
        if deadline.what == "report" and end and len(end) == 10 and deadline.date < end:
            warned.append(
                Warned("deadline_before_end", "Hạn báo cáo đến trước khi đợt hoạt động kết thúc.", *spot)
            )
        if deadline.what == "register_list" and start and len(start) == 10 and deadline.date > start:
            warned.append(
                Warned("list_after_start", "Hạn gửi danh sách đăng ký sau ngày bắt đầu hiến máu.", *spot)
            )
    return warned


def totals(tables: list[Allocation], targets: list[Target]) -> list[Warned]:
    """Warn where parts and whole disagree; that can be right (a province gives more than it was given)."""
    warned = []
    for table in tables:
        values = [target.value for target in table.targets if isinstance(target.value, int | float)]
        total = sum(values)
        if table.total is not None and values and table.total != total:
            warned.append(
                Warned(
                    "total_disagrees",
                    f"Cộng các dòng được {total}, bảng ghi tổng {table.total}.",
                    table.start,
                    table.end,
                )
            )
        warned += _rounds(table)
        warned += _whole(table, total, targets)
    return warned


def _rounds(table: Allocation) -> list[Warned]:
    warned = []
    for target in table.targets:
        rounds = [event.expected_units for event in table.events if event.unit == target.scope]
        amounts = [amount for amount in rounds if isinstance(amount, int | float)]
        if (
            amounts
            and isinstance(target.value, int | float)
            and len(amounts) == len(rounds)
            and sum(amounts) != target.value
        ):
            warned.append(
                Warned(
                    "rounds_disagree",
                    f"{target.scope}: các đợt cộng lại {sum(amounts)}, chỉ tiêu năm {target.value}.",
                    target.start,
                    target.end,
                )
            )
    return warned


def _whole(table: Allocation, total: int | float, targets: list[Target]) -> list[Warned]:
    whole = [
        target
        for target in targets
        if target.kind == "blood_units" and target.scope is None and target not in table.targets
    ]
    if not whole or not table.targets or table.targets[0].kind != "blood_units":
        return []
    value = whole[0].value
    if isinstance(value, int | float) and total > 0 and value != total and table.total is not None:
        return [
            Warned(
                "allocation_disagrees",
                f"Chỉ tiêu chung {value}, đã phân bổ {total}.",
                whole[0].start,
                whole[0].end,
            )
        ]
    return []
