"""`maudao check-facts`: prove that facts agree with the records that they come from, and sums with each other."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from maudao.reports.queries import fact_faults
from maudao.reports.queries.checks import late_parts


class Command(BaseCommand):
    """Prints one JSON object for each fault; exit status 1 where there is one."""

    help = "Kiểm tra số liệu: mỗi số có hồ sơ còn hiệu lực, báo cáo khớp với số đã nhập, các tổng bằng nhau."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print every fault."""
        found = 0
        for fault in fact_faults():
            found += 1
            self.stdout.write(json.dumps(fault.as_json(), ensure_ascii=False))
        if late := late_parts():
            self.stderr.write(f"{late} đơn vị có số liệu đến sau khi báo cáo đã gửi, chưa tính.")
        if found:
            raise CommandError(f"{found} điểm không khớp trong số liệu.")
        self.stderr.write("Số liệu khớp.")
