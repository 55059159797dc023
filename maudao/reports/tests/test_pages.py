"""Pages of reports: one happy path and one stranger each, and the same queries for one row and three."""

from io import BytesIO

import pytest
from django.urls import reverse
from docx import Document

from maudao.campaigns.models import FactEntry
from maudao.campaigns.rules import Fact
from maudao.organization import make as organization
from maudao.organization.make import ACTOR
from maudao.organization.rules import Role
from maudao.reports import actions, make
from maudao.reports.models import Report
from maudao.reports.rules import ReportState
from maudao.reports.walk import ARGUMENTS


@pytest.fixture
def campaign(union):
    return make.campaign(union.province)


@pytest.fixture
def to(campaign):
    """Return a function that gives the address of a page at a unit."""

    def address(name, unit, **more):
        return reverse(name, kwargs={"campaign": campaign.code, "unit": unit.code, **more})

    return address


def form(report, **figures):
    """Return what a chair's form sends."""
    return {"version": report.version, "basis": "", **figures}


def test_the_chair_fills_in_looks_and_sends(campaign, union, chair, as_user, to):
    client = as_user(chair)
    assert client.get(to("report", union.factory)).status_code == 200
    report = make.report(campaign, union.factory)
    saved = client.post(to("report", union.factory), form(report, donors=12, bags_350=12))
    assert saved.url == to("report_preview", union.factory)
    assert client.get(saved.url).context["form"].initial["signer"] == "Chair"
    sent = {"version": 2, "signer": "Lò Thị Hoà", "signer_title": "Chủ tịch"}
    client.post(to("report_submit", union.factory), sent)
    report.refresh_from_db()
    assert (report.state, report.signer) == (ReportState.SUBMITTED, "Lò Thị Hoà")
    facts = dict(FactEntry.objects.filter(origin=report.origin).values_list("fact", "value"))
    assert facts == {"donors": 12, "bags_350": 12, "donations": 12, "volume_ml": 4200}
    page = client.get(to("report", union.factory))
    assert (page.context["form"], page.context["closed"].code) == (None, "submitted")


def test_no_more_than_three_figures_are_asked_at_once(campaign, union, chair, as_user, to):
    page = as_user(chair).get(to("report", union.factory))
    assert len(page.context["form"].visible()) == 3


def test_a_stale_form_keeps_what_was_typed_and_shows_what_was_saved(campaign, union, chair, as_user, to):
    report = make.report(campaign, union.factory)
    actions.save_report(
        report, actions.Draft({Fact.DONORS: 4}, results="Bản kia"), version=1, actor=ACTOR, now=make.IN_TIME
    )
    page = as_user(chair).post(to("report", union.factory), form(report, donors=9, results="Bản này"))
    assert page.status_code == 422
    assert page.context["theirs"].results == "Bản kia"
    assert page.context["form"]["results"].value() == "Bản này"
    assert page.context["form"]["donors"].value() == "9"
    assert page.context["form"]["version"].value() == 2


def test_what_was_typed_into_a_form_that_closed_meanwhile_is_still_shown(campaign, union, chair, as_user, to):
    report = make.report(campaign, union.factory)
    make.sent(campaign, union.commune)
    page = as_user(chair).post(to("report", union.factory), form(report, donors=9, results="Lời đã viết"))
    assert page.status_code == 422
    assert page.context["closed"].code == "summed_up"
    assert {item["text"] for item in page.context["kept"]} == {"9", "Lời đã viết"}


def test_a_drafts_words_are_its_units_alone(campaign, union, officer, as_user, to):
    draft = make.report(campaign, union.factory)
    said = actions.Draft(results="Chưa gửi")
    actions.save_report(draft, said, version=1, actor=ACTOR, now=make.IN_TIME)
    client = as_user(officer)
    assert client.get(to("report_view", union.factory)).context["words"] == []
    assert "Chưa gửi" not in _words(client.get(to("report_file", union.factory, extension="docx")).content)
    own = as_user(organization.holder("own", union.factory, Role.CHAIR))
    assert "Chưa gửi" in _words(own.get(to("report_file", union.factory, extension="docx")).content)


def _words(docx):
    return "\n".join(paragraph.text for paragraph in Document(BytesIO(docx)).paragraphs)


