"""Test data: plain functions that make people and donations as the actions do."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import count
from typing import Any

from maudao.donors.actions.consents import give_consent
from maudao.donors.actions.donations import record_donation
from maudao.donors.actions.people import Person, enter_donor, revise_person
from maudao.donors.models import Donation, Donor
from maudao.donors.rules import BloodGroupSource, ConsentMethod, ConsentPurpose, DonationKind
from maudao.organization.make import ACTOR, NOW
from maudao.organization.models import Unit

_NUMBERS: Iterator[int] = count(1)


def donor(unit: Unit | None = None, **known: Any) -> Donor:
    """Make a person, a member of `unit` where given. Name, phone and birth day are new ones unless told.

    `consents` are purposes to which the person consents; a blood group brings consent to keep it.
    """
    number = next(_NUMBERS)
    said = {
        "full_name": f"Lò Thị Số {number}",
        "birth_date": date(1990, 1, 1 + number % 28),
        "sex": "F",
        "phone": f"09{number:08d}",
        **known,
    }
    purposes = set(said.pop("consents", ()))
    blood_group, source = said.pop("blood_group", ""), said.pop("blood_group_source", BloodGroupSource.TOLD)
    made = enter_donor(Person(**said), unit=unit, actor=ACTOR, now=NOW)
    for purpose in sorted(purposes | ({ConsentPurpose.BLOOD_GROUP} if blood_group else set())):
        give_consent(made, purpose, method=ConsentMethod.PAPER, actor=ACTOR, now=NOW)
    if blood_group:
        person = replace(Person(**said), blood_group=blood_group, blood_group_source=source)
        made = revise_person(made, person, actor=ACTOR, now=NOW)
    return made


def donation(giver: Donor, *, on: date = date(2026, 1, 5), volume_ml: int = 350, **known: Any) -> Donation:
    """Make a donation of whole blood, outside campaigns unless told."""
    said: dict[str, Any] = {"kind": DonationKind.WHOLE_BLOOD, "campaign": None, "credited_to": None, **known}
    key = f"test-{next(_NUMBERS)}"
    return record_donation(
        giver, donated_on=on, volume_ml=volume_ml, idempotency_key=key, actor=ACTOR, now=NOW, **said
    )
