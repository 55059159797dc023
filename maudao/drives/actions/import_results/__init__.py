"""Results that a receiving centre sends back, from a workbook."""

from maudao.drives.actions.import_results.load import ResultReport, ResultsRefused, import_results
from maudao.lib.workbooks import UnreadableWorkbook

__all__ = ["ResultReport", "ResultsRefused", "UnreadableWorkbook", "import_results"]
