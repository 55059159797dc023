"""Pages of documents that come in."""

import io
import re
import zipfile
from datetime import date
from html.parser import HTMLParser

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from python_calamine import CalamineWorkbook

from maudao.documents import make, queries, records
from maudao.documents.models import IncomingDocument, StoredFile
from maudao.documents.rules import IncomingState


class FormReader(HTMLParser):
    """Reads what a browser would send of the form with an id."""

    def __init__(self, html, form_id):
        super().__init__()
        self.data, self.inside, self.form_id = {}, False, form_id
        self.area = self.select = None
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form":
            self.inside = given.get("id") == self.form_id
        if not self.inside:
            return
        name = given.get("name")
        if tag == "input" and name:
            is_choice = given.get("type") in ("checkbox", "radio")
            if not is_choice or "checked" in given:
                self.data[name] = given.get("value", "on" if is_choice else "")
        elif tag == "textarea":
            self.area, self.data[name] = name, ""
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and ("selected" in given or self.select not in self.data):
            self.data[self.select] = given.get("value", "")

    def handle_endtag(self, tag):
        if tag == "textarea":
            self.area = None
        if tag == "select":
            self.select = None
        if tag == "form":
            self.inside = False

    def handle_data(self, data):
        if self.area and self.inside:
            self.data[self.area] += data.removeprefix("\n")


def form_of(response, form_id="review"):
    return FormReader(response.content.decode(), form_id).data


def review_url(document):
    return reverse("incoming_review", kwargs={"pk": document.pk})


@pytest.fixture
def client_of(as_user, commune_officer):
    return as_user(commune_officer)


@pytest.fixture
def upload(client_of, union):
    def send(data=None, *, name="huong-dan.docx", text=""):
        file = {"file": SimpleUploadedFile(name, data)} if data is not None else {}
        url = reverse("incoming_upload", kwargs={"code": union.commune.code})
        return client_of.post(url, {"text": text, **file})

    return send


def zip_bomb():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b"<w>" + b"A" * 80_000_000)
    return packed.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00\x01\x02" * 500,
        b"\x7fELF" + b"\x00" * 200,
        b"%PDF-1.7 broken",
        b"PK\x03\x04 broken",
        b"a" * (11 << 20),
    ],
    ids=["empty", "binary", "program", "broken pdf", "broken zip", "11 MB"],
)
def test_a_hostile_file_is_refused_in_a_sentence_and_the_pasted_text_stays(upload, data):
    response = upload(data, text="")
    assert response.status_code == 422
    assert "field-error" in response.content.decode()
    assert not IncomingDocument.objects.exists()
    assert not StoredFile.objects.exists()


def test_a_zip_bomb_is_refused(upload):
    response = upload(zip_bomb())
    assert response.status_code == 422
    assert not IncomingDocument.objects.exists()


def test_nothing_sent_is_an_error_of_the_form(upload):
    assert upload().status_code == 422


def test_a_file_too_large_does_not_lose_the_pasted_text(upload):
    response = upload(b"a" * (11 << 20), text="Phần chữ đã dán")
    assert response.status_code == 422
    assert "Phần chữ đã dán" in response.content.decode()


def test_an_upload_leads_to_the_review(upload):
    response = upload(make.DIRECTIVE.format(number=3).encode(), name="a.txt")
    assert response["Location"] == review_url(IncomingDocument.objects.get())


def test_a_double_click_leads_to_the_same_review(upload):
    data = make.DIRECTIVE.format(number=3).encode()
    first, second = upload(data, name="a.txt"), upload(data, name="a.txt")
    assert first["Location"] == second["Location"]
    assert IncomingDocument.objects.count() == 1


def test_a_file_with_its_pasted_text_is_kept_and_the_text_read(upload):
    upload(b"\x7fELF" + b"\x00" * 200, name="la.bin", text=make.DIRECTIVE.format(number=4))
    document = IncomingDocument.objects.get()
    assert (document.state, document.number, document.file.name) == (
        IncomingState.PROPOSED,
        "4/HD-LĐLĐ",
        "la.bin",
    )


def test_the_review_marks_every_value_in_the_text(client_of, union):
    document = make.received(union.commune)
    html = client_of.get(review_url(document)).content.decode()
    for pointer in document.record["spans"]:
        assert f'id="span-{pointer.strip("/").replace("/", "-")}"' in html
    references = set(re.findall(r'href="#span-([^"]+)"', html))
    assert references <= set(re.findall(r'id="span-([^"]+)"', html))


