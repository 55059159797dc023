"""Imports two workbooks with django-import-export, and prints how long that took.

run.py FIRST.xlsx AGAIN.xlsx     with the database as JSON in PEER_DATABASE
"""

import json
import os
import resource
import sys
import time
from importlib.metadata import version
from pathlib import Path

import django
from django.conf import settings

settings.configure(
    DATABASES={"default": json.loads(os.environ["PEER_DATABASE"])},
    INSTALLED_APPS=["django.contrib.contenttypes", "import_export", "people"],
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    USE_TZ=True,
)
django.setup()

from django.db import connection  # noqa: E402  # after the settings
from import_export.formats.base_formats import XLSX  # noqa: E402
from people.models import Person  # noqa: E402
from people.resource import Again, Roster  # noqa: E402


def timed(roster, path):
    """Import a workbook; return seconds in all, seconds of reading, and what became of the rows."""
    begun, worked = time.perf_counter(), sum(os.times()[:4])
    dataset = XLSX().create_dataset(Path(path).read_bytes())
    read = time.perf_counter() - begun
    result = roster().import_data(dataset, raise_errors=False)
    seconds, cpu = time.perf_counter() - begun, sum(os.times()[:4]) - worked
    assert not result.has_errors(), result.row_errors()[:1]
    return {
        "seconds": seconds,
        "cpu_seconds": cpu,
        "read_seconds": read,
        "rows": len(dataset),
        "refused": len(result.invalid_rows),
        **{name: result.totals[name] for name in ("new", "update", "skip")},
    }


def main(first, again):
    """Make the table, import both workbooks."""
    with connection.schema_editor() as editor:
        editor.create_model(Person)
    measured = {"first": timed(Roster, first), "again": timed(Again, again)}
    measured["peak_mb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    measured["versions"] = {
        name: version(name) for name in ("django", "django-import-export", "openpyxl", "tablib")
    }
    sys.stdout.write(json.dumps(measured))


main(*sys.argv[1:])
