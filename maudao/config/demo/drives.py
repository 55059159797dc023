"""The drives of the sample: one that was held in the campaign, counted from its registrations; one that is to come."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from django.utils import timezone

from maudao.campaigns.models import Assignment, Campaign
from maudao.config.demo import people as rosters
from maudao.config.demo.steps import Telling, actor_of, at
from maudao.donors.actions.consents import give_consents
from maudao.donors.actions.import_people import import_people
from maudao.donors.models import Donor
from maudao.donors.rules import ConsentMethod, ConsentPurpose, DonationKind
from maudao.drives.actions.booking import book_slot
from maudao.drives.actions.check_in import sync_check_in
from maudao.drives.actions.check_in_people import Incoming
from maudao.drives.actions.closing import close_drive
from maudao.drives.actions.planning import DrivePlan, open_drive, plan_drive
from maudao.drives.actions.refusals import NotEligible
from maudao.drives.actions.slotting import Places, SlotChanges, set_slots
from maudao.drives.actions.staffing import StaffRefused, appoint_staff
from maudao.drives.models import Drive, Registration, Slot
from maudao.drives.rules import CheckInOutcome, RegistrationState
from maudao.drives.rules.check_in import Noted
from maudao.drives.rules.slots import Morning, cut
from maudao.organization import actions as organization
from maudao.organization import sealing
from maudao.organization.models import Unit
from maudao.organization.sealing import sealer

UNITS = 4  # grassroots units of the commune whose people are known by name
MOST_PEOPLE = 45  # of each of them
STAFF = "phuc-vu"
PHONE = "0900000001"  # of somebody in the rosters, to try the pages of a donor
CENTRE = "Bệnh viện Đa khoa tỉnh (mẫu)"
_BAGS = (250, 350, 450)


@dataclass(frozen=True)
class Cast:
    """Who takes part in the sample's drives: a commune union, and some of its units with their people."""

    host: Unit
    units: tuple[Unit, ...]


def cast(host: Unit) -> Cast:
    """Choose the units: the first of the commune by code that have enough members."""
    below = Unit.objects.filter(parent=host, closed_on=None).order_by("code")
    return Cast(host, tuple(below[:UNITS]))


def enter_people(telling: Telling, cast: Cast, root: Assignment, *, now: datetime) -> None:
    """Import a roster of the units from a workbook, which is left among the documents to be tried again."""
    members = dict(root.campaign.assignments.values_list("unit", "members"))
    sizes = [(unit, min(members.get(unit.pk, 0), MOST_PEOPLE)) for unit in cast.units]
    file = telling.out / "danh-sach-doan-vien.xlsx"
    file.write_bytes(rosters.workbook(rosters.roster(sizes, seed=telling.seed)))
    rows = import_people(file, dry_run=False, actor=actor_of(cast.host), now=now)
    telling.tell(
        f"Nhập {file.name}: {sum(row.result == 'new' for row in rows)} người của {len(sizes)} đơn vị"
    )


def hold(telling: Telling, cast: Cast, campaign: Campaign, *, held_on: date) -> None:
    """Plan a drive, register colleagues, check in, and end it; its counts flow into the campaign."""
    random = Random(f"{telling.seed} held")
    actor, before = actor_of(cast.host), at(held_on - timedelta(days=12), 9)
    drive = planned(cast.host, campaign, held_on=held_on, places=18, now=before)
    booked = [
        registration
        for unit in cast.units
        for registration in register(drive, unit, random, now=before, share=0.6)
    ]
    day = at(held_on, 8)
    sync_check_in(drive, list(_came(booked, random, day)), device="may-1", actor=actor, now=at(held_on, 13))
    close_drive(drive, actor=actor, now=at(held_on + timedelta(days=1), 8))
    donated = drive.registrations.filter(state=RegistrationState.DONATED).count()
    telling.tell(f"Đợt hiến máu {drive.code}: {len(booked)} người đăng ký, {donated} lượt hiến")


