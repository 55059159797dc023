"""The chair's one screen."""

import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries
from pytest_django.live_server_helper import LiveServer

from conftest import Union
from maudao.accounts.models import User
from maudao.campaigns import make as campaigns
from maudao.campaigns.actions import close_campaign, lock_figures
from maudao.campaigns.models import Activity, Assignment, Campaign
from maudao.donors import make as donors
from maudao.donors.models import Consent, Donor, Membership
from maudao.drives import make
from maudao.drives.actions.counting import count_registration, recount
from maudao.drives.models import Ask, Registration
from maudao.drives.queries.counting import counted_drives
from maudao.organization import make as units
from maudao.organization.make import ACTOR, NOW
from maudao.organization.rules import Role
from tests.browser import visitor


@pytest.fixture
def part(union: Union) -> Assignment:
    campaign = campaigns.launched(union.province)
    Campaign.objects.update(ends_on=timezone.localdate() + timedelta(days=60))
    campaign.refresh_from_db()
    return campaigns.part(campaign, union.factory)


@pytest.fixture
def client_of(as_user: Any, chair: User) -> Client:
    client: Client = as_user(chair)
    return client


def member(part: Assignment, **known: Any) -> Donor:
    """Make somebody of the factory, since long ago."""
    made = donors.donor(part.unit, **known)
    Membership.objects.filter(donor=made).update(starts_on=date(2020, 1, 1))
    return made


def consents(donor: Donor) -> None:
    Consent.objects.create(donor=donor, purpose="chair_sees", text_version="1", method="paper", given_at=NOW)


def booked(part: Assignment, donor: Donor, **known: Any) -> Registration:
    drive = make.drive(part.unit, campaign=part.campaign, held_on=timezone.localdate())
    made = make.registration(drive, donor, credited_to=part.unit, **known)
    count_registration(made)
    recount(drive)
    return made


def page(client: Client, part: Assignment) -> Any:
    return client.get(reverse("chair", kwargs={"campaign": part.campaign.code, "unit": part.unit.code}))


def ask_url(part: Assignment, donor: Donor) -> str:
    kwargs = {"campaign": part.campaign.code, "unit": part.unit.code, "pk": donor.pk}
    return reverse("ask_person", kwargs=kwargs)


def names(response: Any) -> list[str]:
    return [row["name"] for row in response.context["rows"]]


def numbers(response: Any) -> list[int]:
    return [tile["number"] for tile in response.context["tiles"]]


def test_chair_sees_how_far_the_unit_is(client_of: Client, part: Assignment) -> None:
    booked(part, member(part))
    booked(part, member(part), state="deferred")
    donors.donation(member(part), on=NOW.date(), campaign=part.campaign, credited_to=part.unit)
    member(part)
    assert numbers(page(client_of, part)) == [2, 1, 1, 1]


def test_who_may_give_and_was_not_asked_is_listed(client_of: Client, part: Assignment, union: Union) -> None:
    free = member(part, full_name="Lò Văn An")
    donors.donor(union.school)
    told, asked = member(part), member(part)
    member(part, birth_date=timezone.localdate() - timedelta(days=365 * 17))
    Donor.objects.filter(pk=told.pk).update(not_before=timezone.localdate() + timedelta(days=30))
    Ask.objects.create(donor=asked, campaign=part.campaign, unit=part.unit, asked_at=NOW)
    booked(part, member(part))
    response = page(client_of, part)
    assert names(response) == [free.full_name]
    assert [row["name"] for row in response.context["asked"]] == [asked.full_name]


def test_history_is_shown_of_who_consented_alone(client_of: Client, part: Assignment) -> None:
    silent, open_to = member(part, full_name="An"), member(part, full_name="Vinh")
    for donor in (silent, open_to):
        donors.donation(donor, on=date(2020, 5, 1))
    consents(open_to)
    response = page(client_of, part)
    assert names(response) == ["Vinh", "An"]
    assert [bool(row["meta"]) for row in response.context["rows"]] == [True, False]


