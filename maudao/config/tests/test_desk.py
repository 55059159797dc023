"""The desk: what waits first, what is not asked for any more, and who below has not acted."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import DjangoAssertNumQueries

from conftest import Union
from maudao.accounts.models import User
from maudao.campaigns import actions as campaign_actions
from maudao.campaigns import make
from maudao.campaigns.actions import lock_figures
from maudao.campaigns.models import Campaign
from maudao.config import desk
from maudao.documents import make as documents
from maudao.donors import make as donors
from maudao.organization import make as units
from maudao.organization.make import ACTOR, NOW
from maudao.organization.models import Unit
from maudao.reports import make as reports

TODAY = date(2026, 4, 2)
AFTERWARDS = date(2027, 1, 1)


def names(unit: Unit, *, on: date = TODAY) -> list[str]:
    """Return the addresses of what waits, without the unit."""
    items = desk.inbox(unit, desk.parts_of(unit), on=on)
    return [item.url.removesuffix("/").split("/")[-1] for item in items]


def test_what_is_new_comes_first_and_the_report_waits_behind_it(union: Union) -> None:
    make.launched(union.province)
    assert names(union.school) == ["MT-CS-001", "MT-CS-001"]
    first, report = desk.inbox(union.school, desk.parts_of(union.school), on=AFTERWARDS)
    assert first.url.startswith("/chien-dich/")
    assert (report.url.startswith("/bao-cao/"), report.tone) == (True, "stop")


def test_after_the_acknowledgement_the_own_document_is_next(union: Union) -> None:
    campaign = make.launched(union.province)
    campaign_actions.acknowledge(make.part(campaign, union.school), actor=ACTOR, now=NOW)
    assert names(union.school)[0] == "van-ban"


def test_a_unit_that_has_reported_is_asked_for_nothing_more(union: Union) -> None:
    campaign = make.launched(union.province)
    reports.sent(campaign, union.school)
    assert names(union.school) == []
    (card,) = desk.campaigns(desk.parts_of(union.school), on=AFTERWARDS, now=NOW)
    assert (card.is_past, card.lines) == (True, [])


def test_a_replacing_document_leads_to_its_campaign_until_that_follows_it(union: Union) -> None:
    campaign = make.launched(union.province)
    document = documents.registered(union.province, number=99)
    document.supersedes = campaign.directive
    document.save()
    assert "thay-the" in names(union.province)
    campaign_actions.supersede(campaign, document, actor=ACTOR, now=NOW)
    assert "thay-the" not in names(union.province)


def test_a_replacing_document_offers_to_update_not_to_make_a_campaign(
    union: Union, officer: User, client: Client
) -> None:
    campaign = make.launched(union.province)
    document = documents.registered(union.province, number=99)
    document.supersedes = campaign.directive
    document.save()
    client.force_login(officer)
    page = client.get(reverse("incoming_review", kwargs={"pk": document.pk})).content.decode()
    assert reverse("campaign_supersede", kwargs={"campaign": campaign.code, "unit": "MT"}) in page
    assert reverse("campaign_new", kwargs={"pk": document.pk}) not in page


def test_a_unit_whose_figures_are_summed_up_is_asked_for_nothing(union: Union) -> None:
    campaign = make.launched(union.province)
    assert names(union.school) != []
    above = make.part(campaign, union.province)
    campaign.assignments.filter(unit=union.school).update(locked_at=NOW, locked_by=above)
    assert names(union.school) == []


def test_the_desk_counts_every_unit_below_that_has_not_acted(union: Union) -> None:
    campaign = make.launched(union.province)
    campaign_actions.acknowledge(make.part(campaign, union.school), actor=ACTOR, now=NOW)
    (card,) = desk.campaigns(desk.parts_of(union.province), on=TODAY, now=NOW)
    assert [(lack.missing, lack.units) for lack in card.lacks] == [(4, 5), (5, 5), (5, 5), (5, 5)]
    assert {name for name, _ in card.late} == {union.commune.name, union.clinic.name}


def test_a_desk_costs_the_same_for_one_unit_below_and_for_three(
    as_user: Any, union: Union, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    small = units.unit(union.province, "MT-XP-09", name="Công đoàn xã nhỏ")
    units.unit(small, "MT-CS-901", name="CĐCS một mình", members=10)
    make.launched(union.province)
    for unit, name in ((small, "xa-nho"), (union.commune, "xa-lon")):
        client: Client = as_user(units.holder(name, unit))
        client.get(reverse("desk", args=[unit.code]))  # the session remembers the unit from here on
        with django_assert_num_queries(23):
            client.get(reverse("desk", args=[unit.code]))


def test_the_desk_of_a_grassroots_unit_says_how_many_are_left_to_ask(union: Union) -> None:
    make.launched(union.province)
    for _ in range(2):
        donors.donor(union.factory)
    (card,) = desk.campaigns(desk.parts_of(union.factory), on=TODAY, now=NOW)
    assert (card.chair_url.endswith("/MT-CS-002/nguoi-hien/"), card.to_ask) == (True, 2)
    (above,) = desk.campaigns(desk.parts_of(union.commune), on=TODAY, now=NOW)
    assert (above.chair_url, above.to_ask) == ("", 0)
    lock_figures(make.part(Campaign.objects.get(), union.factory), now=NOW)
    (card,) = desk.campaigns(desk.parts_of(union.factory), on=TODAY, now=NOW)
    assert (card.to_ask, bool(card.over)) == (0, True)


def test_a_chair_sees_the_own_desk_and_the_officer_above_it_too(
    as_user: Any, officer: User, chair: User, union: Union
) -> None:
    for person in (officer, chair):
        assert as_user(person).get(reverse("desk", args=[union.factory.code])).status_code == 200


@pytest.mark.parametrize("code", ["MT", "LL", "NO-SUCH"])
def test_no_other_desk_opens(as_user: Any, chair: User, code: str) -> None:
    assert as_user(chair).get(reverse("desk", args=[code])).status_code == 404


def test_cards_of_one_title_are_told_apart(union: Union) -> None:
    make.launched(union.province, number=1)
    make.launched(union.commune, number=2)
    cards = desk.campaigns(desk.parts_of(union.factory), on=TODAY, now=NOW)
    assert len({card.title for card in cards}) == 2
