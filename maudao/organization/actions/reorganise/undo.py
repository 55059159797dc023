"""Undoing a decision: the tree becomes exactly what it was, or it is said what stands in the way."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.db.models import Q
from django.db.models.fields.reverse_related import ForeignObjectRel
from django.utils.translation import gettext as _

from maudao.organization import audit
from maudao.organization.actions.reorganise import snapshot
from maudao.organization.actions.reorganise.decision import DecisionRefused, Fault
from maudao.organization.actions.units import lock_tree
from maudao.organization.audit import Actor
from maudao.organization.models import MemberCount, Placement, Reorganisation, Unit


class UndoRefused(DecisionRefused):
    """The decision cannot be undone; `faults` lists the later records that depend on it."""

    reason = "undo_refused"


@transaction.atomic
def undo(number: str, *, actor: Actor, now: datetime) -> Reorganisation:
    """Restore the tree, its placements, member counts and offices to what they were before a decision.

    Undone already, it changes nothing.

    Raises:
        UndoRefused: no such decision, or later records depend on it; `faults` says which.
    """
    lock_tree()
    reorganisation = Reorganisation.objects.filter(number=number).first()
    if reorganisation is None:
        raise UndoRefused([Fault("unknown_decision", _("Chưa áp dụng quyết định số %s.") % number)])
    if reorganisation.undone_at is None:
        _undo(reorganisation)
        reorganisation.undone_at = now
        reorganisation.save(update_fields=["undone_at"])
        changes = {"number": number}
        audit.record(
            "undo_reorganisation",
            reorganisation,
            actor=actor,
            at=now,
            unit=reorganisation.unit,
            changes=changes,
        )
    return reorganisation


def _undo(reorganisation: Reorganisation) -> None:
    if faults := list(dependents(reorganisation)):
        raise UndoRefused(faults)
    before = reorganisation.before
    reorganisation.successions.all().delete()
    kept = [row["pk"] for row in before["counts"]]
    MemberCount.objects.filter(reorganisation=reorganisation).exclude(pk__in=kept).delete()
    snapshot.restore_counts(before["counts"])
    snapshot.restore_units(before["units"])
    snapshot.restore_placements(before["placements"])
    snapshot.restore_offices(before["offices"])
    created = Unit.objects.filter(pk__in=before["created"])
    Placement.objects.filter(unit__in=before["created"]).delete()
    created.update(parent=None)  # a unit made below another one made here would protect it
    created.delete()


def dependents(reorganisation: Reorganisation) -> Iterator[Fault]:
    """List the later records that would lose their ground if the decision were undone."""
    before = reorganisation.before
    yield from _later_decisions(reorganisation)
    yield from _changed(before)
    yield from _opened_below(before)
    yield from _about_created(before["created"], reorganisation)


def _later_decisions(reorganisation: Reorganisation) -> Iterator[Fault]:
    touched = {row["pk"] for row in reorganisation.before["after"]}
    same_moment = Q(applied_at=reorganisation.applied_at, pk__gt=reorganisation.pk)
    for other in Reorganisation.objects.filter(
        same_moment | Q(applied_at__gt=reorganisation.applied_at), undone_at=None
    ):
        if touched & {row["pk"] for row in other.before["after"]}:
            message = _("Quyết định %(number)s áp dụng sau đó còn dựa vào quyết định này.")
            yield Fault("later_decision", message % {"number": other.number})


def _changed(before: dict[str, Any]) -> Iterator[Fault]:
    """Units and counts that no longer are what the decision made of them."""
    after = {row["pk"]: row for row in before["after"]}
    now = {row["pk"]: row for row in snapshot.unit_rows(after)}
    codes = dict(Unit.objects.filter(pk__in=after).values_list("pk", "code"))
    for pk, row in after.items():
        if now.get(pk) != row:
            code = codes.get(pk, str(pk))
            yield Fault("unit_changed", _("Đơn vị %s đã thay đổi sau đó.") % code, unit=code)
    for row in before["counts_after"]:
        if not MemberCount.objects.filter(**row).exists():
            code = Unit.objects.get(pk=row["unit_id"]).code
            yield Fault("count_changed", _("Số đoàn viên của %s đã được sửa sau đó.") % code, unit=code)


def _opened_below(before: dict[str, Any]) -> Iterator[Fault]:
    """Units that came to stand below a touched unit since."""
    touched = [row["pk"] for row in before["after"]]
    opened = Unit.objects.filter(parent__in=touched).exclude(pk__in=touched)
    moved = {row["pk"] for row in before["after"]} - set(before["created"])
    old_paths = {row["pk"]: row["path"] for row in before["units"]}
    new_paths = {row["pk"]: row["path"] for row in before["after"]}
    for unit in opened.order_by("code"):
        if unit.parent_id not in moved or old_paths[unit.parent_id] != new_paths[unit.parent_id]:
            message = _("Đơn vị %s đã được đặt dưới một đơn vị của quyết định này.")
            yield Fault("unit_below", message % unit.code, unit=unit.code)


def _about_created(created: list[int], reorganisation: Reorganisation) -> Iterator[Fault]:
    """Whatever any app has written about the units that the decision made."""
    for relation in Unit._meta.get_fields(include_hidden=True):
        if not isinstance(relation, ForeignObjectRel) or relation.related_model in (Unit, Reorganisation):
            continue  # units below and later decisions are told apart, each in a sentence of its own
        field: str = relation.field.name
        rows = relation.related_model._default_manager.filter(**{f"{field}__in": created})
        yield from _named(rows, field, reorganisation)


def _named(rows: models.QuerySet[Any], field: str, reorganisation: Reorganisation) -> Iterator[Fault]:
    own = _written_by(reorganisation, rows.model)
    for pk, code in rows.exclude(pk__in=own).values_list("pk", f"{field}__code")[:20]:
        label = f"{rows.model._meta.verbose_name} {pk}"
        message = _("Đơn vị %(unit)s do quyết định này lập ra đã có hồ sơ: %(label)s.")
        yield Fault("record", message % {"unit": code, "label": label}, unit=code)


def _written_by(reorganisation: Reorganisation, model: type[models.Model]) -> Iterable[int]:
    """Return the rows of a model that the decision itself wrote."""
    if any(field.name == "reorganisation" for field in model._meta.get_fields()):
        return model._default_manager.filter(reorganisation=reorganisation).values_list("pk", flat=True)
    return []
