"""What a decision would do, without doing it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, Protocol

from django.db import transaction
from django.db.models import Count

from maudao.lib import paths
from maudao.organization import audit
from maudao.organization.actions.reorganise import check, members
from maudao.organization.actions.reorganise.apply import applied, apply
from maudao.organization.actions.reorganise.decision import Decision, DecisionRefused
from maudao.organization.actions.reorganise.tree import Outcome, Tree, load, outcome
from maudao.organization.models import Unit
from maudao.organization.queries import members_within
from maudao.organization.rules import ChangeKind

TreeAsked = Literal["then", "now"]


class Totals(Protocol):
    """Sums every fact at and below a unit: "then" over the tree as it was, "now" mapped to successors."""

    def __call__(self, root: Unit, *, tree: TreeAsked) -> Mapping[str, Any]: ...


class Touched(Protocol):
    """Names what is open and concerns one of these units: `{"campaigns": [...], "reports": [...]}`, ready for JSON."""

    def __call__(self, units: Collection[int]) -> Mapping[str, list[Any]]: ...


def no_totals(root: Unit, *, tree: TreeAsked) -> Mapping[str, Any]:
    """Sum nothing: for those who know of no facts."""
    return {}


def nothing_touched(units: Collection[int]) -> Mapping[str, list[Any]]:
    """Name nothing: for those who know of no campaigns."""
    return {"campaigns": [], "reports": []}


@dataclass(frozen=True)
class Standing:
    """The tree at one moment: open units by kind and members, on the day in force, and every fact both ways."""

    units: dict[str, int]
    members: int
    totals: dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Preview:
    """What a decision would do. `is_applied`: it stands already, and before and after are the same."""

    decision: Decision
    root: Unit | None
    is_applied: bool
    before: Standing
    after: Standing
    members_moved: int
    members_ended: int
    touched: Mapping[str, list[Any]]
    warnings: list[str]

    def as_json(self) -> dict[str, Any]:
        """Return the object that `maudao reorganise --preview` prints."""
        return {
            "number": self.decision.number,
            "signed_on": self.decision.signed_on.isoformat(),
            "in_force_on": self.decision.in_force_on.isoformat(),
            "applied": self.is_applied,
            "root": self.root.code if self.root else None,
            "units_before": self.before.units,
            "units_after": self.after.units,
            "members_before": self.before.members,
            "members_after": self.after.members,
            "members_moved": self.members_moved,
            "members_ended": self.members_ended,
            "campaigns_touched": self.touched.get("campaigns", []),
            "reports_touched": self.touched.get("reports", []),
            "totals_before": self.before.totals,
            "totals_after": self.after.totals,
            "warnings": self.warnings,
        }


def preview(
    decision: Decision,
    *,
    now: datetime,
    within: Unit | None = None,
    root: Unit | None = None,
    totals: Totals = no_totals,
    touched: Touched = nothing_touched,
) -> Preview:
    """Say what a decision would do: it is applied in a transaction that is rolled back, so nothing is written.

    Totals are those at `root`; by default the topmost unit of the tree that the decision touches.

    Raises:
        DecisionRefused: it cannot be applied; `faults` lists everything that is wrong.
    """
    with transaction.atomic():
        tree = load(decision)
        root = root or _root(tree)
        is_applied = applied(decision) is not None
        made = Outcome() if is_applied else outcome(decision, tree)
        if faults := [] if is_applied else check.faults(decision, tree, made, within=within):
            raise DecisionRefused(faults)  # before anybody sums facts for it
        before = _standing(root, decision.in_force_on, totals)
        moved, ended = _members(made, tree, decision.in_force_on)
        concerned = _touched_units(made, tree)
        reached = touched(concerned)
        apply(decision, actor=audit.system("preview"), now=now, within=within)
        after = _standing(root, decision.in_force_on, totals)
        transaction.set_rollback(True)
    warnings = ["in_the_future"] if decision.in_force_on > now.date() else []
    return Preview(decision, root, is_applied, before, after, moved, ended, reached, warnings)


def _root(tree: Tree) -> Unit | None:
    numbers = paths.numbers(tree.top)
    return Unit.objects.filter(pk=numbers[0]).first() if numbers else None


def _standing(root: Unit | None, day: date, totals: Totals) -> Standing:
    if root is None:
        return Standing({}, 0, {"then": {}, "now": {}})
    kinds = Unit.objects.within(root).open_on(day).order_by("kind").values_list("kind").annotate(Count("pk"))
    both: dict[str, dict[str, Any]] = {
        "then": dict(totals(root, tree="then")),
        "now": dict(totals(root, tree="now")),
    }
    return Standing(dict(kinds), members_within(root, on=day), both)


def _members(made: Outcome, tree: Tree, day: date) -> tuple[int, int]:
    """Return how many members get another unit, or another unit above theirs, and how many end."""
    ended = {code for code, kind in made.closed.items() if kind is ChangeKind.DISSOLVE}
    moving = {
        below for code in made.parents if code in tree for below in tree.subtree(code)
    } | made.closed.keys()
    counted = members.latest({tree[code].pk: code for code in moving if code in tree}, day)
    gone = sum(each.members for code, each in counted.items() if code in ended)
    return sum(each.members for each in counted.values()) - gone, gone


def _touched_units(made: Outcome, tree: Tree) -> set[int]:
    codes = {below for code in made.parents if code in tree for below in tree.subtree(code)}
    codes |= made.closed.keys() | made.renamed.keys()
    codes |= {heir for _unit, heir, _kind, _share in made.heirs}
    return {tree[code].pk for code in codes if code in tree}
