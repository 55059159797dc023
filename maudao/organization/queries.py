"""Reads over the tree, its history and its offices."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from maudao.lib import paths, vietnamese
from maudao.organization.models import (
    AuditEntry,
    MemberCount,
    Office,
    Placement,
    Reorganisation,
    Succession,
    Unit,
    UnitQuerySet,
)
from maudao.organization.rules import UnitKind


def unit(*, code: str) -> Unit:
    """Find a unit by its code, open or closed.

    Raises:
        Unit.DoesNotExist: there is none.
    """
    return Unit.objects.select_related("parent").get(code=code)


def children(unit: Unit, *, on: date) -> UnitQuerySet:
    """Return the units directly below `unit` that are open on a day, as the tree is now."""
    return Unit.objects.open_on(on).filter(parent=unit)


def line(unit: Unit) -> list[Unit]:
    """Return the units above `unit` as the tree is now, topmost first, without itself. Cost: one query."""
    return list(Unit.objects.filter(path__in=paths.ancestors(unit.path)).order_by("path"))


# ── members ──


def _latest_count(on: date, unit: str = "pk") -> Subquery:
    counts = MemberCount.objects.filter(unit=OuterRef(unit), counted_on__lte=on).order_by("-counted_on")
    return Subquery(counts.values("members")[:1])


def members_of(units: Iterable[Unit] | UnitQuerySet, *, on: date) -> dict[int, int]:
    """Return each unit's own members (not those below it) by its latest count up to a day; 0 when it is not open.

    Cost: one query.
    """
    chosen = (
        units if isinstance(units, UnitQuerySet) else Unit.objects.filter(pk__in=[each.pk for each in units])
    )
    counted = (
        chosen.open_on(on).order_by().annotate(own=Coalesce(_latest_count(on), 0)).values_list("pk", "own")
    )
    found = dict(counted)
    wanted = chosen.order_by().values_list("pk", flat=True) if isinstance(units, UnitQuerySet) else None
    return {pk: found.get(pk, 0) for pk in (wanted if wanted is not None else [each.pk for each in units])}


@dataclass(frozen=True)
class Counted:
    """The latest count of a unit's own members and of the workers beside them; `women`, `workers` None: not known."""

    members: int
    women: int | None
    workers: int | None = None


def latest_counts(units: UnitQuerySet | Iterable[int], *, on: date) -> dict[int, Counted]:
    """Return the latest count up to a day of each unit that was ever counted. Cost: one query."""
    chosen = units.order_by() if isinstance(units, UnitQuerySet) else list(units)
    counts = MemberCount.objects.filter(unit__in=chosen, counted_on__lte=on)
    rows = counts.order_by("unit", "-counted_on").distinct("unit")
    columns = rows.values_list("unit", "members", "women", "workers")
    return {unit: Counted(members, women, workers) for unit, members, women, workers in columns}


def members_within(unit: Unit, *, on: date) -> int:
    """Return the members of `unit` and of all open units below it, on a day, as the tree is now. Cost: one query."""
    counted = Unit.objects.within(unit).open_on(on).order_by().annotate(own=_latest_count(on))
    total: int = counted.aggregate(total=Coalesce(Sum("own"), 0))["total"]
    return total


# ── the tree as it was, and as it is now ──


def _standing(on: date) -> QuerySet[Placement]:
    holds = Q(starts_on__lte=on) & (Q(ends_on=None) | Q(ends_on__gt=on))
    return Placement.objects.filter(holds).select_related("unit")


def units_as_of(root: Unit, on: date) -> list[Placement]:
    """Return where every unit stood on a day, at and below where `root` stood, parents first. Cost: two queries."""
    top = placement(root, on=on)
    return list(_standing(on).filter(path__startswith=top.path).order_by("path")) if top else []


def placement(unit: Unit, *, on: date) -> Placement | None:
    """Return where `unit` stood on a day and what it was called, or None when it did not exist."""
    return _standing(on).filter(unit=unit).first()


def placed_below(top: Placement, *, on: date) -> QuerySet[Placement]:
    """Return the units that stood directly below a unit on a day, grassroots units last."""
    at_the_end = Case(When(unit__kind=UnitKind.GRASSROOTS, then=1), default=0)
    return _standing(on).filter(parent=top.unit_id).order_by(at_the_end, "unit__sort_key", "unit__code")


def search(top: Placement, text: str, *, on: date) -> QuerySet[Placement]:
    """Return the units of a subtree on a day whose name of today, without tone marks, or whose code holds `text`."""
    found = Q(unit__name_folded__contains=vietnamese.fold(text)) | Q(unit__code__istartswith=text.strip())
    within = _standing(on).filter(path__startswith=top.path).exclude(pk=top.pk)
    return within.filter(found).order_by("unit__sort_key", "unit__code")


@dataclass(frozen=True)
class Size:
    """What stood at and below a unit: units, without itself, and members."""

    units: int
    members: int


def sizes_below(top: Placement, *, on: date) -> dict[int, Size]:
    """Return the size of each unit directly below, with all below it, as the tree was on a day. Cost: one query."""
    level = Value(paths.depth(top.path) + 1)
    child = Func(F("path"), Value(paths.DELIMITER), level, function="split_part", output_field=CharField())
    within = _standing(on).filter(path__startswith=top.path).exclude(pk=top.pk).order_by()
    counted = within.annotate(child=child, own=_latest_count(on, "unit"))
    grouped = counted.values("child").annotate(units=Count("pk"), members=Coalesce(Sum("own"), 0))
    return {int(row["child"]): Size(row["units"] - 1, row["members"]) for row in grouped}


