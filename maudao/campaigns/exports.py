"""The document by which a unit passes a campaign on, drafted from what the level above directs and its own targets."""

from collections.abc import Iterator, Sequence
from datetime import date

from django.utils import translation

from maudao.campaigns.models import Assignment, Target
from maudao.campaigns.queries import IndicatorResult, indicator_results
from maudao.campaigns.rules import TargetOwner, is_allocatable, requirement, unit_of
from maudao.documents.models import IncomingDocument
from maudao.documents.rules import DocumentType, symbol
from maudao.documents.writer.blocks import (
    Align,
    Appendix,
    Block,
    Bullets,
    Heading,
    Numbered,
    OfficialDocument,
    Paragraph,
    Signature,
    Table,
)
from maudao.lib.vietnamese import fold, format_date, format_number
from maudao.organization.models import Office
from maudao.organization.queries import holders
from maudao.organization.rules import Role, UnitKind

#: The types that a unit passes a campaign on by, and the words that stand over them (a công văn has none).
KINDS: dict[DocumentType, str | None] = {
    DocumentType.PLAN: "KẾ HOẠCH",
    DocumentType.LETTER: None,
    DocumentType.GUIDANCE: "HƯỚNG DẪN",
}
_NAMES = {DocumentType.PLAN: "Kế hoạch", DocumentType.LETTER: "Công văn", DocumentType.GUIDANCE: "Hướng dẫn"}
_COMMITTEE_SIGNS = frozenset({UnitKind.GRASSROOTS, UnitKind.COMMUNE, UnitKind.INDUSTRIAL_PARK})
_RIGHT: tuple[Align, ...] = ("right",)
_OWNERS = {TargetOwner.UNION: "công đoàn giao", TargetOwner.COMMITTEE: "Ban Chỉ đạo giao"}


@translation.override("vi")  # official papers are Vietnamese, whoever makes them
def implementing_document(assignment: Assignment, doc_type: DocumentType, *, on: date) -> OfficialDocument:
    """Return a draft of the unit's kế hoạch, công văn or hướng dẫn: basis, targets, tasks, slogans, who gets what.

    `on` decides who signs: the holder of the unit's office on that day.
    """
    results, children = indicator_results(assignment), _children(assignment)
    return OfficialDocument(
        issuer=assignment.unit.name,
        parent_issuer=assignment.parent.unit.name if assignment.parent else _name_above(assignment),
        symbol=symbol(doc_type, assignment.unit.short_name or assignment.unit.code),
        place=assignment.unit.place,
        subject=_subject(assignment, doc_type),
        kind=KINDS[doc_type],
        addressees=_addressees(assignment, doc_type, children),
        body=tuple(_body(assignment, doc_type, results, children)),
        signature=_signature(assignment, on),
        recipients=_recipients(assignment, doc_type, children),
        appendices=tuple(_appendices(assignment, children)),
    )


def _name_above(assignment: Assignment) -> str:
    return assignment.unit.parent.name if assignment.unit.parent else ""


def _children(assignment: Assignment) -> list[Assignment]:
    return list(assignment.children.select_related("unit"))


def _subject(assignment: Assignment, doc_type: DocumentType) -> str:
    title = assignment.campaign.title
    return f"triển khai {title[:1].lower()}{title[1:]}" if doc_type == DocumentType.LETTER else title


def _addressees(
    assignment: Assignment, doc_type: DocumentType, children: Sequence[Assignment]
) -> tuple[str, ...]:
    if doc_type != DocumentType.LETTER:
        return ()
    return (_those_below(assignment, children),)


def _those_below(assignment: Assignment, children: Sequence[Assignment]) -> str:
    if not children:
        return "Các tổ công đoàn, công đoàn bộ phận trực thuộc"
    if all(child.kind == UnitKind.GRASSROOTS for child in children):
        return "Các công đoàn cơ sở trực thuộc"
    return "Các công đoàn cấp trên trực tiếp cơ sở và công đoàn cơ sở trực thuộc"


def _recipients(
    assignment: Assignment, doc_type: DocumentType, children: Sequence[Assignment]
) -> tuple[str, ...]:
    above = assignment.parent.unit.name if assignment.parent else _name_above(assignment)
    below = "Như kính gửi" if doc_type == DocumentType.LETTER else _those_below(assignment, children)
    return tuple(line for line in (f"{above} (để b/c)" if above else "", below, "Lưu: VT") if line)


