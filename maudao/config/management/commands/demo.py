"""`maudao demo`: the sample union and one whole campaign, from a directive to the consolidated report."""

import time
from argparse import ArgumentParser
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q
from django.utils import timezone
from rich.console import Console
from rich.progress import track

from maudao.config.demo import drives, story
from maudao.config.demo.steps import Telling
from maudao.organization.models import Office, Unit
from maudao.organization.rules import Role

Row = TypeVar("Row")
SEED = 2026


class Command(BaseCommand):
    help = "Makes the sample union and one whole campaign, and writes its documents."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--out", type=Path, default=Path("var/demo"), help="where the documents go")
        parser.add_argument(
            "--on", type=date.fromisoformat, default=None, help="the day on which the story ends"
        )
        parser.add_argument("--seed", type=int, default=SEED)
        parser.add_argument(
            "--once", action="store_true", help="do nothing where the database has units already"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", verbosity=0)
        if Unit.objects.exists():
            if not options["once"]:
                raise CommandError("Cơ sở dữ liệu đã có đơn vị: hãy chạy với MAUDAO_DATA là một thư mục mới.")
        else:
            self._tell(options)
        self._sign_ins()

    def _tell(self, options: dict[str, Any]) -> None:
        started = time.monotonic()
        out: Path = options["out"]
        out.mkdir(parents=True, exist_ok=True)
        console = Console(stderr=True)
        telling = Telling(
            seed=options["seed"],
            out=out,
            tell=lambda line: self.stdout.write(f"• {line}"),
            watch=lambda rows, title: _watch(rows, title, console),
        )
        files = story.run(telling, on=options["on"] or timezone.localdate())
        self.stdout.write(f"Xong trong {time.monotonic() - started:.0f} giây. Tài liệu:")
        for file in files:
            self.stdout.write(f"  {file}")

    def _sign_ins(self) -> None:
        self.stdout.write(f"Đăng nhập (mật khẩu chung: {story.PASSWORD}):")
        for code in (story.PROVINCE, story.COMMUNE, story.GRASSROOTS):
            if office := _leader(code):
                self._sign_in(office)
        others = Office.objects.filter(Q(unit__code=story.NEIGHBOUR) | Q(user__username=drives.STAFF))
        for office in others.select_related("user", "unit").order_by("user__username"):
            self._sign_in(office)
        self.stdout.write(
            f"Người hiến máu: mở /hien-mau/, số điện thoại {drives.PHONE}; mã xác nhận hiện trong cửa sổ lệnh này."
        )

    def _sign_in(self, office: Office) -> None:
        self.stdout.write(f"  {office.user.username:<12} {office.user.full_name}, {office.unit.name}")


def _watch(rows: Iterable[Row], title: str, console: Console) -> Iterable[Row]:
    """Show progress on a terminal; in a pipe, nothing."""
    return track(rows, description=title, console=console, disable=not console.is_terminal)


def _leader(code: str) -> Office | None:
    """Return the office of who leads a unit of the sample."""
    leading = Office.objects.filter(unit__code=code).exclude(role=Role.DRIVE_STAFF)
    return leading.select_related("user", "unit").first()
