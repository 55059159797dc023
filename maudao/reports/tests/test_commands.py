"""`maudao report` and `maudao check-facts`."""

import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from maudao.campaigns.models import Activity, FactEntry
from maudao.campaigns.rules import ActivityKind, Fact, FactSource
from maudao.organization.make import ACTOR
from maudao.reports import actions, exports, make, queries


@pytest.fixture
def campaign(union):
    made = make.campaign(union.province)
    make.drive(made, union.factory, {Fact.DONORS: 12, Fact.BAGS_350: 12})
    make.sent(made, union.factory, {Fact.DONORS: 15, Fact.BAGS_350: 15})
    return made


def report(campaign, *options):
    call_command("report", campaign.code, *options)


def test_json_is_one_object_on_one_line(campaign, capsys):
    report(campaign, "--unit", "MT", "--format", "json", "--as-of", "2026-05-10")
    (line,) = capsys.readouterr().out.splitlines()
    data = json.loads(line)
    assert (data["campaign"], data["as_of"], data["facts"]["donors"]) == (campaign.code, "2026-05-10", 15)


def test_binary_formats_go_to_a_file(campaign, tmp_path, capsys):
    file = tmp_path / "bao-cao.pdf"
    report(campaign, "--unit", "MT", "--format", "pdf", "--out", str(file))
    assert file.read_bytes().startswith(b"%PDF")
    assert capsys.readouterr().out == ""


def test_binary_formats_go_through_a_pipe(campaign, capfdbinary):
    report(campaign, "--unit", "MT", "--format", "docx")
    assert capfdbinary.readouterr().out.startswith(b"PK")


@pytest.mark.parametrize("options", [("nope", "--unit", "MT"), ("ngay-toan-dan-2026", "--unit", "NOPE")])
def test_an_unknown_code_is_refused(campaign, options):
    with pytest.raises(CommandError):
        call_command("report", *options)


def test_a_unit_outside_the_campaign_is_refused(campaign):
    with pytest.raises(CommandError):
        report(campaign, "--unit", "LL")


def test_the_document_that_was_issued_is_the_one_that_is_given(campaign, union, tmp_path):
    sent = make.sent(campaign, union.province)
    paper = queries.paper(queries.report_of(make.part(campaign, union.province)), as_of=date(2026, 5, 10))
    content = exports.official_report(paper, signer="A")
    day = date(2026, 5, 10)
    actions.issue_report_document(sent, content, issued_on=day, signer="A", actor=ACTOR, now=make.LATE)
    issued = queries.paper_of(campaign, union.province, as_of=day, tree="then")
    assert exports.report_file(issued, "pdf") != exports.report_file(issued, "pdf", as_issued=False)


# ---- check-facts


def faults():
    return sorted(fault.fault for fault in queries.fact_faults())


def test_facts_that_agree_are_silent(campaign, capsys):
    call_command("check_facts")
    assert capsys.readouterr().out == ""


def test_a_fact_without_a_live_record_is_found(campaign, capsys):
    Activity.objects.update(withdrawn_at=make.IN_TIME)
    with pytest.raises(CommandError):
        call_command("check_facts")
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {line["fault"] for line in lines} == {"no_live_record"}
    assert {line["unit"] for line in lines} == {"MT-CS-002"}


def test_a_typed_figure_that_is_no_fact_is_found(campaign):
    FactEntry.objects.filter(source=FactSource.TYPED, fact=Fact.DONORS).update(value=99)
    assert faults() == ["typed_differs"]


def test_a_figure_of_a_report_that_nobody_typed_is_found(campaign, union):
    report_row = make.report(campaign, union.factory)
    FactEntry.objects.create(
        assignment=report_row.assignment,
        fact=Fact.CLUBS,
        on=make.DUE,
        value=1,
        source=FactSource.TYPED,
        origin=report_row.origin,
    )
    assert faults() == ["not_typed"]


def test_facts_of_a_report_that_was_not_sent_are_found(campaign, union):
    draft = make.report(campaign, union.school)
    FactEntry.objects.create(
        assignment=draft.assignment,
        fact=Fact.DONORS,
        on=make.DUE,
        value=1,
        source=FactSource.TYPED,
        origin=draft.origin,
    )
    assert faults() == ["no_live_record", "not_typed"]


def test_an_activity_whose_facts_moved_is_found(campaign):
    FactEntry.objects.filter(origin__startswith="activity:").update(on=date(2026, 4, 9))
    assert set(faults()) == {"beside_its_activity"}


def test_communication_that_is_not_counted_is_found(campaign):
    Activity.objects.update(kind=ActivityKind.BANNER)
    assert faults() == ["activity_not_counted"]


def test_an_origin_that_names_nothing_is_found(campaign):
    FactEntry.objects.filter(source=FactSource.TYPED).update(origin="by hand")
    assert "unknown_origin" in faults()
