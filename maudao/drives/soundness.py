"""Proof that slots agree with what is in them: run by `maudao check-facts`."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, F, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from maudao.drives.models import Registration, Slot, WaitingPlace
from maudao.drives.rules import OfferState
from maudao.drives.rules.booking import NOT_LIVE


@dataclass(frozen=True)
class SlotFault:
    """A slot of which `taken` is not what registrations and live offers add up to."""

    drive: str
    slot: int
    taken: int
    counted: int


def slot_faults() -> Iterator[SlotFault]:
    """Return the slots whose places taken differ from live registrations and live offers. Cost: one query."""
    registered = Registration.objects.exclude(state=NOT_LIVE).filter(slot=OuterRef("pk"))
    offered = WaitingPlace.objects.filter(state=OfferState.OFFERED, offered_slot=OuterRef("pk"))
    counted = _number(registered, "slot") + _number(offered, "offered_slot")
    rows = Slot.objects.annotate(counted=counted).exclude(taken=F("counted")).order_by("drive", "pk")
    for drive, slot, taken, found in rows.values_list("drive__code", "pk", "taken", "counted"):
        yield SlotFault(drive, slot, taken, found)


def _number(rows: "QuerySet[Registration] | QuerySet[WaitingPlace]", of: str) -> Coalesce:
    counted = rows.order_by().values(of).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
