"""What is filled in, pressed and answered."""

from django import forms
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message

from maudao.config.style_guide_examples.piece import HERE, Example, Piece


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


MESSAGES = (
    (constants.SUCCESS, "Đã gửi lời nhắc đến 22 đơn vị."),
    (constants.INFO, "Báo cáo được lưu nháp lúc 9:30."),
    (constants.WARNING, "Tổng giao vượt chỉ tiêu 4 đơn vị máu."),
    (constants.ERROR, "Hết chỗ lúc 8:00. Chọn khung giờ khác."),
)

PIECES = (
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
        script="maudao/js/sheet.js",
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
)