def test_names_of_who_booked_came_and_gave_are_of_who_consented(client_of: Client, part: Assignment) -> None:
    named, deferred, silent = (member(part, full_name=name) for name in ("An", "Bình", "Cường"))
    booked(part, named)
    booked(part, deferred, state="deferred")
    booked(part, silent)
    for donor in (named, deferred):
        consents(donor)
    seen = page(client_of, part).context["seen"]
    badges = {row["title"]: row["badge"] for row in seen["rows"]}
    assert (set(badges), seen["others"]) == ({"An", "Bình"}, 1)
    left = member(part, full_name="Dũng")
    booked(part, left, state="left")
    consents(left)
    rows = page(client_of, part).context["seen"]["rows"]
    badges = {row["title"]: row["badge"] for row in rows}
    assert badges["Bình"] == badges["Dũng"] != badges["An"]


def test_whom_the_unit_registered_itself_is_booked_by_name_and_no_more(
    client_of: Client, part: Assignment
) -> None:
    waits, came, alone = (member(part, full_name=name) for name in ("An", "Bình", "Cường"))
    booked(part, waits, by_chair=True)
    booked(part, came, by_chair=True, state="deferred")
    booked(part, alone, state="arrived")
    seen = page(client_of, part).context["seen"]
    badges = {row["title"]: row["badge"] for row in seen["rows"]}
    assert (set(badges), seen["others"]) == ({"An", "Bình"}, 1)
    assert badges["An"] == badges["Bình"]


def test_phone_can_be_called_and_is_nobody_elses(
    client_of: Client, part: Assignment, as_user: Any, stranger: User
) -> None:
    member(part, phone="0912345678")
    assert b'href="tel:0912345678"' in page(client_of, part).content
    assert page(as_user(stranger), part).status_code == 404


def test_officer_above_does_not_open_the_screen_of_a_unit_below(
    as_user: Any, officer: User, part: Assignment
) -> None:
    assert page(as_user(officer), part).status_code == 404


def test_answer_is_noted_by_one_tap(client_of: Client, part: Assignment) -> None:
    donor = member(part)
    sent = client_of.post(ask_url(part, donor), {"answer": "yes"})
    assert (sent.status_code, Ask.objects.get().answer) == (302, "yes")
    again = client_of.post(ask_url(part, donor), {"answer": "open"}, headers={"HX-Request": "true"})
    assert (again.status_code, again.templates[0].name) == (200, "drives/_asked_answer.html")
    assert Ask.objects.get().answer == "open"


def test_answer_changes_the_figures_and_can_be_corrected(client_of: Client, part: Assignment) -> None:
    drive = make.drive(part.unit, campaign=part.campaign, held_on=timezone.localdate() + timedelta(days=3))
    donor, other, htmx = member(part), member(part), {"HX-Request": "true"}
    sent = client_of.post(ask_url(part, donor), {"answer": "yes"}, headers=htmx)
    assert (sent.context["left"], numbers(sent)[3]) == (1, 1)
    assert sent.content.count(b'hx-swap-oob="true"') == 2
    register = reverse("colleagues", kwargs={"code": part.unit.code, "drive": drive.code})
    assert sent.context["row"]["book_url"] == f"{register}?chon={donor.pk}"
    assert ask_url(part, donor).encode() in sent.content
    again = client_of.post(ask_url(part, donor), {"answer": "no"}, headers=htmx)
    assert (Ask.objects.get().answer, again.context["row"]["book_url"]) == ("no", "")
    (row,) = page(client_of, part).context["asked"]
    assert (row["url"], names(page(client_of, part))) == (ask_url(part, donor), [other.full_name])


def test_no_answer_and_no_campaign_note_nothing(client_of: Client, part: Assignment) -> None:
    donor = member(part)
    client_of.post(ask_url(part, donor), {"answer": "perhaps"})
    close_campaign(part.campaign, actor=ACTOR, now=NOW)
    client_of.post(ask_url(part, donor), {"answer": "yes"})
    sent = client_of.post(ask_url(part, donor), {"answer": "yes"}, headers={"HX-Request": "true"})
    assert "HX-Redirect" in sent.headers
    assert not Ask.objects.exists()
    assert page(client_of, part).context["is_running"] is False


