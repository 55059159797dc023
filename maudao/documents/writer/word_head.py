"""What stands above the body in Word: letterhead, name of the document, addressees."""

from . import layout, wording
from .blocks import OfficialDocument
from .letterhead import Letterhead, letterhead_of
from .wordml import Element, boxed, cell, paragraph, row, rule, run, table

_LEFT, _RIGHT = layout.LEFT_COLUMN, layout.RIGHT_COLUMN


def head(document: OfficialDocument) -> list[Element]:
    """Everything down to the addressees."""
    measured = letterhead_of(document)
    return [_letterhead(document, measured), *_title(document, measured), *_addressees(document)]


def _letterhead(document: OfficialDocument, measured: Letterhead) -> Element:
    names = row((cell(_issuers(measured), width=_LEFT), cell(_nation(measured), width=_RIGHT)))
    day = [_centred(wording.date_line(document), size=layout.SIZE_DATE, italic=True, before=1)]
    number = row((cell(_number(document, measured), width=_LEFT), cell(day, width=_RIGHT)))
    return table((names, number), widths=(_LEFT, _RIGHT), borders=False, padding=0)


def _issuers(measured: Letterhead) -> list[Element]:
    parents = [_centred(line, size=layout.SIZE_ISSUER) for line in measured.parents]
    issuers = [_centred(line, size=layout.SIZE_ISSUER, bold=True) for line in measured.issuers]
    return [*parents, *issuers, rule(measured.issuer_rule, column=_LEFT)]


def _nation(measured: Letterhead) -> list[Element]:
    return [
        _centred(wording.NATION, size=layout.SIZE_NATION, bold=True),
        _centred(wording.MOTTO, size=layout.SIZE_MOTTO, bold=True),
        rule(measured.motto_rule, column=_RIGHT),
    ]


def _number(document: OfficialDocument, measured: Letterhead) -> list[Element]:
    lines = [_centred(wording.number_line(document), size=layout.SIZE_NUMBER, before=1)]
    if measured.about:
        lines.append(_centred("\n".join(measured.about), size=layout.SIZE_ABOUT, before=6))
    if document.urgency is not None:
        label = run(document.urgency, size=layout.SIZE_URGENCY, bold=True)
        width = layout.URGENCY_WIDTHS[document.urgency]
        lines.append(
            boxed((label,), width=width - 2 * _URGENCY_PADDING, column=_LEFT, padding=_URGENCY_PADDING)
        )
    return lines


_URGENCY_PADDING = (layout.URGENCY_HEIGHT - layout.SIZE_URGENCY * 1.15) / 2


def _title(document: OfficialDocument, measured: Letterhead) -> list[Element]:
    if not document.kind:
        return [paragraph(after=0, exact=12)]
    return [
        _centred(document.kind.upper(), size=layout.SIZE_BODY, bold=True, before=14),
        _centred("\n".join(measured.subject), size=layout.SIZE_BODY, bold=True),
        rule(measured.subject_rule, column=layout.TEXT_WIDTH),
        paragraph(exact=8),
    ]


def _addressees(document: OfficialDocument) -> list[Element]:
    lines = wording.addressee_lines(document)
    if len(lines) < 2:
        return [_centred(f"{wording.TO} {line}", size=layout.SIZE_BODY, before=3, after=12) for line in lines]
    first = paragraph((run(wording.TO),), before=4, after=4, indent=(layout.TO_INDENT, 0))
    listed = [_addressee(line, after=4) for line in lines[:-1]]
    return [first, *listed, _addressee(lines[-1], after=14)]


def _addressee(line: str, *, after: float) -> Element:
    side = layout.ADDRESSEE_INDENT + layout.ADDRESSEE_HANG
    return paragraph((run(line),), indent=(side, 0), first=-layout.ADDRESSEE_HANG, after=after)


def _centred(
    text: str, *, size: float, bold: bool = False, italic: bool = False, before: float = 0, after: float = 0
) -> Element:
    return paragraph(
        (run(text, size=size, bold=bold, italic=italic),), align="center", before=before, after=after
    )
