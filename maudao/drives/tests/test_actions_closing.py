"""Cancelling a drive, and closing it after its day."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from conftest import Union
from maudao.campaigns import make as campaigns
from maudao.campaigns.actions.locking import lock_figures
from maudao.campaigns.models import Activity, FactEntry
from maudao.campaigns.rules import ActivityKind, Fact
from maudao.donors import make as donors
from maudao.drives import make
from maudao.drives.actions import counting
from maudao.drives.actions.booking import book_slot
from maudao.drives.actions.closing import cancel_drive, close_drive
from maudao.drives.actions.planning import DriveRefused
from maudao.drives.actions.refusals import NotTaking
from maudao.drives.jobs import close_over
from maudao.drives.models import CheckInRecord, Drive
from maudao.drives.queries.drives import ToTell, due_for_closing
from maudao.drives.rules import CheckInOutcome, DriveState, OfferState, RegistrationState
from maudao.messaging.models import Message
from maudao.organization import make as units
from maudao.organization.make import ACTOR, NOW
from maudao.organization.models import AuditEntry
from maudao.organization.rules import UnitKind

THE_DAY, AFTER = NOW + timedelta(days=6), NOW + timedelta(days=7)


def _reason(work: Callable[[], Any]) -> str:
    with pytest.raises(DriveRefused) as refused:
        work()
    return refused.value.reason


def _states(drive: Drive) -> dict[str, str]:
    return dict(drive.registrations.values_list("donor__full_name", "state"))


def _with(drive: Drive, **people: RegistrationState) -> None:
    for name, state in people.items():
        make.registration(drive, donors.donor(full_name=name), state=state)


# ── cancel ──


def test_a_cancelled_drive_holds_nobody_and_tells_everybody(union: Union) -> None:
    campaign = campaigns.launched(union.province)
    drive = make.drive(union.factory, campaign=campaign)
    make.registration(drive, donors.donor())
    make.registration(drive, donors.donor(phone=""))
    counting.recount(drive)
    place = make.waiting_place(drive, donors.donor())
    facts = FactEntry.objects.filter(fact=Fact.REGISTERED)
    assert [entry.value for entry in facts] == [2]
    assert cancel_drive(drive, actor=ACTOR, now=NOW, note="Vì bão.") == ToTell(2, 1, units=1)
    drive.refresh_from_db()
    place.refresh_from_db()
    assert (drive.state, drive.sequence, drive.closed_at) == (DriveState.CANCELLED, 1, NOW)
    assert {row.state for row in drive.registrations.all()} == {RegistrationState.CANCELLED}
    assert place.state == OfferState.GONE
    assert {slot.taken for slot in drive.slots.all()} == {0}
    assert not facts.filter(value__gt=0).exists()
    assert {message.purpose for message in Message.objects.all()} == {"cancellation"}


def test_cancelled_twice_is_told_once(union: Union) -> None:
    drive = make.drive(union.factory)
    make.registration(drive, donors.donor())
    cancel_drive(drive, actor=ACTOR, now=NOW)
    assert cancel_drive(drive, actor=ACTOR, now=NOW) == ToTell(0, 0)
    assert Message.objects.count() == 1
    assert AuditEntry.objects.filter(action="cancel_drive").count() == 1


def test_a_drive_to_which_somebody_has_come_is_not_cancelled(union: Union) -> None:
    drive = make.drive(union.factory)
    _with(drive, Anh=RegistrationState.LEFT, Binh=RegistrationState.REGISTERED)
    assert _reason(lambda: cancel_drive(drive, actor=ACTOR, now=NOW)) == "begun"
    assert _states(drive)["Binh"] == RegistrationState.REGISTERED


# ── close ──


def test_at_the_end_only_the_count_of_the_deferred_stays(union: Union) -> None:
    drive = make.drive(union.factory)
    _with(
        drive,
        Anh=RegistrationState.REGISTERED,
        Binh=RegistrationState.ARRIVED,
        Chi=RegistrationState.DEFERRED,
        Dung=RegistrationState.DEFERRED,
        Em=RegistrationState.LEFT,
        Giang=RegistrationState.DONATED,
        Hoa=RegistrationState.CANCELLED,
    )
    registration = drive.registrations.get(donor__full_name="Chi")
    CheckInRecord.objects.create(
        drive=drive,
        registration=registration,
        key="k",
        device="m",
        outcome=CheckInOutcome.DEFERRED,
        at=NOW,
        received_at=NOW,
    )
    close_drive(drive, actor=ACTOR, now=AFTER)
    drive.refresh_from_db()
    assert (drive.state, drive.deferred_count) == (DriveState.DONE, 2)
    assert _states(drive) == {
        "Anh": RegistrationState.NO_SHOW,
        "Binh": RegistrationState.LEFT,
        "Chi": RegistrationState.LEFT,
        "Dung": RegistrationState.LEFT,
        "Em": RegistrationState.LEFT,
        "Giang": RegistrationState.DONATED,
        "Hoa": RegistrationState.CANCELLED,
    }
    assert not CheckInRecord.objects.exists()


def test_closing_leaves_the_facts_as_they_were(union: Union) -> None:
    drive = make.drive(union.factory, campaign=campaigns.launched(union.province))
    _with(drive, Anh=RegistrationState.REGISTERED, Chi=RegistrationState.DEFERRED, Em=RegistrationState.LEFT)
    counting.recount(drive)
    before = list(FactEntry.objects.order_by("fact").values_list("fact", "on", "value"))
    close_drive(drive, actor=ACTOR, now=AFTER)
    assert list(FactEntry.objects.order_by("fact").values_list("fact", "on", "value")) == before
    assert {fact: value for fact, _, value in before} == {"registered": 3, "arrived": 2, "deferred": 1}


def test_who_waits_is_let_go_and_holds_no_place(union: Union) -> None:
    drive = make.drive(union.factory, slots=1)
    slot = drive.slots.get()
    make.registration(drive, donors.donor())
    offered = {"state": OfferState.OFFERED, "offered_slot": slot, "offer_ends_at": AFTER}
    place = make.waiting_place(drive, donors.donor(), **offered)
    drive.slots.update(taken=2)
    close_drive(drive, actor=ACTOR, now=AFTER)
    place.refresh_from_db()
    slot.refresh_from_db()
    assert (place.state, slot.taken) == (OfferState.GONE, 1)


def test_a_drive_is_closed_after_its_day_and_once(union: Union) -> None:
    drive, cancelled = make.drive(union.factory), make.drive(union.factory, state=DriveState.CANCELLED)
    _with(drive, Chi=RegistrationState.DEFERRED)
    assert _reason(lambda: close_drive(drive, actor=ACTOR, now=THE_DAY)) == "not_over"
    assert _reason(lambda: close_drive(cancelled, actor=ACTOR, now=AFTER)) == "ended"
    close_drive(drive, actor=ACTOR, now=AFTER)
    assert close_drive(drive, actor=ACTOR, now=AFTER + timedelta(days=1)).closed_at == AFTER
    assert AuditEntry.objects.filter(action="close_drive").count() == 1
    assert Drive.objects.get(pk=drive.pk).deferred_count == 1


def test_the_worker_closes_what_its_host_has_left_open_for_a_week(union: Union) -> None:
    left, planned = make.drive(union.factory), make.drive(union.factory, state=DriveState.PLANNED)
    used = make.drive(union.school, state=DriveState.PLANNED)
    make.registration(used, donors.donor(), state=RegistrationState.DONATED)
    make.drive(union.school, held_on=THE_DAY.date() + timedelta(days=1))
    week_later = THE_DAY + timedelta(days=7)
    assert not due_for_closing(now=week_later - timedelta(days=1), days=7).exists()
    assert close_over(now=week_later) == 2
    assert close_over(now=week_later) == 0
    assert Drive.objects.get(pk=left.pk).state == DriveState.DONE
    assert Drive.objects.get(pk=planned.pk).state == DriveState.PLANNED


# ── at the same moment ──


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_no_live_registration_is_left_in_a_drive_cancelled_while_people_book() -> None:
    host = units.unit(units.unit(None, "P", kind=UnitKind.PROVINCE), "P-1")
    drive = make.drive(host, slots=1, capacity=20)
    slot = drive.slots.select_related("drive__host").get()
    people = [donors.donor() for _ in range(8)]
    barrier, outcomes = threading.Barrier(9), [""] * 9

    def run(number: int) -> None:
        barrier.wait()
        try:
            if number == 8:
                told = cancel_drive(drive, actor=ACTOR, now=NOW)
                outcomes[number] = f"told {told.by_message}"
            else:
                key = f"key-{number}"
                book_slot(slot, people[number], credited_to=host, idempotency_key=key, actor=ACTOR, now=NOW)
                outcomes[number] = "booked"
        except NotTaking as refused:
            outcomes[number] = refused.reason
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(outcomes[:8]) <= {"booked", "cancelled"}
    assert outcomes[8] == f"told {outcomes.count('booked')}"
    assert not drive.registrations.exclude(state=RegistrationState.CANCELLED).exists()
    slot.refresh_from_db()
    assert slot.taken == 0


# ── a drive among what its host did ──


def test_a_drive_that_was_held_is_an_activity_of_its_hosts_without_figures_of_its_own(union: Union) -> None:
    campaign = campaigns.launched(union.province)
    drive = make.drive(union.factory, campaign=campaign)
    drive.co_hosts.add(union.school, union.stranger)  # the stranger takes no part in the campaign
    _with(drive, An=RegistrationState.LEFT)
    for _ in range(2):
        close_drive(drive, actor=ACTOR, now=AFTER)
    held = Activity.objects.filter(assignment__campaign=campaign)
    assert {(one.unit, one.kind, one.held_on) for one in held} == {
        (union.factory, ActivityKind.DRIVE, drive.held_on),
        (union.school, ActivityKind.DRIVE, drive.held_on),
    }
    assert not FactEntry.objects.filter(origin__startswith="activity:").exists()


def test_a_drive_adds_no_activity_to_a_report_that_was_sent(union: Union) -> None:
    campaign = campaigns.launched(union.province)
    drive = make.drive(union.factory, campaign=campaign)
    lock_figures(campaigns.part(campaign, union.factory), now=NOW)
    assert close_drive(drive, actor=ACTOR, now=AFTER).state == DriveState.DONE
    assert not Activity.objects.exists()
