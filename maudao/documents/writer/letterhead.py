"""The letterhead's lines, broken where a person would break them, and the lengths of the rules below them."""

import re
from dataclasses import dataclass

from . import layout, wording
from .blocks import OfficialDocument
from .typeface import Face, balanced_lines, text_width

_LEFT = layout.LEFT_COLUMN - layout.COLUMN_GAP
_SUBJECT = layout.TEXT_WIDTH - 2 * layout.INDENT

# A name that needs two lines is broken before the place or the body that it belongs to, not inside a term.
_BELONGS = re.compile(
    " (?=(?:TỈNH|THÀNH PHỐ|ĐẶC KHU|THỊ XÃ|THỊ TRẤN|XÃ|PHƯỜNG|QUẬN|HUYỆN|VIỆT NAM|CÁC KHU|KHU|CÔNG TY"
    "|TỔNG CÔNG TY|TRƯỜNG|BỆNH VIỆN|SỞ|NGÀNH|CƠ QUAN)\\b)"
)
_TIED = re.compile(r"\b(năm|tháng|ngày|số|lần|đợt|Điều) (?=\d)", re.IGNORECASE)
_TIE = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True)
class Letterhead:
    """Lines of the left column and of the subject; rules in points."""

    parents: list[str]
    issuers: list[str]
    issuer_rule: float
    motto_rule: float
    about: list[str]
    subject: list[str]
    subject_rule: float


def letterhead_of(document: OfficialDocument) -> Letterhead:
    """Break and measure what stands at the head of `document`."""
    issuers = _name(document.issuer, face="Bold")
    subject = "" if document.kind is None else document.subject
    subjects = _sentence(subject, width=_SUBJECT, size=layout.SIZE_BODY, face="Bold")
    return Letterhead(
        parents=_name(document.parent_issuer, face="Regular"),
        issuers=issuers,
        issuer_rule=_short_rule(issuers, size=layout.SIZE_ISSUER, face="Bold"),
        motto_rule=text_width(wording.MOTTO, size=layout.SIZE_MOTTO, face="Bold"),
        about=_sentence(wording.about_line(document), width=_LEFT, size=layout.SIZE_ABOUT, face="Regular"),
        subject=subjects,
        subject_rule=_short_rule(subjects, size=layout.SIZE_BODY, face="Bold"),
    )


def _name(name: str, *, face: Face) -> list[str]:
    upper = name.upper()
    if "\n" not in upper and text_width(upper, size=layout.SIZE_ISSUER, face=face) > _LEFT:
        upper = _BELONGS.sub("\n", upper, count=1)
    return balanced_lines(upper, width=_LEFT, size=layout.SIZE_ISSUER, face=face)


def _sentence(text: str, *, width: float, size: float, face: Face) -> list[str]:
    tied = _TIED.sub(rf"\1{_TIE}", text)
    return [line.replace(_TIE, " ") for line in balanced_lines(tied, width=width, size=size, face=face)]


def _short_rule(lines: list[str], *, size: float, face: Face) -> float:
    widest = max((text_width(line, size=size, face=face) for line in lines), default=0.0)
    return layout.SHORT_RULE * min(widest, layout.TEXT_WIDTH)
