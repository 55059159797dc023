"""The implementing document: drafted from what the level above directs and from the unit's own targets."""

from datetime import date

import pytest

from conftest import Union
from maudao.accounts.models import User
from maudao.campaigns import actions, make
from maudao.campaigns.exports import implementing_document
from maudao.campaigns.models import Campaign
from maudao.campaigns.rules import TargetOwner
from maudao.documents.rules import DocumentType
from maudao.documents.writer.blocks import Bullets, Numbered, OfficialDocument, Paragraph, runs_of
from maudao.documents.writer.docx import render_docx
from maudao.documents.writer.pdf import render_pdf
from maudao.organization.make import ACTOR, NOW

ON = date(2026, 4, 1)


@pytest.fixture
def campaign(union: Union) -> Campaign:
    campaign = make.launched(union.province)
    commune, indicator = make.part(campaign, union.commune), campaign.indicators.get(code="donors-members")
    values = {child.pk: 10 + place for place, child in enumerate(commune.children.order_by("unit__code"))}
    actions.allocate(commune, values, indicator=indicator, owner=TargetOwner.UNION, actor=ACTOR, now=NOW)
    return campaign


def words(document: OfficialDocument) -> str:
    """All words of the body."""
    lines = []
    for block in document.body:
        match block:
            case Paragraph(text=text):
                lines.append("".join(run.text for run in runs_of(text)))
            case Bullets(items=items) | Numbered(items=items):
                lines += ["".join(run.text for run in runs_of(item)) for item in items]
    return "\n".join(lines)


def test_letterhead_is_the_units_own(campaign: Campaign, union: Union, chair: User) -> None:
    document = implementing_document(make.part(campaign, union.factory), DocumentType.PLAN, on=ON)
    assert (document.kind, document.issuer, document.parent_issuer, document.symbol) == (
        "KẾ HOẠCH",
        union.factory.name,
        union.commune.name,
        "KH-CĐCS",
    )
    assert document.signature is not None
    assert (document.signature.authority, document.signature.title, document.signature.name) == (
        "TM. BAN CHẤP HÀNH",
        "Chủ tịch",
        "Chair",
    )


def test_basis_is_the_directive_until_the_level_above_has_its_own(campaign: Campaign, union: Union) -> None:
    document = implementing_document(make.part(campaign, union.factory), DocumentType.PLAN, on=ON)
    assert "Hướng dẫn số 12/HD-LĐLĐ ngày 15/03/2026" in words(document)
    make.directed(make.part(campaign, union.commune))
    document = implementing_document(make.part(campaign, union.factory), DocumentType.PLAN, on=ON)
    assert "Kế hoạch số 01/KH-CĐX ngày 25/03/2026 của Công đoàn xã Mường Một" in words(document)


def test_targets_slogans_and_days_are_those_of_the_campaign(campaign: Campaign, union: Union) -> None:
    text = words(implementing_document(make.part(campaign, union.factory), DocumentType.PLAN, on=ON))
    assert "công đoàn giao 11 người" in text
    assert "từ ngày 20/03/2026 đến hết ngày 30/04/2026, cao điểm là ngày 07/04/2026" in text
    assert "“Hiến giọt máu đào - Trao đời sự sống”" in text
    assert f"về {union.commune.name} chậm nhất ngày 05/05/2026" in text


def test_units_below_stand_in_an_appendix_with_what_they_are_given(campaign: Campaign, union: Union) -> None:
    (appendix,) = implementing_document(
        make.part(campaign, union.commune), DocumentType.GUIDANCE, on=ON
    ).appendices
    (table,) = appendix.blocks
    assert [row[1:] for row in table.rows] == [  # type: ignore[union-attr]  # it is a table
        (union.hospital.name, "12"),
        (union.factory.name, "11"),
        (union.school.name, "10"),
    ]
    assert table.total_row[2] == "33"  # type: ignore[union-attr]


def test_grassroots_unit_has_no_appendix(campaign: Campaign, union: Union) -> None:
    assert (
        implementing_document(make.part(campaign, union.factory), DocumentType.PLAN, on=ON).appendices == ()
    )


def test_letter_has_addressees_and_no_kind(campaign: Campaign, union: Union) -> None:
    document = implementing_document(make.part(campaign, union.commune), DocumentType.LETTER, on=ON)
    assert (document.kind, document.symbol) == (None, "CĐX")
    assert document.addressees == ("Các công đoàn cơ sở trực thuộc",)
    assert document.subject.startswith("triển khai ")


@pytest.mark.parametrize("doc_type", [DocumentType.PLAN, DocumentType.LETTER, DocumentType.GUIDANCE])
def test_document_is_rendered(campaign: Campaign, union: Union, doc_type: DocumentType) -> None:
    document = implementing_document(make.part(campaign, union.commune), doc_type, on=ON)
    assert render_docx(document).startswith(b"PK")
    assert render_pdf(document).startswith(b"%PDF-")
