"""Award ladders, nominations, decisions, certificates."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from maudao.documents.models import OutgoingDocument
from maudao.donors.models import Donor
from maudao.organization.models import Unit
from maudao.recognition.rules import Authority, Honouree, NominationState


class Ladder(models.Model):
    """Award steps of one authority, as dated data with its source. A changed ladder is a new row."""

    authority = models.CharField(max_length=10, choices=Authority)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="ladders")
    honouree = models.CharField(max_length=10, choices=Honouree)
    name = models.CharField(max_length=200)
    effective_from = models.DateField()
    effective_until = models.DateField(null=True, blank=True)
    source = models.TextField()
    confidence = models.CharField(max_length=1)
    is_on = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("thang tôn vinh")
        constraints = [
            models.CheckConstraint(
                condition=~Q(confidence="M") | Q(is_on=False), name="ladder_from_memory_is_off"
            )
        ]

    def __str__(self) -> str:
        return self.name


class LadderStep(models.Model):
    ladder = models.ForeignKey(Ladder, models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    threshold = models.PositiveIntegerField()
    award = models.CharField(max_length=200)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["ladder", "position"], name="ladder_step_once")]

    def __str__(self) -> str:
        return f"{self.threshold}: {self.award}"


class Nomination(models.Model):
    """Somebody who is proposed for a step of a ladder: a person, or a unit as a collective."""

    step = models.ForeignKey(LadderStep, models.PROTECT, related_name="nominations")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="nominations")
    donor = models.ForeignKey(Donor, models.PROTECT, null=True, blank=True, related_name="nominations")
    state = models.CharField(max_length=10, choices=NominationState, default=NominationState.PROPOSED)
    dossier = models.ForeignKey(
        OutgoingDocument, models.PROTECT, null=True, blank=True, related_name="nominations"
    )
    decided_on = models.DateField(null=True, blank=True)
    decision_number = models.CharField(max_length=60, blank=True)

    class Meta:
        verbose_name = _("đề nghị tôn vinh")
        constraints = [
            models.UniqueConstraint(
                fields=["step", "donor"],
                condition=~Q(state=NominationState.REFUSED),
                name="nomination_once_a_step",
            )
        ]

    def __str__(self) -> str:
        return f"{self.step_id}: {self.donor_id or self.unit_id}"


class Certificate(models.Model):
    """A certificate that was given; its code opens the verification page."""

    nomination = models.OneToOneField(Nomination, models.PROTECT, related_name="certificate")
    code = models.CharField(max_length=40, unique=True)
    issued_on = models.DateField()
    revoked_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("giấy chứng nhận")

    def __str__(self) -> str:
        return self.code
