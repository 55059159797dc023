"""What a sent report counts stays as it was sent, until the report is taken back."""

import pytest

from maudao.campaigns import actions as campaigns
from maudao.campaigns import make as made
from maudao.campaigns.models import Activity
from maudao.campaigns.rules import Fact, TargetOwner
from maudao.organization import make as organization
from maudao.organization.make import ACTOR
from maudao.reports import actions, make, queries

ACTING = {"actor": ACTOR, "now": make.IN_TIME}


@pytest.fixture
def campaign(union):
    return make.campaign(union.province)


def drive(campaign, unit):
    return make.drive(campaign, unit, {Fact.DONORS: 5})


def is_locked(campaign, unit):
    """Try to record something; undo nothing, since it is refused or wanted."""
    try:
        made.activity(make.part(campaign, unit))
    except campaigns.FiguresLocked:
        return True
    return False


def donors(campaign, unit):
    return queries.roll_up(make.part(campaign, unit), as_of=campaign.ends_on).facts[Fact.DONORS]


def test_nothing_is_recorded_at_a_unit_that_has_sent_its_report(campaign, union):
    make.sent(campaign, union.factory, {Fact.DONORS: 4})
    with pytest.raises(campaigns.FiguresLocked) as refused:
        drive(campaign, union.factory)
    assert "rút lại báo cáo" in refused.value.closed.who
    assert not is_locked(campaign, union.school)


def test_nothing_is_recorded_below_a_unit_that_has_sent_its_report(campaign, union):
    make.sent(campaign, union.commune, {Fact.DONORS: 1})
    with pytest.raises(campaigns.FiguresLocked) as refused:
        drive(campaign, union.factory)
    assert union.commune.name in refused.value.closed.why
    assert union.commune.name in refused.value.closed.who
    assert not is_locked(campaign, union.clinic)


@pytest.mark.parametrize(
    "change",
    [
        made.directed,
        lambda part: campaigns.withdraw_activity(Activity.objects.get(), **ACTING),
        lambda part: campaigns.set_quota(
            part, 9, indicator=part.campaign.indicators.get(code="units-converted-quota"), **ACTING
        ),
        lambda part: campaigns.allocate(
            part,
            {},
            indicator=part.campaign.indicators.get(code="donors-members"),
            owner=TargetOwner.UNION,
            **ACTING,
        ),
    ],
    ids=["direct", "withdraw", "quota", "allocate"],
)
def test_nothing_that_a_sent_report_counts_is_changed(campaign, union, change):
    drive(campaign, union.factory)
    make.sent(campaign, union.factory, {Fact.DONORS: 7})
    with pytest.raises(campaigns.FiguresLocked):
        change(make.part(campaign, union.factory))
    assert donors(campaign, union.province) == 7


def test_a_unit_may_still_say_that_it_has_seen_the_campaign(campaign, union):
    make.sent(campaign, union.commune, {Fact.DONORS: 1})
    assert campaigns.acknowledge(make.part(campaign, union.factory), **ACTING).acknowledged_at


@pytest.mark.parametrize("back", ["recall", "return"])
def test_a_report_that_was_taken_back_opens_the_figures(campaign, union, back):
    report = make.sent(campaign, union.factory, {Fact.DONORS: 4})
    if back == "recall":
        actions.recall(report, **ACTING)
    else:
        actions.return_report(report, reason="Sửa", **ACTING)
    assert not is_locked(campaign, union.factory)


def test_what_was_sent_below_stays_locked_when_the_report_above_is_taken_back(campaign, union):
    make.accepted(campaign, union.factory, {Fact.DONORS: 4})
    above = make.sent(campaign, union.commune)
    actions.recall(above, **ACTING)
    part = make.part(campaign, union.factory)
    assert part.locked_by == part
    assert [is_locked(campaign, unit) for unit in (union.factory, union.school, union.commune)] == [
        True,
        False,
        False,
    ]


def test_a_refused_report_locks_nothing(campaign, union):
    report = make.report(campaign, union.factory)
    with pytest.raises(actions.EmptyReport):
        actions.submit(report, version=report.version, signer="x", signer_title="y", **ACTING)
    assert not is_locked(campaign, union.factory)


def test_a_unit_that_joins_below_a_sent_report_is_locked_too(campaign, union):
    make.sent(campaign, union.commune, {Fact.DONORS: 1})
    late = organization.unit(union.commune, "MT-CS-009", members=10)
    campaigns.launch(campaign, [late], **ACTING)
    assert is_locked(campaign, late)


def test_pages_say_why_and_offer_nothing(campaign, union, chair, as_user):
    make.sent(campaign, union.factory, {Fact.DONORS: 4})
    client = as_user(chair)
    here = f"/chien-dich/{campaign.code}/{union.factory.code}/"
    page = client.get(here)
    assert (page.context["closed"].code, page.context["may_act"]) == ("figures_locked", False)
    assert client.get(f"{here}hoat-dong/moi/").headers["Location"] == here
    assert client.post(f"{here}xac-nhan/").status_code == 302
