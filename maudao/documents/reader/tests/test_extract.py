"""Each kind of file, made here, gives back its text in the order of the page."""

import io
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from PIL import Image, ImageDraw, ImageFont

from maudao.documents.reader import read
from maudao.documents.reader.extract import Extracted, UnreadableDocument, extract

SAMPLE = (Path(__file__).parent / "samples" / "huong-dan.txt").read_text(encoding="utf-8")
LINE = (
    "Liên đoàn Lao động tỉnh tổ chức hiến máu tình nguyện, mỗi đơn vị vận động ít nhất 30% đoàn "
    "viên tham gia."
)
TCVN3 = (
    "Liªn ®oµn Lao ®éng tØnh tæ chøc hiÕn m¸u t×nh nguyÖn, mçi ®¬n vÞ vËn ®éng Ýt nhÊt 30% ®oµn "
    "viªn tham gia."
)


def docx_bytes(document: Any) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_text_is_read_in_any_encoding(encoding: str) -> None:
    extracted = extract(SAMPLE.encode(encoding), "a.txt")
    assert extracted.kind == "txt"
    assert extracted.text.lstrip("\ufeff") == SAMPLE


def test_windows_1258_text_is_composed() -> None:
    decomposed = (
        "Hiê\u0301n ma\u0301u ti\u0300nh nguyê\u0323n: mô\u0303i ngươ\u0300i mô\u0323t lâ\u0300n. " * 5
    )
    assert "Hiến máu tình nguyện: mỗi người một lần." in extract(decomposed.encode("cp1258"), "a.txt").text


def test_tcvn3_text_is_recognised_and_converted() -> None:
    extracted = extract((TCVN3 + "\n").encode("utf-8") * 3, "a.txt")
    assert "hiến máu tình nguyện, mỗi đơn vị vận động ít nhất 30% đoàn viên" in extracted.text
    assert any("TCVN3" in note for note in extracted.notes)


def test_tcvn3_bytes_of_one_octet_are_converted_too() -> None:
    assert "hiến máu tình nguyện" in extract((TCVN3 + "\n").encode("cp1252") * 3, "a.txt").text


def test_a_web_page_loses_scripts_and_menus_and_keeps_its_lines() -> None:
    page = (
        "<!DOCTYPE "
        "html><html><head><title>x</title><script>alert('1')</script></head><body><nav>Trang "
        "chủ</nav>"
        "<div class='sidebar'>Tin khác</div><h1>KẾ HOẠCH</h1><p>Mỗi trường\n đăng ký.<br>Dòng hai</p>"
        "<table><tr><td>Xã An</td><td>30</td></tr></table><style>p{}</style></body></html>"
    )
    extracted = extract(page.encode(), "a.html")
    lines = [line for line in extracted.text.splitlines() if line]
    assert extracted.kind == "html"
    assert lines == ["KẾ HOẠCH", "Mỗi trường đăng ký.", "Dòng hai", "Xã An |", "30 |"]


def test_a_page_s_own_charset_counts() -> None:
    page = "<html><head><meta charset='utf-16'></head><body><p>Hiến máu</p></body></html>"
    assert "Hiến máu" in extract(page.encode("utf-16"), "a.html").text


def directive_docx() -> bytes:
    document = Document()
    document.sections[0].header.paragraphs[0].text = "Số: 12/KH-LĐLĐ"
    document.add_paragraph("KẾ HOẠCH")
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(
        (cell for row in table.rows for cell in row.cells), ["Đơn vị", "Chỉ tiêu", "Xã An", "30"], strict=True
    ):
        cell.text = text
    paragraph = document.add_paragraph("Sau bảng")
    box = OxmlElement("w:txbxContent")
    inner, run, words = OxmlElement("w:p"), OxmlElement("w:r"), OxmlElement("w:t")
    words.text = "Trong khung"
    run.append(words)
    inner.append(run)
    box.append(inner)
    paragraph.runs[0]._element.append(box)
    document.add_paragraph("Mục một", style="List Number")
    return docx_bytes(document)


