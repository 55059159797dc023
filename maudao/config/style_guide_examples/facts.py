"""Figures, states and steps."""

from datetime import date

from maudao.config.style_guide_examples.piece import HERE, MORNING, Example, Piece

PROVINCE = "Liên đoàn Lao động tỉnh"

COMMITTEE = "Ban Chỉ đạo tỉnh"

PIECES = (
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
            Example(
                "Có hạn, tên dài",
                {
                    "title": "Hưởng ứng “Ngày toàn dân hiến máu tình nguyện” năm 2026",
                    "above_label": "Chiến dịch",
                    "above_url": HERE,
                    "unit": "Công đoàn xã Mường Phăng",
                    "badge_word": "đang triển khai",
                    "badge_tone": "info",
                    "due": {"on": date(2026, 5, 4), "days_left": 6},
                    "due_label": "Hạn gửi báo cáo",
                },
            ),
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
)
