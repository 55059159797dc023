"""The pages of a host: what the chair does, what a stranger does not see, no query more for more rows."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from conftest import Union
from maudao.accounts.models import User
from maudao.campaigns import make as campaigns
from maudao.donors import make as donors
from maudao.drives import make
from maudao.drives.actions.staffing import appoint_staff
from maudao.drives.forms.planning import DriveForm
from maudao.drives.models import Drive, Slot
from maudao.drives.rules import DriveState, RegistrationState
from maudao.drives.rules.telling import delivery
from maudao.messaging.models import Message
from maudao.organization import make as units
from maudao.organization.actions import appoint
from maudao.organization.make import ACTOR, NOW
from maudao.organization.models import Office, Unit
from maudao.organization.rules import Role

SignIn = Callable[[User], Client]


@pytest.fixture
def soon(db: None) -> date:
    return timezone.localdate() + timedelta(days=10)


def _unit_url(name: str, unit: Unit) -> str:
    return reverse(name, kwargs={"code": unit.code})


def _url(name: str, drive: Drive) -> str:
    return reverse(name, kwargs={"code": drive.code})


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def _post(client: Client, name: str, drive: Drive, **given: Any) -> Any:
    return client.post(_url(name, drive), given)


# ── list ──


def test_a_unit_sees_its_drives_and_those_below_and_may_look_at_its_own_alone(
    union: Union, commune_officer: User, as_user: SignIn, soon: date
) -> None:
    make.drive(union.factory, held_on=soon, title="A")
    make.drive(union.commune, held_on=soon, title="B")
    make.drive(union.clinic, held_on=soon)
    client, url = as_user(commune_officer), _unit_url("drive_list", union.commune)
    assert {row["title"] for row in client.get(url).context["rows"]} == {"A", "B"}
    assert [row["title"] for row in client.get(f"{url}?cua=don-vi").context["rows"]] == ["B"]
    assert client.get(f"{url}?xem=da-qua").context["rows"] == []


def test_a_list_leads_to_the_drives_of_others_that_are_open_to_the_unit(
    union: Union, chair: User, as_user: SignIn, soon: date, django_assert_num_queries: Any
) -> None:
    client, url = as_user(chair), _unit_url("drive_list", union.factory)
    above = make.drive(union.commune, held_on=soon, title="above")
    make.drive(union.clinic, held_on=soon, title="elsewhere")
    make.drive(union.commune, held_on=soon, title="planned", state=DriveState.PLANNED)
    client.get(url)
    with django_assert_num_queries(12):
        rows = client.get(url).context["beside"]
    assert [row["title"] for row in rows] == ["above"]
    assert rows[0]["url"] == reverse("colleagues", kwargs={"code": union.factory.code, "drive": above.code})
    with_us = make.drive(union.clinic, held_on=soon, title="with us")
    with_us.co_hosts.add(union.factory)
    make.drive(union.province, held_on=soon, title="higher")
    with django_assert_num_queries(12):
        rows = client.get(url).context["beside"]
    assert {row["title"] for row in rows} == {"above", "with us", "higher"}
    assert client.get(f"{url}?xem=da-qua").context["beside"] == []


def test_a_list_costs_the_same_however_many_drives(
    union: Union, chair: User, as_user: SignIn, soon: date, django_assert_num_queries: Any
) -> None:
    client, url = as_user(chair), _unit_url("drive_list", union.factory)
    make.drive(union.factory, held_on=soon)
    client.get(url)
    for _ in range(2):
        with django_assert_num_queries(12):
            assert client.get(url).status_code == 200
        for _ in range(2):
            make.registration(make.drive(union.factory, held_on=soon), donors.donor())


# ── plan ──


def _plan(day: date, **more: str) -> dict[str, str]:
    return {"title": "Giọt hồng", "held_on": _day(day), "place": "Nhà văn hoá", **more}


def test_a_chair_plans_fills_and_opens_a_drive(
    union: Union, chair: User, as_user: SignIn, soon: date
) -> None:
    client = as_user(chair)
    said = _plan(
        soon, map="21.0285, 105.8542", co_hosts="MT-CS-001", new_centre="Bệnh viện", expected_units="21"
    )
    answer = client.post(_unit_url("drive_new", union.factory), {**said, "programmes": ["hanh-trinh-do"]})
    drive = Drive.objects.get()
    assert answer.headers["Location"] == _url("drive_slots", drive)
    hours = {"starts": "7h30", "ends": "9:00", "minutes": "30", "capacity": "10", "overbooking": "4"}
    shown = _post(client, "drive_slots", drive, do="preview", **hours)
    assert len(shown.context["preview"]) == 3
    assert not Slot.objects.exists()
    assert _post(client, "drive_slots", drive, do="adding", **hours).status_code == 302
    assert _post(client, "drive_open", drive).status_code == 302
    drive.refresh_from_db()
    assert (drive.state, drive.slots.count(), drive.is_listed) == (DriveState.OPEN, 3, False)
    context = client.get(_url("drive", drive)).context
    assert (context["missing"], context["numbers"].bookable) == (30, 42)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"held_on": "hôm nao"}, "held_on"),
        ({"held_on": "01/01/2020"}, "held_on"),
        ({"place": ""}, "place"),
        ({"map": "105.8, 21.0"}, "map"),
        ({"co_hosts": "MT-CS-001; Không có"}, "co_hosts"),
        ({"expected_units": "nhiều"}, "expected_units"),
        ({"campaign": "999"}, "campaign"),
    ],
)
def test_what_is_wrong_in_a_plan_is_said_at_its_field(
    union: Union, chair: User, as_user: SignIn, wrong: dict[str, str], field: str
) -> None:
    plan = _plan(timezone.localdate()) | wrong
    answer = as_user(chair).post(_unit_url("drive_new", union.factory), plan)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {field}
    assert not Drive.objects.exists()


def test_a_day_outside_the_campaign_is_chosen_twice(
    union: Union, chair: User, as_user: SignIn, soon: date
) -> None:
    campaign = campaigns.launched(union.province)
    client, url = as_user(chair), _unit_url("drive_new", union.factory)
    said = _plan(max(soon, campaign.ends_on + timedelta(days=1)), campaign=str(campaign.pk))
    first = client.post(url, said)
    assert first.context["form"].has_error("held_on", code="outside_campaign")
    assert client.post(url, {**said, "accept_outside": "on"}).status_code == 302
    assert Drive.objects.get().campaign == campaign


def test_what_is_said_of_an_open_drive_changes_but_not_its_day(
    union: Union, chair: User, as_user: SignIn, soon: date
) -> None:
    drive = make.drive(union.factory, held_on=soon)
    client = as_user(chair)
    assert "held_on" not in client.get(_url("drive_edit", drive)).context["form"].fields
    said = _plan(soon + timedelta(days=1), title="Tên mới", place="Nơi khác")
    assert _post(client, "drive_edit", drive, **said).status_code == 302
    drive.refresh_from_db()
    assert (drive.title, drive.held_on, drive.place) == ("Tên mới", soon, "Nhà văn hoá")


# ── slots ──


def _places(drive: Drive, **more: str) -> dict[str, str]:
    known = {f"capacity-{slot.pk}": str(slot.capacity) for slot in drive.slots.all()}
    return known | {f"overbooking-{slot.pk}": str(slot.overbooking) for slot in drive.slots.all()} | more


def test_places_change_one_by_one_or_all_at_once_or_as_the_yield_suggests(
    union: Union, chair: User, as_user: SignIn, soon: date
) -> None:
    drive = make.drive(union.factory, held_on=soon)
    client, (first, second) = as_user(chair), drive.slots.all()

    def save(**given: str) -> list[tuple[int, int]]:
        assert _post(client, "drive_slots", drive, **given).status_code == 302
        return list(drive.slots.values_list("capacity", "overbooking"))

    assert save(**_places(drive, **{f"capacity-{first.pk}": "20"})) == [(20, 0), (10, 0)]
    assert save(do="suggested") == [(20, 8), (10, 4)]
    assert save(**_places(drive, all_capacity="5", all_overbooking="1")) == [(5, 1), (5, 1)]
    assert save(**_places(drive, **{f"remove-{second.pk}": "on"})) == [(5, 1)]


def test_places_below_what_is_taken_are_refused_with_the_time(
    union: Union, chair: User, as_user: SignIn, soon: date
) -> None:
    drive = make.drive(union.factory, held_on=soon)
    for _ in range(2):
        make.registration(drive, donors.donor(), slot=drive.slots.first())
    answer = _post(as_user(chair), "drive_slots", drive, **_places(drive, all_capacity="1"))
    assert answer.status_code == 422
    assert "07:30" in str(answer.context["placing"].non_field_errors())
    assert "08:00" not in str(answer.context["placing"].non_field_errors())


# ── move, copy, cancel, close ──


def test_how_many_are_told_is_shown_before_a_drive_moves_or_is_cancelled(
    union: Union, chair: User, as_user: SignIn, soon: date, settings: Any
) -> None:
    drive, client = make.drive(union.factory, held_on=soon), as_user(chair)
    make.registration(drive, donors.donor())
    make.registration(drive, donors.donor(phone=""))
    now = timezone.now()
    for channel, told in (("none", 0), ("console", 1)):
        settings.SMS_CHANNEL = channel
        expected = (told, delivery([soon], at=now, has_channel=bool(told)))
        for name in ("drive_move", "drive_cancel"):
            said = client.get(_url(name, drive)).context["forewarning"]
            assert (said.told, said.delivery) == expected
    there = {"held_on": _day(soon + timedelta(days=1)), "starts": "8:00", "place": "Sân vận động"}
    assert _post(client, "drive_move", drive, **there, note="Vì bão.").status_code == 302
    assert _post(client, "drive_cancel", drive, note="").status_code == 302
    drive.refresh_from_db()
    assert (drive.state, drive.place, drive.sequence) == (DriveState.CANCELLED, "Sân vận động", 2)
    assert [message.purpose for message in Message.objects.order_by("pk")] == ["change", "cancellation"]


def test_a_move_that_is_none_is_refused_on_the_page(
    union: Union, chair: User, as_user: SignIn, soon: date
) -> None:
    drive = make.drive(union.factory, held_on=soon)
    same = {"held_on": _day(soon), "starts": "07:30", "place": drive.place}
    assert _post(as_user(chair), "drive_move", drive, **same).status_code == 422
    assert not Message.objects.exists()


def test_a_drive_is_copied_to_another_day(union: Union, chair: User, as_user: SignIn, soon: date) -> None:
    drive = make.drive(union.factory, held_on=soon)
    later = soon + timedelta(days=84)
    answer = _post(as_user(chair), "drive_copy", drive, held_on=_day(later))
    copy = Drive.objects.get(held_on=later)
    assert answer.headers["Location"] == _url("drive", copy)
    assert copy.slots.count() == 2


def test_a_drive_is_closed_after_its_day(union: Union, chair: User, as_user: SignIn) -> None:
    drive, client = make.drive(union.factory, held_on=NOW.date()), as_user(chair)
    make.registration(drive, donors.donor(), state=RegistrationState.DEFERRED)
    assert client.get(_url("drive_close", drive)).context["may_close"]
    assert _post(client, "drive_close", drive).status_code == 302
    drive.refresh_from_db()
    assert (drive.state, drive.deferred_count) == (DriveState.DONE, 1)


@pytest.mark.parametrize(("others", "is_shown"), [(3, False), (4, True)])
def test_how_many_were_deferred_is_told_where_enough_came(
    union: Union, chair: User, as_user: SignIn, others: int, is_shown: bool
) -> None:
    drive, client = (
        make.drive(union.factory, held_on=timezone.localdate() - timedelta(days=1)),
        as_user(chair),
    )
    make.registration(drive, donors.donor(), state=RegistrationState.DEFERRED)
    for _ in range(others):
        make.registration(drive, donors.donor(), state=RegistrationState.LEFT)
    for name in ("drive", "drive_close"):
        assert ("Được hẹn lại</" in client.get(_url(name, drive)).content.decode()) is is_shown
    serves = units.holder("serves", union.factory, Role.VIEWER)
    appoint(serves, union.factory, role=Role.DRIVE_STAFF, starts_on=units.OPENED, actor=ACTOR, now=NOW)
    assert as_user(serves).get(_url("drive", drive)).context["shows_deferred"]


# ── staff ──


def test_a_chair_chooses_who_serves_and_ends_it(
    union: Union, chair: User, as_user: SignIn, soon: date
) -> None:
    drive, client = make.drive(union.factory, held_on=soon), as_user(chair)
    new = {"who": "new", "username": "phuc-vu", "full_name": "Lò Thị Én"}
    made = _post(client, "drive_staff", drive, **new)
    assert made.context["office"].user.check_password(made.context["password"])
    assert made.headers["Cache-Control"].find("no-store") >= 0
    units.user("da-co")
    assert _post(client, "drive_staff", drive, who="existing", username="da-co").status_code == 302
    assert len(client.get(_url("drive_staff", drive)).context["staff"]) == 2
    office = Office.objects.get(user__username="da-co")
    end = reverse("drive_staff_end", kwargs={"pk": office.pk})
    assert client.post(end, {"next": _url("drive_staff", drive)}).headers["Location"] == _url(
        "drive_staff", drive
    )
    assert client.post(end, {"next": "//elsewhere/"}).status_code == 404
    assert len(client.get(_url("drive_staff", drive)).context["staff"]) == 1


@pytest.mark.parametrize("username", ["chair", "nobody", "new one"])
def test_who_cannot_serve_is_refused_on_the_page(
    union: Union, chair: User, as_user: SignIn, soon: date, username: str
) -> None:
    drive = make.drive(union.factory, held_on=soon)
    answer = _post(as_user(chair), "drive_staff", drive, who="existing", username=username)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"username"}
    assert not Office.objects.filter(role=Role.DRIVE_STAFF).exists()


# ── reach ──

PAGES = (
    "drive_edit",
    "drive_slots",
    "drive_copy",
    "drive_move",
    "drive_cancel",
    "drive_close",
    "drive_staff",
)


@pytest.mark.parametrize("name", PAGES)
def test_pages_of_the_host_open_to_the_host_alone(
    union: Union, chair: User, commune_officer: User, as_user: SignIn, name: str
) -> None:
    drive = make.drive(union.factory)
    answers = [as_user(user).get(_url(name, drive)).status_code for user in (chair, commune_officer)]
    assert answers == [200, 404]


def test_the_levels_above_see_numbers_and_nothing_to_do(
    union: Union, commune_officer: User, stranger: User, as_user: SignIn, soon: date
) -> None:
    drive = make.drive(union.factory, held_on=soon)
    make.registration(drive, donors.donor(full_name="Lò Thị Riêng"))
    page = as_user(commune_officer).get(_url("drive", drive))
    assert page.context["numbers"].booked == 1
    assert not page.context["may_manage"]
    assert "Riêng" not in page.content.decode()
    assert as_user(stranger).get(_url("drive", drive)).status_code == 404


def test_lists_of_names_are_linked_for_who_serves_alone(union: Union, chair: User, as_user: SignIn) -> None:
    drive = make.drive(union.factory, held_on=timezone.localdate() + timedelta(days=7))
    staff = units.holder("staff", union.factory, Role.VIEWER)
    appoint_staff(drive, staff, actor=ACTOR, now=timezone.now())
    Office.objects.filter(role=Role.DRIVE_STAFF).update(starts_on=timezone.localdate())
    links = [_url(name, drive) for name in ("check_in", "registration_list", "results_import")]
    pages = [as_user(user).get(_url("drive", drive)).content.decode() for user in (staff, chair)]
    assert [[f'href="{link}"' in page for link in links] for page in pages] == [[True] * 3, [False] * 3]
    Drive.objects.update(held_on=timezone.localdate() + timedelta(days=8))
    assert links[0] not in as_user(staff).get(_url("drive", drive)).content.decode()


def test_a_page_of_a_drive_costs_the_same_however_many_register(
    union: Union, chair: User, as_user: SignIn, soon: date, django_assert_num_queries: Any
) -> None:
    drive, client = make.drive(union.factory, held_on=soon), as_user(chair)
    client.get(_url("drive", drive))
    for _ in range(2):
        with django_assert_num_queries(16):
            assert client.get(_url("drive", drive)).status_code == 200
        for _ in range(2):
            make.registration(drive, donors.donor(), slot=Slot.objects.filter(drive=drive).first())


def test_every_page_has_one_main_action(union: Union, chair: User, as_user: SignIn, soon: date) -> None:
    client = as_user(chair)
    planned = make.drive(union.factory, held_on=soon, state=DriveState.PLANNED)
    bare = make.drive(union.factory, held_on=soon, state=DriveState.PLANNED, slots=0)
    past = make.drive(union.factory, held_on=NOW.date())
    urls = [_unit_url("drive_list", union.factory), _unit_url("drive_new", union.factory)]
    urls += [_url(name, planned) for name in ("drive", *PAGES) if name != "drive_close"]
    urls += [_url("drive", bare), _url("drive_slots", bare), _url("drive", past), _url("drive_close", past)]
    counts = {url: client.get(url).content.decode().count("button-main") for url in urls}
    assert counts == dict.fromkeys(urls, 1)


def test_campaigns_of_one_title_are_told_apart_in_the_form(union: Union) -> None:
    for unit, number in ((union.province, 1), (union.commune, 2)):
        campaigns.launched(unit, number=number)
    words = [label for value, label in DriveForm(host=union.commune).fields["campaign"].choices if value]
    assert (len(words), len(set(words))) == (2, 2)
