"""For the walk over all pages: arguments for a row that belongs to a given unit."""

import io
from collections.abc import Callable
from typing import Any

from PIL import Image

from maudao.campaigns import make
from maudao.campaigns.actions import EvidencePhoto
from maudao.campaigns.models import Assignment, Campaign
from maudao.campaigns.rules import EvidenceKind
from maudao.documents.models import IncomingDocument
from maudao.lib import paths
from maudao.organization.models import Unit
from maudao.organization.rules import UnitKind


def _number(unit: Unit) -> int:
    """A number that no directive of the unit has yet: the same text is not received twice."""
    return 100 + IncomingDocument.objects.filter(unit=unit).count()


def _owner(unit: Unit) -> Unit:
    """The province at or above the unit, else the unit itself."""
    line = [*paths.ancestors(unit.path), unit.path]
    return Unit.objects.filter(path__in=line, kind=UnitKind.PROVINCE).order_by("path").first() or unit


def _assignment(unit: Unit) -> Assignment:
    part = Assignment.objects.filter(unit=unit).first()
    if part is not None:
        return make.part(part.campaign, unit)
    owner = _owner(unit)
    return make.part(make.launched(owner, number=_number(owner)), unit)


def _part(unit: Unit) -> dict[str, Any]:
    return {"campaign": _assignment(unit).campaign.code, "unit": unit.code}


def _draft(unit: Unit) -> dict[str, Any]:
    made = Campaign.objects.filter(unit=unit, launched_at=None).first() or make.drafted(
        unit, number=_number(unit)
    )
    return {"campaign": made.code, "unit": unit.code}


def _running(unit: Unit) -> dict[str, Any]:
    made = make.launched(unit, number=_number(unit))
    return {"campaign": made.code, "unit": unit.code}


def _activity(unit: Unit) -> dict[str, Any]:
    return {"pk": make.activity(_assignment(unit)).pk}


def _evidence(unit: Unit) -> dict[str, Any]:
    picture = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(picture, "PNG")
    activity = make.activity(_assignment(unit), evidence=(EvidencePhoto(picture.getvalue()),))
    return {"pk": activity.evidence.get(kind=EvidenceKind.PHOTO).pk}


def _directed(unit: Unit) -> dict[str, Any]:
    part = _assignment(unit)
    if part.directed_on is None:
        make.directed(part)
    return _part(unit)


def _parent_directed(unit: Unit) -> dict[str, Any]:
    part = _assignment(unit)
    if part.parent is not None and part.parent.directed_on is None:
        make.directed(part.parent)
    return _part(unit)


ARGUMENTS: dict[str, Callable[[Unit], dict[str, Any]]] = {
    "campaign_list": lambda unit: {"code": unit.code},
    "campaign_new": lambda unit: {"pk": make.directive(unit, number=_number(unit)).pk},
    "campaign": _part,
    "campaign_edit": _draft,
    "campaign_launch": _draft,
    "campaign_supersede": _draft,
    "campaign_close": _running,
    "campaign_reopen": _running,
    "campaign_allocate": _part,
    "campaign_audit": _part,
    "campaign_unacknowledged": _part,
    "campaign_acknowledge": _part,
    "campaign_direction": _part,
    "campaign_direction_file": _directed,
    "campaign_parent_file": _parent_directed,
    "campaign_directive": _part,
    "activity_list": _part,
    "activity_new": _part,
    "activity": _activity,
    "activity_withdraw": _activity,
    "evidence_file": _evidence,
}
