"""`maudao check-tree`: prove that the union tree agrees with itself."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from maudao.organization import soundness


class Command(BaseCommand):
    """Prints one JSON object for each flaw; exit status 1 where there is one."""

    help = "Kiểm tra cây tổ chức: đường dẫn, các thời kỳ, đơn vị đã kết thúc, số đoàn viên, đơn vị kế thừa."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Print every flaw."""
        found = 0
        for flaw in soundness.flaws():
            found += 1
            self.stdout.write(json.dumps(flaw.as_json(), ensure_ascii=False))
        if found:
            raise CommandError(f"{found} điểm không khớp trong cây tổ chức.")
        self.stderr.write("Cây tổ chức khớp.")
