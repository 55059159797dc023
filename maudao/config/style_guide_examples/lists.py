"""Rows, tables, trees and what finds a way through them."""

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.templatetags.static import static

from maudao.config.style_guide_examples.piece import HERE, MORNING, Example, Piece


class UnitFilter(forms.Form):
    """Some of many units."""

    search = forms.CharField(label="Tên đơn vị", required=False)
    state = forms.ChoiceField(
        label="Trạng thái", choices=[("", "Tất cả"), ("late", "Chưa nộp")], required=False
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
        "CĐCS Trường THPT Mường Thanh", members="84", donors="27", percent="32%", word="Đã nhận", tone="good"
    ),
    _row("CĐCS Công ty Cấp nước", members="156", donors="38", percent="24%", word="Chờ duyệt", tone="wait"),
    _row("CĐCS Bệnh viện Nà Tấu", members="212", donors="0", percent="0%", word="Quá hạn", tone="stop"),
]

PIECES = (
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
                        {"label": "Tỷ lệ", "text": "14%", "number": True},
                        {"label": "Báo cáo", "text": "1/3 đã nhận"},
                    ],
                },
            ),
        ),
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
