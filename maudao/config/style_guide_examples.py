"""What the style guide shows: for each piece its name, its purpose and its states, with invented units and people."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django import forms
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from django.templatetags.static import static

HERE = "#vi-du"
MORNING = datetime(2026, 4, 7, 2, 30, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Example:
    """One state of a piece: what it shows, and the context that it is drawn with."""

    title: str
    context: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of the templates; `wrap` is the class of the list or box that it stands in."""

    name: str
    about: str
    template: str
    examples: tuple[Example, ...]
    wrap: str = ""
    script: str = ""


class ReportForm(forms.Form):
    """A short report, for showing fields."""

    donors = forms.IntegerField(label="Số người đã hiến", help_text="Đếm người, không đếm lượt.", min_value=0)
    held_on = forms.CharField(label="Ngày tổ chức", help_text="Ghi ngày/tháng/năm, ví dụ 07/04/2026.")
    note = forms.CharField(label="Khó khăn, đề xuất", widget=forms.Textarea, required=False)
    is_final = forms.BooleanField(label="Tôi đã kiểm tra số liệu", required=False)
    kind = forms.ChoiceField(
        label="Loại báo cáo",
        widget=forms.RadioSelect,
        choices=[("full", "Có hoạt động trong đợt này"), ("nothing", "Không có gì để báo cáo")],
    )
    file = forms.FileField(label="Ảnh hoặc tệp minh chứng", required=False)


class UnitFilter(forms.Form):
    """Some of many units."""

    search = forms.CharField(label="Tên đơn vị", required=False)
    state = forms.ChoiceField(
        label="Trạng thái", choices=[("", "Tất cả"), ("late", "Chưa nộp")], required=False
    )


def _field_examples() -> tuple[Example, ...]:
    blank = ReportForm()
    wrong = ReportForm({"donors": "mười hai", "held_on": ""})
    return (
        Example("Có lời giúp", {"field": blank["donors"]}),
        Example("Điền sai: nói phải làm gì", {"field": wrong["donors"]}),
        Example("Chữ", {"field": blank["held_on"]}),
        Example("Chọn một", {"field": blank["kind"]}),
        Example("Chưa chọn", {"field": wrong["kind"]}),
        Example("Đánh dấu", {"field": blank["is_final"]}),
        Example("Viết dài", {"field": blank["note"]}),
        Example("Gửi tệp", {"field": blank["file"]}),
    )


def _row(unit: str, *, members: str, donors: str, percent: str, word: str, tone: str) -> list[dict[str, Any]]:
    return [
        {"label": "Đơn vị", "text": unit, "url": HERE},
        {"label": "Đoàn viên", "text": members, "number": True},
        {"label": "Đã hiến", "text": donors, "url": HERE, "number": True},
        {"label": "Tỷ lệ", "text": percent, "number": True},
        {"label": "Báo cáo", "badge": {"word": word, "tone": tone}},
    ]


ROWS = [
    _row(
        "CĐCS Trường THPT Mường Thanh", members="84", donors="27", percent="32 %", word="Đã nhận", tone="good"
    ),
    _row("CĐCS Công ty Cấp nước", members="156", donors="38", percent="24 %", word="Chờ duyệt", tone="wait"),
    _row("CĐCS Bệnh viện Nà Tấu", members="212", donors="0", percent="0 %", word="Quá hạn", tone="stop"),
]

SEGMENTS = [
    {"text": "LIÊN ĐOÀN LAO ĐỘNG TỈNH …\nSố: "},
    {"text": "12/HD-LĐLĐ", "ref": "number"},
    {"text": "\n\nHƯỚNG DẪN\nTổ chức Ngày toàn dân hiến máu tình nguyện\n\nI. CHỈ TIÊU\n1. "},
    {"text": "100 % công đoàn cấp trên trực tiếp cơ sở", "ref": "targets-0"},
    {"text": " có văn bản chỉ đạo và tổ chức hoạt động.\n2. Vận động "},
    {"text": "ít nhất 30 % đoàn viên, người lao động", "ref": "targets-1"},
    {"text": " tham gia hiến máu.\n\nII. THỜI GIAN\nTừ "},
    {"text": "ngày 01/4/2026 đến hết ngày 30/4/2026", "ref": "window"},
    {"text": "."},
]

