"""Pages of check-in: what is kept on devices names nobody; what is sent is answered line by line; paper lists."""

import json
import re
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries

from conftest import Union
from maudao.accounts.models import User
from maudao.donors import make as donors
from maudao.donors.models import Donation
from maudao.drives import make
from maudao.drives.forms.check_in import Unreadable, read_sent
from maudao.drives.models import CheckInRecord, Drive, Registration
from maudao.drives.rules import DriveState
from maudao.organization import make as units
from maudao.organization.rules import Role

TODAY = date(2026, 4, 7)


@pytest.fixture
def staff(union: Union) -> User:
    return units.holder("staff", union.factory, Role.DRIVE_STAFF)


@pytest.fixture
def drive(union: Union) -> Drive:
    return make.drive(union.factory, held_on=timezone.localdate())


def booked(drive: Drive, **known: Any) -> Registration:
    return make.registration(drive, donors.donor(**known))


def url(name: str, drive: Drive) -> str:
    return reverse(name, kwargs={"code": drive.code})


def line(**said: Any) -> dict[str, Any]:
    return {"key": str(uuid4()), "outcome": "arrived", "at": timezone.now().isoformat(), **said}


def send(client: Client, drive: Drive, records: list[Any]) -> Any:
    body = json.dumps({"device": "a", "records": records})
    return client.post(url("check_in_sync", drive), body, content_type="application/json")


