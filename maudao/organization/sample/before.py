"""A province as it stood before July 2025: district unions, sector unions, a civil-servant union, grassroots units."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from maudao.lib.shares import largest_remainder
from maudao.organization.rules import UnitKind
from maudao.organization.sample.names import Names

FOUNDED = date(2010, 1, 1)
COUNTED = date(2024, 12, 31)
_SECTORS = ("Giáo dục", "Y tế", "Nông nghiệp và Môi trường", "Xây dựng")
_DISTRICTS = 10
_COMMUNES = 4  # new communes on the territory of one old district
_FEWEST = 5


@dataclass
class Spec:
    """A unit to be made. `commune`: which new commune its place falls into; `on_budget`: paid wholly by the state."""

    code: str
    name: str
    kind: UnitKind
    parent: str
    opened_on: date
    place: str
    short_name: str = ""
    commune: tuple[int, int] = (0, 0)
    on_budget: bool = False
    weight: float = 0
    women_share: float = 0
    members: int = 0
    women: int = 0
    workers: int | None = None  # beside the members


@dataclass(frozen=True)
class Trade:
    """A kind of workplace: how often, how big (typical members), how many women, how often wholly on the budget."""

    label: str
    chance: float
    typical: float
    women: float
    budget: float


_SCHOOLS = ("Trường Mầm non", "Trường Tiểu học", "Trường THCS", "Trường PTDTBT THCS", "Trường THPT")
_OFFICES = (
    "Uỷ ban nhân dân xã",
    "Cơ quan Huyện uỷ",
    "Phòng Tài chính",
    "Hạt Kiểm lâm",
    "Chi cục Thống kê",
    "Toà án nhân dân",
)
_HEALTH = ("Trung tâm Y tế", "Bệnh viện đa khoa", "Trạm Y tế khu vực")
_SERVICES = (
    "Ban Quản lý dự án",
    "Trung tâm Dịch vụ tổng hợp",
    "Trung tâm Nước sạch",
    "Ban Quản lý rừng phòng hộ",
)

TRADES = (
    Trade("school", 0.42, 42, 0.74, 0.62),
    Trade("office", 0.20, 30, 0.40, 1.0),
    Trade("health", 0.09, 95, 0.66, 0.10),
    Trade("service", 0.10, 38, 0.45, 0.25),
    Trade("company", 0.19, 85, 0.48, 0.0),
)


@dataclass
class Shape:
    """Everything of one province: its units, parents first."""

    code: str
    province: Spec
    upper: list[Spec] = field(default_factory=list)
    grassroots: list[Spec] = field(default_factory=list)
    communes: dict[tuple[int, int], str] = field(default_factory=dict)

    def specs(self) -> Iterator[Spec]:
        """Return all units, parents first."""
        yield self.province
        yield from self.upper
        yield from self.grassroots


def shape(
    code: str, name: str, *, under: str, random: Random, names: Names, size: int, members: int
) -> Shape:
    """Draw a province of `size` units and `members` members under the unit `under`."""
    seat = name.removeprefix("Liên đoàn Lao động tỉnh ")
    province = Spec(code, name, UnitKind.PROVINCE, under, FOUNDED, seat, "LĐLĐ")
    made = Shape(code, province)
    _upper(made, random, names)
    for number in range(1, size - len(made.upper)):
        made.grassroots.append(_grassroots(made, number, random, names))
    _count(made.grassroots, members, random)
    return made


def _upper(made: Shape, random: Random, names: Names) -> None:
    code, seat = made.code, made.province.place
    for district in range(_DISTRICTS):
        place = names.place()
        what = "thành phố" if district == 0 else "thị xã" if district == 1 else "huyện"
        name, unit = f"Liên đoàn Lao động {what} {place}", f"{code}-H-{district + 1:02}"
        opened = FOUNDED + timedelta(days=random.randrange(900))
        made.upper.append(Spec(unit, name, UnitKind.DISTRICT, code, opened, place, "LĐLĐ", (district, 0)))
        for commune in range(_COMMUNES):
            what = "phường" if district < 2 and commune < 2 else "xã"
            made.communes[district, commune] = f"{what} {place if commune == 0 else names.place()}"
    for number, sector in enumerate(_SECTORS, start=1):
        name = f"Công đoàn ngành {sector} tỉnh {seat}"
        made.upper.append(Spec(f"{code}-N-{number:02}", name, UnitKind.SECTOR, code, FOUNDED, seat, "CĐN"))
    name = f"Công đoàn Viên chức tỉnh {seat}"
    made.upper.append(Spec(f"{code}-VC", name, UnitKind.CIVIL_SERVANTS, code, FOUNDED, seat, "CĐVC"))


def _grassroots(made: Shape, number: int, random: Random, names: Names) -> Spec:
    trade = random.choices(TRADES, [trade.chance for trade in TRADES])[0]
    district = random.choices(range(_DISTRICTS), [6, 3, *[2] * (_DISTRICTS - 2)])[0]
    commune = (district, random.choices(range(_COMMUNES), [5, 2, 1, 1])[0])
    place = made.communes[commune].split(" ", 1)[1]
    parent = _parent(made, trade, district, random)
    opened = max(unit.opened_on for unit in (made.province, *made.upper) if unit.code == parent)
    return Spec(
        code=f"{made.code}-CS-{number:03}",
        name=f"CĐCS {_workplace(trade, place, random, names)}",
        kind=UnitKind.GRASSROOTS,
        parent=parent,
        opened_on=opened + timedelta(days=random.randrange(1, 2500)),
        place=place,
        short_name="CĐCS",
        commune=commune,
        on_budget=random.random() < trade.budget,
        weight=trade.typical * random.lognormvariate(0, 0.75),
        women_share=min(0.95, max(0.05, random.gauss(trade.women, 0.1))),
    )


def _parent(made: Shape, trade: Trade, district: int, random: Random) -> str:
    """Return under whom a workplace stands: mostly its district, else a sector, the civil servants or the province."""
    chance = random.random()
    if trade.label == "office" and chance < 0.3:
        return f"{made.code}-VC"
    if trade.label in ("school", "health", "service") and chance < 0.15:
        return f"{made.code}-N-{ {'school': 1, 'health': 2, 'service': 3}[trade.label]:02}"
    if trade.label == "company" and chance < 0.25:
        return made.code
    return f"{made.code}-H-{district + 1:02}"


def _workplace(trade: Trade, place: str, random: Random, names: Names) -> str:
    if trade.label == "company":
        return f"Công ty {random.choice(('TNHH', 'Cổ phần'))} {names.company()}"
    kinds = {"school": _SCHOOLS, "office": _OFFICES, "health": _HEALTH, "service": _SERVICES}[trade.label]
    return names.once(random.choice(kinds), place)


def _count(grassroots: list[Spec], members: int, random: Random) -> None:
    weights = [round(unit.weight * 1000) for unit in grassroots]
    counted = largest_remainder(members, weights, minimum=_FEWEST).values
    for unit, own in zip(grassroots, counted, strict=True):
        unit.members = own
        unit.women = min(own, round(own * unit.women_share + random.uniform(-0.5, 0.5)))
        unit.workers = _workers(unit)


def _workers(unit: Spec) -> int | None:
    """Draw who has not joined: few on the budget, more in companies; one unit in twelve has never said."""
    random = Random(f"workers {unit.code} {unit.members}")  # its own, so that all else is drawn as ever
    if random.random() < 1 / 12:
        return None
    most = 0.05 if unit.on_budget else 0.35
    return round(unit.members * random.uniform(0, most))
