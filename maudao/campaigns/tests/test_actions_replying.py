"""Acknowledging, and passing the campaign on by a document."""

from datetime import date, timedelta

import pytest

from conftest import Union
from maudao.accounts.models import User
from maudao.campaigns import actions, make
from maudao.campaigns.models import Assignment
from maudao.documents import actions as documents
from maudao.documents.make import draft, issued
from maudao.organization.audit import Actor
from maudao.organization.make import ACTOR, NOW
from maudao.organization.models import AuditEntry

ON = date(2026, 3, 25)


@pytest.fixture
def factory(union: Union) -> Assignment:
    return make.part(make.launched(union.province), union.factory)


def test_acknowledging_twice_keeps_the_first(factory: Assignment, chair: User) -> None:
    actions.acknowledge(factory, actor=Actor.of(chair), now=NOW)
    again = actions.acknowledge(factory, actor=ACTOR, now=NOW + timedelta(days=1))
    assert (again.acknowledged_at, again.acknowledged_by) == (NOW, chair)
    assert AuditEntry.objects.filter(action="acknowledge").count() == 1


def test_issued_document_is_the_direction(factory: Assignment) -> None:
    plan = issued(factory.unit)
    done = actions.direct(factory, document=plan, directed_on=ON, actor=ACTOR, now=NOW)
    assert (done.direction_document, done.directed_on) == (plan, ON)
    assert done.acknowledged_at == NOW  # who directs has seen


def test_uploaded_file_is_the_direction(factory: Assignment) -> None:
    file = documents.store_file(
        factory.unit,
        name="ke-hoach.pdf",
        data=b"%PDF-1.7",
        media_type="application/pdf",
        actor=ACTOR,
        now=NOW,
    )
    assert actions.direct(factory, file=file, directed_on=ON, actor=ACTOR, now=NOW).direction_file == file


def test_draft_is_no_direction(factory: Assignment) -> None:
    with pytest.raises(actions.NotIssued):
        actions.direct(factory, document=draft(factory.unit), directed_on=ON, actor=ACTOR, now=NOW)


def test_document_of_another_unit_is_no_direction(factory: Assignment, union: Union) -> None:
    with pytest.raises(actions.NotOfUnit):
        actions.direct(factory, document=issued(union.school), directed_on=ON, actor=ACTOR, now=NOW)


def test_direction_is_not_given_tomorrow(factory: Assignment) -> None:
    with pytest.raises(actions.DirectedInFuture):
        actions.direct(
            factory,
            document=issued(factory.unit),
            directed_on=NOW.date() + timedelta(days=1),
            actor=ACTOR,
            now=NOW,
        )
