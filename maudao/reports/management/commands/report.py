"""`maudao report`: the consolidated report of a unit, as DOCX, PDF, XLSX or JSON."""

import sys
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from maudao.campaigns.models import Campaign
from maudao.organization.models import Unit
from maudao.reports import exports, queries
from maudao.reports.queries import NotTakingPart, Paper, Tree


class Command(BaseCommand):
    help = "Báo cáo tổng hợp của một đơn vị trong một chiến dịch."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("campaign", help="mã chiến dịch")
        parser.add_argument("--unit", required=True, metavar="CODE", help="mã đơn vị")
        parser.add_argument("--format", choices=list(exports.FORMATS), default="json")
        parser.add_argument(
            "--as-of", type=date.fromisoformat, metavar="DAY", help="YYYY-MM-DD; mặc định: hôm nay"
        )
        parser.add_argument(
            "--tree", choices=["then", "now"], help="then: như lúc phát động (mặc định); now: như hiện nay"
        )
        parser.add_argument("--out", type=Path, metavar="FILE", help="mặc định: ra đầu ra chuẩn")

    def handle(self, *args: Any, **options: Any) -> None:
        as_of: date = options["as_of"] or timezone.localdate()
        tree: Tree = options["tree"] or "then"
        paper = _paper(options["campaign"], options["unit"], as_of=as_of, tree=tree)
        as_issued = options["as_of"] is None and options["tree"] is None
        self._put(exports.report_file(paper, options["format"], as_issued=as_issued), options)

    def _put(self, data: bytes, options: dict[str, Any]) -> None:
        if options["out"]:
            options["out"].write_bytes(data)
            self.stderr.write(f"{options['out']}: {len(data)} byte")
        elif options["format"] == "json":
            self.stdout.write(data.decode(), ending="")
        elif sys.stdout.isatty():
            raise CommandError("Tệp nhị phân không hiện trên màn hình: xin dùng --out FILE.")
        else:
            sys.stdout.buffer.write(data)


def _paper(campaign: str, unit: str, *, as_of: date, tree: Tree) -> Paper:
    """Return the makings of the report; of a unit that came later, only what the tree as it is now shows."""
    try:
        found, at = Campaign.objects.get(code=campaign), Unit.objects.select_related("parent").get(code=unit)
        return queries.paper_of(found, at, as_of=as_of, tree=tree)
    except Campaign.DoesNotExist as missing:
        raise CommandError(f"Không có chiến dịch mang mã {campaign}.") from missing
    except Unit.DoesNotExist as missing:
        raise CommandError(f"Không có đơn vị mang mã {unit}.") from missing
    except NotTakingPart as missing:
        raise CommandError(f"{unit} không tham gia {campaign} (cây: {tree}).") from missing
