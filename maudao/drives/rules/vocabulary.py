"""Vocabulary of donation days."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DriveState(models.TextChoices):
    PLANNED = "planned", _("đang chuẩn bị")
    OPEN = "open", _("đang nhận đăng ký")
    CANCELLED = "cancelled", _("đã huỷ")
    DONE = "done", _("đã xong")


class RegistrationState(models.TextChoices):
    """Registered → arrived → donated, deferred, left; or no-show, cancelled. A deferral never has a reason."""

    REGISTERED = "registered", _("đã đăng ký")
    ARRIVED = "arrived", _("đã đến")
    DONATED = "donated", _("đã hiến")
    DEFERRED = "deferred", _("được hẹn lại")
    LEFT = "left", _("đã về")
    NO_SHOW = "no_show", _("không đến")
    CANCELLED = "cancelled", _("đã huỷ")


class OfferState(models.TextChoices):
    WAITING = "waiting", _("đang chờ")
    OFFERED = "offered", _("đã mời")
    TAKEN = "taken", _("đã nhận chỗ")
    LAPSED = "lapsed", _("hết hạn mời")
    GONE = "gone", _("đã thôi chờ")


class CheckInOutcome(models.TextChoices):
    """What a device at the drive writes down. REOPENED takes back the outcome before it."""

    ARRIVED = "arrived", _("đã đến")
    DONATED = "donated", _("đã hiến")
    DEFERRED = "deferred", _("được hẹn lại")
    LEFT = "left", _("đã về")
    REOPENED = "reopened", _("sửa lại")


class NoticeKind(models.TextChoices):
    """What became of a drive that people of a unit are to be told."""

    MOVED = "moved", _("đã dời")
    CANCELLED = "cancelled", _("đã huỷ")


class AskAnswer(models.TextChoices):
    """What a colleague said when asked in person. A "no" needs no reason."""

    OPEN = "open", _("đã hỏi, chưa trả lời")
    YES = "yes", _("sẽ tham gia")
    NO = "no", _("lần này không")
