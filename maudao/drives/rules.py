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
