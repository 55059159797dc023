"""The same person twice in one list: the later row belongs to the first, and fills in what that lacks."""

from collections.abc import Callable

from maudao.donors.rules.duplicates import clearly_different
from maudao.lib.rosters.sheet import Line

#: Places by a text of theirs: a list only where several share it, for most have their own.
_Places = dict[str, int | list[int]]


class Together:
    """The people met so far in a list, each by the first row that names them."""

    def __init__(self) -> None:
        self.firsts: list[Line] = []
        self._by_identity: dict[str, int] = {}
        self._by_phone: _Places = {}
        self._by_roster: dict[int | None, _Places] = {}  # of each unit, by name

    def first_of(self, line: Line, unit: int | None) -> tuple[int | None, str]:
        """Return the place of the earlier row of the same person, or None; and why the row cannot be taken, or "".

        "identity_taken": the number stands beside another name above. "twice": the row says otherwise than the one
        above. "ambiguous": several rows above are of people of that name.
        """
        if line.identity and (place := self._by_identity.get(line.identity)) is not None:
            above = self.firsts[place]
            if above.folded != line.folded and clearly_different(above.name, line.name):
                return place, "identity_taken"
            return place, "twice" if _disagree(above, line) else ""
        if line.phone and (places := self._by_phone.get(line.phone)) is not None:
            place, why = self._among(places, line, _fits_by_phone)
            if place is not None:
                return place, why
        if (places := self._by_roster.get(unit, {}).get(line.folded)) is not None:
            return self._among(places, line, _fits_by_roster)
        return None, ""

    def _among(
        self, known: int | list[int], line: Line, fits: Callable[[Line, Line], int]
    ) -> tuple[int | None, str]:
        places = known if isinstance(known, list) else [known]
        ranked = [(rank, place) for place in places if (rank := fits(self.firsts[place], line))]
        if not ranked:
            return None, ""
        best = min(ranked)
        if sum(rank == best[0] for rank, _ in ranked) > 1:
            return best[1], "ambiguous"
        return best[1], "twice" if _disagree(self.firsts[best[1]], line) else ""

    def add(self, line: Line, unit: int | None) -> int:
        """Take a row as the first of its person; return its place."""
        place = len(self.firsts)
        self.firsts.append(line)
        if line.identity:
            self._by_identity[line.identity] = place
        if line.phone:
            _note(self._by_phone, line.phone, place)
        _note(self._by_roster.setdefault(unit, {}), line.folded, place)
        return place

    def fill(self, place: int, line: Line) -> bool:
        """Fill in what a first row lacks from a later one; say whether anything was lacking."""
        first = self.firsts[place]
        before = (first.birth_date, first.birth_year, first.sex, first.phone, first.identity)
        if line.birth_date and not first.birth_date:
            first.birth_date = line.birth_date
        first.birth_year = first.birth_year or line.birth_year
        first.sex = first.sex or line.sex
        if line.identity and not first.identity:
            first.identity = line.identity
            self._by_identity[line.identity] = place
        if line.phone and not first.phone:
            first.phone = line.phone
            _note(self._by_phone, line.phone, place)
        return before != (first.birth_date, first.birth_year, first.sex, first.phone, first.identity)


def _note(known: _Places, key: str, place: int) -> None:
    places = known.setdefault(key, place)
    if isinstance(places, list):
        places.append(place)
    elif places != place:
        known[key] = [places, place]


def _disagree(first: Line, line: Line) -> bool:
    if first.birth_date and line.birth_date and first.birth_date != line.birth_date:
        return True
    return any(
        getattr(first, name) and getattr(line, name) and getattr(first, name) != getattr(line, name)
        for name in ("birth_year", "sex", "phone", "identity")
    )


def _fits_by_phone(first: Line, line: Line) -> int:
    """Rank how well two rows of one name and phone are one person, 1 the best; 0 where they are two."""
    rank = _births(first, line)
    if first.folded != line.folded or not rank or (rank > 1 and _differ(first.sex, line.sex)):
        return 0
    return rank if rank == 1 or not _differ(first.identity, line.identity) else 0


def _fits_by_roster(first: Line, line: Line) -> int:
    """Rank how well two rows of one name and unit are one person, 1 the best; 0 where they are two."""
    rank = _births(first, line)
    if not rank or _differ(first.identity, line.identity):
        return 0
    is_other = _differ(first.phone, line.phone) or _differ(first.sex, line.sex)
    return 0 if rank > 1 and is_other else rank


def _births(first: Line, line: Line) -> int:
    """Rank how two births agree: 1 the same day, 2 the same year, 3 not known of one of them; 0 they differ."""
    if first.birth_date and line.birth_date:
        return 1 if first.birth_date == line.birth_date else 0
    if first.birth_year and line.birth_year:
        return 2 if first.birth_year == line.birth_year else 0
    return 3


def _differ(one: str, other: str) -> bool:
    return bool(one) and bool(other) and one != other