VALUES = [
    {"label": "Số, ký hiệu", "value": "12/HD-LĐLĐ", "ref": "number"},
    {"label": "Chỉ tiêu 1", "value": "100 % đơn vị có chỉ đạo và hoạt động", "ref": "targets-0"},
    {"label": "Chỉ tiêu 2", "value": "Từ 30 % đoàn viên, người lao động", "ref": "targets-1"},
    {"label": "Thời gian", "value": "01/04/2026 – 30/04/2026", "ref": "window"},
    {"label": "Hạn báo cáo", "value": "", "ref": ""},
]

QUESTION = {
    "name": "denominator",
    "question": "30 % tính trên số nào?",
    "clause": "Vận động ít nhất 30 % đoàn viên, người lao động tham gia hiến máu.",
    "source": "Mục I.2, Hướng dẫn 12/HD-LĐLĐ",
    "options": [
        {"value": "members", "label": "Đoàn viên", "hint": "18 trong 60 người của đơn vị này"},
        {
            "value": "workers",
            "label": "Đoàn viên và người lao động",
            "hint": "24 trong 80 người của đơn vị này",
        },
    ],
}


def _cell(
    name: str, *, members: int, last: int | None, proposed: int, value: int, **more: Any
) -> dict[str, Any]:
    key = f"unit-{members}"
    cell = {"name": name, "members": members, "last_year": last, "proposed": proposed, "value": value}
    return {**cell, "field": key, "lock_field": f"{key}-lock", "locked": False, **more}


GRID = {
    "caption": "Phân bổ 120 đơn vị máu",
    "quota": 120,
    "unit": "đơn vị máu",
    "given": 124,
    "over": 4,
    "rows": [
        _cell("Công đoàn phường Mường Thanh", members=1204, last=61, proposed=64, value=64, url=HERE),
        _cell("Công đoàn xã Nà Tấu", members=842, last=40, proposed=44, value=44, locked=True),
        _cell(
            "Công đoàn xã Mường Phăng",
            members=226,
            last=None,
            proposed=12,
            value=16,
            warning="Cao hơn đề xuất 4. Đơn vị này mới lập, chưa có kết quả năm trước.",
        ),
    ],
}

MESSAGES = (
    (constants.SUCCESS, "Đã gửi lời nhắc đến 22 đơn vị."),
    (constants.INFO, "Báo cáo được lưu nháp lúc 9:30."),
    (constants.WARNING, "Tổng giao vượt chỉ tiêu 4 đơn vị máu."),
    (constants.ERROR, "Hết chỗ lúc 8:00. Chọn khung giờ khác."),
)

PROVINCE = "Liên đoàn Lao động tỉnh"
COMMITTEE = "Ban Chỉ đạo tỉnh"

