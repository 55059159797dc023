"""The page "can I give, and from when?": answers on the spot, keeps nothing."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from maudao.donors.forms.self_check import GROUPS, SelfCheckForm
from maudao.donors.models import Donor
from maudao.donors.rules.eligibility import law
from tests.browser import visitor

TODAY = date(2026, 4, 7)
WOMAN = {
    "sex": "F",
    "birth_date": "01/05/1990",
    "weight_kg": "47,5",
    "kind": "whole_blood",
    "volume_ml": "350",
    "last_kind": "never",
}


def told(**more: Any) -> dict[str, Any]:
    return WOMAN | {"on": f"{timezone.localdate():%d/%m/%Y}"} | more


def ago(days: int) -> str:
    return f"{timezone.localdate() - timedelta(days=days):%d/%m/%Y}"


@pytest.fixture
def address() -> str:
    return reverse("self_check")


def state_of(response: Any) -> Any:
    answer = response.context["answer"]
    return answer and answer["state"]


@pytest.mark.django_db
def test_page_asks_without_a_query_and_is_light(
    client: Client, address: str, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(0):
        response = client.get(address)
    assert response.status_code == 200
    assert len(response.content) < 60_000
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_answer_is_given_without_a_query_and_nothing_is_kept(
    client: Client, address: str, django_assert_num_queries: Any
) -> None:
    ticked = {"event-D06-TATTOO": "on", "day-D06-TATTOO": ago(30), "never": "on"}
    with django_assert_num_queries(0):
        response = client.post(address, told(**ticked))
    assert state_of(response) == "never"
    assert "no-store" in response["Cache-Control"]
    assert "sessionid" not in response.cookies
    assert (Session.objects.count(), Donor.objects.count()) == (0, 0)


@pytest.mark.django_db
def test_answers_are_never_read_from_an_address(client: Client, address: str) -> None:
    response = client.get(address, told())
    assert response.context["answer"] is None
    assert response.context["form"].is_bound is False
    assert "47,5" not in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("more", "state"),
    [
        ({}, "yes"),
        ({"weight_kg": ""}, "yes"),
        ({"volume_ml": "unknown"}, "yes"),
        ({"last_on": ago(2)}, "yes"),  # a day alone, of somebody who never gave
        ({"event-MENS": "on"}, "doctor"),
        ({"event-D7D-INF": "on", "day-D7D-INF": ago(2)}, "later"),
        ({"event-D7D-INF": "on", "day-D7D-INF": ago(7)}, "yes"),
        ({"day-D7D-INF": ago(2)}, "yes"),  # a day alone, of a box that is not ticked any more
        ({"last_kind": "whole_blood", "last_on": ago(83)}, "later"),
        ({"last_kind": "whole_blood", "last_on": ago(84)}, "yes"),
        ({"weight_kg": "41"}, "not_now"),
        ({"volume_ml": "450"}, "not_now"),
        ({"volume_ml": "450", "kind": "platelets", "weight_kg": "52"}, "yes"),
        ({"never": "on"}, "never"),
        ({"birth_date": "01/01/1950"}, "too_old"),
        ({"birth_date": "01/01/1950", "never": "on"}, "never"),
    ],
)
def test_answer_says_yes_or_when_or_whom_to_ask(
    client: Client, address: str, more: dict[str, str], state: str
) -> None:
    response = client.post(address, told(**more))
    assert response.status_code == 200
    assert state_of(response) == state


@pytest.mark.django_db
def test_answer_quotes_rule_and_source_and_the_next_day_of_each_kind(client: Client, address: str) -> None:
    response = client.post(address, told(**{"last_kind": "platelets", "last_on": ago(1)}))
    page, answer = response.content.decode(), response.context["answer"]
    assert f"{answer['decision'].not_before:%d/%m/%Y}" in page
    assert answer["reasons"][0]["reason"].source in page
    assert [row["badge"]["tone"] for row in answer["kinds"]] == ["wait", "plain", "plain", "plain"]
    assert {"OCC-12H", "ALCOHOL", "ID-PRACTICE"} <= {advice.rule for advice in answer["to_know"]}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"sex": ""}, "sex"),
        ({"birth_date": "hôm qua"}, "birth_date"),
        ({"birth_date": ago(-1)}, "birth_date"),
        ({"weight_kg": "nhẹ"}, "weight_kg"),
        ({"weight_kg": "-5"}, "weight_kg"),
        ({"weight_kg": "47000"}, "weight_kg"),
        ({"weight_kg": "nan"}, "weight_kg"),
        ({"kind": "milk"}, "kind"),
        ({"volume_ml": "9000"}, "volume_ml"),
        ({"on": ago(1)}, "on"),
        ({"on": ""}, "on"),
        ({"last_kind": "plasma"}, "last_on"),
        ({"last_kind": "milk"}, "last_kind"),
        ({"last_kind": "plasma", "last_on": ago(-3)}, "last_on"),
        ({"event-D12-SURG": "on"}, "day-D12-SURG"),
        ({"event-D12-SURG": "on", "day-D12-SURG": "31/02/2026"}, "day-D12-SURG"),
        ({"event-D12-SURG": "on", "day-D12-SURG": ago(-1)}, "day-D12-SURG"),
    ],
)
def test_bad_input_is_asked_again(client: Client, address: str, more: dict[str, str], field: str) -> None:
    response = client.post(address, told(**more))
    assert response.status_code == 422
    assert state_of(response) is None
    assert list(response.context["form"].errors) == [field]
    assert "field-error" in response.content.decode()


@pytest.mark.parametrize(
    ("text", "weight_kg"), [("47", 47), ("47,5", 47.5), ("47.5", 47.5), (" 47 kg ", 47), ("", None)]
)
def test_weight_is_read_as_people_write_it(text: str, weight_kg: float | None) -> None:
    form = SelfCheckForm(WOMAN | {"on": "07/04/2026", "weight_kg": text}, today=TODAY)
    assert form.is_valid(), form.errors
    assert form.facts().weight_kg == weight_kg


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ("/dot/5/dang-ky/", "/dot/5/dang-ky/"),
        ("https://evil.example/", ""),
        ("//evil.example/", ""),
        ("/\\evil.example/", ""),
        ("javascript:alert(1)", ""),
        ("dot/5", ""),
        ("", ""),
    ],
)
def test_only_a_page_of_ours_is_gone_back_to(client: Client, address: str, asked: str, kept: str) -> None:
    assert client.get(address, {"next": asked}).context["next_url"] == kept
    assert client.post(address, told(next=asked)).context["next_url"] == kept


@pytest.mark.django_db
def test_page_may_be_opened_for_the_day_of_a_drive(client: Client, address: str) -> None:
    drive_on = timezone.localdate() + timedelta(days=20)
    for asked, shown in (
        (f"{drive_on:%Y-%m-%d}", drive_on),
        ("x", timezone.localdate()),
        (ago(5), timezone.localdate()),
    ):
        form = client.get(address, {"ngay": asked}).context["form"]
        assert form["on"].value() == f"{shown:%d/%m/%Y}"


def test_every_condition_with_a_duration_is_asked_for_once() -> None:
    asked = [rule for _title, _about, ids in GROUPS for rule in ids]
    assert len(asked) == len(set(asked))
    today = law().in_force(TODAY).of("event")
    assert {rule.id for rule in today if not rule.values.get("always")} == set(asked)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [360, 1280])
def test_day_is_asked_for_where_its_condition_is_ticked(live_server: Any, width: int) -> None:
    with visitor(live_server.url, width=width) as person:
        person.open(reverse("self_check"))
        page, day = person.page, person.page.locator("[name='day-D06-TATTOO']")
        page.locator("details", has=day).locator("summary").click()
        assert not day.is_visible()
        page.check("[name='event-D06-TATTOO']")
        assert day.is_visible()
        day.fill(ago(10))
        page.check("[name=sex][value=F]")
        page.fill("[name=birth_date]", "01/05/1990")
        person.press("main .button-main")
        assert page.locator(".notice-warn").is_visible()
        assert person.faults == {}
