"""Reports on the real database: who may change what when, and what becomes a fact."""

import pytest

from maudao.campaigns.actions import close_campaign, reopen_campaign
from maudao.campaigns.models import FactEntry
from maudao.campaigns.rules import Fact, FactSource
from maudao.organization.make import ACTOR
from maudao.organization.models import AuditEntry
from maudao.reports import actions, make
from maudao.reports.models import Report
from maudao.reports.rules import ReportState, StepKind

SIGNED = {"signer": "Lò Thị Hoà", "signer_title": "Chủ tịch", "actor": ACTOR, "now": make.IN_TIME}
ACTING = {"actor": ACTOR, "now": make.IN_TIME}


@pytest.fixture
def campaign(union):
    return make.campaign(union.province)


def typed(report):
    rows = FactEntry.objects.filter(origin=report.origin)
    assert all(row.source == FactSource.TYPED for row in rows)
    return {Fact(row.fact): row.value for row in rows}


def save(report, draft, version=None):
    return actions.save_report(report, draft, version=version or report.version, **ACTING)


def test_missing_reports_are_opened_once(campaign):
    parts = list(campaign.assignments.select_related("campaign"))
    assert actions.open_reports(parts, **ACTING) == 6
    assert actions.open_reports(parts, **ACTING) == 0
    assert set(Report.objects.values_list("due_on", flat=True)) == {make.DUE}


def test_typed_figures_are_what_comes_on_top_of_the_records(campaign, union):
    make.drive(campaign, union.factory, {Fact.DONORS: 12, Fact.BAGS_350: 12})
    report = make.sent(campaign, union.factory, {Fact.DONORS: 15, Fact.BAGS_350: 12, Fact.BAGS_250: 3})
    assert typed(report) == {Fact.DONORS: 3, Fact.BAGS_250: 3, Fact.VOLUME_ML: 750, Fact.DONATIONS: 3}


def test_a_draft_is_no_fact_before_it_is_sent(campaign, union):
    report = save(make.report(campaign, union.factory), actions.Draft({Fact.DONORS: 4}))
    assert typed(report) == {}


def test_figures_reported_after_the_campaign_are_dated_within_it(campaign, union):
    report = make.sent(campaign, union.factory, {Fact.DONORS: 4}, now=make.LATE)
    assert {entry.on for entry in FactEntry.objects.filter(origin=report.origin)} == {campaign.ends_on}


def test_a_stale_form_is_refused_and_nothing_is_written(campaign, union):
    first = make.report(campaign, union.factory)
    save(first, actions.Draft({Fact.DONORS: 4}, results="của người thứ nhất"))
    with pytest.raises(actions.StaleReport) as refused:
        save(first, actions.Draft({Fact.DONORS: 9}, results="của người thứ hai"), version=first.version)
    assert refused.value.report.results == "của người thứ nhất"
    assert [figure.value for figure in Report.objects.get(pk=first.pk).figures.all()] == [4]


def test_a_form_made_on_other_records_is_refused(campaign, union):
    report = make.report(campaign, union.factory)
    make.drive(campaign, union.factory, {Fact.DONORS: 2})
    with pytest.raises(actions.FiguresMoved):
        save(report, actions.Draft({Fact.DONORS: 5}, basis=""))


def test_a_total_below_the_records_is_not_saved(campaign, union):
    make.drive(campaign, union.factory, {Fact.DONORS: 12})
    with pytest.raises(actions.FiguresRefused) as refused:
        save(make.report(campaign, union.factory), actions.Draft({Fact.DONORS: 11}))
    assert [finding.fact for finding in refused.value.findings] == [Fact.DONORS]


def test_contradictions_are_refused_when_the_report_is_sent(campaign, union):
    report = save(make.report(campaign, union.factory), actions.Draft({Fact.ARRIVED: 3, Fact.DONORS: 4}))
    with pytest.raises(actions.FiguresRefused):
        actions.submit(report, version=report.version, **SIGNED)
    assert typed(report) == {}


def test_sending_twice_leaves_one_step_and_one_set_of_facts(campaign, union):
    report = save(make.report(campaign, union.factory), actions.Draft({Fact.DONORS: 4}))
    version = report.version
    actions.submit(report, version=version, **SIGNED)
    again = actions.submit(report, version=version, **SIGNED)
    assert again.state == ReportState.SUBMITTED
    assert again.steps.filter(kind=StepKind.SUBMITTED).count() == 1
    assert typed(report)[Fact.DONORS] == 4


