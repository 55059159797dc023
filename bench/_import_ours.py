"""Imports two workbooks with `import_people` into the database that DATABASE_URL names, and prints how long that took.

A process of its own, so that its memory is its own.
"""

import json
import os
import resource
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "maudao.config.settings")
django.setup()

from django.core.management import call_command  # noqa: E402  # after the settings
from django.utils import timezone  # noqa: E402

from maudao.donors.actions.import_people import import_people  # noqa: E402
from maudao.organization.actions.units import create_unit  # noqa: E402
from maudao.organization.audit import system  # noqa: E402
from maudao.organization.models import Unit  # noqa: E402
from maudao.organization.rules import UnitKind  # noqa: E402

ACTOR = system("bench")


def timed(path: str, unit: Unit) -> dict[str, Any]:
    """Import a workbook; return seconds, and what became of the rows."""
    begun = time.perf_counter()
    reports = import_people(Path(path), unit=unit, dry_run=False, actor=ACTOR, now=timezone.now())
    seconds = time.perf_counter() - begun
    return {"seconds": seconds, "rows": len(reports), **Counter(report.result for report in reports)}


def main(first: str, again: str) -> None:
    """Lay the tables, make a unit, import both workbooks."""
    call_command("migrate", verbosity=0)
    now = timezone.now()
    unit = create_unit(
        None, code="B", name="Bench", kind=UnitKind.GRASSROOTS, opened_on=now.date(), actor=ACTOR, now=now
    )
    measured: dict[str, Any] = {"first": timed(first, unit), "again": timed(again, unit)}
    measured["peak_mb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    sys.stdout.write(json.dumps(measured))


main(*sys.argv[1:])
