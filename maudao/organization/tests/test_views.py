"""The pages of a unit: what the officer sees, what a stranger does not, and no query more for more rows."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from conftest import Union
from maudao.accounts.models import User
from maudao.organization import actions, make
from maudao.organization.actions.import_units import import_units
from maudao.organization.models import Office, Placement, Reorganisation, Unit
from maudao.organization.rules import Role
from maudao.organization.tests import decisions
from maudao.organization.tests.test_import_units import NEW, workbook

SignIn = Callable[[User], Client]


def _url(name: str, unit: Unit) -> str:
    return reverse(name, args=[unit.code])


def _settled(client: Client, unit: Unit) -> Client:
    """Open one page, so that what a session remembers from its first page on is there."""
    client.get(_url("unit_history", unit))
    return client


def _appoint(**more: str) -> dict[str, str]:
    return {
        "who": "new",
        "username": "mt-cs-002",
        "full_name": "Lò Thị Én",
        "role": "chair",
        "title": "Chủ tịch",
        "starts_on": "01/04/2026",
        **more,
    }


PAGES = (
    "unit_tree",
    "unit_history",
    "unit_offices",
    "unit_office_new",
    "unit_audit",
    "unit_import",
    "unit_list_file",
    "reorganisation_list",
    "reorganisation_new",
)


@pytest.mark.parametrize("name", PAGES)
def test_officer_opens_the_page_and_a_stranger_finds_nothing(
    union: Union, officer: User, stranger: User, as_user: SignIn, name: str
) -> None:
    assert as_user(officer).get(_url(name, union.commune)).status_code == 200
    assert as_user(stranger).get(_url(name, union.commune)).status_code == 404


# ── tree ──


def test_tree_shows_members_of_whole_subtrees(union: Union, officer: User, as_user: SignIn) -> None:
    context = as_user(officer).get(_url("unit_tree", union.province)).context
    assert {(row.name, row.figure) for row in context["rows"]} == {
        ("Công đoàn xã Mường Một", "300"),
        ("CĐCS Trung tâm Y tế", "12"),
    }
    assert (context["units"], context["members"]) == (5, 312)


def test_tree_of_a_past_day_is_as_it_was(union: Union, officer: User, as_user: SignIn) -> None:
    decisions.apply(decisions.NEW_COMMUNE)
    client, url = as_user(officer), _url("unit_tree", union.province)
    now = {row.name for row in client.get(url).context["rows"]}
    then = {row.name for row in client.get(url, {"on": "30/06/2025"}).context["rows"]}
    assert (now - then, then - now) == ({"Công đoàn xã Mường Hai"}, {"Công đoàn xã Mường Một"})


def test_day_that_cannot_be_read_is_said_and_today_is_shown(
    union: Union, officer: User, as_user: SignIn
) -> None:
    context = as_user(officer).get(_url("unit_tree", union.province), {"on": "31/02/2026"}).context
    assert context["form"].errors
    assert len(context["rows"]) == 2


def test_tree_before_the_unit_opened_is_empty(union: Union, officer: User, as_user: SignIn) -> None:
    context = as_user(officer).get(_url("unit_tree", union.province), {"on": "01/01/2000"}).context
    assert context["top"] is None


@pytest.mark.parametrize("text", ["binh minh", "BÌNH MINH", "mt-cs-002"])
def test_search_needs_no_tone_marks_and_goes_all_the_way_down(
    union: Union, officer: User, as_user: SignIn, text: str
) -> None:
    context = as_user(officer).get(_url("unit_tree", union.province), {"q": text}).context
    assert [row.name for row in context["rows"]] == ["CĐCS Công ty may Bình Minh"]


def test_search_finds_nothing_outside_the_subtree(union: Union, officer: User, as_user: SignIn) -> None:
    assert as_user(officer).get(_url("unit_tree", union.province), {"q": "nha may la"}).context["found"] == 0


def test_path_names_only_units_that_may_be_opened(
    union: Union, commune_officer: User, as_user: SignIn
) -> None:
    context = as_user(commune_officer).get(_url("unit_tree", union.factory)).context
    assert [place["label"] for place in context["path"]] == [union.commune.name]


def test_more_units_need_no_more_queries(
    union: Union, officer: User, as_user: SignIn, django_assert_num_queries: Any
) -> None:
    client = _settled(as_user(officer), union.province)
    for unit in (union.clinic, union.province):
        make.unit(unit, f"{unit.code}-X", members=3)
    with django_assert_num_queries(15):
        assert len(client.get(_url("unit_tree", union.clinic)).context["rows"]) == 1
    with django_assert_num_queries(15):
        assert len(client.get(_url("unit_tree", union.province)).context["rows"]) == 3


# ── history ──


def test_history_shows_who_took_over(union: Union, officer: User, as_user: SignIn) -> None:
    decisions.apply(decisions.MERGE)
    context = as_user(officer).get(_url("unit_history", union.school)).context
    assert [row.successor for row in context["handed_on"]] == [union.hospital]
    assert [row.number for row in context["decisions"]] == ["12/QĐ-LĐLĐ"]


def test_history_opens_only_the_decisions_within_reach(
    union: Union, officer: User, chair: User, as_user: SignIn
) -> None:
    decisions.apply(decisions.RENAME.replace("MT-CS-001", "MT-CS-002"))
    for person, count in ((officer, 1), (chair, 0)):
        context = as_user(person).get(_url("unit_history", union.factory)).context
        assert (len(context["decisions"]), len(context["openable"])) == (1, count)


# ── offices ──


def test_new_person_gets_an_account_whose_password_is_shown_once(
    union: Union, officer: User, as_user: SignIn, client: Client
) -> None:
    answer = as_user(officer).post(_url("unit_office_new", union.factory), _appoint())
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]
    password = re.search(r"<code>(\w{4}-\w{4}-\w{4})</code>", answer.content.decode())
    assert password is not None
    assert client.login(username="mt-cs-002", password=password[1])
    assert Office.objects.get(user__username="mt-cs-002").unit == union.factory


def test_person_with_an_account_gets_another_office(
    union: Union, officer: User, chair: User, as_user: SignIn
) -> None:
    form = _appoint(who="existing", username="chair", full_name="")
    assert as_user(officer).post(_url("unit_office_new", union.school), form).status_code == 302
    assert chair.offices.filter(unit=union.school, role=Role.CHAIR).exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"username": "officer"},
        {"full_name": ""},
        {"who": "existing", "username": "nobody"},
        {"role": "administrator"},
        {"role": "officer"},  # a grassroots unit has a chair
        {"starts_on": "31/02/2026"},
    ],
)
def test_wrong_appointment_is_asked_again(
    union: Union, officer: User, as_user: SignIn, wrong: dict[str, str]
) -> None:
    people = User.objects.count()
    answer = as_user(officer).post(_url("unit_office_new", union.factory), _appoint(**wrong))
    assert answer.status_code == 422
    assert User.objects.count() == people


def test_same_office_twice_is_asked_again(union: Union, officer: User, chair: User, as_user: SignIn) -> None:
    form = _appoint(who="existing", username="chair")
    assert as_user(officer).post(_url("unit_office_new", union.factory), form).status_code == 422


def test_person_who_cannot_sign_in_gets_a_new_password(
    union: Union, officer: User, chair: User, as_user: SignIn
) -> None:
    Authenticator.objects.create(user=chair, type=Authenticator.Type.TOTP, data={"secret": "x"})
    answer = as_user(officer).post(reverse("unit_sign_in_renew", args=[chair.offices.get().pk]))
    password = re.search(r"<code>(\w{4}-\w{4}-\w{4})</code>", answer.content.decode())
    assert password is not None
    chair.refresh_from_db()
    assert chair.check_password(password[1])
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize("where", ["self", "elsewhere"])
def test_password_of_oneself_or_of_somebody_with_an_office_elsewhere_is_not_renewed(
    union: Union, officer: User, chair: User, as_user: SignIn, where: str
) -> None:
    actions.appoint(
        chair, union.stranger, role=Role.OFFICER, starts_on=make.OPENED, actor=make.ACTOR, now=make.NOW
    )
    person = officer if where == "self" else chair
    office = person.offices.exclude(unit=union.stranger).get()
    assert as_user(officer).post(reverse("unit_sign_in_renew", args=[office.pk])).status_code == 422
    person.refresh_from_db()
    assert person.check_password(make.PASSWORD)


def test_office_is_ended(union: Union, officer: User, chair: User, as_user: SignIn) -> None:
    office = chair.offices.get()
    as_user(officer).post(reverse("unit_office_end", args=[office.pk]))
    office.refresh_from_db()
    assert office.ends_on is not None


def test_nobody_ends_their_own_office(union: Union, officer: User, as_user: SignIn) -> None:
    office = officer.offices.get()
    as_user(officer).post(reverse("unit_office_end", args=[office.pk]))
    office.refresh_from_db()
    assert office.ends_on is None


def test_offices_page_names_units_below_without_anybody(
    union: Union, officer: User, chair: User, as_user: SignIn
) -> None:
    context = as_user(officer).get(_url("unit_offices", union.commune)).context
    assert set(context["without"]) == {union.school, union.hospital}


def test_more_offices_need_no_more_queries(
    union: Union, officer: User, as_user: SignIn, django_assert_num_queries: Any
) -> None:
    client = _settled(as_user(officer), union.province)
    for number, unit in enumerate((union.school, union.clinic, union.clinic, union.clinic)):
        make.holder(f"person-{number}", unit, Role.CHAIR)
    for unit, rows in ((union.school, 1), (union.clinic, 3)):
        with django_assert_num_queries(11):
            assert len(client.get(_url("unit_offices", unit)).context["offices"]) == rows


# ── audit ──


def test_audit_is_told_in_sentences_and_filtered(union: Union, officer: User, as_user: SignIn) -> None:
    client, url = as_user(officer), _url("unit_audit", union.commune)
    assert [event["title"] for event in client.get(url).context["events"]] == [
        "Lập đơn vị MT-XP-01: Công đoàn xã Mường Một."
    ]
    below = client.get(url, {"below": "on", "action": "set_member_count"}).context["events"]
    assert len(below) == 3


# ── import ──


def _file(data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("danh-sach.xlsx", data)


def test_workbook_is_tried_first_and_imported_when_confirmed(
    union: Union, officer: User, as_user: SignIn
) -> None:
    client, url = as_user(officer), _url("unit_import", union.province)
    tried = client.post(url, {"file": _file(workbook(NEW))})
    assert tried.context["takes"] == 1
    assert not Unit.objects.filter(code="MT-CS-010").exists()
    assert client.post(url, {"carried": tried.context["carried"], "confirmed": "1"}).status_code == 302
    assert Unit.objects.filter(code="MT-CS-010").exists()


def test_list_that_was_downloaded_imports_without_a_change(
    union: Union, officer: User, as_user: SignIn
) -> None:
    client = as_user(officer)
    answer = client.get(_url("unit_list_file", union.province))
    data = b"".join(answer.streaming_content)
    before = decisions.everything()
    reports = import_units(data, dry_run=False, actor=make.ACTOR, now=timezone.now(), within=union.province)
    assert [report.result for report in reports] == ["unchanged"] * 5
    assert decisions.everything() == before


@pytest.mark.parametrize("form", [{}, {"carried": "!"}, {"file": b"no workbook"}])
def test_what_is_no_workbook_is_asked_again(
    union: Union, officer: User, as_user: SignIn, form: dict[str, Any]
) -> None:
    data = {name: _file(value) if isinstance(value, bytes) else value for name, value in form.items()}
    assert as_user(officer).post(_url("unit_import", union.province), data).status_code == 422


def test_officer_imports_only_below_the_own_unit(union: Union, officer: User, as_user: SignIn) -> None:
    strange = [*NEW]
    strange[4] = "LL"
    tried = as_user(officer).post(_url("unit_import", union.province), {"file": _file(workbook(strange))})
    assert tried.context["takes"] == 0


# ── reorganisation ──


def test_decision_is_previewed_then_applied_then_undone(union: Union, officer: User, as_user: SignIn) -> None:
    client, url = as_user(officer), _url("reorganisation_new", union.province)
    form = {"text": decisions.text(decisions.MERGE)}
    shown = client.post(url, form).context["shown"]
    assert shown.members_moved == 230
    assert not Reorganisation.objects.exists()
    applied = client.post(url, {**form, "confirmed": "1"})
    page = applied.headers["Location"]
    assert client.get(page).status_code == 200
    client.post(page)
    assert Reorganisation.objects.get().undone_at is not None
    assert Placement.objects.filter(unit=union.school).count() == 1


def test_faults_of_a_decision_are_all_shown(union: Union, officer: User, as_user: SignIn) -> None:
    text = decisions.text('[[change]]\nkind = "transfer"\nunits = ["X", "LL-CS-001"]\nto = "MT"\n')
    answer = as_user(officer).post(_url("reorganisation_new", union.province), {"text": text})
    assert answer.status_code == 422
    assert [fault.unit for fault in answer.context["faults"]] == ["X", "LL-CS-001"]


def test_what_stands_in_the_way_of_undoing_is_shown(union: Union, officer: User, as_user: SignIn) -> None:
    applied = decisions.apply(decisions.SPLIT)
    make.holder("new", Unit.objects.get(code="MT-CS-021"))
    answer = as_user(officer).post(reverse("reorganisation", args=[applied.pk]))
    assert answer.status_code == 422
    assert "record" in {fault.code for fault in answer.context["faults"]}


def test_decision_of_the_commune_is_listed_for_the_province(
    union: Union, officer: User, as_user: SignIn
) -> None:
    applied = decisions.apply(decisions.MERGE, day=date(2025, 8, 1))
    context = as_user(officer).get(_url("reorganisation_list", union.province)).context
    assert list(context["decisions"]) == [applied]
