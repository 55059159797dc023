"""Sample documents of each kind, as a provincial union would send them."""

from dataclasses import replace
from datetime import date
from typing import Any

from maudao.documents.writer.blocks import (
    Appendix,
    Bullets,
    HeaderGroup,
    Heading,
    Numbered,
    OfficialDocument,
    Paragraph,
    Run,
    Signature,
    Table,
)

SIGNATURE = Signature(
    authority="TM. BAN THƯỜNG VỤ", deputising="KT. CHỦ TỊCH", title="PHÓ CHỦ TỊCH", name="Nguyễn Thị Hồng Đào"
)
RECIPIENTS = (
    "Tổng Liên đoàn Lao động Việt Nam (để b/c)",
    "Ban Chỉ đạo vận động HMTN tỉnh",
    "Thường trực LĐLĐ tỉnh",
    "Lưu: VT, CSPL&QHLĐ",
)


def rows(count: int) -> tuple[tuple[str, ...], ...]:
    """Rows of a result table, one a unit."""
    return tuple(
        (str(n), f"Công đoàn xã số {n}", str(40 + n), str(30 + n), str(10 + n), str(20 + n), f"{n},5%", "")
        for n in range(1, count + 1)
    )


def results(count: int, **given: Any) -> Table:
    """A result table with a header of two rows and a total."""
    values: dict[str, Any] = {
        "header": (
            "STT",
            "Đơn vị",
            "Chỉ tiêu (đơn vị máu)",
            "Đăng ký",
            "Nam",
            "Nữ",
            "Đạt tỷ lệ",
            "Ghi chú",
        ),
        "groups": (HeaderGroup("Người hiến được máu", 4, 5),),
        "rows": rows(count),
        "widths": (6, 30, 12, 10, 9, 9, 12, 12),
        "align": ("center", "left", "right", "right", "right", "right", "right", "left"),
        "total_row": ("", "Tổng cộng", "1.234", "1.117", "567", "550", "98,5%"),
        "caption": "Kết quả hiến máu tình nguyện theo đơn vị",
    }
    return Table(**{**values, **given})


def report(**given: Any) -> OfficialDocument:
    """A báo cáo of two pages with a table of 12 rows."""
    values: dict[str, Any] = {
        "parent_issuer": "Tổng Liên đoàn Lao động Việt Nam",
        "issuer": "Liên đoàn Lao động tỉnh Điện Biên",
        "number": 5,
        "symbol": "BC-LĐLĐ",
        "place": "Điện Biên",
        "issued_on": date(2026, 2, 5),
        "kind": "BÁO CÁO",
        "subject": "Kết quả vận động hiến máu tình nguyện năm 2025 và phương hướng, nhiệm vụ năm 2026",
        "addressees": ("Tổng Liên đoàn Lao động Việt Nam",),
        "bases": (
            "Căn cứ Hướng dẫn số 19/HD-TLĐ ngày 15/3/2021 của Đoàn Chủ tịch Tổng Liên đoàn Lao "
            "động Việt Nam về việc hưởng ứng “Ngày toàn dân hiến máu tình nguyện” 07/4",
            "Thực hiện Kế hoạch số 12/KH-LĐLĐ ngày 10/01/2025 của Ban Thường vụ Liên đoàn Lao động tỉnh",
        ),
        "body": (
            Paragraph("Ban Thường vụ Liên đoàn Lao động tỉnh Điện Biên báo cáo kết quả như sau:"),
            Heading("I. KẾT QUẢ THỰC HIỆN"),
            Heading("1. Công tác chỉ đạo, tuyên truyền", 2),
            Paragraph(
                (
                    Run("Toàn tỉnh đã tổ chức "),
                    Run("126 buổi tuyên truyền", bold=True),
                    Run(
                        " với hơn 11.250 lượt đoàn viên, người lao động tham dự; phát hành tài "
                        "liệu về hiến máu an toàn, tư vấn trực tiếp tại doanh nghiệp và trên các "
                        "nhóm Zalo của công đoàn cơ sở, trong đó nhấn mạnh "
                    ),
                    Run("hiến máu nhắc lại", italic=True),
                    Run(" và tham gia lực lượng hiến máu dự bị."),
                )
            ),
            Heading("2. Kết quả tiếp nhận máu", 2),
            Paragraph("Kết quả theo từng đơn vị như sau:"),
            results(12),
            Heading("II. PHƯƠNG HƯỚNG, NHIỆM VỤ"),
            Numbered(
                (
                    "Duy trì và phát triển nguồn người hiến máu tình nguyện trong đoàn viên, người lao động.",
                    "Phối hợp với Hội Chữ thập đỏ tỉnh tổ chức các đợt tiếp nhận máu tại khu công nghiệp.",
                    "Tôn vinh, khen thưởng kịp thời các tập thể, cá nhân tiêu biểu.",
                )
            ),
            Paragraph(
                "Trên đây là báo cáo kết quả vận động hiến máu tình nguyện năm 2025, Ban Thường "
                "vụ Liên đoàn Lao động tỉnh Điện Biên trân trọng báo cáo."
            ),
        ),
        "signature": SIGNATURE,
        "recipients": RECIPIENTS,
    }
    return OfficialDocument(**{**values, **given})


