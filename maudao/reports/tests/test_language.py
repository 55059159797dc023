"""What goes on paper, and what is kept on record, is Vietnamese, whoever makes it."""

from django.utils import translation

from conftest import Union
from maudao.accounts.models import User
from maudao.campaigns import make as campaigns
from maudao.campaigns.exports import implementing_document
from maudao.campaigns.models import Campaign
from maudao.documents.rules import DocumentType
from maudao.documents.writer.docx import render_docx
from maudao.organization import make


def test_implementing_document_of_an_english_reader_is_vietnamese(union: Union, officer: User) -> None:
    part = campaigns.part(campaigns.launched(union.province, quota=100), union.clinic)
    with translation.override("en"):
        english = implementing_document(part, DocumentType.PLAN, on=make.NOW.date())
    with translation.override("vi"):
        vietnamese = implementing_document(part, DocumentType.PLAN, on=make.NOW.date())
    assert english == vietnamese
    assert render_docx(english)


def test_indicators_drafted_by_an_english_reader_are_vietnamese(union: Union, officer: User) -> None:
    with translation.override("en"):
        campaigns.launched(union.province, quota=100)
    names = set(Campaign.objects.get().indicators.values_list("name", flat=True))
    assert {"Đoàn viên hiến máu", "Lượng máu tiếp nhận"} <= names
