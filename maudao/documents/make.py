"""Test data: plain functions that make documents as the actions do."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from maudao.documents import actions, records
from maudao.documents.models import IncomingDocument, OutgoingDocument
from maudao.documents.rules import DocumentType
from maudao.documents.writer.blocks import OfficialDocument, Paragraph, Signature
from maudao.organization.make import ACTOR, NOW
from maudao.organization.models import Unit

DIRECTIVE = """LIÊN ĐOÀN LAO ĐỘNG TỈNH MƯỜNG THỬ
Số: {number}/HD-LĐLĐ
Mường Thử, ngày 15 tháng 3 năm 2026

HƯỚNG DẪN
Hưởng ứng “Ngày toàn dân hiến máu tình nguyện” 07/4/2026

Kính gửi: Các công đoàn cấp trên trực tiếp cơ sở.

Thực hiện Hướng dẫn số 19/HD-TLĐ ngày 01/3/2026 của Tổng Liên đoàn Lao động Việt Nam, Liên đoàn Lao động tỉnh đề nghị:

I. CHỈ TIÊU
- Phấn đấu 100% công đoàn cơ sở có chỉ đạo và hoạt động cụ thể để hưởng ứng.
- Vận động ít nhất 30% đoàn viên, người lao động tham gia hiến máu tình nguyện.

II. NỘI DUNG
1. Tuyên truyền từ ngày 01/4/2026 đến 30/4/2026, cao điểm là ngày 07/4/2026, với các thông điệp:
“Hiến giọt máu đào - Trao đời sự sống”
“Hiến máu cứu người - Xin hiến thường xuyên”

III. TỔ CHỨC THỰC HIỆN
Các đơn vị báo cáo kết quả về Liên đoàn Lao động tỉnh chậm nhất ngày 05/5/2026.

Nơi nhận:
- Như trên;
- Lưu VT.

CHỦ TỊCH
Lò Văn Thử
"""


def received(unit: Unit, *, number: int = 12, text: str = "", now: datetime = NOW) -> IncomingDocument:
    """Make a document that was read and waits for an officer; each `number` is another text."""
    return actions.receive_text(unit, text or DIRECTIVE.format(number=number), actor=ACTOR, now=now)


def first_answers(document: IncomingDocument) -> dict[str, Any]:
    """Return an answer to every open question: the first reading, or "the document does not say"."""
    asked = records.open_questions(document.record, document.answers)
    return {
        question["pointer"]: question["options"][0]["value"] if question.get("options") else records.NOT_SAID
        for question in asked
    }


def registered(
    unit: Unit,
    *,
    number: int = 12,
    text: str = "",
    answers: Mapping[str, Any] | None = None,
    arrived_on: date = date(2026, 3, 20),
    now: datetime = NOW,
) -> IncomingDocument:
    """Make a document in the incoming register; questions that `answers` leaves out get their first reading."""
    document = received(unit, number=number, text=text, now=now)
    settled = {**first_answers(document), **(answers or {})}
    document = actions.correct(document, document.record, settled, actor=ACTOR, now=now)
    return actions.register(document, arrived_on=arrived_on, actor=ACTOR, now=now)


def content(unit: Unit, *, subject: str = "Hưởng ứng Ngày toàn dân hiến máu tình nguyện") -> OfficialDocument:
    """Make the content of a short plan."""
    return OfficialDocument(
        issuer=unit.name,
        symbol="",
        place=unit.place,
        kind="KẾ HOẠCH",
        subject=subject,
        body=(Paragraph("Thực hiện hướng dẫn của cấp trên, đơn vị xây dựng kế hoạch như sau:"),),
        signature=Signature(title="CHỦ TỊCH", authority="TM. BAN CHẤP HÀNH", name="Lò Văn Thử"),
        recipients=("Như trên", "Lưu"),
    )


def draft(unit: Unit, *, subject: str = "Hưởng ứng Ngày toàn dân hiến máu tình nguyện") -> OutgoingDocument:
    """Make a draft of a plan."""
    return actions.draft_outgoing(
        unit, content(unit, subject=subject), doc_type=DocumentType.PLAN, actor=ACTOR, now=NOW
    )


def issued(
    unit: Unit,
    *,
    subject: str = "Hưởng ứng Ngày toàn dân hiến máu tình nguyện",
    issued_on: date = date(2026, 3, 25),
) -> OutgoingDocument:
    """Make a plan that is issued under a number."""
    return actions.issue(
        draft(unit, subject=subject), issued_on=issued_on, signer="Lò Văn Thử", actor=ACTOR, now=NOW
    )
