"""Official documents, incoming and outgoing, with their registers, and the files behind them."""

from pathlib import PurePath

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from maudao.documents.rules import Direction, DocumentType, IncomingState, OutgoingState, numbered
from maudao.organization.models import Unit


class StoredFile(models.Model):
    """A file that belongs to a unit. Its bytes are reached only through a page that asks for a permission."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="files")
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    content = models.FileField(upload_to="%Y/%m/")
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("tệp")

    def __str__(self) -> str:
        return self.name

    @property
    def kind_label(self) -> str:
        """The kind as people call it: `DOCX`, by the name's extension."""
        return PurePath(self.name).suffix.lstrip(".").upper()[:5] or "TXT"


class RegisterCounter(models.Model):
    """The last number given out in a unit's register of a year; locked while a number is drawn, so none is lost."""

    unit = models.ForeignKey(Unit, models.CASCADE)
    direction = models.CharField(max_length=10, choices=Direction)
    year = models.PositiveSmallIntegerField()
    last_number = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "direction", "year"], name="register_counter_once")
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.direction} {self.year}: {self.last_number}"


class IncomingDocument(models.Model):
    """A document that came in: its text, what was read in it and confirmed, its place in the register."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="incoming_documents")
    state = models.CharField(max_length=12, choices=IncomingState, default=IncomingState.READING)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    text = models.TextField(blank=True)
    proposal = models.JSONField(default=dict)  # the reader's record, with spans, warnings and questions
    record = models.JSONField(default=dict)  # the same shape, as the officer corrected it
    answers = models.JSONField(default=dict)  # question pointer → the officer's answer
    failure = models.TextField(blank=True)
    fingerprint = models.CharField(
        max_length=64
    )  # SHA-256 of what came in: the same file twice is one document
    readings = models.PositiveSmallIntegerField(
        default=0
    )  # how often reading was begun: a file may kill the worker
    folded = models.TextField(blank=True)  # what a search without accents looks into
    # what the register prints, copied from `record` when the document is confirmed
    doc_type = models.CharField(_("loại văn bản"), max_length=40, blank=True)
    number = models.CharField(_("số, ký hiệu"), max_length=60, blank=True)
    issued_on = models.DateField(_("ngày văn bản"), null=True, blank=True)
    issuer = models.CharField(_("nơi ban hành"), max_length=250, blank=True)
    subject = models.TextField(_("trích yếu"), blank=True)
    arrival_year = models.PositiveSmallIntegerField(null=True)
    arrival_number = models.PositiveIntegerField(_("số đến"), null=True)
    arrived_on = models.DateField(_("ngày đến"), null=True)
    supersedes = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    registered_at = models.DateTimeField(null=True)
    registered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("văn bản đến")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "arrival_year", "arrival_number"], name="incoming_document_number_once"
            ),
            models.UniqueConstraint(
                fields=["unit", "fingerprint"],
                condition=~Q(state=IncomingState.DISCARDED),
                name="incoming_document_received_once",
            ),
            models.CheckConstraint(
                condition=~Q(state=IncomingState.REGISTERED)
                | Q(arrival_number__isnull=False, arrived_on__isnull=False),
                name="incoming_document_registered_has_number",
            ),
            models.CheckConstraint(
                condition=Q(supersedes=None) | ~Q(supersedes=F("id")),
                name="incoming_document_not_its_own_successor",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number or self.doc_type} {self.subject}".strip() or f"#{self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether an officer still has to look at it before it stands in the register."""
        return self.state in (IncomingState.READING, IncomingState.PROPOSED, IncomingState.UNREADABLE)


class OutgoingDocument(models.Model):
    """A document of the unit's own: blocks of content from which DOCX and PDF are rendered; numbered when issued."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="outgoing_documents")
    state = models.CharField(max_length=10, choices=OutgoingState, default=OutgoingState.DRAFT)
    doc_type = models.CharField(_("loại văn bản"), max_length=5, choices=DocumentType)
    subject = models.TextField(_("trích yếu"))
    content = models.JSONField()  # documents.writer.OfficialDocument
    symbol = models.CharField(_("ký hiệu"), max_length=40)
    year = models.PositiveSmallIntegerField(null=True)
    number = models.PositiveIntegerField(_("số"), null=True)
    issued_on = models.DateField(_("ngày ban hành"), null=True)
    signer = models.CharField(_("người ký"), max_length=120, blank=True)
    recipients = models.TextField(_("nơi nhận"), blank=True)
    folded = models.TextField(blank=True)  # what a search without accents looks into
    basis = models.ForeignKey(
        IncomingDocument, models.PROTECT, null=True, blank=True, related_name="implemented_by"
    )
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("văn bản đi")
        constraints = [
            models.UniqueConstraint(fields=["unit", "year", "number"], name="outgoing_document_number_once"),
            models.CheckConstraint(
                condition=Q(state=OutgoingState.DRAFT, number=None)
                | Q(
                    state=OutgoingState.ISSUED,
                    number__isnull=False,
                    year__isnull=False,
                    issued_on__isnull=False,
                ),
                name="outgoing_document_numbered_when_issued",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.full_number} {self.subject}"

    @property
    def full_number(self) -> str:
        """The number as printed: `05/BC-LĐLĐ`, or `…/BC-LĐLĐ` while a draft."""
        return numbered(self.number, self.symbol) if self.number else f"…/{self.symbol}"

    @property
    def is_draft(self) -> bool:
        """Whether it has no number yet and may still be changed."""
        return self.state == OutgoingState.DRAFT