def test_person_of_another_unit_is_not_asked(client_of: Client, part: Assignment, union: Union) -> None:
    stranger = donors.donor(union.school)
    assert client_of.post(ask_url(part, stranger), {"answer": "yes"}).status_code == 404


def test_near_drives_are_those_at_which_the_unit_may_register(
    client_of: Client, part: Assignment, union: Union
) -> None:
    soon = timezone.localdate() + timedelta(days=3)
    its: dict[str, Any] = {"held_on": soon, "campaign": part.campaign}
    own = make.drive(union.factory, title="own", slots=1, capacity=2, **its)
    above = make.drive(union.commune, title="above", **its)
    make.drive(union.factory, title="own, of another campaign", held_on=soon)
    make.drive(union.school, title="neighbour", held_on=soon, campaign=part.campaign)
    make.drive(union.school, title="unlisted", held_on=soon, campaign=part.campaign, is_listed=False)
    make.drive(union.school, title="not of the campaign", held_on=soon)
    make.drive(union.stranger, title="far", held_on=soon)
    make.drive(union.factory, title="planned", state="planned", **its)
    make.drive(union.factory, title="past", **(its | {"held_on": soon - timedelta(days=9)}))
    make.registration(own, member(part))
    found = page(client_of, part).context["drives"]
    assert [(row["title"], row["left"]) for row in found] == [("own", 1), ("above", 20), ("neighbour", 20)]
    assert above.held_on == soon


def test_people_are_asked_for_the_drive_that_has_places(client_of: Client, part: Assignment) -> None:
    today = timezone.localdate()
    full = make.drive(
        part.unit, campaign=part.campaign, held_on=today + timedelta(days=2), slots=1, capacity=1
    )
    make.registration(full, donors.donor())
    rests = member(part)
    Donor.objects.filter(pk=rests.pk).update(not_before=today + timedelta(days=5))
    response = page(client_of, part)
    assert (response.context["asked_for"], response.context["is_full"]) == (full.held_on, True)
    assert (names(response), response.context["next_drive"]) == ([], None)
    later = make.drive(part.unit, campaign=part.campaign, held_on=today + timedelta(days=9))
    response = page(client_of, part)
    assert (response.context["asked_for"], response.context["is_full"]) == (later.held_on, False)
    assert (names(response), response.context["next_drive"]) == ([rests.full_name], later)


def test_nobody_is_asked_once_the_report_is_sent_or_the_campaign_is_over(
    client_of: Client, part: Assignment
) -> None:
    member(part)
    assert numbers(page(client_of, part))[3] == 1
    Campaign.objects.update(ends_on=timezone.localdate() - timedelta(days=1))
    assert (numbers(page(client_of, part))[3], page(client_of, part).context["rows"]) == (0, [])
    make.drive(part.unit, campaign=part.campaign, held_on=timezone.localdate())  # held after the last day
    assert len(page(client_of, part).context["rows"]) == 1
    lock_figures(part, now=NOW)
    response = page(client_of, part)
    assert (response.context["rows"], response.context["drives"]) == ([], [])
    assert (bool(response.context["over"]), response.context["may_ask"]) == (True, False)


def test_what_waits_for_a_report_is_told(client_of: Client, part: Assignment) -> None:
    assert page(client_of, part).context["late"] == ""
    lock_figures(part, now=NOW)
    donors.donation(member(part), on=NOW.date(), campaign=part.campaign, credited_to=part.unit)
    response = page(client_of, part)
    assert response.context["late"].startswith("1 ")
    assert numbers(response)[2] == 0


