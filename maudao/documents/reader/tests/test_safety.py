"""Hostile and broken files end in a clear refusal within 5 seconds and 300 MB; no text blows up a rule."""

import io
import json
import os
import struct
import subprocess
import sys
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from docx import Document

from maudao.documents.reader import read
from maudao.documents.reader.extract import UnreadableDocument, extract
from maudao.documents.reader.lines import MAX_CHARACTERS

MB = 1024 * 1024
MAX_SECONDS = 5
MAX_MEGABYTES = 300
#: Reads one file, and tells the error, the seconds of processor time and the highest memory, child programs included.
#: A process's own peak is read from /proc: what getrusage says of it begins with the memory of who started it.
MEASURED = """
import json, os, re, resource, sys
from maudao.documents.reader.cli import answer
row = answer(sys.argv[1])
own = int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1])
peak = max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) // 1024
print(json.dumps([row.get("error", {}).get("code"), sum(os.times()[:4]), peak]))
"""


def plain_docx() -> bytes:
    document = Document()
    document.add_paragraph("KẾ HOẠCH hiến máu")
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def docx_with(extra: dict[str, bytes] | None = None, body: Callable[[str], bytes] | None = None) -> bytes:
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(plain_docx())) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for item in old.infolist():
            content = old.read(item.filename)
            new.writestr(
                item.filename,
                body(content.decode()) if body and item.filename == "word/document.xml" else content,
            )
        for name, content in (extra or {}).items():
            new.writestr(name, content)
    return stream.getvalue()


ENTITIES = (
    '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(9))
    + "]>"
)


def with_entities(xml: str) -> bytes:
    head, rest = xml.split("?>", 1)
    return f"{head}?>{ENTITIES}{rest}".replace("KẾ HOẠCH", "&j;").encode()


def with_entities_in_utf16(xml: str) -> bytes:
    return with_entities(xml).decode().replace("UTF-8", "UTF-16").encode("utf-16")


def lying_bomb() -> bytes:
    data = docx_with({"word/media/big.bin": bytes(80 * MB)})
    return data.replace(struct.pack("<I", 80 * MB), struct.pack("<I", 1000))


def nested_docx() -> bytes:
    deep = "<w:tbl><w:tr><w:tc>" * 3000 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 3000
    return docx_with(body=lambda xml: xml.replace("<w:body>", "<w:body>" + deep).encode())


def pdf_of(pages: int) -> bytes:
    document = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        document.new_page(595, 842)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def png_that_claims(width: int, height: int) -> bytes:
    def chunk(kind: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(bytes(1000)))
        + chunk(b"IEND", b"")
    )


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "over-10-mb.txt": (lambda: b"a" * (11 * MB), "too_large"),
    "empty.txt": (lambda: b"", "empty"),
    "blank.txt": (lambda: b" \n\0\n", "empty"),
    "garbage.bin": (lambda: os.urandom(9 * MB), "not_text"),
    "garbage.docx": (lambda: b"PK\x03\x04" + os.urandom(MB), "broken"),
    "bomb.docx": (lambda: docx_with({f"word/media/{i}.bin": bytes(50 * MB) for i in range(3)}), "zip_bomb"),
    "lying-bomb.docx": (lying_bomb, "broken"),
    "many-members.docx": (lambda: docx_with({f"word/{i}.xml": b"a" for i in range(3000)}), "zip_bomb"),
    "entities.docx": (lambda: docx_with(body=with_entities), "unsafe_xml"),
    "entities-utf16.docx": (lambda: docx_with(body=with_entities_in_utf16), "unsafe_xml"),
    "nested.docx": (nested_docx, "broken"),
    "locked.docx": (lambda: OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "password"),
    "garbage.doc": (lambda: OLE + "WordDocument".encode("utf-16-le") + os.urandom(3 * MB), "broken"),
    "workbook.xlsx": (
        lambda: docx_with({"xl/workbook.xml": b"a"}).replace(b"word/", b"xl__/"),
        "unsupported",
    ),
    "pages-5000.pdf": (lambda: pdf_of(5000), "too_many_pages"),
    "no-page-has-text.pdf": (lambda: pdf_of(1), "empty"),
    "cut.pdf": (lambda: pdf_of(100)[:5000], "broken"),
    "garbage.pdf": (lambda: b"%PDF-1.7\n" + os.urandom(3 * MB), "broken"),
    "bomb.png": (lambda: png_that_claims(60_000, 60_000), "broken"),
    "cut.png": (lambda: png_that_claims(6_000, 6_000), "broken"),
    "big.html": (lambda: b"<html><body>" + b"<p>a b</p>" * (MB // 2), "too_large"),
    "deep.html": (lambda: b"<html>" + b"<div>" * 500_000, "empty"),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_within_5_seconds_and_300_mb(name: str, tmp_path: Path) -> None:
    make, code = HOSTILE[name]
    path = tmp_path / name
    path.write_bytes(make())
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, str(path)], capture_output=True, text=True, timeout=60, check=True
    )
    reason, seconds, megabytes = json.loads(done.stdout)
    assert reason == code
    assert seconds < MAX_SECONDS
    assert megabytes < MAX_MEGABYTES


