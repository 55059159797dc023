"""A campaign as a directive proposes it, before anything is written; and what changes from one to the next."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from maudao.campaigns.rules.guessing import PROGRAMMES, activity_kind, programmes_in
from maudao.campaigns.rules.indicators import requirement
from maudao.campaigns.rules.targets import Answers, IndicatorDraft, Record, duplicate_codes, indicators_from
from maudao.campaigns.rules.vocabulary import ActivityKind
from maudao.lib.vietnamese import fold, format_date, parse_date

_CODE_LENGTH = 40

#: What titles begin with and what every one of them says, folded: a code does without.
_SAYS_NOTHING = re.compile(
    r"\b(?:huong ung|trien khai|to chuc|thuc hien|phat dong|tham gia|day manh|tang cuong|ke hoach|huong dan"
    r"|ve viec|v/v|cong tac|chien dich|dot|tinh nguyen|nam \d{4}|thang \d+|\d+)\b"
)
_LEADS_ON = frozenset(
    [
        "va",
        "voi",
        "cho",
        "cua",
        "trong",
        "tai",
        "tren",
        "den",
        "tu",
        "de",
        "o",
        "theo",
        "ve",
        "cac",
        "nhung",
        "nhan",
    ]
)


@dataclass(frozen=True)
class Quote:
    """Words of the directive, and where they stand in its text."""

    text: str
    start: int | None = None
    end: int | None = None


NOWHERE = Quote("")


@dataclass(frozen=True)
class SloganDraft:
    """A slogan that the directive offers; `is_offered` False: the officer left it out."""

    text: str
    is_offered: bool = True
    quote: Quote = NOWHERE


@dataclass(frozen=True)
class TaskDraft:
    """Something that the directive tells somebody to do."""

    text: str
    assignee: str = ""
    activity_kind: ActivityKind | None = None
    quote: Quote = NOWHERE


@dataclass(frozen=True)
class CampaignDraft:
    """All that a campaign asks for. A day that the directive does not name is None: it is asked for, never guessed."""

    title: str
    starts_on: date | None = None
    ends_on: date | None = None
    peak_on: date | None = None
    report_due_on: date | None = None
    report_to: str = ""
    indicators: tuple[IndicatorDraft, ...] = ()
    slogans: tuple[SloganDraft, ...] = ()
    tasks: tuple[TaskDraft, ...] = ()
    programmes: tuple[str, ...] = ()
    quotes: Mapping[str, Quote] = field(default_factory=dict)

    @property
    def missing(self) -> list[str]:
        """Names of the fields without which no campaign can be made."""
        needed = {
            "title": self.title,
            "starts_on": self.starts_on,
            "ends_on": self.ends_on,
            "report_due_on": self.report_due_on,
        }
        return [name for name, value in needed.items() if not value]

    @property
    def faults(self) -> list[str]:
        """Codes of what cannot be: `ends_before_start`, `peak_outside_window`, `same_indicator_twice`."""
        found = []
        if self.starts_on and self.ends_on:
            if self.ends_on < self.starts_on:
                found.append("ends_before_start")
            elif self.peak_on and not self.starts_on <= self.peak_on <= self.ends_on:
                found.append("peak_outside_window")
        if duplicate_codes(self.indicators):
            found.append("same_indicator_twice")
        return found


@dataclass(frozen=True)
class Difference:
    """One value that a superseding directive changed, in words."""

    field: str
    before: str
    after: str


@translation.override("vi")  # what is kept on record is Vietnamese, whoever keeps it
def draft_from(record: Record, answers: Answers, *, text: str = "") -> CampaignDraft:
    """Return the campaign that a directive's record and the officer's answers propose.

    `text` is the document's text, which the record's spans point into.
    """
    window = _window(record, answers)
    deadline, report_to, pointer = _deadline(record, answers)
    slogans = tuple(
        SloganDraft(str(words), quote=_quote(record, text, f"/messages/{number}"))
        for number, words in enumerate(record.get("messages") or [])
    )
    tasks = tuple(
        _task(row, _quote(record, text, f"/tasks/{number}")) for number, row in _rows(record, "tasks")
    )
    return CampaignDraft(
        title=_capitalised(" ".join(str(record.get("subject") or "").split())),
        starts_on=window.get("start"),
        ends_on=window.get("end"),
        peak_on=window.get("peak"),
        report_due_on=deadline,
        report_to=report_to,
        indicators=tuple(indicators_from(record, answers)),
        slogans=slogans,
        tasks=tasks,
        programmes=tuple(programmes_in([str(record.get("subject") or ""), *_named(record), text])),
        quotes=_quotes(record, text, deadline=pointer),
    )


def _capitalised(words: str) -> str:
    return words[:1].upper() + words[1:]


def _rows(record: Record, key: str) -> list[tuple[int, Mapping[str, Any]]]:
    return [(number, row) for number, row in enumerate(record.get(key) or []) if isinstance(row, Mapping)]


def _named(record: Record) -> list[str]:
    return [str(row.get("name") or "") for _, row in _rows(record, "events")] + [
        str(row.get("text") or "") for _, row in _rows(record, "tasks")
    ]


def _task(row: Mapping[str, Any], quote: Quote) -> TaskDraft:
    words = str(row.get("text") or "")
    return TaskDraft(words, str(row.get("assignee") or ""), activity_kind(words), quote)


def _window(record: Record, answers: Answers) -> dict[str, date | None]:
    given = record.get("window") or {}
    window = {key: _day(given.get(key)) for key in ("start", "end", "peak")}
    answered = [
        _day(part) for part in re.split(r"\s*(?:/(?=\d{4}-)|–|đến| - )\s*", str(answers.get("/window") or ""))
    ]
    if all(answered):
        window["start"], window["end"] = answered[0], answered[-1]
    return window


def _deadline(record: Record, answers: Answers) -> tuple[date | None, str, str]:
    """Return the day by which to report, to whom, and the pointer of the row that says so."""
    rows = [(number, row) for number, row in _rows(record, "report_deadlines") if row.get("what") == "report"]
    chosen = _day(answers.get("/report_deadlines"))
    for number, row in rows:
        pointer = f"/report_deadlines/{number}"
        day = _day(answers.get(f"{pointer}/date")) or _day(row.get("date"))
        if day and chosen in (None, day):
            return day, str(row.get("to") or ""), pointer
    return chosen, str(rows[0][1].get("to") or "") if rows else "", ""


def _day(value: Any) -> date | None:
    """Return a whole day; a month, a year or a word ("monthly") is none."""
    try:
        return parse_date(str(value)) if value else None
    except ValueError:
        return None


def _quotes(record: Record, text: str, *, deadline: str) -> dict[str, Quote]:
    pointers = {
        "title": "/subject",
        "window": "/window",
        "starts_on": "/window/start",
        "ends_on": "/window/end",
        "peak_on": "/window/peak",
        "report_due_on": deadline,
        "report_to": deadline,
    }
    quotes = {name: _quote(record, text, pointer) for name, pointer in pointers.items() if pointer}
    return {name: quote for name, quote in quotes.items() if quote.text}


def _quote(record: Record, text: str, pointer: str) -> Quote:
    span = (record.get("spans") or {}).get(pointer)
    if not span:
        return NOWHERE
    return Quote(" ".join(text[span[0] : span[1]].split()), span[0], span[1])


def campaign_code(unit_code: str, year: int, title: str) -> str:
    """Return a short code of a campaign from its unit, its year and what its title is about: `mt-2026-ngay-toan-dan-…`.

    It ends at a word, and never with one that only leads to the next.
    """
    code = "-".join([*re.findall(r"[a-z0-9]+", fold(unit_code)), str(year)])
    words: list[str] = []
    for word in re.findall(r"[a-z]+", _SAYS_NOTHING.sub(" ", fold(title))):
        if len("-".join([code, *words, word])) > _CODE_LENGTH:
            break
        words.append(word)
    while words and words[-1] in _LEADS_ON:
        words.pop()
    return "-".join([code, *words])


@translation.override("vi")  # what is kept on record is Vietnamese, whoever keeps it
def differences(before: CampaignDraft, after: CampaignDraft) -> list[Difference]:
    """Return what changed, with Vietnamese labels, in the order of a campaign's page."""
    found = [
        Difference(label, _shown(getattr(before, name)), _shown(getattr(after, name)))
        for name, label in _labels().items()
        if getattr(before, name) != getattr(after, name)
    ]
    return [*found, *_of_indicators(before, after), *_of_lists(before, after)]


