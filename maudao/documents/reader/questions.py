"""What the officer must say because the document does not, or can be read two ways."""

import re
from dataclasses import dataclass, field

from maudao.documents.reader.deadlines import Deadline
from maudao.documents.reader.head import Head
from maudao.documents.reader.target import Target
from maudao.documents.reader.window import Period


@dataclass(frozen=True, slots=True)
class Question:
    """One question, the field that its answer fills (`pointer`), and the readings to choose from."""

    code: str
    message: str
    pointer: str
    options: list[tuple[str, str]] = field(default_factory=list)
    place: tuple[int, int] | None = None


def about_deadlines(deadlines: list[Deadline]) -> list[Question]:
    """Ask for the report's day where the text names none."""
    reports = [(index, deadline) for index, deadline in enumerate(deadlines) if deadline.what == "report"]
    if not reports:
        return [
            Question(
                "no_report_deadline",
                "Văn bản không nêu hạn báo cáo. Đơn vị phải báo cáo kết quả vào ngày nào?",
                "/report_deadlines",
            )
        ]
    undated = [
        Question(
            "periodic_report_without_date",
            "Văn bản yêu cầu báo cáo định kỳ nhưng không ghi ngày. Báo cáo vào ngày nào, bao lâu một lần?",
            f"/report_deadlines/{index}/date",
            [
                ("monthly", "Hằng tháng"),
                ("quarterly", "Hằng quý"),
                ("after_each_drive", "Sau mỗi đợt hiến máu"),
                ("once", "Một lần, khi kết thúc"),
            ],
            (deadline.start, deadline.end),
        )
        for index, deadline in reports
        if deadline.date is None
    ]
    return undated + _conflicting(reports)


def _conflicting(reports: list[tuple[int, Deadline]]) -> list[Question]:
    dated = [(index, deadline) for index, deadline in reports if deadline.date]
    if len(dated) < 2 or len({deadline.to for _, deadline in dated}) == len(dated):
        return []
    options = [
        (str(deadline.date), f"{_vietnamese(str(deadline.date))}: {deadline.text}") for _, deadline in dated
    ]
    spot = (dated[-1][1].start, dated[-1][1].end)
    return [
        Question(
            "conflicting_deadlines",
            "Văn bản nêu nhiều hạn báo cáo. Hạn nào áp dụng cho đơn vị?",
            "/report_deadlines",
            options,
            spot,
        )
    ]


def _vietnamese(iso: str) -> str:
    return "/".join(reversed(iso.split("-")))


def about_targets(targets: list[Target]) -> list[Question]:
    """Ask how each share is counted where the words leave it open."""
    return [question for index, target in enumerate(targets) for question in _about_target(index, target)]


def _about_target(index: int, target: Target) -> list[Question]:
    pointer, place = f"/targets/{index}", (target.start, target.end)
    if target.kind == "members_percent":
        return _about_members(target, pointer, place)
    if target.kind == "over_quota_percent":
        return _about_quota(target, pointer, place)
    if target.kind == "other" and "kế hoạch" in target.unit_of_measure:
        message = (
            f"“{target.text}”: kế hoạch năm là bao nhiêu đơn vị máu? Chỉ khi biết số đó mới tính "
            f"được {target.value} %."
        )
        return [Question("percent_of_unknown_plan", message, f"{pointer}/base", place=place)]
    return []


def _about_members(target: Target, pointer: str, place: tuple[int, int]) -> list[Question]:
    questions = []
    counted = target.counted or target.unit_of_measure
    officials = re.search(r"cán bộ|đoàn viên|hội viên", counted, re.IGNORECASE)
    workers = re.search(
        r"người lao động|lao động|công nhân|CNVC|viên chức|nhân viên|NLĐ|CNLĐ", counted, re.IGNORECASE
    )
    if officials and workers:
        options = [
            ("members", "Chỉ đoàn viên công đoàn"),
            ("members_and_workers", "Đoàn viên và người lao động chưa vào công đoàn"),
        ]
        questions.append(
            Question(
                "percent_denominator",
                f"“{target.text}”: tính trên tổng số nào?",
                f"{pointer}/denominator",
                options,
                place,
            )
        )
    if not re.search(r"lượt", target.text, re.IGNORECASE):
        options = [
            ("people", "Số người (mỗi người một lần)"),
            ("turns", "Số lượt hiến máu (một người có thể tính nhiều lượt)"),
        ]
        if re.search(r"đăng ký", target.text, re.IGNORECASE):
            options.append(("registered", "Số người đăng ký"))
        questions.append(
            Question(
                "people_or_turns",
                f"“{target.text}”: đếm người hay đếm lượt?",
                f"{pointer}/counted",
                options,
                place,
            )
        )
    return questions


def _about_quota(target: Target, pointer: str, place: tuple[int, int]) -> list[Question]:
    if not re.search(r"đạt (?:hoặc|và)|hoặc|đảm bảo|phấn đấu", target.text, re.IGNORECASE) or isinstance(
        target.value, list | None
    ):
        return []
    over = 100 + target.value
    options = [
        ("100", "Ít nhất 100 % chỉ tiêu được giao"),
        (f"{over:g}", f"Ít nhất {over:g} % chỉ tiêu được giao"),
    ]
    return [
        Question(
            "at_least_quota_or_more",
            f"“{target.text}”: mức phải đạt là bao nhiêu?",
            f"{pointer}/value",
            options,
            place,
        )
    ]


def about_window(window: dict[str, str | None], periods: list[Period]) -> list[Question]:
    """Ask for the days where there are none, or where the text names several spans."""
    if not window["start"]:
        return [
            Question(
                "no_window",
                "Văn bản không nêu thời gian thực hiện. Đợt vận động bắt đầu và kết thúc ngày nào?",
                "/window",
            )
        ]
    spans = {(period.start_iso, period.end_iso): period for period in periods if not period.in_months}
    if len(spans) < 2:
        return []
    options = [
        (f"{start}/{end}", f"{_vietnamese(str(start))} – {_vietnamese(str(end))}") for start, end in spans
    ]
    last = list(spans.values())[-1]
    return [
        Question(
            "several_windows",
            "Văn bản nêu nhiều khoảng thời gian. Khoảng nào là của cả đợt?",
            "/window",
            options,
            (last.start, last.end),
        )
    ]


def about_head(head: Head) -> list[Question]:
    """Ask for the number, the date and the issuer that registration needs."""
    questions = []
    if head.number is None:
        place = (head.number_blank.start, head.number_blank.end) if head.number_blank else None
        questions.append(
            Question(
                "no_number", "Không đọc được số, ký hiệu văn bản. Số văn bản là gì?", "/number", place=place
            )
        )
    if head.date is None or len(str(head.date.value)) < 10:
        questions.append(
            Question("no_date", "Không đọc được đủ ngày ký văn bản. Văn bản ký ngày nào?", "/date")
        )
    if head.issuer is None:
        questions.append(
            Question("no_issuer", "Không rõ cơ quan ban hành. Văn bản do cơ quan nào ban hành?", "/issuer")
        )
    return questions
