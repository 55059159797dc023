"""What kind of file came in, and whether reading it takes long."""

import io

import pytest
from PIL import Image

from maudao.documents.kinds import Kind, kind_of, reads_slowly
from maudao.documents.writer.blocks import OfficialDocument, Paragraph
from maudao.documents.writer.docx import render_docx
from maudao.documents.writer.pdf import render_pdf

DOCUMENT = OfficialDocument(
    issuer="Công đoàn xã Mường Một",
    symbol="CĐX",
    place="Mường Một",
    subject="Hiến máu",
    body=(Paragraph("Đoàn viên đăng ký hiến máu tình nguyện trước ngày 07 tháng 4 năm 2026. " * 3),),
)


def picture(kind):
    data = io.BytesIO()
    Image.new("L", (400, 600), 255).save(data, kind)
    return data.getvalue()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (render_docx(DOCUMENT), Kind.DOCX),
        (b"%PDF-1.7", Kind.PDF),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Kind.DOC),
        (b"{\\rtf1", Kind.RTF),
        (picture("PNG"), Kind.PNG),
        (picture("JPEG"), Kind.JPEG),
        ("\ufeff<!DOCTYPE html>".encode(), Kind.HTML),
        ("HƯỚNG DẪN".encode(), Kind.TEXT),
        ("HƯỚNG DẪN".encode("utf-16"), Kind.TEXT),
        (b"PK\x03\x04 not a zip", Kind.OTHER),
        (b"\x7fELF\x00", Kind.OTHER),
        (b"", Kind.TEXT),
    ],
)
def test_the_content_shows_the_kind(data, kind):
    assert kind_of(data) is kind


def test_text_in_a_pdf_is_read_at_once_and_a_scan_is_not():
    assert not reads_slowly(render_pdf(DOCUMENT))
    assert reads_slowly(picture("PDF"))
    assert reads_slowly(picture("PNG"))


def test_a_broken_pdf_is_refused_at_once():
    assert not reads_slowly(b"%PDF-1.7 broken")
