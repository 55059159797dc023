"""Pages of a unit's own documents."""

import io
from dataclasses import replace

import docx
import pytest
from django.urls import reverse

from maudao.documents import actions, make
from maudao.documents.rules import DocumentType
from maudao.documents.writer.blocks import Bullets, OfficialDocument, Paragraph, Run, Table
from maudao.organization.make import ACTOR, NOW

LIST_QUERIES = 10


@pytest.fixture
def client_of(as_user, commune_officer):
    return as_user(commune_officer)


def page_url(document):
    return reverse("outgoing_page", kwargs={"pk": document.pk})


def sent_of(document, **changes):
    content = OfficialDocument.from_json(document.content)
    sent = {"subject": content.subject, "recipients": "\n".join(content.recipients), "title": "CHỦ TỊCH"}
    sent |= {"authority": "TM. BAN CHẤP HÀNH", "name": content.signature.name, "action": "save"}
    for place, block in enumerate(content.body):
        if isinstance(block, Paragraph) and isinstance(block.text, str):
            sent[f"block-{place}"] = block.text
    return {**sent, **changes}


def test_the_page_shows_the_paper(client_of, union):
    html = client_of.get(page_url(make.draft(union.commune))).content.decode()
    assert "KẾ HOẠCH" in html
    assert "Số: …/KH-CĐX" in html
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in html


def test_a_draft_is_edited_paragraph_by_paragraph(client_of, union):
    document = make.draft(union.commune)
    sent = sent_of(
        document, subject="Trích yếu mới", added="Đoạn một\nĐoạn hai", recipients="Như trên\n\nLưu VT"
    )
    assert client_of.post(page_url(document), sent).status_code == 302
    document.refresh_from_db()
    content = OfficialDocument.from_json(document.content)
    assert (document.subject, content.recipients) == ("Trích yếu mới", ("Như trên", "Lưu VT"))
    assert content.body[-2:] == (Paragraph("Đoạn một"), Paragraph("Đoạn hai"))


def test_blocks_that_are_left_alone_keep_their_styles_and_tables_stay(client_of, union):
    styled = Paragraph((Run("Một"), Run(" đậm", bold=True)))
    body = (styled, Bullets(("a", "b")), Table(header=("Cột",), rows=(("1",),)))
    content = replace(make.content(union.commune), body=body)
    document = actions.draft_outgoing(
        union.commune, content, doc_type=DocumentType.PLAN, actor=ACTOR, now=NOW
    )
    sent = sent_of(document) | {"block-0": "Một đậm", "block-1": "a\nb\nc"}
    client_of.post(page_url(document), sent)
    document.refresh_from_db()
    assert OfficialDocument.from_json(document.content).body == (styled, Bullets(("a", "b", "c")), body[2])


def test_a_draft_without_a_subject_is_refused(client_of, union):
    document = make.draft(union.commune)
    assert client_of.post(page_url(document), sent_of(document, subject="")).status_code == 422


def test_issuing_gives_the_number(client_of, union):
    document = make.draft(union.commune)
    sent = {"action": "issue", "issued_on": "25/03/2026", "signer": "Quàng Thị Ký"}
    assert client_of.post(page_url(document), sent).status_code == 302
    assert client_of.post(page_url(document), sent).status_code == 302
    document.refresh_from_db()
    assert (document.full_number, document.signer) == ("01/KH-CĐX", "Quàng Thị Ký")


def test_a_document_is_not_issued_in_the_future(client_of, union):
    document = make.draft(union.commune)
    sent = {"action": "issue", "issued_on": "01/01/2199", "signer": "A"}
    assert client_of.post(page_url(document), sent).status_code == 422


def test_an_issued_document_is_not_edited(client_of, union):
    document = make.issued(union.commune)
    client_of.post(page_url(document), sent_of(document, subject="Khác"))
    document.refresh_from_db()
    assert document.subject != "Khác"


@pytest.mark.parametrize(("kind", "start"), [("docx", b"PK"), ("pdf", b"%PDF-")])
def test_the_document_can_be_taken_away(client_of, union, kind, start):
    document = make.issued(union.commune)
    response = client_of.get(reverse("outgoing_file", kwargs={"pk": document.pk, "kind": kind}))
    assert response.status_code == 200
    assert response.content.startswith(start)
    assert response["Content-Disposition"].startswith('attachment; filename="01-kh-cdx')


def test_the_docx_carries_the_number(client_of, union):
    document = make.issued(union.commune)
    response = client_of.get(reverse("outgoing_file", kwargs={"pk": document.pk, "kind": "docx"}))
    head = docx.Document(io.BytesIO(response.content)).tables[0]
    assert any("01/KH-CĐX" in cell.text for cell in head._cells)


def test_a_stranger_sees_no_document(as_user, stranger, union):
    document = make.draft(union.commune)
    client = as_user(stranger)
    assert client.get(page_url(document)).status_code == 404
    assert client.post(page_url(document), {"action": "issue"}).status_code == 404
    assert client.get(reverse("outgoing_file", kwargs={"pk": document.pk, "kind": "pdf"})).status_code == 404


def test_the_list_asks_the_same_queries_for_one_row_and_three(client_of, union, django_assert_num_queries):
    url = reverse("outgoing_list", kwargs={"code": union.commune.code})
    make.issued(union.commune)
    make.draft(union.commune)
    client_of.get(url)
    with django_assert_num_queries(LIST_QUERIES):
        client_of.get(url)
    for _ in range(2):
        make.issued(union.commune)
        make.draft(union.commune)
    with django_assert_num_queries(LIST_QUERIES):
        client_of.get(url)


def test_the_register_is_searched_and_taken_away(client_of, union):
    make.issued(union.commune, subject="Tổ chức hiến máu đợt hè")
    make.issued(union.commune, subject="Đại hội công đoàn")
    kwargs = {"code": union.commune.code}
    html = client_of.get(reverse("outgoing_list", kwargs=kwargs), {"search": "hien mau"}).content.decode()
    assert "đợt hè" in html
    assert "Đại hội" not in html
    assert client_of.get(reverse("outgoing_register", kwargs=kwargs)).content.startswith(b"PK")
