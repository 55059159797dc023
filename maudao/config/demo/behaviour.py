"""How the units of the sample behave: who acts, who is late, how many give. Drawn from a seed; nobody is real."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum
from random import Random

from maudao.campaigns.rules import ActivityKind, Fact
from maudao.config.demo.directives import Calendar

_TALKS = (
    "Sinh hoạt chuyên đề về lợi ích của hiến máu thường xuyên",
    "Phổ biến hướng dẫn hiến máu an toàn tại cuộc họp công đoàn",
    "Nói chuyện với người đã hiến máu nhiều lần",
)
_DRIVES = ("Ngày hội hiến máu tại đơn vị", "Đoàn viên hiến máu cùng đợt tập trung của xã, phường")


class Fate(Enum):
    """What becomes of a unit's report."""

    ON_TIME = "on time"
    LATE = "late"
    NOTHING = "nothing to report"
    SILENT = "silent"


_SHARES = {Fate.ON_TIME: 82, Fate.LATE: 8, Fate.NOTHING: 5, Fate.SILENT: 5}


@dataclass(frozen=True)
class Deed:
    """One activity of a unit."""

    kind: ActivityKind
    title: str
    held_on: date
    facts: dict[Fact, int]


@dataclass(frozen=True)
class Part:
    """Everything that one unit does in the sample campaign."""

    fate: Fate
    acknowledged_on: date
    directed_on: date
    deeds: tuple[Deed, ...]
    typed: dict[Fact, int]
    reported_on: date

    @property
    def gave(self) -> dict[Fact, int]:
        """What came of it, whether it was counted at a drive of the unit's own or typed."""
        return next((deed.facts for deed in self.deeds if deed.kind is ActivityKind.DRIVE), self.typed)

    def counted_at_a_drive(self) -> "Part":
        """Return what the unit does where its people gave at a drive in the system: it types no figures of it."""
        others = tuple(deed for deed in self.deeds if deed.kind is not ActivityKind.DRIVE)
        return replace(self, fate=Fate.ON_TIME, deeds=others, typed={})


def part_of(code: str, *, members: int, calendar: Calendar, on: date, seed: int) -> Part:
    """Return what the unit does; the same code, year and seed always do the same."""
    random = Random(f"{seed} {code} {on.year}")
    fate = random.choices(list(_SHARES), list(_SHARES.values()))[0]
    acknowledged_on = calendar.signed_on + timedelta(days=random.randint(4, 12))
    acts = fate in (Fate.ON_TIME, Fate.LATE)
    drive = _drive(random, members, calendar) if acts else None
    is_counted = drive is not None and members >= 40  # small units give with others and type what came of it
    return Part(
        fate=fate,
        acknowledged_on=acknowledged_on,
        directed_on=acknowledged_on + timedelta(days=random.randint(1, 3)),
        deeds=(_talk(random, members, calendar), *([drive] if drive and is_counted else [])) if acts else (),
        typed={} if drive is None or is_counted else drive.facts,
        reported_on=_reported_on(random, fate, calendar, on),
    )


def _talk(random: Random, members: int, calendar: Calendar) -> Deed:
    kind = random.choice((ActivityKind.TALK, ActivityKind.COMMUNICATION, ActivityKind.BANNER))
    title = (
        "Treo khẩu hiệu hưởng ứng tại cổng đơn vị" if kind == ActivityKind.BANNER else random.choice(_TALKS)
    )
    held_on = calendar.starts_on + timedelta(days=random.randint(0, 12))
    reach = round(members * random.uniform(0.5, 1.2))
    return Deed(kind, title, held_on, {Fact.COMMUNICATION_REACH: reach} if reach else {})


def _drive(random: Random, members: int, calendar: Calendar) -> Deed | None:
    donors = sum(random.random() < _rate(random) for _ in range(members))
    if not donors:
        return None
    deferred = sum(random.random() < 0.12 for _ in range(donors))
    bags = random.choices((Fact.BAGS_250, Fact.BAGS_350, Fact.BAGS_450), (20, 66, 14), k=donors)
    held_on = calendar.peak_on + timedelta(days=random.randint(0, (calendar.ends_on - calendar.peak_on).days))
    facts = {
        Fact.REGISTERED: donors + deferred + sum(random.random() < 0.2 for _ in range(donors)),
        Fact.ARRIVED: donors + deferred,
        Fact.DEFERRED: deferred,
        Fact.DONORS: donors,
        **{size: bags.count(size) for size in (Fact.BAGS_250, Fact.BAGS_350, Fact.BAGS_450)},
    }
    return Deed(
        ActivityKind.DRIVE, random.choice(_DRIVES), held_on, {fact: n for fact, n in facts.items() if n}
    )


def _rate(random: Random) -> float:
    """Return the chance that a member gives: about a third, as the directive asks, more or less."""
    return random.triangular(0.12, 0.55, 0.33)


def _reported_on(random: Random, fate: Fate, calendar: Calendar, on: date) -> date:
    if fate is Fate.LATE:
        return on
    return calendar.ends_on + timedelta(
        days=random.randint(1, (calendar.report_due_on - calendar.ends_on).days)
    )