def test_screen_of_one_and_of_three_takes_the_same_queries(
    client_of: Client, part: Assignment, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    def fill(many: int) -> None:
        for _ in range(many):
            for donor in (member(part), member(part)):
                consents(donor)
                booked(part, donor)
            donors.donation(member(part), on=date(2020, 5, 1))
            Ask.objects.create(donor=member(part), campaign=part.campaign, unit=part.unit, asked_at=NOW)

    page(client_of, part)  # the first request of all also asks what never changes
    for more in (1, 2):
        fill(more)
        with django_assert_num_queries(23):
            response = page(client_of, part)
    assert (len(response.context["rows"]), len(response.context["asked"])) == (3, 3)
    assert len(response.context["seen"]["rows"]) == 6


def activity_form(part: Assignment, *, held_on: date, **typed: str) -> dict[str, str]:
    return {"key": str(uuid.uuid4()), "title": "Ngày hội", "held_on": f"{held_on:%d/%m/%Y}", **typed}


def test_drive_that_counts_by_itself_is_not_counted_again_by_hand(
    client_of: Client, part: Assignment
) -> None:
    kwargs = {"campaign": part.campaign.code, "unit": part.unit.code}
    address, today = reverse("activity_new", kwargs=kwargs) + "?loai=drive", timezone.localdate()
    booked(part, member(part))
    data = activity_form(part, held_on=today, **{"fact-donors": "5"})
    refused = client_of.post(address, data)
    assert refused.status_code == 422
    assert refused.context["form"].has_error("is_other_drive", "counted_already")
    assert client_of.post(address, data | {"is_other_drive": "on"}).status_code == 302
    assert client_of.post(address, activity_form(part, held_on=today)).status_code == 302
    other_day = activity_form(part, held_on=today - timedelta(days=1), **{"fact-donors": "5"})
    assert client_of.post(address, other_day).status_code == 302
    assert Activity.objects.count() == 3


def test_drives_that_count_at_a_unit_are_its_own_and_those_of_its_people(
    part: Assignment, union: Union
) -> None:
    day = date(2026, 4, 7)
    known: dict[str, Any] = {"campaign": part.campaign, "held_on": day}
    make.drive(union.factory, title="own", **known)
    make.drive(union.school, title="shared", **known).co_hosts.add(union.factory)
    elsewhere = make.drive(union.commune, title="elsewhere", **known)
    make.registration(elsewhere, member(part), credited_to=union.factory)
    make.drive(union.commune, title="others", **known)
    make.drive(union.factory, title="cancelled", state="cancelled", **known)
    make.drive(union.factory, title="of no campaign", held_on=day)
    assert counted_drives(part, on=day) == ["own", "shared", "elsewhere"]
    assert counted_drives(part, on=day + timedelta(days=1)) == []


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [360, 1280])
def test_answers_are_noted_where_they_stand(width: int, union: Union, live_server: LiveServer) -> None:
    units.holder("chair", union.factory, Role.CHAIR)
    part = campaigns.part(campaigns.launched(union.province), union.factory)
    campaigns.drive(part, donors=3)
    for place, name in enumerate(("Lường Thị Mai", "Quàng Văn Bun", "Nguyễn Thị Hồng Nhung", "Cà Văn Ánh")):
        someone = member(part, full_name=name, phone=f"091200000{place}")
        donors.donation(someone, on=date(2024, 5, place + 1))
        consents(someone)
    soon = timezone.localdate() + timedelta(days=5)
    make.drive(union.factory, title="Ngày hội hiến máu tình nguyện", held_on=soon, campaign=part.campaign)
    for someone in (member(part), member(part), member(part)):
        booked(part, someone, by_chair=True)
    booked(part, member(part), state="arrived")
    address = reverse("chair", kwargs={"campaign": part.campaign.code, "unit": part.unit.code})
    with visitor(live_server.url, width=width) as person:
        person.sign_in("chair")
        person.open(address)
        asked = person.page.locator("li > .row-main > .chair-ask")
        assert asked.count() == 4
        with person.page.expect_response(lambda response: response.request.method == "POST"):
            asked.first.get_by_role("button", name="Có").click()
        person.page.wait_for_function("document.querySelectorAll('.row-main > .chair-ask').length === 3")
        left = person.page.locator("#chair-tiles .tile").last.inner_text()
        assert "3" in left
        assert "3" in person.page.locator("#chair-left").inner_text()
        person.look()
        fix = person.page.locator(".chair-fix").first
        fix.locator("summary").click()
        with person.page.expect_response(lambda response: response.request.method == "POST"):
            fix.get_by_role("button", name="Không").click()
        person.page.wait_for_function("!document.querySelector('.chair-fix[open]')")
        faults = person.faults
    assert faults == {}
    assert Ask.objects.get().answer == "no"
