"""Vocabulary of campaigns: the facts that are counted, how an indicator reads them, what units do."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Fact(models.TextChoices):
    """What is counted per campaign × unit × day (the report grain of `product.md`).

    People (`donors`), turns (`donations`), bags by size, millilitres and converted units are different numbers.
    """

    REGISTERED = "registered", _("số người đăng ký")
    ARRIVED = "arrived", _("số người đến")
    DEFERRED = "deferred", _("số người được hẹn lại")
    DONORS = "donors", _("số người hiến được máu")
    DONATIONS = "donations", _("số lượt hiến")
    DONATIONS_FIRST = "donations_first", _("lượt hiến lần đầu")
    DONATIONS_REPEAT = "donations_repeat", _("lượt hiến nhắc lại")
    DONATIONS_WOMEN = "donations_women", _("lượt hiến của nữ")
    DONATIONS_MEMBERS = "donations_members", _("lượt hiến của đoàn viên")
    DONATIONS_APHERESIS = "donations_apheresis", _("lượt hiến thành phần máu")
    BAGS_250 = "bags_250", _("túi 250 ml")
    BAGS_350 = "bags_350", _("túi 350 ml")
    BAGS_450 = "bags_450", _("túi 450 ml")
    VOLUME_ML = "volume_ml", _("tổng thể tích (ml)")
    EMERGENCY_CALLS = "emergency_calls", _("số lần huy động khẩn cấp")
    EMERGENCY_UNITS = "emergency_units", _("đơn vị máu hiến khẩn cấp")
    COMMUNICATION_ACTIVITIES = "communication_activities", _("hoạt động truyền thông")
    COMMUNICATION_REACH = "communication_reach", _("số người được truyền thông")
    CLUBS = "clubs", _("số câu lạc bộ, đội")
    CLUB_MEMBERS = "club_members", _("thành viên câu lạc bộ")
    RESERVE_MEMBERS = "reserve_members", _("người hiến máu dự bị")
    HONOURED_PEOPLE = "honoured_people", _("cá nhân được tôn vinh")
    HONOURED_FAMILIES = "honoured_families", _("gia đình được tôn vinh")
    HONOURED_COLLECTIVES = "honoured_collectives", _("tập thể được tôn vinh")
    ENTERPRISES = "enterprises", _("doanh nghiệp cùng tham gia")
    BUDGET_UNION = "budget_union", _("kinh phí công đoàn (đồng)")
    BUDGET_SOCIAL = "budget_social", _("kinh phí xã hội hoá (đồng)")


class Measure(models.TextChoices):
    """What an indicator counts: a fact, or something derived from facts and frozen participants."""

    DONORS = "donors", _("số người hiến được máu")
    DONATIONS = "donations", _("số lượt hiến")
    REGISTERED = "registered", _("số người đăng ký")
    UNITS_CONVERTED = "units_converted", _("đơn vị máu quy đổi 250 ml")
    BAGS = "bags", _("số túi máu")
    UNITS_ACTIVE = "units_active", _("đơn vị có chỉ đạo và có hoạt động")
    UNITS_WITH_ACTIVITY = "units_with_activity", _("đơn vị có hoạt động")
    UNITS_WITH_DIRECTION = "units_with_direction", _("đơn vị có văn bản chỉ đạo")


class Denominator(models.TextChoices):
    """What an indicator divides by."""

    NONE = "none", _("không (số tuyệt đối)")
    UNITS = "units", _("số đơn vị tham gia")
    MEMBERS = "members", _("số đoàn viên")
    MEMBERS_AND_WORKERS = "members_and_workers", _("số đoàn viên, người lao động")
    QUOTA = "quota", _("chỉ tiêu Ban Chỉ đạo giao")


class Bound(models.TextChoices):
    """How the directive words the figure."""

    EXACT = "exact", _("đúng")
    AT_LEAST = "at_least", _("ít nhất")
    MORE_THAN = "more_than", _("trên")
    ABOUT = "about", _("khoảng")
    RANGE = "range", _("trong khoảng")
    UNQUANTIFIED = "unquantified", _("không nêu con số")


class TargetOwner(models.TextChoices):
    """Who sets a target. Both may set one for the same unit at once."""

    UNION = "union", _("công đoàn")
    COMMITTEE = "committee", _("Ban Chỉ đạo")


class CampaignState(models.TextChoices):
    DRAFT = "draft", _("đang chuẩn bị")
    OPEN = "open", _("đang triển khai")
    CLOSED = "closed", _("đã kết thúc")


class FactSource(models.TextChoices):
    """Every figure says which it is."""

    COUNTED = "counted", _("đếm từ hồ sơ")
    TYPED = "typed", _("nhập tay")


class ActivityKind(models.TextChoices):
    """What units do, after the list in the directives."""

    COMMUNICATION = "communication", _("truyền thông, tuyên truyền")
    BANNER = "banner", _("treo băng rôn, khẩu hiệu")
    TALK = "talk", _("nói chuyện, tư vấn")
    DRIVE = "drive", _("tổ chức hiến máu")
    CLUB = "club", _("câu lạc bộ, đội dự bị")
    RECOGNITION = "recognition", _("tôn vinh, khen thưởng")
    ENTERPRISE = "enterprise", _("vận động doanh nghiệp, nguồn lực")
    SUPPORT = "support", _("chăm lo quyền lợi người hiến máu")
    OTHER = "other", _("hoạt động khác")


class EvidenceKind(models.TextChoices):
    PHOTO = "photo", _("ảnh")
    LINK = "link", _("liên kết")
    FILE = "file", _("tệp")