def long_report() -> OfficialDocument:
    """A báo cáo whose 150 units stand in a landscape appendix."""
    appendix = Appendix(
        "Kết quả hiến máu tình nguyện theo công đoàn cơ sở", (results(150, caption=""),), landscape=True
    )
    return report(appendices=(replace(appendix, number=1), replace(appendix, number=2, landscape=False)))


def letter() -> OfficialDocument:
    """A công văn to several addressees."""
    return report(
        number=905,
        symbol="LĐLĐ",
        place="Lai Châu",
        issuer="Liên đoàn Lao động\ntỉnh Lai Châu",
        issued_on=date(2026, 4, 29),
        kind=None,
        urgency="KHẨN",
        subject="đẩy mạnh công tác hiến máu tình nguyện trong Tháng Công nhân năm 2026",
        addressees=(
            "Công đoàn các xã, phường",
            "Công đoàn cơ sở trực thuộc Liên đoàn Lao động tỉnh, công đoàn cơ sở Trung ương đóng "
            "trên địa bàn tỉnh và công đoàn các khu công nghiệp",
            "Công đoàn Viên chức tỉnh",
        ),
        bases=(),
        body=(
            Paragraph(
                "Thực hiện Công văn số 3997/TLĐ-QHLĐ ngày 21/4/2022 của Tổng Liên đoàn về việc "
                "đẩy mạnh công tác hiến máu tình nguyện, Ban Thường vụ Liên đoàn Lao động tỉnh "
                "đề nghị các cấp công đoàn thực hiện một số nội dung sau:"
            ),
            Numbered(
                (
                    "Tuyên truyền, vận động cán bộ, công chức, viên chức, người lao động tích "
                    "cực tham gia hiến máu tình nguyện tại địa phương, đơn vị theo kế hoạch của "
                    "Ban Chỉ đạo tỉnh.",
                    "Phối hợp với các cơ quan liên quan xây dựng kế hoạch, lồng ghép với Tháng "
                    "Công nhân năm 2026.",
                    "Định kỳ báo cáo kết quả về Liên đoàn Lao động tỉnh trước ngày 25 hằng tháng",
                )
            ),
        ),
        recipients=("Như kính gửi", "BCĐ vận động HMTN tỉnh (b/c)", "Lưu: VP, CSPL&QHLĐ"),
        signature=Signature(authority="TM. BAN THƯỜNG VỤ", title="CHỦ TỊCH", name="Hoàng Văn Trinh"),
    )


def plan(kind: str = "KẾ HOẠCH", symbol: str = "KH-LĐLĐ") -> OfficialDocument:
    """A kế hoạch (or a hướng dẫn), not numbered yet."""
    return report(
        number=None,
        issued_on=None,
        kind=kind,
        symbol=symbol,
        subject="Hưởng ứng “Ngày toàn dân hiến máu tình nguyện” – 7/4/2026",
        addressees=(),
        body=(
            Heading("I. MỤC ĐÍCH, YÊU CẦU"),
            Bullets(
                (
                    "Nâng cao nhận thức của đoàn viên, công nhân viên chức lao động về ý nghĩa "
                    "cao đẹp của hiến máu cứu người.",
                    "Bảo đảm hiến máu an toàn, tiết kiệm, hiệu quả.",
                )
            ),
            Heading("II. CHỈ TIÊU"),
            Numbered(("100% đơn vị có hoạt động cụ thể.", "Ít nhất 30% đoàn viên tham gia."), marker="a)"),
            Heading("III. TỔ CHỨC THỰC HIỆN"),
            Heading("1. Liên đoàn Lao động tỉnh", 2),
            Heading("a) Ban Chính sách pháp luật và Quan hệ lao động", 3),
            Paragraph("Theo dõi, tổng hợp, báo cáo Thường trực."),
            Paragraph("Căn cứ kế hoạch này, đề nghị các công đoàn cơ sở triển khai thực hiện."),
        ),
    )
