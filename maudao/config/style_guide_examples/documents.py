"""A document beside what was read in it, a question about it, and the grid that passes it on."""

from typing import Any

from maudao.config.style_guide_examples.piece import HERE, Example, Piece

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

PIECES = (
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
)
