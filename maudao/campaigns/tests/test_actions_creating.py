"""Making a campaign from a directive, and changing it until it is launched."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from conftest import Union
from maudao.campaigns import actions, make
from maudao.campaigns.queries import draft_of
from maudao.campaigns.rules import CampaignState, draft_from
from maudao.documents import actions as documents
from maudao.organization.make import ACTOR, NOW
from maudao.organization.models import AuditEntry


def test_campaign_says_what_its_directive_says(union: Union) -> None:
    campaign = make.drafted(union.province)
    document = campaign.directive
    assert document is not None
    proposed = draft_from(document.record, document.answers, text=document.text)
    assert draft_of(campaign) == replace(proposed, quotes={})
    assert (campaign.state, campaign.version) == (CampaignState.DRAFT, 1)
    assert campaign.versions.get().record == document.record
    assert AuditEntry.objects.filter(action="create_campaign", unit=union.province).count() == 1


def test_code_is_unique(union: Union) -> None:
    first, second = make.drafted(union.province), make.drafted(union.province, number=13)
    assert second.code == f"{first.code}-2"


def test_document_outside_the_register_makes_no_campaign(union: Union) -> None:
    document = documents.receive_text(union.province, "Hướng dẫn", actor=ACTOR, now=NOW)
    with pytest.raises(actions.NotRegistered):
        actions.create_campaign(document, actor=ACTOR, now=NOW)


def test_document_makes_one_campaign(union: Union) -> None:
    campaign = make.drafted(union.province)
    assert campaign.directive is not None
    with pytest.raises(actions.CampaignExists) as refused:
        actions.create_campaign(campaign.directive, actor=ACTOR, now=NOW)
    assert refused.value.campaign == campaign


def test_missing_days_are_asked_for(union: Union) -> None:
    window = {"start": None, "end": None, "peak": None}
    document = make.directive(union.province, record={"window": window, "report_deadlines": []})
    with pytest.raises(actions.DraftIncomplete) as refused:
        actions.create_campaign(document, actor=ACTOR, now=NOW)
    assert refused.value.missing == ["starts_on", "ends_on", "report_due_on"]


def test_everything_can_be_changed_before_the_launch(union: Union) -> None:
    campaign = make.drafted(union.province)
    draft = draft_of(campaign)
    units, members, _quota = draft.indicators
    changed = replace(
        draft,
        title="Tên khác",
        ends_on=date(2026, 5, 31),
        indicators=(replace(members, threshold=Decimal(35)), units),
        slogans=(replace(draft.slogans[0], is_offered=False), *draft.slogans[1:]),
        programmes=("hanh-trinh-do",),
        tasks=draft.tasks[:1],
    )
    revised = actions.revise_campaign(campaign, changed, actor=ACTOR, now=NOW)
    assert draft_of(revised) == changed
    assert revised.indicators.count() == 2  # nothing of the old ones stays behind


def test_wrong_days_are_refused(union: Union) -> None:
    campaign = make.drafted(union.province)
    wrong = replace(draft_of(campaign), ends_on=date(2026, 1, 1))
    with pytest.raises(actions.DraftWrong) as refused:
        actions.revise_campaign(campaign, wrong, actor=ACTOR, now=NOW)
    assert refused.value.faults == ["ends_before_start"]


def test_launched_campaign_is_not_revised(union: Union) -> None:
    campaign = make.launched(union.province)
    with pytest.raises(actions.AlreadyLaunched):
        actions.revise_campaign(campaign, draft_of(campaign), actor=ACTOR, now=NOW)