def test_a_sent_report_is_closed_to_its_unit(campaign, union):
    report = make.sent(campaign, union.factory, {Fact.DONORS: 4})
    with pytest.raises(actions.FormClosed) as refused:
        save(report, actions.Draft({Fact.DONORS: 5}))
    assert refused.value.reason == "submitted"


def test_an_empty_report_is_not_sent(campaign, union):
    report = make.report(campaign, union.factory)
    with pytest.raises(actions.EmptyReport):
        actions.submit(report, version=report.version, **SIGNED)


def test_nothing_to_report_is_one_tap_and_drops_what_was_drafted(campaign, union):
    report = save(make.report(campaign, union.factory), actions.Draft({Fact.DONORS: 4}))
    sent = actions.submit_nothing(report, version=report.version, **SIGNED)
    assert (sent.state, sent.is_nothing_to_report, typed(sent)) == (ReportState.SUBMITTED, True, {})


def test_a_unit_with_records_cannot_say_nothing_to_report(campaign, union):
    make.drive(campaign, union.factory, {Fact.DONORS: 1})
    for unit in (union.factory, union.commune):
        report = make.report(campaign, unit)
        with pytest.raises(actions.HasFacts):
            actions.submit_nothing(report, version=report.version, **SIGNED)


def test_a_returned_report_takes_its_typed_figures_back_with_it(campaign, union):
    report = make.sent(campaign, union.factory, {Fact.DONORS: 4})
    returned = actions.return_report(report, reason="Thiếu số túi máu", **ACTING)
    assert (returned.state, typed(returned)) == (ReportState.RETURNED, {})
    assert returned.steps.last().reason == "Thiếu số túi máu"
    mended = save(returned, actions.Draft({Fact.DONORS: 5}))
    assert typed(actions.submit(mended, version=mended.version, **SIGNED))[Fact.DONORS] == 5


def test_a_return_needs_a_reason(campaign, union):
    report = make.sent(campaign, union.factory, {Fact.DONORS: 4})
    with pytest.raises(actions.ReasonMissing):
        actions.return_report(report, reason="  ", **ACTING)


def test_a_report_sent_late_stays_late_when_it_is_sent_again(campaign, union):
    late = make.sent(campaign, union.factory, {Fact.DONORS: 4}, now=make.LATE)
    returned = actions.return_report(late, reason="Sửa", actor=ACTOR, now=make.LATE)
    again = actions.submit(returned, version=returned.version, **SIGNED)
    assert again.first_submitted_at == make.LATE


def test_a_waiting_report_can_be_recalled_and_an_accepted_one_not(campaign, union):
    report = make.sent(campaign, union.factory, {Fact.DONORS: 4})
    assert actions.recall(report, **ACTING).state == ReportState.RETURNED
    accepted = make.accepted(campaign, union.school, {Fact.DONORS: 1})
    with pytest.raises(actions.WrongState):
        actions.recall(accepted, **ACTING)


def test_the_level_above_locks_what_it_has_accepted_when_it_sends_its_own(campaign, union):
    accepted = make.accepted(campaign, union.factory, {Fact.DONORS: 4})
    waiting = make.sent(campaign, union.school, {Fact.DONORS: 1})
    clinic = make.accepted(campaign, union.clinic, {Fact.DONORS: 1})
    make.sent(campaign, union.commune)
    states = {row.pk: row.state for row in Report.objects.all()}
    assert states[accepted.pk] == ReportState.LOCKED
    assert states[waiting.pk] == ReportState.SUBMITTED
    assert states[clinic.pk] == ReportState.ACCEPTED  # not below the commune


def test_what_a_sent_report_counts_cannot_be_changed_behind_its_back(campaign, union):
    waiting = make.sent(campaign, union.school, {Fact.DONORS: 1})
    locked = make.accepted(campaign, union.factory, {Fact.DONORS: 4})
    draft = make.report(campaign, union.hospital)
    make.sent(campaign, union.commune)
    with pytest.raises(actions.SummedUp):
        actions.return_report(waiting, reason="Sửa", **ACTING)
    with pytest.raises(actions.SummedUp):
        actions.recall(waiting, **ACTING)
    with pytest.raises(actions.SummedUp):
        actions.reopen(locked, reason="Sửa", **ACTING)
    with pytest.raises(actions.FormClosed) as refused:
        save(draft, actions.Draft({Fact.DONORS: 2}))
    assert refused.value.reason == "summed_up"


