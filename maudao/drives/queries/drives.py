"""Donation days as their hosts, and the levels above, see them: numbers, never names."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from maudao.campaigns.models import Assignment, Campaign
from maudao.campaigns.rules import CampaignState
from maudao.donors.models import Donor
from maudao.donors.rules import DonationKind
from maudao.drives.models import Drive, Registration, Slot, WaitingPlace
from maudao.drives.rules import DriveState, OfferState, RegistrationState
from maudao.lib.vietnamese import fold
from maudao.organization.models import Office, Unit
from maudao.organization.rules import Role

_CAME = (
    RegistrationState.ARRIVED,
    RegistrationState.DONATED,
    RegistrationState.DEFERRED,
    RegistrationState.LEFT,
)
_WAITS = (OfferState.WAITING, OfferState.OFFERED)
_ENDED = (DriveState.CANCELLED, DriveState.DONE)


def drive(*, code: str) -> Drive:
    """Find a drive by the code in its address, with its host, campaign and centre.

    Raises:
        Drive.DoesNotExist: there is none.
    """
    return Drive.objects.select_related("host", "campaign", "centre").get(code=code)


def staff_office(*, pk: int) -> Office:
    """Find an office of somebody who serves at the drives of a unit.

    Raises:
        Office.DoesNotExist: there is none, or it is another office.
    """
    return Office.objects.select_related("user", "unit").get(pk=pk, role=Role.DRIVE_STAFF)


def staff_of(host: Unit, *, around: Drive) -> QuerySet[Office]:
    """Return who may check people in at the host on the day of a drive."""
    serving = Office.objects.held_on(around.held_on).filter(unit=host, role=Role.DRIVE_STAFF)
    return serving.select_related("user").order_by("user__full_name", "pk")


def campaigns_for(host: Unit) -> QuerySet[Campaign]:
    """Return the campaigns that run and in which the host takes part, the latest first."""
    taking_part = Assignment.objects.filter(campaign=OuterRef("pk"), unit=host)
    running = Campaign.objects.filter(Exists(taking_part), state=CampaignState.OPEN)
    return running.select_related("unit").order_by("-starts_on", "-pk")


def units_named(names: Iterable[str]) -> tuple[tuple[Unit, ...], list[str]]:
    """Return the open units of these codes or names, and what names no one unit. Cost: one query a name."""
    found: dict[int, Unit] = {}
    unknown = []
    for name in filter(None, (name.strip() for name in names)):
        units = Unit.objects.filter(closed_on=None)
        same = list(units.filter(Q(code__iexact=name) | Q(name_folded=fold(name)))[:2])
        if len(same) == 1:
            found[same[0].pk] = same[0]
        else:
            unknown.append(name)
    return tuple(found.values()), unknown


def drives_within(unit: Unit) -> QuerySet[Drive]:
    """Return the drives of a unit and of all below it, each with its numbers: `booked`, `places`, `donated`."""
    live = Q(registrations__is_walk_in=False) & ~Q(registrations__state=RegistrationState.CANCELLED)
    counted = Drive.objects.filter(host__path__startswith=unit.path).annotate(
        booked=Count("registrations", filter=live),
        donated=Count("registrations", filter=Q(registrations__state=RegistrationState.DONATED)),
        places=_places(),
    )
    return counted.select_related("host")


def _places() -> Coalesce:
    """Return for how many a drive takes bookings, as its own page says; joined, each would count many times."""
    slots = Slot.objects.filter(drive=OuterRef("pk")).order_by().values("drive")
    total = slots.annotate(total=Sum(F("capacity") + F("overbooking"))).values("total")
    return Coalesce(Subquery(total, output_field=IntegerField()), Value(0))


def coming(drives: QuerySet[Drive], *, on: date) -> QuerySet[Drive]:
    """Keep drives that are still to be held, or to be ended; the next first."""
    return drives.exclude(state__in=_ENDED).filter(_not_over(on)).order_by("held_on", "pk")


def past(drives: QuerySet[Drive], *, on: date) -> QuerySet[Drive]:
    """Keep drives that are over, the latest first."""
    return drives.exclude(~Q(state__in=_ENDED) & _not_over(on)).order_by("-held_on", "-pk")


def _not_over(on: date) -> Q:
    return Q(held_on__gte=on) | Q(state=DriveState.OPEN)


@dataclass(frozen=True)
class Bags:
    """How many bags of a kind and a size."""

    kind: str
    volume_ml: int
    count: int

    @property
    def label(self) -> str:
        """What was given, in words."""
        return str(DonationKind(self.kind).label)


@dataclass(frozen=True)
class Numbers:
    """What a drive has come to. `deferred` is a total; nobody's names."""

    booked: int
    walk_ins: int
    waiting: int
    came: int
    donated: int
    deferred: int
    bags: tuple[Bags, ...]
    capacity: int
    bookable: int

    @property
    def more(self) -> int:
        """How many may book beyond those who can be received."""
        return self.bookable - self.capacity

    @property
    def volume_ml(self) -> int:
        """How much was given."""
        return sum(bags.count * bags.volume_ml for bags in self.bags)


