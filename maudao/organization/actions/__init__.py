"""Writes on the union tree and its offices: one function, one transaction, one audit entry."""

from maudao.organization.actions.offices import AlreadyInOffice, appoint, end_office, make_user
from maudao.organization.actions.units import create_unit, lock_tree, set_member_count

__all__ = [
    "AlreadyInOffice",
    "appoint",
    "create_unit",
    "end_office",
    "lock_tree",
    "make_user",
    "set_member_count",
]
