"""How many to book, so that as many give as are wanted: from the share of those registered who gave before."""

from fractions import Fraction
from math import ceil, floor

#: Of ten who register, seven give (observed 58 to 93 %; `domain.md` §8): until a host has drives of its own.
DEFAULT_YIELD = Fraction(7, 10)

#: How many registrations of its own weigh as much as that default: one bad day of ten people changes little.
PRIOR_WEIGHT = 50

#: Nobody is asked to come where fewer than this would be received for certain.
_LEAST_YIELD = Fraction(1, 2)


def drawn_yield(*, donated: int, registered: int) -> Fraction:
    """Return donated ÷ registered, drawn towards the default by `PRIOR_WEIGHT` registrations."""
    gave = min(donated, registered)
    return (gave + DEFAULT_YIELD * PRIOR_WEIGHT) / (registered + PRIOR_WEIGHT)


def overbooking_for(capacity: int, yield_: Fraction) -> int:
    """Return how many to take beyond `capacity`, so that about `capacity` give; never more than twice as many."""
    return max(floor(capacity / max(yield_, _LEAST_YIELD)) - capacity, 0)


def bookings_for(units: int, yield_: Fraction) -> int:
    """Return how many are to register, so that `units` bags may be expected: one a person."""
    return ceil(units / max(yield_, _LEAST_YIELD))


def forecast(booked: int, yield_: Fraction) -> int:
    """Return how many of those booked may be expected to give."""
    return floor(booked * yield_)
