"""`maudao import units FILE.xlsx [--dry-run]`: rows of a workbook, with a report row by row."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from maudao.organization.actions.import_units import UnreadableWorkbook, import_units
from maudao.organization.audit import system

IMPORTS = {"units": import_units}


class Command(BaseCommand):
    help = "Imports rows of a workbook; prints what became of each."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=sorted(IMPORTS))
        parser.add_argument("file", type=Path, metavar="FILE.xlsx")
        parser.add_argument("--dry-run", action="store_true", help="keep nothing, only report")

    def handle(self, *args: Any, **options: Any) -> None:
        file: Path = options["file"]
        try:
            rows = IMPORTS[options["what"]](
                file.read_bytes(),
                dry_run=options["dry_run"],
                actor=system("Dòng lệnh (nhập danh sách)"),
                now=timezone.now(),
            )
        except OSError as unreadable:
            self.stderr.write(f"Không đọc được {file}: {unreadable.strerror}")
            raise SystemExit(2) from unreadable
        except UnreadableWorkbook as refused:
            self.stderr.write(f"{file} không phải bảng danh sách đơn vị ({refused.reason}).")
            raise SystemExit(1) from refused
        for row in rows:
            self.stdout.write(json.dumps(row.as_json(), ensure_ascii=False))
        if any(row.result == "refused" for row in rows):
            raise SystemExit(1)
