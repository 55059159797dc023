"""The page of what a unit tells its own people, and its place on the desk."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from conftest import Union
from maudao.accounts.models import User
from maudao.donors import make as donors
from maudao.drives import make
from maudao.drives.actions.closing import cancel_drive
from maudao.drives.actions.moving import Destination, move_drive
from maudao.drives.models import Drive, Notice
from maudao.organization.make import ACTOR
from maudao.organization.models import Unit

SignIn = Callable[[User], Client]


@pytest.fixture
def soon(db: None) -> date:
    return timezone.localdate() + timedelta(days=10)


def _drive(union: Union, soon: date, *, people: int) -> Drive:
    drive = make.drive(union.commune, held_on=soon)
    for number in range(people):
        make.registration(drive, donors.donor(union.factory, full_name=f"Riêng {number}"), by_chair=True)
    return drive


def _url(drive: Drive, unit: Unit) -> str:
    return reverse("notice", kwargs={"code": unit.code, "drive": drive.code})


def _desk(client: Client, unit: Unit) -> list[str]:
    return [item.url for item in client.get(reverse("desk", args=[unit.code])).context["inbox"]]


def test_a_chair_finds_it_on_the_desk_reads_whom_to_tell_and_ends_it(
    union: Union, chair: User, as_user: SignIn, soon: date
) -> None:
    drive, client = _drive(union, soon, people=2), as_user(chair)
    move_drive(drive, Destination(soon + timedelta(days=1), drive.place), actor=ACTOR, now=timezone.now())
    address = _url(drive, union.factory)
    assert _desk(client, union.factory) == [address]
    page = client.get(address)
    assert [one.name for one in page.context["people"].named] == ["Riêng 0", "Riêng 1"]
    answer = client.post(address, {"notice": Notice.objects.get().pk})
    assert answer.headers["Location"] == reverse("desk", args=[union.factory.code])
    assert _desk(client, union.factory) == []
    assert "Riêng" not in client.get(address).content.decode()


def test_a_notice_that_gave_way_to_another_is_not_ended(
    union: Union, chair: User, as_user: SignIn, soon: date
) -> None:
    drive, client = _drive(union, soon, people=1), as_user(chair)
    move_drive(drive, Destination(soon + timedelta(days=1), drive.place), actor=ACTOR, now=timezone.now())
    stale = Notice.objects.get().pk
    cancel_drive(drive, actor=ACTOR, now=timezone.now())
    address = _url(drive, union.factory)
    assert client.post(address, {"notice": stale}).headers["Location"] == address
    assert _desk(client, union.factory) == [address]


def test_nobody_above_or_beside_reads_whom_a_unit_tells(
    union: Union, commune_officer: User, stranger: User, as_user: SignIn, soon: date
) -> None:
    drive = _drive(union, soon, people=1)
    cancel_drive(drive, actor=ACTOR, now=timezone.now())
    for user in (commune_officer, stranger):
        assert as_user(user).get(_url(drive, union.factory)).status_code == 404
    assert as_user(commune_officer).get(reverse("desk", args=[union.factory.code])).context["inbox"] == []


def test_the_page_and_the_desk_cost_the_same_for_one_and_for_three(
    union: Union, chair: User, as_user: SignIn, soon: date, django_assert_num_queries: Any
) -> None:
    client, desk = as_user(chair), reverse("desk", args=[union.factory.code])
    for people in (1, 3):
        drives = [_drive(union, soon, people=people) for _ in range(people)]
        for drive in drives:
            cancel_drive(drive, actor=ACTOR, now=timezone.now())
        client.get(desk)
        with django_assert_num_queries(7):
            assert client.get(_url(drives[0], union.factory)).status_code == 200
        with django_assert_num_queries(15):
            assert client.get(desk).status_code == 200
        Notice.objects.all().delete()


def test_the_host_reads_how_many_units_were_told(
    union: Union, commune_officer: User, as_user: SignIn, soon: date
) -> None:
    drive = _drive(union, soon, people=1)
    url = reverse("drive_cancel", kwargs={"code": drive.code})
    page = as_user(commune_officer).post(url, {"note": ""}, follow=True)
    said = [str(message) for message in page.context["messages"]]
    assert len(said) == 1
    assert "1 đơn vị" in said[0]
    assert "Riêng" not in page.content.decode()
