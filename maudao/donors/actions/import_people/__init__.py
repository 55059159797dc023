"""People from a workbook."""

from maudao.donors.actions.import_people.load import RowReport, import_people
from maudao.lib.workbooks import UnreadableWorkbook

__all__ = ["RowReport", "UnreadableWorkbook", "import_people"]
