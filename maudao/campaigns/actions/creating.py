"""Making a campaign from a registered directive, and changing it until it is launched."""

from datetime import datetime

from django.db import IntegrityError, transaction

from maudao.campaigns.actions import contents
from maudao.campaigns.actions.holding import locked
from maudao.campaigns.models import Campaign, CampaignVersion
from maudao.campaigns.queries import draft_of
from maudao.campaigns.rules import CampaignDraft, CampaignState, campaign_code, draft_from
from maudao.documents.models import IncomingDocument
from maudao.documents.rules import IncomingState
from maudao.organization import audit
from maudao.organization.audit import Actor

_CODES_TRIED = 100


class NotRegistered(Exception):
    """Only a document of the register makes a campaign: it has been checked, and its questions answered."""

    reason = "not_registered"


class CampaignExists(Exception):
    """The document has a campaign already: `campaign`."""

    reason = "campaign_exists"

    def __init__(self, campaign: Campaign) -> None:
        super().__init__(campaign.code)
        self.campaign = campaign


class DraftIncomplete(Exception):
    """Something that a campaign needs is not known: `missing` names the fields."""

    reason = "incomplete"

    def __init__(self, missing: list[str]) -> None:
        super().__init__(", ".join(missing))
        self.missing = missing


class DraftWrong(Exception):
    """The values do not fit together: `faults` are codes of `CampaignDraft.faults`."""

    reason = "wrong"

    def __init__(self, faults: list[str]) -> None:
        super().__init__(", ".join(faults))
        self.faults = faults


class AlreadyLaunched(Exception):
    """A campaign that runs is changed by a superseding directive only."""

    reason = "already_launched"


@transaction.atomic
def create_campaign(
    document: IncomingDocument, *, actor: Actor, now: datetime, draft: CampaignDraft | None = None
) -> Campaign:
    """Make a campaign, not launched yet, from what `document` says, or from `draft` where the officer changed it.

    Raises:
        NotRegistered: the document is not in the register.
        CampaignExists: it has made a campaign before.
        DraftIncomplete, DraftWrong: a day is missing, or the days do not fit together.
    """
    held = registered(document)
    if existing := Campaign.objects.filter(directive=held).first():
        raise CampaignExists(existing)
    proposed = checked(draft or proposal_of(held))
    campaign = _with_free_code(held, proposed, now)
    contents.write_indicators(campaign, proposed)
    contents.write_lists(campaign, proposed)
    add_version(campaign, held, actor=actor, now=now, differences=[])
    audit.record(
        "create_campaign", campaign, actor=actor, at=now, unit=held.unit, changes=contents.summary(proposed)
    )
    return campaign


@transaction.atomic
def revise_campaign(campaign: Campaign, draft: CampaignDraft, *, actor: Actor, now: datetime) -> Campaign:
    """Make the campaign say what `draft` says, as long as it is not launched.

    Raises:
        AlreadyLaunched: it runs already.
        DraftIncomplete, DraftWrong: a day is missing, or the days do not fit together.
    """
    held = locked(campaign)
    if held.state != CampaignState.DRAFT:
        raise AlreadyLaunched
    checked(draft)
    before = contents.summary(draft_of(held))
    contents.fill(held, draft)
    held.save()
    contents.write_indicators(held, draft)
    contents.write_lists(held, draft)
    after = contents.summary(draft)
    changes = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
    audit.record("revise_campaign", held, actor=actor, at=now, unit=held.unit, changes=changes)
    return held


def registered(document: IncomingDocument) -> IncomingDocument:
    """Lock and return the document, which must be in the register."""
    held = IncomingDocument.objects.select_for_update(of=["self"]).select_related("unit").get(pk=document.pk)
    if held.state != IncomingState.REGISTERED:
        raise NotRegistered
    return held


def proposal_of(document: IncomingDocument) -> CampaignDraft:
    """Return the campaign that the confirmed record and the answers propose."""
    return draft_from(document.record, document.answers, text=document.text)


def checked(draft: CampaignDraft) -> CampaignDraft:
    """Return the draft, or say what it lacks."""
    if missing := draft.missing:
        raise DraftIncomplete(missing)
    if faults := draft.faults:
        raise DraftWrong(faults)
    return draft


def _with_free_code(document: IncomingDocument, draft: CampaignDraft, now: datetime) -> Campaign:
    year = draft.starts_on.year if draft.starts_on else now.year
    code = campaign_code(document.unit.code, year, draft.title)
    for number in range(1, _CODES_TRIED):
        campaign = Campaign(unit=document.unit, directive=document, created_at=now)
        campaign.code = code if number == 1 else f"{code}-{number}"
        contents.fill(campaign, draft)
        try:
            with transaction.atomic():
                campaign.save(force_insert=True)
        except IntegrityError:
            continue
        return campaign
    raise RuntimeError(f"no free code near {code}")


def add_version(
    campaign: Campaign,
    document: IncomingDocument,
    *,
    actor: Actor,
    now: datetime,
    differences: list[dict[str, str]],
) -> CampaignVersion:
    """Keep what the campaign asks for under `document`."""
    return CampaignVersion.objects.create(
        campaign=campaign,
        number=campaign.version,
        directive=document,
        record=document.record,
        differences=differences,
        made_at=now,
        made_by=actor.user,
    )
