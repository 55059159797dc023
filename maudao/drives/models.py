"""Donation days: place, slots, registrations, waiting list, outcomes."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from maudao.campaigns.models import Campaign, Programme
from maudao.donors.models import Donation, Donor
from maudao.donors.rules import DonationKind
from maudao.drives.rules import (
    AskAnswer,
    CheckInOutcome,
    DriveState,
    NoticeKind,
    OfferState,
    RegistrationState,
)
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

    code = models.SlugField(max_length=60, unique=True)  # in the address that posters print
    host = models.ForeignKey(Unit, models.PROTECT, related_name="drives")
    co_hosts = models.ManyToManyField(Unit, blank=True, related_name="co_hosted_drives")
    campaign = models.ForeignKey(Campaign, models.PROTECT, null=True, blank=True, related_name="drives")
    centre = models.ForeignKey(ReceivingCentre, models.PROTECT, null=True, blank=True, related_name="drives")
    programmes = models.ManyToManyField(Programme, blank=True, related_name="drives")
    title = models.CharField(_("tên đợt hiến máu"), max_length=200)
    state = models.CharField(max_length=10, choices=DriveState, default=DriveState.PLANNED)
    held_on = models.DateField(_("ngày"))
    place = models.CharField(_("địa điểm"), max_length=200)
    latitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    expected_units = models.PositiveIntegerField(_("số đơn vị máu dự kiến"), null=True, blank=True)
    notice = models.TextField(_("dặn người đến hiến"), blank=True)
    is_listed = models.BooleanField(_("hiện trong danh sách công khai"), default=True)
    sequence = models.PositiveIntegerField(default=0)  # RFC 5545: grows when the drive moves
    deferred_count = models.PositiveIntegerField(null=True, blank=True)  # told at the end; nobody's names
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("đợt hiến máu")
        ordering = ["held_on", "pk"]
        indexes = [models.Index(fields=["state", "held_on"], name="drive_open_by_day")]

    def __str__(self) -> str:
        return f"{self.title} {self.held_on:%d/%m/%Y}"

    @property
    def unit(self) -> Unit:
        """The unit that holds it."""
        return self.host


class Slot(models.Model):
    """A span of time with a number of places; `taken` never passes what the host allowed."""

    drive = models.ForeignKey(Drive, models.CASCADE, related_name="slots")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    capacity = models.PositiveIntegerField()
    overbooking = models.PositiveIntegerField(default=0)
    taken = models.PositiveIntegerField(default=0)  # live registrations, and places offered to who waits

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["drive", "starts_at"], name="slot_one_start"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="slot_not_empty"),
            models.CheckConstraint(
                condition=Q(taken__lte=F("capacity") + F("overbooking")), name="slot_never_over_filled"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%H:%M} ({self.taken}/{self.capacity})"

    @property
    def places_left(self) -> int:
        """How many more may book."""
        return max(self.capacity + self.overbooking - self.taken, 0)


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
    ticket = models.CharField(max_length=16, unique=True)  # unguessable: who holds it may see and cancel
    is_walk_in = models.BooleanField(default=False)
    by_chair = models.BooleanField(default=False)  # by the unit, for a colleague without a phone
    sequence = models.PositiveIntegerField(default=0)  # RFC 5545: grows with each change of one's own
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
                condition=Q(is_walk_in=True) | Q(slot__isnull=False), name="registration_has_slot"
            ),
            models.CheckConstraint(
                condition=Q(donation=None) | Q(state=RegistrationState.DONATED),
                name="registration_donation_when_donated",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.donor_id} @ {self.drive_id}: {self.state}"

    @property
    def unit(self) -> Unit:
        """The unit that it is credited to; the host's where it is nobody's."""
        return self.credited_to or self.drive.host


class CheckInRecord(models.Model):
    """What a device at the drive wrote down about one registration. Sent again, it is the same record.

    What came of a registration follows from all its records, in whatever order they come. At the end of the drive they
    are taken away.
    """

    drive = models.ForeignKey(Drive, models.CASCADE, related_name="check_in_records")
    registration = models.ForeignKey(Registration, models.CASCADE, related_name="check_in_records")
    key = models.CharField(max_length=40, unique=True)
    device = models.CharField(max_length=40)
    outcome = models.CharField(max_length=10, choices=CheckInOutcome)
    at = models.DateTimeField()  # by the device's clock
    kind = models.CharField(max_length=12, choices=DonationKind, blank=True)
    volume_ml = models.PositiveSmallIntegerField(null=True, blank=True)
    certificate_serial = models.CharField(max_length=40, blank=True)
    received_at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.registration_id} {self.outcome} {self.at:%H:%M}"


class Ask(models.Model):
    """That somebody of the unit asked a colleague in person to give in a campaign."""

    donor = models.ForeignKey(Donor, models.CASCADE, related_name="asks")
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="asks")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="asks")
    answer = models.CharField(max_length=8, choices=AskAnswer, default=AskAnswer.OPEN)
    asked_at = models.DateTimeField()

    stays_where_both_have = True  # when two records of a person are merged (donors/actions/merging.py)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["donor", "campaign"], name="ask_once_a_campaign")]

    def __str__(self) -> str:
        return f"{self.donor_id} {self.campaign_id}: {self.answer}"


class WaitingPlace(models.Model):
    """A place on a drive's waiting list, with a timed offer when a slot frees."""

    drive = models.ForeignKey(Drive, models.CASCADE, related_name="waiting_places")
    donor = models.ForeignKey(Donor, models.CASCADE, related_name="waiting_places")
    credited_to = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    wanted_slot = models.ForeignKey(Slot, models.CASCADE, null=True, blank=True, related_name="waiting")
    ticket = models.CharField(max_length=16, unique=True)
    joined_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=OfferState, default=OfferState.WAITING)
    offered_slot = models.ForeignKey(Slot, models.CASCADE, null=True, blank=True, related_name="offers")
    offer_ends_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("chỗ chờ")
        constraints = [
            models.UniqueConstraint(
                fields=["drive", "donor"],
                condition=Q(state__in=[OfferState.WAITING, OfferState.OFFERED]),
                name="waiting_place_once",
            ),
            models.CheckConstraint(
                condition=~Q(state=OfferState.OFFERED)
                | Q(offered_slot__isnull=False, offer_ends_at__isnull=False),
                name="waiting_offer_is_timed",
            ),
        ]
        ordering = ["joined_at", "pk"]

    def __str__(self) -> str:
        return f"{self.donor_id} waits for {self.drive_id}"


class Notice(models.Model):
    """That a unit is to tell people of its own that a drive has moved or is cancelled; at most one waits at a time.

    A later change takes its place. Once they were told, nobody knows any more who they were.
    """

    drive = models.ForeignKey(Drive, models.CASCADE, related_name="notices")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=NoticeKind)
    was_on = models.DateField()  # the day that people believe it to be
    others = models.PositiveIntegerField()  # told by message alone: a number, since the unit may not know who
    made_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("việc phải báo")
        constraints = [
            models.UniqueConstraint(
                fields=["drive", "unit"], condition=Q(told_at=None), name="notice_waits_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} tells of {self.drive_id}: {self.kind}"


class NoticePerson(models.Model):
    """Somebody to be told in person, until that is done."""

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="people")
    donor = models.ForeignKey(Donor, models.CASCADE, related_name="+")
    by_unit = models.BooleanField()  # registered by the unit: it knows their name without their consent

    stays_where_both_have = True  # when two records of a person are merged (donors/actions/merging.py)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["notice", "donor"], name="notice_person_once")]

    def __str__(self) -> str:
        return f"{self.donor_id} of {self.notice_id}"
