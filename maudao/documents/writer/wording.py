"""What both renderers write: the fixed phrases, leading zeros, dashes and marks at line ends."""

from dataclasses import replace
from datetime import date

from .blocks import (
    Appendix,
    Block,
    Bullets,
    Heading,
    Marker,
    Numbered,
    OfficialDocument,
    Paragraph,
    Run,
    Signature,
    Text,
    runs_of,
)

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
TO = "Kính gửi:"
RECIPIENTS = "Nơi nhận:"
OPEN = "…"

_LONGEST_CLOSING = 10
_LETTERS = "abcdđeghiklmnopqrstuvxy"
_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def number_line(document: OfficialDocument) -> str:
    """`Số: 05/BC-LĐLĐ`, the place of the number open while there is none."""
    number = OPEN if document.number is None else f"{document.number:02d}"
    return f"Số: {number}/{document.symbol}"


def day_in_words(day: date | None) -> str:
    """`ngày 05 tháng 02 năm 2026`: days under 10 and the months 1 and 2 take a zero (Điều 8 of Phụ lục I)."""
    if day is None:
        return f"ngày {OPEN} tháng {OPEN} năm {OPEN}"
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def date_line(document: OfficialDocument) -> str:
    """The place and the day of issue."""
    return ", ".join(part for part in (document.place, day_in_words(document.issued_on)) if part)


def about_line(document: OfficialDocument) -> str:
    """The subject of a công văn, which stands under its number; empty for every other kind."""
    if document.kind is not None or not document.subject:
        return ""
    return document.subject if document.subject.startswith("V/v") else f"V/v {document.subject}"


def listed(lines: tuple[str, ...], *, lead: str = "") -> list[str]:
    """`lines`, each led by `lead` and ended by ";", the last one by "."; blank ones are left out."""
    bare = [line.strip().rstrip(";.,").rstrip() for line in lines]
    kept = [line.removeprefix("- ") for line in bare if line]
    ends = [";"] * (len(kept) - 1) + ["."]
    return [f"{lead}{line}{end}" for line, end in zip(kept, ends, strict=False)]


def addressee_lines(document: OfficialDocument) -> list[str]:
    """What follows "Kính gửi:": the only addressee as it is, several of them as a list."""
    given = tuple(line for line in document.addressees if line.strip())
    return list(given) if len(given) == 1 else listed(given, lead="- ")


def signer_titles(signature: Signature) -> list[str]:
    """The lines above the signature, in capitals: on whose behalf, in whose place, as what."""
    lines = (signature.authority, signature.deputising, signature.title)
    return [line.upper() for line in lines if line.strip()]


def heading_runs(heading: Heading) -> tuple[Run, ...]:
    """A heading in bold, from the third level on in bold italics."""
    return (Run(heading.text, bold=True, italic=heading.level > 2),)


def appendix_name(appendix: Appendix) -> str:
    """`Phụ lục`, or `Phụ lục IV`."""
    return "Phụ lục" if appendix.number is None else f"Phụ lục {roman(appendix.number)}"


def roman(number: int) -> str:
    """`number` (at least 1) in Roman figures; tens are only added up, as far as appendices go."""
    figures = ""
    for value, figure in _ROMAN:
        figures += figure * (number // value)
        number %= value
    return figures


def item_runs(block: Bullets | Numbered) -> list[tuple[Run, ...]]:
    """Every item of a list with its dash, number or letter in front."""
    if isinstance(block, Bullets):
        leads = ["- "] * len(block.items)
    else:
        leads = [_lead(block.marker, block.start + place) for place in range(len(block.items))]
    return [(Run(lead), *runs_of(item)) for lead, item in zip(leads, block.items, strict=True)]


def _lead(marker: Marker, number: int) -> str:
    if marker == "a)":
        turn, place = divmod(number - 1, len(_LETTERS))
        return f"{_LETTERS[place]}{turn or ''}) "
    return f"{number}{marker[-1]} "


def filled(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """`blocks` without headings, paragraphs and items that say nothing."""
    return tuple(kept for block in blocks if (kept := _filled(block)) is not None)


def _filled(block: Block) -> Block | None:
    match block:
        case Heading(text=text) | Paragraph(text=text):
            return block if _says_something(text) else None
        case Bullets() | Numbered():
            items = tuple(item for item in block.items if _says_something(item))
            return replace(block, items=items) if items else None
    return block


def _says_something(text: Text) -> bool:
    return any(run.text.strip() for run in runs_of(text))


def closed_body(document: OfficialDocument) -> tuple[Block, ...]:
    """The filled body with the closing mark after its last words, on a line of its own after a table."""
    body = filled(document.body)
    if not body or not document.closing:
        return body
    *before, last = body
    match last:
        case Paragraph(text=text):
            return (*before, replace(last, text=_closed(text, document.closing)))
        case Bullets(items=items) | Numbered(items=items):
            return (*before, replace(last, items=(*items[:-1], _closed(items[-1], document.closing))))
    return (*body, Paragraph(document.closing))


def is_bare_closing(text: str) -> bool:
    """Whether `text` is no more than a closing mark on a line of its own."""
    return len(text) < _LONGEST_CLOSING


def _closed(text: Text, closing: str) -> Text:
    *before, last = runs_of(text)
    bare = last.text.rstrip().removesuffix(closing).rstrip(".;, ")
    return (*before, replace(last, text=bare + closing))
