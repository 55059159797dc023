"""Two people at once, on two real connections."""

import threading

import pytest
from django.db import connection

from maudao.campaigns.actions import FiguresLocked
from maudao.campaigns.models import FactEntry
from maudao.campaigns.rules import Fact
from maudao.organization.make import ACTOR
from maudao.organization.models import AuditEntry
from maudao.reports import actions, make
from maudao.reports.models import Report, ReportStep
from maudao.reports.rules import ReportState, StepKind

SIGNED = {"signer": "Lò Thị Hoà", "signer_title": "Chủ tịch", "actor": ACTOR, "now": make.IN_TIME}
ACTING = {"actor": ACTOR, "now": make.IN_TIME}

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def campaign(transactional_db, union):
    return make.campaign(union.province)


def at_once(*calls):
    """Run the calls side by side; return what each gave or raised."""
    start, outcomes = threading.Barrier(len(calls)), [None] * len(calls)

    def run(place, call):
        start.wait()
        try:
            outcomes[place] = call()
        except actions.ReportRefused as refused:
            outcomes[place] = refused
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    return outcomes


def test_two_submits_at_once_send_one_report(campaign, union):
    report = actions.save_report(
        make.report(campaign, union.factory), actions.Draft({Fact.DONORS: 4}), version=1, **ACTING
    )
    outcomes = at_once(*[lambda: actions.submit(report, version=report.version, **SIGNED)] * 4)
    assert {outcome.state for outcome in outcomes} == {ReportState.SUBMITTED}
    assert ReportStep.objects.filter(report=report, kind=StepKind.SUBMITTED).count() == 1
    assert FactEntry.objects.filter(origin=report.origin, fact=Fact.DONORS).count() == 1


def test_of_two_different_saves_at_once_one_is_told(campaign, union):
    report = make.report(campaign, union.factory)
    outcomes = at_once(
        lambda: actions.save_report(report, actions.Draft({Fact.DONORS: 4}), version=1, **ACTING),
        lambda: actions.save_report(report, actions.Draft({Fact.DONORS: 9}), version=1, **ACTING),
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Report", "StaleReport"]
    assert report.figures.count() == 1


def test_accept_and_return_of_what_both_saw_at_once_do_one_of_them(campaign, union):
    report = make.sent(campaign, union.factory, {Fact.DONORS: 4})
    outcomes = at_once(
        lambda: actions.accept(report, version=report.version, **ACTING),
        lambda: actions.return_report(report, reason="Sửa", version=report.version, **ACTING),
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Report", "StaleReport"]
    state = Report.objects.get(pk=report.pk).state
    has_facts = FactEntry.objects.filter(origin=report.origin).exists()
    assert (state, has_facts) in [(ReportState.ACCEPTED, True), (ReportState.RETURNED, False)]


def test_a_child_is_not_returned_while_its_parent_is_being_sent(campaign, union):
    child = make.accepted(campaign, union.factory, {Fact.DONORS: 4})
    parent = make.report(campaign, union.commune)
    at_once(
        lambda: actions.submit(parent, version=parent.version, **SIGNED),
        lambda: actions.return_report(child, reason="Sửa", **ACTING),
    )
    sent = Report.objects.get(pk=parent.pk).state == ReportState.SUBMITTED
    state = Report.objects.get(pk=child.pk).state
    assert (sent, state) in [
        (True, ReportState.LOCKED),
        (True, ReportState.RETURNED),
        (False, ReportState.RETURNED),
    ]
    locked_steps = ReportStep.objects.filter(report=child, kind=StepKind.LOCKED).count()
    assert locked_steps == (state == ReportState.LOCKED)


def test_siblings_send_side_by_side(campaign, union):
    reports = [
        actions.save_report(make.report(campaign, unit), actions.Draft({Fact.DONORS: 1}), version=1, **ACTING)
        for unit in (union.school, union.factory, union.hospital)
    ]
    at_once(*[lambda one=one: actions.submit(one, version=one.version, **SIGNED) for one in reports])
    assert {row.state for row in Report.objects.filter(pk__in=[one.pk for one in reports])} == {
        ReportState.SUBMITTED
    }


def test_what_is_recorded_while_a_report_is_sent_is_in_it_or_refused(campaign, union):
    """The typed figures stand on what was counted, so neither is counted twice, whichever is first."""
    report = actions.save_report(
        make.report(campaign, union.factory), actions.Draft({Fact.DONORS: 4}), version=1, **ACTING
    )

    def record():
        try:
            return make.drive(campaign, union.factory, {Fact.DONORS: 10})
        except FiguresLocked:
            return None

    outcomes = at_once(lambda: actions.submit(report, version=report.version, **SIGNED), *[record] * 3)
    assert outcomes[0].state == ReportState.SUBMITTED
    drives = [outcome for outcome in outcomes[1:] if outcome]
    counted = FactEntry.objects.filter(fact=Fact.DONORS, origin__startswith="activity:").count()
    assert counted == len(drives)
    order = AuditEntry.objects.filter(action__in=["record_activity", "report_submitted"]).order_by("pk")
    assert order.last().action == "report_submitted"
    assert record() is None


def test_two_units_take_their_reports_back_at_once(campaign, union):
    reports = [make.sent(campaign, unit, {Fact.DONORS: 1}) for unit in (union.factory, union.school)]
    outcomes = at_once(*[lambda report=report: actions.recall(report, **ACTING) for report in reports])
    assert [outcome.state for outcome in outcomes] == [ReportState.RETURNED] * 2
    assert not campaign.assignments.exclude(locked_at=None).exists()
