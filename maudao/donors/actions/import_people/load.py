"""People from a workbook, with a report row by row."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal, NamedTuple

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from maudao.donors.actions.donations import recount_of
from maudao.donors.actions.import_people.matching import Difference, Matches, forget_matches, matches
from maudao.donors.actions.import_people.staging import stage, stage_again
from maudao.donors.actions.import_people.twice import Together
from maudao.donors.actions.import_people.writing import add_members, add_people, change_people
from maudao.donors.models import Donor
from maudao.lib import vietnamese
from maudao.lib.rosters.apart import read
from maudao.lib.rosters.sheet import Line
from maudao.organization import audit
from maudao.organization.audit import Actor
from maudao.organization.models import Unit

Result = Literal["new", "changed", "same", "refused"]
_LOCK = 0x6E6867  # any number that nobody else takes
_MOST_PASSES = 5


class RowReport(NamedTuple):
    """What became of a row. `reasons` (of a refusal) and `notes` (of what was guessed) are machine-readable.

    `changed` names what a changed row corrects, never how: full_name, birth_date, sex, phone, identity, unit.
    """

    row: int
    sheet: str
    name: str
    result: Result
    reasons: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the object that `maudao import people` prints. It has no name: the row says who it is."""
        return {
            "row": self.row,
            "sheet": self.sheet,
            "result": self.result,
            "reasons": self.reasons,
            "notes": self.notes,
            "changed": self.changed,
        }


def import_people(
    source: Path | bytes, *, dry_run: bool, actor: Actor, now: datetime, unit: Unit | None = None
) -> list[RowReport]:
    """Enter the people of a workbook, and correct those on record; report every row. One transaction.

    All are members of `unit`; where none is given, of the unit that a row names by its code or name, or of none. A
    row with the code of another unit than `unit` is refused: nobody is drawn into a unit by its list of others. A
    list sent again changes nothing, a corrected one what was corrected. With `dry_run` nothing is kept.

    Cost: some 25 µs a row, and 1 kB of memory.

    Raises:
        UnreadableWorkbook: no list of people in it.
    """
    loading = _Import(source, unit=unit, actor=actor, now=now)
    with _uncollected(), transaction.atomic(), connection.cursor() as cursor:
        loading.stage(cursor)
        loading.settle(cursor, dry_run=dry_run)
        if dry_run:
            transaction.set_rollback(True)
        return list(loading.reports())


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep Python from looking for cycles, of which rows make none: it would walk over all of them time and again."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


