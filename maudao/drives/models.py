"""Donation days: place, slots, registrations, waiting list, outcomes."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from maudao.campaigns.models import Campaign, Programme
from maudao.donors.models import Donation, Donor
from maudao.drives.rules import DriveState, OfferState, RegistrationState
from maudao.organization.models import Unit


class ReceivingCentre(models.Model):
    """A blood centre or hospital that receives the blood and sends results back."""

    code = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=200)

    class Meta:
        verbose_name = _("cơ sở tiếp nhận máu")

    def __str__(self) -> str:
        return self.name


class Drive(models.Model):
    """A donation day: host unit, place, day; may count for several programmes, once in any total."""

    host = models.ForeignKey(Unit, models.PROTECT, related_name="drives")
    campaign = models.ForeignKey(Campaign, models.PROTECT, null=True, blank=True, related_name="drives")
    centre = models.ForeignKey(ReceivingCentre, models.PROTECT, null=True, blank=True, related_name="drives")
    programmes = models.ManyToManyField(Programme, blank=True, related_name="drives")
    title = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=DriveState, default=DriveState.PLANNED)
    held_on = models.DateField()
    place = models.CharField(max_length=200)
    latitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    expected_units = models.PositiveIntegerField(null=True, blank=True)
    sequence = models.PositiveIntegerField(default=0)  # RFC 5545: grows when the drive moves

    class Meta:
        verbose_name = _("đợt hiến máu")

    def __str__(self) -> str:
        return f"{self.title} {self.held_on:%d/%m/%Y}"


class Slot(models.Model):
    """A span of time with a number of places; `taken` never passes what the host allowed."""

    drive = models.ForeignKey(Drive, models.CASCADE, related_name="slots")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    capacity = models.PositiveIntegerField()
    overbooking = models.PositiveIntegerField(default=0)
    taken = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["drive", "starts_at"], name="slot_one_start"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="slot_not_empty"),
            models.CheckConstraint(
                condition=Q(taken__lte=F("capacity") + F("overbooking")), name="slot_never_over_filled"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%H:%M} ({self.taken}/{self.capacity})"


class Registration(models.Model):
    """A donor's place at a drive, and what came of it."""

    drive = models.ForeignKey(Drive, models.PROTECT, related_name="registrations")
    slot = models.ForeignKey(Slot, models.PROTECT, null=True, blank=True, related_name="registrations")
    donor = models.ForeignKey(Donor, models.PROTECT, related_name="registrations")
    credited_to = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="registrations")
    state = models.CharField(max_length=10, choices=RegistrationState, default=RegistrationState.REGISTERED)
    donation = models.OneToOneField(
        Donation, models.PROTECT, null=True, blank=True, related_name="registration"
    )
    is_walk_in = models.BooleanField(default=False)
    idempotency_key = models.CharField(max_length=80, unique=True)
    registered_at = models.DateTimeField()
    arrived_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("đăng ký hiến máu")
        constraints = [
            models.UniqueConstraint(
                fields=["drive", "donor"],
                condition=~Q(state=RegistrationState.CANCELLED),
                name="registration_live_once",
            ),
            models.CheckConstraint(
                condition=Q(donation=None) | Q(state=RegistrationState.DONATED),
                name="registration_donation_when_donated",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.donor_id} @ {self.drive_id}: {self.state}"


class WaitingPlace(models.Model):
    """A place on a drive's waiting list, with a timed offer when a slot frees."""

    drive = models.ForeignKey(Drive, models.CASCADE, related_name="waiting_places")
    donor = models.ForeignKey(Donor, models.CASCADE, related_name="waiting_places")
    joined_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=OfferState, default=OfferState.WAITING)
    offered_slot = models.ForeignKey(Slot, models.CASCADE, null=True, blank=True, related_name="offers")
    offer_ends_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["drive", "donor"], name="waiting_place_once")]
        ordering = ["joined_at", "pk"]

    def __str__(self) -> str:
        return f"{self.donor_id} waits for {self.drive_id}"
