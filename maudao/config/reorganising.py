"""What a reorganisation must know of the apps above the tree: every fact, and what is open."""

from collections.abc import Collection, Mapping
from typing import Any

from maudao.organization.models import Unit
from maudao.reports import queries as reports

totals = reports.totals


def touched(units: Collection[int]) -> Mapping[str, list[Any]]:
    """Return the open campaigns that reach these units, and how many reports are not closed yet."""
    found = reports.open_campaigns_and_reports_touched(Unit.objects.filter(pk__in=units))
    return {"campaigns": found.campaigns, "reports": [found.reports] if found.reports else []}
