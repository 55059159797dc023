"""Dividing a target among the units below: a proposal, and warnings that never forbid."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from maudao.lib.shares import Shares, largest_remainder

_MUCH = 60  # percent of the members: more than that gave blood hardly anywhere


class Basis(StrEnum):
    """By what a target is divided."""

    MEMBERS = "members"
    LAST_RESULT = "last_result"


class WarningKind(StrEnum):
    """Why a number deserves a second look."""

    LESS_THAN_OWN = "less_than_own"  # the parts do not reach what the unit itself was given
    MORE_THAN_OWN = "more_than_own"  # allowed, and usual: a province gives its units more than it was given
    NOTHING = "nothing"
    MANY_OF_MEMBERS = "many_of_members"
    BELOW_LAST = "below_last"


@dataclass(frozen=True)
class Child:
    """A unit among which a target is divided; `last_result` None: it took no part last time."""

    key: int
    members: int
    last_result: int | None = None


@dataclass(frozen=True)
class AllocationWarning:
    """One warning; `child` None: about the sum."""

    kind: WarningKind
    child: int | None = None
    amount: int = 0


def with_plus(total: int, plus_percent: int) -> int:
    """Return `total` and so many percent more, rounded up: what lets a unit pass its target by that much."""
    return -(-total * (100 + plus_percent) // 100)


def allocation_proposal(
    children: Sequence[Child],
    *,
    total: int,
    basis: Basis = Basis.MEMBERS,
    plus_percent: int = 0,
    minimum: int = 1,
    locked: Mapping[int, int] | None = None,
) -> dict[int, int]:
    """Divide `total` (and `plus_percent` more) among `children`, by the largest remainder.

    `locked` gives fixed numbers by key. By last result, a unit without one is weighed as the others' results a member
    let expect; where nobody has one, members decide.
    """
    places = {child.key: place for place, child in enumerate(children)}
    fixed = {places[key]: value for key, value in (locked or {}).items() if key in places}
    shares = _shares(children, with_plus(total, plus_percent), basis=basis, minimum=minimum, fixed=fixed)
    return {child.key: value for child, value in zip(children, shares.values, strict=True)}


def _shares(
    children: Sequence[Child], total: int, *, basis: Basis, minimum: int, fixed: Mapping[int, int]
) -> Shares:
    weights = (
        _by_last_result(children) if basis == Basis.LAST_RESULT else [child.members for child in children]
    )
    return largest_remainder(total, weights, minimum=minimum, locked=fixed)


def _by_last_result(children: Sequence[Child]) -> list[int]:
    """Weigh by last result, in parts that keep whole numbers: result × members of all who have one."""
    known = [child for child in children if child.last_result is not None]
    results = sum(child.last_result or 0 for child in known)
    members = sum(child.members for child in known)
    if not results or not members:
        return [child.members for child in children]
    return [
        child.members * results if child.last_result is None else child.last_result * members
        for child in children
    ]


def allocation_gap(values: Mapping[int, int], own: int) -> int:
    """Return how much more (above 0) or less (below 0) the children are given than the unit itself was."""
    return sum(values.values()) - own


def allocation_warnings(
    children: Sequence[Child], values: Mapping[int, int], *, own: int | None, many_percent: int = _MUCH
) -> list[AllocationWarning]:
    """Return what deserves a second look; nothing of it forbids. `own` is the unit's own target, where it has one."""
    warnings = [] if own is None else _about_the_sum(allocation_gap(values, own))
    for child in children:
        warnings += _about_a_child(child, values.get(child.key, 0), many_percent)
    return warnings


def _about_the_sum(gap: int) -> list[AllocationWarning]:
    if not gap:
        return []
    kind = WarningKind.MORE_THAN_OWN if gap > 0 else WarningKind.LESS_THAN_OWN
    return [AllocationWarning(kind, amount=abs(gap))]


def _about_a_child(child: Child, value: int, many_percent: int) -> list[AllocationWarning]:
    if value == 0:
        return [AllocationWarning(WarningKind.NOTHING, child.key)]
    warnings = []
    if child.members and value * 100 > child.members * many_percent:
        percent = round(value * 100 / child.members)
        warnings.append(AllocationWarning(WarningKind.MANY_OF_MEMBERS, child.key, percent))
    if child.last_result is not None and value < child.last_result:
        warnings.append(AllocationWarning(WarningKind.BELOW_LAST, child.key, child.last_result))
    return warnings
