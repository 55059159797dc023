"""Roll-ups over the two trees, completeness, the desk, and what figures are made of."""

from datetime import date
from decimal import Decimal

import pytest
from django.db.models import Sum

from maudao.campaigns.models import Assignment, FactEntry
from maudao.campaigns.queries import indicator_results
from maudao.campaigns.rules import Fact
from maudao.lib import paths
from maudao.organization import make as organization
from maudao.organization.make import ACTOR
from maudao.organization.models import Reorganisation, Succession, Unit
from maudao.organization.rules import ChangeKind, UnitKind
from maudao.reports import actions, make, queries
from maudao.reports.queries import Stand
from maudao.reports.rules.timeliness import When

DAY = date(2026, 5, 10)


@pytest.fixture
def campaign(union):
    return make.campaign(union.province)


@pytest.fixture
def busy(campaign, union):
    """A drive, typed figures in time and late, nothing to report, and a unit that is silent."""
    make.drive(campaign, union.factory, {Fact.DONORS: 12, Fact.BAGS_350: 12})
    make.accepted(campaign, union.factory, {Fact.DONORS: 15, Fact.BAGS_350: 15})
    make.sent(campaign, union.school, {Fact.DONORS: 2, Fact.BAGS_250: 2}, now=make.LATE)
    quiet = make.report(campaign, union.hospital)
    actions.submit_nothing(quiet, version=1, signer="", signer_title="", actor=ACTOR, now=make.IN_TIME)
    make.drive(campaign, union.clinic, {Fact.DONORS: 1, Fact.BAGS_250: 1})
    return campaign


def rolled(campaign, unit, tree="then", as_of=DAY):
    return queries.roll_up(make.part(campaign, unit), as_of=as_of, tree=tree)


def positive(facts):
    return {fact: value for fact, value in facts.items() if value}


def decide(number="1234/QĐ-TLĐ"):
    return Reorganisation.objects.create(
        number=number, signed_on=DAY, in_force_on=DAY, decision={}, applied_at=make.LATE
    )


def close(unit, heirs=(), kind=ChangeKind.MERGE):
    """Close a unit as a reorganisation does, with these successors and shares."""
    Unit.objects.filter(pk=unit.pk).update(closed_on=DAY)
    decision = decide(f"{unit.code}/QĐ")
    for heir, share in heirs:
        Succession.objects.create(
            predecessor=unit, successor=heir, kind=kind, share=Decimal(share), reorganisation=decision
        )


# ---- sums


def test_a_roll_up_sums_counted_and_typed_facts_of_all_below(busy, union):
    whole = rolled(busy, union.province)
    assert positive(whole.facts) == {
        Fact.DONORS: 18,
        Fact.DONATIONS: 18,
        Fact.BAGS_350: 15,
        Fact.BAGS_250: 3,
        Fact.VOLUME_ML: 15 * 350 + 3 * 250,
    }
    assert whole.whole.typed[Fact.DONORS] == 5


def test_own_figures_and_children_add_up_to_the_whole(busy, union):
    whole = rolled(busy, union.province)
    total = whole.own.facts.copy()
    for row in whole.children:
        total.update(row.facts)
    assert positive(total) == positive(whole.facts)
    assert [row.code for row in whole.children] == ["MT-CS-004", "MT-XP-01"]


def test_only_what_had_happened_by_the_day_counts(busy, union):
    assert rolled(busy, union.province, as_of=date(2026, 4, 6)).facts[Fact.DONORS] == 0
    assert rolled(busy, union.province, as_of=date(2026, 4, 7)).facts[Fact.DONORS] == 13


def test_indicators_are_those_of_the_campaign_app(busy, union):
    for unit in (union.province, union.commune, union.factory):
        ours = rolled(busy, unit).indicators
        theirs = indicator_results(make.part(busy, unit), as_of=DAY)
        assert [(row.numerator, row.denominator, row.value, row.is_met) for row in ours] == [
            (row.numerator, row.denominator, row.value, row.is_met) for row in theirs
        ]


