"""Vocabulary of clubs and emergency call-outs."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ClubKind(models.TextChoices):
    RARE_GROUP = "rare_group", _("người có nhóm máu hiếm")
    FAMILIES = "families", _("gia đình hiến máu")
    MOBILISERS = "mobilisers", _("vận động hiến máu")
    YOUTH = "youth", _("thanh niên hiến máu")
    RESERVE = "reserve", _("đội hiến máu dự bị")
    LIVING_BANK = "living_bank", _("ngân hàng máu sống")


class CallOutState(models.TextChoices):
    REQUESTED = "requested", _("chờ xác nhận")
    OPEN = "open", _("đang huy động")
    FILLED = "filled", _("đã đủ")
    CANCELLED = "cancelled", _("đã huỷ")
    EXPIRED = "expired", _("đã hết hạn")


class AlertState(models.TextChoices):
    SENT = "sent", _("đã gọi")
    ACCEPTED = "accepted", _("nhận lời")
    DECLINED = "declined", _("không tham gia được")
    ARRIVED = "arrived", _("đã đến")
    DONATED = "donated", _("đã hiến")
    STOOD_DOWN = "stood_down", _("đã đủ, xin cảm ơn")


class Component(models.TextChoices):
    RED_CELLS = "red_cells", _("hồng cầu")
    PLASMA = "plasma", _("huyết tương")
    PLATELETS = "platelets", _("tiểu cầu")


class Urgency(models.TextChoices):
    TONIGHT = "tonight", _("ngay trong đêm")
    TODAY = "today", _("trong ngày")
    PLANNED = "planned", _("theo hẹn")
