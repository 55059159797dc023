import re
from dataclasses import replace
from functools import cache

import pypdfium2
import pytest
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
    Run,
    Table,
)
from maudao.documents.writer.pdf import render_pdf
from maudao.documents.writer.typeface import text_width

from . import make
from .images import png
from .test_typeface import LETTERS

SENTENCE = "Ban Thường vụ Liên đoàn Lao động tỉnh đề nghị các cấp công đoàn triển khai thực hiện. "


def pages(document: OfficialDocument) -> list[str]:
    """The text of every page, one line a line."""
    with pypdfium2.PdfDocument(render_pdf(document)) as pdf:
        return [page.get_textpage().get_text_bounded().replace("\r\n", "\n") for page in pdf]


@cache
def long_report_pages() -> list[str]:
    return pages(make.long_report())


def joined(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def top_line(text: str) -> str:
    return text.strip().split("\n")[0]


def test_text_comes_out_with_its_marks() -> None:
    text = joined(" ".join(pages(make.report())))

    for phrase in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "LIÊN ĐOÀN LAO ĐỘNG TỈNH ĐIỆN BIÊN",
        "Số: 05/BC-LĐLĐ",
        "Điện Biên, ngày 05 tháng 02 năm 2026",
        "Kính gửi: Tổng Liên đoàn Lao động Việt Nam",
        "trân trọng báo cáo./.",
        "- Lưu: VT, CSPL&QHLĐ.",
        "KT. CHỦ TỊCH PHÓ CHỦ TỊCH Nguyễn Thị Hồng Đào",
    ):
        assert phrase in text


def test_every_vietnamese_letter_is_set_in_tinos_in_all_four_faces() -> None:
    letters = " ".join(LETTERS)
    styles = [Run(letters, bold=bold, italic=italic) for bold in (False, True) for italic in (False, True)]
    pdf = render_pdf(make.report(body=(Paragraph(tuple(styles)),)))

    assert sorted(re.findall(rb"/FontName/\w{6}\+([\w-]+)", pdf.replace(b"/FontName /", b"/FontName/"))) == [
        b"Tinos",
        b"Tinos-Bold",
        b"Tinos-BoldItalic",
        b"Tinos-Italic",
    ]


def test_pages_are_a4_and_a_landscape_appendix_lies_on_its_side() -> None:
    with pypdfium2.PdfDocument(render_pdf(make.long_report())) as pdf:
        sizes = [tuple(round(side) for side in page.get_size()) for page in pdf]

    assert sizes[0] == (595, 842)
    assert (842, 595) in sizes
    assert sizes[-1] == (595, 842)


def test_the_first_page_of_each_part_has_no_number_and_each_counts_for_itself() -> None:
    text = long_report_pages()
    first, second = (
        next(n for n, page in enumerate(text) if f"Phụ lục {n_}\n" in page) for n_ in ("I", "II")
    )

    assert [top_line(page) for page in text[1:first]] == [str(n) for n in range(2, first + 1)]
    assert top_line(text[0]) != "1"
    assert top_line(text[first]) == "Phụ lục I"
    assert [top_line(page) for page in text[first + 1 : second]] == [
        str(n) for n in range(2, second - first + 1)
    ]
    assert top_line(text[second]) == "Phụ lục II"


def test_a_table_of_150_units_repeats_its_header_on_every_page() -> None:
    appendix = [page for page in long_report_pages() if "Công đoàn xã" in page][2:]
    text = joined(" ".join(appendix))

    assert all("Đạt tỷ lệ" in page for page in appendix)
    assert all(text.count(f"Công đoàn xã số {n} ") == 2 for n in range(1, 151))


@pytest.mark.parametrize("count", range(14, 34))
def test_a_signature_never_stands_alone_after_paragraphs(count: int) -> None:
    body = tuple(Paragraph(f"Ý thứ {n}.") for n in range(count))
    last = pages(make.report(addressees=(), bases=(), body=body))[-1]

    assert "Nguyễn Thị Hồng Đào" in last
    assert f"Ý thứ {count - 1}./." in last


@pytest.mark.parametrize("closing", ["./.", ""])
@pytest.mark.parametrize("count", range(18, 34))
def test_a_signature_takes_the_last_rows_of_a_table_along(count: int, closing: str) -> None:
    document = make.report(addressees=(), bases=(), body=(make.results(count),), closing=closing)
    text = pages(document)
    last = joined(text[-1])

    assert "Nguyễn Thị Hồng Đào" in last
    assert f"Công đoàn xã số {count} " in last
    assert "Đạt tỷ lệ" in last
    assert joined(" ".join(text)).count("Tổng cộng") == 1
    assert joined(" ".join(text)).count("Đạt tỷ lệ") == len(text)


@pytest.mark.parametrize("sentences", range(20, 44, 3))
def test_a_signature_follows_the_last_lines_of_a_long_paragraph(sentences: int) -> None:
    document = make.report(addressees=(), bases=(), body=(Paragraph("Mở."), Paragraph(SENTENCE * sentences)))

    assert "thực hiện./." in joined(pages(document)[-1])


