"""Proof that the tree agrees with itself: paths, placements, ends, counts, successions."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db.models import CharField, F, Sum, Value
from django.db.models.functions import Cast, Coalesce, Concat

from maudao.lib import paths
from maudao.organization.models import MemberCount, Placement, Succession, Unit


@dataclass(frozen=True)
class Flaw:
    """What disagrees, at which unit."""

    code: str
    unit: str
    detail: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return the object that `maudao check-tree` prints."""
        return asdict(self)


def flaws() -> Iterator[Flaw]:
    """Go through the whole tree. Cost: six queries, one of which reads every placement."""
    yield from _paths()
    yield from _open_under_closed()
    yield from _placements()
    yield from _current()
    yield from _counts()
    yield from _successions()


def _paths() -> Iterator[Flaw]:
    """A path is that of the parent and the unit's own number."""
    above = Coalesce("parent__path", Value(paths.ROOT))
    right = Concat(above, Cast("pk", CharField()), Value(paths.DELIMITER))
    wrong = Unit.objects.annotate(right=right).exclude(path=F("right")).order_by("code")
    for code, path, expected in wrong.values_list("code", "path", "right"):
        yield Flaw("path", code, f"{path} ≠ {expected}")


def _open_under_closed() -> Iterator[Flaw]:
    """A unit that ended has no open unit below it."""
    wrong = Unit.objects.filter(closed_on=None, parent__closed_on__isnull=False).order_by("code")
    for code, parent in wrong.values_list("code", "parent__code"):
        yield Flaw("parent_closed", code, parent)


def _placements() -> Iterator[Flaw]:
    """Placements cover every day from the opening to the end of a unit, each day once."""
    lives = {pk: (code, opened, closed) for pk, code, opened, closed in _lives()}
    rows = Placement.objects.order_by("unit_id", "starts_on").values_list("unit_id", "starts_on", "ends_on")
    for pk, found in groupby(rows, key=itemgetter(0)):
        code, opened, closed = lives.pop(pk)
        if _days(found) != [opened, closed]:
            yield Flaw("placements", code)
    for code, _opened, _closed in lives.values():
        yield Flaw("no_placement", code)


def _lives() -> Iterator[tuple[int, str, date, date | None]]:
    yield from Unit.objects.order_by("pk").values_list("pk", "code", "opened_on", "closed_on")


def _days(found: Iterator[tuple[int, date, date | None]]) -> list[date | None]:
    """Return the first and the last boundary, and every boundary between where two placements do not meet."""
    boundaries: list[date | None] = []
    for _unit, starts_on, ends_on in found:
        if boundaries and boundaries[-1] == starts_on:
            boundaries[-1] = ends_on
        else:
            boundaries += [starts_on, ends_on]
    return boundaries


def _current() -> Iterator[Flaw]:
    """The placement that holds now says what the unit says."""
    same = {"path": F("unit__path"), "name": F("unit__name")}
    current = Placement.objects.filter(ends_on=None)
    wrong = current.exclude(**same) | current.exclude(parent=F("unit__parent")).exclude(unit__parent=None)
    for code in wrong.order_by("unit__code").values_list("unit__code", flat=True).distinct():
        yield Flaw("current_placement", code)


def _counts() -> Iterator[Flaw]:
    """Nobody is counted before a unit opened."""
    early = MemberCount.objects.filter(counted_on__lt=F("unit__opened_on")).order_by("unit__code")
    for code, day in early.values_list("unit__code", "counted_on"):
        yield Flaw("count_before_opening", code, day.isoformat())


def _successions() -> Iterator[Flaw]:
    """Only a unit that ended has successors, whose shares add up to 1."""
    shares = Succession.objects.order_by("predecessor__code").values_list(
        "predecessor__code", "predecessor__closed_on"
    )
    for code, closed_on, total in shares.annotate(total=Sum("share")):
        if closed_on is None:
            yield Flaw("successor_of_open_unit", code)
        if total != Decimal(1):
            yield Flaw("shares", code, str(total))