Heirs = list[tuple[int, Decimal]]


def successor_shares(units: Iterable[int]) -> dict[int, Heirs]:
    """Map unit numbers to the units that carry their facts "as it is now", with shares that add up to 1.

    Chains are followed to their end. A unit that is open, or ended without successor, carries its own.
    Cost: one query over all successions, which are few.
    """
    next_of: dict[int, Heirs] = {}
    for predecessor, successor, share in Succession.objects.values_list("predecessor", "successor", "share"):
        next_of.setdefault(predecessor, []).append((successor, share))
    return {unit: _ends(unit, next_of) for unit in units}


def _ends(unit: int, next_of: Mapping[int, Heirs]) -> Heirs:
    ends: dict[int, Decimal] = {}
    pending: Heirs = [(unit, Decimal(1))]
    while pending:
        current, share = pending.pop()
        heirs = next_of.get(current)
        if heirs:
            pending += [(heir, share * part) for heir, part in heirs]
        else:
            ends[current] = ends.get(current, Decimal(0)) + share
    return sorted(ends.items())


def successors(unit: Unit) -> list[tuple[Unit, Decimal]]:
    """Return who carries the facts of `unit` "as it is now", by share; itself when it is open or has no successor."""
    shares = successor_shares([unit.pk])[unit.pk]
    found = Unit.objects.in_bulk([pk for pk, _ in shares])
    return [(found[pk], share) for pk, share in shares]


# ── history of one unit ──


def placements(unit: Unit) -> QuerySet[Placement]:
    """Return every place and name that a unit has had, the latest first."""
    return unit.placements.select_related("parent", "reorganisation").order_by("-starts_on")


def inherited(unit: Unit) -> QuerySet[Succession]:
    """Return from whom a unit took over."""
    return unit.inheritances.select_related("predecessor", "reorganisation").order_by("predecessor__sort_key")


def handed_on(unit: Unit) -> QuerySet[Succession]:
    """Return who directly took over from a unit."""
    return unit.successions.select_related("successor", "reorganisation").order_by("successor__sort_key")


def member_history(unit: Unit) -> QuerySet[MemberCount]:
    """Return the member counts of a unit itself, the latest first."""
    return unit.member_counts.order_by("-counted_on")


def decisions_about(unit: Unit) -> QuerySet[Reorganisation]:
    """Return the decisions that stand and touched `unit` itself: latest first."""
    about = Q(before__units__contains=[{"pk": unit.pk}]) | Q(before__created__contains=[unit.pk])
    about |= Q(pk__in=unit.inheritances.values("reorganisation"))
    return Reorganisation.objects.filter(about, undone_at=None).order_by("-in_force_on", "-applied_at")


def reorganisation(*, pk: int) -> Reorganisation:
    """Find a decision, with the unit above all that it touches.

    Raises:
        Reorganisation.DoesNotExist: there is none, or it spans several trees.
    """
    return Reorganisation.objects.select_related("unit", "applied_by").get(pk=pk, unit__isnull=False)


def reorganisations(unit: Unit) -> QuerySet[Reorganisation]:
    """Return the decisions that touch only what stands at or below `unit`, undone ones too, the latest first."""
    found = Reorganisation.objects.filter(unit__path__startswith=unit.path)
    return found.select_related("unit", "applied_by").order_by("-in_force_on", "-applied_at")


# ── offices ──


def office(*, pk: int) -> Office:
    """Find an office, with its unit and its holder.

    Raises:
        Office.DoesNotExist: there is none.
    """
    return Office.objects.select_related("unit", "user").get(pk=pk)


def holders(unit: Unit, *, on: date) -> QuerySet[Office]:
    """Return who holds an office at `unit` itself on a day, with the people."""
    return (
        Office.objects.held_on(on)
        .filter(unit=unit)
        .select_related("user")
        .order_by("role", "starts_on", "pk")
    )


def offices_of_user(user_id: int, *, on: date) -> QuerySet[Office]:
    """Return the offices that a person holds on a day, the highest unit first."""
    return (
        Office.objects.held_on(on).filter(user=user_id).select_related("unit").order_by("unit__path", "role")
    )


def below_without_holder(unit: Unit, *, on: date) -> UnitQuerySet:
    """Return the open units directly below that nobody answers for on a day."""
    held = Office.objects.held_on(on).filter(unit=OuterRef("pk"))
    return children(unit, on=on).filter(~Exists(held))


# ── audit ──


def audit_entries(unit: Unit, *, action: str = "", with_below: bool = False) -> QuerySet[AuditEntry]:
    """Return what was done at `unit`, and below it where asked, the latest first."""
    at = Q(unit__path__startswith=unit.path) if with_below else Q(unit=unit)
    entries = AuditEntry.objects.filter(at).select_related("unit").order_by("-at", "-pk")
    return entries.filter(action=action) if action else entries


def audit_actions(unit: Unit) -> list[str]:
    """Return the names of the actions that were done at or below `unit`."""
    entries = AuditEntry.objects.filter(unit__path__startswith=unit.path)
    return sorted(entries.order_by().values_list("action", flat=True).distinct())
