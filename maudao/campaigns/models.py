"""Campaigns: what a directive asks for, who takes part, who was given how much, what they did, and what was counted."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from maudao.campaigns.rules import (
    ActivityKind,
    Bound,
    CampaignState,
    Denominator,
    EvidenceKind,
    Fact,
    FactSource,
    Measure,
    TargetOwner,
)
from maudao.documents.models import IncomingDocument, OutgoingDocument, StoredFile
from maudao.organization.models import Unit
from maudao.organization.rules import UnitKind


class Programme(models.Model):
    """A programme that drives may also count for (Hành trình Đỏ, Những giọt máu hồng hè, Tháng Công nhân…)."""

    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=200)

    class Meta:
        verbose_name = _("chương trình")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Campaign(models.Model):
    """A blood-donation campaign that a unit runs down its subtree, from a directive to the report."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="campaigns")
    code = models.SlugField(_("mã chiến dịch"), max_length=60, unique=True)
    title = models.CharField(_("tên chiến dịch"), max_length=300)
    state = models.CharField(max_length=10, choices=CampaignState, default=CampaignState.DRAFT)
    directive = models.ForeignKey(IncomingDocument, models.PROTECT, null=True, related_name="campaigns")
    version = models.PositiveSmallIntegerField(default=1)
    starts_on = models.DateField(_("từ ngày"))
    ends_on = models.DateField(_("đến hết ngày"))
    peak_on = models.DateField(_("ngày cao điểm"), null=True, blank=True)
    report_due_on = models.DateField(_("hạn báo cáo"))
    report_to = models.CharField(_("nơi nhận báo cáo"), max_length=300, blank=True)
    programmes = models.ManyToManyField(Programme, blank=True, related_name="campaigns")
    created_at = models.DateTimeField()
    launched_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("chiến dịch")
        ordering = ["-starts_on", "title"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="campaign_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(state=CampaignState.DRAFT) | Q(launched_at__isnull=False),
                name="campaign_open_was_launched",
            ),
            models.CheckConstraint(
                condition=Q(state=CampaignState.CLOSED, closed_at__isnull=False)
                | ~Q(state=CampaignState.CLOSED) & Q(closed_at=None),
                name="campaign_closed_says_when",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class CampaignVersion(models.Model):
    """What the campaign asked for under one directive; a superseding directive makes the next version."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    directive = models.ForeignKey(IncomingDocument, models.PROTECT, null=True, related_name="+")
    record = models.JSONField(default=dict)
    differences = models.JSONField(default=list)  # [{field, before, after}] against the version before
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["campaign", "number"], name="campaign_version_once")]

    def __str__(self) -> str:
        return f"{self.campaign_id} v{self.number}"


class Clause(models.Model):
    """Where in the directive's text something stands (character offsets), and its words."""

    clause = models.TextField(blank=True)
    clause_start = models.PositiveIntegerField(null=True, blank=True)
    clause_end = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        abstract = True


class Slogan(Clause):
    """A slogan that the directive offers; only these go on generated materials."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="slogans")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=300)
    is_offered = models.BooleanField(default=True)  # False: the officer left it out

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.text


class Task(Clause):
    """Something that the directive tells somebody to do."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="tasks")
    position = models.PositiveSmallIntegerField()
    assignee = models.CharField(max_length=400, blank=True)
    text = models.TextField()
    activity_kind = models.CharField(max_length=15, choices=ActivityKind, blank=True)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.text


class IndicatorQuerySet(models.QuerySet["Indicator"]):
    def current(self) -> "IndicatorQuerySet":
        """Keep what the latest version of the directive asks for."""
        return self.filter(until_version=None)


class Indicator(Clause):
    """A fact counted ÷ a denominator, as of a day, with the clause of the directive that it answers to.

    `threshold` is a percentage where there is a denominator, else an absolute number.
    """

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="indicators")
    code = models.SlugField(max_length=40)
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=300)
    measure = models.CharField(max_length=20, choices=Measure)
    denominator = models.CharField(max_length=20, choices=Denominator)
    bound = models.CharField(max_length=12, choices=Bound, default=Bound.AT_LEAST)
    threshold = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    as_of_on = models.DateField(null=True, blank=True)
    since_version = models.PositiveSmallIntegerField(default=1)
    until_version = models.PositiveSmallIntegerField(null=True, blank=True)

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "code"], condition=Q(until_version=None), name="indicator_code_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def within(self, assignment: "Assignment") -> "AssignmentQuerySet":
        """Keep the assignment and all below it in the frozen tree of its campaign."""
        return self.filter(campaign_id=assignment.campaign_id, path__startswith=assignment.path)

    def participants(self) -> "AssignmentQuerySet":
        """Keep the units that are asked to act; the campaign's owner is who asks."""
        return self.filter(parent__isnull=False)

    def with_activity(self) -> "AssignmentQuerySet":
        """Keep units that have an activity that stands."""
        return self.filter(
            models.Exists(Activity.objects.filter(assignment=models.OuterRef("pk"), withdrawn_at=None))
        )

    def active(self) -> "AssignmentQuerySet":
        """Keep units that have given direction and have an activity that stands (seed 0's first target)."""
        return self.with_activity().filter(directed_on__isnull=False)


