"""The figures of one unit's own report: what was counted there, what was typed on top, and what a figure is made of."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Sum

from maudao.campaigns.models import Activity, FactEntry
from maudao.campaigns.queries import current_indicators
from maudao.campaigns.rules import Fact, FactSource
from maudao.drives.models import Drive
from maudao.drives.queries.counting import drives_behind
from maudao.reports.models import Report
from maudao.reports.queries.parts import Facts
from maudao.reports.queries.shapes import RollUp, Row
from maudao.reports.rules.figures import Asked, asked_facts, completed


@dataclass(frozen=True)
class OwnFigures:
    """What a unit itself counts and types; a total is their sum."""

    counted: Facts
    typed: Facts
    typed_by_hand: Facts  # without what follows from the typed figures

    @property
    def totals(self) -> Facts:
        return self.counted + self.typed

    @property
    def basis(self) -> str:
        """A fingerprint of the counted figures: a form made on other figures is refused."""
        return ",".join(f"{fact.value}={self.counted[fact]}" for fact in Fact if self.counted[fact])


def own_figures(report: Report) -> OwnFigures:
    """Return the figures of the reporting unit itself, without the units below. Cost: 2 queries."""
    rows = FactEntry.objects.filter(assignment=report.assignment_id).exclude(origin=report.origin)
    sums = rows.values_list("fact").annotate(total=Sum("value")).order_by()
    by_hand = Counter({Fact(fact): value for fact, value in report.figures.values_list("fact", "value")})
    counted = Counter({Fact(fact): total for fact, total in sums})
    return OwnFigures(
        counted=counted,
        typed=Counter(completed(by_hand, counted)),
        typed_by_hand=by_hand,
    )


def as_if_sent(rolled: RollUp, report: Report, own: OwnFigures) -> RollUp:
    """Add to a roll-up what its unit has typed and not sent yet; a sent report's typed figures are facts already."""
    if not report.is_received:
        for tally in (rolled.whole, rolled.own):
            tally.facts.update(own.typed)
            tally.typed.update(own.typed)
    return rolled


def asked_of(report: Report) -> Asked:
    """Return which facts the form of `report` asks for. Cost: 1 query."""
    return asked_facts(indicator.measure for indicator in current_indicators(report.assignment.campaign))


@dataclass(frozen=True)
class Entry:
    """One record that a figure is made of."""

    on: date
    value: int
    is_typed: bool
    title: str = ""
    activity: int | None = None
    drives: tuple[Drive, ...] = ()
    is_of_donations: bool = False


@dataclass(frozen=True)
class MadeOf:
    """What a figure of a unit is made of: children's shares of it, and the unit's own records."""

    fact: Fact
    total: int
    own: int
    children: list[Row] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)


def made_of(rolled: RollUp, fact: Fact) -> MadeOf:
    """Return what the figure is made of, as it was in the frozen tree. Cost: 2 queries; 4 where drives stand behind."""
    children = [row for row in rolled.children if row.facts[fact]]
    entries = _entries(rolled, fact)
    return MadeOf(fact, rolled.facts[fact], rolled.own.facts[fact], children, entries)


def _entries(rolled: RollUp, fact: Fact) -> list[Entry]:
    rows = list(
        FactEntry.objects.filter(assignment=rolled.assignment, fact=fact, on__lte=rolled.as_of).order_by(
            "-on", "pk"
        )
    )
    titles = dict(Activity.objects.filter(pk__in=_activity_numbers(rows)).values_list("pk", "title"))
    part = rolled.assignment
    drives = drives_behind(part, origins={row.origin for row in rows}) if part else {}
    return [_entry(row, titles, drives) for row in _of_one_drive_together(rows)]


def _of_one_drive_together(rows: list[FactEntry]) -> list[FactEntry]:
    """Add up what one drive counts on several days (bookings), on the latest of them; the rest stays as it is."""
    kept: dict[object, FactEntry] = {}
    for row in rows:
        key = row.origin if row.origin.startswith("drive:") else row.pk
        if key in kept:
            kept[key].value += row.value
        else:
            kept[key] = row
    return list(kept.values())


def _entry(row: FactEntry, titles: dict[int, str], drives: dict[str, list[Drive]]) -> Entry:
    number = activity_number(row.origin)
    return Entry(
        row.on,
        row.value,
        row.source == FactSource.TYPED,
        titles.get(number or 0, ""),
        number,
        tuple(drives.get(row.origin, ())),
        row.origin.startswith("donations:"),
    )


def _activity_numbers(rows: list[FactEntry]) -> list[int]:
    return [number for row in rows if (number := activity_number(row.origin)) is not None]


def activity_number(origin: str) -> int | None:
    """Return the number of the activity that an origin names; None where it names another record."""
    kind, _, number = origin.partition(":")
    return int(number) if kind == "activity" and number.isdecimal() else None
