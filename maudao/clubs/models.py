"""Donor clubs, the reserve, and emergency call-outs with their answers. Never the patient's identity."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from maudao.clubs.rules import AlertState, CallOutState, ClubKind, Component, Urgency
from maudao.donors.models import Donation, Donor
from maudao.donors.rules import BloodGroup
from maudao.organization.models import Unit


class Club(models.Model):
    """A donor club of a unit, or spanning several."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="clubs")
    also_of = models.ManyToManyField(Unit, blank=True, related_name="shared_clubs")
    kind = models.CharField(max_length=12, choices=ClubKind)
    name = models.CharField(max_length=200)
    founded_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("câu lạc bộ")

    def __str__(self) -> str:
        return self.name


class ClubMembership(models.Model):
    """That a donor belongs to a club, with consent, and what for one may be called."""

    club = models.ForeignKey(Club, models.CASCADE, related_name="memberships")
    donor = models.ForeignKey(Donor, models.CASCADE, related_name="club_memberships")
    is_on_board = models.BooleanField(default=False)
    joined_on = models.DateField()
    left_on = models.DateField(null=True, blank=True)
    paused_until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["club", "donor"], condition=Q(left_on=None), name="club_membership_once"
            ),
            models.CheckConstraint(
                condition=Q(left_on=None) | Q(left_on__gte=F("joined_on")), name="club_membership_not_empty"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.donor_id} in {self.club_id}"


class Meeting(models.Model):
    club = models.ForeignKey(Club, models.CASCADE, related_name="meetings")
    starts_at = models.DateTimeField()
    place = models.CharField(max_length=200)
    notes = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.club_id} {self.starts_at:%d/%m/%Y}"


class Facility(models.Model):
    """A registered hospital or blood centre that may ask for a call-out."""

    name = models.CharField(max_length=200)
    province = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="facilities")
    latitude = models.DecimalField(max_digits=8, decimal_places=5)
    longitude = models.DecimalField(max_digits=8, decimal_places=5)
    is_active = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("cơ sở y tế")

    def __str__(self) -> str:
        return self.name


class CallOut(models.Model):
    """A request for donors now: raised by one named person, confirmed by a second."""

    facility = models.ForeignKey(Facility, models.PROTECT, related_name="call_outs")
    number = models.CharField(max_length=20, unique=True)
    component = models.CharField(max_length=10, choices=Component)
    blood_group = models.CharField(max_length=3, choices=BloodGroup)
    units_needed = models.PositiveSmallIntegerField()
    urgency = models.CharField(max_length=8, choices=Urgency)
    needed_by = models.DateTimeField()
    state = models.CharField(max_length=10, choices=CallOutState, default=CallOutState.REQUESTED)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("huy động khẩn cấp")
        constraints = [
            models.CheckConstraint(
                condition=Q(units_needed__gte=1) & Q(units_needed__lte=50),
                name="call_out_units_within_reason",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("requested_by")),
                name="call_out_two_people",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Wave(models.Model):
    """One round of alerts of a call-out."""

    call_out = models.ForeignKey(CallOut, models.CASCADE, related_name="waves")
    number = models.PositiveSmallIntegerField()
    size = models.PositiveIntegerField()
    planned_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["call_out", "number"], name="wave_once")]

    def __str__(self) -> str:
        return f"{self.call_out_id} #{self.number}"


class Alert(models.Model):
    """That a donor was asked, once a call-out, and what they answered."""

    call_out = models.ForeignKey(CallOut, models.CASCADE, related_name="alerts")
    wave = models.ForeignKey(Wave, models.CASCADE, related_name="alerts")
    donor = models.ForeignKey(Donor, models.PROTECT, related_name="alerts")
    state = models.CharField(max_length=10, choices=AlertState, default=AlertState.SENT)
    alerted_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    expected_at = models.DateTimeField(null=True)
    donation = models.OneToOneField(Donation, models.PROTECT, null=True, blank=True, related_name="alert")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["call_out", "donor"], name="alert_once_a_call_out")]

    def __str__(self) -> str:
        return f"{self.donor_id} {self.state}"
