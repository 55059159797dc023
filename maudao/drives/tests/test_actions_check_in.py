"""Sync of check-in: any order, any repetition, two devices; donations follow, and nothing is lost or doubled."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connections

from conftest import Union
from maudao.campaigns import make as campaigns
from maudao.campaigns.models import FactEntry
from maudao.donors import make as donors
from maudao.donors.actions.donations import record_donation
from maudao.donors.models import Donation, Donor
from maudao.donors.rules import DonationKind
from maudao.drives import make
from maudao.drives.actions.check_in import Answer, CheckInClosed, TooManyRecords, sync_check_in
from maudao.drives.actions.check_in_people import Incoming, WalkIn
from maudao.drives.models import CheckInRecord, Drive, Registration
from maudao.drives.rules import CheckInOutcome, DriveState, RegistrationState
from maudao.drives.rules.check_in import Noted
from maudao.organization.make import ACTOR
from maudao.organization.models import AuditEntry

MORNING = datetime.fromisoformat("2026-04-07T08:00:00+07:00")
NOON = MORNING + timedelta(hours=4)
ARRIVED, DONATED, DEFERRED, LEFT, REOPENED = CheckInOutcome


def noted(outcome: str, minute: int = 0, *, bag: int = 350, **known: Any) -> Noted:
    said: dict[str, Any] = {
        "key": str(uuid4()),
        "outcome": outcome,
        "at": MORNING + timedelta(minutes=minute),
    }
    if outcome == DONATED:
        said |= {"kind": DonationKind.WHOLE_BLOOD, "volume_ml": bag}
    return Noted(**said | known)


def about(row: Registration, outcome: str, minute: int = 0, **known: Any) -> Incoming:
    return Incoming(noted(outcome, minute, **known), registration=row.pk)


def walked(outcome: str, minute: int = 0, **known: Any) -> Incoming:
    said: dict[str, Any] = {"key": str(uuid4()), "full_name": "Lù Văn Đến", "birth_year": 1991, "sex": "M"}
    return Incoming(noted(outcome, minute), walk_in=WalkIn(**said | known))


def sync(
    drive: Drive, records: Sequence[Incoming], *, device: str = "a", now: datetime = NOON
) -> list[Answer]:
    return sync_check_in(drive, records, device=device, actor=ACTOR, now=now)


def reasons(answers: Sequence[Answer]) -> list[str]:
    return [answer.reason for answer in answers]


@pytest.fixture
def drive(union: Union) -> Drive:
    return make.drive(union.factory, campaign=campaigns.launched(union.province))


@pytest.fixture
def row(drive: Drive, union: Union) -> Registration:
    return make.registration(drive, donors.donor(union.factory))


def facts() -> dict[str, int]:
    return {entry.fact: entry.value for entry in FactEntry.objects.filter(value__gt=0)}


def test_who_arrived_and_gave_is_counted_and_has_a_donation(drive: Drive, row: Registration) -> None:
    answers = sync(drive, [about(row, ARRIVED), about(row, DONATED, 30, bag=450)])
    assert [answer.state for answer in answers] == ["donated", "donated"]
    row.refresh_from_db()
    assert row.arrived_at == MORNING
    assert row.donation == Donation.objects.get(donor=row.donor, volume_ml=450, donated_on=drive.held_on)
    assert row.donation.idempotency_key == f"drive:{drive.pk}:{row.donor_id}"
    assert (facts()["arrived"], facts()["donations"], facts()["bags_450"]) == (1, 1, 1)


def test_records_sent_three_times_change_nothing_and_are_answered_alike(
    drive: Drive, row: Registration
) -> None:
    records = [about(row, ARRIVED), about(row, DONATED, 30), walked(DONATED, 40)]
    first = sync(drive, records)
    before = (facts(), AuditEntry.objects.count())
    assert sync(drive, records) == first
    assert sync(drive, [*records, *records]) == [*first, *first]
    assert (facts(), AuditEntry.objects.count()) == before
    assert (CheckInRecord.objects.count(), Donation.objects.count(), Registration.objects.count()) == (
        3,
        2,
        2,
    )


def test_late_arrival_of_a_second_scan_keeps_the_donation(drive: Drive, row: Registration) -> None:
    sync(drive, [about(row, DONATED, 30)])
    assert sync(drive, [about(row, ARRIVED, 60)], device="b")[0].state == "donated"
    assert Donation.objects.count() == 1


def test_donation_taken_back_is_withdrawn_and_may_be_written_again(drive: Drive, row: Registration) -> None:
    sync(drive, [about(row, DONATED, 30)])
    assert sync(drive, [about(row, REOPENED, 40)])[0].state == "registered"
    assert (Donation.objects.count(), "donations" in facts(), "arrived" in facts()) == (0, False, False)
    assert sync(drive, [about(row, DONATED, 50, bag=250)])[0].state == "donated"
    assert Donation.objects.get().volume_ml == 250


def test_later_bag_corrects_the_donation(drive: Drive, row: Registration) -> None:
    sync(drive, [about(row, DONATED, 30)])
    first = Donation.objects.get().pk
    sync(drive, [about(row, DONATED, 40, bag=250)])
    assert (Donation.objects.get().pk, Donation.objects.get().volume_ml) == (first, 250)
    assert (facts().get("bags_250"), facts().get("bags_350")) == (1, None)


def test_deferral_is_a_state_and_a_count_at_the_host(drive: Drive, row: Registration) -> None:
    assert sync(drive, [about(row, DEFERRED, 10)])[0].state == "deferred"
    assert facts() == {"arrived": 1, "deferred": 1} | {k: v for k, v in facts().items() if k == "registered"}


def test_nothing_but_the_outcome_can_be_kept_of_a_deferral() -> None:
    kept = {field.name for field in CheckInRecord._meta.get_fields()}
    outcome = {"outcome", "at", "kind", "volume_ml", "certificate_serial"}
    assert kept == outcome | {"id", "drive", "registration", "key", "device", "received_at"}


def test_result_of_the_receiving_centre_stands_over_a_late_record(drive: Drive, row: Registration) -> None:
    told: dict[str, Any] = {
        "donated_on": drive.held_on,
        "campaign": drive.campaign,
        "credited_to": drive.host,
    }
    given: dict[str, Any] = {"kind": DonationKind.PLATELETS, "volume_ml": 500, "idempotency_key": "results"}
    row.donation = record_donation(row.donor, **told, **given, actor=ACTOR, now=NOON)
    row.state = RegistrationState.DONATED
    row.save()
    assert sync(drive, [about(row, LEFT, 10)])[0].state == "donated"
    assert Donation.objects.count() == 1


def test_ticket_names_its_registration(drive: Drive, row: Registration) -> None:
    record = Incoming(noted(ARRIVED), ticket=row.ticket)
    assert sync(drive, [record])[0].registration == row.pk


def test_each_wrong_record_is_refused_with_its_reason_and_the_others_are_taken(
    drive: Drive, row: Registration, union: Union
) -> None:
    elsewhere = make.registration(make.drive(union.factory), donors.donor())
    records = [
        Incoming(noted(ARRIVED), ticket=elsewhere.ticket),
        Incoming(noted(ARRIVED), ticket="000000000000"),
        Incoming(noted(ARRIVED), registration=elsewhere.pk),
        about(row, DONATED, bag=300),
        Incoming(noted(ARRIVED), walk_in=WalkIn(key="nobody")),
        walked(ARRIVED, unit="KHONG-CO"),
        about(row, ARRIVED),
    ]
    assert reasons(sync(drive, records)) == [
        "other_drive",
        "unknown",
        "other_drive",
        "volume_impossible",
        "unknown_person",
        "unknown_unit",
        "",
    ]
    assert (CheckInRecord.objects.count(), Registration.objects.filter(drive=drive).count()) == (1, 1)


def test_certificate_serial_stands_on_one_certificate(drive: Drive, row: Registration) -> None:
    other = make.registration(drive, donors.donor())
    records = [
        about(row, DONATED, certificate_serial="HM-1"),
        about(other, DONATED, certificate_serial="HM-1"),
    ]
    assert reasons(sync(drive, records)) == ["", "serial_taken"]
    assert reasons(sync(drive, [about(other, DONATED, 5, certificate_serial="HM-1")])) == ["serial_taken"]
    assert reasons(sync(drive, [about(row, DONATED, 5, certificate_serial="HM-1", bag=450)])) == [""]


def test_key_of_another_drive_is_refused(drive: Drive, row: Registration, union: Union) -> None:
    record = about(row, ARRIVED)
    sync(drive, [record])
    second = make.registration(make.drive(union.factory), row.donor)
    assert reasons(sync(second.drive, [replace(record, registration=second.pk)])) == ["key_taken"]


def test_day_that_is_still_to_come_takes_no_records(drive: Drive, row: Registration) -> None:
    assert reasons(sync(drive, [about(row, ARRIVED)], now=NOON - timedelta(days=1))) == ["in_future"]


@pytest.mark.parametrize("state", [DriveState.DONE, DriveState.CANCELLED])
def test_drive_that_has_ended_takes_nothing(drive: Drive, row: Registration, state: str) -> None:
    Drive.objects.filter(pk=drive.pk).update(state=state)
    with pytest.raises(CheckInClosed) as refused:
        sync(drive, [about(row, ARRIVED)])
    assert (refused.value.reason, CheckInRecord.objects.count()) == (state, 0)


def test_request_carries_a_thousand_records_at_most(drive: Drive, row: Registration) -> None:
    with pytest.raises(TooManyRecords):
        sync(drive, [about(row, ARRIVED)] * 1001)


def test_cancelled_registration_is_revived_without_taking_a_place(drive: Drive, row: Registration) -> None:
    Registration.objects.filter(pk=row.pk).update(state=RegistrationState.CANCELLED)
    assert sync(drive, [Incoming(noted(DONATED), ticket=row.ticket)])[0].state == "donated"
    row.refresh_from_db()
    assert (row.is_walk_in, row.slot) == (True, None)


def test_who_booked_again_after_cancelling_is_one_person(drive: Drive, row: Registration) -> None:
    Registration.objects.filter(pk=row.pk).update(state=RegistrationState.CANCELLED)
    again = make.registration(drive, row.donor)
    assert sync(drive, [Incoming(noted(ARRIVED), ticket=row.ticket)])[0].registration == again.pk


# ── who walks in ──


def test_walk_in_is_a_registration_without_a_slot_credited_to_their_unit(drive: Drive, union: Union) -> None:
    answer = sync(drive, [walked(DONATED, unit=union.clinic.code)])[0]
    made = Registration.objects.get(pk=answer.registration)
    assert (made.is_walk_in, made.slot, made.credited_to) == (True, None, union.clinic)
    assert made.donor.full_name == "Lù Văn Đến"


def test_walk_in_of_no_unit_is_credited_to_the_host(drive: Drive, union: Union) -> None:
    answer = sync(drive, [walked(ARRIVED)])[0]
    assert Registration.objects.get(pk=answer.registration).credited_to == union.factory


def test_walk_in_with_the_number_of_somebody_else_is_entered_without_it(drive: Drive, union: Union) -> None:
    other = donors.donor(full_name="Giàng Thị Mỷ", identity="011090000777")
    answers = sync(drive, [walked(DONATED, identity="011090000777"), walked(ARRIVED, full_name="Vàng A Chứ")])
    assert reasons(answers) == ["", ""]
    given = Donation.objects.get()
    assert (given.donor.full_name, given.donor.identity_hash) == ("Lù Văn Đến", "")
    assert not other.donations.exists()


def test_later_record_refers_to_the_walk_in_by_key_alone(drive: Drive) -> None:
    first = walked(ARRIVED)
    assert first.walk_in is not None
    key_alone = WalkIn(key=first.walk_in.key)
    answers = sync(drive, [first, Incoming(noted(DEFERRED, 5), walk_in=key_alone)])
    later = sync(drive, [Incoming(noted(DONATED, 9), walk_in=key_alone)])
    assert {a.registration for a in [*answers, *later]} == {Registration.objects.get().pk}
    assert later[0].state == "donated"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            {"identity": "011090000001"},
            {"identity": "011090000001", "full_name": "Lù V Đến", "birth_year": 1990},
        ),
        ({}, {"full_name": "LÙ VĂN ĐẾN "}),
        ({"birth_date": date(1991, 5, 6)}, {"birth_date": date(1991, 5, 6), "phone": "0912345678"}),
        ({"phone": "0912345678"}, {"phone": "0912345678"}),
        ({"phone": "0912345678"}, {}),
    ],
)
def test_walk_in_typed_on_two_devices_is_one_registration(
    drive: Drive, one: dict[str, Any], other: dict[str, Any]
) -> None:
    sync(drive, [walked(ARRIVED, **one)])
    sync(drive, [walked(DONATED, 30, **other)], device="b")
    assert (Registration.objects.count(), Donor.objects.count(), Donation.objects.count()) == (1, 1, 1)


@pytest.mark.parametrize(
    "other",
    [
        {"birth_year": 1992},
        {"sex": "F"},
        {"full_name": "Lù Văn Đi"},
        {"phone": "0987654321"},
        {"identity": "011090000002"},
    ],
)
def test_walk_ins_that_differ_are_two(drive: Drive, other: dict[str, Any]) -> None:
    known = {"phone": "0912345678", "identity": "011090000001"}
    sync(drive, [walked(ARRIVED, **known), walked(ARRIVED, **{**known, "identity": "", **other})])
    assert Registration.objects.count() == 2


def test_walk_in_who_had_booked_is_their_booking(drive: Drive, union: Union) -> None:
    person = donors.donor(union.factory, full_name="Lù Văn Đến", birth_date=date(1991, 5, 6), sex="M")
    booked = make.registration(drive, person)
    answers = sync(drive, [walked(ARRIVED, birth_date=date(1991, 5, 6))])
    assert answers[0].registration == booked.pk


def test_birth_year_alone_does_not_take_over_a_booking(drive: Drive, union: Union) -> None:
    person = donors.donor(union.factory, full_name="Lù Văn Đến", birth_date=date(1991, 5, 6), sex="M")
    booked = make.registration(drive, person)
    assert sync(drive, [walked(ARRIVED)])[0].registration != booked.pk


def test_walk_in_taken_back_is_no_registration_any_more(drive: Drive) -> None:
    first = walked(ARRIVED)
    sync(drive, [first])
    assert sync(drive, [Incoming(noted(REOPENED, 5), walk_in=first.walk_in)])[0].state == "cancelled"
    assert facts() == {}


def test_walk_in_whose_record_is_refused_leaves_no_live_registration(drive: Drive, row: Registration) -> None:
    sync(drive, [about(row, DONATED, certificate_serial="HM-1")])
    record = walked(DONATED)
    wrong = replace(record, note=replace(record.note, certificate_serial="HM-1"))
    assert reasons(sync(drive, [wrong])) == ["serial_taken"]
    assert Registration.objects.exclude(state=RegistrationState.CANCELLED).get() == row


# ── order, and two devices at once ──


def test_records_in_any_order_of_sending_end_alike(drive: Drive, union: Union) -> None:
    rows = [make.registration(drive, donors.donor(union.factory)) for _ in range(2)]
    story = [(ARRIVED, 0), (DEFERRED, 10), (REOPENED, 11), (ARRIVED, 12), (DONATED, 30)]
    for outcome, minute in story:
        sync(drive, [about(rows[0], outcome, minute)])
    for outcome, minute in reversed(story):
        sync(drive, [about(rows[1], outcome, minute)])
    for one in rows:
        one.refresh_from_db()
    assert (rows[0].state, rows[0].arrived_at) == (rows[1].state, rows[1].arrived_at)
    assert (Donation.objects.count(), facts()["donations"]) == (2, 2)


def at_once(*tasks: Callable[[], object]) -> list[BaseException]:
    """Run tasks in threads that start together; return what they raised."""
    raised: list[BaseException] = []
    start = threading.Barrier(len(tasks))

    def run(task: Callable[[], object]) -> None:
        try:
            start.wait()
            task()
        except BaseException as error:  # a thread of its own: what it raises is told to the test
            raised.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[task]) for task in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


@pytest.mark.django_db(transaction=True)
def test_two_devices_that_sync_the_same_people_at_once_double_nothing(union: Union) -> None:
    drive = make.drive(union.factory, campaign=campaigns.launched(union.province), capacity=40)
    rows = [make.registration(drive, donors.donor(union.factory)) for _ in range(20)]
    one = [about(row, DONATED, 10) for row in rows] + [walked(ARRIVED)]
    other = [about(row, ARRIVED, 5) for row in reversed(rows)] + [walked(DONATED, 20)]
    tasks = [
        lambda: sync(drive, one, device="a"),
        lambda: sync(drive, other, device="b"),
        lambda: sync(drive, one, device="a"),
        lambda: sync(drive, list(reversed(other)), device="b"),
    ]
    assert at_once(*tasks) == []
    states = set(Registration.objects.values_list("state", flat=True))
    assert (states, Registration.objects.count(), Donation.objects.count()) == ({"donated"}, 21, 21)
    assert facts()["donations"] == 21
