"""What the reporting unit does with its report."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from maudao.campaigns.actions import erase_facts, lock_figures, record_facts, release_figures
from maudao.campaigns.models import Activity, Assignment, FactEntry
from maudao.campaigns.rules import Fact, FactSource
from maudao.organization import audit
from maudao.organization.audit import Actor
from maudao.reports.actions.holding import check_not_summed_up, check_open, hold, hold_running, move, step
from maudao.reports.actions.locking import lock
from maudao.reports.actions.refusals import (
    EmptyReport,
    FiguresMoved,
    FiguresRefused,
    HasFacts,
    StaleReport,
    WrongState,
)
from maudao.reports.models import Report, ReportFigure
from maudao.reports.queries import OwnFigures, local_day, own_figures
from maudao.reports.rules import RECEIVED, ReportState, StepKind
from maudao.reports.rules.figures import below_counted, findings, supplement

TEXTS = ("results", "difficulties", "proposals")


@dataclass(frozen=True)
class Draft:
    """What a form says: totals of the unit itself (what is left out is as counted), and its texts.

    `basis`: the counted figures that the form was made on (`OwnFigures.basis`); None where it does not matter.
    """

    totals: Mapping[Fact, int] = field(default_factory=dict)
    results: str = ""
    difficulties: str = ""
    proposals: str = ""
    basis: str | None = None


@transaction.atomic
def save_report(report: Report, draft: Draft, *, version: int, actor: Actor, now: datetime) -> Report:
    """Keep what a form says, for the unit to go on later or to send.

    Raises:
        StaleReport: it was changed since; nothing is written, and both can be shown.
        FormClosed: the unit cannot change its report now.
        FiguresMoved: records were added or withdrawn since the form was made.
        FiguresRefused: a total is below what the records prove.
    """
    held = hold(report, version=version)
    check_open(held, now=now)
    own = own_figures(held)
    if draft.basis is not None and draft.basis != own.basis:
        raise FiguresMoved
    if below := below_counted(draft.totals, own.counted):
        raise FiguresRefused(below)
    _write(held, draft, own)
    audit.record(
        "report_save", held, actor=actor, at=now, unit=held.assignment.unit, changes={"version": held.version}
    )
    return held


def _write(report: Report, draft: Draft, own: OwnFigures) -> None:
    report.figures.all().delete()
    ReportFigure.objects.bulk_create(
        ReportFigure(report=report, fact=fact, value=value)
        for fact, value in supplement(draft.totals, own.counted).items()
    )
    for name in TEXTS:
        setattr(report, name, getattr(draft, name).strip())
    report.version += 1
    report.save(update_fields=[*TEXTS, "version"])


@transaction.atomic
def submit(
    report: Report, *, version: int, signer: str, signer_title: str, actor: Actor, now: datetime
) -> Report:
    """Send the report up: typed figures become facts, and the accepted reports below are locked.

    Sending the same report twice is harmless: the second time it is returned as it is.

    Raises:
        StaleReport, FormClosed: as for `save_report`.
        FiguresRefused: figures contradict each other.
        EmptyReport: there is nothing in it.
    """
    held = hold(report)
    if _was_sent_from(held, version):
        return held
    if held.version != version:
        raise StaleReport(held)
    check_open(held, now=now)
    lock_figures(held.assignment, now=now)  # before they are read: what is sent is what was seen
    own = own_figures(held)
    if refused := [found for found in findings(own.totals, members=None) if found.is_refusal]:
        raise FiguresRefused(refused)
    if not own.totals and not _says_something(held):
        raise EmptyReport
    _send(held, signer, signer_title, now, is_nothing=False)
    _record_typed(held, own, local_day(now))
    step(held, StepKind.SUBMITTED, actor=actor, now=now)
    lock(held.assignment, actor=actor, now=now)
    return held


@transaction.atomic
def submit_nothing(
    report: Report, *, version: int, signer: str, signer_title: str, actor: Actor, now: datetime
) -> Report:
    """Send "nothing to report" in one tap; twice is harmless.

    Raises:
        StaleReport, FormClosed: as for `save_report`.
        HasFacts: the unit, or one below it, has records that say otherwise.
    """
    held = hold(report)
    if held.is_nothing_to_report and _was_sent_from(held, version):
        return held
    if held.version != version:
        raise StaleReport(held)
    check_open(held, now=now)
    lock_figures(held.assignment, now=now)
    if FactEntry.objects.filter(assignment__in=_subtree(held)).exclude(value=0).exists():
        raise HasFacts
    held.figures.all().delete()
    _send(held, signer, signer_title, now, is_nothing=True)
    step(held, StepKind.NOTHING, actor=actor, now=now)
    lock(held.assignment, actor=actor, now=now)
    return held


@transaction.atomic
def recall(report: Report, *, actor: Actor, now: datetime) -> Report:
    """Take back a report that nobody has accepted, to mend it; its typed figures are no facts until it is sent again.

    Raises:
        WrongState: it is not waiting.
        SummedUp: a report above counts it already.
        FormClosed: the campaign has ended.
    """
    held = hold_running(report)
    if held.state != ReportState.SUBMITTED:
        raise WrongState(held)
    check_not_summed_up(held)
    take_back(held)
    step(held, StepKind.RECALLED, actor=actor, now=now)
    return held


def take_back(report: Report) -> None:
    """Make a held report the unit's own again: writable, and its typed figures no facts any more."""
    move(report, ReportState.RETURNED)
    report.is_nothing_to_report = False
    report.accepted_at = None
    report.document = None  # what was issued stands in the register; the mended report gets one of its own
    report.save(update_fields=["state", "version", "is_nothing_to_report", "accepted_at", "document"])
    erase_facts(report.origin)
    release_figures(report.assignment, still=_still_sent(report))


def _still_sent(report: Report) -> dict[int, datetime]:
    """Return the parts below whose own reports stand sent, and since when."""
    sent = Report.objects.filter(assignment__in=_subtree(report), state__in=RECEIVED, period=report.period)
    return {part: at for part, at in sent.values_list("assignment", "submitted_at") if at is not None}


def _was_sent_from(report: Report, version: int) -> bool:
    return report.state == ReportState.SUBMITTED and report.version == version + 1


def _send(report: Report, signer: str, signer_title: str, now: datetime, *, is_nothing: bool) -> None:
    move(report, ReportState.SUBMITTED)
    report.is_nothing_to_report = is_nothing
    report.signer, report.signer_title = signer.strip(), signer_title.strip()
    report.submitted_at = now
    report.first_submitted_at = report.first_submitted_at or now
    report.save(
        update_fields=[
            "state", "version", "is_nothing_to_report", "signer", "signer_title", "submitted_at", "first_submitted_at",
        ]
    )  # fmt: skip


def _record_typed(report: Report, own: OwnFigures, on: date) -> None:
    """Typed figures are dated within the campaign: what is reported in May was given in April."""
    campaign = report.assignment.campaign
    day = min(on, campaign.ends_on)
    record_facts(report.assignment, own.typed, on=day, source=FactSource.TYPED, origin=report.origin)


def _says_something(report: Report) -> bool:
    if any(getattr(report, name) for name in TEXTS):
        return True
    subtree = _subtree(report)
    return (
        FactEntry.objects.filter(assignment__in=subtree).exists()
        or Activity.objects.filter(assignment__in=subtree, withdrawn_at=None).exists()
    )


def _subtree(report: Report) -> QuerySet[Assignment]:
    return Assignment.objects.within(report.assignment)