def test_a_recalled_consolidated_report_opens_what_is_below_it(campaign, union):
    locked = make.accepted(campaign, union.factory, {Fact.DONORS: 4})
    draft = make.report(campaign, union.hospital)
    actions.recall(make.sent(campaign, union.commune), **ACTING)
    assert save(draft, actions.Draft({Fact.DONORS: 2})).version == 2
    assert actions.reopen(locked, reason="Sai số túi", **ACTING).state == ReportState.ACCEPTED
    assert actions.return_report(locked, reason="Sai số túi", **ACTING).state == ReportState.RETURNED


def test_accept_all_takes_what_the_direct_children_have_sent(campaign, union):
    school = make.sent(campaign, union.school, {Fact.DONORS: 1})
    factory = make.sent(campaign, union.factory, {Fact.DONORS: 4})
    make.report(campaign, union.hospital)
    clinic = make.sent(campaign, union.clinic, {Fact.DONORS: 1})
    taken = actions.accept_all(make.part(campaign, union.commune), **ACTING)
    assert {report.pk for report in taken} == {school.pk, factory.pk}
    assert Report.objects.get(pk=clinic.pk).state == ReportState.SUBMITTED
    assert school.steps.last().kind == StepKind.ACCEPTED


def test_an_extension_moves_the_last_day_and_leaves_an_open_form_good(campaign, union):
    report = make.report(campaign, union.factory)
    extended = actions.extend(report, days=3, reason="Đơn vị đề nghị", **ACTING)
    assert (extended.last_day.isoformat(), extended.version) == ("2026-05-03", report.version)
    assert extended.steps.get().kind == StepKind.EXTENDED


def test_nothing_is_extended_once_the_report_is_there(campaign, union):
    with pytest.raises(actions.WrongState):
        actions.extend(make.sent(campaign, union.factory, {Fact.DONORS: 1}), days=3, reason="x", **ACTING)


IN_ENDED = {
    "save": lambda report: save(report, actions.Draft({Fact.DONORS: 1})),
    "submit": lambda report: actions.submit(report, version=report.version, **SIGNED),
    "nothing": lambda report: actions.submit_nothing(report, version=report.version, **SIGNED),
    "extend": lambda report: actions.extend(report, days=3, reason="Xin thêm", **ACTING),
}
IN_ENDED_ONCE_SENT = {
    "recall": lambda report: actions.recall(report, **ACTING),
    "accept": lambda report: actions.accept(report, **ACTING),
    "return": lambda report: actions.return_report(report, reason="Sửa", **ACTING),
    "reopen": lambda report: actions.reopen(report, reason="Sửa", **ACTING),
    "accept all": lambda report: actions.accept_all(report.assignment.parent, **ACTING),
}


@pytest.mark.parametrize("act", IN_ENDED.values(), ids=IN_ENDED)
def test_nothing_is_reported_once_the_campaign_has_ended(campaign, union, act):
    report = make.report(campaign, union.factory)
    close_campaign(campaign, **ACTING)
    with pytest.raises(actions.FormClosed) as refused:
        act(report)
    assert refused.value.reason == "campaign_closed"
    assert union.province.name in refused.value.closed.who


@pytest.mark.parametrize("act", IN_ENDED_ONCE_SENT.values(), ids=IN_ENDED_ONCE_SENT)
def test_nothing_is_decided_once_the_campaign_has_ended(campaign, union, act):
    report = make.sent(campaign, union.factory, {Fact.DONORS: 4})
    close_campaign(campaign, **ACTING)
    with pytest.raises(actions.FormClosed):
        act(report)
    assert typed(report)[Fact.DONORS] == 4


def test_what_was_sent_goes_on_where_the_campaign_is_opened_again(campaign, union):
    report = make.sent(campaign, union.factory, {Fact.DONORS: 4})
    reopen_campaign(close_campaign(campaign, **ACTING), **ACTING)
    assert actions.accept(report, **ACTING).state == ReportState.ACCEPTED


def test_every_step_is_in_the_audit(campaign, union):
    report = make.sent(campaign, union.factory, {Fact.DONORS: 4})
    actions.return_report(report, reason="Sửa", **ACTING)
    subject = f"reports.Report:{report.pk}"
    assert list(
        AuditEntry.objects.filter(subject=subject).order_by("pk").values_list("action", flat=True)
    ) == [
        "report_save",
        "report_submitted",
        "report_returned",
    ]
