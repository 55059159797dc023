"""Units from a workbook into the tree, with a report row by row."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal

from django.db import transaction
from django.utils import timezone

from maudao.lib import vietnamese
from maudao.organization.actions.import_units.sheet import Line, lines
from maudao.organization.actions.units import create_unit, lock_tree, set_member_count
from maudao.organization.audit import Actor
from maudao.organization.models import Unit
from maudao.organization.queries import Counted, latest_counts

Result = Literal["created", "counted", "unchanged", "refused"]


@dataclass(frozen=True)
class RowReport:
    """What became of a row. `faults` are machine-readable: a cell that cannot be read is named as it is in `Line`."""

    row: int
    code: str
    name: str
    result: Result
    faults: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Return the object that `maudao import units` prints."""
        return {
            "row": self.row,
            "code": self.code,
            "name": self.name,
            "result": self.result,
            "faults": self.faults,
        }


def import_units(
    source: Path | bytes, *, dry_run: bool, actor: Actor, now: datetime, within: Unit | None = None
) -> list[RowReport]:
    """Make the units of a workbook that are not there yet, and count their members as of today; report every row.

    A unit that is there is never made twice, renamed or moved: that takes a decision. Parents are named by code, or
    by a name that is theirs alone, and may stand further down. `within`: nothing outside that subtree is touched.
    With `dry_run` nothing is kept.

    Raises:
        UnreadableWorkbook: no list of units in it.
    """
    read = list(lines(source))
    with transaction.atomic():
        lock_tree()
        reports = _Import(read, actor=actor, now=now, within=within).run()
        if dry_run:
            transaction.set_rollback(True)
    return reports


class _Import:
    def __init__(self, read: Iterable[Line], *, actor: Actor, now: datetime, within: Unit | None) -> None:
        self.lines = list(read)
        self.actor = actor
        self.now = now
        self.today: date = timezone.localdate(now)
        reachable = Unit.objects.within(within) if within else Unit.objects.all()
        self.units = {unit.code: unit for unit in reachable}
        self.taken = set(Unit.objects.values_list("code", flat=True))
        self.counted = latest_counts(reachable, on=self.today)
        self.by_name: dict[str, list[Unit]] = {}
        for unit in self.units.values():
            self.by_name.setdefault(unit.name_folded, []).append(unit)

    def run(self) -> list[RowReport]:
        """Take rows whose parent is known, again and again, until none is left or nothing moves."""
        reports: dict[int, RowReport] = {}
        seen: set[str] = set()
        for line in self.lines:
            if line.code in seen:
                reports[line.row] = _refused(line, "twice")
            seen.add(line.code)
        waiting = [line for line in self.lines if line.row not in reports]
        while ready := [line for line in waiting if line.code in self.units or self._parent(line)]:
            reports |= {line.row: self._take(line) for line in ready}
            waiting = [line for line in waiting if line.row not in reports]
        return [
            reports.get(line.row) or _refused(line, self._why_waiting(line), *line.wrong)
            for line in self.lines
        ]

    def _why_waiting(self, line: Line) -> str:
        return "code" if line.code in self.taken else "parent"

    def _parent(self, line: Line) -> Unit | None:
        named = self.by_name.get(vietnamese.fold(line.parent), [])
        return self.units.get(line.parent) or (named[0] if len(named) == 1 else None)

    def _take(self, line: Line) -> RowReport:
        unit = self.units.get(line.code)
        faults = self._faults(line, unit)
        if faults:
            return _refused(line, *faults)
        if unit is None:
            self._create(line)
            return _report(line, "created")
        return _report(line, "counted" if self._count(line, unit) else "unchanged")

    def _faults(self, line: Line, unit: Unit | None) -> list[str]:
        faults = list(line.wrong)
        if line.women is not None and line.women > (line.members or 0):
            faults.append("women")
        if line.employed is not None and line.employed < (line.members or 0):
            faults.append("employed")
        if unit is None:
            faults += [name for name, is_wrong in self._new_unit_faults(line) if is_wrong]
        elif not unit.is_open(self.today):
            faults.append("closed")
        else:
            faults += ["name"] if unit.name_folded != vietnamese.fold(line.name) else []
            faults += ["moved"] if line.parent and (self._parent(line) or unit).pk != unit.parent_id else []
        return faults

    def _new_unit_faults(self, line: Line) -> list[tuple[str, bool]]:
        parent = self._parent(line)
        return [
            ("code", line.code in self.taken or len(line.code) > 32),
            ("name", len(line.name) > 200),
            ("parent", parent is None or not parent.is_open(self.today)),
            (
                "opened_on",
                "opened_on" not in line.wrong and not (line.opened_on and line.opened_on <= self.today),
            ),
        ]

    def _create(self, line: Line) -> None:
        assert line.kind is not None  # both are faults, which `_take` has refused
        assert line.opened_on is not None
        unit = create_unit(
            self._parent(line),
            code=line.code,
            name=line.name,
            kind=line.kind,
            opened_on=line.opened_on,
            short_name=line.short_name[:40],
            place=line.place[:80],
            actor=self.actor,
            now=self.now,
        )
        self.units[unit.code] = unit
        self.taken.add(unit.code)
        self.by_name.setdefault(unit.name_folded, []).append(unit)
        self._count(line, unit)

    def _count(self, line: Line, unit: Unit) -> bool:
        """Count the members of a unit, and the workers beside them, where the row says something new."""
        before = self.counted.get(unit.pk, Counted(0, None))
        now = _counted(line, before)
        if (now.members, now.workers) == (before.members, before.workers):
            return False
        set_member_count(
            unit,
            now.members,
            women=now.women,
            workers=now.workers,
            counted_on=self.today,
            actor=self.actor,
            now=self.now,
        )
        return True


def _counted(line: Line, before: Counted) -> Counted:
    """Return what stands after the row: what it does not say stays, but women of members who were counted anew."""
    members = before.members if line.members is None else line.members
    workers = line.workers
    if workers is None and line.employed is not None:
        workers = max(line.employed - members, 0)
    if workers is None:
        workers = before.workers
    is_same = members == before.members and line.women is None
    return Counted(members, before.women if is_same else line.women, workers)


def _refused(line: Line, *faults: str) -> RowReport:
    return RowReport(line.row, line.code, line.name, "refused", list(faults))


def _report(line: Line, result: Result) -> RowReport:
    return RowReport(line.row, line.code, line.name, result)
