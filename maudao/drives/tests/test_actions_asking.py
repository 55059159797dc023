"""Noting that a colleague was asked."""

from datetime import timedelta

import pytest

from conftest import Union
from maudao.campaigns import make as campaigns
from maudao.campaigns.actions import CampaignClosed, close_campaign
from maudao.campaigns.models import Assignment
from maudao.donors import make as donors
from maudao.drives.actions.asking import NotOfUnit, ask_person
from maudao.drives.models import Ask
from maudao.drives.rules import AskAnswer
from maudao.organization.make import ACTOR, NOW
from maudao.organization.models import AuditEntry

LATER = NOW + timedelta(days=1)


@pytest.fixture
def part(union: Union) -> Assignment:
    return campaigns.part(campaigns.launched(union.province), union.factory)


def test_colleague_is_asked_once_and_the_answer_is_the_latest(part: Assignment) -> None:
    donor = donors.donor(part.unit)
    ask_person(donor, part, answer=AskAnswer.OPEN, actor=ACTOR, now=NOW)
    ask_person(donor, part, answer=AskAnswer.OPEN, actor=ACTOR, now=LATER)
    assert (Ask.objects.get().asked_at, AuditEntry.objects.filter(action="ask_person").count()) == (NOW, 1)
    ask_person(donor, part, answer=AskAnswer.NO, actor=ACTOR, now=LATER)
    ask = Ask.objects.get()
    assert (ask.answer, ask.asked_at, ask.unit) == (AskAnswer.NO, LATER, part.unit)
    assert AuditEntry.objects.filter(action="ask_person", changes={}).count() == 2


def test_unit_asks_its_own_people_alone(part: Assignment, union: Union) -> None:
    with pytest.raises(NotOfUnit):
        ask_person(donors.donor(union.school), part, answer=AskAnswer.YES, actor=ACTOR, now=NOW)


def test_nobody_is_asked_when_the_campaign_has_ended(part: Assignment) -> None:
    close_campaign(part.campaign, actor=ACTOR, now=NOW)
    part.campaign.refresh_from_db()
    with pytest.raises(CampaignClosed):
        ask_person(donors.donor(part.unit), part, answer=AskAnswer.YES, actor=ACTOR, now=NOW)
    assert not Ask.objects.exists()
