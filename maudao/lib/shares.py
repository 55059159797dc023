"""Dividing a whole number into whole shares by weight (largest remainder, also called Hamilton's method)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

_NONE_LOCKED: Mapping[int, int] = {}


@dataclass(frozen=True)
class Shares:
    """The shares in the order of the weights. They add up to `total` unless `difference` says otherwise."""

    values: list[int]
    total: int

    @property
    def difference(self) -> int:
        """How much the shares exceed the total (above zero) or fall short of it (below zero)."""
        return sum(self.values) - self.total


def largest_remainder(
    total: int,
    weights: Sequence[int | Decimal],
    *,
    minimum: int = 0,
    locked: Mapping[int, int] = _NONE_LOCKED,
) -> Shares:
    """Divide `total` by `weights`: at least `minimum` each, and exactly `locked[place]` where a place is locked.

    Whoever would get less than the minimum gets it, and the others divide the rest. Each takes the whole part
    of its exact share; what is left goes, one each, to the largest remainders, the earlier place first where
    they are equal. Without any weight all count the same.

    Where locked shares and minimums alone exceed the total, or everything is locked, they stand as they are:
    `difference` is then not zero, and it is for the caller to warn.

    Raises:
        ValueError: a weight, the minimum, a locked share or the total is below zero, or a locked place does
            not exist.
    """
    _check(total, weights, minimum=minimum, locked=locked)
    free = [place for place in range(len(weights)) if place not in locked]
    rest = total - sum(locked.values())
    exact = {place: Fraction(weights[place]) for place in free}
    if not any(exact.values()):
        exact = dict.fromkeys(free, Fraction(1))
    shares = {**locked, **_with_minimum(rest, exact, minimum=minimum)}
    return Shares([shares[place] for place in range(len(weights))], total)


def _check(total: int, weights: Sequence[int | Decimal], *, minimum: int, locked: Mapping[int, int]) -> None:
    if min(total, minimum, *weights, *locked.values()) < 0:
        raise ValueError("shares are not made of what is below zero")
    if not set(locked) <= set(range(len(weights))):
        raise ValueError("a share that does not exist is locked")


def _with_minimum(rest: int, weights: Mapping[int, Fraction], *, minimum: int) -> dict[int, int]:
    """Divide `rest`; give the minimum to those whose exact share is below it, and divide again without them."""
    raised: dict[int, int] = {}
    sharing = dict(weights)
    while sharing:
        left = rest - sum(raised.values())
        if left <= minimum * len(sharing):
            return {**raised, **dict.fromkeys(sharing, minimum)}
        ratio = left / sum(sharing.values())
        below = [place for place, weight in sharing.items() if weight * ratio < minimum]
        if not below:
            return {**raised, **_hamilton(left, sharing)}
        raised |= dict.fromkeys(below, minimum)
        sharing = {place: weight for place, weight in sharing.items() if place not in raised}
    return raised


def _hamilton(total: int, weights: Mapping[int, Fraction]) -> dict[int, int]:
    ratio = total / sum(weights.values())
    exact = {place: weight * ratio for place, weight in weights.items()}
    shares = {place: int(share) for place, share in exact.items()}
    by_remainder = sorted(exact, key=lambda place: (shares[place] - exact[place], place))
    for place in by_remainder[: total - sum(shares.values())]:
        shares[place] += 1
    return shares
