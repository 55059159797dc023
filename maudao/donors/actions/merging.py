"""Two records of one person become one, and two again.

What moves is found through the tables that point at a person, so that an app above needs to do nothing. A model may set
`stays_where_both_have = True`: where the kept record has such a row already, the other's stays with the other.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, models, transaction

from maudao.donors.actions.donations import recount_of
from maudao.donors.models import Consent, Donor, DonorMerge
from maudao.donors.queries.duplicates import filled_in
from maudao.organization import audit
from maudao.organization.audit import Actor
from maudao.organization.models import Unit

_STARTS = "membership_starts"
Reference = models.ForeignKey[Any, Any]


class MergeRefused(Exception):
    """The two cannot become one. `reason`: same_record, merged_already, consents_disagree, both_have (`what`)."""

    def __init__(self, reason: str, *, what: str = "") -> None:
        super().__init__(reason)
        self.reason, self.what = reason, what


class UndoRefused(Exception):
    """The merge stands. `reason`: undone_already, merged_since, later_records."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@transaction.atomic
def merge_donors(kept: Donor, merged: Donor, *, unit: Unit, actor: Actor, now: datetime) -> DonorMerge:
    """Make two records one: what points at `merged` points at `kept`, whose gaps it fills in. It can be undone.

    Nothing that the kept record says is overwritten; the other stays on record, and is found no more.

    Raises:
        MergeRefused: `reason` says why; nothing has changed.
    """
    kept, merged = _held(kept, merged)
    _check(kept, merged)
    before = _fill(kept, merged)
    moved = dict(_moves(merged, kept))
    starts = _earlier_starts(kept, merged)
    merge = DonorMerge.objects.create(
        kept=kept,
        merged=merged,
        unit=unit,
        moved=moved,
        before={**before, **({_STARTS: starts} if starts else {})},
        merged_at=now,
        merged_by=actor.user,
    )
    recount_of(kept, merged)
    audit.record("merge_donors", merge, actor=actor, at=now, unit=unit, changes={"fields": sorted(before)})
    return merge


@transaction.atomic
def undo_merge(merge: DonorMerge, *, actor: Actor, now: datetime) -> DonorMerge:
    """Make the two records what they were: the rows that moved go back, and what was filled in is taken out.

    What was written into the kept record since stays there.

    Raises:
        UndoRefused: `reason` says why; nothing has changed.
    """
    kept, merged = _held(merge.kept, merge.merged)
    merge.refresh_from_db()
    _check_undo(merge, kept)
    try:
        with transaction.atomic():
            _restore(kept, merged, merge.before)
            _move_back(merge)
    except IntegrityError as conflict:  # somebody else took the number meanwhile, or the like
        raise UndoRefused("later_records") from conflict
    merge.undone_at = now
    merge.save(update_fields=["undone_at"])
    recount_of(kept, merged)
    audit.record("undo_merge", merge, actor=actor, at=now, unit=merge.unit)
    return merge


def _held(one: Donor, other: Donor) -> tuple[Donor, Donor]:
    """Hold all rows of two people, and then the two: rows first, as whoever books or checks in does.

    Rows that somebody is adding to them now are waited for.
    """
    pair = [one.pk, other.pk]
    for reference in references():
        list(
            _rows(reference)
            .filter(**{f"{reference.name}__in": pair})
            .order_by("pk")
            .select_for_update(of=("self",))
        )
    donors = {
        donor.pk: donor for donor in Donor.objects.filter(pk__in=pair).order_by("pk").select_for_update()
    }
    return donors[one.pk], donors[other.pk]


def references() -> Iterator[Reference]:
    """Return every column of every app that says whose a row is, in one order."""
    relations = Donor._meta.get_fields(include_hidden=True)
    found = [
        relation.field
        for relation in relations
        if isinstance(relation, models.ManyToOneRel)
        and relation.related_model not in (Donor, DonorMerge)
        and isinstance(relation.field, models.ForeignKey)
    ]
    yield from sorted(found, key=_label)


def _label(reference: Reference) -> str:
    return f"{reference.model._meta.label_lower}.{reference.name}"


def _rows(reference: Reference) -> models.QuerySet[Any]:
    return reference.model._base_manager.all()


# ── merging ──


def _check(kept: Donor, merged: Donor) -> None:
    if kept.pk == merged.pk:
        raise MergeRefused("same_record")
    if kept.merged_into_id or merged.merged_into_id:
        raise MergeRefused("merged_already")
    if _took_back(kept, merged) or _took_back(merged, kept):
        raise MergeRefused("consents_disagree")


def _took_back(one: Donor, other: Donor) -> bool:
    """Say whether a person took back in one record, later, what stands in the other: only they know what they want."""
    live = dict(other.consents.filter(withdrawn_at=None).values_list("purpose", "given_at"))
    taken = one.consents.exclude(withdrawn_at=None).exclude(purpose__in=_live_purposes(one))
    return any(
        consent.withdrawn_at and consent.withdrawn_at >= live[consent.purpose]
        for consent in taken.filter(purpose__in=live)
    )


