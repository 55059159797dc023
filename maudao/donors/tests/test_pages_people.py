"""Pages about the people of a unit: the happy way, strangers, bad input, and a constant number of queries."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries

from conftest import Union
from maudao.accounts.models import User
from maudao.donors import make
from maudao.donors.actions.people import known_of, revise_person
from maudao.donors.models import Consent, Donor, DonorMerge
from maudao.donors.queries.consents import standing
from maudao.donors.rules import ConsentPurpose
from maudao.organization.make import ACTOR, NOW

NEW = {"full_name": "Quàng Văn Thành", "birth": "2/5/1990", "member_from": "01/04/2026"}


@pytest.fixture
def browser(as_user: Any, chair: User) -> Client:
    client: Client = as_user(chair)
    return client


@pytest.fixture
def hoa(union: Union) -> Donor:
    return make.donor(
        union.factory, full_name="Lò Thị Hoà", phone="0912345678", identity="011190001234", blood_group="O-"
    )


def url(name: str, union: Union, **arguments: Any) -> str:
    return reverse(name, kwargs={"code": union.factory.code, **arguments})


def codes(form: Any) -> dict[str, list[str]]:
    return {
        name: [error.code for error in errors.as_data()]
        for name, errors in form.errors.items()  # the code of each error, and not its sentence
    }


def as_sent(form: Any) -> dict[str, Any]:
    """What a browser would send back of a form as it stands."""
    values = {field.html_name: field.value() for field in form}
    return {name: str(value) for name, value in values.items() if value not in (None, False)}


# ── list ──


def test_list_shows_names_and_masked_phones(browser: Client, union: Union, hoa: Donor) -> None:
    page = browser.get(url("people_list", union))
    assert [row[0]["text"] for row in page.context["rows"]] == ["Lò Thị Hoà"]
    assert "0912345678" not in page.content.decode()
    assert "O Rh−" not in page.content.decode()


@pytest.mark.parametrize("query", ["", "?tim=lo+thi", "?loc=co-so"])
def test_list_costs_the_same_however_many(
    browser: Client,
    union: Union,
    hoa: Donor,
    query: str,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    address = url("people_list", union) + query
    browser.get(address)  # remembers the unit
    with django_assert_num_queries(8):
        browser.get(address)
    for _ in range(2):
        make.donor(union.factory)
    with django_assert_num_queries(8):
        browser.get(address)


def test_who_left_is_found_on_the_list_of_those(browser: Client, union: Union, hoa: Donor) -> None:
    hoa.memberships.update(starts_on=date(2020, 1, 1), ends_on=date(2020, 2, 1))
    assert browser.get(url("people_list", union)).context["rows"] == []
    page = browser.get(url("people_list", union), {"loc": "da-roi", "tim": "hoa"})
    assert [row[0]["text"] for row in page.context["rows"]] == ["Lò Thị Hoà"]
    assert "678" not in page.content.decode()


def test_list_is_found_by_the_last_digits(browser: Client, union: Union, hoa: Donor) -> None:
    make.donor(union.factory)
    page = browser.get(url("people_list", union), {"tim": "1234"})
    assert [row[0]["text"] for row in page.context["rows"]] == ["Lò Thị Hoà"]


def test_unusable_search_finds_nobody_and_breaks_nothing(browser: Client, union: Union, hoa: Donor) -> None:
    for search in ("x" * 10_000, "\x00", "%", "' OR 1=1"):
        page = browser.get(url("people_list", union), {"tim": search, "loc": "maybe", "page": "-1"})
        assert page.status_code == 200


# ── one person ──


def test_person_shows_the_blood_group_while_consent_stands(browser: Client, union: Union, hoa: Donor) -> None:
    address = url("person", union, pk=hoa.pk)
    assert "O Rh−" in browser.get(address).content.decode()
    browser.post(url("consent_withdraw", union, pk=hoa.pk), {"purpose": "blood_group"})
    assert "O Rh−" not in browser.get(address).content.decode()


def test_person_shows_donations_by_consent_alone(browser: Client, union: Union, hoa: Donor) -> None:
    make.donation(hoa)
    page = browser.get(url("person", union, pk=hoa.pk))
    assert (page.context["may_see_donations"], page.context["donations"]) == (False, [])
    other = make.donor(union.factory, consents=[ConsentPurpose.CHAIR_SEES])
    make.donation(other, on=date(2026, 1, 6))
    page = browser.get(url("person", union, pk=other.pk))
    assert [row[0]["text"] for row in page.context["donations"]] == ["06/01/2026"]


def test_who_left_keeps_a_name_and_no_number_and_may_come_back(
    browser: Client, union: Union, hoa: Donor
) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    hoa.memberships.update(starts_on=date(2020, 1, 1))
    sent = browser.post(url("person_leave", union, pk=hoa.pk), {"last_day": f"{yesterday:%d/%m/%Y}"})
    assert sent.status_code == 302
    address = url("person", union, pk=hoa.pk)
    assert "0912" not in browser.get(address).content.decode()
    assert browser.get(url("person_edit", union, pk=hoa.pk)).headers["Location"] == address
    browser.post(url("person_join", union, pk=hoa.pk))
    assert "0912" in browser.get(address).content.decode()


def test_leaving_before_joining_is_refused(browser: Client, union: Union, hoa: Donor) -> None:
    page = browser.post(url("person_leave", union, pk=hoa.pk), {"last_day": "01/01/2020"})
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["last_day"])


@pytest.mark.parametrize("name", ["person", "person_edit", "person_leave", "person_consents"])
def test_person_of_another_unit_is_not_found(browser: Client, union: Union, name: str) -> None:
    other = make.donor(union.school)
    assert browser.get(url(name, union, pk=other.pk)).status_code == 404


# ── entering ──


def test_colleague_is_entered_with_the_name_alone(browser: Client, union: Union) -> None:
    sent = browser.post(url("person_new", union), {"full_name": "Lò Văn An", "member_from": "01/04/2026"})
    donor = Donor.objects.get()
    assert sent.headers["Location"] == url("person", union, pk=donor.pk)
    assert donor.memberships.get().starts_on == date(2026, 4, 1)


def test_colleague_is_entered_with_all_that_is_known(browser: Client, union: Union) -> None:
    said = {
        **NEW,
        "sex": "M",
        "phone": "+84 912 345 678",
        "identity": "011 190 001 234",
        "blood_group": "B+",
        "blood_group_source": "result",
        "giay-blood_group": "on",
    }
    assert browser.post(url("person_new", union), said).status_code == 302
    donor = Donor.objects.get()
    known = known_of(donor)
    assert (known.birth_date, known.phone, known.identity) == (date(1990, 5, 2), "0912345678", "011190001234")
    assert (donor.blood_group, donor.blood_group_source) == ("B+", "result")
    consent = Consent.objects.get()
    assert (consent.purpose, consent.method, consent.recorded_by) == (
        "blood_group",
        "paper",
        User.objects.get(username="chair"),
    )


def test_year_of_birth_alone_is_taken(browser: Client, union: Union) -> None:
    browser.post(url("person_new", union), {**NEW, "birth": "1990"})
    donor = Donor.objects.get()
    assert (donor.birth_date, donor.birth_year) == (None, 1990)


@pytest.mark.parametrize(
    ("field", "typed", "code"),
    [
        ("full_name", "", "required"),
        ("full_name", " \u200b ", "required"),
        ("full_name", "1234", "no_letters"),
        ("full_name", "Lò " * 4_000, "max_length"),
        ("phone", "12345", "not_a_phone"),
        ("phone", "0212345678", "not_a_phone"),
        ("identity", "12345678901", "not_an_identity"),
        ("identity", "099190001234", "not_an_identity"),
        ("birth", "01/01/2090", "in_future"),
        ("birth", "2090", "in_future"),
        ("birth", "1890", "too_early"),
        ("birth", "01/01/1890", "too_early"),
        ("birth", "31/02/1990", "not_a_day"),
        ("birth", "tháng năm", "not_a_day"),
        ("sex", "X", "invalid_choice"),
        ("blood_group", "C+", "invalid_choice"),
        ("member_from", "01/01/2090", "in_future"),
        ("member_from", "", "required"),
    ],
)
def test_bad_input_gets_a_sentence_and_loses_nothing(
    browser: Client, union: Union, field: str, typed: str, code: str
) -> None:
    said = {**NEW, "phone": "0912345678", field: typed}
    page = browser.post(url("person_new", union), said)
    form = page.context["form"]
    assert page.status_code == 422
    assert code in codes(form)[field]
    assert {name: form[name].value() for name in said} == said
    assert not Donor.objects.exists()


def test_blood_group_without_consent_or_source_is_refused(browser: Client, union: Union) -> None:
    page = browser.post(url("person_new", union), {**NEW, "blood_group": "B+"})
    assert codes(page.context["form"]) == {"blood_group": ["no_consent"], "blood_group_source": ["no_source"]}
    assert page.context["form"].is_blood_group_open
    assert not Donor.objects.exists()


def test_number_of_another_is_refused_and_nothing_lost(browser: Client, union: Union) -> None:
    make.donor(union.school, full_name="Lò Thị Hoà", identity="011190001234")
    said = {**NEW, "identity": "011190001234"}
    page = browser.post(url("person_new", union), said)
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["identity"])
    assert page.context["form"]["full_name"].value() == NEW["full_name"]


def test_double_press_enters_one_person(browser: Client, union: Union) -> None:
    for _ in range(2):
        browser.post(url("person_new", union), NEW)
    assert Donor.objects.count() == 1


# ── correcting ──


def test_record_is_corrected_and_the_number_stays_where_none_is_typed(
    browser: Client, union: Union, hoa: Donor
) -> None:
    address = url("person_edit", union, pk=hoa.pk)
    page = browser.get(address)
    assert "011190001234" not in page.content.decode()
    data = as_sent(page.context["form"]) | {"full_name": "Lò Thị Hồng", "phone": ""}
    assert browser.post(address, data).status_code == 302
    hoa.refresh_from_db()
    known = known_of(hoa)
    assert (known.full_name, known.phone, known.identity) == ("Lò Thị Hồng", "", "011190001234")
    assert hoa.blood_group == "O-"


def test_number_is_taken_out_where_asked(browser: Client, union: Union, hoa: Donor) -> None:
    address = url("person_edit", union, pk=hoa.pk)
    data = as_sent(browser.get(address).context["form"]) | {"forget_identity": "on"}
    browser.post(address, data)
    hoa.refresh_from_db()
    assert (hoa.identity_sealed, hoa.identity_hash, hoa.identity_last4) == (None, "", "")


def test_what_somebody_else_wrote_meanwhile_is_not_overwritten_unseen(
    browser: Client, union: Union, hoa: Donor
) -> None:
    address = url("person_edit", union, pk=hoa.pk)
    data = as_sent(browser.get(address).context["form"]) | {"full_name": "Lò Thị Hồng"}
    other = known_of(hoa)
    revise_person(hoa, type(other)(**{**vars(other), "phone": "0987654321"}), actor=ACTOR, now=NOW)
    page = browser.post(address, data)
    assert (page.status_code, codes(page.context["form"])) == (422, {"__all__": ["changed_meanwhile"]})
    assert page.context["form"]["full_name"].value() == "Lò Thị Hồng"
    assert browser.post(address, as_sent(page.context["form"])).status_code == 302


# ── consents ──


def test_paper_is_recorded_and_taken_back(browser: Client, union: Union, hoa: Donor) -> None:
    address = url("person_consents", union, pk=hoa.pk)
    data = {"signed_on": "02/03/2026", "dong-y-history": "on", "dong-y-chair_sees": "on"}
    assert browser.post(address, data).status_code == 302
    assert standing(hoa) == {ConsentPurpose.BLOOD_GROUP, ConsentPurpose.HISTORY, ConsentPurpose.CHAIR_SEES}
    for _ in range(2):
        browser.post(url("consent_withdraw", union, pk=hoa.pk), {"purpose": "history"})
    assert standing(hoa) == {ConsentPurpose.BLOOD_GROUP, ConsentPurpose.CHAIR_SEES}
    page = browser.get(address)
    assert [row["purpose"] for row in page.context["ended"]] == ["history"]


@pytest.mark.parametrize("data", [{}, {"signed_on": "01/01/2090", "dong-y-history": "on"}])
def test_nothing_ticked_or_a_day_to_come_records_nothing(
    browser: Client, union: Union, hoa: Donor, data: dict[str, str]
) -> None:
    page = browser.post(url("person_consents", union, pk=hoa.pk), {"signed_on": "02/03/2026", **data})
    assert page.status_code == 422
    assert standing(hoa) == {ConsentPurpose.BLOOD_GROUP}


def test_paper_of_before_any_text_is_refused(browser: Client, union: Union, hoa: Donor) -> None:
    data = {"signed_on": "02/03/2020", "dong-y-history": "on"}
    page = browser.post(url("person_consents", union, pk=hoa.pk), data)
    assert list(page.context["paper"].errors) == ["signed_on"]


def test_paper_to_print_has_every_purpose_and_no_box_ticked(
    browser: Client, union: Union, hoa: Donor
) -> None:
    for address in (url("people_consent_paper", union), url("person_consent_paper", union, pk=hoa.pk)):
        page = browser.get(address)
        assert [text.purpose for text in page.context["texts"]] == list(ConsentPurpose)
        assert "checked" not in page.content.decode()


# ── duplicates ──


def test_duplicates_are_listed_merged_and_parted(browser: Client, union: Union, hoa: Donor) -> None:
    other = make.donor(full_name="Lò Thị Hoà", phone="", birth_date=hoa.birth_date, birth_year=1990)
    rows = browser.get(url("duplicate_list", union)).context["rows"]
    preview = url("merge_preview", union, first=hoa.pk, second=other.pk)
    assert [row["url"] for row in rows] == [preview]
    page = browser.get(preview)
    assert page.context["lines"][0].result == "Lò Thị Hoà"
    assert browser.post(preview).headers["Location"] == url("person", union, pk=hoa.pk)
    merge = DonorMerge.objects.get()
    assert list(browser.get(url("person", union, pk=hoa.pk)).context["merges"]) == [merge]
    for _ in range(2):
        browser.post(url("merge_undo", union, pk=merge.pk))
    other.refresh_from_db()
    assert other.merged_into is None


def test_duplicate_list_costs_the_same_however_many(
    browser: Client, union: Union, hoa: Donor, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    address = url("duplicate_list", union)
    browser.get(address)
    for rows in (1, 3):
        while len(browser.get(address).context["rows"]) < rows:
            one = make.donor(union.factory)
            make.donor(full_name=one.full_name, phone="", birth_date=one.birth_date)
        with django_assert_num_queries(7):
            browser.get(address)


def test_refused_merge_says_why_and_changes_nothing(browser: Client, union: Union, hoa: Donor) -> None:
    other = make.donor(
        full_name="Lò Thị Hoà", phone="", birth_date=hoa.birth_date, consents=[ConsentPurpose.HISTORY]
    )
    browser.post(
        url("person_consents", union, pk=hoa.pk), {"signed_on": "02/03/2026", "dong-y-history": "on"}
    )
    browser.post(url("consent_withdraw", union, pk=hoa.pk), {"purpose": "history"})
    page = browser.post(url("merge_preview", union, first=hoa.pk, second=other.pk))
    assert page.status_code == 422
    assert not DonorMerge.objects.exists()


def test_pair_of_another_unit_is_not_found(browser: Client, union: Union, hoa: Donor) -> None:
    other = make.donor(union.school, full_name="Lò Thị Hoà")
    for pair in ({"first": hoa.pk, "second": other.pk}, {"first": other.pk, "second": hoa.pk}):
        assert browser.get(url("merge_preview", union, **pair)).status_code == 404
