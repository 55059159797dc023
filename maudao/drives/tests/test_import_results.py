"""Results of a receiving centre: matched to who registered, recorded once, and nothing of tests or reasons kept."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.serializers import serialize
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conftest import Union
from maudao.campaigns import make as campaigns
from maudao.campaigns.models import FactEntry
from maudao.donors import make as people
from maudao.donors.actions.consents import give_consent
from maudao.donors.models import Donation, Donor
from maudao.donors.rules import ConsentMethod, ConsentPurpose
from maudao.donors.tests.rosters import workbook
from maudao.drives import make
from maudao.drives.actions.check_in_outcomes import donation_key
from maudao.drives.actions.import_results import (
    ResultReport,
    ResultsRefused,
    UnreadableWorkbook,
    import_results,
)
from maudao.drives.models import Drive, Registration
from maudao.drives.rules import DriveState, RegistrationState
from maudao.organization.make import ACTOR
from maudao.organization.models import AuditEntry

NOW = datetime(2026, 4, 8, 2, 0, tzinfo=UTC)  # the day after the drive
HEADINGS = (
    "STT",
    "Họ và tên",
    "Ngày sinh",
    "CCCD",
    "SĐT",
    "Thể tích (ml)",
    "Số GCN",
    "Nhóm máu",
    "Kết quả",
    "Lý do",
)
AN = (1, "Lò Văn An", "01/05/1990", "011190001234", "0912345678", 350, "A-001", "O+", "Đạt", "")


@pytest.fixture
def drive(union: Union) -> Drive:
    return make.drive(union.factory)


@pytest.fixture
def booked(drive: Drive) -> Registration:
    return make.registration(drive, an(drive))


def an(drive: Drive) -> Donor:
    said = {"birth_date": date(1990, 5, 1), "phone": "0912345678", "identity": "011190001234", "sex": "M"}
    return people.donor(drive.host, full_name="Lò Văn An", **said)


def run(
    drive: Drive | None, *rows: Sequence[Any], dry_run: bool = False, headings: Sequence[str] = HEADINGS
) -> list[ResultReport]:
    data = workbook(*rows, headings=headings)
    return import_results(data, drive=drive, dry_run=dry_run, actor=ACTOR, now=NOW)


def told(reports: list[ResultReport]) -> list[tuple[str, tuple[str, ...]]]:
    return [(report.result, report.reasons) for report in reports]


def test_donation_of_who_registered_is_recorded(drive: Drive, booked: Registration) -> None:
    assert told(run(drive, AN)) == [("new", ())]
    booked.refresh_from_db()
    donation = Donation.objects.get()
    assert booked.state == RegistrationState.DONATED
    assert booked.donation == donation
    assert (donation.donor, donation.donated_on) == (booked.donor, drive.held_on)
    assert (donation.volume_ml, donation.certificate_serial) == (350, "A-001")
    assert donation.idempotency_key == donation_key(drive, booked.donor_id)


def test_list_sent_again_changes_nothing_and_a_corrected_one_corrects(
    drive: Drive, booked: Registration
) -> None:
    new = (2, "Cà Văn Pháy", "", "", "", 250, "A-002", "", "", "")
    assert told(run(drive, AN, new)) == [("new", ()), ("new", ())]
    before = serialize("json", [*Donation.objects.order_by("pk"), *Registration.objects.order_by("pk")])
    audits = AuditEntry.objects.count()
    assert told(run(drive, AN, new)) == [("same", ()), ("same", ())]
    assert (
        serialize("json", [*Donation.objects.order_by("pk"), *Registration.objects.order_by("pk")]) == before
    )
    assert AuditEntry.objects.count() == audits
    corrected = (*AN[:5], "450 ml", "A-009", *AN[7:])
    assert told(run(drive, corrected, new)) == [("changed", ()), ("same", ())]
    assert sorted(Donation.objects.values_list("volume_ml", "certificate_serial")) == [
        (250, "A-002"),
        (450, "A-009"),
    ]


def test_donation_that_a_device_wrote_down_is_corrected_not_doubled(
    drive: Drive, booked: Registration
) -> None:
    given = people.donation(booked.donor, volume_ml=250)
    key = donation_key(drive, booked.donor_id)
    Donation.objects.update(idempotency_key=key, donated_on=drive.held_on)
    Registration.objects.update(state=RegistrationState.DONATED, donation=given)
    assert told(run(drive, AN)) == [("changed", ())]
    assert Donation.objects.get().volume_ml == 350


def test_facts_of_the_campaign_follow(union: Union) -> None:
    campaign = campaigns.launched(union.province)
    drive = make.drive(union.factory, campaign=campaign)
    make.registration(drive, an(drive))
    run(drive, AN, (2, "Cà Văn Pháy", "1980", "", "", 250, "", "", "", ""))
    facts = dict(FactEntry.objects.filter(assignment__unit=union.factory).values_list("fact", "value"))
    assert (facts["donations"], facts["volume_ml"], facts["arrived"]) == (2, 600, 2)


@pytest.mark.parametrize("word", ["Không hiến", "Không đạt", "Hoãn", "không"])
def test_who_did_not_give_is_counted_and_the_reason_is_nowhere(
    drive: Drive, booked: Registration, word: str
) -> None:
    row = (*AN[:5], 350, "A-001", "O+", word, "VIEM-GAN-B")
    reports = run(drive, row)
    assert (told(reports), reports[0].name, reports[0].notes) == ([("counted", ())], "", ())
    booked.refresh_from_db()
    assert (booked.state, Donation.objects.count()) == (RegistrationState.REGISTERED, 0)
    kept = serialize("json", [*Donor.objects.all(), *Registration.objects.all(), *AuditEntry.objects.all()])
    assert "VIEM" not in kept
    assert "VIEM" not in str([report.as_json() for report in reports])


def test_row_without_a_volume_is_nobodys_donation(drive: Drive, booked: Registration) -> None:
    for volume, word in (("x", ""), ("0", ""), ("", "Bận việc")):
        assert told(run(drive, (*AN[:5], volume, "", "", word, ""))) == [("counted", ())]
    assert told(run(drive, (*AN[:5], "", "", "", "Đạt", ""))) == [("refused", ("volume",))]


def test_row_that_was_not_filled_in_says_nothing(drive: Drive, booked: Registration) -> None:
    headings = ("Họ và tên", "Loại hiến", "Thể tích (ml)", "Kết quả")
    reports = run(drive, ("Lò Văn An", "", "", ""), headings=headings)
    assert (told(reports), reports[0].name) == ([("blank", ())], "Lò Văn An")
    assert told(run(drive, ("Lò Văn An", "Tiểu cầu", "", ""), headings=headings)) == [
        ("refused", ("volume",))
    ]
    booked.refresh_from_db()
    assert (booked.state, Donation.objects.count()) == (RegistrationState.REGISTERED, 0)


@pytest.mark.parametrize(
    ("cells", "is_found"),
    [
        (("lo van an", "", "011190001234", ""), True),
        (("Lò Văn An", "", "", "0912345678"), True),
        (("Lò Văn An", "01/05/1990", "", ""), True),
        (("Lò Văn An", "1990", "", "0999999999"), False),
        (("Lò Văn An", "02/05/1990", "", "0912345678"), False),
        (("Lò Văn An", "1990", "", ""), True),
        (("Lò Văn An", "", "", ""), True),
    ],
)
def test_person_is_found_by_what_the_row_says(
    drive: Drive, booked: Registration, cells: tuple[str, ...], is_found: bool
) -> None:
    assert told(run(drive, (1, *cells, 350, "", "", "", ""))) == [("new", ())]
    booked.refresh_from_db()
    assert (booked.state == RegistrationState.DONATED) is is_found
    assert drive.registrations.count() == (1 if is_found else 2)


def test_ticket_names_the_registration(drive: Drive, booked: Registration) -> None:
    headings = ("Mã vé", "Họ tên", "Thể tích")
    assert told(run(drive, (booked.ticket, "Lò Văn Ân", 350), headings=headings)) == [("new", ())]
    assert told(run(drive, (booked.ticket, "Vàng Thị Mỷ", 350), headings=headings)) == [
        ("refused", ("ticket_other",))
    ]


def test_who_stands_in_no_registration_walked_in(drive: Drive, union: Union) -> None:
    assert told(run(drive, AN)) == [("new", ())]
    registration = drive.registrations.get()
    assert (registration.is_walk_in, registration.credited_to) == (True, union.factory)
    assert registration.state == RegistrationState.DONATED


def test_two_of_one_name_are_not_told_apart_by_luck(drive: Drive) -> None:
    for day in (1, 2):
        make.registration(
            drive, people.donor(drive.host, full_name="Lò Văn An", birth_date=date(1990, 5, day))
        )
    row = (1, "Lò Văn An", "1990", "", "", 350, "", "", "", "")
    assert told(run(drive, row)) == [("refused", ("ambiguous",))]
    assert Donation.objects.count() == 0


def test_same_person_twice_in_a_list_gave_once(drive: Drive, booked: Registration) -> None:
    assert told(run(drive, AN, AN)) == [("new", ()), ("refused", ("twice",))]
    walk_in = (3, "Cà Văn Pháy", "", "", "", 250, "", "", "", "")
    assert told(run(drive, AN, walk_in, walk_in)) == [("same", ()), ("new", ()), ("refused", ("twice",))]
    assert Donation.objects.count() == 2


def test_serial_of_another_certificate_is_refused_and_nothing_else_is(
    drive: Drive, booked: Registration
) -> None:
    other = (2, "Cà Văn Pháy", "1980", "", "", 250, "A-001", "", "", "")
    assert told(run(drive, other, AN)) == [("new", ()), ("refused", ("serial_taken",))]
    booked.refresh_from_db()
    assert booked.state == RegistrationState.REGISTERED


def test_row_that_is_refused_takes_no_serial_from_another(drive: Drive, booked: Registration) -> None:
    other = (2, "Cà Văn Pháy", "1980", "", "", 300, "A-001", "", "", "")
    assert told(run(drive, other, AN)) == [("refused", ("volume_impossible",)), ("new", ())]
    assert list(Donation.objects.values_list("donor", "certificate_serial")) == [(booked.donor_id, "A-001")]
    moved = (*AN[:6], "A-002", *AN[7:])
    taking = (*other[:5], 250, *other[6:])
    assert told(run(drive, moved)) == [("changed", ())]
    assert told(run(drive, moved, taking)) == [("same", ()), ("new", ())]


def test_donations_of_a_list_are_recorded_together(drive: Drive) -> None:
    names = [
        "Lò Văn An",
        "Cà Văn Pháy",
        *(f"Lò Thị {name}" for name in ["Dua", "Mỷ", "Sua", "Pà", "Chứ", "Vừ", "Ly", "Pó"]),
    ]
    for name in names:
        make.registration(drive, people.donor(drive.host, full_name=name))

    def cost(some: Sequence[str]) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert told(run(drive, *((name, 350) for name in some), headings=("Họ tên", "Thể tích"))) == [
                ("new", ())
            ] * len(some)
        return len(asked)

    assert cost(names[2:]) - cost(names[:2]) <= 3 * 6


def test_number_of_somebody_else_is_refused(drive: Drive, booked: Registration) -> None:
    row = (1, "Vàng Thị Mỷ", *AN[2:])
    assert told(run(drive, row)) == [("refused", ("identity_taken",))]


def test_booking_that_was_cancelled_comes_back_as_a_walk_in(drive: Drive, booked: Registration) -> None:
    Registration.objects.update(state=RegistrationState.CANCELLED, closed_at=NOW)
    run(drive, AN)
    booked.refresh_from_db()
    assert (booked.state, booked.is_walk_in, booked.slot) == (RegistrationState.DONATED, True, None)


def test_blood_group_is_kept_with_consent_alone(drive: Drive, booked: Registration) -> None:
    assert run(drive, AN)[0].notes == ("group_not_kept",)
    assert Donor.objects.get().blood_group == ""
    give_consent(booked.donor, ConsentPurpose.BLOOD_GROUP, method=ConsentMethod.PAPER, actor=ACTOR, now=NOW)
    assert told(run(drive, AN)) == [("changed", ())]
    donor = Donor.objects.get()
    assert (donor.blood_group, donor.blood_group_source) == ("O+", "result")


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("O+", "O+"),
        ("A Rh(D) dương", "A+"),
        ("AB Rh-", "AB-"),
        ("b −", "B-"),
        ("o rh+", "O+"),
        ("O", ""),
        ("?", ""),
    ],
)
def test_blood_group_is_read_however_it_is_written(
    drive: Drive, booked: Registration, text: str, group: str
) -> None:
    give_consent(booked.donor, ConsentPurpose.BLOOD_GROUP, method=ConsentMethod.PAPER, actor=ACTOR, now=NOW)
    assert told(run(drive, (*AN[:7], text, "", ""))) == [("new", ())]
    assert Donor.objects.get().blood_group == group


@pytest.mark.parametrize(
    ("volume", "kind", "result"),
    [
        ("350 ml", "", (350, "whole_blood")),
        ("Túi 250", "Máu toàn phần", (250, "whole_blood")),
        (250.0, "Tiểu cầu (tách)", (250, "platelets")),
        (400, "huyết tương", (400, "plasma")),
        (300, "", "volume_impossible"),
        ("250/350", "", "volume"),
        ("nhiều", "", "volume"),
        (350, "tóc", "kind"),
    ],
)
def test_volume_and_kind_are_read(
    drive: Drive, booked: Registration, volume: Any, kind: str, result: Any
) -> None:
    headings = ("Họ tên", "Năm sinh", "Lượng máu hiến", "Loại hiến")
    reports = run(drive, ("Lò Văn An", 1990, volume, kind), headings=headings)
    if isinstance(result, str):
        assert told(reports) == [("refused", (result,))]
    else:
        assert Donation.objects.values_list("volume_ml", "kind").get() == result


def test_row_of_another_day_is_refused(drive: Drive, booked: Registration) -> None:
    headings = ("Họ tên", "Năm sinh", "Ngày hiến", "ml")
    assert told(run(drive, ("Lò Văn An", 1990, "08/04/2026", 350), headings=headings)) == [
        ("refused", ("other_day",))
    ]
    assert told(run(drive, ("Lò Văn An", 1990, "07/04/2026", 350), headings=headings)) == [("new", ())]


def test_without_a_drive_each_row_says_its_day(drive: Drive, booked: Registration) -> None:
    headings = ("Họ tên", "Ngày sinh", "Ngày hiến", "ml")
    rows = [
        ("Lò Văn An", "01/05/1990", "07/04/2026", 350),
        ("Lò Văn An", "01/05/1990", "05/01/2026", 250),
        ("Cà Văn Pháy", "01/01/1980", "05/01/2026", 250),
        ("Cà Văn Pháy", "01/01/1980", "", 250),
    ]
    assert told(run(None, *rows, headings=headings))[0] == ("new", ())
    booked.refresh_from_db()
    assert booked.state == RegistrationState.DONATED
    assert told(run(None, *rows, headings=headings))[3] == ("refused", ("date",))


def test_dry_run_keeps_nothing(drive: Drive, booked: Registration) -> None:
    audits = AuditEntry.objects.count()
    assert told(run(drive, AN, (2, "Cà Văn Pháy", "1980", "", "", 250, "", "", "", ""), dry_run=True)) == [
        ("new", ()),
        ("new", ()),
    ]
    assert (Donation.objects.count(), Donor.objects.count(), AuditEntry.objects.count()) == (0, 1, audits)


def test_results_of_a_cancelled_or_coming_drive_are_refused(drive: Drive, union: Union) -> None:
    Drive.objects.update(state=DriveState.CANCELLED)
    with pytest.raises(ResultsRefused) as refused:
        run(drive, AN)
    assert refused.value.reason == "cancelled"
    with pytest.raises(ResultsRefused) as refused:
        run(make.drive(union.factory, held_on=date(2026, 4, 9)), AN)
    assert refused.value.reason == "in_future"


def test_list_without_volumes_is_no_list_of_results(drive: Drive) -> None:
    with pytest.raises(UnreadableWorkbook) as refused:
        run(drive, AN[:3], headings=HEADINGS[:3])
    assert refused.value.reason == "no_headings"
