"""Vocabulary of donors and donations."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Sex(models.TextChoices):
    FEMALE = "F", _("nữ")
    MALE = "M", _("nam")


class DonationKind(models.TextChoices):
    """What is given; the interval after it depends on this (Thông tư 26/2013/TT-BYT, Điều 6)."""

    WHOLE_BLOOD = "whole_blood", _("máu toàn phần")
    RED_CELLS = "red_cells", _("hồng cầu")
    PLATELETS = "platelets", _("tiểu cầu")
    PLASMA = "plasma", _("huyết tương")


class BloodGroup(models.TextChoices):
    O_NEGATIVE = "O-", "O Rh−"
    O_POSITIVE = "O+", "O Rh+"
    A_NEGATIVE = "A-", "A Rh−"
    A_POSITIVE = "A+", "A Rh+"
    B_NEGATIVE = "B-", "B Rh−"
    B_POSITIVE = "B+", "B Rh+"
    AB_NEGATIVE = "AB-", "AB Rh−"
    AB_POSITIVE = "AB+", "AB Rh+"


class BloodGroupSource(models.TextChoices):
    TOLD = "told", _("tự khai")
    RESULT = "result", _("từ kết quả xét nghiệm")


class ConsentPurpose(models.TextChoices):
    """One consent per purpose, never pre-ticked (Luật 91/2025/QH15, Điều 9)."""

    CAMPAIGN = "campaign", _("đăng ký và tham gia hiến máu")
    HISTORY = "history", _("lưu lịch sử hiến máu để nhắc ngày hiến lại")
    BLOOD_GROUP = "blood_group", _("lưu nhóm máu")
    CALL_OUT = "call_out", _("được gọi khi cần máu khẩn cấp")
    RECOGNITION = "recognition", _("xét tôn vinh, khen thưởng")
    PUBLICITY = "publicity", _("công khai tên khi được tôn vinh")
    CHAIR_SEES = "chair_sees", _("cho công đoàn cơ sở biết đã đăng ký, đã đến, đã hiến")


class ConsentMethod(models.TextChoices):
    ONLINE = "online", _("trên mạng")
    PAPER = "paper", _("trên giấy")
