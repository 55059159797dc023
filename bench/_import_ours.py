"""Imports two workbooks with `import_people` into the database that DATABASE_URL names, and prints how long that took.

A process of its own, so that its memory can be told: with that of the process that reads the file.
"""

import json
import os
import sys
import threading
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import Any

import django
import psutil  # type: ignore[import-untyped]

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
    begun, worked = time.perf_counter(), sum(os.times()[:4])
    reports = import_people(Path(path), unit=unit, dry_run=False, actor=ACTOR, now=timezone.now())
    seconds, cpu = time.perf_counter() - begun, sum(os.times()[:4]) - worked
    return {
        "seconds": seconds,
        "cpu_seconds": cpu,
        "rows": len(reports),
        **Counter(report.result for report in reports),
    }


_PEAK = [0]  # bytes


def _watch() -> None:
    """Note again and again how much memory this process and those that it started have together."""
    own = psutil.Process()
    while True:
        together = own.memory_info().rss
        for child in own.children():
            with suppress(psutil.Error):
                together += child.memory_info().rss
        _PEAK[0] = max(_PEAK[0], together)
        time.sleep(0.05)


def main(first: str, again: str) -> None:
    """Lay the tables, make a unit, import both workbooks."""
    threading.Thread(target=_watch, daemon=True).start()
    call_command("migrate", verbosity=0)
    now = timezone.now()
    unit = create_unit(
        None, code="B", name="Bench", kind=UnitKind.GRASSROOTS, opened_on=now.date(), actor=ACTOR, now=now
    )
    measured: dict[str, Any] = {"first": timed(first, unit), "again": timed(again, unit)}
    measured["peak_mb"] = round(_PEAK[0] / 1024 / 1024)
    sys.stdout.write(json.dumps(measured))


main(*sys.argv[1:])
