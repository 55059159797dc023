"""Vocabulary of the union tree, and the one table of who may do what, how far down."""

from collections.abc import Mapping
from enum import Enum

from django.db import models
from django.utils.translation import gettext_lazy as _


class UnitKind(models.TextChoices):
    """Kinds of union unit. A parent is never derived from a kind: the tree has several shapes.

    DISTRICT, SECTOR and CIVIL_SERVANTS ended in most provinces by July 2025 and stay for history.
    """

    CONFEDERATION = "confederation", _("Tổng Liên đoàn")
    CENTRAL_SECTOR = "central_sector", _("Công đoàn ngành Trung ương, tổng công ty")
    PROVINCE = "province", _("Liên đoàn Lao động tỉnh, thành phố")
    DISTRICT = "district", _("Liên đoàn Lao động huyện")
    SECTOR = "sector", _("Công đoàn ngành địa phương")
    CIVIL_SERVANTS = "civil_servants", _("Công đoàn Viên chức tỉnh")
    INDUSTRIAL_PARK = "industrial_park", _("Công đoàn khu công nghiệp")
    COMMUNE = "commune", _("Công đoàn xã, phường, đặc khu")
    GRASSROOTS = "grassroots", _("Công đoàn cơ sở")


class ChangeKind(models.TextChoices):
    """What a reorganisation decision can do to units."""

    CREATE = "create", _("thành lập")
    RENAME = "rename", _("đổi tên")
    TRANSFER = "transfer", _("chuyển giao")
    MERGE = "merge", _("sáp nhập")
    SPLIT = "split", _("chia tách")
    DISSOLVE = "dissolve", _("giải thể")


class Role(models.TextChoices):
    """What an office is for. An office is held at one unit, from a first to a last day."""

    OFFICER = "officer", _("Cán bộ công đoàn")
    CHAIR = "chair", _("Chủ tịch công đoàn cơ sở")
    VIEWER = "viewer", _("Người theo dõi số liệu")
    DRIVE_STAFF = "drive_staff", _("Người phục vụ đợt hiến máu")
    ADMINISTRATOR = "administrator", _("Quản trị hệ thống")


class Permission(Enum):
    """Everything that a page, a file or an API operation may ask for."""

    VIEW_UNIT = "view_unit"
    MANAGE_UNITS = "manage_units"
    MANAGE_OFFICES = "manage_offices"
    VIEW_AUDIT = "view_audit"
    VIEW_DOCUMENTS = "view_documents"
    REGISTER_DOCUMENTS = "register_documents"
    VIEW_CAMPAIGN = "view_campaign"
    RUN_CAMPAIGN = "run_campaign"
    ALLOCATE_TARGETS = "allocate_targets"
    ACT_IN_CAMPAIGN = "act_in_campaign"
    VIEW_ACTIVITIES = "view_activities"
    VIEW_REPORT = "view_report"
    WRITE_REPORT = "write_report"
    REVIEW_REPORTS = "review_reports"
    EXPORT_REPORT = "export_report"
    VIEW_DONORS = "view_donors"
    MANAGE_DONORS = "manage_donors"
    VIEW_DRIVES = "view_drives"
    MANAGE_DRIVES = "manage_drives"
    CHECK_IN = "check_in"


class Scope(Enum):
    """How far down the tree a grant goes."""

    OWN = "own"  # the unit of the office alone: names and writing
    SUBTREE = "subtree"  # that unit and all below it: numbers
    BELOW = "below"  # all below it, not itself: nobody accepts their own report


_SEES = {
    Permission.VIEW_UNIT: Scope.SUBTREE,
    Permission.VIEW_CAMPAIGN: Scope.SUBTREE,
    Permission.VIEW_REPORT: Scope.SUBTREE,
    Permission.EXPORT_REPORT: Scope.SUBTREE,
    Permission.VIEW_DRIVES: Scope.SUBTREE,  # numbers; names are CHECK_IN's and VIEW_DONORS'
}
_ACTS = {
    Permission.VIEW_DOCUMENTS: Scope.OWN,
    Permission.REGISTER_DOCUMENTS: Scope.OWN,
    Permission.VIEW_ACTIVITIES: Scope.SUBTREE,
    Permission.ACT_IN_CAMPAIGN: Scope.OWN,
    Permission.WRITE_REPORT: Scope.OWN,
    Permission.VIEW_DONORS: Scope.OWN,
    Permission.MANAGE_DONORS: Scope.OWN,
    Permission.MANAGE_DRIVES: Scope.OWN,
}

GRANTS: Mapping[Role, Mapping[Permission, Scope]] = {
    Role.OFFICER: {
        **_SEES,
        **_ACTS,
        Permission.MANAGE_UNITS: Scope.SUBTREE,
        Permission.MANAGE_OFFICES: Scope.SUBTREE,
        Permission.VIEW_AUDIT: Scope.SUBTREE,
        Permission.RUN_CAMPAIGN: Scope.OWN,
        Permission.ALLOCATE_TARGETS: Scope.OWN,
        Permission.REVIEW_REPORTS: Scope.BELOW,
    },
    Role.CHAIR: {**_SEES, **_ACTS},
    Role.VIEWER: _SEES,
    # Whoever stands at the drive sees who came, who gave and who was deferred; an officer or a chair never does.
    Role.DRIVE_STAFF: {Permission.CHECK_IN: Scope.OWN},
    Role.ADMINISTRATOR: {
        Permission.VIEW_UNIT: Scope.SUBTREE,
        Permission.MANAGE_UNITS: Scope.SUBTREE,
        Permission.MANAGE_OFFICES: Scope.SUBTREE,
        Permission.VIEW_AUDIT: Scope.SUBTREE,
    },
}

#: Roles that must sign in with a second factor (TOTP).
SECOND_FACTOR_ROLES = frozenset({Role.OFFICER, Role.ADMINISTRATOR})


def roles_granting(permission: Permission) -> list[Role]:
    """Return the roles that hold `permission`, whatever the scope."""
    return [role for role, grants in GRANTS.items() if permission in grants]


def appointable_roles(kind: UnitKind) -> list[Role]:
    """Return the roles that an officer gives out at a unit of a kind; administrators are made on the command line."""
    if kind is UnitKind.GRASSROOTS:
        return [Role.CHAIR, Role.VIEWER, Role.DRIVE_STAFF]
    return [Role.OFFICER, Role.VIEWER, Role.DRIVE_STAFF]
