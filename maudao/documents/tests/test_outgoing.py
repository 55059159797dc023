"""A unit's own documents: drafts, numbers."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from maudao.documents import actions, make
from maudao.documents.models import OutgoingDocument
from maudao.documents.writer.blocks import OfficialDocument
from maudao.organization.make import ACTOR, NOW


def test_a_draft_has_a_symbol_and_no_number(union):
    document = make.draft(union.commune)
    assert (document.symbol, document.number) == ("KH-CĐX", None)
    assert document.full_number == "…/KH-CĐX"


def test_issuing_numbers_within_the_year_of_issue(union):
    days = [date(2026, 3, 1), date(2026, 3, 2), date(2027, 1, 4)]
    numbers = [make.issued(union.commune, issued_on=day).full_number for day in days]
    assert numbers == ["01/KH-CĐX", "02/KH-CĐX", "01/KH-CĐX"]


def test_the_content_carries_the_number_and_the_day(union):
    content = OfficialDocument.from_json(make.issued(union.commune).content)
    assert (content.number, content.symbol, content.issued_on) == (1, "KH-CĐX", date(2026, 3, 25))


def test_issuing_twice_keeps_the_number(union):
    document = make.draft(union.commune)
    first = actions.issue(document, issued_on=date(2026, 3, 25), signer="A", actor=ACTOR, now=NOW)
    again = actions.issue(document, issued_on=date(2026, 3, 26), signer="B", actor=ACTOR, now=NOW)
    assert (again.number, again.issued_on, again.signer) == (first.number, first.issued_on, "A")


def test_the_signer_is_the_one_who_signs_at_issue(union):
    document = actions.issue(
        make.draft(union.commune), issued_on=date(2026, 3, 25), signer="Quàng Thị Ký", actor=ACTOR, now=NOW
    )
    assert document.content["signature"]["name"] == "Quàng Thị Ký"


def test_a_draft_may_be_revised(union):
    document = make.draft(union.commune)
    content = replace(make.content(union.commune), subject="Trích yếu khác")
    assert actions.revise_outgoing(document, content, actor=ACTOR, now=NOW).subject == "Trích yếu khác"


def test_an_issued_document_is_never_changed(union):
    document = make.issued(union.commune)
    with pytest.raises(actions.AlreadyIssued):
        actions.revise_outgoing(document, make.content(union.commune), actor=ACTOR, now=NOW)


def test_the_database_refuses_the_same_number_twice(union):
    document = make.issued(union.commune)
    other = make.issued(union.commune)
    with pytest.raises(IntegrityError), transaction.atomic():
        OutgoingDocument.objects.filter(pk=other.pk).update(number=document.number)
