"""What the chair of a unit sees of a campaign: how many booked, came and gave, and whom to ask.

Names only of the unit's own people: of those who consented (`CHAIR_SEES`) that they booked, came or gave; of whom the
unit registered itself that they are booked; of the others a count. Who was deferred and who left are never told apart
from who came.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from maudao.campaigns.models import Assignment
from maudao.campaigns.queries import assignment as find_part
from maudao.campaigns.queries import part_closed_because
from maudao.donors.models import Donation, Donor, DonorQuerySet
from maudao.donors.queries.consents import consents
from maudao.donors.queries.people import phone_of
from maudao.donors.rules import ConsentPurpose
from maudao.drives.models import Ask, Drive, Registration, Slot
from maudao.drives.rules import DriveState, RegistrationState
from maudao.drives.rules.asking import Colleague, whom_to_ask
from maudao.lib import paths
from maudao.organization.models import Unit

_CAME = (
    RegistrationState.ARRIVED,
    RegistrationState.DONATED,
    RegistrationState.DEFERRED,
    RegistrationState.LEFT,
)
_MOST_DRIVES = 5


class Stage(Enum):
    """How far somebody is, as a chair may know it."""

    BOOKED = 1
    CAME = 2
    GAVE = 3


@dataclass(frozen=True)
class Mine:
    """Somebody of the unit, in a campaign that the unit takes part in."""

    donor: Donor
    part: Assignment

    @property
    def unit(self) -> Unit:
        """The unit whose person it is."""
        return self.part.unit


def colleague(*, campaign: str, unit: str, pk: int) -> Mine:
    """Find somebody who is or was a member of a unit, and the unit's part in a campaign.

    Raises:
        Assignment.DoesNotExist, Donor.DoesNotExist: there is none.
    """
    part = find_part(campaign=campaign, unit=unit)
    people = Donor.objects.standing().filter(memberships__unit=part.unit_id).distinct()
    return Mine(people.get(pk=pk), part)


@dataclass(frozen=True)
class ToAsk:
    """Somebody to ask: how often they gave and when last, as far as the chair may know; a phone where there is one."""

    donor: Donor
    gave: int
    last_gave_on: date | None
    phone: str


def to_ask(part: Assignment, *, on: date, today: date) -> list[Colleague]:
    """Return whom the unit may ask for a donation on a day, in order. Cost: two queries, however many people."""
    people = list(_members(part, today))
    given: dict[int, list[Donation]] = {}
    for donation in Donation.objects.filter(donor__in=people).order_by():
        given.setdefault(donation.donor_id, []).append(donation)
    return whom_to_ask((_colleague(one, given.get(one.pk, ())) for one in people), on=on)


def _members(part: Assignment, today: date) -> DonorQuerySet:
    """The unit's people with what the rule asks of each."""
    own = Registration.objects.filter(donor=OuterRef("pk"))
    inside = Exists(own.exclude(state__in=_AGAIN).filter(drive__campaign=part.campaign_id))
    booked = Exists(own.filter(state=RegistrationState.REGISTERED, drive__held_on__gte=today))
    gave = Exists(Donation.objects.filter(donor=OuterRef("pk"), campaign=part.campaign_id))
    return Donor.objects.members_of(part.unit, on=today).annotate(
        is_asked=Exists(Ask.objects.filter(donor=OuterRef("pk"), campaign=part.campaign_id)),
        is_in=inside | booked | gave,
        is_seen=consents(ConsentPurpose.CHAIR_SEES),
    )


#: Who was booked and is none the less to be asked once more.
_AGAIN = (RegistrationState.CANCELLED, RegistrationState.NO_SHOW)


def _colleague(donor: Donor, donations: Iterable[Donation]) -> Colleague:
    known: dict[str, bool] = donor.__dict__  # annotated by `_members`
    given = list(donations)
    return Colleague(
        donor=donor.pk,
        sort_key=donor.sort_key,
        birth_date=donor.birth_date,
        not_before=donor.not_before,
        donations=[(one.donated_on, one.kind) for one in given],
        seen_donations=[one.donated_on for one in given if known["is_seen"] and not one.is_self_told],
        is_asked=known["is_asked"],
        is_in=known["is_in"],
    )


def shown(colleagues: Sequence[Colleague], *, with_phones: bool) -> list[ToAsk]:
    """Return the rows of one page of the list. Cost: one query."""
    people = Donor.objects.in_bulk([one.donor for one in colleagues])
    return [
        ToAsk(
            people[one.donor],
            len(one.seen_donations),
            max(one.seen_donations, default=None),
            phone_of(people[one.donor]) if with_phones else "",
        )
        for one in colleagues
        if one.donor in people
    ]


def asked(part: Assignment) -> QuerySet[Ask]:
    """Return whom the unit has asked in the campaign, the latest first, with their people."""
    found = Ask.objects.filter(campaign=part.campaign_id, unit=part.unit_id, donor__merged_into=None)
    return found.select_related("donor").order_by("-asked_at", "-pk")


