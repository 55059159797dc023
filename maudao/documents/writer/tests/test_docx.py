from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from hypothesis import given, settings
from hypothesis import strategies as st

from maudao.documents.writer import layout
from maudao.documents.writer.blocks import (
    Appendix,
    Bullets,
    Heading,
    Numbered,
    OfficialDocument,
    PageBreak,
    Paragraph,
    Table,
)
from maudao.documents.writer.docx import render_docx
from maudao.documents.writer.typeface import text_width

from . import make
from .images import png


def opened(document: OfficialDocument) -> Any:
    return Document(BytesIO(render_docx(document)))


@pytest.fixture(scope="module")
def report() -> Any:
    return opened(make.report())


def find(word: Any, start: str) -> Any:
    """The first paragraph that starts with `start`, in the body or in a cell."""
    paragraphs = [*word.paragraphs]
    paragraphs += [
        line for table in word.tables for row in table.rows for cell in row.cells for line in cell.paragraphs
    ]
    return next(line for line in paragraphs if line.text.startswith(start))


def look(line: Any) -> tuple[float | None, bool, bool]:
    """Size, bold and italic of a paragraph's first run."""
    run = line.runs[0]
    size = run.font.size or line.style.font.size or line.part.document.styles["Normal"].font.size
    return size.pt, bool(run.bold or line.style.font.bold), bool(run.italic or line.style.font.italic)


def test_page_and_margins_are_those_of_the_decree(report: Any) -> None:
    section = report.sections[0]
    lengths = (section.page_width, section.page_height, section.top_margin, section.bottom_margin)
    sides = (section.left_margin, section.right_margin)

    assert [round(length.mm) for length in (*lengths, *sides)] == [210, 297, 20, 20, 30, 15]


def test_everything_is_in_times_new_roman(report: Any) -> None:
    fonts = report.styles["Normal"].element.rPr.rFonts

    assert {fonts.get(qn(f"w:{script}")) for script in ("ascii", "hAnsi", "eastAsia", "cs")} == {
        "Times New Roman"
    }
    assert report.styles["Heading 1"].font.name == "Times New Roman"
    assert not list(report.element.body.iter(qn("w:rFonts")))


@pytest.mark.parametrize(
    ("start", "size", "bold", "italic"),
    [
        ("CỘNG HÒA XÃ HỘI", 12, True, False),
        ("Độc lập - Tự do", 13, True, False),
        ("TỔNG LIÊN ĐOÀN", 12, False, False),
        ("LIÊN ĐOÀN LAO ĐỘNG", 12, True, False),
        ("Số: 05/BC-LĐLĐ", 13, False, False),
        ("Điện Biên, ngày 05", 13, False, True),
        ("BÁO CÁO", 14, True, False),
        ("Kết quả vận động", 14, True, False),
        ("Kính gửi:", 14, False, False),
        ("Căn cứ Hướng dẫn", 14, False, True),
        ("I. KẾT QUẢ", 14, True, False),
        ("Trên đây là báo cáo", 14, False, False),
        ("Nơi nhận:", 12, True, True),
        ("- Lưu: VT", 11, False, False),
        ("TM. BAN THƯỜNG VỤ", 14, True, False),
        ("Nguyễn Thị Hồng Đào", 14, True, False),
    ],
)
def test_each_part_has_the_size_and_style_of_the_decree(
    report: Any, start: str, size: float, bold: bool, italic: bool
) -> None:
    assert look(find(report, start)) == (size, bold, italic)


def test_the_body_is_justified_indented_and_spaced(report: Any) -> None:
    style = find(report, "Trên đây là báo cáo").style.paragraph_format

    assert style.alignment == WD_ALIGN_PARAGRAPH.JUSTIFY
    assert abs(style.first_line_indent - Mm(10)) < Pt(0.1)
    assert style.space_after == Pt(6)


def test_the_document_ends_with_its_closing_mark(report: Any) -> None:
    assert find(report, "Trên đây là báo cáo").text.endswith("trân trọng báo cáo./.")


def test_page_numbers_stand_in_the_header_but_not_on_the_first_page(report: Any) -> None:
    section = report.sections[0]
    field = section.header._element.find(f".//{qn('w:fldSimple')}")

    assert section.different_first_page_header_footer
    assert field.get(qn("w:instr")) == "PAGE"
    assert section.header.paragraphs[0].alignment == WD_ALIGN_PARAGRAPH.CENTER
    assert section.first_page_header._element.find(f".//{qn('w:fldSimple')}") is None
    assert not section.first_page_header.is_linked_to_previous


def test_header_rows_are_repeated_and_rows_stay_whole(report: Any) -> None:
    rows = report.tables[1]._tbl.tr_lst
    repeated = [row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in rows]

    assert repeated == [True, True] + [False] * 13
    assert all(row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in rows)


def test_a_table_says_what_the_document_says(report: Any) -> None:
    table = report.tables[1]
    texts = [[cell.text for cell in row.cells] for row in table.rows]

    assert texts[0][:6] == ["STT", "Đơn vị", "Chỉ tiêu (đơn vị máu)", "Đăng ký", *["Người hiến được máu"] * 2]
    assert texts[1][4:6] == ["Nam", "Nữ"]
    assert [tuple(row) for row in texts[2:14]] == list(make.rows(12))
    assert texts[14] == ["", "Tổng cộng", "1.234", "1.117", "567", "550", "98,5%", ""]
    assert all(cell.paragraphs[0].runs[0].bold for cell in table.rows[14].cells)


