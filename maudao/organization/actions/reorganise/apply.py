"""Applying a decision: one transaction, under the lock of the tree."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from maudao.lib import paths, vietnamese
from maudao.organization import audit
from maudao.organization.actions.reorganise import check, members, rows, snapshot
from maudao.organization.actions.reorganise.decision import Create, Decision, DecisionRefused, Fault
from maudao.organization.actions.reorganise.parse import to_json
from maudao.organization.actions.reorganise.tree import Outcome, Tree, load, outcome
from maudao.organization.actions.units import lock_tree
from maudao.organization.audit import Actor
from maudao.organization.models import MemberCount, Office, Placement, Reorganisation, Succession, Unit

_BATCH = 2000


@transaction.atomic
def apply(decision: Decision, *, actor: Actor, now: datetime, within: Unit | None = None) -> Reorganisation:
    """Change the tree as the decision says, from its day in force; done already under this number, change nothing.

    Offices at units that end are ended the day before. `within`: the decision may touch nothing outside that subtree.

    Raises:
        DecisionRefused: it cannot be applied; `faults` lists everything that is wrong.
    """
    lock_tree()
    if done := applied(decision):
        return done
    tree = load(decision)
    made = outcome(decision, tree)
    if faults := check.faults(decision, tree, made, within=within):
        raise DecisionRefused(faults)
    reorganisation = _register(decision, top=_top(tree), actor=actor, now=now)
    _write(_Work(decision, tree, made, reorganisation))
    changes = {"number": decision.number, "in_force_on": decision.in_force_on.isoformat()}
    audit.record("reorganise", reorganisation, actor=actor, at=now, unit=reorganisation.unit, changes=changes)
    return reorganisation


def applied(decision: Decision) -> Reorganisation | None:
    """Return the decision of this number if it stands applied.

    Raises:
        DecisionRefused: another decision stands under the same number.
    """
    done = Reorganisation.objects.filter(number=decision.number, undone_at=None).first()
    if done and done.decision != to_json(decision):
        message = _("Số %(number)s đã dùng cho một quyết định khác.") % {"number": decision.number}
        raise DecisionRefused([Fault("number_taken", message)])
    return done


def _top(tree: Tree) -> Unit | None:
    """Return the lowest unit that stands above everything touched."""
    numbers = paths.numbers(tree.top)
    return Unit.objects.get(pk=numbers[-1]) if numbers else None


def _register(decision: Decision, *, top: Unit | None, actor: Actor, now: datetime) -> Reorganisation:
    """Write the decision down; one that was undone is taken up again."""
    reorganisation, _made = Reorganisation.objects.update_or_create(
        number=decision.number,
        defaults={
            "signed_on": decision.signed_on,
            "in_force_on": decision.in_force_on,
            "unit": top,
            "decision": to_json(decision),
            "applied_at": now,
            "applied_by": actor.user,
            "undone_at": None,
        },
    )
    return reorganisation


@dataclass
class _Work:
    decision: Decision
    tree: Tree
    made: Outcome
    reorganisation: Reorganisation

    @property
    def day(self) -> date:
        return self.decision.in_force_on

    @cached_property
    def existing(self) -> set[str]:
        """Codes of units whose row changes: renamed, closed, moved, or below what moves."""
        moved = [code for code in self.made.parents if code in self.tree]
        along = {below for code in moved for below in self.tree.subtree(code)}
        return along | self.made.renamed.keys() | self.made.closed.keys()

    @cached_property
    def units(self) -> dict[str, Unit]:
        """All rows that change or receive, by code; the units made are added when they have a row."""
        codes = self.existing | {heir for _unit, heir, _kind, _share in self.made.heirs}
        codes |= set(self.made.parents.values())
        return {unit.code: unit for unit in Unit.objects.filter(code__in=codes)}

    def path(self, code: str) -> str:
        """Return where a unit stands afterwards."""
        parent = self.made.parent(code, self.tree)
        if parent is None or (code not in self.made.parents and parent not in self.tree):
            return self.tree[code].path  # nothing above it is touched
        return paths.child_path(self.path(parent), self._number(code))

    def _number(self, code: str) -> int:
        return self.tree[code].pk if code in self.tree else self.units[code].pk


def _write(work: _Work) -> None:
    existing = [work.units[code].pk for code in work.existing]
    receiving = [work.units[heir].pk for _unit, heir, _kind, _share in work.made.heirs if heir in work.units]
    before = {
        "units": snapshot.unit_rows(existing),
        "placements": snapshot.current_placements(existing),
        "counts": snapshot.counts_of_day({*existing, *receiving}, work.day),
    }
    _create(work)
    _change(work)
    _place(work)
    _hand_on(work)
    _count(work)
    before["offices"] = _end_offices(work)
    created = [work.units[code].pk for code in work.made.created]
    work.reorganisation.before = {
        **before,
        "created": created,
        "after": snapshot.unit_rows([*existing, *created]),
        "counts_after": snapshot.counts_of_day([*existing, *receiving, *created], work.day),
    }
    work.reorganisation.save(update_fields=["before"])


def _create(work: _Work) -> None:
    new = [_new_unit(work, create) for create in work.made.created.values()]
    for unit in Unit.objects.bulk_create(new, batch_size=_BATCH):
        work.units[unit.code] = unit


def _new_unit(work: _Work, create: Create) -> Unit:
    merged = (work.tree[unit].kind for unit, heir, _kind, _share in work.made.heirs if heir == create.unit)
    unit = Unit(
        code=create.unit,
        short_name=create.short_name,
        kind=create.unit_kind or next(merged),
        path=f"new {create.unit}",  # the path holds the row's own number, known only when it has one
        place=create.place,
        opened_on=work.day,
    )
    _name(unit, create.name)
    return unit


def _name(unit: Unit, name: str) -> None:
    unit.name = name
    unit.name_folded = vietnamese.fold(name)
    unit.sort_key = vietnamese.title_key(name)


def _change(work: _Work) -> None:
    """Write names, parents, paths and closing days."""
    changed = [work.units[code] for code in (*work.made.created, *work.existing)]
    paths_after = {unit.code: work.path(unit.code) for unit in changed}
    for unit in changed:
        if unit.code in work.made.renamed:
            _name(unit, work.made.renamed[unit.code])
        if unit.code in work.made.parents:
            unit.parent = work.units[work.made.parents[unit.code]]
        if unit.code in work.made.closed:
            unit.closed_on = work.day
        unit.path = paths_after[unit.code]
    rows.update(Unit, snapshot.UNIT_FIELDS, map(vars, changed))


def _place(work: _Work) -> None:
    """End the placements that hold until the day and begin the new ones."""
    touched = [work.units[code].pk for code in work.existing]
    Placement.objects.filter(unit__in=touched, ends_on=None, starts_on__lt=work.day).update(ends_on=work.day)
    later = dict(Placement.objects.filter(unit__in=touched, ends_on=None).values_list("unit_id", "starts_on"))
    Placement.objects.filter(
        unit__in=later, ends_on=None
    ).delete()  # begun on or after the day: it never held
    standing = [work.units[code] for code in (*work.made.created, *work.existing)]
    Placement.objects.bulk_create(
        [_placement(work, unit, later.get(unit.pk, work.day)) for unit in standing if unit.closed_on is None],
        batch_size=_BATCH,
    )


def _placement(work: _Work, unit: Unit, starts_on: date) -> Placement:
    return Placement(
        unit=unit,
        parent_id=unit.parent_id,
        path=unit.path,
        name=unit.name,
        starts_on=starts_on,
        reorganisation=work.reorganisation,
    )


def _hand_on(work: _Work) -> None:
    Succession.objects.bulk_create(
        [
            Succession(
                predecessor=work.units[unit],
                successor=work.units[heir],
                kind=kind,
                share=share,
                reorganisation=work.reorganisation,
            )
            for unit, heir, kind, share in work.made.heirs
        ],
        batch_size=_BATCH,
    )


def _count(work: _Work) -> None:
    heirs = {heir for _unit, heir, _kind, _share in work.made.heirs}
    numbers = {work.units[code].pk: code for code in {*work.made.closed, *heirs}}
    counted = members.after(work.made, members.latest(numbers, work.day))
    MemberCount.objects.bulk_create(
        [
            MemberCount(
                unit=work.units[code],
                counted_on=work.day,
                members=each.members,
                women=each.women,
                workers=each.workers,
                reorganisation=work.reorganisation,
            )
            for code, each in counted.items()
        ],
        batch_size=_BATCH,
        update_conflicts=True,
        unique_fields=["unit", "counted_on"],
        update_fields=["members", "women", "workers", "reorganisation"],
    )


def _end_offices(work: _Work) -> list[snapshot.Row]:
    """End what is held at units that end, the day before; return the ends that were set before."""
    closed = [work.units[code].pk for code in work.made.closed]
    running = Q(ends_on=None) | Q(ends_on__gte=work.day)
    offices = list(Office.objects.filter(running, unit__in=closed).order_by("pk"))
    before = snapshot.office_ends(offices)
    for office in offices:
        office.ends_on = max(office.starts_on, work.day - timedelta(days=1))
    rows.update(Office, ("ends_on",), map(vars, offices))
    return before
