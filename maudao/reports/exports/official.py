"""The official Báo cáo of a unit: the layout of Nghị định 30/2020 with the sections that union reports have."""

from collections.abc import Iterable
from datetime import date

from django.utils import translation

from maudao.campaigns.rules import TargetOwner
from maudao.documents.rules import DocumentType, symbol
from maudao.documents.writer.blocks import (
    Appendix,
    Block,
    Bullets,
    Heading,
    OfficialDocument,
    Paragraph,
    Signature,
)
from maudao.lib.vietnamese import format_date
from maudao.reports.exports import sentences
from maudao.reports.exports.tables import UPRIGHT_COLUMNS, indicator_table, unit_table
from maudao.reports.exports.wording import (
    about,
    authority_of,
    body_of,
    cited,
    full_name,
    is_grassroots,
    letterhead_name,
    lines_of,
    sentence,
)
from maudao.reports.queries import Paper, RollUp, Voice

#: More units than this get an appendix of their own.
ROWS_IN_BODY = 15


@translation.override("vi")  # official papers are Vietnamese, whoever makes them
def official_report(
    paper: Paper, *, signer: str = "", signer_title: str = "", issued_on: date | None = None
) -> OfficialDocument:
    """Write a unit's report as an official document; its number comes from the register when it is issued."""
    rolled = paper.rolled
    unit = rolled.unit
    return OfficialDocument(
        parent_issuer=_above(rolled),
        issuer=letterhead_name(rolled.name),
        symbol=symbol(DocumentType.REPORT, unit.short_name or unit.code),
        place=unit.place,
        issued_on=issued_on,
        kind="BÁO CÁO",
        subject=subject_of(rolled),
        addressees=(_above(rolled) or rolled.campaign.report_to,),
        body=tuple(_body(paper)),
        signature=_signature(rolled, signer, signer_title),
        recipients=tuple(_recipients(rolled)),
        appendices=tuple(_appendices(rolled)),
    )


def subject_of(rolled: RollUp) -> str:
    """Return the trích yếu: `Kết quả hưởng ứng “Ngày toàn dân hiến máu tình nguyện” 07/4/2026`."""
    title = rolled.campaign.title
    if title.startswith("Kết quả"):
        return title
    told = about(title)
    return f"Kết quả {told}" if told != title else f"Kết quả thực hiện {title}"


def _above(rolled: RollUp) -> str:
    part = rolled.assignment
    if part is not None and part.parent is not None:
        return full_name(part.parent.name)
    return full_name(rolled.unit.parent.name) if rolled.unit.parent else ""


def _signature(rolled: RollUp, signer: str, title: str) -> Signature:
    is_deputy = title.strip().lower().startswith("phó")
    return Signature(
        authority=authority_of(rolled),
        deputising="KT. CHỦ TỊCH" if is_deputy else "",
        title=(title.strip() or "Chủ tịch").upper(),
        name=signer.strip(),
    )


def _recipients(rolled: RollUp) -> Iterable[str]:
    if above := _above(rolled):
        yield f"{above} (để báo cáo)"
    if any(TargetOwner.COMMITTEE in row.goals for row in rolled.indicators):
        yield "Ban Chỉ đạo vận động hiến máu tình nguyện cùng cấp (để báo cáo)"
    if rolled.children:
        yield "Các đơn vị trực thuộc"
    yield "Lưu: CĐCS" if is_grassroots(rolled) else "Lưu: VT"


def _body(paper: Paper) -> Iterable[Block]:
    rolled = paper.rolled
    yield Paragraph(_opening(paper))
    if paper.report.is_nothing_to_report:
        yield Paragraph(_nothing(rolled))
    else:
        yield from _carrying_out(paper)
        yield from _results(rolled)
        yield from _assessment(paper)
        yield from _proposals(paper)
    yield Paragraph(f"Trên đây là báo cáo {_of_what(rolled)}, {body_of(rolled)} trân trọng báo cáo.")


def _opening(paper: Paper) -> str:
    if basis := cited(paper.basis):
        return f"Thực hiện {basis}, {body_of(paper.rolled)} báo cáo kết quả triển khai thực hiện như sau:"
    return f"{body_of(paper.rolled)} báo cáo {_of_what(paper.rolled)} như sau:"