def test_docx_gives_header_tables_and_text_boxes_in_order() -> None:
    text = extract(directive_docx(), "ke-hoach.docx").text
    found = [
        text.index(words)
        for words in (
            "Số: 12/KH-LĐLĐ",
            "KẾ HOẠCH",
            "Đơn vị | Chỉ tiêu",
            "Xã An | 30",
            "Sau bảng",
            "Trong khung",
        )
    ]
    assert found == sorted(found)
    assert text.count("Trong khung") == 1


def test_docx_lists_get_the_numbers_that_word_prints() -> None:
    document = Document()
    for words in ("Mục một", "Mục hai"):
        paragraph = document.add_paragraph(words)
        properties, level, number = OxmlElement("w:numPr"), OxmlElement("w:ilvl"), OxmlElement("w:numId")
        level.set(qn("w:val"), "0")
        number.set(qn("w:val"), document.styles["List Number"].element.pPr.numPr.numId.get(qn("w:val")))
        properties.extend([level, number])
        paragraph._element.get_or_add_pPr().append(properties)
    assert extract(docx_bytes(document), "a.docx").text.split("\n")[:2] == ["1. Mục một", "2. Mục hai"]


def test_kind_is_told_by_content_not_by_name() -> None:
    assert extract(directive_docx(), "scan.pdf").kind == "docx"
    assert extract(SAMPLE.encode(), "van-ban.docx").kind == "txt"


def picture_of(text: str) -> Image.Image:
    image = Image.new("L", (1654, 500), 255)
    font = ImageFont.load_default(40)
    ImageDraw.Draw(image).text((80, 80), text, fill=0, font=font)
    return image


def png_bytes(image: Image.Image) -> bytes:
    stream = io.BytesIO()
    image.save(stream, "PNG", dpi=(200, 200))
    return stream.getvalue()


needs_tesseract = pytest.mark.skipif(shutil.which("tesseract") is None, reason="tesseract is not installed")


@needs_tesseract
def test_a_picture_is_read_by_ocr_and_says_so() -> None:
    extracted = extract(png_bytes(picture_of("KE HOACH 2024\nHien mau ngay 12/05/2024")), "a.png")
    assert (extracted.kind, extracted.ocr) == ("png", True)
    assert "12/05/2024" in extracted.text


@needs_tesseract
def test_a_scanned_pdf_page_goes_to_ocr() -> None:
    stream = io.BytesIO()
    picture_of("KE HOACH 2024\nHien mau ngay 12/05/2024").save(stream, "PDF", resolution=200)
    extracted = extract(stream.getvalue(), "a.pdf")
    assert extracted.ocr
    assert extracted.pages == 1
    assert "12/05/2024" in extracted.text


def test_a_picture_without_tesseract_is_refused_with_one_clear_sentence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from maudao.documents.reader.extract import ocr  # noqa: PLC0415 - patched here only

    monkeypatch.setattr(ocr, "can_read_pictures", lambda: False)
    with pytest.raises(UnreadableDocument) as refusal:
        extract(png_bytes(picture_of("A")), "a.png")
    assert refusal.value.reason == "no_ocr"


def office(source: Path, form: str) -> bytes:
    profile = source.parent / "profile"
    command = [
        "soffice",
        f"-env:UserInstallation={profile.as_uri()}",
        "--headless",
        "--convert-to",
        form,
        source.name,
    ]
    subprocess.run(command, cwd=source.parent, check=True, capture_output=True, timeout=120)
    return source.with_suffix("." + form.split(":", maxsplit=1)[0]).read_bytes()


needs_office = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")


@pytest.mark.slow
@needs_office
@pytest.mark.parametrize("form", ["doc", "rtf", "pdf"])
def test_older_and_printed_forms_give_the_same_record(form: str, tmp_path: Path) -> None:
    document = Document()
    for line in SAMPLE.splitlines():
        document.add_paragraph(line.strip())
    source = tmp_path / "a.docx"
    document.save(source)
    extracted = extract(office(source, form), f"a.{form}")
    assert extracted.kind == form
    record = read(extracted.text)
    assert [(target["kind"], target["value"]) for target in record["targets"]] == [
        ("units_percent", 100),
        ("members_percent", 25),
        ("over_quota_percent", 10),
    ]
    assert record["report_deadlines"][0]["date"] == "2024-05-06"


def test_extracted_is_a_plain_record() -> None:
    assert extract(LINE.encode(), "a.txt") == Extracted(LINE, "txt")
