"""Two directives in the project's own words: a guidance with targets, and a letter without."""

from dataclasses import dataclass
from datetime import date, timedelta

from maudao.documents.writer.blocks import (
    Bullets,
    Heading,
    OfficialDocument,
    Paragraph,
    Signature,
)

_UNITS = (
    "Liên đoàn Lao động các tỉnh, công đoàn xã, phường, công đoàn khu công nghiệp "
    "và công đoàn cơ sở trực thuộc"
)
_DAY = "Ngày toàn dân hiến máu tình nguyện"


@dataclass(frozen=True)
class Calendar:
    """The days of the sample campaign, reckoned back from the day on which the demo runs."""

    signed_on: date
    starts_on: date
    peak_on: date
    ends_on: date
    report_due_on: date

    @classmethod
    def ending(cls, on: date) -> "Calendar":
        """Return a campaign of thirty days whose reports were due two days before `on`."""
        ends_on = on - timedelta(days=5)
        return cls(
            signed_on=ends_on - timedelta(days=45),
            starts_on=ends_on - timedelta(days=29),
            peak_on=ends_on - timedelta(days=23),
            ends_on=ends_on,
            report_due_on=on - timedelta(days=2),
        )


def _long(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year}"


def guidance(calendar: Calendar) -> OfficialDocument:
    """Return the guidance: three kinds of target, a window with a peak, five slogans, a deadline, a contact."""
    window = f"từ ngày {calendar.starts_on:%d/%m} đến {calendar.ends_on:%d/%m/%Y}"
    return OfficialDocument(
        issuer="TỔNG LIÊN ĐOÀN\nLAO ĐỘNG VIỆT NAM",
        symbol="HD-TLĐ",
        number=21,
        place="Hà Nội",
        issued_on=calendar.signed_on,
        kind="HƯỚNG DẪN",
        subject=f"Hưởng ứng “{_DAY}” năm {calendar.peak_on.year}",
        bases=(
            "Thực hiện Kế hoạch số 18/KH-BCĐ ngày "
            f"{_long(calendar.signed_on - timedelta(days=20))} của Ban Chỉ đạo quốc gia vận động hiến máu tình nguyện",
        ),
        body=(
            Paragraph(
                "Đoàn Chủ tịch Tổng Liên đoàn Lao động Việt Nam đề nghị các cấp công đoàn thực hiện những việc sau:"
            ),
            Heading("I. MỤC ĐÍCH, YÊU CẦU"),
            Bullets(
                (
                    "Để đoàn viên, người lao động hiểu ý nghĩa của việc cho máu cứu người và tự nguyện tham gia.",
                    f"{_UNITS} phối hợp với các ngành cùng cấp tổ chức an toàn, thiết thực, tiết kiệm.",
                )
            ),
            Heading("II. CHỈ TIÊU"),
            Bullets(
                (
                    f"Phấn đấu 100% {_UNITS} có văn bản chỉ đạo và có hoạt động cụ thể hưởng ứng “{_DAY}”.",
                    "Các cấp công đoàn vận động được ít nhất 30% đoàn viên, người lao động thuộc cấp mình quản lý "
                    "tham gia hiến máu tình nguyện.",
                    "Phối hợp với Ban Chỉ đạo vận động hiến máu tình nguyện cùng cấp tổ chức tiếp nhận máu, bảo đảm "
                    "đạt hoặc vượt 5% chỉ tiêu do Ban Chỉ đạo giao.",
                )
            ),
            Heading("III. NỘI DUNG"),
            Heading("1. Tuyên truyền", level=2),
            Paragraph(
                f"{_UNITS} tuyên truyền trên các phương tiện của tổ chức công đoàn {window}, cao điểm là ngày "
                f"{_long(calendar.peak_on)}; treo khẩu hiệu, chọn một trong các thông điệp sau:"
            ),
            Paragraph("“Hiến máu cứu người - Xin hiến thường xuyên”"),
            Paragraph("“Hiến máu an toàn - Sẵn sàng chia sẻ”"),
            Paragraph("“Hiến máu cứu người - Bắt đầu từ cán bộ công đoàn”"),
            Paragraph("“Một giọt máu trao đi - Một niềm tin ở lại”"),
            Paragraph("“Hiến giọt máu đào - Trao đời sự sống”."),
            Heading("2. Vận động và duy trì", level=2),
            Paragraph(
                "Các cấp công đoàn coi vận động hiến máu là việc làm thường xuyên; thành lập và duy trì câu lạc bộ "
                "những người có nhóm máu hiếm, câu lạc bộ gia đình hiến máu, đội hiến máu dự bị."
            ),
            Heading("3. Tôn vinh và nguồn lực", level=2),
            Bullets(
                (
                    "Kịp thời biểu dương, khen thưởng cá nhân, tập thể tiêu biểu trong hiến máu tình nguyện.",
                    "Vận động doanh nghiệp và các nguồn lực xã hội cùng hưởng ứng; bảo đảm quyền lợi của "
                    "người hiến máu.",
                )
            ),
            Heading("IV. TỔ CHỨC THỰC HIỆN"),
            Bullets(
                (
                    "Căn cứ hướng dẫn này, Liên đoàn Lao động các tỉnh xây dựng văn bản triển khai tới "
                    "công đoàn cấp dưới.",
                    f"Kết quả thực hiện gửi về Tổng Liên đoàn (qua Ban Công tác Công đoàn) chậm nhất ngày "
                    f"{_long(calendar.report_due_on)} để tổng hợp. Thông tin chi tiết liên hệ đ/c Lò Thị Mẫu, "
                    "số điện thoại: 024.3000.1234.",
                )
            ),
        ),
        signature=Signature(
            authority="TM. ĐOÀN CHỦ TỊCH",
            deputising="KT. CHỦ TỊCH",
            title="PHÓ CHỦ TỊCH",
            name="Hoàng Văn Thử",
        ),
        recipients=(
            "Liên đoàn Lao động các tỉnh;",
            "Ban Chỉ đạo quốc gia vận động HMTN (để báo cáo);",
            "Lưu: VT, CTCĐ.",
        ),
    )


