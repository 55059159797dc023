"""Finders of the pages, and a campaign read back as a draft."""

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils import timezone

from maudao.campaigns.models import (
    Activity,
    Assignment,
    Campaign,
    CampaignVersion,
    Clause,
    Evidence,
    FactEntry,
    Indicator,
)
from maudao.campaigns.rules import (
    PROGRAMMES,
    ActivityKind,
    Bound,
    CampaignDraft,
    CampaignState,
    Closed,
    Denominator,
    IndicatorDraft,
    Measure,
    Quote,
    SloganDraft,
    TaskDraft,
    campaign_closed,
    figures_locked,
)
from maudao.documents.models import IncomingDocument, OutgoingDocument
from maudao.documents.rules import IncomingState, OutgoingState
from maudao.lib import paths
from maudao.organization.models import Unit

_OFFERED = 30


def assignment(*, campaign: str, unit: str) -> Assignment:
    """Find a unit's part in a campaign, by both codes.

    Raises:
        Assignment.DoesNotExist: the unit takes no part in it.
    """
    found = Assignment.objects.select_related("campaign__unit", "campaign__directive", "unit", "parent__unit")
    return found.select_related("direction_document", "direction_file").get(
        campaign__code=campaign, unit__code=unit
    )


def activity(*, pk: int) -> Activity:
    """Find an activity, with the unit that did it.

    Raises:
        Activity.DoesNotExist: there is none.
    """
    return Activity.objects.select_related("assignment__unit", "assignment__campaign", "created_by").get(
        pk=pk
    )


def evidence(*, pk: int) -> Evidence:
    """Find a stored photo or file of an activity.

    Raises:
        Evidence.DoesNotExist: there is none, or it is a link.
    """
    found = Evidence.objects.select_related("activity__assignment__unit", "file")
    return found.get(pk=pk, file__isnull=False)


def directive(*, pk: int) -> IncomingDocument:
    """Find a document of the register, from which a campaign can be made.

    Raises:
        IncomingDocument.DoesNotExist: there is none, or it is not registered.
    """
    return IncomingDocument.objects.select_related("unit").get(pk=pk, state=IncomingState.REGISTERED)


def campaigns_of(unit: Unit) -> QuerySet[Campaign]:
    """Return the campaigns that `unit` itself runs, drafts too, the latest first."""
    return unit.campaigns.select_related("unit").order_by("-starts_on", "-pk")


def assignments_of(unit: Unit) -> QuerySet[Assignment]:
    """Return the unit's parts in campaigns that were launched, its own too, the latest first."""
    return unit.assignments.select_related("campaign__unit", "unit").order_by("-campaign__starts_on", "-pk")


def issued_directions() -> QuerySet[Assignment]:
    """Return the parts that still take something in, whose implementing document is issued and not counted yet."""
    writable = Assignment.objects.filter(campaign__state=CampaignState.OPEN, locked_at=None)
    waiting = writable.filter(directed_on=None, direction_document__state=OutgoingState.ISSUED)
    return waiting.select_related("direction_document", "unit")


def issued_documents(assignment: Assignment) -> list[OutgoingDocument]:
    """Return the latest issued documents of the unit's register, from which it may choose its direction."""
    found = OutgoingDocument.objects.filter(unit=assignment.unit_id, state=OutgoingState.ISSUED)
    return list(found.defer("content").order_by("-issued_on", "-pk")[:_OFFERED])


def campaign_from(document: IncomingDocument) -> Campaign | None:
    """Return the campaign that a directive has made or changed, if any."""
    return Campaign.objects.select_related("unit").filter(versions__directive=document).first()


def campaign_closed_because(campaign: Campaign) -> Closed | None:
    """Say since when a campaign has ended, and who can open it again; None where it has not."""
    if campaign.closed_at is None:
        return None
    return campaign_closed(owner=campaign.unit.name, on=timezone.localdate(campaign.closed_at))


