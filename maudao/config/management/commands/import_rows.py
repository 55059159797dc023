"""`maudao import units|people|results FILE.xlsx [--dry-run]`: rows of a workbook, with a report row by row."""

import json
from argparse import ArgumentParser
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NoReturn, Protocol

from django.core.management.base import BaseCommand
from django.utils import timezone

from maudao.donors.actions.import_people import import_people
from maudao.donors.actions.import_people.wording import unreadable_list
from maudao.drives.actions.import_results import ResultsRefused, import_results
from maudao.drives.actions.import_results.wording import unreadable_results
from maudao.drives.models import Drive
from maudao.lib.workbooks import UnreadableWorkbook
from maudao.organization.actions.import_units import import_units
from maudao.organization.audit import system
from maudao.organization.models import Unit
from maudao.organization.wording import unreadable

_WORDS = {"units": unreadable, "people": unreadable_list, "results": unreadable_results}


class Report(Protocol):
    """What became of a row."""

    @property
    def result(self) -> str: ...

    def as_json(self) -> dict[str, Any]: ...


class Command(BaseCommand):
    help = "Imports rows of a workbook; prints what became of each."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["units", "people", "results"])
        parser.add_argument("file", type=Path, metavar="FILE.xlsx")
        parser.add_argument("--dry-run", action="store_true", help="keep nothing, only report")
        parser.add_argument("--unit", metavar="CODE", help="people: the unit that all of them belong to")
        parser.add_argument("--drive", metavar="CODE", help="results: the drive that they are of")

    def handle(self, *args: Any, **options: Any) -> None:
        importing = self._import(**options)
        known = {"dry_run": options["dry_run"], "actor": system("Dòng lệnh (nhập danh sách)")}
        try:
            rows = importing(options["file"], now=timezone.now(), **known)
        except OSError as missing:
            self._stop(f"Không đọc được {options['file']}: {missing.strerror}", 2)
        except (UnreadableWorkbook, ResultsRefused) as refused:
            words = _WORDS[options["what"]](refused.reason)
            self._stop(f"{options['file']}: {words} ({refused.reason})", 1)
        if self._print(rows):
            raise SystemExit(1)

    def _import(self, *, what: str, unit: str | None, drive: str | None, **rest: Any) -> Callable[..., Any]:
        """Return the import that is asked for; the rows of another would not be understood."""
        if (unit and what != "people") or (drive and what != "results"):
            self._stop("--unit chỉ dùng với people, --drive chỉ dùng với results.", 2)
        if what == "units":
            return import_units
        if what == "people":
            found = Unit.objects.filter(code=unit).first() if unit else None
            if unit and found is None:
                self._stop(f"Không có đơn vị mã {unit}.", 2)
            return lambda source, **known: import_people(source, unit=found, **known)
        held = Drive.objects.filter(code=drive).first() if drive else None
        if drive and held is None:
            self._stop(f"Không có đợt hiến máu mã {drive}.", 2)
        return lambda source, **known: import_results(source, drive=held, **known)

    def _print(self, rows: Iterable[Report]) -> bool:
        """Print what became of every row; say whether any was refused."""
        refused, lines = False, []
        for row in rows:
            refused = refused or row.result == "refused"
            lines.append(json.dumps(row.as_json(), ensure_ascii=False))
        if lines:
            self.stdout.write("\n".join(lines))
        return refused

    def _stop(self, words: str, status: int) -> NoReturn:
        self.stderr.write(words)
        raise SystemExit(status)
