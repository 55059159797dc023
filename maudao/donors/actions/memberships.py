"""Memberships of units, by days. A person is not a member: who leaves keeps all that they gave."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from maudao.donors.actions.consents import hold_donor
from maudao.donors.actions.donations import recount_of
from maudao.donors.models import Donor, Membership
from maudao.organization import audit
from maudao.organization.audit import Actor
from maudao.organization.models import Unit


class NotMember(Exception):
    """The person is no member of the unit that could leave."""

    reason = "not_member"


class LeftBeforeJoining(Exception):
    """The last day lies before the first."""

    reason = "left_before_joining"


@transaction.atomic
def join_unit(donor: Donor, unit: Unit, *, on: date, actor: Actor, now: datetime) -> Membership:
    """Record that a person is a member of a unit from a day on; several units at once are several memberships.

    Where the person is a member that day already, it lasts: an end that was noted goes, an earlier first day is taken.
    """
    hold_donor(donor)
    membership, is_changed = made_member(donor, unit, on=on)
    if is_changed:
        recount_of(donor)
        audit.record(
            "join_unit", membership, actor=actor, at=now, unit=unit, changes={"fields": ["starts_on"]}
        )
    return membership


@transaction.atomic
def leave_unit(donor: Donor, unit: Unit, *, last_day: date, actor: Actor, now: datetime) -> Membership:
    """Record the last day on which a person is a member of a unit.

    Raises:
        NotMember: the person is none, or left before.
        LeftBeforeJoining: that day lies before the first.
    """
    hold_donor(donor)
    membership = donor.memberships.filter(unit=unit, ends_on=None).first()
    if membership is None:
        raise NotMember
    if last_day < membership.starts_on:
        raise LeftBeforeJoining
    membership.ends_on = last_day
    membership.save(update_fields=["ends_on"])
    recount_of(donor)
    audit.record("leave_unit", membership, actor=actor, at=now, unit=unit, changes={"fields": ["ends_on"]})
    return membership


def made_member(donor: Donor, unit: Unit, *, on: date) -> tuple[Membership, bool]:
    """Make a person a member from a day on, for actions that keep their own audit; say whether anything changed."""
    lasting = donor.memberships.filter(Q(ends_on=None) | Q(ends_on__gte=on), unit=unit)
    membership = lasting.order_by("starts_on").last()
    if membership is None:
        return Membership.objects.create(donor=donor, unit=unit, starts_on=on), True
    starts_on = min(membership.starts_on, on)
    if membership.ends_on is None and membership.starts_on == starts_on:
        return membership, False
    membership.starts_on, membership.ends_on = starts_on, None
    membership.save(update_fields=["starts_on", "ends_on"])
    return membership, True
