"""Refusing who may not give on the day of a drive: from what is on record, never from answers."""

from collections.abc import Iterable, Sequence
from datetime import date

from maudao.donors.models import Donation, Donor
from maudao.donors.rules.eligibility import next_eligible_on
from maudao.drives.actions.refusals import NotEligible

#: The day and the kind of a donation, and whether only the donor told of it.
Given = tuple[date, str, bool]


def check_eligible(donor: Donor, *, on: date) -> None:
    """Refuse a donor who may not give on a day, by age, donations and what the donor was told. Cost: one query.

    Raises:
        NotEligible: and from when on.
    """
    rows = Donation.objects.filter(donor=donor).values_list("donated_on", "kind", "is_self_told")
    check_rested(donor, list(rows.order_by()), on=on)


def refusals(donors: Iterable[Donor], *, on: date) -> dict[int, NotEligible]:
    """Return by number who of several donors may not give on a day, and why. Cost: one query."""
    people = list(donors)
    rows = Donation.objects.filter(donor__in=people).order_by()
    given: dict[int, list[Given]] = {}
    for donor, day, kind, is_told in rows.values_list("donor", "donated_on", "kind", "is_self_told"):
        given.setdefault(donor, []).append((day, kind, is_told))
    refused = {}
    for one in people:
        try:
            check_rested(one, given.get(one.pk, []), on=on)
        except NotEligible as why:
            refused[one.pk] = why
    return refused


def check_rested(donor: Donor, given: Sequence[Given], *, on: date) -> None:
    """Do the same from donations that are read already.

    Raises:
        NotEligible: and from when on.
    """
    every = [(day, kind) for day, kind, _ in given]
    until = next_eligible_on(every, on=on, birth_date=donor.birth_date, not_before=donor.not_before)
    if until != on:
        recorded = [(day, kind) for day, kind, is_told in given if not is_told]
        raise NotEligible(until, by_donation=next_eligible_on(recorded, on=on) != on)
