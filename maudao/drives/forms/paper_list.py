"""A paper list that is typed afterwards: what is chosen in its rows, as the lines that a device would send."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID, uuid5

from django.utils.translation import gettext as _

from maudao.donors.rules import DonationKind
from maudao.donors.rules.donations import BAG_ML
from maudao.drives.actions.check_in_people import Incoming
from maudao.drives.forms.check_in import WrongLine, read_walk_in
from maudao.drives.rules import CheckInOutcome
from maudao.drives.rules.check_in import Noted

#: Blank rows for who walked in.
BLANK_ROWS = 5
_COMPONENTS = [kind for kind in DonationKind if kind is not DonationKind.WHOLE_BLOOD]
_BAG = "bag-"


@dataclass(frozen=True)
class Line:
    """One row as it was typed. `name` starts the names of its fields."""

    name: str
    outcome: str = ""
    ml: str = ""
    person: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""  # why it was not taken; empty where it was, or nothing was typed

    @property
    def is_blank(self) -> bool:
        return not self.outcome and not any(self.person.values())


def choices() -> list[tuple[str, str]]:
    """Return what may be chosen in a row, value and words."""
    bags = [(f"{_BAG}{bag}", _("đã hiến %(ml)s ml") % {"ml": bag}) for bag in BAG_ML]
    components = [
        (kind.value, _("đã hiến %(kind)s (ghi số ml)") % {"kind": kind.label}) for kind in _COMPONENTS
    ]
    return [
        ("", _("– chưa ghi –")),
        (CheckInOutcome.ARRIVED.value, _("đã đến")),
        *bags,
        *components,
        (CheckInOutcome.DEFERRED.value, str(CheckInOutcome.DEFERRED.label)),
        (CheckInOutcome.LEFT.value, str(CheckInOutcome.LEFT.label)),
        (CheckInOutcome.REOPENED.value, _("ghi nhầm, xoá kết quả")),
    ]


def read_lines(posted: Mapping[str, str], pks: Iterable[int]) -> list[Line]:
    """Return what was typed in the rows of these registrations, and in the blank ones."""
    rows = [Line(f"row-{pk}", posted.get(f"row-{pk}", ""), posted.get(f"row-{pk}-ml", "")) for pk in pks]
    return rows + [_blank(posted, f"new-{place}") for place in range(BLANK_ROWS)]


def record_of(line: Line, *, form_key: UUID, now: datetime, today: date) -> Incoming:
    """Return a row as a record; the same form sent again gives the same key.

    Raises:
        WrongLine: it cannot be read; `reason` says why.
    """
    note = _note(line, form_key, now)
    if line.name.startswith("row-"):
        return Incoming(note, registration=int(line.name.removeprefix("row-")))
    person = {**line.person, "key": str(uuid5(form_key, line.name))}
    return Incoming(note, walk_in=read_walk_in(person, today=today))


def refused(line: Line, reason: str) -> Line:
    """Return a row with why it was not taken."""
    return replace(line, reason=reason)


def _blank(posted: Mapping[str, str], name: str) -> Line:
    told = ("full_name", "birth", "sex", "phone", "unit")
    person = {field: posted.get(f"{name}-{field}", "").strip() for field in told}
    typed = person if person["full_name"] or person["birth"] or person["phone"] else {}
    outcome = posted.get(name, "") or (CheckInOutcome.ARRIVED.value if typed else "")
    return Line(name, outcome if typed else "", posted.get(f"{name}-ml", ""), typed)


def _note(line: Line, form_key: UUID, now: datetime) -> Noted:
    key = str(uuid5(form_key, f"{line.name}:{line.outcome}:{line.ml}"))
    if line.outcome.startswith(_BAG):
        bag = line.outcome.removeprefix(_BAG)
        return Noted(key, CheckInOutcome.DONATED, now, DonationKind.WHOLE_BLOOD, _volume(bag))
    if line.outcome in _COMPONENTS:
        return Noted(key, CheckInOutcome.DONATED, now, line.outcome, _volume(line.ml))
    if line.outcome not in CheckInOutcome.values or line.outcome == CheckInOutcome.DONATED:
        raise WrongLine("malformed")
    return Noted(key, line.outcome, now)


def _volume(said: str) -> int:
    said = said.strip()
    if not (said.isascii() and said.isdigit() and len(said) <= 4):
        raise WrongLine("volume_impossible")
    return int(said)
