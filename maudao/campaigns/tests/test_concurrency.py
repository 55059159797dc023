"""What happens when two people do the same thing at the same moment."""

import threading
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from maudao.campaigns import actions, make
from maudao.campaigns.models import Activity, Assignment, Campaign, FactEntry, TargetChange
from maudao.campaigns.queries import allocation_grid
from maudao.campaigns.rules import ActivityKind, Fact, TargetOwner
from maudao.organization import make as units
from maudao.organization.make import ACTOR, NOW
from maudao.organization.models import AuditEntry
from maudao.organization.rules import UnitKind

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def at_once(times: int, work: Callable[[int], Any]) -> list[Any]:
    """Run `work` in so many threads that start together; give what each returned or raised."""
    barrier, results = threading.Barrier(times), [None] * times

    def run(number: int) -> None:
        barrier.wait()
        try:
            results[number] = work(number)
        except Exception as error:  # the test looks at it
            results[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.fixture
def commune() -> Assignment:
    province = units.unit(None, "P", kind=UnitKind.PROVINCE)
    top = units.unit(province, "P-1", kind=UnitKind.COMMUNE)
    for number in range(3):
        units.unit(top, f"P-1-{number}", members=50)
    return make.part(make.launched(province), top)


def test_one_activity_however_often_it_is_sent_at_once(commune: Assignment) -> None:
    key = uuid.uuid4()

    def send(_: int) -> Activity:
        return actions.record_activity(
            commune,
            kind=ActivityKind.DRIVE,
            title="Ngày hội",
            held_on=make.HELD_ON,
            facts={Fact.DONORS: 5},
            idempotency_key=key,
            actor=ACTOR,
            now=NOW,
        )

    assert {getattr(sent, "pk", sent) for sent in at_once(6, send)} == {Activity.objects.get().pk}
    assert FactEntry.objects.get(fact=Fact.DONORS).value == 5


def test_acknowledged_once_however_often_at_once(commune: Assignment) -> None:
    results = at_once(6, lambda _: actions.acknowledge(commune, actor=ACTOR, now=NOW))
    assert all(isinstance(result, Assignment) for result in results)
    assert AuditEntry.objects.filter(action="acknowledge").count() == 1


def test_of_two_people_on_one_cell_one_is_told(commune: Assignment) -> None:
    indicator = commune.campaign.indicators.get(code="donors-members")
    grid = allocation_grid(commune, indicator=indicator, owner=TargetOwner.UNION)
    cell = grid.rows[0].assignment.pk

    def give(number: int) -> actions.Allocated:
        return actions.allocate(
            commune,
            {cell: 10 + number},
            indicator=indicator,
            owner=TargetOwner.UNION,
            seen=grid.seen,
            actor=ACTOR,
            now=NOW,
        )

    results = at_once(4, give)
    assert sum(isinstance(result, actions.Allocated) for result in results) == 1
    assert sum(isinstance(result, actions.StaleAllocation) for result in results) == 3
    assert TargetChange.objects.filter(target__assignment=cell).count() == 1


def test_launched_once_however_often_at_once(commune: Assignment) -> None:
    campaign = make.drafted(units.unit(None, "Q", kind=UnitKind.PROVINCE))
    child = units.unit(campaign.unit, "Q-1", members=10)
    results = at_once(4, lambda _: len(actions.launch(campaign, [child], actor=ACTOR, now=NOW)))
    assert sorted(results) == [0, 0, 0, 2]


def test_what_is_recorded_while_the_campaign_ends_is_in_it_or_refused(commune: Assignment) -> None:
    """Whichever is first: no activity is younger than the end of its campaign."""

    def act(number: int) -> Any:
        if number == 0:
            return actions.close_campaign(commune.campaign, actor=ACTOR, now=NOW)
        return make.activity(commune)

    results = at_once(6, act)
    refused = [result for result in results if isinstance(result, actions.CampaignClosed)]
    assert Activity.objects.count() == 5 - len(refused)
    assert isinstance(results[0], Campaign)
    entries = AuditEntry.objects.filter(action__in=["record_activity", "close_campaign"]).order_by("pk")
    assert entries.last().action == "close_campaign"  # type: ignore[union-attr]  # there is one
