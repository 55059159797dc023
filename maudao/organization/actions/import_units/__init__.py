"""Units from a workbook."""

from maudao.organization.actions.import_units.load import RowReport, import_units
from maudao.organization.actions.import_units.sheet import UnreadableWorkbook

__all__ = ["RowReport", "UnreadableWorkbook", "import_units"]
