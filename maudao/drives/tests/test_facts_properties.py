"""Whatever happens, in whatever order: facts are what the records say, counted here once more and in another way."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import Union
from maudao.campaigns import make as campaigns
from maudao.campaigns.actions import close_campaign, lock_figures, release_figures, reopen_campaign
from maudao.campaigns.models import Assignment, Campaign, FactEntry
from maudao.campaigns.queries import fact_totals
from maudao.campaigns.rules import Fact
from maudao.donors import make as donors
from maudao.donors.actions.donations import (
    correct_donation,
    counted_together,
    record_donation,
    recount_of,
    withdraw_donation,
)
from maudao.donors.models import Donation, Donor, LateCount, Membership
from maudao.drives import make
from maudao.drives.actions.counting import count_late, count_registration, recount
from maudao.drives.models import Drive, Registration
from maudao.organization.make import ACTOR, NOW
from maudao.organization.models import Unit

FIRST_DAY = date(2026, 3, 20)
CAME = ("arrived", "donated", "deferred", "left")
VOLUMES = {"whole_blood": (250, 350, 450), "platelets": (400,), "plasma": (500,)}
Place = tuple[str, str, date]


# ── the records, counted in another way: no SQL, no donation that is looked at alone ──


def counted_anew(campaign: Campaign) -> Counter[Place]:
    """Count (unit, fact, day) from all records."""
    units = set(campaign.assignments.values_list("unit__code", flat=True))
    total: Counter[Place] = Counter()
    _count_donations(campaign, units, total)
    for drive in campaign.drives.select_related("host"):
        _count_registrations(drive, total)
    return Counter({place: value for place, value in total.items() if value and place[0] in units})


def _count_donations(campaign: Campaign, units: set[str], total: Counter[Place]) -> None:
    people: set[int] = set()
    ever: dict[int, date] = {}
    rows = Donation.objects.select_related("donor", "credited_to")
    for one in sorted(rows, key=lambda row: (row.donated_on, row.is_self_told, row.pk)):
        is_first = one.donor_id not in ever or (ever[one.donor_id] == one.donated_on and one.is_self_told)
        told_before = ever.setdefault(one.donor_id, one.donated_on)
        assert told_before <= one.donated_on
        if one.is_self_told or one.campaign_id != campaign.pk or one.credited_to is None:
            continue
        if one.credited_to.code not in units:
            continue
        names = [Fact.DONATIONS, Fact.DONATIONS_FIRST if is_first else Fact.DONATIONS_REPEAT]
        names += [Fact.DONORS] if one.donor_id not in people else []
        names += [Fact.DONATIONS_WOMEN] if one.donor.sex == "F" else []
        names += [Fact.DONATIONS_MEMBERS] if _is_member(one) else []
        whole = one.kind == "whole_blood"
        names += [Fact(f"bags_{one.volume_ml}") if whole else Fact.DONATIONS_APHERESIS]
        people.add(one.donor_id)
        for fact in names:
            total[one.credited_to.code, fact.value, one.donated_on] += 1
        total[one.credited_to.code, Fact.VOLUME_ML.value, one.donated_on] += one.volume_ml


def _is_member(one: Donation) -> bool:
    return any(
        row.starts_on <= one.donated_on and (row.ends_on is None or row.ends_on >= one.donated_on)
        for row in Membership.objects.filter(donor=one.donor)
    )


def _count_registrations(drive: Drive, total: Counter[Place]) -> None:
    deferred = 0
    for row in drive.registrations.select_related("credited_to"):
        unit = row.credited_to or drive.host
        if row.state != "cancelled" and not row.is_walk_in:
            total[unit.code, "registered", timezone.localdate(row.registered_at)] += 1
        if row.state in CAME:
            total[unit.code, "arrived", drive.held_on] += 1
        deferred += row.state == "deferred"
    told = deferred if drive.deferred_count is None else drive.deferred_count
    total[drive.host.code, "deferred", drive.held_on] += told


def stored(campaign: Campaign) -> Counter[Place]:
    rows = FactEntry.objects.filter(assignment__campaign=campaign)
    total: Counter[Place] = Counter()
    for unit, fact, on, value in rows.values_list("assignment__unit__code", "fact", "on", "value"):
        total[unit, fact, on] += value
    return total


# ── what can happen ──


@dataclass
class World:
    """A campaign with two drives, some people, and a turn at each thing that can happen to them."""

    campaign: Campaign
    drives: list[Drive]
    units: list[Unit]
    people: list[Donor]
    keys: int = 0

    def book(self, a: int, b: int, c: int) -> None:
        drive, donor = self.drives[a % 2], self._person(b)
        if drive.registrations.filter(donor=donor).exclude(state="cancelled").exists():
            return
        unit = [*self.units, None][c % (len(self.units) + 1)]
        is_walk_in = c % 5 == 4
        at = NOW - timedelta(hours=7 * (c % 4))
        made = make.registration(drive, donor, credited_to=unit, registered_at=at, is_walk_in=is_walk_in)
        count_registration(made)

    def cancel(self, a: int, b: int, c: int) -> None:
        row = self._registration(a, "registered")
        if row is not None:
            Registration.objects.filter(pk=row.pk).update(state="cancelled")
            count_registration(row, by=-1)

    def check_in(self, a: int, b: int, c: int) -> None:
        row = self._registration(a, "registered", "arrived", "deferred", "left", "no_show")
        if row is None:
            return
        state = ("arrived", "deferred", "left", "no_show", "donated", "donated")[b % 6]
        gift = self._give(row.donor, c, on=row.drive.held_on, unit=row.unit) if state == "donated" else None
        Registration.objects.filter(pk=row.pk).update(state=state, donation=gift)
        recount(row.drive)

    def give(self, a: int, b: int, c: int) -> None:
        unit = [*self.units, None][b % (len(self.units) + 1)]
        self._give(self._person(a), c, on=FIRST_DAY + timedelta(days=b % 7), unit=unit)

    def tell(self, a: int, b: int, c: int) -> None:
        donors.donation(self._person(a), on=FIRST_DAY + timedelta(days=b % 7 - 3), is_self_told=True)

    def correct(self, a: int, b: int, c: int) -> None:
        if (one := self._donation(a)) is not None:
            kind = list(VOLUMES)[b % 3]
            day = FIRST_DAY + timedelta(days=c % 7)
            volume = VOLUMES[kind][c % len(VOLUMES[kind])]
            correct_donation(one, kind=kind, volume_ml=volume, donated_on=day, actor=ACTOR, now=NOW)

    def withdraw(self, a: int, b: int, c: int) -> None:
        if (one := self._donation(a)) is not None:
            row = Registration.objects.filter(donation=one).first()
            Registration.objects.filter(donation=one).update(donation=None, state="left")
            withdraw_donation(one, actor=ACTOR, now=NOW)
            if row is not None:
                recount(row.drive)

    def merge(self, a: int, b: int, c: int) -> None:
        kept, merged = self._person(a), self._person(b)
        if kept.pk == merged.pk:
            return
        Donation.objects.filter(donor=merged).update(donor=kept)
        for row in list(Registration.objects.filter(donor=merged)):
            twice = Registration.objects.filter(donor=kept, drive=row.drive).exclude(state="cancelled")
            if row.state == "cancelled" or not twice.exists():
                Registration.objects.filter(pk=row.pk).update(donor=kept)
        Membership.objects.filter(donor=merged).delete()
        Donor.objects.filter(pk=merged.pk).update(merged_into=kept)
        self.people.remove(merged)
        if not self.people:
            self.people.append(donors.donor())
        recount_of(kept, merged)

    def learn(self, a: int, b: int, c: int) -> None:
        person = self._person(a)
        Donor.objects.filter(pk=person.pk).update(sex="FM"[b % 2])
        if c % 2:
            day = FIRST_DAY + timedelta(days=c % 7)
            Membership.objects.create(donor=person, unit=self.units[0], starts_on=day, ends_on=day)
        recount_of(person)

    def close_drive(self, a: int, b: int, c: int) -> None:
        drive = self.drives[a % 2]
        if drive.deferred_count is None:
            drive.deferred_count = drive.registrations.filter(state="deferred").count()
            drive.save(update_fields=["deferred_count"])
            drive.registrations.filter(state="deferred").update(state="left")
            recount(drive)

    def send_report(self, a: int, b: int, c: int) -> None:
        lock_figures(campaigns.part(self.campaign, self.units[a % 3]), now=NOW)

    def open_report(self, a: int, b: int, c: int) -> None:
        release_figures(self.campaign.assignments.get(parent=None), still={})
        if a % 2:
            count_late()

    def end(self, a: int, b: int, c: int) -> None:
        change = close_campaign if a % 2 else reopen_campaign
        change(self.campaign, actor=ACTOR, now=NOW)

    def together(self, a: int, b: int, c: int) -> None:
        with counted_together():
            for number in range(3):
                self.give(a + number, b + number, c)
            self.withdraw(b, a, c)

    def _person(self, number: int) -> Donor:
        return self.people[number % len(self.people)]

    def _registration(self, number: int, *states: str) -> Registration | None:
        rows = list(Registration.objects.filter(state__in=states).order_by("pk"))
        return rows[number % len(rows)] if rows else None

    def _donation(self, number: int) -> Donation | None:
        rows = list(Donation.objects.filter(is_self_told=False).order_by("pk"))
        return rows[number % len(rows)] if rows else None

    def _give(self, donor: Donor, number: int, *, on: date, unit: Unit | None) -> Donation:
        self.keys += 1
        kind = list(VOLUMES)[number % 3]
        return record_donation(
            donor,
            donated_on=min(on, timezone.localdate(NOW)),
            kind=kind,
            volume_ml=VOLUMES[kind][number % len(VOLUMES[kind])],
            campaign=self.campaign,
            credited_to=unit,
            idempotency_key=f"key-{self.keys}",
            actor=ACTOR,
            now=NOW,
        )


HAPPENINGS = (
    World.book,
    World.cancel,
    World.check_in,
    World.give,
    World.tell,
    World.correct,
    World.withdraw,
    World.merge,
    World.learn,
    World.close_drive,
    World.send_report,
    World.open_report,
    World.end,
    World.together,
)
_number = st.integers(0, 30)
_story = st.lists(st.tuples(st.sampled_from(HAPPENINGS), _number, _number, _number), min_size=4, max_size=14)


@pytest.fixture
def world(union: Union) -> World:
    campaign = campaigns.launched(union.province)
    hosts = (union.commune, union.clinic)
    return World(
        campaign=campaign,
        drives=[make.drive(host, campaign=campaign, capacity=100, held_on=FIRST_DAY) for host in hosts],
        units=[union.factory, union.school, union.commune, union.strange_factory],
        people=[donors.donor(unit) for unit in (union.factory, union.school, None, None)],
    )


@given(story=_story)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_facts_are_what_the_records_say(world: World, story: list[tuple[Any, int, int, int]]) -> None:
    with undone():
        told = World(world.campaign, [_fresh(drive) for drive in world.drives], world.units, [*world.people])
        for happening, *numbers in story:
            happening(told, *numbers)
        _only_what_waits_differs(told.campaign)
        reopen_campaign(told.campaign, actor=ACTOR, now=NOW)
        release_figures(told.campaign.assignments.get(parent=None), still={})
        count_late()
        assert stored(told.campaign) == counted_anew(told.campaign)
        _sums_agree(told.campaign)


class undone(transaction.Atomic):
    """A transaction of which nothing stays."""

    def __init__(self) -> None:
        super().__init__(using=None, savepoint=True, durable=False)

    def __exit__(self, *error: Any) -> None:
        if error[0] is None:
            transaction.set_rollback(True)
        super().__exit__(*error)


def _fresh(drive: Drive) -> Drive:
    return Drive.objects.select_related("host").get(pk=drive.pk)


def _only_what_waits_differs(campaign: Campaign) -> None:
    late = set(LateCount.objects.values_list("assignment__unit__code", flat=True))
    found, anew = stored(campaign), counted_anew(campaign)
    wrong = {place for place in found | anew if found[place] != anew[place] and place[0] not in late}
    assert wrong == set()


def _sums_agree(campaign: Campaign) -> None:
    """What the units, the drives and the campaign come to is what was given."""
    given = Donation.objects.filter(campaign=campaign, is_self_told=False)
    credited = given.filter(credited_to__in=campaign.assignments.values("unit"))
    total = fact_totals(Assignment.objects.filter(campaign=campaign))
    assert total.get(Fact.DONATIONS, 0) == credited.count()
    assert total.get(Fact.VOLUME_ML, 0) == sum(credited.values_list("volume_ml", flat=True))
    assert total.get(Fact.DONORS, 0) == credited.values("donor").distinct().count()
    for part in campaign.assignments.all():
        own = fact_totals(Assignment.objects.filter(pk=part.pk))
        assert own.get(Fact.DONATIONS, 0) == credited.filter(credited_to=part.unit_id).count()
    for drive in campaign.drives.all():
        rows = FactEntry.objects.filter(origin__startswith=f"drive:{drive.pk}:", fact="registered")
        booked = drive.registrations.exclude(state="cancelled").filter(is_walk_in=False)
        inside = [row for row in booked if row.unit.assignments.filter(campaign=campaign).exists()]
        assert sum(rows.values_list("value", flat=True)) == len(inside)
