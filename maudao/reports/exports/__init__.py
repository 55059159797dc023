"""A unit's report as bytes and blocks: the official Báo cáo, a workbook, JSON values."""

from maudao.reports.exports.data import report_data
from maudao.reports.exports.files import FORMATS, file_name, report_file
from maudao.reports.exports.official import official_report
from maudao.reports.exports.workbook import report_workbook

__all__ = ["FORMATS", "file_name", "official_report", "report_data", "report_file", "report_workbook"]
