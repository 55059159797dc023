"""What the worker does for campaigns."""

from conftest import Union
from maudao.campaigns import actions, make
from maudao.campaigns.exports import implementing_document
from maudao.campaigns.jobs import note_issued
from maudao.documents import actions as documents
from maudao.documents.rules import DocumentType
from maudao.organization.make import ACTOR, NOW


def test_direction_issued_from_the_register_is_noted(union: Union) -> None:
    part = make.part(make.launched(union.province), union.factory)
    content = implementing_document(part, DocumentType.PLAN, on=make.HELD_ON)
    draft = actions.draft_direction(part, content, doc_type=DocumentType.PLAN, actor=ACTOR, now=NOW)
    assert note_issued() == 0  # a draft is no direction
    documents.issue(draft, issued_on=make.HELD_ON, signer="Lò Văn Thử", actor=ACTOR, now=NOW)
    assert (note_issued(), note_issued()) == (1, 0)
    part.refresh_from_db()
    assert part.directed_on == make.HELD_ON
