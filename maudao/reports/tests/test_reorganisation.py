"""A real decision over the tree: facts move to successors, and the totals at the root stay what they were."""

from datetime import UTC, date, datetime

import pytest

from maudao.campaigns.rules import Fact
from maudao.organization.actions import reorganise
from maudao.organization.make import ACTOR
from maudao.organization.models import Unit
from maudao.reports import exports, make, queries

DAY = date(2026, 7, 1)
NOW = datetime(2026, 7, 1, 2, 0, tzinfo=UTC)
DECISION = """
number = "1234/QĐ-TLĐ"
signed_on = 2026-06-20
in_force_on = 2026-07-01
[[change]]
kind = "create"
unit = "MT-XP-02"
name = "Công đoàn xã Mường Hai"
unit_kind = "commune"
parent = "MT"
[[change]]
kind = "transfer"
units = ["MT-CS-001"]
to = "MT-XP-02"
[[change]]
kind = "split"
unit = "MT-CS-002"
into = {"MT-CS-021" = 0.6, "MT-CS-022" = 0.4}
[[change]]
kind = "dissolve"
units = ["MT-CS-003"]
[[change]]
kind = "create"
unit = "MT-CS-021"
name = "CĐCS May Bình Minh 1"
unit_kind = "grassroots"
parent = "MT-XP-02"
[[change]]
kind = "create"
unit = "MT-CS-022"
name = "CĐCS May Bình Minh 2"
unit_kind = "grassroots"
parent = "MT-XP-01"
"""


@pytest.fixture
def campaign(union):
    made = make.campaign(union.province)
    make.drive(made, union.factory, {Fact.DONORS: 11, Fact.BAGS_350: 11})
    make.drive(made, union.hospital, {Fact.DONORS: 5, Fact.BAGS_250: 5})
    make.drive(made, union.school, {Fact.DONORS: 3, Fact.BAGS_250: 3})
    return made


def donors(campaign, code, tree="now"):
    unit = Unit.objects.get(code=code)
    return queries.roll_up_of(campaign, unit, as_of=DAY, tree=tree).facts[Fact.DONORS]


def test_facts_follow_a_decision_and_the_past_stays_as_it_was(campaign):
    reorganise.apply(reorganise.parse(DECISION), actor=ACTOR, now=NOW)
    assert (donors(campaign, "MT-CS-021"), donors(campaign, "MT-CS-022")) == (7, 4)
    assert donors(campaign, "MT-XP-02") == 3 + 7
    assert (
        donors(campaign, "MT-XP-01") == 4 + 5
    )  # what was dissolved without successor stays with its commune
    assert donors(campaign, "MT") == donors(campaign, "MT", "then") == 19
    assert donors(campaign, "MT-XP-01", "then") == 19


def test_a_preview_shows_the_same_totals_at_the_root_before_and_after(campaign):
    seen = reorganise.preview(
        reorganise.parse(DECISION),
        now=NOW,
        totals=queries.totals,
        touched=queries.open_campaigns_and_reports_touched,
    )
    data = seen.as_json()
    assert data["totals_before"] == data["totals_after"]
    assert data["totals_before"]["then"] == data["totals_before"]["now"]
    assert data["totals_before"]["now"]["donors"] == 19
    assert data["campaigns_touched"] == [campaign.code]


def test_an_undone_decision_leaves_facts_where_they_were(campaign):
    decision = reorganise.parse(DECISION)
    done = reorganise.apply(decision, actor=ACTOR, now=NOW)
    reorganise.undo(done.number, actor=ACTOR, now=NOW)
    assert donors(campaign, "MT-CS-002") == 11
    assert donors(campaign, "MT-XP-01") == 19


@pytest.mark.parametrize("extension", ["docx", "pdf", "xlsx", "json"])
def test_a_unit_that_came_later_has_files_in_the_tree_as_it_is_now(campaign, extension):
    reorganise.apply(reorganise.parse(DECISION), actor=ACTOR, now=NOW)
    later = Unit.objects.select_related("parent").get(code="MT-XP-02")
    paper = queries.paper_of(campaign, later, as_of=DAY, tree="now")
    assert len(exports.report_file(paper, extension)) > 500
    assert paper.rolled.facts[Fact.DONORS] == 10
