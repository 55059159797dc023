"""Records of a unit's people that may be one person's, and what would become of two of them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Any

from django.db.models import Exists, OuterRef, Q

from maudao.donors.models import Donor, DonorMerge, DonorQuerySet, Membership
from maudao.donors.rules.duplicates import Certainty, Known, Sign, same_person, shared
from maudao.lib import vietnamese
from maudao.organization.models import Unit
from maudao.organization.sealing import IDENTITY, PHONE, sealer


@dataclass(frozen=True)
class Pair:
    """Two records that may be one person's. The first was on record before."""

    first: Donor
    second: Donor
    certainty: Certainty
    signs: list[Sign]


@dataclass(frozen=True)
class PairAt:
    """Two records, as one unit may merge them."""

    first: Donor
    second: Donor
    unit: Unit


def possible_duplicates(unit: Unit, *, on: date) -> list[Pair]:
    """Return the pairs among a unit's members, and those of no unit who look like one of them; the surest first.

    Cost: two queries, and some 10 µs for each member.
    """
    members = list(Donor.objects.members_of(unit, on=on))
    donors = {donor.pk: donor for donor in [*members, *_of_no_unit_like(members)]}
    known = {pk: known_as(donor) for pk, donor in donors.items()}
    own = {donor.pk for donor in members}
    pairs = (pair for pair in _alike(known) if pair[0] in own or pair[1] in own)
    found = [
        Pair(donors[one], donors[other], sure, shared(known[one], known[other]))
        for one, other in sorted(pairs)
        if (sure := same_person(known[one], known[other]))
    ]
    return sorted(found, key=lambda pair: (-pair.certainty, pair.first.sort_key, pair.first.pk))


def known_as(donor: Donor) -> Known:
    """Return what is known of a person, with the numbers in clear, for `same_person`."""
    phone, identity = donor.phone_sealed, donor.identity_sealed
    return Known(
        full_name=donor.full_name,
        birth_date=donor.birth_date,
        birth_year=donor.birth_year,
        sex=donor.sex,
        phone=sealer().open(phone, purpose=PHONE) if phone is not None else "",
        identity=sealer().open(identity, purpose=IDENTITY) if identity is not None else "",
    )


def pair_at(*, code: str, first: int, second: int) -> PairAt:
    """Find two records that a unit may merge: both of its people, or one of them and a likeness of no unit.

    Raises:
        Donor.DoesNotExist, Unit.DoesNotExist: there are none.
    """
    unit = Unit.objects.get(code=code)
    found = Donor.objects.standing().in_bulk([first, second])
    own = set(unit.memberships.filter(donor__in=found).values_list("donor", flat=True))
    if len(found) != 2 or not own:
        raise Donor.DoesNotExist
    if len(own) == 1 and not _is_likeness_of_no_unit(*found.values(), own=own):
        raise Donor.DoesNotExist
    return PairAt(found[first], found[second], unit)


def merge_at(*, code: str, pk: int) -> DonorMerge:
    """Find a merge that a unit asked for.

    Raises:
        DonorMerge.DoesNotExist: there is none.
    """
    return DonorMerge.objects.select_related("unit", "kept", "merged").get(pk=pk, unit__code=code)


def filled_in(kept: Donor, merged: Donor) -> dict[str, Any]:
    """Return the columns that a record lacks and the other has; of two days not to give before, the later."""
    found: dict[str, Any] = {}
    if merged.birth_date and not kept.birth_date and kept.birth_year in (None, merged.birth_date.year):
        found |= {"birth_date": merged.birth_date, "birth_year": merged.birth_date.year}
    elif merged.birth_year and kept.birth_year is None:
        found |= {"birth_year": merged.birth_year}
    for first, *others in _TOGETHER:
        if getattr(merged, first) and not getattr(kept, first):
            found |= {column: getattr(merged, column) for column in (first, *others)}
    if merged.not_before and (kept.not_before is None or kept.not_before < merged.not_before):
        found["not_before"] = merged.not_before
    return found


#: Columns that go together; the first says whether they are known.
_TOGETHER = (
    ("sex",),
    ("phone_hash", "phone_sealed"),
    ("identity_hash", "identity_sealed", "identity_last4"),
    ("blood_group", "blood_group_source"),
)


def _of_no_unit() -> DonorQuerySet:
    return Donor.objects.standing().filter(~Exists(Membership.objects.filter(donor=OuterRef("pk"))))


def _of_no_unit_like(members: Iterable[Donor]) -> DonorQuerySet:
    """Return those of no unit who share a phone, or a name, with a member."""
    phones = {donor.phone_hash for donor in members if donor.phone_hash}
    names = {donor.name_folded for donor in members}
    return _of_no_unit().filter(Q(phone_hash__in=phones) | Q(name_folded__in=names))


def _is_likeness_of_no_unit(one: Donor, other: Donor, *, own: set[int]) -> bool:
    """Say whether the one that is not the unit's is nobody's, and looks like the other: nobody else is looked up."""
    stranger = other if one.pk in own else one
    return _of_no_unit().filter(pk=stranger.pk).exists() and bool(same_person(known_as(one), known_as(other)))


def _alike(people: dict[int, Known]) -> set[tuple[int, int]]:
    """Return the pairs worth comparing: each shares with the other a number, a name, or most of one and the birth."""
    groups: dict[object, list[int]] = defaultdict(list)
    for pk, known in people.items():
        for key in _keys(known):
            groups[key].append(pk)
    return {
        (min(pair), max(pair)) for group in groups.values() for pair in combinations(sorted(set(group)), 2)
    }


def _keys(known: Known) -> Iterator[object]:
    words = vietnamese.fold(known.full_name).split()
    if known.identity:
        yield "identity", known.identity.lstrip("0")
    for word in {*words[:1], *words[-1:]}:
        if known.phone:
            yield "phone", known.phone, word
        if known.birth_date:
            yield "birth", known.birth_date, word
    if known.year:
        yield "name", tuple(words), known.year