def _labels() -> dict[str, str]:
    return {
        "title": _("Tên chiến dịch"),
        "starts_on": _("Từ ngày"),
        "ends_on": _("Đến hết ngày"),
        "peak_on": _("Ngày cao điểm"),
        "report_due_on": _("Hạn gửi báo cáo"),
        "report_to": _("Nơi nhận báo cáo"),
    }


def _shown(value: Any) -> str:
    return format_date(value) if isinstance(value, date) else str(value or "")


def _of_indicators(before: CampaignDraft, after: CampaignDraft) -> list[Difference]:
    old = {draft.code: draft for draft in before.indicators}
    new = {draft.code: draft for draft in after.indicators}
    pairs = [(old.get(code), new.get(code)) for code in dict.fromkeys([*old, *new])]
    return [
        Difference(_("Chỉ tiêu: %(name)s") % {"name": (one or other).name}, _asked(one), _asked(other))  # type: ignore[union-attr]  # one of the two is there
        for one, other in pairs
        if _asked(one) != _asked(other)
    ]


def _asked(draft: IndicatorDraft | None) -> str:
    return requirement(draft) if draft else ""


def _of_lists(before: CampaignDraft, after: CampaignDraft) -> list[Difference]:
    lists: list[tuple[str, Sequence[str], Sequence[str]]] = [
        (_("Khẩu hiệu"), [s.text for s in before.slogans], [s.text for s in after.slogans]),
        (_("Nhiệm vụ"), [t.text for t in before.tasks], [t.text for t in after.tasks]),
        (_("Chương trình"), _programmes(before), _programmes(after)),
    ]
    return [difference for label, old, new in lists for difference in _added_and_removed(label, old, new)]


def _programmes(draft: CampaignDraft) -> list[str]:
    return [PROGRAMMES[code][0] if code in PROGRAMMES else code for code in draft.programmes]


def _added_and_removed(label: str, old: Sequence[str], new: Sequence[str]) -> list[Difference]:
    removed = [Difference(label, words, "") for words in old if words not in new]
    return removed + [Difference(label, "", words) for words in new if words not in old]
