"""Whom a unit's chair asks next to give, and in which order: pure, no database, no clock."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from maudao.donors.rules.eligibility import next_eligible_on


@dataclass(frozen=True)
class Colleague:
    """Somebody of the unit, as far as it decides whether to ask. `donations` are (day, kind), told ones too.

    `seen_donations` are the days that the chair may know of: none without consent.
    """

    donor: int
    sort_key: str
    birth_date: date | None = None
    not_before: date | None = None
    donations: Sequence[tuple[date, str]] = ()
    seen_donations: Sequence[date] = ()
    is_asked: bool = False
    is_in: bool = False  # is registered, or has come or given in the campaign

    def may_give(self, *, on: date) -> bool:
        """Say whether nothing on record speaks against a donation on a day."""
        if not self.donations and self.not_before is None and self.birth_date is None:
            return True
        free_on = next_eligible_on(
            self.donations, on=on, birth_date=self.birth_date, not_before=self.not_before
        )
        return free_on == on


def whom_to_ask(colleagues: Iterable[Colleague], *, on: date) -> list[Colleague]:
    """Return who could give on a day and is neither asked nor registered, in the order in which to ask.

    First those of whom the chair knows that they gave before, the latest first: who gave is the likeliest to give
    again. Then everybody else by name, so that the order tells nothing of anybody. Whoever is not
    in it is left out without a reason: a rest, a day that the donor was told, and a place at a drive look the same.
    """
    possible = [one for one in colleagues if not one.is_asked and not one.is_in and one.may_give(on=on)]
    return sorted(possible, key=_order)


def _order(one: Colleague) -> tuple[int, str, int]:
    latest = max(one.seen_donations, default=None)
    return (-latest.toordinal() if latest else 0, one.sort_key, one.donor)