def _of_what(rolled: RollUp) -> str:
    subject = subject_of(rolled)
    return subject[:1].lower() + subject[1:]


def _nothing(rolled: RollUp) -> str:
    day = format_date(rolled.as_of)
    return f"Đến hết ngày {day}, đơn vị không phát sinh hoạt động và số liệu thuộc nội dung báo cáo."


def _carrying_out(paper: Paper) -> Iterable[Block]:
    yield Heading("I. TÌNH HÌNH TRIỂN KHAI")
    guided = sentences.guidance(paper)
    if guided:
        yield Heading("1. Công tác chỉ đạo", 2)
        yield from map(Paragraph, guided)
        yield Heading("2. Công tác tuyên truyền, vận động", 2)
    yield from map(Paragraph, sentences.communication(paper.rolled))


def _results(rolled: RollUp) -> Iterable[Block]:
    yield Heading("II. KẾT QUẢ THỰC HIỆN")
    sections: list[tuple[str, list[Block]]] = [
        ("Kết quả hiến máu", [Paragraph(text) for text in sentences.donation(rolled)]),
        ("Kết quả thực hiện chỉ tiêu", _indicators(rolled)),
        ("Công tác tôn vinh, khen thưởng", [Paragraph(text) for text in sentences.honours(rolled)]),
        ("Kết quả theo đơn vị", _units(rolled)),
        ("Chế độ thông tin, báo cáo", [Paragraph(text) for text in sentences.reporting(rolled)]),
    ]
    told = [(title, blocks) for title, blocks in sections if blocks]
    for place, (title, blocks) in enumerate(told, start=1):
        yield Heading(f"{place}. {title}", 2)
        yield from blocks


def _indicators(rolled: RollUp) -> list[Block]:
    table = indicator_table(rolled)
    if table is None:
        return []
    return [Paragraph("Kết quả so với chỉ tiêu tại văn bản chỉ đạo như sau:"), table]


def _units(rolled: RollUp) -> list[Block]:
    if not rolled.children:
        return []
    if _needs_appendix(rolled):
        return [Paragraph(f"Kết quả của {len(rolled.children)} đơn vị trực thuộc tại Phụ lục kèm theo.")]
    return [unit_table(rolled)]


def _needs_appendix(rolled: RollUp) -> bool:
    return len(rolled.children) > ROWS_IN_BODY or len(unit_table(rolled).header) > UPRIGHT_COLUMNS


def _appendices(rolled: RollUp) -> Iterable[Appendix]:
    if not rolled.children or not _needs_appendix(rolled):
        return
    table = unit_table(rolled)
    day = Paragraph(f"(Số liệu tính đến hết ngày {format_date(rolled.as_of)})", align="center")
    yield Appendix(
        f"{subject_of(rolled)} theo đơn vị", (day, table), landscape=len(table.header) > UPRIGHT_COLUMNS
    )


def _assessment(paper: Paper) -> Iterable[Block]:
    yield Heading("III. ĐÁNH GIÁ CHUNG")
    yield Heading("1. Kết quả nổi bật", 2)
    yield from map(Paragraph, sentences.judgement(paper.rolled))
    yield from _told(paper.report.results, [(voice, voice.results) for voice in paper.voices])
    yield Heading("2. Khó khăn, vướng mắc", 2)
    told = list(_told(paper.report.difficulties, [(voice, voice.difficulties) for voice in paper.voices]))
    yield from told or [Paragraph("Không có khó khăn, vướng mắc cần báo cáo.")]


def _proposals(paper: Paper) -> Iterable[Block]:
    yield Heading("IV. ĐỀ XUẤT, KIẾN NGHỊ")
    told = list(_told(paper.report.proposals, [(voice, voice.proposals) for voice in paper.voices]))
    yield from told or [Paragraph("Không có đề xuất, kiến nghị.")]


def _told(own: str, below: list[tuple[Voice, str]]) -> Iterable[Block]:
    """The unit's own words; where it has none, those of the units below, each with its name."""
    if own.strip():
        yield from (Paragraph(sentence(line)) for line in lines_of(own))
        return
    said = [
        f"{full_name(voice.unit_name)}: {' '.join(sentence(line) for line in lines_of(text))}"
        for voice, text in below
        if text.strip()
    ]
    if said:
        yield Bullets(tuple(said))