def numbers(drive: Drive) -> Numbers:
    """Return what a drive has come to. Cost: four queries."""
    live = drive.registrations.exclude(state=RegistrationState.CANCELLED)
    people = live.aggregate(
        booked=Count("pk", filter=Q(is_walk_in=False)),
        walk_ins=Count("pk", filter=Q(is_walk_in=True)),
        came=Count("pk", filter=Q(state__in=_CAME)),
        donated=Count("pk", filter=Q(state=RegistrationState.DONATED)),
        deferred=Count("pk", filter=Q(state=RegistrationState.DEFERRED)),
    )
    people["deferred"] += drive.deferred_count or 0
    places = drive.slots.aggregate(
        received=Coalesce(Sum("capacity"), 0), more=Coalesce(Sum("overbooking"), 0)
    )
    waiting = drive.waiting_places.filter(state__in=_WAITS).count()
    return Numbers(
        **people,
        waiting=waiting,
        bags=bags_of(drive),
        capacity=places["received"],
        bookable=places["received"] + places["more"],
    )


def bags_of(drive: Drive) -> tuple[Bags, ...]:
    """Return the bags given at a drive, by kind and size, the smallest first."""
    given = drive.registrations.filter(donation__isnull=False).values_list(
        "donation__kind", "donation__volume_ml"
    )
    counted = given.annotate(bags=Count("pk")).order_by("donation__volume_ml", "donation__kind")
    return tuple(Bags(*row) for row in counted)


def slots_of(drive: Drive) -> list[Slot]:
    """Return the slots in which somebody may come, in order."""
    return list(drive.slots.filter(Q(capacity__gt=0) | Q(overbooking__gt=0) | Q(taken__gt=0)))


@dataclass(frozen=True)
class ToTell:
    """How many are told by message when a drive moves or is cancelled, and how many only their chair can reach.

    `units` were told on their desk, once it is done.
    """

    by_message: int
    by_chair: int
    units: int = 0


def people_to_tell(drive: Drive) -> ToTell:
    """Return how many have a place, or wait for one, with a phone and without."""
    people = Donor.objects.filter(pk__in=_concerned(drive))
    counted = people.aggregate(
        by_message=Count("pk", filter=Q(phone_sealed__isnull=False)),
        by_chair=Count("pk", filter=Q(phone_sealed=None)),
    )
    return ToTell(**counted)


def _concerned(drive: Drive) -> QuerySet[Registration, int]:
    booked = drive.registrations.filter(state=RegistrationState.REGISTERED).values_list("donor", flat=True)
    waiting: QuerySet[WaitingPlace, int] = drive.waiting_places.filter(state__in=_WAITS).values_list(
        "donor", flat=True
    )
    return booked.order_by().union(waiting.order_by())


def due_for_closing(*, now: datetime, days: int) -> QuerySet[Drive]:
    """Return the drives whose day was `days` ago or longer and that nobody has ended; no plans that came to nothing."""
    last_day = timezone.localdate(now) - timedelta(days=days)
    anybody = Exists(Registration.objects.filter(drive=OuterRef("pk")))
    waiting = Drive.objects.exclude(state__in=_ENDED).filter(held_on__lte=last_day)
    return waiting.filter(Q(state=DriveState.OPEN) | anybody).select_related("host")


def totals(drives: QuerySet[Drive]) -> dict[str, int]:
    """Return how many drives there are, with their `places`, `booked` and `donated` in all. Cost: one query."""
    summed = drives.order_by().aggregate(
        drives=Count("pk"),
        all_places=Coalesce(Sum("places"), 0),
        all_booked=Coalesce(Sum("booked"), 0),
        all_donated=Coalesce(Sum("donated"), 0),
    )
    return dict(summed)