def _signature(assignment: Assignment, on: date) -> Signature:
    office = _signer(assignment, on)
    kind = UnitKind(assignment.kind)
    authority = "TM. BAN CHẤP HÀNH" if kind in _COMMITTEE_SIGNS else "TM. BAN THƯỜNG VỤ"
    title = office.title if office and office.title else "Chủ tịch"
    deputising = "KT. CHỦ TỊCH" if title.lower().startswith("phó chủ tịch") else ""
    return Signature(authority=authority, deputising=deputising, title=title, name=_name_of(office))


def _signer(assignment: Assignment, on: date) -> Office | None:
    held = holders(assignment.unit, on=on).filter(role__in=(Role.CHAIR, Role.OFFICER))
    return held.filter(title__icontains="chủ tịch").first() or held.filter(role=Role.CHAIR).first()


def _name_of(office: Office | None) -> str:
    return office.user.full_name if office else ""


def _body(
    assignment: Assignment,
    doc_type: DocumentType,
    results: Sequence[IndicatorResult],
    children: Sequence[Assignment],
) -> Iterator[Block]:
    yield Paragraph(_opening(assignment, doc_type))
    if doc_type != DocumentType.LETTER:
        yield Heading("I. MỤC ĐÍCH, YÊU CẦU")
        yield Bullets(_aims(assignment))
    yield Heading(_numbered(doc_type, 2, "CHỈ TIÊU"))
    yield Bullets(
        tuple(_targets(results)) or ("Vận động đoàn viên, người lao động tham gia theo khả năng của đơn vị.",)
    )
    yield Heading(_numbered(doc_type, 3, "NỘI DUNG, THỜI GIAN"))
    yield Numbered(tuple(_contents(assignment)))
    yield Heading(_numbered(doc_type, 4, "TỔ CHỨC THỰC HIỆN"))
    yield Numbered(tuple(_steps(assignment, children)))
    yield Paragraph(_closing(assignment, doc_type, children))


def _numbered(doc_type: DocumentType, number: int, words: str) -> str:
    """A công văn has no part on aims, so its parts count from one."""
    figures = ("I", "II", "III", "IV")
    return f"{figures[number - 2 if doc_type == DocumentType.LETTER else number - 1]}. {words}"


def _opening(assignment: Assignment, doc_type: DocumentType) -> str:
    basis = _basis(assignment)
    start = f"Thực hiện {basis}, " if basis else ""
    does = {
        DocumentType.PLAN: "xây dựng kế hoạch triển khai như sau:",
        DocumentType.LETTER: "đề nghị các đơn vị triển khai thực hiện một số nội dung sau:",
        DocumentType.GUIDANCE: "hướng dẫn các đơn vị triển khai thực hiện như sau:",
    }[doc_type]
    return f"{start}{assignment.unit.name} {does}"


def _basis(assignment: Assignment) -> str:
    """Name what is carried out: the document of the level above, or the directive that the campaign comes from."""
    above = assignment.parent
    if above and above.direction_document:
        document = above.direction_document
        day = f" ngày {format_date(document.issued_on)}" if document.issued_on else ""
        name = _NAMES.get(DocumentType(document.doc_type), DocumentType(document.doc_type).label)
        return f"{name} số {document.full_number}{day} của {above.unit.name} về {_lower(document.subject)}"
    return _directive(assignment.campaign.directive)


def _directive(document: IncomingDocument | None) -> str:
    if document is None:
        return ""
    number = f" số {document.number}" if document.number else ""
    day = f" ngày {format_date(document.issued_on)}" if document.issued_on else ""
    issuer = f" của {document.issuer}" if document.issuer else ""
    subject = f" về {_lower(document.subject)}" if document.subject else ""
    return f"{(document.doc_type or 'văn bản').capitalize()}{number}{day}{issuer}{subject}"


def _lower(words: str) -> str:
    return f"việc {words[:1].lower()}{words[1:]}" if words and not words.lower().startswith("việc") else words


def _aims(assignment: Assignment) -> tuple[str, ...]:
    return (
        "Nâng cao nhận thức của cán bộ, đoàn viên, người lao động về ý nghĩa của hiến máu tình nguyện; vận động đoàn "
        "viên, người lao động đủ điều kiện tham gia hiến máu.",
        "Tổ chức thiết thực, an toàn, đúng quy định; không đặt điều kiện, không ép buộc người hiến máu.",
    )


