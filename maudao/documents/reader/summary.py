"""A record as a page that a person reads: plain in a pipe, in colour on a terminal."""

import sys
from collections.abc import Iterator
from typing import Any

_HEAD = [
    ("doc_type", "Loại văn bản"),
    ("issuer", "Cơ quan ban hành"),
    ("parent_issuer", "Cơ quan chủ quản"),
    ("number", "Số, ký hiệu"),
    ("place", "Nơi ký"),
    ("date", "Ngày ký"),
    ("subject", "Trích yếu"),
]
_UNSAID = "(không nêu)"


def day(iso: object) -> str:
    """Write an ISO date the Vietnamese way; a list of dates one after the other."""
    if isinstance(iso, list):
        return ", ".join(day(item) for item in iso)
    return "/".join(reversed(str(iso).split("-"))) if iso else _UNSAID


def summary(row: dict[str, Any]) -> Iterator[tuple[str, list[str]]]:
    """Give the summary's sections: a title and its lines."""
    yield (
        "Văn bản",
        [f"{label}: {day(row[key]) if key == 'date' else row[key] or _UNSAID}" for key, label in _HEAD],
    )
    yield "Căn cứ", [_act(act) for act in row["based_on"]]
    yield "Kính gửi", row["addressees"]
    yield "Chỉ tiêu", [target["text"] for target in row["targets"]]
    yield "Thời gian", _window(row["window"])
    yield "Đợt, ngày hiến máu", [_event(event) for event in row["events"]]
    yield "Hạn gửi", [f"{day(item['date'])}: {item['text']}" for item in row["report_deadlines"]]
    yield "Thông điệp", row["messages"]
    yield (
        "Việc phải làm",
        [
            f"{task['assignee']}: {task['text']}" if task["assignee"] else task["text"]
            for task in row["tasks"]
        ],
    )
    yield "Liên hệ", [value for value in row["contact"].values() if value]
    yield "Nơi nhận", row["recipients"]
    yield "Người ký", [value for value in row["signer"].values() if value]
    yield "Lưu ý", [*row["notes"], *(warning["message"] for warning in row["warnings"])]
    yield "Cần trả lời", [question["message"] for question in row["questions"]]


def _act(act: dict[str, Any]) -> str:
    parts = [act["type"], act["number"], f"ngày {day(act['date'])}" if act["date"] else None, act["issuer"]]
    return " ".join(part for part in parts if part)


def _window(window: dict[str, Any]) -> list[str]:
    if not window["start"]:
        return []
    peak = [f"Cao điểm: {day(window['peak'])}"] if window["peak"] else []
    return [f"{day(window['start'])} – {day(window['end'])}", *peak]


def _event(event: dict[str, Any]) -> str:
    parts = [
        event.get("unit"),
        event["name"],
        day(event["date"]) if event["date"] else None,
        event["time"],
        event["place"],
    ]
    return "; ".join(str(part) for part in parts if part)


def print_summary(row: dict[str, Any]) -> None:
    """Print one file's summary, or why it could not be read."""
    if sys.stdout.isatty():
        _print_rich(row)
        return
    for line in plain_lines(row):
        sys.stdout.write(line + "\n")


def plain_lines(row: dict[str, Any]) -> Iterator[str]:
    """Give the summary as lines without colour."""
    yield f"== {row['file']}"
    if "error" in row:
        yield f"  Không đọc được: {row['error']['message']}"
        return
    for title, lines in summary(row):
        if lines:
            yield f"{title}"
            yield from (f"  {line}" for line in lines)
    yield ""


def _print_rich(row: dict[str, Any]) -> None:
    from rich.console import Console  # noqa: PLC0415 - slow to import, rarely needed
    from rich.text import Text  # noqa: PLC0415 - slow to import, rarely needed

    console = Console(highlight=False)
    console.print(Text(row["file"], style="bold underline"))
    if "error" in row:
        console.print(Text(f"Không đọc được: {row['error']['message']}", style="bold"))
        return
    for title, lines in summary(row):
        if lines:
            console.print(Text(title, style="bold"))
            for line in lines:
                console.print(Text(f"  {line}"))
    console.print()