def test_a_total_below_the_records_is_told_at_its_field(campaign, union, chair, as_user, to):
    make.drive(campaign, union.factory, {Fact.DONORS: 12, Fact.BAGS_350: 12})
    client = as_user(chair)
    basis = client.get(to("report", union.factory)).context["form"]["basis"].value()
    report = make.report(campaign, union.factory)
    page = client.post(to("report", union.factory), {**form(report, donors=11), "basis": basis})
    assert page.status_code == 422
    assert list(page.context["form"].errors) == ["donors"]


def test_an_unchanged_form_adds_nothing_to_the_records(campaign, union, chair, as_user, to):
    make.drive(campaign, union.factory, {Fact.DONORS: 12, Fact.BAGS_350: 12})
    client = as_user(chair)
    shown = client.get(to("report", union.factory)).context["form"]
    data = {name: value for name in shown.fields if (value := shown[name].value()) is not None}
    assert data["donors"] == 12
    client.post(to("report", union.factory), data)
    assert not make.report(campaign, union.factory).figures.exists()


def test_nothing_to_report_is_one_tap(campaign, union, chair, as_user, to):
    as_user(chair).post(to("report_nothing", union.factory), {"version": 1})
    report = make.report(campaign, union.factory)
    assert (report.state, report.is_nothing_to_report) == (ReportState.SUBMITTED, True)


def test_a_chair_takes_back_what_nobody_has_looked_at(campaign, union, chair, as_user, to):
    report = make.sent(campaign, union.factory, {Fact.DONORS: 1})
    page = as_user(chair).post(to("report_recall", union.factory), follow=True)
    assert page.context["form"] is not None
    report.refresh_from_db()
    assert report.state == ReportState.RETURNED


def test_the_officer_accepts_returns_and_extends_from_the_desk(campaign, union, commune_officer, as_user, to):
    client = as_user(commune_officer)
    factory = make.sent(campaign, union.factory, {Fact.DONORS: 1})
    school = make.sent(campaign, union.school, {Fact.DONORS: 1})
    here = to("report_desk", union.commune)
    taken = client.post(to("report_accept", union.factory), {"version": factory.version, "next": here})
    assert taken.url == here
    client.post(to("report_return", union.school), {"version": school.version, "reason": "Thiếu số túi"})
    client.post(to("report_extend", union.hospital), {"days": 3})
    states = dict(Report.objects.values_list("assignment__unit__code", "state"))
    assert (states["MT-CS-002"], states["MT-CS-001"]) == (ReportState.ACCEPTED, ReportState.RETURNED)
    assert make.report(campaign, union.hospital).extended_to is not None


def test_a_return_without_reason_is_asked_again(campaign, union, commune_officer, as_user, to):
    make.sent(campaign, union.factory, {Fact.DONORS: 1})
    page = as_user(commune_officer).post(to("report_return", union.factory), {"reason": ""})
    assert page.status_code == 422
    assert list(page.context["reason_form"].errors) == ["reason"]


def test_a_form_does_not_lead_to_another_site(campaign, union, commune_officer, as_user, to):
    report = make.sent(campaign, union.factory, {Fact.DONORS: 1})
    data = {"version": report.version, "next": "https://example.org/"}
    taken = as_user(commune_officer).post(to("report_accept", union.factory), data)
    assert taken.url == to("report_view", union.factory)


def test_all_that_waits_is_accepted_at_once(campaign, union, commune_officer, as_user, to):
    for unit in (union.school, union.factory):
        make.sent(campaign, unit, {Fact.DONORS: 1})
    as_user(commune_officer).post(to("report_accept_all", union.commune))
    assert Report.objects.filter(state=ReportState.ACCEPTED).count() == 2


def test_a_locked_report_is_reopened_after_the_level_above_took_its_own_back(
    campaign, union, commune_officer, as_user, to
):
    locked = make.accepted(campaign, union.factory, {Fact.DONORS: 1})
    commune = make.sent(campaign, union.commune)
    client = as_user(commune_officer)
    client.post(to("report_reopen", union.factory), {"reason": "Sai số"})
    locked.refresh_from_db()
    assert locked.state == ReportState.LOCKED
    actions.recall(commune, actor=ACTOR, now=make.IN_TIME)
    client.post(to("report_reopen", union.factory), {"reason": "Sai số"})
    locked.refresh_from_db()
    assert locked.state == ReportState.ACCEPTED


