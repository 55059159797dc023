"""Writes on the union tree and its offices: one function, one transaction, one audit entry."""

from maudao.organization.actions.offices import (
    AlreadyInOffice,
    Appointment,
    UsernameTaken,
    appoint,
    appoint_newcomer,
    end_office,
    make_user,
    renew_sign_in,
)
from maudao.organization.actions.units import create_unit, lock_tree, set_member_count

__all__ = [
    "AlreadyInOffice",
    "Appointment",
    "UsernameTaken",
    "appoint",
    "appoint_newcomer",
    "create_unit",
    "end_office",
    "lock_tree",
    "make_user",
    "renew_sign_in",
    "set_member_count",
]