def content(client: Client, address: str) -> bytes:
    """Return a file of the static ones, read to its end."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    return b"".join(answer.streaming_content)


# ── the page and what is kept of it ──


def test_page_is_the_shell_and_names_nobody(as_user: Any, staff: User, drive: Drive, client: Client) -> None:
    row = booked(drive)
    page = as_user(staff).get(url("check_in", drive))
    shell = Client().get(url("check_in_shell", drive))
    assert page.status_code == shell.status_code == 200
    assert page.content == shell.content
    for name in (row.donor.full_name, row.ticket, staff.username, staff.full_name, "csrf"):
        assert name not in page.content.decode()


@pytest.mark.parametrize("state", [DriveState.DONE, DriveState.CANCELLED])
def test_page_of_an_ended_drive_says_how_it_ended(
    as_user: Any, staff: User, drive: Drive, client: Client, state: DriveState
) -> None:
    assert "data-ended" not in as_user(staff).get(url("check_in", drive)).content.decode()
    Drive.objects.update(state=state)
    assert f'data-ended="{state}"' in as_user(staff).get(url("check_in", drive)).content.decode()


def test_page_has_nothing_that_the_content_policy_refuses(drive: Drive, client: Client) -> None:
    shell = client.get(url("check_in_shell", drive))
    text = shell.content.decode()
    inline = [
        tag
        for tag in re.findall(r"<script[^>]*>", text)
        if "src=" not in tag and "application/json" not in tag
    ]
    assert (inline, re.findall(r"\sstyle=|\son[a-z]+=|<style", text)) == ([], [])
    assert "default-src 'self'" in shell.headers["Content-Security-Policy"]


def test_worker_keeps_the_shell_alone_under_a_name_that_follows_its_contents(
    drive: Drive, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = url("check_in_worker", drive)
    answer = client.get(address)
    said = json.loads(answer.content.decode().split("\n")[0].removeprefix("self.SHELL = ").rstrip(";"))
    assert answer.headers["Content-Type"] == "text/javascript"
    assert address.startswith(answer.headers["Service-Worker-Allowed"])
    assert {name for name in said["files"] if not name.startswith("/static/maudao/")} == set()
    assert all(content(client, name) for name in said["files"])
    assert client.get(address).content == answer.content
    monkeypatch.setattr("maudao.drives.views.check_in.words", lambda: {"changed": True})
    again = client.get(address).content.decode().split("\n")[0]
    assert said["version"] not in again


def test_every_module_that_the_page_imports_is_kept(drive: Drive, client: Client) -> None:
    said = client.get(url("check_in_worker", drive)).content.decode().split("\n")[0]
    scripts = [
        name
        for name in re.findall(r'"(/static/[^"]+)"', said)
        if "/check-in/" in name and name.endswith(".js")
    ]
    for script in scripts:
        for module in re.findall(r'from "\./([^"]+)"', content(client, script).decode()):
            assert f"/static/maudao/js/check-in/{module}" in scripts


def test_manifest_belongs_to_the_page_alone(drive: Drive, client: Client) -> None:
    manifest = client.get(url("check_in_manifest", drive)).json()
    assert (manifest["scope"], manifest["start_url"], manifest["display"]) == ("./", "./", "standalone")


# ── the list ──


def test_list_tells_no_phone_and_no_identity_but_its_end(as_user: Any, staff: User, drive: Drive) -> None:
    row = booked(drive, phone="0912345678", identity="011090001234")
    answer = as_user(staff).get(url("check_in_list", drive))
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.json()["people"] == [
        {
            "id": row.pk,
            "ticket": row.ticket,
            "name": row.donor.full_name,
            "folded": row.donor.name_folded,
            "birth": 1990,
            "last4": "1234",
            "slot": "07:30",
            "unit": drive.host.name,
            "walk_in": False,
            "state": "registered",
            "arrived_at": "",
            "given": None,
        }
    ]
    assert "0912345678" not in answer.content.decode()


@pytest.mark.parametrize("people", [1, 3])
def test_list_costs_the_same_for_one_and_for_three(
    as_user: Any, staff: User, drive: Drive, people: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(people):
        booked(drive)
    client: Client = as_user(staff)
    with django_assert_num_queries(6):
        assert len(client.get(url("check_in_list", drive)).json()["people"]) == people


@pytest.mark.parametrize(
    "ended", [{"state": DriveState.DONE}, {"held_on": timezone.localdate() - timedelta(days=1)}]
)
def test_list_of_a_day_gone_by_names_nobody(
    as_user: Any, staff: User, drive: Drive, ended: dict[str, Any]
) -> None:
    booked(drive)
    Drive.objects.filter(pk=drive.pk).update(**ended)
    answer = as_user(staff).get(url("check_in_list", drive)).json()
    assert (answer["people"], answer["units"]) == ([], [])
    assert answer["drive"]["closed"] == ended.get("state", "")


@pytest.mark.parametrize("name", ["check_in", "check_in_list", "paper_list"])
@pytest.mark.parametrize("role", [Role.CHAIR, Role.OFFICER])
def test_neither_chair_nor_officer_sees_the_day(
    as_user: Any, union: Union, drive: Drive, name: str, role: Role
) -> None:
    assert as_user(units.holder("other", union.factory, role)).get(url(name, drive)).status_code == 404


# ── what is sent ──


def test_each_line_is_answered_and_a_wrong_one_keeps_no_other_back(
    as_user: Any, staff: User, drive: Drive
) -> None:
    row, other = booked(drive), booked(drive)
    good = line(registration=row.pk)
    by_ticket = line(ticket=other.ticket.lower(), outcome="donated", kind="whole_blood", volume_ml=350)
    person = {"key": "p1", "full_name": "Lù Văn Đến", "birth": "1991", "sex": "M"}
    wrong: list[tuple[Any, str]] = [
        ("no object", "malformed"),
        ({"outcome": "arrived"}, "malformed"),
        (line(), "malformed"),
        (line(registration=True), "malformed"),
        (line(registration=row.pk, outcome="fainted"), "malformed"),
        (line(registration=row.pk, at="yesterday"), "malformed"),
        (
            line(registration=row.pk, outcome="donated", kind="whole_blood", volume_ml="350"),
            "volume_impossible",
        ),
        (line(registration=row.pk, outcome="donated", kind="tea", volume_ml=350), "volume_impossible"),
        (
            line(registration=row.pk, outcome="donated", kind="whole_blood", volume_ml=300),
            "volume_impossible",
        ),
        (line(person=person | {"full_name": " ", "key": ""}), "no_name"),
        (line(person=person | {"birth": "31/2/1991"}), "wrong_birth"),
        (line(person=person | {"birth": "2991"}), "wrong_birth"),
        (line(person=person | {"phone": "12345"}), "wrong_phone"),
        (line(person=person | {"identity": "123"}), "wrong_identity"),
        (line(person=person | {"sex": "X"}), "wrong_sex"),
    ]
    records = [good, by_ticket, line(person=person), *(said for said, _ in wrong)]
    answer = send(as_user(staff), drive, records)
    told = {one["key"]: one for one in answer.json()["answers"]}
    assert told[good["key"]] == {"key": good["key"], "registration": row.pk, "state": "arrived"}
    assert told[by_ticket["key"]]["state"] == "donated"
    reasons = {one["key"]: one.get("reason") for one in answer.json()["answers"]}
    assert [reasons[said.get("key", "") if isinstance(said, dict) else ""] for said, _ in wrong] == [
        why for _, why in wrong
    ]
    assert CheckInRecord.objects.count() == 3


def test_what_is_said_of_a_deferral_beside_it_is_kept_nowhere(
    as_user: Any, staff: User, drive: Drive
) -> None:
    row = booked(drive)
    send(
        as_user(staff),
        drive,
        [line(registration=row.pk, outcome="deferred", kind="huyet-ap", certificate_serial="x")],
    )
    record = CheckInRecord.objects.get()
    assert (record.outcome, record.kind, record.certificate_serial) == ("deferred", "", "")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("", 400),
        ("[]", 400),
        ('{"records": []}', 400),
        ('{"device": "a", "records": 7}', 400),
        (json.dumps({"device": "a", "records": [None] * 1001}), 413),
    ],
)
def test_body_that_is_no_list_of_lines_is_refused(
    as_user: Any, staff: User, drive: Drive, body: str, status: int
) -> None:
    answer = as_user(staff).post(url("check_in_sync", drive), body, content_type="application/json")
    assert answer.status_code == status


def test_deeply_nested_body_is_unreadable() -> None:
    with pytest.raises(Unreadable):
        read_sent(b"[" * 100_000, today=TODAY)


def test_closed_drive_says_so_and_takes_nothing(as_user: Any, staff: User, drive: Drive) -> None:
    row = booked(drive)
    Drive.objects.filter(pk=drive.pk).update(state=DriveState.DONE)
    answer = send(as_user(staff), drive, [line(registration=row.pk)])
    assert (answer.status_code, answer.json()) == (409, {"closed": "done"})


def test_request_from_elsewhere_is_refused(staff: User, drive: Drive) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(staff)
    assert send(client, drive, []).status_code == 403
    client.get(url("check_in_list", drive))
    token = client.cookies["csrftoken"].value
    body = json.dumps({"device": "a", "records": []})
    headers = {"X-CSRFToken": token}
    answer = client.post(url("check_in_sync", drive), body, content_type="application/json", headers=headers)
    assert answer.status_code == 200


# ── paper lists ──


def test_paper_list_is_typed_once_however_often_it_is_sent(as_user: Any, staff: User, drive: Drive) -> None:
    rows = [booked(drive) for _ in range(3)]
    client: Client = as_user(staff)
    page = client.get(url("paper_list", drive))
    typed = {
        "key": str(page.context["key"]),
        f"row-{rows[0].pk}": "bag-450",
        f"row-{rows[1].pk}": "platelets",
        f"row-{rows[1].pk}-ml": "480",
        f"row-{rows[2].pk}": "",
        "new-0-full_name": "Lù Văn Đến",
        "new-0-birth": "5/6/1991",
        "new-0": "deferred",
    }
    for _ in range(3):
        assert client.post(url("paper_list", drive), typed).status_code == 302
    states = list(Registration.objects.order_by("pk").values_list("state", flat=True))
    assert states == ["donated", "donated", "registered", "deferred"]
    assert sorted(Donation.objects.values_list("kind", "volume_ml")) == [
        ("platelets", 480),
        ("whole_blood", 450),
    ]
    assert CheckInRecord.objects.count() == 3


def test_paper_row_that_cannot_be_is_shown_again_and_the_others_are_kept(
    as_user: Any, staff: User, drive: Drive
) -> None:
    rows = [booked(drive) for _ in range(2)]
    typed = {
        "key": str(uuid4()),
        f"row-{rows[0].pk}": "arrived",
        f"row-{rows[1].pk}": "plasma",
        f"row-{rows[1].pk}-ml": "9999",
        "new-0-full_name": "Lù Văn Đến",
        "new-0-birth": "hôm qua",
    }
    page = as_user(staff).post(url("paper_list", drive), typed)
    assert page.status_code == 422
    wrong = {row["field"]: (row["chosen"], row["ml"]) for row in page.context["rows"] if row["error"]}
    assert wrong == {f"row-{rows[1].pk}": ("plasma", "9999")}
    assert [blank["person"]["full_name"] for blank in page.context["blanks"] if blank["error"]] == [
        "Lù Văn Đến"
    ]
    assert CheckInRecord.objects.get().registration == rows[0]


def test_row_of_another_drive_is_refused_on_paper_too(
    as_user: Any, staff: User, drive: Drive, union: Union
) -> None:
    elsewhere = booked(make.drive(union.factory, held_on=timezone.localdate()))
    typed = {"key": str(uuid4()), f"row-{elsewhere.pk}": "arrived"}
    assert as_user(staff).post(url("paper_list", drive), typed).status_code == 422
    assert not CheckInRecord.objects.exists()


def test_paper_list_is_typed_the_day_after_too(as_user: Any, staff: User, drive: Drive) -> None:
    row = booked(drive)
    Drive.objects.filter(pk=drive.pk).update(held_on=timezone.localdate() - timedelta(days=1))
    typed = {"key": str(uuid4()), f"row-{row.pk}": "bag-350"}
    assert as_user(staff).post(url("paper_list", drive), typed).status_code == 302
    assert Donation.objects.get().donated_on == timezone.localdate() - timedelta(days=1)


def test_paper_list_of_a_closed_drive_names_nobody(as_user: Any, staff: User, drive: Drive) -> None:
    row = booked(drive)
    Drive.objects.filter(pk=drive.pk).update(state=DriveState.DONE)
    client: Client = as_user(staff)
    page = client.get(url("paper_list", drive))
    assert (page.status_code, page.context["is_closed"]) == (200, True)
    assert row.donor.full_name not in page.content.decode()
    assert client.post(url("paper_list", drive), {f"row-{row.pk}": "arrived"}).status_code == 409


def test_paper_list_before_the_day_takes_nothing(as_user: Any, staff: User, drive: Drive) -> None:
    row = booked(drive)
    Drive.objects.filter(pk=drive.pk).update(held_on=timezone.localdate() + timedelta(days=1))
    client: Client = as_user(staff)
    assert client.get(url("paper_list", drive)).context["is_early"]
    assert client.post(url("paper_list", drive), {f"row-{row.pk}": "arrived"}).status_code == 422
    assert not CheckInRecord.objects.exists()


def test_paper_list_finds_names_without_accents(as_user: Any, staff: User, drive: Drive) -> None:
    row = booked(drive, full_name="Đỗ Thị Hoà")
    booked(drive)
    page = as_user(staff).get(url("paper_list", drive), {"tim": "do thi hoa"})
    assert [one["field"] for one in page.context["rows"]] == [f"row-{row.pk}"]


@pytest.mark.parametrize("people", [1, 3])
def test_paper_list_costs_the_same_for_one_and_for_three(
    as_user: Any, staff: User, drive: Drive, people: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(people):
        booked(drive)
    client: Client = as_user(staff)
    with django_assert_num_queries(11):
        assert len(client.get(url("paper_list", drive)).context["rows"]) == people


@pytest.mark.parametrize(("days", "status"), [(8, 404), (7, 200), (-30, 200), (-31, 404)])
def test_lists_of_a_drive_open_around_its_own_day_alone(
    as_user: Any, union: Union, days: int, status: int
) -> None:
    drive = make.drive(union.factory, held_on=timezone.localdate() + timedelta(days=days))
    client = as_user(units.holder("serves", union.factory, Role.DRIVE_STAFF))
    for name in ("check_in", "check_in_list", "paper_list", "registration_list", "results_import"):
        assert client.get(reverse(name, kwargs={"code": drive.code})).status_code == status, name
    begin = client.get(reverse("staff_drives", kwargs={"code": union.factory.code}))
    assert ([*begin.context["coming"], *begin.context["past"]] == [drive]) is (status == 200)
