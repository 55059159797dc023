"""A directive that takes the place of the one before makes the campaign's next version."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from maudao.campaigns.actions import contents
from maudao.campaigns.actions.creating import add_version, checked, proposal_of, registered
from maudao.campaigns.actions.holding import check_running, locked
from maudao.campaigns.actions.launching import root_cells
from maudao.campaigns.actions.targets import Cell, set_targets
from maudao.campaigns.models import Campaign, CampaignVersion, Indicator, Target
from maudao.campaigns.queries import draft_of
from maudao.campaigns.rules import CampaignDraft, Denominator, TargetOwner, differences
from maudao.documents.models import IncomingDocument
from maudao.organization import audit
from maudao.organization.audit import Actor


class NotSuperseding(Exception):
    """The document is another unit's, or makes this campaign or another one already."""

    reason = "not_superseding"


@transaction.atomic
def supersede(
    campaign: Campaign,
    document: IncomingDocument,
    *,
    actor: Actor,
    now: datetime,
    draft: CampaignDraft | None = None,
) -> CampaignVersion:
    """Make the campaign ask for what `document` says, as its next version, with the differences kept.

    Who takes part, what they did and what they were given stays; an indicator that changed takes its targets along, and
    the whole's are set anew.

    Raises:
        NotRegistered: the document is not in the register.
        NotSuperseding: it is another unit's, or a campaign's already.
        CampaignClosed: the campaign has ended.
        DraftIncomplete, DraftWrong: a day is missing, or the days do not fit together.
    """
    new = registered(document)
    held = locked(campaign)
    _check(held, new)
    before, after = draft_of(held), checked(draft or proposal_of(new))
    held.version += 1
    held.directive = new
    contents.fill(held, after)
    held.save()
    replaced = contents.write_indicators(held, after)
    contents.write_lists(held, after)
    _carry_targets(held, replaced, actor, now)
    changed = [asdict(difference) for difference in differences(before, after)]
    version = add_version(held, new, actor=actor, now=now, differences=changed)
    audit.record("supersede", held, actor=actor, at=now, unit=held.unit, changes={"differences": changed})
    return version


def _check(campaign: Campaign, document: IncomingDocument) -> None:
    check_running(campaign)
    is_used = CampaignVersion.objects.filter(directive=document).exists()
    if document.unit_id != campaign.unit_id or is_used:
        raise NotSuperseding


def _carry_targets(
    campaign: Campaign, replaced: Mapping[Indicator, Indicator], actor: Actor, now: datetime
) -> None:
    if campaign.launched_at is None:
        return
    root = campaign.assignments.get(parent=None)
    cells = [cell for new, old in replaced.items() for cell in _carried(new, old, root.pk)]
    quotas = _quotas(replaced, root.pk)
    for indicator in campaign.indicators.current():
        cells += root_cells(root, indicator, quotas)
    set_targets(cells, given_by=campaign.unit, actor=actor, now=now)


def _carried(new: Indicator, old: Indicator, root_id: int) -> list[Cell]:
    return [
        Cell(target.assignment_id, new, TargetOwner(target.owner), target.value, target.is_locked)
        for target in old.targets.exclude(assignment=root_id)
    ]


def _quotas(replaced: Mapping[Indicator, Indicator], root_id: int) -> dict[str, int]:
    old = {old.pk: new.code for new, old in replaced.items() if new.denominator == Denominator.QUOTA}
    rows = Target.objects.filter(indicator__in=old, assignment=root_id, owner=TargetOwner.COMMITTEE)
    return {old[row.indicator_id]: row.value for row in rows}