@dataclass(frozen=True)
class Seen:
    """Who of the unit booked, came and gave: those by name who consented, and how many others."""

    named: list[tuple[Donor, Stage]]
    others: int


def seen(part: Assignment, *, today: date) -> Seen:
    """Return who is in the campaign for the unit: whom it registered itself as booked, no more. Cost: three queries."""
    stages, by_chair = _stages(part)
    members = Donor.objects.members_of(part.unit, on=today).filter(pk__in=stages)
    people: Any = members.annotate(is_seen=consents(ConsentPurpose.CHAIR_SEES)).order_by("sort_key", "pk")
    named = [
        (donor, stages[donor.pk] if donor.is_seen else Stage.BOOKED)
        for donor in people
        if donor.is_seen or donor.pk in by_chair
    ]
    return Seen(named, len(stages) - len(named))


def _stages(part: Assignment) -> tuple[dict[int, Stage], set[int]]:
    """How far everybody is, and whom the unit registered itself."""
    stages: dict[int, Stage] = {}
    by_chair: set[int] = set()
    own = Registration.objects.filter(drive__campaign=part.campaign_id).exclude(state__in=_AGAIN)
    credited = Q(credited_to=part.unit_id) | Q(credited_to=None, drive__host=part.unit_id)
    for donor, state, by in own.filter(credited).order_by().values_list("donor", "state", "by_chair"):
        stage = Stage.CAME if state in _CAME else Stage.BOOKED
        stages[donor] = max(stages.get(donor, stage), stage, key=lambda one: one.value)
        by_chair |= {donor} if by else set()
    given = Donation.objects.filter(campaign=part.campaign_id, credited_to=part.unit_id, is_self_told=False)
    gave = dict.fromkeys(given.order_by().values_list("donor", flat=True), Stage.GAVE)
    return stages | gave, by_chair


@dataclass(frozen=True)
class NearDrive:
    """A drive at which the unit's people may register, with the places that are left."""

    drive: Drive
    places_left: int


def drives_near(part: Assignment, *, now: datetime, today: date) -> list[NearDrive]:
    """Return the campaign's next drives that take registrations: the unit's own, of units above, of its neighbours.

    Of neighbours, those that are listed. The next first, five at most. Cost: two queries.
    """
    hosts = Q(host=part.unit_id) | _not_own(part.unit)
    if part.parent_id is not None:
        neighbours = Assignment.objects.filter(parent=part.parent_id).values("unit")
        hosts |= Q(host__in=neighbours, is_listed=True)
    return _near(Drive.objects.filter(hosts, campaign=part.campaign_id), now=now, today=today)


@dataclass(frozen=True)
class Asking:
    """For what a unit asks its people: the drives that are near, or why nobody is asked any more."""

    drives: list[NearDrive]
    on: date
    over: str = ""

    @property
    def next_drive(self) -> Drive | None:
        """The next drive that has places left: it is what people are asked for."""
        return next((near.drive for near in self.drives if near.places_left), None)

    @property
    def is_full(self) -> bool:
        """Whether there are drives, but only their waiting lists are left."""
        return bool(self.drives) and self.next_drive is None


def asking(part: Assignment, *, now: datetime, today: date) -> Asking:
    """Return for what the unit asks, and on which day people have to be able to give. Cost: two queries or three.

    Nobody is asked once the figures are locked or the campaign has been closed, or after its last day where no drive
    is left.
    """
    if closed := part_closed_because(part):
        return Asking([], today, closed.sentence)
    drives = drives_near(part, now=now, today=today)
    ends_on = part.campaign.ends_on
    if not drives and ends_on < today:
        over = _("Chiến dịch đã hết ngày %(day)s, không còn đợt hiến máu nào để mời.")
        return Asking([], today, over % {"day": f"{ends_on:%d/%m/%Y}"})
    chosen = next((near for near in drives if near.places_left), drives[0] if drives else None)
    return Asking(drives, chosen.drive.held_on if chosen else today)


def drives_beside(unit: Unit, *, now: datetime, today: date) -> list[NearDrive]:
    """Return the next drives that others hold and that a unit's people may go to: of the units above, and co-hosted.

    The next first, five at most. Cost: two queries.
    """
    within = Q(host__path__startswith=unit.path)
    return _near(Drive.objects.filter(_not_own(unit)).exclude(within), now=now, today=today)


def _not_own(unit: Unit) -> Q:
    return Q(host__path__in=paths.ancestors(unit.path)) | Q(co_hosts=unit)


def _near(among: QuerySet[Drive], *, now: datetime, today: date) -> list[NearDrive]:
    """Keep those that take registrations, the next first, with the places that are left."""
    found = among.filter(state=DriveState.OPEN, held_on__gte=today)
    drives = list(found.select_related("host").distinct().order_by("held_on", "pk")[:_MOST_DRIVES])
    left = F("capacity") + F("overbooking") - F("taken")
    slots = Slot.objects.filter(drive__in=drives, ends_at__gt=now).order_by()
    places = dict(slots.values("drive").annotate(left=Sum(left)).values_list("drive", "left"))
    return [NearDrive(drive, places.get(drive.pk, 0)) for drive in drives]
