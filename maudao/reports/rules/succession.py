"""Where the facts of frozen participants lie in the tree as it is now.

The rule: facts follow successions, by their stated shares, as far as they lead. A unit that ended without successor
leaves its facts with the nearest unit above it, in the frozen tree, that still exists or has successors of its own;
at the latest with the unit that runs the campaign, whatever became of that. So nothing is lost, nothing counted twice.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from maudao.lib.shares import largest_remainder

Shares = dict[int, Fraction]


@dataclass(frozen=True)
class History:
    """What became of units: which are closed, who succeeds whom by which share, who stood above whom when frozen."""

    closed: frozenset[int]
    successors: Mapping[int, Sequence[tuple[int, Fraction]]] = field(default_factory=dict)
    frozen_parent: Mapping[int, int | None] = field(default_factory=dict)


def landing(unit: int, history: History) -> Shares:
    """Return where the facts of `unit` lie now; the shares add up to exactly 1."""
    return _follow(unit, history, frozenset())


def has_ended(unit: int, history: History) -> bool:
    """Say whether `unit` ended without successor."""
    return unit in history.closed and not history.successors.get(unit)


def split(value: int, shares: Shares) -> dict[int, int]:
    """Divide a count by shares into whole numbers that add up to it."""
    if len(shares) == 1:
        return dict.fromkeys(shares, value)
    units = sorted(shares)
    common = math.lcm(*(share.denominator for share in shares.values()))
    divided = largest_remainder(value, [int(shares[unit] * common) for unit in units])
    return dict(zip(units, divided.values, strict=True))


def main_place(shares: Shares) -> int:
    """Return the unit with the largest share (the lowest number among equals): where what cannot be divided counts."""
    return min(shares, key=lambda unit: (-shares[unit], unit))


def _follow(unit: int, history: History, seen: frozenset[int]) -> Shares:
    heirs = history.successors.get(unit, ())
    if unit in seen or (not heirs and unit not in history.closed):
        return {unit: Fraction(1)}
    if heirs:
        return _divided(unit, heirs, history, seen | {unit})
    above = history.frozen_parent.get(unit)
    return {unit: Fraction(1)} if above is None else _follow(above, history, seen | {unit})


def _divided(
    unit: int, heirs: Sequence[tuple[int, Fraction]], history: History, seen: frozenset[int]
) -> Shares:
    whole = sum((share for _, share in heirs), Fraction(0))
    places: Shares = {}
    for heir, share in heirs:
        for place, part in _follow(heir, history, seen).items():
            places[place] = places.get(place, Fraction(0)) + part * share / whole
    return places