class Assignment(models.Model):
    """A unit's part in a campaign, frozen at launch: who takes part, under whom, with how many members."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="assignments")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="assignments")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    path = models.CharField(max_length=255, db_collation="C")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=UnitKind)
    sort_key = models.CharField(max_length=400, db_collation="C")
    members = models.PositiveIntegerField()  # of the unit itself, on the day of the launch
    workers = models.PositiveIntegerField(default=0)  # beside them on that day; 0 also where it was not known
    assigned_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    directed_on = models.DateField(_("ngày ban hành văn bản triển khai"), null=True)
    direction_document = models.ForeignKey(OutgoingDocument, models.PROTECT, null=True, related_name="+")
    direction_file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    locked_at = models.DateTimeField(null=True)  # from here on its figures stand in a report that was sent,
    locked_by = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")  # its own or one above

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("phần việc của đơn vị")
        ordering = ["sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "unit"], name="assignment_once"),
            models.CheckConstraint(
                condition=Q(directed_on=None)
                | Q(direction_document__isnull=False)
                | Q(direction_file__isnull=False),
                name="assignment_direction_has_document",
            ),
            models.CheckConstraint(
                condition=Q(locked_at=None, locked_by=None)
                | Q(locked_at__isnull=False, locked_by__isnull=False),
                name="assignment_locked_says_by_whom",
            ),
        ]
        indexes = [
            models.Index(
                fields=["campaign", "path"],
                name="assignment_path_prefix",
                opclasses=["int8_ops", "varchar_pattern_ops"],
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_root(self) -> bool:
        """Whether this is the owner's own part: it asks, and is not counted among those who are asked."""
        return self.parent_id is None


class Target(models.Model):
    """How much of an indicator's measure a unit is to reach, set by one owner. Absolute: people, units or turns."""

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="targets")
    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="targets")
    owner = models.CharField(max_length=10, choices=TargetOwner, default=TargetOwner.UNION)
    value = models.PositiveIntegerField()
    is_locked = models.BooleanField(default=False)
    set_at = models.DateTimeField()

    class Meta:
        verbose_name = _("chỉ tiêu")
        constraints = [
            models.UniqueConstraint(fields=["indicator", "assignment", "owner"], name="target_one_an_owner")
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.assignment_id} {self.owner}: {self.value}"


class TargetChange(models.Model):
    """Who gave whom what, and when: every value that a target ever had."""

    target = models.ForeignKey(Target, models.CASCADE, related_name="changes")
    given_by = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    before = models.PositiveIntegerField(null=True)
    after = models.PositiveIntegerField()
    at = models.DateTimeField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"


class ActivityQuerySet(models.QuerySet["Activity"]):
    def standing(self) -> "ActivityQuerySet":
        """Keep activities that were not withdrawn."""
        return self.filter(withdrawn_at=None)


class Activity(models.Model):
    """Something that a unit did for the campaign, with its evidence."""

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="activities")
    kind = models.CharField(_("loại hoạt động"), max_length=15, choices=ActivityKind)
    title = models.CharField(_("nội dung"), max_length=300)
    held_on = models.DateField(_("ngày"))
    place = models.CharField(_("địa điểm"), max_length=200, blank=True)
    idempotency_key = models.UUIDField(unique=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name = _("hoạt động")
        verbose_name_plural = _("hoạt động")
        ordering = ["-held_on", "-pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def unit(self) -> Unit:
        """The unit that did it."""
        return self.assignment.unit

    @property
    def origin(self) -> str:
        """The name under which its facts are counted."""
        return f"activity:{self.pk}"


class Evidence(models.Model):
    """A photo, a link or a file that proves an activity."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="evidence")
    kind = models.CharField(max_length=6, choices=EvidenceKind)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    url = models.URLField(max_length=500, blank=True)
    caption = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=EvidenceKind.LINK, file=None) & ~Q(url="")
                | Q(kind__in=[EvidenceKind.PHOTO, EvidenceKind.FILE], file__isnull=False),
                name="evidence_is_a_link_or_a_file",
            )
        ]

    def __str__(self) -> str:
        return self.caption or self.url or str(self.file)

    @property
    def unit(self) -> Unit:
        """The unit whose activity it proves."""
        return self.activity.unit


class FactEntry(models.Model):
    """A counted fact: per campaign × unit × day, how many, counted or typed, and from which record.

    `origin` names the record ("activity:12", "report:7", later "donation:99"); replacing a record replaces its entries.
    """

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="facts")
    fact = models.CharField(max_length=30, choices=Fact)
    on = models.DateField()
    value = models.BigIntegerField()
    source = models.CharField(max_length=8, choices=FactSource)
    origin = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assignment", "fact", "on", "origin"], name="fact_entry_once_an_origin"
            ),
            models.CheckConstraint(condition=Q(value__gte=0), name="fact_entry_not_negative"),
        ]
        indexes = [models.Index(fields=["origin"])]

    def __str__(self) -> str:
        return f"{self.fact} {self.on}: {self.value}"
