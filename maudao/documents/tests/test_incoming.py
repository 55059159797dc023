"""What happens to a document that came in, on the real database."""

from datetime import date

import pytest

from maudao.documents import actions, exports, make, queries, records
from maudao.documents.models import IncomingDocument, StoredFile
from maudao.documents.rules import IncomingState
from maudao.organization.make import ACTOR, NOW
from maudao.organization.models import AuditEntry

ARRIVED = date(2026, 3, 20)


def test_pasted_text_is_read_at_once(union):
    document = make.received(union.commune)
    assert document.state == IncomingState.PROPOSED
    assert document.number == "12/HD-LĐLĐ"
    assert document.issued_on == date(2026, 3, 15)


def test_a_text_file_is_kept_and_read(union):
    data = make.DIRECTIVE.format(number=12).encode()
    document = actions.receive(union.commune, name="C:\\huong-dan.txt", data=data, actor=ACTOR, now=NOW)
    assert document.state == IncomingState.PROPOSED
    assert document.file.name == "huong-dan.txt"
    with document.file.content.open("rb") as kept:
        assert kept.read() == data


def test_the_same_file_twice_leads_to_the_first(union):
    data = make.DIRECTIVE.format(number=12).encode()
    first = actions.receive(union.commune, name="a.txt", data=data, actor=ACTOR, now=NOW)
    with pytest.raises(actions.AlreadyReceived) as again:
        actions.receive(union.commune, name="b.txt", data=data, actor=ACTOR, now=NOW)
    assert again.value.document.pk == first.pk
    assert IncomingDocument.objects.count() == 1
    assert StoredFile.objects.count() == 1


def test_another_unit_may_receive_the_same_text(union):
    make.received(union.commune)
    assert make.received(union.province).state == IncomingState.PROPOSED


def test_what_was_put_aside_may_be_sent_again(union):
    actions.discard(make.received(union.commune), actor=ACTOR, now=NOW)
    assert make.received(union.commune).state == IncomingState.PROPOSED


@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_word_and_pdf_files_are_read_at_once(union, kind):
    data = exports.outgoing_file(make.issued(union.province), kind=kind)
    document = actions.receive(union.commune, name=f"ke-hoach.{kind}", data=data, actor=ACTOR, now=NOW)
    assert document.state == IncomingState.PROPOSED
    assert (document.doc_type, document.number) == ("kế hoạch", "01/KH-LĐLĐ")
    assert document.issued_on == date(2026, 3, 25)


def test_a_correction_of_a_version_that_is_gone_is_refused(union):
    document = make.received(union.commune)
    seen = records.version(document.record)
    mine, theirs = {**document.record, "place": "Một"}, {**document.record, "place": "Hai"}
    actions.correct(document, theirs, {}, seen=seen, actor=ACTOR, now=NOW)
    with pytest.raises(actions.ChangedMeanwhile):
        actions.correct(document, mine, {}, seen=seen, actor=ACTOR, now=NOW)
    again = actions.correct(document, theirs, {}, seen=seen, actor=ACTOR, now=NOW)
    assert again.record["place"] == "Hai"


@pytest.mark.parametrize(("data", "reason"), [(b"", "empty"), (b"a" * (actions.MAX_BYTES + 1), "too_large")])
def test_files_out_of_size_are_refused_and_not_kept(union, data, reason):
    with pytest.raises(actions.FileRefused) as refused:
        actions.receive(union.commune, name="a.txt", data=data, actor=ACTOR, now=NOW)
    assert refused.value.reason == reason
    assert not StoredFile.objects.exists()


def test_blank_text_is_refused(union):
    with pytest.raises(actions.FileRefused):
        actions.receive_text(union.commune, " \n\t", actor=ACTOR, now=NOW)


def test_open_questions_stop_the_register(union):
    document = make.received(union.commune)
    asked = queries.open_questions(document)
    with pytest.raises(actions.QuestionsOpen) as refused:
        actions.register(document, arrived_on=ARRIVED, actor=ACTOR, now=NOW)
    assert refused.value.questions == asked
    assert asked


def test_numbers_of_the_register_follow_one_another_within_the_year(union):
    numbers = [make.registered(union.commune, number=number).arrival_number for number in (1, 2, 3)]
    assert numbers == [1, 2, 3]
    assert make.registered(union.commune, number=4, arrived_on=date(2027, 1, 2)).arrival_number == 1
    assert make.registered(union.province, number=4).arrival_number == 1


