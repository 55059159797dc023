"""What 2025 did to a province: the decisions, and their application one after another."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

from maudao.organization.actions import reorganise
from maudao.organization.actions.reorganise import (
    Change,
    Create,
    Decision,
    Dissolve,
    Merge,
    Rename,
    Split,
    Transfer,
)
from maudao.organization.audit import Actor
from maudao.organization.models import Unit
from maudao.organization.rules import UnitKind
from maudao.organization.sample.before import Shape, Spec

Commune = tuple[int, int]

BUDGET_ENDED = date(2025, 6, 15)
DISTRICTS_ENDED = date(2025, 7, 1)
TIDIED = date(2025, 9, 1)
_FEWEST_UNITS = 10  # a commune union is set up where there are about 10 grassroots units
_FEWEST_MEMBERS = 900  # and about 1,500 members nationwide; mountain provinces are given room


def decide(made: Shape, *, actor: Actor, now: datetime) -> list[Unit]:
    """Apply the decisions of 2025 to a province that was inserted; return the units that they set up."""
    served = _served(made)
    decisions = (_budget(made), _levels(made, served), _tidying(made, served))
    for decision in decisions:
        reorganise.apply(decision, actor=actor, now=now)
    set_up = [create.unit for decision in decisions for _, create in decision.creations()]
    return list(Unit.objects.filter(code__in=set_up).order_by("code"))


def _kept(made: Shape) -> list[Spec]:
    return [unit for unit in made.grassroots if not unit.on_budget]


def _served(made: Shape) -> dict[str, str]:
    """Map each kept grassroots unit to who it falls under: a commune union of its district, or the province.

    A commune that is too small for a union of its own goes to the one at the seat of its old district.
    """
    members_in: dict[Commune, list[Spec]] = defaultdict(list)
    for unit in _kept(made):
        members_in[unit.commune].append(unit)
    own = {commune for commune, units in members_in.items() if commune[1] and _is_enough(units)}
    seats: dict[Commune, list[Spec]] = defaultdict(list)
    for commune, units in members_in.items():
        seats[commune if commune in own else (commune[0], 0)] += units
    unions = sorted(commune for commune, units in seats.items() if _is_enough(units))
    codes = {commune: f"{made.code}-XP-{number:02}" for number, commune in enumerate(unions, start=1)}
    return {unit.code: codes.get(commune, made.code) for commune, units in seats.items() for unit in units}


def _is_enough(units: list[Spec]) -> bool:
    return len(units) >= _FEWEST_UNITS and sum(unit.members for unit in units) >= _FEWEST_MEMBERS


def _decision(
    made: Shape, number: int, *, signed_on: date, in_force_on: date, changes: list[Change]
) -> Decision:
    return Decision(f"{number}/QĐ-LĐLĐ-{made.code}", signed_on, in_force_on, tuple(changes))


def _budget(made: Shape) -> Decision:
    """Grassroots units of bodies paid wholly by the state end without successor."""
    ended = tuple(unit.code for unit in made.grassroots if unit.on_budget)
    return _decision(
        made,
        214,
        signed_on=date(2025, 6, 12),
        in_force_on=BUDGET_ENDED,
        changes=[Dissolve(ended)] if ended else [],
    )


def _levels(made: Shape, served: dict[str, str]) -> Decision:
    """Commune unions are set up, grassroots units handed to them; districts, sectors and civil servants end."""
    stood = {unit.code: unit.parent for unit in made.grassroots}
    receivers: dict[str, list[str]] = defaultdict(list)
    for unit, receiver in sorted(served.items()):
        if stood[unit] != receiver:
            receivers[receiver].append(unit)
    changes: list[Change] = [*_commune_unions(made, served)]
    changes += [Transfer(tuple(units), receiver) for receiver, units in sorted(receivers.items())]
    changes.append(Dissolve(tuple(unit.code for unit in made.upper)))
    return _decision(made, 231, signed_on=date(2025, 6, 25), in_force_on=DISTRICTS_ENDED, changes=changes)


def _commune_unions(made: Shape, served: dict[str, str]) -> Iterator[Create]:
    seats: dict[str, Commune] = {}
    for unit in _kept(made):
        code, commune = served[unit.code], unit.commune
        seats[code] = min(seats.get(code, commune), commune)
    for code in sorted(set(seats) - {made.code}):
        place = made.communes[seats[code]]
        short = "CĐP" if place.startswith("phường") else "CĐX"
        yield Create(code, f"Công đoàn {place}", made.code, UnitKind.COMMUNE, short, place.split(" ", 1)[1])


def _tidying(made: Shape, served: dict[str, str]) -> Decision:
    """Two pairs of units merge, one company splits in two, one unit gets another name."""
    beside: dict[str, list[Spec]] = defaultdict(list)
    for unit in _kept(made):
        beside[served[unit.code]].append(unit)
    groups = [
        sorted(units, key=lambda unit: unit.members) for _, units in sorted(beside.items()) if len(units) > 4
    ]
    changes: list[Change] = [Merge((units[0].code,), units[1].code) for units in groups[:2]]
    changes += _split(made, groups[0][-1], served) if groups else []
    changes += [Rename(units[2].code, f"{units[2].name} (mới)") for units in groups[:1]]
    return _decision(made, 317, signed_on=date(2025, 8, 28), in_force_on=TIDIED, changes=changes)


def _split(made: Shape, unit: Spec, served: dict[str, str]) -> Iterator[Change]:
    codes = [f"{unit.code}{letter}" for letter in "AB"]
    for number, code in enumerate(codes, start=1):
        yield Create(
            code, f"{unit.name} – cơ sở {number}", served[unit.code], UnitKind.GRASSROOTS, "CĐCS", unit.place
        )
    yield Split(unit.code, dict(zip(codes, (Decimal("0.6"), Decimal("0.4")), strict=True)))
