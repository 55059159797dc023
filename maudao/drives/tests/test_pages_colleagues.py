"""Registering colleagues by their unit."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries

from conftest import Union
from maudao.accounts.models import User
from maudao.campaigns import make as campaigns
from maudao.donors import make as people
from maudao.donors.actions.consents import give_consent
from maudao.donors.models import Donor
from maudao.donors.rules import ConsentMethod, ConsentPurpose
from maudao.drives import make
from maudao.drives.models import Drive, Registration
from maudao.drives.rules import DriveState, RegistrationState
from maudao.organization.make import ACTOR, NOW

SOON = timezone.localdate() + timedelta(days=10)


@pytest.fixture
def drive(union: Union) -> Drive:
    return make.drive(union.commune, held_on=SOON)


def url(union: Union, drive: Drive, name: str = "colleagues", **more: Any) -> str:
    return reverse(name, kwargs={"code": union.factory.code, "drive": drive.code, **more})


def sent(*donors: Donor, **said: Any) -> dict[str, Any]:
    return {"nguoi": [donor.pk for donor in donors], "key": str(uuid4()), "holds_papers": "on", **said}


def test_list_has_the_same_queries_for_one_person_and_three(
    as_user: Any, chair: User, union: Union, drive: Drive, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client: Client = as_user(chair)
    client.get(url(union, drive))  # the session remembers the unit from here on
    for more in (1, 2):
        for _ in range(more):
            make.registration(drive, people.donor(union.factory), by_chair=True)
        with django_assert_num_queries(12):
            page = client.get(url(union, drive))
    assert len(page.context["rows"]) == 3


def test_several_are_registered_with_one_line_each(
    as_user: Any, chair: User, union: Union, drive: Drive
) -> None:
    donors = [people.donor(union.factory) for _ in range(3)]
    said = sent(*donors[:2])
    client: Client = as_user(chair)
    for _ in range(2):  # sent twice, registered once
        page = client.post(url(union, drive), said)
        assert [(row["name"], row["tone"]) for row in page.context["rows"]] == [
            (donor.full_name, "good") for donor in sorted(donors[:2], key=lambda one: one.sort_key)
        ]
    assert Registration.objects.count() == 2


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"nguoi": []}, "nobody"),
        ({"nguoi": ["9" * 20, "x"]}, "nobody"),
        ({"slot": "9" * 20}, "past"),
        ({"key": "x"}, "invalid"),
    ],
)
def test_wrong_sending_is_said_and_the_ticks_stay(
    as_user: Any, chair: User, union: Union, *, said: dict[str, Any], code: str
) -> None:
    drive, donor = make.drive(union.commune, held_on=SOON), people.donor(union.factory)
    page = as_user(chair).post(url(union, drive), {**sent(donor), **said})
    codes = [error.code for errors in page.context["form"].errors.as_data().values() for error in errors]
    assert (page.status_code, codes) == (422, [code])
    assert page.context["rows"][0]["is_ticked"] == (code != "nobody")


def test_who_registered_alone_is_shown_only_with_consent(
    as_user: Any, chair: User, union: Union, drive: Drive
) -> None:
    open_one, private = people.donor(union.factory), people.donor(union.factory)
    give_consent(open_one, ConsentPurpose.CHAIR_SEES, method=ConsentMethod.ONLINE, actor=ACTOR, now=NOW)
    for donor in (open_one, private):
        make.registration(drive, donor)
    rows = as_user(chair).get(url(union, drive)).context["rows"]
    assert {row["donor"].pk: row["held"] is not None for row in rows} == {
        open_one.pk: True,
        private.pk: False,
    }


def test_people_are_found_without_marks(as_user: Any, chair: User, union: Union, drive: Drive) -> None:
    people.donor(union.factory, full_name="Đỗ Thị Hoà")
    people.donor(union.factory, full_name="Lò Văn Tâm")
    page = as_user(chair).get(url(union, drive), {"tim": "do hoà"})
    assert [row["donor"].full_name for row in page.context["rows"]] == ["Đỗ Thị Hoà"]


def test_new_colleague_is_added_on_the_way(as_user: Any, chair: User, union: Union, drive: Drive) -> None:
    said = {
        "full_name": "Quàng Thị Mới",
        "birth_date": "01/05/1990",
        "sex": "F",
        "phone": "",
        "slot": "",
        "key": str(uuid4()),
        "holds_papers": "on",
    }
    client: Client = as_user(chair)
    wrong = client.post(url(union, drive, "colleague_new"), {**said, "phone": "12"})
    assert (wrong.status_code, wrong.context["form"].errors.as_data()["phone"][0].code) == (
        422,
        "not_a_phone",
    )
    page = client.post(url(union, drive, "colleague_new"), said)
    assert page.context["booked"] == 1
    assert Registration.objects.get().donor.memberships.get().unit == union.factory


def test_colleague_is_moved_swapped_and_cancelled(
    as_user: Any, chair: User, union: Union, drive: Drive
) -> None:
    held = make.registration(drive, people.donor(union.factory), by_chair=True)
    other, client = people.donor(union.factory), as_user(chair)
    address, later = url(union, drive, "colleague", pk=held.pk), drive.slots.order_by("-starts_at")[0]
    assert client.get(address).status_code == 200
    client.post(address, {"do": "move", "slot": later.pk, "key": str(uuid4())})
    held.refresh_from_db()
    assert held.slot == later
    unsigned = client.post(address, {"do": "swap", "nguoi": other.pk, "key": str(uuid4())})
    assert unsigned.status_code == 409
    client.post(address, {"do": "swap", "nguoi": other.pk, "key": str(uuid4()), "holds_papers": "on"})
    swapped = Registration.objects.exclude(state=RegistrationState.CANCELLED).get()
    assert (swapped.donor, swapped.slot) == (other, later)
    client.post(url(union, drive, "colleague", pk=swapped.pk), {"do": "cancel", "key": str(uuid4())})
    assert not Registration.objects.exclude(state=RegistrationState.CANCELLED).exists()


def test_registration_of_a_donors_own_has_no_page_for_the_chair(
    as_user: Any, chair: User, union: Union, drive: Drive
) -> None:
    held = make.registration(drive, people.donor(union.factory))
    assert as_user(chair).get(url(union, drive, "colleague", pk=held.pk)).status_code == 404


def test_officer_above_registers_nobody(as_user: Any, officer: User, union: Union, drive: Drive) -> None:
    assert as_user(officer).get(url(union, drive)).status_code == 404


def test_person_who_said_yes_comes_first_and_is_ticked(
    as_user: Any, chair: User, union: Union, drive: Drive
) -> None:
    people.donor(union.factory, full_name="An")
    last, stranger = people.donor(union.factory, full_name="Vinh"), people.donor(union.school)
    address, client = url(union, drive), as_user(chair)
    shown = {
        chosen: [
            (row["donor"].full_name, row["is_ticked"])
            for row in client.get(address, {"chon": chosen}).context["rows"]
        ]
        for chosen in (last.pk, stranger.pk, "x")
    }
    unchanged = [("An", False), ("Vinh", False)]
    assert shown == {last.pk: [("Vinh", True), ("An", False)], stranger.pk: unchanged, "x": unchanged}


@pytest.mark.parametrize(
    ("known", "why"),
    [
        ({"state": DriveState.CANCELLED}, "cancelled"),
        ({"state": DriveState.DONE}, "over"),
        ({"held_on": timezone.localdate() - timedelta(days=1)}, "over"),
    ],
)
@pytest.mark.parametrize("name", ["colleagues", "colleague_new"])
def test_closed_drive_registers_nobody_and_leads_on(
    as_user: Any, chair: User, union: Union, *, known: dict[str, Any], why: str, name: str
) -> None:
    part = campaigns.part(campaigns.launched(union.province), union.factory)
    drive = make.drive(union.commune, campaign=part.campaign, **{"held_on": SOON, **known})
    address, client = url(union, drive, name), as_user(chair)
    for page in (client.get(address), client.post(address, sent(people.donor(union.factory)))):
        assert (page.context["why"], "form" in page.context) == (why, False)
        kwargs = {"campaign": part.campaign.code, "unit": union.factory.code}
        assert page.context["above"]["url"] == reverse("chair", kwargs=kwargs)
    assert not Registration.objects.exists()