def test_registering_twice_keeps_the_number(union):
    document = make.registered(union.commune)
    again = actions.register(document, arrived_on=date(2026, 3, 21), actor=ACTOR, now=NOW)
    assert (again.arrival_number, again.arrived_on) == (1, ARRIVED)


def test_a_refused_registration_loses_no_number(union):
    document = make.received(union.commune, number=1)
    with pytest.raises(actions.QuestionsOpen):
        actions.register(document, arrived_on=ARRIVED, actor=ACTOR, now=NOW)
    assert make.registered(union.commune, number=2).arrival_number == 1


def test_the_register_copies_what_the_officer_corrected(union):
    document = make.received(union.commune)
    record = {
        **document.record,
        "number": "99/HD-LĐLĐ",
        "date": "2026-03-16",
        "issuer": "LĐLĐ tỉnh Mường Thử",
    }
    document = actions.correct(document, record, make.first_answers(document), actor=ACTOR, now=NOW)
    document = actions.register(document, arrived_on=ARRIVED, actor=ACTOR, now=NOW)
    assert (document.number, document.issued_on) == ("99/HD-LĐLĐ", date(2026, 3, 16))
    assert document.proposal["number"] == "12/HD-LĐLĐ"
    assert {"/number", "/date", "/issuer"} <= set(document.record["edited"])


def test_answers_follow_their_target_when_a_row_above_it_goes(union):
    document = make.received(union.commune)
    asked = next(
        q["pointer"] for q in queries.open_questions(document) if q["pointer"].startswith("/targets/1/")
    )
    shorter = {**document.record, "targets": document.record["targets"][1:]}
    document = actions.correct(document, shorter, {asked: "members"}, actor=ACTOR, now=NOW)
    assert document.answers == {asked.replace("/targets/1/", "/targets/0/"): "members"}
    assert document.record["removed"] == ["/targets/0"]
    assert document.record["spans"]["/targets/0"] == document.proposal["spans"]["/targets/1"]


def test_questions_of_a_removed_target_are_asked_no_more(union):
    document = make.received(union.commune)
    document = actions.correct(document, {**document.record, "targets": []}, {}, actor=ACTOR, now=NOW)
    assert not [q for q in records.questions_of(document.record) if q["pointer"].startswith("/targets")]


def test_an_answer_fills_in_the_value_that_was_asked_for(union):
    text = make.DIRECTIVE.replace("Số: {number}/HD-LĐLĐ\n", "")
    document = make.received(union.commune, text=text)
    answers = {**make.first_answers(document), "/number": "7/HD-LĐLĐ"}
    document = actions.correct(document, document.record, answers, actor=ACTOR, now=NOW)
    assert (document.number, document.record["number"]) == ("7/HD-LĐLĐ", "7/HD-LĐLĐ")
    assert not queries.open_questions(document)


def test_a_value_corrected_later_is_not_contradicted_by_an_old_answer(union):
    text = make.DIRECTIVE.replace("Số: {number}/HD-LĐLĐ\n", "")
    document = make.received(union.commune, text=text)
    document = actions.correct(document, document.record, {"/number": "7/HD-LĐLĐ"}, actor=ACTOR, now=NOW)
    document = actions.correct(document, {**document.record, "number": "8/HD-LĐLĐ"}, {}, actor=ACTOR, now=NOW)
    assert (document.number, document.answers.get("/number")) == ("8/HD-LĐLĐ", None)


def test_a_registered_document_is_not_put_aside(union):
    with pytest.raises(actions.WrongState):
        actions.discard(make.registered(union.commune), actor=ACTOR, now=NOW)


def test_each_write_leaves_an_audit_entry(union):
    document = make.registered(union.commune)
    subject = f"documents.IncomingDocument:{document.pk}"
    actions_done = AuditEntry.objects.filter(subject=subject).order_by("pk").values_list("action", flat=True)
    assert list(actions_done) == ["receive", "read", "correct", "register"]


def test_an_earlier_document_of_the_same_subject_is_offered_as_superseded(union):
    earlier = make.registered(union.commune, number=1)
    make.registered(
        union.commune,
        number=2,
        text="THÔNG BÁO\nVề việc nghỉ Tết Nguyên đán năm 2026\nCác đơn vị nghỉ từ ngày 16/02/2026.",
    )
    document = make.received(union.commune, number=3)
    assert [row.document.pk for row in queries.earlier_versions(document)] == [earlier.pk]


def test_the_register_is_searched_without_accents(union):
    document = make.registered(union.commune)
    assert list(queries.register_of_incoming(union.commune, search="HUONG UNG ngay toan dan")) == [document]
    assert not queries.register_of_incoming(union.commune, search="nghi tet")
