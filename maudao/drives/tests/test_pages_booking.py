"""Public pages, booking by phone, tickets and the waiting list."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar
from pytest_django.fixtures import DjangoAssertNumQueries

from conftest import Union
from maudao.campaigns import make as campaigns
from maudao.donors import make as people
from maudao.donors.actions.consents import give_consent
from maudao.donors.actions.own import open_feed
from maudao.donors.models import Consent, Donation, Donor
from maudao.donors.rules import ConsentMethod, ConsentPurpose
from maudao.drives import make
from maudao.drives.models import Drive, Registration, Slot, WaitingPlace
from maudao.drives.queries.own import own_registrations
from maudao.drives.rules import DriveState, OfferState, RegistrationState
from maudao.organization import access
from maudao.organization.make import ACTOR, NOW

PHONE = "0912345678"
SOON = timezone.localdate() + timedelta(days=10)
GAVE_ON = timezone.localdate() - timedelta(days=21)


@pytest.fixture
def drive(union: Union) -> Drive:
    return make.drive(union.commune, held_on=SOON)


def proving(phone: str = PHONE) -> Client:
    """Return a client that has proved a phone."""
    client = Client()
    client.cookies[access.PROOF] = access.proof_of(phone, now=timezone.now())
    return client


def consenting(**known: Any) -> Donor:
    donor = people.donor(**{"phone": PHONE, **known})
    give_consent(donor, ConsentPurpose.CAMPAIGN, method=ConsentMethod.ONLINE, actor=ACTOR, now=NOW)
    return donor


def first_slot(drive: Drive) -> Slot:
    slot = drive.slots.order_by("starts_at").first()
    assert slot is not None
    return slot


def sent(drive: Drive, **said: Any) -> dict[str, Any]:
    return {"slot": first_slot(drive).pk, "key": str(uuid4()), **said}


NEWCOMER = {
    "full_name": "Lò  Văn Pánh",
    "birth_date": "02/03/1990",
    "sex": "M",
    "unit_text": "",
    "identity": "",
    "dong-y-campaign": "on",
}


def url(name: str, row: Any) -> str:
    if isinstance(row, Drive):
        return reverse(name, kwargs={"code": row.code})
    return reverse(name, kwargs={"drive": row.drive_id, "ticket": row.ticket})


# ── the public list and a drive ──


def test_public_list_has_the_same_few_queries_for_one_drive_and_three(
    client: Client, union: Union, drive: Drive, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    address = reverse("drive_public_list")
    for more in (0, 2):
        for _ in range(more):
            make.drive(union.clinic, held_on=SOON)
        with django_assert_num_queries(3):
            page = client.get(address)
        assert len(page.context["drives"]) == 1 + more
        assert {row.places_left for row in page.context["drives"]} == {20}


def test_public_list_shows_only_what_takes_registrations(client: Client, union: Union, drive: Drive) -> None:
    make.drive(union.commune, held_on=SOON, is_listed=False)
    make.drive(union.commune, held_on=timezone.localdate() - timedelta(days=1))
    for state in (DriveState.PLANNED, DriveState.CANCELLED, DriveState.DONE):
        make.drive(union.commune, held_on=SOON, state=state)
    shown = client.get(reverse("drive_public_list")).context["drives"]
    assert [row.drive for row in shown] == [drive]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"tim": "muong thu"}, 1),  # the province above the host
        ({"tim": "NHÀ VĂN HOÁ"}, 2),  # the place
        ({"tim": "muong mot nha van hoa"}, 1),
        ({"tim": "lạ lùng"}, 0),
        ({"ngay": f"{SOON:%d/%m/%Y}"}, 1),
        ({"ngay": "không phải ngày"}, 2),
    ],
)
def test_public_list_is_searched_without_marks_and_by_day(
    client: Client, union: Union, drive: Drive, query: dict[str, str], found: int
) -> None:
    make.drive(union.strange_factory, held_on=SOON + timedelta(days=1))
    assert len(client.get(reverse("drive_public_list"), query).context["drives"]) == found


def test_drive_page_says_what_is_left(
    client: Client, drive: Drive, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make.registration(drive, people.donor())
    with django_assert_num_queries(3):
        page = client.get(url("drive_public", drive))
    assert [row.left for row in page.context["rows"]] == [9, 10]
    assert page.context["state"] == "open"


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({"state": DriveState.CANCELLED}, "cancelled"),
        ({"state": DriveState.DONE}, "over"),
        ({"held_on": date(2026, 1, 1)}, "over"),
    ],
)
def test_drive_that_is_not_open_says_so(
    client: Client, drive: Drive, changes: dict[str, Any], state: str
) -> None:
    Drive.objects.update(**changes)
    assert client.get(url("drive_public", drive)).context["state"] == state


def test_drive_that_is_being_planned_is_nobodys_business(client: Client, union: Union) -> None:
    planned = make.drive(union.commune, held_on=SOON, state=DriveState.PLANNED)
    assert client.get(url("drive_public", planned)).status_code == 404


def test_full_drive_leads_to_the_waiting_list(client: Client, union: Union) -> None:
    full = make.drive(union.commune, held_on=SOON, slots=1, capacity=1)
    make.registration(full, people.donor())
    assert client.get(url("drive_public", full)).context["state"] == "full"
    assert client.get(f"{url('booking_start', full)}?cho=1").status_code == 200


def test_self_check_comes_before_the_phone(client: Client, drive: Drive) -> None:
    address = f"{url('booking_start', drive)}?khung={first_slot(drive).pk}&don-vi=MT-CS-002"
    page = client.get(address)
    assert page.context["passed"] == {"khung": str(first_slot(drive).pk), "don-vi": "MT-CS-002"}
    assert page.context["check_next"] == address
    assert client.get(f"{url('booking_start', drive)}?khung=999999").status_code == 404


@pytest.mark.parametrize("name", ["drive_public_list", "drive_public"])
def test_first_load_is_at_most_60_kilobytes_over_the_wire(client: Client, union: Union, name: str) -> None:
    rows = [make.drive(union.commune, held_on=SOON, slots=16) for _ in range(20)]
    address = reverse(name) if name == "drive_public_list" else url(name, rows[0])
    text = client.get(address).content.decode()
    linked = set(re.findall(r'(?:href|src)="(/static/[^"#]+\.(?:css|js|svg|webmanifest))', text))
    sizes = {path: wired(client, path) for path in {address, *linked}}
    assert sum(sizes.values()) <= 60 * 1024, sizes


def wired(client: Client, path: str) -> int:
    """Return how many bytes an answer has as a browser gets it."""
    answer: Any = client.get(path, headers={"Accept-Encoding": "gzip"})
    assert answer.status_code == 200
    return len(b"".join(answer) if answer.streaming else answer.content)


# ── booking ──


def test_newcomer_books_in_one_request(union: Union, drive: Drive) -> None:
    client = proving()
    answer = client.post(url("booking_new", drive), sent(drive, **{**NEWCOMER, "identity": "001090012345"}))
    made = Registration.objects.select_related("donor").get()
    assert answer.headers["Location"] == url("ticket", made)
    assert (made.donor.full_name, made.donor.identity_last4, made.credited_to) == (
        "Lò Văn Pánh",
        "2345",
        union.commune,
    )
    assert list(Consent.objects.values_list("purpose", "method")) == [("campaign", "online")]
    page = client.get(url("ticket", made))
    assert (page.status_code, b"012345" in page.content) == (200, False)


def test_newcomer_is_credited_to_the_unit_that_takes_part(union: Union) -> None:
    campaign = campaigns.launched(union.province)
    drive = make.drive(union.commune, held_on=SOON, campaign=campaign)
    proving().post(url("booking_new", drive), sent(drive, **{**NEWCOMER, "unit_text": "mt-cs-002"}))
    assert Registration.objects.get().credited_to == union.factory


def test_unit_that_may_be_several_is_asked_for_and_nothing_is_lost(union: Union, drive: Drive) -> None:
    client, said = proving(), sent(drive, **{**NEWCOMER, "unit_text": "cđcs"})
    page = client.post(url("booking_new", drive), said)
    form = page.context["forms"].newcomer
    assert (page.status_code, form.errors.as_data()["unit_chosen"][0].code) == (422, "which_unit")
    assert 'value="Lò  Văn Pánh"' in page.content.decode()
    answer = client.post(url("booking_new", drive), {**said, "unit_chosen": union.school.pk})
    assert answer.status_code == 302
    assert Donor.objects.get().memberships.get().unit == union.school


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"full_name": "Pánh"}, "not_a_name"),
        ({"birth_date": "31/02/1990"}, "not_a_day"),
        ({"birth_date": "01/01/2090"}, "not_a_birth_day"),
        ({"identity": "12345"}, "not_an_identity"),
        ({"unit_text": "không có đâu"}, "no_unit"),
        ({"dong-y-campaign": ""}, "required"),
        ({"sex": "X"}, "invalid_choice"),
        ({"slot": ""}, "required"),
    ],
)
def test_wrong_input_is_said_and_nothing_is_kept(
    union: Union, drive: Drive, wrong: dict[str, str], code: str
) -> None:
    page = proving().post(
        url("booking_new", drive),
        {**sent(drive, **NEWCOMER), **wrong},
        headers={"Accept": "application/json"},
    )
    codes = [error["code"] for errors in page.json()["errors"].values() for error in errors]
    assert (page.status_code, codes) == (422, [code])
    assert not Donor.objects.exists()


def test_known_person_books_without_typing_anything(drive: Drive) -> None:
    donor, client = consenting(), proving()
    people_page = client.get(url("booking_new", drive))
    assert [row["title"] for row in people_page.context["rows"]] == [donor.full_name]
    form_page = client.get(f"{url('booking_new', drive)}{people_page.context['rows'][0]['url']}")
    assert (form_page.context["forms"].newcomer, form_page.context["forms"].consents) == (None, None)
    client.post(url("booking_new", drive), sent(drive, person=donor.pk))
    assert Registration.objects.get().donor == donor


@pytest.mark.parametrize("name", ["booking_new", "waiting_new"])
def test_known_person_who_rests_is_told_before_anything_is_filled_in(drive: Drive, name: str) -> None:
    client, rests = proving(), consenting(full_name="An")
    consenting(full_name="Vinh")
    people.donation(rests)
    Donation.objects.update(donated_on=GAVE_ON)
    free_on = f"{GAVE_ON + timedelta(days=84):%d/%m/%Y}"
    rows = {row["title"]: row for row in client.get(url(name, drive)).context["rows"]}
    assert (free_on in rows["An"]["meta"], rows["Vinh"]["meta"]) == (True, "")
    page = client.get(f"{url(name, drive)}{rows['An']['url']}")
    assert (free_on in page.context["cannot"], b'name="slot"' in page.content) == (True, False)
    page = client.get(f"{url(name, drive)}{rows['Vinh']['url']}")
    assert ("cannot" in page.context, b'name="slot"' in page.content) == (False, True)


def test_choice_of_person_has_the_same_queries_for_one_and_three(
    drive: Drive, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = proving()
    for more in (1, 2):
        for _ in range(more):
            people.donation(consenting())
        with django_assert_num_queries(5):
            page = client.get(url("booking_new", drive))
    assert len(page.context["rows"]) == 3


def test_known_person_without_consent_is_asked_for_it(drive: Drive) -> None:
    donor, client = people.donor(phone=PHONE), proving()
    said = sent(drive, person=donor.pk)
    assert client.post(url("booking_new", drive), said).status_code == 422
    assert client.post(url("booking_new", drive), {**said, "dong-y-campaign": "on"}).status_code == 302


def test_person_of_another_phone_is_nobody_here(drive: Drive) -> None:
    stranger = consenting(phone="0987654321")
    page = proving().post(url("booking_new", drive), sent(drive, person=stranger.pk))
    assert page.status_code == 422
    assert not Registration.objects.exists()


def asking_json(drive: Drive, client: Client, **said: Any) -> Any:
    return client.post(url("booking_new", drive), said, headers={"Accept": "application/json"})


def test_booking_answers_programs_in_json(
    drive: Drive, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    donor, client = consenting(), proving()
    said = sent(drive, person=donor.pk)
    with django_assert_max_num_queries(16):  # two of them a savepoint of the test's own transaction
        first = asking_json(drive, client, **said)
    again = asking_json(drive, client, **said)
    other = asking_json(drive, client, **{**said, "key": str(uuid4())})
    assert [first.status_code, again.status_code, other.status_code] == [201, 200, 409]
    made = Registration.objects.get()
    assert first.json() == again.json() == {"ticket": f"{drive.pk}-{made.ticket}", "url": url("ticket", made)}
    assert (other.json()["reason"], other.json()["url"]) == ("already_booked", url("ticket", made))


@pytest.mark.parametrize(
    ("make_so", "reason"),
    [
        (lambda: Slot.objects.update(capacity=0), "full"),
        (lambda: Slot.objects.update(starts_at=NOW, ends_at=NOW + timedelta(minutes=1)), "past"),
        (lambda: Drive.objects.update(state=DriveState.CANCELLED), "cancelled"),
        (lambda: Drive.objects.update(state=DriveState.DONE), "not_open"),
        (lambda: Donor.objects.update(birth_date=timezone.localdate()), "not_eligible"),
    ],
)
def test_refusal_is_a_sentence_and_what_to_do(
    union: Union, make_so: Callable[[], object], reason: str
) -> None:
    drive = make.drive(union.commune, held_on=SOON, slots=1)
    donor, client = consenting(), proving()
    make_so()
    said = sent(drive, person=donor.pk)
    assert asking_json(drive, client, **said).json()["reason"] == reason
    page = client.post(url("booking_new", drive), said)
    if reason in ("cancelled", "not_open"):  # the drive's own page says so, and leads to others
        assert page.headers["Location"] == url("drive_public", drive)
    else:
        assert (page.status_code, bool(page.context["refusal"])) == (409, True)
    assert not Registration.objects.exists()


def test_slot_of_another_drive_is_refused(union: Union, drive: Drive) -> None:
    donor, other = consenting(), make.drive(union.clinic, held_on=SOON)
    answer = asking_json(drive, proving(), **{**sent(drive, person=donor.pk), "slot": first_slot(other).pk})
    assert (answer.status_code, answer.json()["reason"]) == (409, "past")


@pytest.mark.parametrize("wrong", [{"slot": "9" * 20}, {"slot": "-1"}])
def test_slot_that_is_none_is_refused(drive: Drive, wrong: dict[str, str]) -> None:
    answer = asking_json(drive, proving(), **{**sent(drive, person=consenting().pk), **wrong})
    assert (answer.status_code, answer.json()["reason"]) == (409, "past")


@pytest.mark.parametrize("who", ["9" * 20, "-1", "x", "²"])
def test_person_who_is_none_is_asked_for_a_name(drive: Drive, who: str) -> None:
    answer = asking_json(drive, proving(), **sent(drive, person=who))
    assert (answer.status_code, "full_name" in answer.json()["errors"]) == (422, True)


def test_refused_newcomer_leaves_nothing_behind(union: Union) -> None:
    full = make.drive(union.commune, held_on=SOON, slots=1, capacity=0)
    page = proving().post(url("booking_new", full), sent(full, **NEWCOMER))
    assert (page.status_code, Donor.objects.exists()) == (409, False)
    assert page.context["refusal_action"]["url"].startswith(url("waiting_new", full))


def test_booking_asks_for_the_phone_first(client: Client, drive: Drive) -> None:
    answer = client.get(f"{url('booking_new', drive)}?khung=1")
    assert answer.headers["Location"].startswith(reverse("phone_prove"))


# ── the ticket ──


def test_ticket_changes_its_slot_and_is_cancelled(client: Client, drive: Drive) -> None:
    held = make.registration(drive, people.donor())
    later = drive.slots.order_by("-starts_at")[0]
    assert client.post(url("ticket_change", held), {"slot": later.pk}).status_code == 302
    held.refresh_from_db()
    assert held.slot == later
    for _ in range(2):
        assert client.post(url("ticket_cancel", held)).status_code == 302
    held.refresh_from_db()
    assert held.state == RegistrationState.CANCELLED
    page = client.get(url("ticket", held))
    assert (page.context["is_cancelled"], page.context["qr"]) == (True, "")


@pytest.mark.parametrize("slot", ["", "0", "abc", "99999999999999999999"])
def test_ticket_cannot_be_moved_to_what_is_no_slot(client: Client, drive: Drive, slot: str) -> None:
    held = make.registration(drive, people.donor())
    assert client.post(url("ticket_change", held), {"slot": slot}).status_code == 409


def test_ticket_never_says_who_was_deferred(client: Client, drive: Drive) -> None:
    seen = set()
    for state in (RegistrationState.ARRIVED, RegistrationState.DEFERRED, RegistrationState.LEFT):
        held = make.registration(drive, people.donor(full_name="Lò Thị Một"), state=state)
        seen.add(client.get(url("ticket", held)).context["state"])
        assert client.post(url("ticket_cancel", held)).status_code == 409
    assert len(seen) == 1


def test_ticket_gives_its_calendar_file(client: Client, drive: Drive) -> None:
    held = make.registration(drive, people.donor())
    file = client.get(url("ticket_calendar", held))
    event = Calendar.from_ical(file.content).walk("VEVENT")[0]
    assert str(event["url"]) == f"http://testserver{url('ticket', held)}"
    assert file.headers["Content-Disposition"].endswith('.ics"')


def test_ticket_of_another_drive_is_not_found(client: Client, union: Union, drive: Drive) -> None:
    held, other = make.registration(drive, people.donor()), make.drive(union.clinic)
    address = reverse("ticket", kwargs={"drive": other.pk, "ticket": held.ticket})
    assert client.get(address).status_code == 404


def test_feed_costs_the_same_for_one_place_and_three(
    client: Client, union: Union, drive: Drive, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    donor = people.donor()
    address = reverse("calendar_feed", kwargs={"key": open_feed(donor)})
    make.registration(drive, donor, state=RegistrationState.CANCELLED)
    for more in (0, 2):
        for _ in range(more):
            make.registration(make.drive(union.clinic, held_on=SOON), donor)
        with django_assert_num_queries(2):
            feed = client.get(address)
        assert len(Calendar.from_ical(feed.content).walk("VEVENT")) == 1 + more


@pytest.mark.parametrize("state", [DriveState.CANCELLED, DriveState.DONE])
def test_closed_drive_asks_for_nothing(union: Union, state: DriveState) -> None:
    drive, donor, client = make.drive(union.commune, held_on=SOON, state=state), consenting(), proving()
    said = {**sent(drive), "person": donor.pk}
    start = f"{url('booking_start', drive)}?khung={first_slot(drive).pk}"
    pages = [client.get(start), *(client.get(url(name, drive)) for name in ("booking_new", "waiting_new"))]
    pages += [client.post(url(name, drive), said) for name in ("booking_new", "waiting_new")]
    assert [page.headers["Location"] for page in pages] == [url("drive_public", drive)] * 5


# ── the waiting list ──


@pytest.fixture
def full(union: Union) -> Drive:
    drive = make.drive(union.commune, held_on=SOON, slots=1, capacity=1)
    make.registration(drive, people.donor())
    return drive


def test_who_waits_is_told_the_place_and_takes_what_is_offered(full: Drive) -> None:
    donor, client = consenting(), proving()
    client.post(url("waiting_new", full), {"key": str(uuid4()), "slot": "", "person": donor.pk})
    place = WaitingPlace.objects.get()
    assert client.get(url("waiting", place)).context["number"] == 1
    client.post(url("ticket_cancel", full.registrations.get()))
    assert client.get(url("waiting", place)).context["is_offered"]
    taken = client.post(url("waiting_accept", place))
    made = Registration.objects.get(donor=donor)
    assert taken.headers["Location"] == url("ticket", made)
    assert client.get(url("waiting", place)).context["ticket_url"] == url("ticket", made)


def test_who_waits_is_told_of_the_button_to_press(full: Drive) -> None:
    client, button = proving(), "Nhận chỗ này".encode()
    client.post(url("waiting_new", full), {"key": str(uuid4()), "slot": "", "person": consenting().pk})
    place = WaitingPlace.objects.get()
    assert button in client.get(url("waiting", place)).content
    client.post(url("ticket_cancel", full.registrations.get()))
    assert button in client.get(url("waiting", place)).content  # the very same words


def test_who_waits_may_stop_waiting(full: Drive) -> None:
    donor, client = consenting(), proving()
    client.post(url("waiting_new", full), {"key": str(uuid4()), "slot": "", "person": donor.pk})
    place = WaitingPlace.objects.get()
    assert client.post(url("waiting_accept", place)).status_code == 409
    client.post(url("waiting_leave", place))
    place.refresh_from_db()
    assert (place.state, client.get(url("waiting", place)).status_code) == (OfferState.GONE, 200)


def test_nobody_waits_where_places_are_left(drive: Drive) -> None:
    donor = consenting()
    page = proving().post(url("waiting_new", drive), {"key": str(uuid4()), "slot": "", "person": donor.pk})
    assert (page.status_code, WaitingPlace.objects.exists()) == (409, False)


def test_own_page_lists_places_and_queues(drive: Drive, full: Drive) -> None:
    donor = consenting()
    held = make.registration(drive, donor)
    proving().post(url("waiting_new", full), {"key": str(uuid4()), "slot": "", "person": donor.pk})
    rows = own_registrations(donor, on=SOON)
    assert [row.url for row in rows] == [url("ticket", held), url("waiting", WaitingPlace.objects.get())]
    assert own_registrations(donor, on=SOON + timedelta(days=1)) == []
