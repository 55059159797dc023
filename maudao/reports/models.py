"""Reports of units: figures from facts and typed ones, the way up, and every step of it."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from maudao.campaigns.models import Assignment
from maudao.campaigns.rules import Fact
from maudao.documents.models import OutgoingDocument
from maudao.organization.models import Unit
from maudao.reports.rules import RECEIVED, ReportState


class Report(models.Model):
    """What a unit reports on its part in a campaign to the level above. Expected from the day of the launch."""

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="reports")
    period = models.CharField(max_length=20, default="final")  # "final", or a period such as "2026-05"
    state = models.CharField(max_length=10, choices=ReportState, default=ReportState.DRAFT)
    due_on = models.DateField(_("hạn gửi"))
    extended_to = models.DateField(_("gia hạn đến"), null=True, blank=True)
    is_nothing_to_report = models.BooleanField(_("không phát sinh"), default=False)
    results = models.TextField(_("kết quả nổi bật"), blank=True)
    difficulties = models.TextField(_("khó khăn, vướng mắc"), blank=True)
    proposals = models.TextField(_("đề xuất, kiến nghị"), blank=True)
    signer = models.CharField(_("người ký"), max_length=120, blank=True)
    signer_title = models.CharField(_("chức danh"), max_length=80, blank=True)
    submitted_at = models.DateTimeField(null=True)
    first_submitted_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    document = models.ForeignKey(OutgoingDocument, models.PROTECT, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=1)  # grows with every saved change; a stale form is refused

    class Meta:
        verbose_name = _("báo cáo")
        constraints = [
            models.UniqueConstraint(fields=["assignment", "period"], name="report_once_a_period"),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(RECEIVED)) | Q(submitted_at__isnull=False),
                name="report_received_was_sent",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assignment} {self.period} {self.state}"

    @property
    def unit(self) -> Unit:
        """The unit that reports."""
        return self.assignment.unit

    @property
    def origin(self) -> str:
        """What fact entries of this report's typed figures carry as their origin."""
        return f"report:{self.pk}"

    @property
    def last_day(self) -> date:
        """The last day on which the report is in time."""
        return self.extended_to or self.due_on

    @property
    def is_received(self) -> bool:
        return self.state in RECEIVED


class ReportFigure(models.Model):
    """A figure that the chair typed because no record has it: what comes on top of what was counted."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="figures")
    fact = models.CharField(max_length=30, choices=Fact)
    value = models.PositiveBigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "fact"], name="report_figure_once")]

    def __str__(self) -> str:
        return f"{self.fact}: {self.value}"


class ReportStep(models.Model):
    """One step of a report's way: submitted, returned, accepted, locked, reopened, extended; with its reason."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=12)
    reason = models.TextField(blank=True)
    at = models.DateTimeField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    actor_label = models.CharField(max_length=120)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d}"