def test_the_owner_is_not_among_the_units_that_are_asked(busy, union):
    assert rolled(busy, union.province).whole.counts.units == 5
    assert rolled(busy, union.commune).whole.counts.units == 4


# ---- completeness


def test_completeness_counts_the_reports_below(busy, union):
    found = rolled(busy, union.province).completeness
    assert (found.expected, found.received, found.on_time, found.nothing) == (5, 3, 2, 1)


def test_a_unit_without_units_below_answers_for_itself(busy, union):
    found = rolled(busy, union.school).completeness
    assert (found.expected, found.received, found.on_time) == (1, 1, 0)


def test_an_extension_makes_a_late_report_one_in_time(busy, union):
    report = make.report(busy, union.clinic)
    actions.extend(report, days=7, reason="Mất điện", actor=ACTOR, now=make.IN_TIME)
    make.sent(busy, union.clinic, now=make.LATE)
    assert rolled(busy, union.clinic).completeness.on_time == 1


def test_a_report_sent_later_was_not_received_on_the_day(busy, union):
    assert rolled(busy, union.province, as_of=date(2026, 4, 29)).completeness.received == 2


# ---- the tree as it is now


def test_both_trees_agree_where_nothing_has_changed(busy, union):
    then, now = rolled(busy, union.province), rolled(busy, union.province, "now")
    assert positive(then.facts) == positive(now.facts)
    assert [(row.code, positive(row.facts)) for row in then.children] == [
        (row.code, positive(row.facts)) for row in now.children
    ]
    assert then.completeness == now.completeness


def test_facts_of_a_merged_unit_stand_with_its_successor(busy, union):
    close(union.factory, [(union.clinic, "1")])
    now = {row.code: row.facts[Fact.DONORS] for row in rolled(busy, union.province, "now").children}
    assert now == {"MT-CS-004": 16, "MT-XP-01": 2}
    then = {row.code: row.facts[Fact.DONORS] for row in rolled(busy, union.province).children}
    assert then == {"MT-CS-004": 1, "MT-XP-01": 17}


def test_a_split_divides_into_whole_people(busy, union):
    close(union.factory, [(union.school, "0.6"), (union.clinic, "0.4")], kind=ChangeKind.SPLIT)
    assert rolled(busy, union.school, "now").facts[Fact.DONORS] == 2 + 9
    assert rolled(busy, union.clinic, "now").facts[Fact.DONORS] == 1 + 6


def test_a_unit_made_after_the_launch_shows_what_has_come_under_it(busy, union):
    new = organization.unit(union.province, "MT-XP-02", kind=UnitKind.COMMUNE)
    close(union.commune, [(new, "1")])
    path = paths.child_path(new.path, union.factory.pk)
    Unit.objects.filter(pk=union.factory.pk).update(parent=new, path=path)
    found = queries.roll_up_of(busy, new, as_of=DAY, tree="now")
    assert found.facts[Fact.DONORS] == 15
    with pytest.raises(queries.NotTakingPart):
        queries.roll_up_of(busy, new, as_of=DAY, tree="then")


def test_facts_without_successor_stay_with_the_owner_when_nobody_between_is_left(busy, union):
    for unit in (union.factory, union.commune):
        close(unit)
    now = rolled(busy, union.province, "now")
    assert now.own.facts[Fact.DONORS] == 15
    assert now.facts[Fact.DONORS] == 18
    assert (now.ended_units, now.ended_members) == (2, 200)


def test_a_unit_that_went_to_another_province_stays_in_the_sum_as_a_row_of_its_own(busy, union):
    path = paths.child_path(union.stranger.path, union.clinic.pk)
    Unit.objects.filter(pk=union.clinic.pk).update(parent=union.stranger, path=path)
    now = rolled(busy, union.province, "now")
    assert now.facts[Fact.DONORS] == 18
    assert {row.code: row.facts[Fact.DONORS] for row in now.children}["MT-CS-004"] == 1


