"""The sample union: provinces drawn from a seed number, before and after July 2025. Nobody and no place is real."""

from datetime import date, datetime
from random import Random

from django.db import transaction

from maudao.organization import actions, audit
from maudao.organization.audit import Actor
from maudao.organization.models import Unit
from maudao.organization.rules import UnitKind
from maudao.organization.sample import after, before, insert
from maudao.organization.sample.names import Names
from maudao.organization.sample.national import national

__all__ = ["make_province", "make_union", "national", "reorganise_province"]

HELD_SINCE = date(2023, 1, 1)


@transaction.atomic
def make_union(*, seed: int, reorganised: bool, password: str, actor: Actor, now: datetime) -> Unit:
    """Make a confederation ("TLD") with a province like Điện Biên ("DB") and one like Lai Châu ("LC")."""
    confederation = actions.create_unit(
        None,
        code="TLD",
        name="Tổng Liên đoàn Lao động (mẫu)",
        short_name="TLĐ",
        kind=UnitKind.CONFEDERATION,
        place="Hà Nội",
        opened_on=before.FOUNDED,
        actor=actor,
        now=now,
    )
    for code, place in (("DB", "Mường Điện"), ("LC", "Lai Mường")):
        make_province(
            confederation,
            code=code,
            name=f"Liên đoàn Lao động tỉnh {place}",
            seed=seed,
            reorganised=reorganised,
            password=password,
            actor=actor,
            now=now,
        )
    return confederation


@transaction.atomic
def make_province(
    confederation: Unit,
    *,
    code: str,
    name: str,
    seed: int,
    reorganised: bool,
    password: str,
    actor: Actor,
    now: datetime,
    size: int = 400,
    members: int = 30_000,
) -> Unit:
    """Make a province of `size` units as before July 2025, with `members` members, and one office-holder a unit.

    With `reorganised`, the decisions of 2025 are then applied. Users are named after their unit's code in lower
    case ("db-cs-001") and share one password. The same seed and code make the same province. Cost: about a second.
    """
    random = Random(f"{seed} {code}")
    names = Names(random)
    drawn = before.shape(
        code, name, under=confederation.code, random=random, names=names, size=size, members=members
    )
    made = insert.units(list(drawn.specs()), above=confederation)
    insert.holders(made.values(), names=names, password=password, since=HELD_SINCE, now=now)
    if reorganised:
        _decide(drawn, names=names, password=password, actor=actor, now=now)
    province = Unit.objects.get(code=code)
    changes = {"seed": seed, "size": size, "members": members, "reorganised": reorganised}
    audit.record("make_sample", province, actor=actor, at=now, unit=province, changes=changes)
    return province


@transaction.atomic
def reorganise_province(
    code: str,
    *,
    seed: int,
    password: str,
    actor: Actor,
    now: datetime,
    size: int = 400,
    members: int = 30_000,
) -> None:
    """Apply the decisions of 2025 to a province that `make_province` made with the same seed, size and members."""
    province = Unit.objects.select_related("parent").get(code=code)
    random = Random(f"{seed} {code}")
    names = Names(random)
    above = province.parent.code if province.parent else ""
    drawn = before.shape(
        code, province.name, under=above, random=random, names=names, size=size, members=members
    )
    _decide(drawn, names=names, password=password, actor=actor, now=now)


def _decide(drawn: before.Shape, *, names: Names, password: str, actor: Actor, now: datetime) -> None:
    set_up = after.decide(drawn, actor=actor, now=now)
    insert.holders(set_up, names=names, password=password, since=HELD_SINCE, now=now)
