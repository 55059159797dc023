"""Donors: people who give, their consents, and every donation ever given. A person is not a member: history stays.

Never stored: questionnaire answers, deferral reasons, test results, pictures of identity cards.
"""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from maudao.campaigns.models import Assignment, Campaign
from maudao.donors.rules import (
    BloodGroup,
    BloodGroupSource,
    ConsentMethod,
    ConsentPurpose,
    DonationKind,
    Sex,
)
from maudao.organization.models import Unit


class DonorQuerySet(models.QuerySet["Donor"]):
    def standing(self) -> "DonorQuerySet":
        """Keep donors who were not merged into another."""
        return self.filter(merged_into=None)

    def members_of(self, unit: Unit, *, on: date) -> "DonorQuerySet":
        """Keep standing donors who are members of a unit on a day."""
        lasting = Q(memberships__ends_on=None) | Q(memberships__ends_on__gte=on)
        return (
            self.standing().filter(lasting, memberships__unit=unit, memberships__starts_on__lte=on).distinct()
        )


class Donor(models.Model):
    """A person who gives or wants to give. Phone and identity number are sealed, and found by keyed hash."""

    full_name = models.CharField(_("họ và tên"), max_length=120)
    name_folded = models.CharField(max_length=120)
    sort_key = models.CharField(max_length=240, db_collation="C")
    sex = models.CharField(max_length=1, choices=Sex, blank=True)
    birth_date = models.DateField(null=True, blank=True)
    birth_year = models.PositiveSmallIntegerField(
        null=True, blank=True
    )  # where a roster gives the year alone
    phone_sealed = models.BinaryField(null=True)
    phone_hash = models.CharField(max_length=64, blank=True)
    identity_sealed = models.BinaryField(null=True)
    identity_hash = models.CharField(max_length=64, blank=True)
    identity_last4 = models.CharField(max_length=4, blank=True)
    blood_group = models.CharField(max_length=3, choices=BloodGroup, blank=True)
    blood_group_source = models.CharField(max_length=6, choices=BloodGroupSource, blank=True)
    not_before = models.DateField(_("chưa hiến trước ngày"), null=True, blank=True)  # a day, never a reason
    feed_key = models.CharField(max_length=32, blank=True)  # of the personal calendar; empty until asked for
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged_from")
    created_at = models.DateTimeField()

    objects = DonorQuerySet.as_manager()

    class Meta:
        verbose_name = _("người hiến máu")
        # `db_index` would make a second index of each text, for prefixes that nobody asks for
        indexes = [
            models.Index(fields=["name_folded", "birth_date"], name="donor_name_and_birth"),
            models.Index(fields=["phone_hash"], name="donor_phone"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["identity_hash"],
                condition=~Q(identity_hash="") & Q(merged_into=None),
                name="donor_identity_once",
            ),
            models.UniqueConstraint(
                fields=["feed_key"], condition=~Q(feed_key=""), name="donor_feed_key_once"
            ),
            models.CheckConstraint(
                condition=Q(blood_group="", blood_group_source="")
                | (~Q(blood_group="") & ~Q(blood_group_source="")),
                name="donor_blood_group_has_source",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name


class Membership(models.Model):
    """That a person is a member of a unit, from a first to a last day; one may have several, one or none."""

    donor = models.ForeignKey(Donor, models.CASCADE, related_name="memberships")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="memberships")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    stays_where_both_have = True  # when two records are merged (`actions/merging.py`)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["donor", "unit"], condition=Q(ends_on=None), name="membership_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="membership_not_empty"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.donor_id} @ {self.unit_id}"


class Consent(models.Model):
    """Consent to one purpose, with the version of the text, the method, the time, and its withdrawal."""

    donor = models.ForeignKey(Donor, models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=15, choices=ConsentPurpose)
    text_version = models.CharField(max_length=20)
    method = models.CharField(max_length=6, choices=ConsentMethod)
    given_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    stays_where_both_have = True  # when two records are merged (`actions/merging.py`)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["donor", "purpose"], condition=Q(withdrawn_at=None), name="consent_live_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.donor_id} {self.purpose}"


class Donation(models.Model):
    """One donation: the one fact table. Drives and call-outs both end here; credited to one unit."""

    donor = models.ForeignKey(Donor, models.PROTECT, related_name="donations")
    donated_on = models.DateField()
    kind = models.CharField(max_length=12, choices=DonationKind)
    volume_ml = models.PositiveSmallIntegerField()
    campaign = models.ForeignKey(Campaign, models.PROTECT, null=True, blank=True, related_name="donations")
    credited_to = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="donations")
    certificate_serial = models.CharField(_("số giấy chứng nhận"), max_length=40, blank=True)
    is_self_told = models.BooleanField(default=False)  # the donor says so; never counted in a campaign
    idempotency_key = models.CharField(max_length=80, unique=True)
    recorded_at = models.DateTimeField()

    class Meta:
        verbose_name = _("lượt hiến máu")
        constraints = [
            models.CheckConstraint(condition=Q(volume_ml__gt=0), name="donation_has_volume"),
            models.UniqueConstraint(
                fields=["certificate_serial"],
                condition=~Q(certificate_serial=""),
                name="donation_serial_once",
            ),
        ]
        indexes = [
            models.Index(fields=["campaign", "credited_to"]),
            models.Index(fields=["donor", "-donated_on"]),
        ]

    def __str__(self) -> str:
        return f"{self.donor_id} {self.donated_on} {self.volume_ml} ml"


class LateCount(models.Model):
    """That something was recorded where a sent report counts already: it waits to be counted until that is opened."""

    assignment = models.OneToOneField(Assignment, models.CASCADE, related_name="late_count")

    def __str__(self) -> str:
        return f"late at {self.assignment_id}"


class CertificateReturn(models.Model):
    """Blood that a certificate brought back to its donor (Quyết định 1995/2004/QĐ-BYT). Only the donor sees it."""

    donation = models.ForeignKey(Donation, models.CASCADE, related_name="returns")
    returned_on = models.DateField(_("ngày được bồi hoàn"))
    volume_ml = models.PositiveSmallIntegerField(_("thể tích (ml)"))
    noted_at = models.DateTimeField()
    idempotency_key = models.CharField(max_length=80, unique=True)

    class Meta:
        ordering = ["returned_on", "pk"]
        constraints = [models.CheckConstraint(condition=Q(volume_ml__gt=0), name="return_has_volume")]

    def __str__(self) -> str:
        return f"{self.donation_id} −{self.volume_ml} ml"


class DonorMerge(models.Model):
    """That two records were one person: what moved from the one to the other, so that it can be undone."""

    kept = models.ForeignKey(Donor, models.CASCADE, related_name="merges")
    merged = models.ForeignKey(Donor, models.CASCADE, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")  # whose roster asked for it
    moved = models.JSONField(default=dict)  # model label → keys of the rows that were pointed at the kept one
    before = models.JSONField(default=dict)  # field → value that the kept one had, where it was filled in
    merged_at = models.DateTimeField()
    merged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-merged_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.merged_id} → {self.kept_id}"


class PhoneCode(models.Model):
    """A one-time code that was sent to a phone. Only its fingerprint is kept, for a few minutes and a few tries."""

    phone_hash = models.CharField(max_length=64, db_index=True)
    code_hash = models.CharField(max_length=64)
    client_hash = models.CharField(
        max_length=64, blank=True, db_index=True
    )  # from whose address it was asked
    sent_at = models.DateTimeField(db_index=True)
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.phone_hash[:8]} {self.sent_at:%H:%M}"