def test_every_list_offers_a_new_row_and_shows_the_rows_it_has(client_of, union):
    document = make.received(union.commune)
    html = client_of.get(review_url(document)).content.decode()
    assert html.count('class="value-add"') == len(records.LISTS)
    rows = sum(len(records.rows_of(document.record, key)) for key in records.LISTS)
    assert len(re.findall(r'<li class="value value-row', html)) == rows


def test_sending_the_review_unchanged_changes_nothing(client_of, union):
    document = make.received(union.commune)
    url = review_url(document)
    response = client_of.post(url, {**form_of(client_of.get(url)), "action": "save"})
    assert response.status_code == 302
    document.refresh_from_db()
    assert (document.record["edited"], document.record["removed"]) == ([], [])
    assert document.record["targets"] == document.proposal["targets"]


def test_review_round_trip_to_the_register(client_of, union):
    """Correct a value, drop and add a slogan, answer the questions, register."""
    document = make.received(union.commune)
    url = review_url(document)
    sent = form_of(client_of.get(url))
    sent["number"], sent["date"] = "12a/HD-LĐLĐ", "16/03/2026"
    count = int(sent["messages-TOTAL_FORMS"])
    sent[f"messages-{count - 1}-text"] = "Mỗi giọt máu cho đi"
    client_of.post(url, {**sent, "remove": "messages-0"})
    document.refresh_from_db()
    proposed = document.proposal["messages"]
    assert document.record["messages"] == [*proposed[1:], "Mỗi giọt máu cho đi"]
    assert document.record["spans"]["/messages/0"] == document.proposal["spans"]["/messages/1"]

    sent = form_of(client_of.get(url))
    refused = client_of.post(url, {**sent, "action": "register"})
    assert refused.status_code == 422
    assert queries.open_questions(document)

    answers = {
        f"answer-{question['pointer'].strip('/').replace('/', '-')}": question["options"][0]["value"]
        for question in queries.open_questions(document)
    }
    response = client_of.post(url, {**sent, **answers, "arrived_on": "20/03/2026", "action": "register"})
    assert response.status_code == 302
    document.refresh_from_db()
    assert (document.state, document.arrival_number) == (IncomingState.REGISTERED, 1)
    assert (document.number, str(document.issued_on)) == ("12a/HD-LĐLĐ", "2026-03-16")
    assert client_of.get(url).status_code == 200


@pytest.mark.parametrize(
    "sent", [{}, {"targets-TOTAL_FORMS": "-1"}, {"targets-TOTAL_FORMS": "x", "action": "register"}]
)
def test_a_form_without_its_parts_is_refused_and_changes_nothing(client_of, union, sent):
    document = make.received(union.commune)
    assert client_of.post(review_url(document), sent).status_code == 422
    document.refresh_from_db()
    assert document.record["targets"] == document.proposal["targets"]


def test_a_row_left_out_can_be_taken_back(client_of, union):
    document = make.received(union.commune)
    url = review_url(document)
    client_of.post(url, {**form_of(client_of.get(url)), "remove": "targets-0"})
    document.refresh_from_db()
    assert document.record["removed"] == ["/targets/0"]
    client_of.post(url, {**form_of(client_of.get(url)), "restore": "/targets/0"})
    document.refresh_from_db()
    assert document.record["removed"] == []
    assert document.record["targets"][-1] == document.proposal["targets"][0]


def test_a_wrong_day_is_shown_and_nothing_is_saved(client_of, union):
    document = make.received(union.commune)
    url = review_url(document)
    response = client_of.post(url, {**form_of(client_of.get(url)), "date": "31/02/2026", "place": "Nơi khác"})
    assert response.status_code == 422
    assert "31/02/2026" in response.content.decode()
    assert "Nơi khác" in response.content.decode()
    document.refresh_from_db()
    assert document.record["date"] == "2026-03-15"


def test_two_officers_do_not_undo_each_other_unseen(client_of, union):
    document = make.received(union.commune)
    url = review_url(document)
    sent = form_of(client_of.get(url))
    client_of.post(url, {**sent, "place": "Nơi của người kia"})
    mine = client_of.post(url, {**sent, "place": "Nơi của tôi"})
    assert mine.status_code == 422
    document.refresh_from_db()
    assert document.record["place"] == "Nơi của người kia"
    again = form_of(mine)
    assert again["place"] == "Nơi của tôi"
    assert client_of.post(url, again).status_code == 302


def test_a_wrong_new_row_is_shown_open_with_its_error(client_of, union):
    document = make.received(union.commune)
    url = review_url(document)
    sent = form_of(client_of.get(url))
    new = int(sent["targets-TOTAL_FORMS"]) - 1
    response = client_of.post(
        url, {**sent, f"targets-{new}-text": "Chỉ tiêu mới", f"targets-{new}-value": "nhiều"}
    )
    assert response.status_code == 422
    html = response.content.decode()
    assert f'id="value-targets-{new}"' in html
    assert "<details open>" in html


