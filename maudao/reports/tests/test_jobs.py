"""What the worker does for reports."""

from datetime import date

from maudao.campaigns.rules import Fact
from maudao.reports import jobs, make
from maudao.reports.models import Report


def test_every_launched_part_gets_its_report_and_a_second_run_finds_nothing(union):
    make.campaign(union.province)
    assert jobs.open_expected() == 6
    assert jobs.open_expected() == 0
    assert Report.objects.count() == 6


def test_a_deadline_that_a_later_directive_moved_is_followed_by_what_is_not_sent_yet(union):
    campaign = make.campaign(union.province)
    jobs.open_expected()
    sent = make.sent(campaign, union.factory, {Fact.DONORS: 1})
    campaign.report_due_on = date(2026, 5, 15)
    campaign.save()
    Report.objects.filter(assignment__unit=union.school).delete()
    make.report(campaign, union.school)  # opened after the change: it has the new deadline already
    assert jobs.follow_deadlines() == 4
    assert jobs.follow_deadlines() == 0
    sent.refresh_from_db()
    assert sent.due_on == make.DUE