_ALL = (
    Piece(
        "Đầu trang",
        "Tôi đang ở đâu, đây là gì, việc chính là gì.",
        "pieces/_page_header.html",
        (
            Example(
                "Đủ cả",
                {
                    "title": "Ngày toàn dân hiến máu tình nguyện 07/4",
                    "path": [{"label": "Chiến dịch", "url": HERE}, {"label": "Năm 2026", "url": HERE}],
                    "summary": "Từ 01/04 đến 30/04/2026. 62 trong 84 đơn vị đã có văn bản chỉ đạo.",
                    "badge": {"word": "Đang chạy", "tone": "info"},
                    "action": {"label": "Nhắc 22 đơn vị", "url": HERE, "icon": "bell"},
                },
            ),
            Example("Chỉ tên", {"title": "Việc cần làm"}),
        ),
    ),
    Piece(
        "Ô số liệu",
        "Một con số, nó là gì, từ đâu mà có. Bấm vào để xem con số gồm những gì.",
        "pieces/_fact_tile.html",
        (
            Example(
                "Đếm từ hồ sơ",
                {"number": 1284, "label": "Người đã hiến", "unit": "người", "source": "counted", "url": HERE},
            ),
            Example("Nhập tay", {"number": 46, "label": "Gia đình được tôn vinh", "source": "typed"}),
            Example(
                "Có ghi chú",
                {
                    "number": 466200,
                    "label": "Thể tích máu",
                    "unit": "ml",
                    "source": "counted",
                    "note": "1.865 đơn vị quy đổi 250 ml",
                    "url": HERE,
                },
            ),
            Example(
                "Chưa có", {"number": "–", "label": "Cuộc huy động khẩn cấp", "note": "Chưa có cuộc nào"}
            ),
        ),
        wrap="tiles",
    ),
    Piece(
        "Tiến độ",
        "Đã đến đâu so với chỉ tiêu; người và phần trăm cùng lúc; hai nơi giao thì hai vạch trên một thanh.",
        "pieces/_progress.html",
        (
            Example(
                "Chỉ tiêu nhỏ",
                {
                    "label": "Người đã hiến",
                    "done": 3,
                    "unit": "người",
                    "targets": [{"owner": PROVINCE, "value": 5, "left": 2}],
                    "url": HERE,
                },
            ),
            Example(
                "Đã đạt",
                {
                    "label": "Người đăng ký",
                    "done": 72,
                    "unit": "người",
                    "targets": [{"owner": PROVINCE, "value": 60}],
                },
            ),
            Example(
                "Hai nơi giao",
                {
                    "label": "Đơn vị máu",
                    "done": 1310,
                    "unit": "đơn vị máu",
                    "targets": [
                        {"owner": COMMITTEE, "value": 1200},
                        {"owner": PROVINCE, "value": 1575, "left": 265},
                    ],
                    "url": HERE,
                },
            ),
            Example(
                "Chưa có ai",
                {
                    "label": "Người đã hiến",
                    "done": 0,
                    "unit": "người",
                    "targets": [{"owner": PROVINCE, "value": 18, "left": 18}],
                },
            ),
        ),
    ),
    Piece(
        "Dòng danh sách",
        "Bấm vào đâu trên dòng cũng mở.",
        "pieces/_list_row.html",
        (
            Example(
                "Có trạng thái",
                {
                    "title": "Kế hoạch 18/KH-LĐLĐ",
                    "url": HERE,
                    "meta": "Liên đoàn Lao động tỉnh, 12/03/2026",
                    "badge": {"word": "Chưa xem", "tone": "warn"},
                },
            ),
            Example(
                "Có số",
                {
                    "title": "Nhà văn hoá Công nhân",
                    "url": HERE,
                    "meta": "Thứ Ba 07/04/2026, 7:30–11:30",
                    "figure": 214,
                    "figure_label": "đã đăng ký",
                },
            ),
            Example(
                "Có việc riêng",
                {
                    "title": "Lò Thị Hoà",
                    "meta": "Đã hiến 4 lần, hiến lại được từ 02/05/2026",
                    "action": {"label": "Mời", "url": HERE},
                },
            ),
        ),
        wrap="rows",
    ),
    Piece(
        "Bảng",
        "Bảng trên máy tính, thẻ trên điện thoại.",
        "pieces/_table.html",
        (
            Example(
                "Có tổng",
                {
                    "caption": "Kết quả theo đơn vị",
                    "rows": ROWS,
                    "total": [
                        {"text": "Tổng 3 đơn vị"},
                        {"label": "Đoàn viên", "text": "452", "number": True},
                        {"label": "Đã hiến", "text": "65", "number": True},
                        {"label": "Tỷ lệ", "text": "14 %", "number": True},
                        {"label": "Báo cáo", "text": "1/3 đã nhận"},
                    ],
                },
            ),
        ),
    ),
    Piece("Ô nhập", "Nhãn, lời giúp, ô, lỗi bằng lời và bằng hình.", "pieces/_field.html", _field_examples()),
    Piece(
        "Nút cuối biểu mẫu",
        "Một việc chính, nhiều nhất một việc khác.",
        "pieces/_form_actions.html",
        (
            Example(
                "Đủ cả",
                {
                    "label": "Gửi báo cáo",
                    "other": {"label": "Lưu nháp", "name": "draft", "value": "1"},
                    "cancel_url": HERE,
                },
            ),
            Example("Chỉ một", {"label": "Xác nhận"}),
        ),
    ),
    Piece(
        "Tờ phủ",
        "Việc nhỏ ngay trên trang. Không có JavaScript thì nút mở trang đầy đủ.",
        "pieces/_sheet.html",
        (
            Example(
                "Mở ra",
                {"id": "sheet-example", "title": "Gia hạn báo cáo", "body": "style_guide/_sheet_body.html"},
            ),
        ),
    ),
    Piece(
        "Lời báo",
        "Điều vừa xảy ra.",
        "pieces/_messages.html",
        (Example("Bốn loại", {"messages": [Message(level, text) for level, text in MESSAGES]}),),
    ),
    Piece(
        "Điều cần biết",
        "Một điều cần biết, nằm luôn trên trang.",
        "pieces/_notice.html",
        (
            Example("Cho biết", {"tone": "info", "text": "Số liệu tính đến 17:00 hôm nay."}),
            Example(
                "Tốt", {"tone": "good", "title": "Đơn vị đã đủ chỉ tiêu", "text": "18/18 người đã hiến."}
            ),
            Example(
                "Lưu ý",
                {
                    "tone": "warn",
                    "title": "Còn 3 người chưa trả lời",
                    "text": "Đợt hiến máu vào ngày mai. Nhắc ngay?",
                    "action": {"label": "Nhắc 3 người", "url": HERE},
                },
            ),
            Example(
                "Không được",
                {
                    "tone": "stop",
                    "title": "Chưa gửi được tin nhắn",
                    "text": "Nhà mạng không trả lời. Hệ thống thử lại lúc 14:05.",
                },
            ),
        ),
    ),
    Piece(
        "Chưa có gì",
        "Nói phải làm gì.",
        "pieces/_empty.html",
        (
            Example(
                "Có việc làm",
                {
                    "title": "Chưa có đợt hiến máu nào",
                    "text": "Lập đợt đầu tiên, hoặc ghép với đợt của đơn vị bạn trên cùng địa bàn.",
                    "icon": "calendar",
                    "action": {"label": "Lập đợt hiến máu", "url": HERE},
                    "main": True,
                },
            ),
        ),
    ),
    Piece(
        "Trạng thái",
        "Lời và hình, không bao giờ chỉ có màu.",
        "pieces/_badge.html",
        (
            Example("good", {"word": "Đã nhận", "tone": "good"}),
            Example("wait", {"word": "Chờ duyệt", "tone": "wait"}),
            Example("warn", {"word": "Còn 3 ngày", "tone": "warn"}),
            Example("stop", {"word": "Quá hạn", "tone": "stop"}),
            Example("info", {"word": "Đang chạy", "tone": "info"}),
            Example("plain", {"word": "Nháp", "tone": "plain"}),
        ),
    ),
    Piece(
        "Các bước",
        "Tôi đang ở bước nào.",
        "pieces/_steps.html",
        tuple(
            Example(
                title,
                {
                    "label": "Các bước của chiến dịch",
                    "across": across,
                    "steps": [
                        {"title": "Đọc văn bản", "state": "done", "note": "12/03/2026", "url": HERE},
                        {"title": "Xác nhận chỉ tiêu", "state": "current", "note": "Còn 2 câu hỏi"},
                        {"title": "Phân bổ", "state": "todo"},
                        {"title": "Phát động", "state": "todo"},
                    ],
                },
            )
            for title, across in (("Từ trên xuống", False), ("Ngang trên máy tính", True))
        ),
    ),
    Piece(
        "Diễn biến",
        "Điều đã xảy ra, mới nhất trước.",
        "pieces/_timeline.html",
        (
            Example(
                "Của một báo cáo",
                {
                    "events": [
                        {
                            "at": MORNING,
                            "title": "Liên đoàn Lao động tỉnh nhận báo cáo",
                            "who": "Trần Văn Minh",
                        },
                        {"at": MORNING, "title": "Nộp báo cáo", "who": "Lò Thị Hoà", "url": HERE},
                    ]
                },
            ),
        ),
    ),
    Piece(
        "Văn bản và giá trị",
        "Mỗi giá trị chỉ đúng câu mà nó được đọc ra.",
        "pieces/_document.html",
        (
            Example(
                "Một hướng dẫn", {"title": "Hướng dẫn 12/HD-LĐLĐ", "values": VALUES, "segments": SEGMENTS}
            ),
        ),
        script="maudao/js/span-link.js",
    ),
    Piece(
        "Câu hỏi",
        "Chỗ văn bản hiểu được hai cách thì hỏi, không đoán.",
        "pieces/_question.html",
        (
            Example("Hỏi", QUESTION),
            Example("Chưa chọn", {**QUESTION, "name": "again", "error": "Chọn một cách hiểu để tiếp tục."}),
        ),
    ),
    Piece(
        "Bảng phân bổ",
        "Giao chỉ tiêu cho các đơn vị; giao vượt thì nhắc, không cấm.",
        "pieces/_allocation_grid.html",
        (Example("Giao vượt", GRID),),
        script="maudao/js/grid.js",
    ),
    Piece(
        "Minh chứng",
        "Ảnh, liên kết, tệp.",
        "pieces/_evidence.html",
        (
            Example(
                "Ba loại",
                {
                    "items": [
                        {
                            "url": HERE,
                            "title": "Lễ phát động",
                            "kind": "photo",
                            "thumbnail_url": static("maudao/guide/photo.svg"),
                            "meta": "07/04/2026",
                        },
                        {
                            "url": HERE,
                            "title": "Bài trên trang của đơn vị",
                            "kind": "link",
                            "meta": "Facebook",
                        },
                        {"url": HERE, "title": "Danh sách ký nhận", "kind": "file", "meta": "PDF, 240 KB"},
                    ]
                },
            ),
        ),
    ),
    Piece(
        "Sang trang",
        "Giữ nguyên bộ lọc trên địa chỉ.",
        "pieces/_pagination.html",
        (
            Example("Ở giữa", {"page": Paginator(range(280), 20).page(3)}),
            Example("Trang đầu", {"page": Paginator(range(280), 20).page(1)}),
        ),
    ),
    Piece(
        "Thanh lọc",
        "Tìm vài dòng trong nhiều dòng.",
        "pieces/_filter_bar.html",
        (
            Example(
                "Đang lọc",
                {"form": UnitFilter({"search": "Mường", "state": "late"}), "found": 14, "clear_url": HERE},
            ),
        ),
    ),
    Piece(
        "Hạn",
        "Đến ngày nào, còn bao lâu.",
        "pieces/_deadline.html",
        tuple(
            Example(
                title, {"label": "Hạn báo cáo", "on": date(2026, 5, 10), "days_left": days, "done_on": done}
            )
            for title, days, done in (
                ("Còn lâu", 33, None),
                ("Sắp đến", 3, None),
                ("Hôm nay", 0, None),
                ("Quá hạn", -2, None),
                ("Đã xong", 3, date(2026, 5, 7)),
            )
        ),
    ),
    Piece(
        "Vì sao đóng",
        "Nói vì sao, và ai mở được.",
        "pieces/_closed.html",
        (
            Example(
                "Báo cáo đã khoá",
                {
                    "what": "Báo cáo này đã khoá",
                    "why": "Liên đoàn Lao động tỉnh đã nhận và tổng hợp ngày 12/05/2026.",
                    "who": "Ông Trần Văn Minh, Ban Tuyên giáo, 0215 000 0000, mở lại được.",
                    "action": {"label": "Xin mở lại", "url": HERE},
                },
            ),
        ),
    ),
    Piece(
        "Tệp tải về",
        "Bản chính thức để in, để gửi.",
        "pieces/_file_row.html",
        (
            Example(
                "DOCX",
                {
                    "name": "Báo cáo kết quả hiến máu tình nguyện",
                    "url": HERE,
                    "kind": "DOCX",
                    "size": 48211,
                    "made_at": MORNING,
                },
            ),
            Example(
                "PDF",
                {
                    "name": "Báo cáo kết quả hiến máu tình nguyện",
                    "url": HERE,
                    "kind": "PDF",
                    "size": 181204,
                    "made_at": MORNING,
                    "note": "đã ký số",
                },
            ),
            Example(
                "XLSX", {"name": "Danh sách đăng ký gửi Trung tâm Huyết học", "url": HERE, "kind": "XLSX"}
            ),
        ),
        wrap="rows",
    ),
    Piece(
        "Dòng của cây",
        "Đơn vị trong hệ thống công đoàn.",
        "pieces/_tree_row.html",
        (
            Example(
                "Gốc, đang mở",
                {
                    "name": "Liên đoàn Lao động tỉnh",
                    "url": HERE,
                    "level": 0,
                    "meta": "30.112 đoàn viên",
                    "toggle_url": HERE,
                    "is_open": True,
                    "figure": 412,
                    "figure_label": "đơn vị",
                },
            ),
            Example(
                "Cấp giữa",
                {
                    "name": "Công đoàn xã Nà Tấu",
                    "url": HERE,
                    "level": 1,
                    "meta": "842 đoàn viên",
                    "toggle_url": HERE,
                    "badge": {"word": "Đã nhận", "tone": "good"},
                },
            ),
            Example(
                "Cơ sở",
                {
                    "name": "CĐCS Trường THPT Mường Thanh",
                    "url": HERE,
                    "level": 2,
                    "meta": "84 đoàn viên",
                    "badge": {"word": "Quá hạn", "tone": "stop"},
                },
            ),
        ),
        wrap="rows",
    ),
    Piece(
        "Thẻ chuyển",
        "Nhiều cách nhìn một việc, mỗi cách một địa chỉ.",
        "pieces/_tabs.html",
        (
            Example(
                "Có số đếm",
                {
                    "label": "Báo cáo",
                    "tabs": [
                        {"label": "Chưa nộp", "url": HERE, "current": True, "count": 22},
                        {"label": "Chờ duyệt", "url": HERE, "count": 8},
                        {"label": "Đã nhận", "url": HERE, "count": 54},
                    ],
                },
            ),
        ),
    ),
)

PIECES = {
    piece.template.removeprefix("pieces/_").removesuffix(".html").replace("_", "-"): piece for piece in _ALL
}