def letter(calendar: Calendar) -> OfficialDocument:
    """Return the letter: no target, no dated deadline ("định kỳ"), programmes to combine with."""
    year = calendar.peak_on.year
    return OfficialDocument(
        issuer="TỔNG LIÊN ĐOÀN\nLAO ĐỘNG VIỆT NAM",
        symbol="TLĐ",
        number=418,
        place="Hà Nội",
        issued_on=calendar.report_due_on,
        subject="đẩy mạnh vận động hiến máu tình nguyện trong công nhân lao động",
        addressees=("Liên đoàn Lao động các tỉnh, thành phố", "Công đoàn ngành Trung ương"),
        body=(
            Paragraph(
                f"Thực hiện Công văn số 97/BCĐQG-VP ngày {_long(calendar.report_due_on - timedelta(days=9))} "
                "của Ban Chỉ đạo quốc gia vận động hiến máu tình nguyện, Tổng Liên đoàn đề nghị các cấp công đoàn "
                "thực hiện một số nội dung sau:"
            ),
            Paragraph(
                "1. Tuyên truyền, vận động đoàn viên, người lao động hiến máu nhắc lại, hiến máu thường xuyên."
            ),
            Paragraph(
                f"2. Lồng ghép với Tháng Công nhân năm {year}, chiến dịch “Những giọt máu hồng hè {year}” và "
                "chương trình “Hành trình Đỏ”."
            ),
            Paragraph(
                "3. Động viên, khen thưởng người hiến máu nhiều lần; chăm lo quyền lợi người hiến máu."
            ),
            Paragraph("Định kỳ báo cáo kết quả thực hiện về Tổng Liên đoàn (qua Ban Công tác Công đoàn)."),
        ),
        signature=Signature(authority="TL. ĐOÀN CHỦ TỊCH", title="TRƯỞNG BAN", name="Nguyễn Thị Thử"),
        recipients=("Như kính gửi;", "Lưu: VT, CTCĐ."),
    )
