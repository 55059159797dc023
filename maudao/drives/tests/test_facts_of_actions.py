"""Whatever people do at real pages and devices, in whatever order: facts are what the records say."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import Union
from maudao.campaigns import make as campaigns
from maudao.campaigns.models import Campaign
from maudao.donors import make as donors
from maudao.donors.actions.donations import DonationRefused, correct_donation
from maudao.donors.actions.merging import MergeRefused, UndoRefused, merge_donors, undo_merge
from maudao.donors.models import Donation, Donor, DonorMerge
from maudao.drives import make
from maudao.drives.actions.booking import book_slot, cancel_registration
from maudao.drives.actions.check_in import CheckInClosed, Incoming, sync_check_in
from maudao.drives.actions.closing import cancel_drive, close_drive
from maudao.drives.actions.planning import DriveRefused
from maudao.drives.actions.refusals import BookingRefused
from maudao.drives.models import Drive, Registration
from maudao.drives.rules.check_in import Noted
from maudao.drives.tests.test_facts_properties import counted_anew, stored, undone
from maudao.organization.make import ACTOR, NOW
from maudao.organization.models import Unit

HELD_ON = date(2026, 4, 7)
THAT_DAY = datetime(2026, 4, 7, 4, 0, tzinfo=UTC)
NEXT_DAY = datetime(2026, 4, 8, 4, 0, tzinfo=UTC)
OUTCOMES = ("arrived", "donated", "donated", "deferred", "left", "reopened")


REFUSALS = (BookingRefused, CheckInClosed, DonationRefused, DriveRefused, MergeRefused, UndoRefused)


@dataclass
class Doers:
    """Two drives of a campaign, and people who do what pages and devices let them do."""

    campaign: Campaign
    drives: list[Drive]
    units: list[Unit]
    people: list[Donor]
    keys: int = 0

    def book(self, a: int, b: int, c: int) -> None:
        slot = self.drives[a % 2].slots.select_related("drive__host").all()[b % 2]
        donor, unit = self._person(b), self.units[c % len(self.units)]
        book_slot(slot, donor, credited_to=unit, idempotency_key=self._key(), actor=ACTOR, now=NOW)

    def cancel(self, a: int, b: int, c: int) -> None:
        if row := self._registration(a):
            cancel_registration(row, actor=ACTOR, now=NOW)

    def check_in(self, a: int, b: int, c: int) -> None:
        if row := self._registration(a):
            outcome = OUTCOMES[b % len(OUTCOMES)]
            said: dict[str, Any] = {"kind": "whole_blood", "volume_ml": (250, 350, 450)[c % 3]}
            note = Noted(self._key(), outcome, THAT_DAY, **(said if outcome == "donated" else {}))
            device, incoming = f"device-{c % 2}", [Incoming(note, row.pk)]
            sync_check_in(row.drive, incoming, device=device, actor=ACTOR, now=THAT_DAY)

    def correct(self, a: int, b: int, c: int) -> None:
        rows = list(Donation.objects.order_by("pk"))
        if rows:
            correct_donation(rows[a % len(rows)], volume_ml=(250, 450)[b % 2], actor=ACTOR, now=NEXT_DAY)

    def merge(self, a: int, b: int, c: int) -> None:
        merge_donors(self._person(a), self._person(b), unit=self.units[0], actor=ACTOR, now=NEXT_DAY)

    def part(self, a: int, b: int, c: int) -> None:
        if (merge := DonorMerge.objects.filter(undone_at=None).first()) is not None:
            undo_merge(merge, actor=ACTOR, now=NEXT_DAY)

    def close(self, a: int, b: int, c: int) -> None:
        close_drive(self.drives[a % 2], actor=ACTOR, now=NEXT_DAY)

    def call_off(self, a: int, b: int, c: int) -> None:
        cancel_drive(self.drives[a % 2], actor=ACTOR, now=NOW)

    def _key(self) -> str:
        self.keys += 1
        return f"key-{self.keys}"

    def _person(self, number: int) -> Donor:
        return Donor.objects.get(pk=self.people[number % len(self.people)].pk)

    def _registration(self, number: int) -> Registration | None:
        rows = list(Registration.objects.select_related("drive__host").order_by("pk"))
        return rows[number % len(rows)] if rows else None


_often = (Doers.book, Doers.book, Doers.check_in, Doers.check_in, Doers.check_in)
_seldom = (Doers.cancel, Doers.correct, Doers.merge, Doers.part, Doers.close, Doers.call_off)
_number = st.integers(0, 11)
_step = st.tuples(st.sampled_from([*_often, *_seldom]), _number, _number, _number)


@pytest.fixture
def doers(union: Union) -> Doers:
    campaign = campaigns.launched(union.province)
    hosts = (union.commune, union.clinic)
    return Doers(
        campaign=campaign,
        drives=[make.drive(host, campaign=campaign, held_on=HELD_ON) for host in hosts],
        units=[union.factory, union.school, union.commune],
        people=[donors.donor(unit) for unit in (union.factory, union.school, None, None)],
    )


@given(steps=st.lists(_step, min_size=4, max_size=16))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_facts_are_what_the_records_say_after_any_actions(doers: Doers, steps: list[Any]) -> None:
    with undone():
        told = Doers(doers.campaign, doers.drives, doers.units, doers.people)
        for do, *numbers in steps:
            with suppress(*REFUSALS):  # nothing has happened then
                do(told, *numbers)
            assert stored(told.campaign) == counted_anew(told.campaign)


def test_who_gave_under_two_records_is_one_person_while_they_are_merged(doers: Doers) -> None:
    for drive, person in ((0, 0), (1, 1)):
        doers.book(drive, person, 0)
    for row in (0, 1):
        doers.check_in(row, 1, 0)
    assert people(doers) == 2
    doers.merge(0, 1, 0)
    assert people(doers) == 1
    doers.part(0, 0, 0)
    assert people(doers) == 2


def people(doers: Doers) -> int:
    rows = stored(doers.campaign)
    assert rows == counted_anew(doers.campaign)
    return sum(value for (_, fact, _), value in rows.items() if fact == "donors")