def test_columns_are_aligned_as_asked(report: Any) -> None:
    cells = report.tables[1].rows[2].cells

    assert [cells[place].paragraphs[0].alignment for place in (0, 1, 2)] == [
        WD_ALIGN_PARAGRAPH.CENTER,
        WD_ALIGN_PARAGRAPH.LEFT,
        WD_ALIGN_PARAGRAPH.RIGHT,
    ]


def test_the_rule_below_the_motto_is_as_long_as_the_motto(report: Any) -> None:
    rule = find(report, "Độc lập - Tự do")._p.getnext()
    indents = rule.pPr.find(qn("w:ind"))
    length = layout.RIGHT_COLUMN - sum(int(indents.get(qn(f"w:{side}"))) for side in ("left", "right")) / 20
    motto = text_width("Độc lập - Tự do - Hạnh phúc", size=layout.SIZE_MOTTO, face="Bold")

    assert rule.pPr.find(f"{qn('w:pBdr')}/{qn('w:top')}") is not None
    assert abs(length - motto) < 0.2


def test_the_signature_is_one_row_tied_to_the_last_words(report: Any) -> None:
    table = report.tables[-1]
    before = find(report, "Trên đây là báo cáo")

    assert len(table.rows) == 1
    assert table._tbl.tr_lst[0].find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None
    assert before.paragraph_format.keep_with_next
    assert table.rows[0].cells[0].text.startswith("Nơi nhận:")
    assert table.rows[0].cells[1].text.startswith("TM. BAN THƯỜNG VỤ")


def test_the_last_rows_of_a_table_are_tied_to_the_signature() -> None:
    table = opened(make.report(body=(make.results(9),))).tables[1]
    tied = [row.cells[1].paragraphs[0].paragraph_format.keep_with_next for row in table.rows]

    assert [bool(kept) for kept in tied[2:]] == [False] * 7 + [True] * 3


def test_each_appendix_is_a_section_that_counts_its_own_pages() -> None:
    sections = opened(make.long_report()).sections
    starts = [section._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) for section in sections]

    assert starts == ["1", "1", "1"]
    assert [section.orientation for section in sections] == [
        WD_ORIENT.PORTRAIT,
        WD_ORIENT.LANDSCAPE,
        WD_ORIENT.PORTRAIT,
    ]
    assert all(section.different_first_page_header_footer for section in sections)
    assert round(sections[1].page_width.mm) == 297


def test_the_file_says_who_issued_it_and_nothing_of_its_template(report: Any) -> None:
    properties = report.core_properties

    assert properties.author == "Liên đoàn Lao động tỉnh Điện Biên"
    assert properties.title.startswith("Kết quả vận động")
    assert (properties.comments, properties.created) == ("", None)


def test_headings_are_real_headings() -> None:
    names = [
        line.style.name for line in opened(make.plan()).paragraphs if line.style.name.startswith("Heading")
    ]

    assert names == ["Heading 1", "Heading 1", "Heading 1", "Heading 2", "Heading 3"]


def test_a_letter_has_its_subject_under_the_number_and_no_title() -> None:
    word = opened(make.letter())
    left = word.tables[0].rows[1].cells[0].text

    assert left.startswith("Số: 905/LĐLĐ\nV/v đẩy mạnh")
    assert "KHẨN" in left
    assert look(find(word, "V/v"))[0] == 12
    assert not any(line.text == "BÁO CÁO" for line in word.paragraphs)
    assert [line.text for line in word.paragraphs if line.text.startswith("- Công đoàn")][-1].endswith(
        "tỉnh."
    )


def test_signature_and_seal_float_over_the_place_between_title_and_name() -> None:
    signature = replace(
        make.SIGNATURE,
        signature_image=png(width=300, height=100),
        seal_image=png(width=50, height=50),
    )
    word = opened(make.report(signature=signature))
    anchors = list(word.element.body.iter(qn("wp:anchor")))
    sizes = [anchor.find(qn("wp:extent")) for anchor in anchors]

    assert len(anchors) == 2
    assert int(sizes[0].get("cx")) == pytest.approx(3 * int(sizes[0].get("cy")), rel=0.01)
    assert int(sizes[1].get("cx")) == pytest.approx(Mm(36), rel=0.01)


def test_text_is_composed_and_freed_of_control_characters() -> None:
    word = opened(make.report(body=(Paragraph("Hoa\u0300\x07 bi\u0300nh 😀"),)))

    assert any(line.text == "Hoà bình 😀./." for line in word.paragraphs)


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=60))
def test_no_text_stops_the_renderer(text: str) -> None:
    table = Table((text, text), rows=((text,), (text, text, text)), caption=text, total_row=(text,))
    body = (Heading(text), Paragraph(text), Numbered((text, "😀")), table, PageBreak(), Bullets(()))
    document = OfficialDocument(
        issuer=text,
        parent_issuer=text,
        symbol=text,
        place=text,
        subject=text,
        kind=text,
        addressees=(text, text),
        bases=(text,),
        body=body,
        recipients=(text,),
        signature=replace(make.SIGNATURE, name=text, title=text),
        appendices=(Appendix(text, body, landscape=True),),
    )

    assert opened(document).sections
