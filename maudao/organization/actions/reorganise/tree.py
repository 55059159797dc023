"""The tree in memory, as far as a decision can touch it, and what the decision would make of it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from maudao.lib import paths
from maudao.organization.actions.reorganise.decision import (
    Create,
    Decision,
    Dissolve,
    Merge,
    Rename,
    Split,
    Transfer,
)
from maudao.organization.models import Placement, Unit
from maudao.organization.rules import ChangeKind


@dataclass(frozen=True, slots=True)
class Node:
    """A unit as it stands. `placed_on`: first day of its current placement (None: closed)."""

    pk: int
    code: str
    kind: str
    parent: str | None
    path: str
    opened_on: date
    closed_on: date | None
    placed_on: date | None


class Tree:
    """Units by code, with those below them. `top` is the path of the lowest unit that stands above all of them."""

    def __init__(self, nodes: Iterable[Node], top: str = paths.ROOT) -> None:
        self.top = top
        self.nodes = {node.code: node for node in nodes}
        self._below: dict[str | None, list[str]] = defaultdict(list)
        for node in self.nodes.values():
            self._below[node.parent].append(node.code)

    def __contains__(self, code: str) -> bool:
        return code in self.nodes

    def __getitem__(self, code: str) -> Node:
        return self.nodes[code]

    def children(self, code: str) -> list[str]:
        """Return the codes of the units directly below, open and closed."""
        return self._below[code]

    def subtree(self, code: str) -> Iterator[str]:
        """Return `code` and everything below it, parents first."""
        yield code
        for child in self.children(code):
            yield from self.subtree(child)


def load(decision: Decision) -> Tree:
    """Read all units below the lowest unit that stands above everything the decision names. Cost: three queries."""
    named = {code for change in decision.changes for code in (*change.subjects, *change.targets)}
    named |= {create.parent for _, create in decision.creations()}
    top = _common(list(Unit.objects.filter(code__in=named).values_list("path", flat=True)))
    placed = dict(
        Placement.objects.filter(ends_on=None, path__startswith=top).values_list("unit_id", "starts_on")
    )
    rows = Unit.objects.filter(path__startswith=top).values_list(
        "pk", "code", "kind", "parent__code", "path", "opened_on", "closed_on"
    )
    return Tree((Node(*row, placed_on=placed.get(row[0])) for row in rows), top)


def _common(found: list[str]) -> str:
    """Return the path of the lowest unit that is, or stands above, all of them."""
    if not found:
        return paths.ROOT
    lowest, highest = min(found), max(found)
    shared = [path for path in (*paths.ancestors(lowest), lowest) if paths.is_within(highest, path)]
    return shared[-1] if shared else paths.ROOT


@dataclass
class Outcome:
    """What a decision comes to, once the order of its changes is taken out."""

    created: dict[str, Create] = field(default_factory=dict)
    renamed: dict[str, str] = field(default_factory=dict)
    parents: dict[str, str] = field(default_factory=dict)  # of units made or moved
    closed: dict[str, ChangeKind] = field(default_factory=dict)
    heirs: list[tuple[str, str, ChangeKind, Decimal]] = field(default_factory=list)

    def parent(self, code: str, tree: Tree) -> str | None:
        """Return under whom `code` stands afterwards."""
        if code in self.parents:
            return self.parents[code]
        return tree[code].parent if code in tree else None


def outcome(decision: Decision, tree: Tree) -> Outcome:
    """Work out what the decision comes to; it asks nothing about faults."""
    made = Outcome()
    for _, create in decision.creations():
        made.created[create.unit] = create
        made.parents[create.unit] = create.parent
    for change in decision.changes:
        _take(change, made)
    _children_follow(decision, tree, made)
    return made


def _take(change: object, made: Outcome) -> None:
    match change:
        case Rename(unit, name):
            made.renamed[unit] = name
        case Transfer(units, to):
            made.parents |= dict.fromkeys(units, to)
        case Merge(units, into):
            made.closed |= dict.fromkeys(units, ChangeKind.MERGE)
            made.heirs += [(unit, into, ChangeKind.MERGE, Decimal(1)) for unit in units]
        case Split(unit, into):
            made.closed[unit] = ChangeKind.SPLIT
            made.heirs += [(unit, heir, ChangeKind.SPLIT, share) for heir, share in into.items()]
        case Dissolve(units):
            made.closed |= dict.fromkeys(units, ChangeKind.DISSOLVE)


def _children_follow(decision: Decision, tree: Tree, made: Outcome) -> None:
    """Move what stands below a merged unit, closed units too, under its successor, where nothing else is said."""
    for change in decision.changes:
        if isinstance(change, Merge):
            for child in [child for unit in change.units for child in tree.children(unit)]:
                if child != change.into:
                    made.parents.setdefault(child, change.into)