class _Import:
    def __init__(self, source: Path | bytes, *, unit: Unit | None, actor: Actor, now: datetime) -> None:
        self.source, self.unit, self.actor, self.now = source, unit, actor, now
        self.today: date = timezone.localdate(now)
        self.units = _Units(on=self.today)
        self.together = Together()
        self.lines: list[Line] = []
        self.keys: list[int | None] = []  # of the unit of each first row
        self.filled: set[int] = set()
        self.matches = Matches([], [], {})

    def stage(self, cursor: Any) -> None:
        """Read the list, and copy the first row of every person beside the people on record."""
        stage(cursor, self._firsts())
        if self.filled:
            again = [(n, self.together.firsts[n], self.keys[n]) for n in sorted(self.filled)]
            stage_again(cursor, again)

    def settle(self, cursor: Any, *, dry_run: bool) -> None:
        """Find who is on record, and write what is new or differs: one list at a time."""
        if dry_run:
            self.matches = matches(cursor, self.together.firsts, today=self.today)
            return
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        try:
            with transaction.atomic():
                self._write(cursor)
        except IntegrityError:  # somebody was entered by hand meanwhile
            with transaction.atomic():
                self._write(cursor)

    def _firsts(self) -> Iterator[tuple[int, Line, int | None]]:
        together = self.together
        for line in read(self.source, today=self.today):
            self.lines.append(line)
            key, line.why = self._unit_of(line)
            if line.why or line.faults:
                continue
            place, line.why = together.first_of(line, key)
            if place is None:
                line.place = together.add(line, key)
                self.keys.append(key)
                yield line.place, line, key
                continue
            line.place = place
            if not line.why and together.fill(place, line):
                self.filled.add(place)

    def _unit_of(self, line: Line) -> tuple[int | None, str]:
        if self.unit is None:
            return self.units.named(line.unit)
        is_other = self.units.coded(line.unit) not in (None, self.unit.pk)
        return (None, "other_unit") if is_other else (self.unit.pk, "")

    def _write(self, cursor: Any) -> None:
        """Write, and look again at who could not be told apart: what was written may tell. So twice is once."""
        found = self._pass(cursor)
        for _ in range(_MOST_PASSES):
            if not found.has_moved or "ambiguous" not in self.matches.refused.values():
                break
            forget_matches(cursor)
            earlier, found = self.matches, self._pass(cursor)
            self.matches = earlier.followed_by(found)
        self._record()

    def _pass(self, cursor: Any) -> Matches:
        firsts = self.together.firsts
        found = self.matches = matches(cursor, firsts, today=self.today)
        change_people(cursor, found.changed, firsts)
        add_people(cursor, [(firsts[n], self.keys[n]) for n in found.new], today=self.today, now=self.now)
        joined = [
            (one.donor, key) for one in found.changed if one.is_new_member and (key := self.keys[one.n])
        ]
        add_members(cursor, joined, today=self.today)
        _count_again(found.changed)
        return found

    def _record(self) -> None:
        found = self.matches
        if found.has_moved:
            counts = {"new": len(found.new), "changed": len(found.changed)}
            audit.record(
                "import_people",
                self.unit or Donor(),
                actor=self.actor,
                at=self.now,
                unit=self.unit,
                changes=counts,
            )

    def reports(self) -> Iterator[RowReport]:
        """Return what became of every row, in the order of the list."""
        results: list[Result] = ["same"] * len(self.together.firsts)
        for n in self.matches.new:
            results[n] = "new"
        changed = {one.n: one.told for one in self.matches.changed}
        for n in changed:
            results[n] = "changed"
        refused = self.matches.refused
        for line in self.lines:
            reasons = (*line.faults, line.why) if line.why else line.faults
            if not reasons and line.place in refused:
                reasons = (refused[line.place],)
            is_first = line.place >= 0 and self.together.firsts[line.place] is line
            notes = line.notes if is_first or reasons else (*line.notes, "twice")
            result: Result = "refused" if reasons else results[line.place] if is_first else "same"
            told = changed[line.place] if result == "changed" else ()
            yield RowReport(line.row, line.sheet, line.name, result, reasons, notes, told)


def _count_again(differences: list[Difference]) -> None:
    """Count again what people gave whose sex or membership changed: facts tell them apart."""
    counted = [one.donor for one in differences if one.is_new_member or "sex" in one.fields]
    if counted:
        recount_of(*Donor.objects.filter(pk__in=counted))


class _Units:
    """The open units, by code and by name."""

    def __init__(self, *, on: date) -> None:
        rows = Unit.objects.open_on(on).values_list("pk", "code", "name_folded")
        self._by_code: dict[str, int] = {}
        self._by_name: dict[str, list[int]] = {}
        for key, code, name in rows:
            self._by_code[code.casefold()] = key
            self._by_name.setdefault(name, []).append(key)

    def coded(self, text: str) -> int | None:
        """Return the key of the unit whose code a cell holds, if it holds one: a name may be that of a unit above."""
        return self._by_code.get(text.casefold())

    def named(self, text: str) -> tuple[int | None, str]:
        """Return the key of the unit that a cell names, None for an empty cell; and "unit" where it names none."""
        if not text:
            return None, ""
        if (key := self.coded(text)) is not None:
            return key, ""
        named = self._by_name.get(vietnamese.fold(text), [])
        return (named[0], "") if len(named) == 1 else (None, "unit")
