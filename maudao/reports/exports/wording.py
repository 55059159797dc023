"""Small pieces of official Vietnamese: names of units and bodies, citations, parts of a whole, lists."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from maudao.documents.models import IncomingDocument, OutgoingDocument
from maudao.documents.rules import DocumentType
from maudao.lib.vietnamese import format_number, format_percent
from maudao.organization.models import Unit
from maudao.organization.rules import UnitKind
from maudao.reports.queries import RollUp

_ABBREVIATED = {"CĐCS ": "Công đoàn cơ sở ", "LĐLĐ ": "Liên đoàn Lao động ", "CĐ ": "Công đoàn "}
_VERBS = frozenset({"Hưởng", "Tổ", "Vận", "Triển", "Đẩy", "Phát", "Tăng", "Thực", "Tham", "Phối"})
_NAMED = 8  # units named in a sentence; the others are counted


def full_name(name: str) -> str:
    """Write a unit's name out: `CĐCS Nhà máy A` is `Công đoàn cơ sở Nhà máy A` on paper."""
    for short, full in _ABBREVIATED.items():
        if name.startswith(short):
            return full + name.removeprefix(short)
    return name


def letterhead_name(name: str) -> str:
    """Write a unit's name as its letterhead does: a grassroots unit's own name goes to the second line."""
    return full_name(name).replace("Công đoàn cơ sở ", "Công đoàn cơ sở\n", 1)


def body_of(rolled: RollUp) -> str:
    """Name the body that reports: `Ban Thường vụ Liên đoàn Lao động tỉnh …`."""
    body = "Ban Chấp hành" if is_grassroots(rolled) else "Ban Thường vụ"
    return f"{body} {full_name(rolled.name)}"


def is_grassroots(rolled: RollUp) -> bool:
    """Say whether the unit is a grassroots one, which signs for its executive committee."""
    return rolled.unit.kind == UnitKind.GRASSROOTS


def authority_of(rolled: RollUp) -> str:
    """Return the line above the signer's office: collective bodies sign through somebody (NĐ 30/2020, Điều 13)."""
    match rolled.unit.kind:
        case UnitKind.GRASSROOTS:
            return "TM. BAN CHẤP HÀNH"
        case UnitKind.CONFEDERATION:
            return "TM. ĐOÀN CHỦ TỊCH"
        case _:
            return "TM. BAN THƯỜNG VỤ"


def about(title: str) -> str:
    """Return a campaign's title as it goes on in a sentence: `hưởng ứng “Ngày toàn dân …”`."""
    text = title.strip().rstrip(".;")
    return text[:1].lower() + text[1:] if text.split(" ", 1)[0] in _VERBS else text


def cited(document: IncomingDocument | OutgoingDocument | None, *, by: Unit | None = None) -> str:
    """Cite a document as a report opens: `Hướng dẫn số 19/HD-TLĐ ngày 15/3/2021 của … về việc …`.

    A document that is the unit's own (`by`) is not said to be its own again.
    """
    if document is None:
        return ""
    if isinstance(document, OutgoingDocument):
        kind, number = str(DocumentType(document.doc_type).label), document.full_number
        issuer = "" if document.unit == by else full_name(document.unit.name)
    else:
        kind, number, issuer = document.doc_type or "văn bản", document.number, document.issuer
    return " ".join(_citation(kind, number, document.issued_on, issuer, document.subject))


def _citation(kind: str, number: str, day: date | None, issuer: str, subject: str) -> Iterable[str]:
    yield kind[:1].upper() + kind[1:]
    if number:
        yield f"số {number}"
    if day:
        yield f"ngày {day.day:02d}/{day.month}/{day.year}"
    if issuer:
        yield f"của {issuer}"
    if subject:
        yield f"về việc {about(subject)}"


def number(value: int | Decimal) -> str:
    """Write a number as offices do."""
    return format_number(value.normalize() if isinstance(value, Decimal) else value)


def part_of(part: int, whole: int, unit: str) -> str:
    """Write a part of a whole: `352/400 đơn vị (88%)`."""
    return f"{number(part)}/{number(whole)} {unit} ({format_percent(part / whole)})" if whole else f"0 {unit}"


def listed(names: Sequence[str]) -> str:
    """Write names one after the other, the first few of many."""
    shown = "; ".join(names[:_NAMED])
    left = len(names) - _NAMED
    return f"{shown}; và {number(left)} đơn vị khác" if left > 0 else shown


def joined(parts: Sequence[str]) -> str:
    """Join parts of a sentence: `a, b và c`."""
    return " và ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def lines_of(text: str) -> list[str]:
    """Return what somebody typed, one thought a line, without the dashes they led it with."""
    return [line.strip().lstrip("-+•*").strip() for line in text.splitlines() if line.strip()]


def sentence(text: str) -> str:
    """Return `text` with a capital at the start and a stop at the end."""
    bare = text.strip().rstrip(";,")
    closed = bare if bare.endswith((".", "!", "?", "…")) else f"{bare}."
    return closed[:1].upper() + closed[1:]