def planned(host: Unit, campaign: Campaign, *, held_on: date, places: int, now: datetime) -> Drive:
    """Plan and open a drive of one morning in slots of half an hour."""
    actor = actor_of(host)
    plan = DrivePlan(
        title="Ngày hội hiến máu tình nguyện",
        place=f"Nhà văn hoá {host.place}",
        held_on=held_on,
        new_centre=CENTRE,
        campaign=campaign,
        expected_units=60,
        notice="Mang theo căn cước công dân. Đêm trước ngủ sớm, sáng ăn nhẹ, không uống rượu bia.",
    )
    drive = plan_drive(host, plan, actor=actor, now=now)
    spans = cut(Morning(time(7, 30), time(11)), on=held_on)
    set_slots(drive, SlotChanges(added=spans, places=Places(places, 2)), actor=actor, now=now)
    return open_drive(drive, actor=actor, now=now)


def register(
    drive: Drive, unit: Unit, random: Random, *, now: datetime, share: float
) -> Iterator[Registration]:
    """Let a unit's chair register a share of its people, whose consent is on paper."""
    actor, today = actor_of(unit), timezone.localdate(now)
    slots = list(Slot.objects.filter(drive=drive).select_related("drive__host"))
    tried = sealer().fingerprint(PHONE, purpose=sealing.PHONE)  # who is to be tried is left free to book
    people = Donor.objects.members_of(unit, on=today).exclude(phone_hash=tried)
    for donor in people.order_by("sort_key", "pk"):
        if random.random() > share:
            continue
        purposes = [ConsentPurpose.CAMPAIGN, ConsentPurpose.HISTORY]
        if random.random() < 0.7:
            purposes.append(ConsentPurpose.CHAIR_SEES)
        give_consents(donor, purposes, method=ConsentMethod.PAPER, actor=actor, now=now, unit=unit)
        slot = random.choice([slot for slot in slots if slot.places_left])
        key = f"demo:{drive.pk}:{donor.pk}"
        with suppress(NotEligible):  # who gave some weeks ago waits
            yield book_slot(
                slot, donor, credited_to=unit, idempotency_key=key, by_chair=True, actor=actor, now=now
            )
            slot.taken += 1


def _came(booked: Sequence[Registration], random: Random, day: datetime) -> Iterator[Incoming]:
    for place, registration in enumerate(booked):
        what = random.choices(("gave", "deferred", "left", "stayed away"), (74, 9, 2, 15))[0]
        if what == "stayed away":
            continue
        moment = day + timedelta(minutes=place)
        yield _note(registration, CheckInOutcome.ARRIVED, moment)
        later = moment + timedelta(minutes=35)
        if what == "gave":
            size = random.choices(_BAGS, (20, 66, 14))[0]
            yield _note(registration, CheckInOutcome.DONATED, later, DonationKind.WHOLE_BLOOD, size)
        else:
            yield _note(registration, CheckInOutcome(what), later)


def _note(
    registration: Registration,
    outcome: CheckInOutcome,
    moment: datetime,
    kind: str = "",
    size: int | None = None,
) -> Incoming:
    note = Noted(f"demo-{registration.pk}-{outcome}", outcome, moment, kind, size)
    return Incoming(note, registration=registration.pk)


def leave_drives(telling: Telling, cast: Cast, campaign: Campaign, *, on: date, password: str) -> None:
    """Open a drive of today and one five days ahead, with some registered, and somebody to serve at both."""
    random, now, actor = Random(f"{telling.seed} coming"), at(on - timedelta(days=6), 9), actor_of(cast.host)
    staff = organization.make_user(STAFF, password, full_name="Lò Thị Phục Vụ", actor=actor, now=now)
    for held_on, units in ((on, cast.units[2:]), (on + timedelta(days=5), cast.units[:2])):
        drive = planned(cast.host, campaign, held_on=held_on, places=6, now=now)
        booked = [one for unit in units for one in register(drive, unit, random, now=now, share=0.3)]
        with suppress(StaffRefused):  # the days of serving at the first are those of the second
            appoint_staff(drive, staff, actor=actor, now=now)
        telling.tell(f"Đợt {drive.code} ngày {held_on:%d/%m/%Y} nhận đăng ký: {len(booked)} người")