def test_a_locked_pdf_is_refused_as_locked() -> None:
    with pytest.raises(UnreadableDocument) as refusal:
        extract(LOCKED_PDF, "a.pdf")
    assert refusal.value.reason == "password"


LOCKED_PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    b"3 0 obj<</Filter/Standard/V 1/R 2/O<" + b"ab" * 32 + b">/U<" + b"cd" * 32 + b">/P -4>>endobj\n"
    b"trailer<</Root 1 0 R/Encrypt 3 0 R/ID[<00><00>]>>\n%%EOF"
)

REPEATED = [
    "hiến máu tình nguyện ",
    "1.\n",
    "“",
    '"a ',
    "1",
    "01/02/2020 ",
    "ít nhất 30% đoàn viên ",
    "Công văn số 1/KH ngày ",
    "| ",
    "TT\nĐơn vị\nChỉ tiêu\n1\nA\n2\n",
    "Kính gửi: a;\n",
    "CÔNG ĐOÀN ",
    "TM. BAN\nCHỦ TỊCH\n",
    "từ ngày 1/2 đến ",
    "0 1 2 3 ",
    "a.b-c_",
    "Trường Đại học A ",
    "- ",
    "Thời gian: ",
    "Thời gian: 1/2/2020\nĐịa điểm: A\n",
    "a\n",
    "e\u0301",
    "báo cáo trước ngày 1/2/2020 ",
    "thông điệp: “Hiến máu là sống - Sống là cho” ",
    "khẩu hiệu: a;",
    "20 người đăng ký ",
    "- Ấp A: 30 đơn vị\n",
    "Căn cứ Luật A ngày ",
    "đ/c Nguyễn Văn A ",
    "1%",
    "1-",
    "Số: 1/A-B-C-",
    " \n",
    "\t",
    " ",
    "1\nA\n",
    "Nơi nhận:\n- A;\n",
    "Nơi nhận:\n- A,\nb\n",
    "Đợt 1\nNgày 1/2/2020\n20 đơn vị\n",
    "- Ngày 1/2: gửi danh sách;\n",
    "đề nghị các đơn vị ",
    "1. Các xã, các đơn vị, các trường, ",
    "Căn cứ a, b, c, các xã ",
    "chủ động, tích cực, ",
    "nghiêm túc triển khai thực hiện ",
    "đề nghị các đơn vị: \n1. Tổ chức hiến máu \n",
    "khẩu hiệu Hiến máu, cứu người ",
    "HIẾN GIỌT MÁU ĐÀO, TRAO NIỀM VUI!\n",
    "trong 03 ngày, từ ngày 01/02/2020 ",
    "hiến máu trong tháng 4 ",
    "trước ngày tổ chức 05 ngày gửi danh sách ",
    "định kỳ 6 tháng, ",
    "Công ty TNHH A ",
    "xã có dưới 1.000 dân: 20 người; ",
    "hiến máu vào ",
    "; ngày 01/02/2020 tại xã ",
]


@pytest.mark.slow
@pytest.mark.parametrize("piece", REPEATED)
def test_a_text_of_one_thing_repeated_is_read_within_5_seconds(piece: str) -> None:
    text = (piece * (MAX_CHARACTERS // len(piece) + 1))[:MAX_CHARACTERS]
    begun = time.process_time()
    read(text)
    assert time.process_time() - begun < MAX_SECONDS