def _targets(results: Sequence[IndicatorResult]) -> Iterator[str]:
    for result in results:
        words = f"{result.indicator.name}: {requirement(result.indicator)}"
        numbers = [
            f"{_OWNERS[target.owner]} {format_number(target.value)} {unit_of(result.indicator.measure)}"
            for target in result.targets
            if is_allocatable(result.indicator.measure)
        ]
        yield f"{words} ({'; '.join(numbers)})." if numbers else f"{words}."


def _contents(assignment: Assignment) -> Iterator[str]:
    campaign = assignment.campaign
    peak = f", cao điểm là ngày {format_date(campaign.peak_on)}" if campaign.peak_on else ""
    yield f"Thời gian: từ ngày {format_date(campaign.starts_on)} đến hết ngày {format_date(campaign.ends_on)}{peak}."
    slogans = [f"“{slogan.text}”" for slogan in campaign.slogans.filter(is_offered=True)]
    if slogans:
        yield f"Tuyên truyền bằng các thông điệp: {'; '.join(slogans)}."
    programmes = [programme.name for programme in campaign.programmes.all()]
    if programmes:
        yield f"Kết hợp với: {', '.join(programmes)}."
    owner = fold(campaign.unit.name)
    for task in campaign.tasks.exclude(activity_kind=""):
        if fold(task.assignee) not in {owner, owner.rpartition(" tinh ")[0]} or assignment.is_root:
            yield _sentence(task.text)


def _sentence(words: str) -> str:
    bare = words.strip().rstrip(" .;:,")
    return f"{bare[:1].upper()}{bare[1:]}."


def _steps(assignment: Assignment, children: Sequence[Assignment]) -> Iterator[str]:
    due = format_date(assignment.campaign.report_due_on)
    if children:
        yield (
            f"{_those_below(assignment, children)}: ban hành văn bản triển khai, tổ chức hoạt động, ghi minh chứng "
            f"và báo cáo kết quả về {assignment.unit.name} chậm nhất ngày {due}."
        )
        yield f"{assignment.unit.name}: theo dõi, đôn đốc, tổng hợp kết quả báo cáo công đoàn cấp trên."
        return
    yield "Ban Chấp hành: thông báo đến đoàn viên, người lao động; lập danh sách đăng ký; phối hợp nơi tiếp nhận máu."
    above = assignment.parent.unit.name if assignment.parent else "công đoàn cấp trên"
    yield f"Báo cáo kết quả về {above} chậm nhất ngày {due}."


def _closing(assignment: Assignment, doc_type: DocumentType, children: Sequence[Assignment]) -> str:
    this = {DocumentType.PLAN: "Trên đây là kế hoạch", DocumentType.GUIDANCE: "Trên đây là hướng dẫn"}.get(
        doc_type
    )
    whom = _those_below(assignment, children)
    asks = f"đề nghị {whom[:1].lower()}{whom[1:]} triển khai thực hiện."
    return f"{this} của {assignment.unit.name}, {asks}" if this else f"{assignment.unit.name} {asks}"


def _appendices(assignment: Assignment, children: Sequence[Assignment]) -> Iterator[Appendix]:
    """A table of what each unit below is given, where anything is."""
    targets = list(
        Target.objects.filter(assignment__in=children, indicator__until_version=None).select_related(
            "indicator"
        )
    )
    columns = list(
        dict.fromkeys(
            (t.indicator.position, t.indicator, t.owner) for t in sorted(targets, key=_column_order)
        )
    )
    if not columns:
        return
    values = {(t.assignment_id, t.indicator, t.owner): t.value for t in targets}
    rows = tuple(
        (str(place), child.name, *(_cell(values.get((child.pk, one, owner))) for _, one, owner in columns))
        for place, child in enumerate(children, start=1)
    )
    totals = tuple(
        format_number(sum(values.get((child.pk, one, owner), 0) for child in children))
        for _, one, owner in columns
    )
    heads = tuple(
        f"{one.name} – {_OWNERS[TargetOwner(owner)]} ({unit_of(one.measure)})" for _, one, owner in columns
    )
    table = Table(
        header=("STT", "Đơn vị", *heads),
        rows=rows,
        widths=(6, 40, *(18,) * len(columns)),
        align=("center", "left", *_RIGHT * len(columns)),
        total_row=("", "Tổng cộng", *totals),
    )
    yield Appendix("Chỉ tiêu giao cho các đơn vị", (table,))


def _column_order(target: Target) -> tuple[int, str]:
    return target.indicator.position, target.owner


def _cell(value: int | None) -> str:
    return "" if value is None else format_number(value)