def _live_purposes(donor: Donor) -> models.QuerySet[Consent, str]:
    return donor.consents.filter(withdrawn_at=None).values_list("purpose", flat=True)


def _fill(kept: Donor, merged: Donor) -> dict[str, Any]:
    """Fill in what the kept record lacks; return what its columns said before."""
    columns = filled_in(kept, merged)
    before = {column: _plain(getattr(kept, column)) for column in columns}
    merged.merged_into = kept
    merged.save(update_fields=["merged_into"])  # first: an identity number stands in one record alone
    for column, value in columns.items():
        setattr(kept, column, value)
    kept.save(update_fields=list(columns))
    return before


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _moves(merged: Donor, kept: Donor) -> Iterator[tuple[str, list[int]]]:
    """Point every row at the kept record; yield which rows moved."""
    for reference in references():
        rows = list(
            _rows(reference).filter(**{reference.name: merged}).order_by("pk").values_list("pk", flat=True)
        )
        stays = getattr(reference.model, "stays_where_both_have", False)
        groups = [[row] for row in rows] if stays else [rows]
        moved = [row for group in groups for row in group if _moved(reference, group, kept, stays=stays)]
        if moved:
            yield _label(reference), moved


def _moved(reference: Reference, rows: list[int], kept: Donor, *, stays: bool) -> bool:
    """Point some rows at the kept record, or say that it has the like already."""
    try:
        with transaction.atomic():
            _rows(reference).filter(pk__in=rows).update(**{reference.name: kept})
    except IntegrityError as both:
        if stays:
            return False
        raise MergeRefused("both_have", what=str(reference.model._meta.verbose_name)) from both
    return True


def _earlier_starts(kept: Donor, merged: Donor) -> dict[str, str]:
    """Let a membership that both have begin on the earlier day; return the days that were changed."""
    left = dict(merged.memberships.filter(ends_on=None).values_list("unit", "starts_on"))
    before = {}
    for membership in kept.memberships.filter(ends_on=None, unit__in=left):
        if left[membership.unit_id] < membership.starts_on:
            before[str(membership.pk)] = membership.starts_on.isoformat()
            membership.starts_on = left[membership.unit_id]
            membership.save(update_fields=["starts_on"])
    return before


# ── undoing ──


def _check_undo(merge: DonorMerge, kept: Donor) -> None:
    if merge.undone_at is not None:
        raise UndoRefused("undone_already")
    later = DonorMerge.objects.filter(kept=kept, undone_at=None, pk__gt=merge.pk)
    if kept.merged_into_id or later.exists():
        raise UndoRefused("merged_since")
    if any(_is_torn(merge, link) for link in _links()):
        raise UndoRefused("later_records")


def _links() -> Iterator[tuple[Reference, Reference, str]]:
    """Return the columns by which a row of a person points at another row of a person."""
    for one in references():
        for other in references():
            for field in one.model._meta.concrete_fields:
                if isinstance(field, models.ForeignKey) and field.related_model is other.model:
                    yield one, other, field.name


def _is_torn(merge: DonorMerge, link: tuple[Reference, Reference, str]) -> bool:
    """Say whether going back would part two rows that belong together: a registration, and the donation since."""
    one, other, name = link
    moved, moved_other = set(merge.moved.get(_label(one), ())), set(merge.moved.get(_label(other), ()))
    rows = _rows(one).filter(**{one.name: merge.kept_id, f"{name}__{other.name}": merge.kept_id})
    return any((row in moved) != (pointed in moved_other) for row, pointed in rows.values_list("pk", name))


def _restore(kept: Donor, merged: Donor, before: dict[str, Any]) -> None:
    """Take out of the kept record what was filled in, unless it was changed since."""
    columns = [
        column
        for column in before
        if column != _STARTS and _plain(getattr(kept, column)) == _plain(getattr(merged, column))
    ]
    for column in columns:
        said = before[column]
        setattr(kept, column, date.fromisoformat(said) if said and column == "not_before" else said)
    kept.save(update_fields=columns)
    merged.merged_into = None
    merged.save(update_fields=["merged_into"])
    for membership in kept.memberships.filter(pk__in=before.get(_STARTS, {})):
        membership.starts_on = date.fromisoformat(before[_STARTS][str(membership.pk)])
        membership.save(update_fields=["starts_on"])


def _move_back(merge: DonorMerge) -> None:
    for reference in references():
        moved: Iterable[int] = merge.moved.get(_label(reference), ())
        own = _rows(reference).filter(pk__in=moved, **{reference.name: merge.kept_id})
        own.update(**{reference.name: merge.merged_id})
