"""Into the outbox, once; and out of it again."""

import threading
from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django.fixtures import DjangoAssertNumQueries

from conftest import Union
from maudao.messaging import actions
from maudao.messaging.make import clear_jobs
from maudao.messaging.models import Message, OptOut
from maudao.messaging.rules import MessageState
from maudao.organization import make
from maudao.organization.make import NOW

PHONE = "0912345678"


def queue(unit, key="k-1", **known):
    said = {"template": "thu.txt", "context": {"name": "An"}, "purpose": "reminder", **known}
    return actions.queue_message(unit, phone=PHONE, idempotency_key=key, now=NOW, **said)


def test_the_same_key_again_returns_the_first(union: Union) -> None:
    first = queue(union.factory)
    again = queue(union.factory, context={"name": "Bình"})
    assert again.pk == first.pk
    assert Message.objects.get().context == {"name": "An"}


def test_a_queued_message_is_as_it_was_said(union: Union) -> None:
    queue(union.factory)
    kept = Message.objects.get()
    assert (kept.unit, kept.state, kept.not_before, kept.attempts) == (
        union.factory,
        MessageState.QUEUED,
        NOW,
        0,
    )
    assert PHONE.encode() not in bytes(kept.address_sealed)


def test_queueing_costs_one_statement(
    union: Union, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        queue(union.factory)
    assert not ProcrastinateJob.objects.exists()


def test_an_urgent_message_has_its_job_in_the_same_transaction(union: Union) -> None:
    message = queue(union.factory, urgent=True)
    queue(union.factory, urgent=True)
    assert [job.args for job in ProcrastinateJob.objects.all()] == [{"message_id": message.pk}]


def test_a_cause_that_is_undone_leaves_no_message_and_no_job(union: Union) -> None:
    with transaction.atomic():
        queue(union.factory, urgent=True)
        transaction.set_rollback(True)
    assert not Message.objects.exists()
    assert not ProcrastinateJob.objects.exists()


def test_a_secret_is_sealed_while_it_waits(union: Union) -> None:
    message = queue(union.factory, secret={"code": "834215"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT messaging_message::text FROM messaging_message")
        assert "834215" not in cursor.fetchone()[0]
    assert actions.opened_context(message) == {"name": "An", "code": "834215"}


def test_a_message_whose_cause_is_gone_is_taken_back(union: Union) -> None:
    for key in ("reg-1-reminder", "reg-1-thanks", "reg-11-reminder"):
        queue(union.factory, key)
    assert actions.cancel_messages(prefix="reg-1-") == 2
    assert actions.cancel_messages(keys=["reg-11-reminder"]) == 1
    assert actions.cancel_messages(keys=["reg-11-reminder"]) == 0
    assert set(Message.objects.values_list("state", flat=True)) == {MessageState.CANCELLED}


def test_what_was_sent_is_not_taken_back(union: Union) -> None:
    queue(union.factory)
    Message.objects.update(state=MessageState.SENT)
    assert actions.cancel_messages(keys=["k-1"]) == 0


def test_naming_nothing_takes_nothing_back(union: Union) -> None:
    queue(union.factory)
    assert actions.cancel_messages() == 0


def test_a_secret_that_is_taken_back_is_emptied(union: Union) -> None:
    queue(union.factory, secret={"code": "834215"})
    actions.cancel_messages(keys=["k-1"])
    assert Message.objects.get().context == {}


def test_an_opt_out_is_kept_once_and_taken_back(db: None) -> None:
    actions.opt_out(PHONE, now=NOW)
    actions.opt_out(PHONE, now=NOW)
    assert OptOut.objects.count() == 1
    actions.opt_in(PHONE)
    assert not OptOut.objects.exists()


@pytest.fixture
def _no_jobs(transactional_db: None) -> Iterator[None]:
    clear_jobs()
    yield
    clear_jobs()


@pytest.mark.slow
@pytest.mark.usefixtures("_no_jobs")
def test_eight_at_once_with_one_key_leave_one_message() -> None:
    unit = make.unit(None, "CK")
    found, start = [], threading.Barrier(8)

    def run() -> None:
        start.wait()
        with transaction.atomic():
            found.append(queue(unit, urgent=True).pk)
        connection.close()

    threads = [threading.Thread(target=run) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [Message.objects.get().pk] * 8
    assert ProcrastinateJob.objects.count() == 1