@pytest.mark.parametrize(
    "closed", [["factory"], ["factory", "commune"], ["school", "factory", "hospital", "commune"]]
)
def test_the_root_total_is_the_same_in_both_trees_whatever_ended(busy, union, closed):
    for name in closed:
        close(getattr(union, name))
    close(
        union.clinic, [(union.hospital, "0.33333"), (union.strange_factory, "0.66667")], kind=ChangeKind.SPLIT
    )
    then, now = rolled(busy, union.province), rolled(busy, union.province, "now")
    assert positive(then.facts) == positive(now.facts)
    assert then.whole.members == now.whole.members
    assert then.completeness == now.completeness
    assert then.whole.counts == now.whole.counts


def test_totals_of_a_root_agree_in_both_trees_and_with_the_entries(busy, union):
    close(union.factory, [(union.clinic, "1")])
    then, now = (queries.totals(union.province, tree=tree) for tree in ("then", "now"))
    assert then == now
    entries = FactEntry.objects.filter(fact=Fact.VOLUME_ML).aggregate(Sum("value"))
    assert then[Fact.VOLUME_ML] == entries["value__sum"]
    assert queries.totals(union.commune, tree="now")[Fact.DONORS] == 2


def test_a_reorganisation_is_told_which_campaigns_and_reports_it_touches(busy, union):
    touched = queries.open_campaigns_and_reports_touched({union.factory.pk, union.school.pk})
    assert touched == {
        "campaigns": [busy.code],
        "reports": [f"{busy.code}/MT-CS-001", f"{busy.code}/MT-CS-002"],
    }


# ---- cost


@pytest.mark.parametrize(("tree", "cost"), [("then", 5), ("now", 9)])
def test_a_roll_up_costs_the_same_for_any_number_of_units(busy, union, tree, cost, django_assert_num_queries):
    for unit in (union.province, union.commune):
        part = make.part(busy, unit)
        with django_assert_num_queries(cost):
            queries.roll_up(part, as_of=DAY, tree=tree)


# ---- the desk


def test_the_desk_lists_late_ones_first_and_done_ones_last(busy, union):
    desk = queries.desk(rolled(busy, union.commune), on=DAY)
    assert [(row.row.code, row.stand) for row in desk.rows] == [
        ("MT-CS-003", Stand.SUBMITTED),
        ("MT-CS-001", Stand.SUBMITTED),
        ("MT-CS-002", Stand.ACCEPTED),
    ]
    province = queries.desk(rolled(busy, union.province), on=DAY)
    assert [(row.row.code, row.timeliness.when, row.timeliness.days) for row in province.rows] == [
        ("MT-CS-004", When.OVERDUE, 10),
        ("MT-XP-01", When.OVERDUE, 10),
    ]


def test_the_desk_finds_units_without_accents(busy, union):
    rows = queries.desk(rolled(busy, union.commune), on=DAY).rows
    assert [row.row.code for row in queries.matching(rows, search="binh minh")] == ["MT-CS-002"]
    assert [row.row.code for row in queries.matching(rows, stand="accepted")] == ["MT-CS-002"]


def test_a_figure_says_what_it_is_made_of(busy, union):
    own = queries.made_of(rolled(busy, union.factory), Fact.DONORS)
    assert sorted((entry.value, entry.is_typed, bool(entry.activity)) for entry in own.entries) == [
        (3, True, False),
        (12, False, True),
    ]
    above = queries.made_of(rolled(busy, union.commune), Fact.DONORS)
    assert sum(row.facts[Fact.DONORS] for row in above.children) + above.own == above.total == 17


def test_a_reviewer_is_named_with_their_office(busy, union, commune_officer):
    reviewer = queries.reviewer_of(make.part(busy, union.factory), on=DAY)
    assert (reviewer.unit_name, reviewer.officer) == (union.commune.name, "đ/c Commune")


def test_frozen_names_stay_on_the_report_as_it_was(busy, union):
    Unit.objects.filter(pk=union.clinic.pk).update(name="Tên mới")
    assert {row.name for row in rolled(busy, union.province).children} >= {"CĐCS Trung tâm Y tế"}
    assert Assignment.objects.filter(campaign=busy).count() == 6
