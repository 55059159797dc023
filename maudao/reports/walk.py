"""Address arguments for the walk over every page: each function makes what the page needs at the given unit."""

from collections.abc import Callable
from typing import Any

from maudao.campaigns.models import Assignment
from maudao.campaigns.rules import Fact
from maudao.lib import paths
from maudao.organization.models import Unit
from maudao.reports import make


def _part(unit: Unit) -> dict[str, Any]:
    """Make the unit take part in a campaign of its topmost unit."""
    found = Assignment.objects.filter(unit=unit).select_related("campaign").first()
    if found is not None:
        return {"campaign": found.campaign.code, "unit": unit.code}
    top = Unit.objects.get(pk=paths.numbers(unit.path)[0])
    campaign = make.campaign(top, code=f"di-bo-{unit.pk}")
    return {"campaign": campaign.code, "unit": unit.code}


def _fact(unit: Unit) -> dict[str, Any]:
    return {**_part(unit), "fact": Fact.DONORS.value}


def _file(unit: Unit) -> dict[str, Any]:
    return {**_part(unit), "extension": "json"}


ARGUMENTS: dict[str, Callable[[Unit], dict[str, Any]]] = {
    "report": _part,
    "report_preview": _part,
    "report_submit": _part,
    "report_nothing": _part,
    "report_recall": _part,
    "report_issue": _part,
    "report_view": _part,
    "report_fact": _fact,
    "report_file": _file,
    "report_desk": _part,
    "report_accept_all": _part,
    "report_accept": _part,
    "report_return": _part,
    "report_reopen": _part,
    "report_extend": _part,
}
