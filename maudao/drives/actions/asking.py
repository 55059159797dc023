"""Noting that a colleague was asked in person."""

from datetime import datetime

from django.db import transaction

from maudao.campaigns.actions.holding import check_running
from maudao.campaigns.models import Assignment
from maudao.donors.models import Donor, Membership
from maudao.drives.models import Ask
from maudao.drives.rules import AskAnswer
from maudao.organization import audit
from maudao.organization.audit import Actor


class NotOfUnit(Exception):
    """The unit asks its own people alone."""

    reason = "not_of_unit"


@transaction.atomic
def ask_person(donor: Donor, part: Assignment, *, answer: AskAnswer, actor: Actor, now: datetime) -> Ask:
    """Note that a colleague was asked, and the answer. Noted again, the answer is the latest one; the same is one.

    Whom another unit had asked before stays asked by that unit.

    Raises:
        NotOfUnit: the person was never a member of the unit.
        CampaignClosed: the campaign has ended.
    """
    check_running(part.campaign)
    if not Membership.objects.filter(donor=donor, unit=part.unit_id).exists():
        raise NotOfUnit
    ask, is_new = Ask.objects.select_for_update().get_or_create(
        donor=donor,
        campaign=part.campaign,
        defaults={"unit": part.unit, "answer": answer, "asked_at": now},
    )
    if is_new or ask.answer != answer:
        ask.answer, ask.asked_at = answer, now
        ask.save(update_fields=["answer", "asked_at"])
        audit.record("ask_person", ask, actor=actor, at=now, unit=part.unit)
    return ask