def test_an_unanswered_question_keeps_what_was_corrected(client_of, union):
    document = make.received(union.commune)
    url = review_url(document)
    client_of.post(url, {**form_of(client_of.get(url)), "place": "Nơi khác", "action": "register"})
    document.refresh_from_db()
    assert (document.state, document.record["place"]) == (IncomingState.PROPOSED, "Nơi khác")


def test_a_missing_number_may_be_said_to_be_missing(client_of, union):
    text = make.DIRECTIVE.replace("Số: {number}/HD-LĐLĐ\n", "")
    document = make.received(union.commune, text=text)
    url = review_url(document)
    client_of.post(url, {**form_of(client_of.get(url)), "answer-number-not-said": "on", "action": "save"})
    document.refresh_from_db()
    assert document.answers["/number"] == "not_said"
    assert "/number" not in [question["pointer"] for question in queries.open_questions(document)]


def test_the_arrival_cannot_be_in_the_future(client_of, union):
    document = make.received(union.commune)
    url = review_url(document)
    sent = {**form_of(client_of.get(url)), "arrived_on": "01/01/2199", "action": "register"}
    assert client_of.post(url, sent).status_code == 422


def test_an_earlier_version_can_be_superseded(client_of, union):
    earlier, document = make.registered(union.commune, number=1), make.received(union.commune, number=2)
    url = review_url(document)
    answers = {f"answer-{p.strip('/').replace('/', '-')}": v for p, v in make.first_answers(document).items()}
    sent = {**form_of(client_of.get(url)), **answers, "supersedes": str(earlier.pk), "action": "register"}
    assert client_of.post(url, sent).status_code == 302
    document.refresh_from_db()
    assert document.supersedes == earlier


def test_the_original_is_a_download_that_no_browser_runs(client_of, upload):
    upload(b"<html><script>alert(1)</script><p>" + make.DIRECTIVE.encode() + b"</p></html>", name="a.html")
    document = IncomingDocument.objects.get()
    response = client_of.get(reverse("incoming_file", kwargs={"pk": document.pk}))
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    b"".join(response.streaming_content)
    response.close()


def test_text_of_a_document_is_shown_and_never_run(client_of, union):
    document = make.received(union.commune, text="HƯỚNG DẪN\n<script>alert(1)</script>\n" + make.DIRECTIVE)
    assert "<script>alert(1)" not in client_of.get(review_url(document)).content.decode()


def test_a_document_sent_by_mistake_can_be_put_aside(client_of, union):
    document = make.received(union.commune)
    client_of.post(reverse("incoming_discard", kwargs={"pk": document.pk}))
    document.refresh_from_db()
    assert document.state == IncomingState.DISCARDED
    assert client_of.get(review_url(document)).status_code == 200


def test_a_stranger_and_the_level_above_see_no_documents(as_user, stranger, officer, union):
    document = make.received(union.commune)
    for person in (stranger, officer):
        client = as_user(person)
        assert client.get(review_url(document)).status_code == 404
        assert client.post(review_url(document)).status_code == 404
        assert client.get(reverse("incoming_list", kwargs={"code": union.commune.code})).status_code == 404


def test_the_list_asks_the_same_queries_for_one_row_and_three(client_of, union, django_assert_num_queries):
    url = reverse("incoming_list", kwargs={"code": union.commune.code})
    make.registered(union.commune, number=1)
    make.received(union.commune, number=11)
    client_of.get(url)
    with django_assert_num_queries(LIST_QUERIES):
        client_of.get(url)
    for number in (2, 3):
        make.registered(union.commune, number=number)
        make.received(union.commune, number=number + 10)
    with django_assert_num_queries(LIST_QUERIES):
        client_of.get(url)


LIST_QUERIES = 11


def test_the_register_can_be_taken_away_as_a_workbook(client_of, union):
    make.registered(union.commune, number=1)
    make.registered(union.commune, number=2, arrived_on=date(2027, 1, 5))
    response = client_of.get(
        reverse("incoming_register", kwargs={"code": union.commune.code}), {"year": 2026}
    )
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(response.content)).get_sheet_by_index(0)
    rows = [row for row in sheet.to_python() if date(2026, 3, 20) in row]
    assert len(rows) == 1
    assert rows[0][:5] == [
        date(2026, 3, 20),
        1,
        "Liên đoàn Lao động tỉnh Mường Thử",
        "1/HD-LĐLĐ",
        date(2026, 3, 15),
    ]
