"""Ending a campaign: nothing is taken in any more, until its owner opens it again."""

import uuid
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from conftest import Union
from maudao.campaigns import actions, make
from maudao.campaigns.jobs import note_issued
from maudao.campaigns.models import Assignment, Campaign
from maudao.campaigns.queries import fact_totals
from maudao.campaigns.rules import ActivityKind, CampaignState, Fact, TargetOwner
from maudao.documents.make import issued
from maudao.organization.make import ACTOR, NOW
from maudao.organization.models import AuditEntry

ACTING: dict[str, Any] = {"actor": ACTOR, "now": NOW}


@pytest.fixture
def campaign(union: Union) -> Campaign:
    return make.launched(union.province)


@pytest.fixture
def factory(campaign: Campaign, union: Union) -> Assignment:
    return make.part(campaign, union.factory)


def close(campaign: Campaign) -> Campaign:
    return actions.close_campaign(campaign, **ACTING)


def record(part: Assignment, *, key: uuid.UUID | None = None) -> Any:
    return actions.record_activity(
        part,
        kind=ActivityKind.BANNER,
        title="Treo băng rôn",
        held_on=date(2026, 3, 28),
        idempotency_key=key or uuid.uuid4(),
        **ACTING,
    )


def give_below(part: Assignment) -> Any:
    root = part.campaign.assignments.get(parent=None)
    indicator = part.campaign.indicators.get(code="donors-members")
    values = {child.pk: 3 for child in root.children.all()}
    return actions.allocate(root, values, indicator=indicator, owner=TargetOwner.UNION, **ACTING)


def note_quota(part: Assignment) -> Any:
    indicator = part.campaign.indicators.get(code="units-converted-quota")
    return actions.set_quota(part, 9, indicator=indicator, **ACTING)


def launch_again(part: Assignment) -> Any:
    return actions.launch(part.campaign, [part.unit], **ACTING)


def supersede(part: Assignment) -> Any:
    newer = make.directive(part.campaign.unit, number=99)
    return actions.supersede(part.campaign, newer, **ACTING)


WRITES: dict[str, Callable[[Assignment], Any]] = {
    "acknowledge": lambda part: actions.acknowledge(part, **ACTING),
    "direct": make.directed,
    "record": record,
    "allocate": give_below,
    "quota": note_quota,
    "launch": launch_again,
    "supersede": supersede,
}


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_nothing_is_taken_in_once_the_campaign_has_ended(
    factory: Assignment, write: Callable[[Assignment], Any]
) -> None:
    close(factory.campaign)
    with pytest.raises(actions.CampaignClosed) as refused:
        write(factory)
    assert factory.campaign.unit.name in refused.value.closed.who


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_everything_is_taken_in_once_it_is_open_again(
    factory: Assignment, write: Callable[[Assignment], Any]
) -> None:
    actions.reopen_campaign(close(factory.campaign), **ACTING)
    assert write(factory) is not None


def test_an_activity_is_not_withdrawn_once_the_campaign_has_ended(factory: Assignment) -> None:
    activity = make.drive(factory, donors=4)
    close(factory.campaign)
    with pytest.raises(actions.CampaignClosed):
        actions.withdraw_activity(activity, **ACTING)
    assert fact_totals(Assignment.objects.filter(pk=factory.pk))[Fact.DONORS] == 4


def test_what_was_sent_before_the_end_is_answered_as_before(factory: Assignment) -> None:
    key = uuid.uuid4()
    first = record(factory, key=key)
    close(factory.campaign)
    assert record(factory, key=key) == first


def test_a_document_issued_late_is_left_alone_by_the_worker(factory: Assignment) -> None:
    factory.direction_document = issued(factory.unit)
    factory.save()
    close(factory.campaign)
    assert note_issued() == 0


def test_closing_and_opening_twice_is_once(campaign: Campaign) -> None:
    assert close(close(campaign)).state == CampaignState.CLOSED
    again = actions.reopen_campaign(actions.reopen_campaign(campaign, **ACTING), **ACTING)
    assert (again.state, again.closed_at) == (CampaignState.OPEN, None)
    told = AuditEntry.objects.filter(action__in=["close_campaign", "reopen_campaign"]).order_by("pk")
    assert list(told.values_list("action", flat=True)) == ["close_campaign", "reopen_campaign"]


def test_a_campaign_that_is_being_prepared_is_not_closed(union: Union) -> None:
    with pytest.raises(actions.NotLaunched):
        close(make.drafted(union.province))