def test_a_figure_leads_to_what_it_is_made_of(campaign, union, officer, as_user, to):
    make.drive(campaign, union.factory, {Fact.DONORS: 12, Fact.BAGS_350: 12})
    client = as_user(officer)
    whole = client.get(to("report_fact", union.province, fact="donors"))
    (child,) = whole.context["children"]
    assert (child["name"], child["value"]) == (union.commune.name, 12)
    own = client.get(to("report_fact", union.factory, fact="donors"))
    assert [(entry["value"], bool(entry["url"])) for entry in own.context["entries"]] == [(12, True)]
    assert client.get(to("report_fact", union.factory, fact="nonsense")).status_code == 404


def test_the_official_report_is_issued_once_the_report_is_sent(campaign, union, officer, as_user, to):
    client = as_user(officer)
    data = {"issued_on": "01/05/2026", "signer": "Nguyễn Thị Hồng Đào", "signer_title": "Phó Chủ tịch"}
    assert client.post(to("report_issue", union.province), data).url == to("report_issue", union.province)
    make.drive(campaign, union.factory, {Fact.DONORS: 12, Fact.BAGS_350: 12})
    sent = make.sent(campaign, union.province)
    page = client.post(to("report_issue", union.province), data)
    sent.refresh_from_db()
    assert page.url == reverse("outgoing_page", kwargs={"pk": sent.document.pk})
    assert (sent.document.number, sent.document.symbol) == (1, "BC-LĐLĐ")
    again = client.post(to("report_issue", union.province), data)
    assert again.url == to("report_issue", union.province)


def test_a_draft_of_the_official_report_can_be_edited_before_it_is_issued(
    campaign, union, officer, as_user, to
):
    sent = make.sent(campaign, union.province)
    data = {"issued_on": "01/05/2026", "signer": "Đào", "signer_title": "Chủ tịch", "draft": "1"}
    as_user(officer).post(to("report_issue", union.province), data)
    sent.refresh_from_db()
    assert sent.document.is_draft


@pytest.mark.parametrize("extension", ["docx", "pdf", "xlsx", "json"])
def test_files_are_given_with_their_type_and_name(union, officer, as_user, to, extension):
    answer = as_user(officer).get(to("report_file", union.commune, extension=extension))
    assert answer.status_code == 200
    assert f"-MT-XP-01.{extension}" in answer["Content-Disposition"]
    assert len(answer.content) > 500


def test_a_file_of_a_day_that_is_none_is_refused(campaign, union, officer, as_user, to):
    address = to("report_file", union.commune, extension="json")
    assert as_user(officer).get(f"{address}?as_of=31/02/2026").status_code == 422
    assert as_user(officer).get(f"{address}?as_of=2026-04-30&tree=now").json()["tree"] == "now"


@pytest.mark.parametrize("name", sorted(ARGUMENTS))
def test_a_stranger_finds_nothing(campaign, union, stranger, as_user, name):
    address = reverse(name, kwargs=ARGUMENTS[name](union.commune))
    client = as_user(stranger)
    assert {client.get(address).status_code, client.post(address).status_code} <= {404, 405}
    assert client.post(address).status_code == 404 or client.get(address).status_code == 404


def test_nobody_accepts_their_own_report(campaign, union, commune_officer, as_user, to):
    make.sent(campaign, union.commune, {Fact.DONORS: 1})
    assert as_user(commune_officer).post(to("report_accept", union.commune)).status_code == 404


@pytest.mark.parametrize("page", [("report_desk", 13), ("report_view", 13), ("report", 17)])
def test_a_page_costs_the_same_for_one_row_and_for_three(
    union, officer, as_user, django_assert_num_queries, page
):
    name, cost = page
    client = as_user(officer)
    for rows in (1, 3):
        campaign = _with_reports_of(union.province, rows)
        address = reverse(name, kwargs={"campaign": campaign.code, "unit": union.province.code})
        client.get(address)  # the session remembers the unit
        with django_assert_num_queries(cost):
            client.get(address)


def _with_reports_of(owner, number):
    """Make a campaign to which so many more units have sent their reports."""
    units = [organization.unit(owner, f"MT-CS-{number}{place}", members=5) for place in range(number)]
    campaign = make.campaign(owner, code=f"dong-{number}")
    for unit in units:
        make.sent(campaign, unit, {Fact.DONORS: 1})
    actions.open_reports(campaign.assignments.select_related("campaign"), actor=ACTOR, now=make.IN_TIME)
    return campaign
