"""From the targets that were read in a directive, and the officer's answers, to indicators."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from maudao.campaigns.rules.vocabulary import Bound, Denominator, Measure
from maudao.lib.vietnamese import fold

Record = Mapping[str, Any]
Answers = Mapping[str, Any]

_CLOSE = 15  # characters between "100 % of the units persuade" and "at least 30 %" of one clause


@dataclass(frozen=True)
class IndicatorDraft:
    """An indicator as the directive asks for it, with the clause it answers to."""

    code: str
    name: str
    measure: Measure
    denominator: Denominator
    bound: Bound
    threshold: Decimal | None
    clause: str = ""
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True)
class _Target:
    """A target of the record with its place in the text and the answers about it."""

    row: Mapping[str, Any]
    start: int | None
    end: int | None
    answers: Mapping[str, str]

    @property
    def text(self) -> str:
        return str(self.row.get("text") or "")

    @property
    def kind(self) -> str:
        return str(self.row.get("kind") or "")

    @property
    def is_for_some(self) -> bool:
        """Say whether the figure is for one unit, or a day, and not for the whole campaign."""
        per_day = "/" in str(self.row.get("unit_of_measure") or "")
        return per_day or bool(self.row.get("scope"))


@translation.override("vi")  # what is kept on record is Vietnamese, whoever keeps it
def indicators_from(record: Record, answers: Answers) -> list[IndicatorDraft]:
    """Return the indicators that a directive's targets make, each measure and denominator once, in the text's order.

    "100 % of the levels persuade at least 30 % of their members" is one indicator: the first figure says whose.
    Absolute figures for single units are no indicator of the campaign; they are given when targets are allocated.
    """
    targets = _targets(record, answers)
    drafts = []
    for place, target in enumerate(targets):
        if _whose_share(target, targets[place + 1 :]):
            continue
        before = targets[place - 1] if place else None
        if draft := _indicator(target):
            drafts.append(_with_whole_clause(draft, target, before))
    return _coded(_each_once(drafts))


def uncounted_targets(record: Record, answers: Answers) -> list[str]:
    """Return the words of targets that make no indicator, so that a person sees what is left out."""
    clauses = " ".join(draft.clause for draft in indicators_from(record, answers))
    words = [_bare(target.text) for target in _targets(record, answers)]
    return [text for text in words if text and text not in clauses]


def _targets(record: Record, answers: Answers) -> list[_Target]:
    rows = record.get("targets") or []
    return [_target(record, answers, number) for number in range(len(rows))]


def _target(record: Record, answers: Answers, number: int) -> _Target:
    pointer = f"/targets/{number}"
    span = (record.get("spans") or {}).get(pointer) or (None, None)
    own = {
        key.removeprefix(f"{pointer}/"): str(value)
        for key, value in answers.items()
        if key.startswith(f"{pointer}/") and value not in (None, "")
    }
    return _Target(record["targets"][number], span[0], span[1], own)


def _whose_share(target: _Target, following: Sequence[_Target]) -> bool:
    """Say whether "100 % of units" only says whose share the next target is."""
    if target.kind != "units_percent" or not following or following[0].kind != "members_percent":
        return False
    following_start = following[0].start
    if _bare(following[0].text)[:1].isupper() and following[0].text not in target.text:
        return False  # a sentence of its own, not the rest of this one
    if target.start is None or target.end is None or following_start is None:
        return following[0].text in target.text
    return target.start <= following_start <= target.end + _CLOSE


def _with_whole_clause(draft: IndicatorDraft, target: _Target, before: _Target | None) -> IndicatorDraft:
    """Quote the words that say whose share it is, too."""
    if before is None or not _whose_share(before, [target]):
        return draft
    if draft.clause in before.text:
        return replace(draft, clause=_bare(before.text), start=before.start, end=before.end)
    return replace(draft, clause=f"{_bare(before.text)} … {draft.clause}", start=before.start)


def _bare(words: str) -> str:
    return re.sub(r"^[\s\-–+•*]+", "", words)


def _indicator(target: _Target) -> IndicatorDraft | None:
    makers = {
        "units_percent": _of_units,
        "members_percent": _of_members,
        "over_quota_percent": _of_quota,
        "blood_units": _of_blood,
        "other": _of_people,
    }
    maker = makers.get(target.kind)
    return maker(target) if maker else None


def _of_units(target: _Target) -> IndicatorDraft:
    words = fold(target.text)
    directed = re.search(r"chi dao|van ban|ke hoach|huong dan|trien khai", words)
    acting = re.search(r"hoat dong|to chuc|tuyen truyen|van dong|huong ung|tham gia|hien mau", words)
    if directed and acting:
        return _draft(target, Measure.UNITS_ACTIVE, Denominator.UNITS, _("Đơn vị có chỉ đạo và hoạt động"))
    if directed:
        return _draft(target, Measure.UNITS_WITH_DIRECTION, Denominator.UNITS, _("Đơn vị có văn bản chỉ đạo"))
    return _draft(target, Measure.UNITS_WITH_ACTIVITY, Denominator.UNITS, _("Đơn vị có hoạt động"))


def _of_members(target: _Target) -> IndicatorDraft:
    counted = target.answers.get("counted") or (
        "registered" if "đăng ký" in target.text.lower() else "people"
    )
    measure, name = {
        "turns": (Measure.DONATIONS, _("Lượt %(who)s hiến máu")),
        "registered": (Measure.REGISTERED, _("%(who)s đăng ký hiến máu")),
    }.get(counted, (Measure.DONORS, _("%(who)s hiến máu")))
    denominator, who = Denominator.MEMBERS, _("đoàn viên")
    if target.answers.get("denominator") == Denominator.MEMBERS_AND_WORKERS:
        denominator, who = Denominator.MEMBERS_AND_WORKERS, _("đoàn viên, người lao động")
    told = name % {"who": who}
    return _draft(target, measure, denominator, told[:1].upper() + told[1:])


def _of_quota(target: _Target) -> IndicatorDraft:
    """ "Reach or pass the quota by 5 %": 105 % unless the officer said that 100 % is asked for."""
    answer = _number(target.answers.get("value"))
    over = _number(_first(target.row.get("value")))
    threshold = answer if answer is not None else None if over is None else 100 + over
    name = _("Lượng máu tiếp nhận")
    return replace(_draft(target, Measure.UNITS_CONVERTED, Denominator.QUOTA, name), threshold=threshold)


def _of_blood(target: _Target) -> IndicatorDraft | None:
    if target.is_for_some:
        return None
    if re.search(r"túi|bịch", target.text, re.IGNORECASE):
        return _draft(target, Measure.BAGS, Denominator.NONE, _("Số túi máu tiếp nhận"))
    return _draft(target, Measure.UNITS_CONVERTED, Denominator.NONE, _("Số đơn vị máu tiếp nhận"))


def _of_people(target: _Target) -> IndicatorDraft | None:
    unit = str(target.row.get("unit_of_measure") or "").lower()
    if target.is_for_some or "%" in unit:
        return None
    if "lượt" in unit:
        return _draft(target, Measure.DONATIONS, Denominator.NONE, _("Số lượt hiến máu"))
    if not re.search(r"người|viên|cán bộ|sinh|công nhân|đồng chí|đ/c|thanh niên|tnv|đvtn|cn", unit):
        return None
    if "đăng ký" in target.text.lower():
        return _draft(target, Measure.REGISTERED, Denominator.NONE, _("Số người đăng ký hiến máu"))
    return _draft(target, Measure.DONORS, Denominator.NONE, _("Số người hiến máu"))


def _draft(target: _Target, measure: Measure, denominator: Denominator, name: str) -> IndicatorDraft:
    given = str(target.row.get("bound") or "")
    bound = Bound(given) if given in Bound.values else Bound.AT_LEAST
    threshold = _number(_first(target.row.get("value")))
    return IndicatorDraft(
        "", name, measure, denominator, bound, threshold, target.text, target.start, target.end
    )


def _first(value: Any) -> Any:
    """Return the lower end of a range: that much is asked for at least."""
    return value[0] if isinstance(value, list | tuple) and value else value


def _number(value: Any) -> Decimal | None:
    try:
        return None if value in (None, "") else Decimal(str(value))
    except ArithmeticError:
        return None


def _each_once(drafts: Sequence[IndicatorDraft]) -> list[IndicatorDraft]:
    kept: dict[tuple[Measure, Denominator], IndicatorDraft] = {}
    for draft in drafts:
        kept.setdefault((draft.measure, draft.denominator), draft)
    return list(kept.values())


def _coded(drafts: Sequence[IndicatorDraft]) -> list[IndicatorDraft]:
    return [replace(draft, code=indicator_code(draft.measure, draft.denominator)) for draft in drafts]


def indicator_code(measure: str, denominator: str) -> str:
    """Return the code of an indicator within its campaign: `donors-members`, `units-active`."""
    of = "" if denominator in {Denominator.NONE, Denominator.UNITS} else f"-{denominator}"
    return f"{measure}{of}".replace("_", "-")


def duplicate_codes(drafts: Sequence[IndicatorDraft]) -> set[str]:
    """Return codes that stand more than once: the same thing counted against the same whole twice."""
    return {code for code, times in Counter(draft.code for draft in drafts).items() if times > 1}