def part_closed_because(assignment: Assignment) -> Closed | None:
    """Say why a unit's part takes nothing in any more; None where it does. Cost: one query where it is locked."""
    if closed := campaign_closed_because(assignment.campaign):
        return closed
    if assignment.locked_at is None or assignment.locked_by is None:
        return None
    return figures_locked(
        by=assignment.locked_by.name,
        on=timezone.localdate(assignment.locked_at),
        is_own=assignment.locked_by_id == assignment.pk,
    )


def superseding_candidates(campaign: Campaign) -> list[IncomingDocument]:
    """Return the latest registered documents of the campaign's unit that no campaign comes from."""
    found = IncomingDocument.objects.filter(unit=campaign.unit_id, state=IncomingState.REGISTERED)
    free = found.exclude(Exists(CampaignVersion.objects.filter(directive=OuterRef("pk"))))
    return list(free.select_related("unit").order_by("-arrived_on", "-pk")[:_OFFERED])


def activities_within(assignment: Assignment, *, kind: str = "") -> QuerySet[Activity]:
    """Return the activities that stand, of the unit and all below it, with the number of their `pieces` of evidence."""
    found = Activity.objects.standing().filter(assignment__in=Assignment.objects.within(assignment))
    if kind:
        found = found.filter(kind=kind)
    return found.select_related("assignment").annotate(pieces=Count("evidence")).order_by("-held_on", "-pk")


def facts_of(activity: Activity) -> QuerySet[FactEntry]:
    """Return the facts that an activity counts."""
    return FactEntry.objects.filter(origin=activity.origin).order_by("fact")


def own_campaign(*, campaign: str, unit: str) -> Campaign:
    """Find a campaign by its code and that of the unit that runs it.

    Raises:
        Campaign.DoesNotExist: that unit runs no such campaign.
    """
    return Campaign.objects.select_related("unit", "directive").get(code=campaign, unit__code=unit)


def current_indicators(campaign: Campaign) -> list[Indicator]:
    """Return what the latest version of the directive asks for, in its order."""
    return list(campaign.indicators.current())


def path_to(assignment: Assignment) -> list[Assignment]:
    """Return the parts above, from the campaign's owner down, as they were frozen. Cost: one query."""
    above = paths.ancestors(assignment.path)
    found = Assignment.objects.filter(campaign=assignment.campaign_id, path__in=above)
    return list(found.select_related("unit").order_by("path"))


def draft_of(campaign: Campaign) -> CampaignDraft:
    """Return the campaign as it is now in the form that a directive proposes one. Cost: four queries."""
    return CampaignDraft(
        title=campaign.title,
        starts_on=campaign.starts_on,
        ends_on=campaign.ends_on,
        peak_on=campaign.peak_on,
        report_due_on=campaign.report_due_on,
        report_to=campaign.report_to,
        indicators=tuple(_indicator(row) for row in campaign.indicators.current()),
        slogans=tuple(SloganDraft(row.text, row.is_offered, _quote(row)) for row in campaign.slogans.all()),
        tasks=tuple(
            TaskDraft(
                row.text,
                row.assignee,
                ActivityKind(row.activity_kind) if row.activity_kind else None,
                _quote(row),
            )
            for row in campaign.tasks.all()
        ),
        programmes=_programmes(campaign),
    )


def _programmes(campaign: Campaign) -> tuple[str, ...]:
    chosen = set(campaign.programmes.values_list("code", flat=True))
    return tuple(code for code in PROGRAMMES if code in chosen)


def _indicator(row: Indicator) -> IndicatorDraft:
    return IndicatorDraft(
        code=row.code,
        name=row.name,
        measure=Measure(row.measure),
        denominator=Denominator(row.denominator),
        bound=Bound(row.bound),
        threshold=row.threshold,
        clause=row.clause,
        start=row.clause_start,
        end=row.clause_end,
    )


def _quote(row: Clause) -> Quote:
    return Quote(row.clause, row.clause_start, row.clause_end)
