"""The union tree and its history, who holds which office, and the audit of every write."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from maudao.organization.rules import ChangeKind, Role, UnitKind


def _open_on(day: date) -> Q:
    return Q(opened_on__lte=day) & (Q(closed_on=None) | Q(closed_on__gt=day))


class UnitQuerySet(models.QuerySet["Unit"]):
    """Reads over the tree as it is now."""

    def open_on(self, day: date) -> "UnitQuerySet":
        """Keep units that exist on `day` (the closing day itself is the first day without the unit)."""
        return self.filter(_open_on(day))

    def within(self, unit: "Unit") -> "UnitQuerySet":
        """Keep `unit` and everything below it."""
        return self.filter(path__startswith=unit.path)

    def below(self, unit: "Unit") -> "UnitQuerySet":
        """Keep everything below `unit`, not itself."""
        return self.within(unit).exclude(pk=unit.pk)


class Unit(models.Model):
    """A unit of the trade union, at any level, open or closed; never deleted.

    `name`, `parent` and `path` are the present ones; `Placement` has every period. Only `organization.actions`
    changes them, under one lock.
    """

    code = models.CharField(_("mã đơn vị"), max_length=32, unique=True)
    name = models.CharField(_("tên đơn vị"), max_length=200)
    short_name = models.CharField(_("tên viết tắt trên ký hiệu văn bản"), max_length=40, blank=True)
    name_folded = models.CharField(max_length=200, db_index=True)
    sort_key = models.CharField(max_length=400, db_collation="C")
    kind = models.CharField(_("loại"), max_length=20, choices=UnitKind)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    path = models.CharField(max_length=255, db_collation="C", unique=True)
    place = models.CharField(_("địa danh trên văn bản"), max_length=80, blank=True)
    opened_on = models.DateField(_("ngày thành lập"))
    closed_on = models.DateField(_("ngày kết thúc hoạt động"), null=True, blank=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("đơn vị")
        ordering = ["sort_key", "code"]
        indexes = [
            models.Index(fields=["path"], name="unit_path_prefix", opclasses=["varchar_pattern_ops"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(closed_on__gt=F("opened_on")),
                name="unit_closes_after_opening",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def is_open(self, on: date) -> bool:
        """Say whether the unit exists on that day."""
        return self.opened_on <= on and (self.closed_on is None or on < self.closed_on)


class Reorganisation(models.Model):
    """A dated decision that transfers, merges, splits, dissolves, creates or renames units, in bulk."""

    number = models.CharField(_("số quyết định"), max_length=60, unique=True)
    signed_on = models.DateField(_("ngày ký"))
    in_force_on = models.DateField(_("ngày có hiệu lực"))
    unit = models.ForeignKey(  # the lowest unit that stands above all it touches; none where it spans several trees
        Unit, models.PROTECT, null=True, related_name="reorganisations"
    )
    decision = models.JSONField()
    before = models.JSONField(default=dict)  # what `undo` restores, and to what it must still correspond
    applied_at = models.DateTimeField()
    applied_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("quyết định sắp xếp tổ chức")

    def __str__(self) -> str:
        return self.number


class Placement(models.Model):
    """Where a unit stood, and what it was called, from one day to the day before another."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="placements")
    parent = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    path = models.CharField(max_length=255, db_collation="C")
    name = models.CharField(max_length=200)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)  # first day on which it no longer holds
    reorganisation = models.ForeignKey(Reorganisation, models.PROTECT, null=True, related_name="placements")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "starts_on"], name="placement_one_start"),
            models.UniqueConstraint(fields=["unit"], condition=Q(ends_on=None), name="placement_one_current"),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on")), name="placement_not_empty"
            ),
        ]
        indexes = [
            models.Index(fields=["path"], name="placement_path_prefix", opclasses=["varchar_pattern_ops"]),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.starts_on} – {self.ends_on or '…'})"


class Succession(models.Model):
    """To whom a unit's facts are mapped when asked "as it is now". No row for a closed unit: no successor."""

    predecessor = models.ForeignKey(Unit, models.CASCADE, related_name="successions")
    successor = models.ForeignKey(Unit, models.CASCADE, related_name="inheritances")
    kind = models.CharField(max_length=12, choices=ChangeKind)
    share = models.DecimalField(max_digits=6, decimal_places=5, default=1)
    reorganisation = models.ForeignKey(Reorganisation, models.CASCADE, related_name="successions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="succession_once"),
            models.CheckConstraint(condition=Q(share__gt=0) & Q(share__lte=1), name="succession_share"),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} → {self.successor_id}"


class MemberCount(models.Model):
    """How many members a unit counts from a day on (its own, not those of units below it)."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="member_counts")
    counted_on = models.DateField()
    members = models.PositiveIntegerField(_("số đoàn viên"))
    women = models.PositiveIntegerField(_("trong đó nữ"), null=True, blank=True)
    workers = models.PositiveIntegerField(  # beside the members; None: not known
        _("số người lao động chưa vào công đoàn"), null=True, blank=True
    )
    reorganisation = models.ForeignKey(Reorganisation, models.CASCADE, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "counted_on"], name="member_count_one_a_day"),
            models.CheckConstraint(
                condition=Q(women=None) | Q(women__lte=F("members")), name="member_count_women_within"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.members}"


class OfficeQuerySet(models.QuerySet["Office"]):
    def held_on(self, day: date) -> "OfficeQuerySet":
        """Keep offices held on `day`; the last day counts."""
        return self.filter(Q(starts_on__lte=day) & (Q(ends_on=None) | Q(ends_on__gte=day)))


class Office(models.Model):
    """A role that a person holds at a unit, from a first to a last day."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="offices")
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="offices")
    role = models.CharField(max_length=20, choices=Role)
    title = models.CharField(_("chức danh trên văn bản"), max_length=80, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "unit", "role"], condition=Q(ends_on=None), name="office_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="office_not_empty"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.unit_id}"


class AuditEntry(models.Model):
    """One write: who, when, what, where, and the values before and after. Rows are only ever added.

    Written by the action in its own transaction; never holds health facts, questionnaire answers or secrets.
    """

    at = models.DateTimeField(db_index=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    actor_label = models.CharField(max_length=120)
    action = models.CharField(max_length=60)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    subject = models.CharField(max_length=60)  # "campaigns.Target:42"
    changes = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["unit", "-at"]), models.Index(fields=["subject", "-at"])]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_label} {self.action} {self.subject}"
