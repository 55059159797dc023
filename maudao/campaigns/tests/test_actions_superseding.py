"""A superseding directive: the next version, with what changed."""

import pytest

from conftest import Union
from maudao.campaigns import actions, make
from maudao.campaigns.models import Target
from maudao.campaigns.queries import current_indicators
from maudao.campaigns.rules import TargetOwner
from maudao.organization.make import ACTOR, NOW

LATER = {
    "window": {"start": "2026-03-20", "end": "2026-05-31", "peak": "2026-04-07"},
    "targets": [
        make.RECORD["targets"][0],
        {**make.RECORD["targets"][1], "value": 35, "text": "ít nhất 35% đoàn viên"},
        make.RECORD["targets"][2],
    ],
}


def test_superseding_directive_makes_the_next_version(union: Union) -> None:
    campaign = make.launched(union.province)
    document = make.directive(union.province, number=20, record=LATER)
    version = actions.supersede(campaign, document, actor=ACTOR, now=NOW)
    campaign.refresh_from_db()
    assert (campaign.version, campaign.directive, version.number) == (2, document, 2)
    assert str(campaign.ends_on) == "2026-05-31"
    assert [(row["before"], row["after"]) for row in version.differences] == [
        ("30/04/2026", "31/05/2026"),
        ("ít nhất 30% số đoàn viên", "ít nhất 35% số đoàn viên"),
    ]


def test_changed_indicator_ends_and_a_new_one_takes_its_targets(union: Union) -> None:
    campaign = make.launched(union.province)
    old = campaign.indicators.get(code="donors-members")
    root, commune = make.part(campaign, union.province), make.part(campaign, union.commune)
    actions.allocate(root, {commune.pk: 60}, indicator=old, owner=TargetOwner.UNION, actor=ACTOR, now=NOW)
    actions.supersede(campaign, make.directive(union.province, number=20, record=LATER), actor=ACTOR, now=NOW)
    old.refresh_from_db()
    new = campaign.indicators.current().get(code="donors-members")
    assert (old.until_version, new.since_version) == (1, 2)
    values = {row.assignment: row.value for row in Target.objects.filter(indicator=new)}
    assert values == {root: 110, commune: 60}  # 35 % of 312; what was given on stays


def test_unchanged_indicators_stay_the_same_rows(union: Union) -> None:
    campaign = make.launched(union.province)
    before = campaign.indicators.get(code="units-active")
    actions.supersede(campaign, make.directive(union.province, number=20, record=LATER), actor=ACTOR, now=NOW)
    assert before in current_indicators(campaign)


def test_running_parts_stay(union: Union) -> None:
    campaign = make.launched(union.province)
    actions.acknowledge(make.part(campaign, union.school), actor=ACTOR, now=NOW)
    actions.supersede(campaign, make.directive(union.province, number=20, record=LATER), actor=ACTOR, now=NOW)
    assert make.part(campaign, union.school).acknowledged_at == NOW


def test_document_of_another_unit_does_not_supersede(union: Union) -> None:
    campaign = make.launched(union.province)
    with pytest.raises(actions.NotSuperseding):
        actions.supersede(campaign, make.directive(union.commune, number=20), actor=ACTOR, now=NOW)


def test_document_supersedes_once(union: Union) -> None:
    campaign = make.launched(union.province)
    document = make.directive(union.province, number=20, record=LATER)
    actions.supersede(campaign, document, actor=ACTOR, now=NOW)
    with pytest.raises(actions.NotSuperseding):
        actions.supersede(campaign, document, actor=ACTOR, now=NOW)
