"""Vocabulary of recognition."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Honouree(models.TextChoices):
    PERSON = "person", _("cá nhân")
    FAMILY = "family", _("gia đình")
    COLLECTIVE = "collective", _("tập thể")
    MOBILISER = "mobiliser", _("người vận động")
    ENTERPRISE = "enterprise", _("doanh nghiệp")


class Authority(models.TextChoices):
    NATIONAL = "national", _("quốc gia")
    PROVINCE = "province", _("cấp tỉnh")
    UNION = "union", _("công đoàn")
    ENTERPRISE = "enterprise", _("doanh nghiệp")


class NominationState(models.TextChoices):
    PROPOSED = "proposed", _("đề nghị")
    SUBMITTED = "submitted", _("đã trình")
    DECIDED = "decided", _("đã quyết định")
    REFUSED = "refused", _("không xét")
