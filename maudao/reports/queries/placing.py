"""Where participants lie in the tree as it is now, seen from one unit."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from maudao.lib import paths
from maudao.organization.models import Succession, Unit
from maudao.reports.queries.parts import Facts, Part
from maudao.reports.rules.succession import History, Shares, has_ended, landing, main_place, split


@dataclass(frozen=True)
class Piece:
    """What of a participant lies at one place. Only its main piece counts as the participant itself."""

    part: Part
    facts: Facts
    typed: Facts
    members: int
    workers: int
    is_main: bool = True

    @classmethod
    def whole(cls, part: Part) -> "Piece":
        """Return an undivided participant."""
        return cls(part, part.facts, part.typed, part.members, part.workers)


@dataclass(frozen=True)
class Placed:
    """Pieces at or below the unit that asks, each with the child it lies in (None: with the unit itself)."""

    pieces: list[tuple[Piece, Unit | None]]
    ended: frozenset[int]  # units that ended without successor


def as_it_is_now(participants: list[Part], seen_from: Unit) -> Placed:
    """Place all of a campaign's participants under present units, and keep what lies at or below `seen_from`.

    The unit that runs the campaign sees all of it: what has gone to units outside its subtree stands with those units
    as rows of their own. Cost: 3 queries.
    """
    history = history_of(participants)
    spread = [(part, landing(part.unit_id, history)) for part in participants]
    places = _units(unit for _, shares in spread for unit in shares)
    sees_all = any(part.is_owner and part.unit_id == seen_from.pk for part in participants)
    kept = [
        (piece, places[unit])
        for part, shares in spread
        for unit, piece in pieces_of(part, shares).items()
        if sees_all or paths.is_within(places[unit].path, seen_from.path)
    ]
    children = _children(seen_from, [place for _, place in kept])
    ended = frozenset(part.unit_id for part in participants if has_ended(part.unit_id, history))
    return Placed([(piece, children[place.pk]) for piece, place in kept], ended)


def history_of(participants: list[Part]) -> History:
    """Return what became of the participants and of whoever succeeded them. Cost: 1 query a generation, at least 2."""
    successors: dict[int, list[tuple[int, Fraction]]] = {}
    asked: set[int] = set()
    open_questions = {part.unit_id for part in participants}
    while open_questions:
        for old, new, share in _successions(open_questions):
            successors.setdefault(old, []).append((new, Fraction(share)))
        asked |= open_questions
        open_questions = {new for heirs in successors.values() for new, _ in heirs} - asked
    closed = Unit.objects.filter(pk__in=asked, closed_on__isnull=False).values_list("pk", flat=True)
    of_assignment = {part.pk: part.unit_id for part in participants}
    above = {part.unit_id: of_assignment.get(part.parent_id or 0) for part in participants}
    return History(frozenset(closed), successors, above)


def pieces_of(part: Part, shares: Shares) -> dict[int, Piece]:
    """Divide a participant among the units that it lies in now."""
    if len(shares) == 1:
        return {main_place(shares): Piece.whole(part)}
    facts = _divided(part.facts, shares)
    typed = _divided(part.typed, shares)
    members, workers = split(part.members, shares), split(part.workers, shares)
    main = main_place(shares)
    return {
        unit: Piece(part, facts[unit], typed[unit], members[unit], workers[unit], unit == main)
        for unit in shares
    }


def _divided(facts: Facts, shares: Shares) -> dict[int, Facts]:
    divided: dict[int, Facts] = {unit: Facts() for unit in shares}
    for fact, value in facts.items():
        for unit, piece in split(value, shares).items():
            divided[unit][fact] = piece
    return divided


def _successions(units: set[int]) -> list[tuple[int, int, Fraction]]:
    rows = Succession.objects.filter(predecessor__in=units, reorganisation__undone_at=None)
    return [
        (old, new, Fraction(share))
        for old, new, share in rows.order_by("predecessor_id", "successor_id").values_list(
            "predecessor_id", "successor_id", "share"
        )
    ]


def _units(numbers: Iterable[int]) -> dict[int, Unit]:
    return {unit.pk: unit for unit in Unit.objects.filter(pk__in=set(numbers))}


def _children(seen_from: Unit, places: list[Unit]) -> dict[int, Unit | None]:
    """Return for each place the child of `seen_from` that it lies in; a place outside stands for itself."""
    steps = {place.pk: _step(seen_from, place) for place in places}
    wanted = {path for path in steps.values() if path is not None}
    by_path = {unit.path: unit for unit in Unit.objects.filter(path__in=wanted)}
    return {place: None if path is None else by_path[path] for place, path in steps.items()}


def _step(seen_from: Unit, place: Unit) -> str | None:
    if place.path == seen_from.path:
        return None
    if not paths.is_within(place.path, seen_from.path):
        return place.path
    return [*paths.ancestors(place.path), place.path][paths.depth(seen_from.path)]
