"""A unit's report as a file in one of four formats."""

import json
from collections.abc import Callable, Mapping

from django.utils import translation

from maudao.documents.writer.blocks import OfficialDocument
from maudao.documents.writer.docx import render_docx
from maudao.documents.writer.pdf import render_pdf
from maudao.reports.exports.data import report_data
from maudao.reports.exports.official import official_report
from maudao.reports.exports.workbook import report_workbook
from maudao.reports.queries import Paper

#: Formats and their media types.
FORMATS: Mapping[str, str] = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
_RENDER: Mapping[str, Callable[[OfficialDocument], bytes]] = {"docx": render_docx, "pdf": render_pdf}


@translation.override("vi")  # official papers are Vietnamese, whoever makes them
def report_file(paper: Paper, extension: str, *, as_issued: bool = True) -> bytes:
    """Write a report in one of `FORMATS`.

    `as_issued`: DOCX and PDF are the document that was issued, where one was; else they are written from the facts.
    """
    if extension == "json":
        return (json.dumps(report_data(paper.rolled), ensure_ascii=False) + "\n").encode()
    if extension == "xlsx":
        return report_workbook(paper.rolled)
    return _RENDER[extension](_document(paper, as_issued))


def _document(paper: Paper, as_issued: bool) -> OfficialDocument:
    issued = paper.report.document
    if as_issued and issued is not None and not issued.is_draft:
        return OfficialDocument.from_json(issued.content)
    return official_report(paper, signer=paper.report.signer, signer_title=paper.report.signer_title)


def file_name(paper: Paper, extension: str) -> str:
    """Return a name for the file that says what it is, in letters that every system takes."""
    return f"bao-cao-{paper.rolled.campaign.code}-{paper.rolled.unit.code}.{extension}"