def test_a_heading_stays_with_the_text_below_it() -> None:
    for count in range(10, 30):
        body = (
            *(Paragraph(f"Ý thứ {n}.") for n in range(count)),
            Heading("II. SAU"),
            Paragraph(SENTENCE * 9),
        )
        page = next(page for page in pages(make.report(body=body)) if "II. SAU" in page)
        assert "Ban Thường vụ Liên đoàn Lao động tỉnh đề nghị" in joined(page)


def test_what_a_user_writes_is_never_code() -> None:
    evil = '#panic("x") $x^2$ *đậm* _nghiêng_ `mã` \\u{41} @ref <nhãn> = Tiêu đề // chú thích #import "x" [ ] { }'
    document = make.report(
        subject=evil,
        issuer=evil,
        place=evil,
        addressees=(evil, evil),
        bases=(evil,),
        recipients=(evil,),
        body=(
            Heading(evil),
            Paragraph(evil),
            Bullets((evil,)),
            Table((evil,), rows=((evil,),), caption=evil),
        ),
    )

    assert joined(" ".join(pages(document))).count("@ref <nhãn> = Tiêu đề // chú thích #import") >= 7


def test_the_motto_has_a_rule_of_exactly_its_length() -> None:
    wanted = text_width("Độc lập - Tự do - Hạnh phúc", size=layout.SIZE_MOTTO, face="Bold")
    with pypdfium2.PdfDocument(render_pdf(make.report())) as pdf:
        bounds = [
            item.get_bounds() for item in pdf[0].get_objects([pypdfium2.raw.FPDF_PAGEOBJ_PATH], max_depth=9)
        ]
    lengths = [right - left for left, bottom, right, top in bounds if top - bottom < 2]

    assert any(abs(length - wanted) < 1.5 for length in lengths)


def test_text_keeps_to_the_margins() -> None:
    with pypdfium2.PdfDocument(render_pdf(make.report())) as pdf:
        bounds = [
            item.get_bounds() for item in pdf[0].get_objects([pypdfium2.raw.FPDF_PAGEOBJ_TEXT], max_depth=9)
        ]

    assert min(left for left, *_ in bounds) >= layout.MARGIN_LEFT - 1
    assert max(right for _, _, right, _ in bounds) <= layout.PAGE_WIDTH - layout.MARGIN_RIGHT + 1
    assert min(bottom for _, bottom, *_ in bounds) >= layout.MARGIN_BOTTOM - 1


def test_a_word_without_spaces_is_broken_at_the_margin() -> None:
    document = make.report(body=(Paragraph("x" * 400), Table(("y" * 200, "z"), rows=(("w" * 300, ""),))))
    with pypdfium2.PdfDocument(render_pdf(document)) as pdf:
        rights = [
            item.get_bounds()[2]
            for page in pdf
            for item in page.get_objects([pypdfium2.raw.FPDF_PAGEOBJ_TEXT], max_depth=9)
        ]

    assert max(rights) <= layout.PAGE_WIDTH - layout.MARGIN_RIGHT + 1


def test_signature_and_seal_are_drawn_between_title_and_name() -> None:
    signature = replace(
        make.SIGNATURE, signature_image=png(width=300, height=100), seal_image=png(width=50, height=50)
    )
    with pypdfium2.PdfDocument(render_pdf(replace(make.letter(), signature=signature))) as pdf:
        images = pdf[0].get_objects([pypdfium2.raw.FPDF_PAGEOBJ_IMAGE], max_depth=9)
        sizes = [
            (right - left, top - bottom) for left, bottom, right, top in (i.get_bounds() for i in images)
        ]

    assert sizes[0] == pytest.approx((layout.SIGNATURE_WIDTH, layout.SIGNATURE_WIDTH / 3), abs=0.5)
    assert sizes[1] == pytest.approx((layout.SEAL_SIZE, layout.SEAL_SIZE), abs=0.5)


def test_an_urgent_letter_says_so() -> None:
    assert "KHẨN" in pages(make.letter())[0]
    assert "KHẨN" not in pages(replace(make.letter(), urgency=None))[0]


def test_nothing_but_the_frame_is_needed() -> None:
    assert "CỘNG HÒA" in pages(OfficialDocument(issuer="", symbol="", place="", subject=""))[0]


def test_a_list_of_recipients_longer_than_a_page_goes_on_over_the_page() -> None:
    recipients = tuple(f"Nơi thứ {n}" for n in range(90))
    for words in ("Ngắn.", SENTENCE * 12):
        text = joined(" ".join(pages(make.report(body=(Paragraph(words),), recipients=recipients))))
        assert text.count("- Nơi thứ") == 90


def test_a_row_higher_than_a_page_goes_on_over_the_page() -> None:
    text = pages(make.report(body=(Table(("Ghi chú",), rows=(("dòng\n" * 200,),)),)))

    assert joined(" ".join(text)).count("dòng") == 200


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=60))
def test_no_text_stops_the_renderer(text: str) -> None:
    table = Table((text, text), rows=((text,), (text, text, text)), caption=text, total_row=(text,))
    body = (
        Heading(text),
        Paragraph(text),
        Numbered((text, "😀")),
        table,
        PageBreak(),
        PageBreak(),
        Bullets(()),
    )
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

    assert render_pdf(document).startswith(b"%PDF")
