"""What the tree held before a decision, and after it: stored with the decision, so that it can be undone exactly."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from maudao.organization.actions.reorganise import rows
from maudao.organization.models import MemberCount, Office, Placement, Unit

Row = dict[str, Any]

_BATCH = 2000

UNIT_FIELDS = ("name", "name_folded", "sort_key", "parent_id", "path", "closed_on")
_PLACEMENT_FIELDS = ("unit_id", "parent_id", "path", "name", "starts_on", "ends_on", "reorganisation_id")
_COUNT_FIELDS = ("unit_id", "members", "women", "workers", "reorganisation_id")


def unit_rows(units: Iterable[int]) -> list[Row]:
    """Return the stored state of units."""
    return _rows(Unit.objects.filter(pk__in=units).order_by("pk").values("pk", *UNIT_FIELDS))


def current_placements(units: Iterable[int]) -> list[Row]:
    """Return the placements that hold now."""
    found = Placement.objects.filter(unit__in=units, ends_on=None).order_by("pk")
    return _rows(found.values("pk", *_PLACEMENT_FIELDS))


def counts_of_day(units: Iterable[int], day: date) -> list[Row]:
    """Return the members that units counted on that very day."""
    found = MemberCount.objects.filter(unit__in=units, counted_on=day).order_by("pk")
    return _rows(found.values("pk", *_COUNT_FIELDS))


def office_ends(offices: Iterable[Office]) -> list[Row]:
    """Return when offices were going to end."""
    return [{"pk": office.pk, "ends_on": _plain(office.ends_on)} for office in offices]


def _rows(found: Iterable[Row]) -> list[Row]:
    return [{name: _plain(value) for name, value in row.items()} for row in found]


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def restore_units(stored: Iterable[Row]) -> None:
    """Give units back the state that was stored."""
    rows.update(Unit, UNIT_FIELDS, stored)


def restore_placements(stored: list[Row]) -> None:
    """Give units back the placement that held, in place of all that began on or after it."""
    rows.delete_placements_since(stored)
    Placement.objects.bulk_create([Placement(**row) for row in stored], batch_size=_BATCH)


def restore_counts(stored: Iterable[Row]) -> None:
    """Give member counts back what was stored."""
    rows.update(MemberCount, ("members", "women", "workers", "reorganisation_id"), stored)


def restore_offices(stored: Iterable[Row]) -> None:
    """Give offices back the end that they had."""
    rows.update(Office, ("ends_on",), stored)
