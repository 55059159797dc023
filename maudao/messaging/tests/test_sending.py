"""What is due goes out: once, in time, to who wants it; and nothing is lost."""

import os
import signal
import stat
import subprocess
import sys
import threading
import time
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from maudao.messaging import actions, channels, jobs, sending
from maudao.messaging.models import Message
from maudao.messaging.rules import LASTS, MOST_TRIES, MessageState
from maudao.messaging.tests.conftest import lines_of
from maudao.messaging.tests.test_actions import PHONE, queue
from maudao.organization import make
from maudao.organization.make import NOW

NIGHT = NOW + timedelta(hours=15)  # 00:00 in Việt Nam


def state() -> str:
    return Message.objects.get().state


def test_a_due_message_is_sent_and_marked(union, sent):
    queue(union.factory, context={"name": "An & Bình"})
    assert sending.send_due(now=NOW) == 1
    assert [(line["to"], line["text"], line["key"]) for line in sent()] == [
        (PHONE, "Chào An & Bình, mã -.", "k-1")
    ]
    message = Message.objects.get()
    assert (message.state, message.sent_at, message.attempts) == (MessageState.SENT, NOW, 1)
    assert message.context == {"name": "An & Bình"}


def test_a_second_run_sends_nothing(union, sent):
    queue(union.factory)
    sending.send_due(now=NOW)
    assert sending.send_due(now=NOW) == 0
    assert len(sent()) == 1


def test_more_than_a_batch_goes_in_one_run(union, sent):
    for number in range(45):
        queue(union.factory, f"k-{number}")
    assert sending.send_due(now=NOW) == 45
    assert len({line["key"] for line in sent()}) == 45


def test_a_message_for_later_waits(union, sent):
    queue(union.factory, not_before=NOW + timedelta(hours=1))
    assert sending.send_due(now=NOW) == 0
    assert sending.send_due(now=NOW + timedelta(hours=1)) == 1


def test_the_night_is_quiet_but_for_what_cannot_wait(union, sent):
    queue(union.factory, "k-1", not_before=NIGHT)
    queue(union.factory, "k-2", not_before=NIGHT, urgent=True)
    sending.send_due(now=NIGHT)
    assert [line["key"] for line in sent()] == ["k-2"]
    sending.send_due(now=NIGHT + timedelta(hours=7))
    assert [line["key"] for line in sent()] == ["k-2", "k-1"]


def test_a_secret_is_emptied_once_it_was_sent(union, sent):
    queue(union.factory, secret={"code": "834215"})
    sending.send_due(now=NOW)
    assert sent()[0]["text"] == "Chào An, mã 834215."
    assert Message.objects.get().context == {}


def test_a_message_that_came_too_late_is_not_sent(union, sent):
    queue(union.factory, not_after=NOW + timedelta(minutes=10), urgent=True, secret={"code": "1"})
    sending.send_due(now=NOW + timedelta(minutes=11))
    message = Message.objects.get()
    assert (message.state, message.failure, message.context) == (MessageState.CANCELLED, "too_late", {})
    assert sent() == []


def test_an_outbox_that_waited_for_its_first_channel_does_not_send_last_months_news(union, sent, settings):
    settings.SMS_CHANNEL = "none"
    queue(union.factory)
    assert sending.send_due(now=NOW) == 0
    assert state() == MessageState.QUEUED
    assert not channels.can_send()
    settings.SMS_CHANNEL = "file"
    sending.send_due(now=NOW + LASTS + timedelta(hours=1))
    assert (state(), sent()) == (MessageState.CANCELLED, [])


def test_who_opted_out_is_sent_nothing_but_what_concerns_them(union, sent):
    actions.opt_out(PHONE, now=NOW)
    queue(union.factory, "k-1", purpose="reminder")
    queue(union.factory, "k-2", purpose="cancellation")
    sending.send_due(now=NOW)
    assert [line["key"] for line in sent()] == ["k-2"]
    assert Message.objects.get(idempotency_key="k-1").failure == "opted_out"


def test_a_failure_is_tried_again_later_and_then_given_up(union, sent, settings, tmp_path):
    queue(union.factory)
    settings.DATA = tmp_path / "there-is-no-such-folder"
    at, tries = NOW, []
    while state() == MessageState.QUEUED:
        at = max(at, Message.objects.get().not_before)
        tries.append(at)
        sending.send_due(now=at)
    message = Message.objects.get()
    assert (message.state, message.attempts, message.failure) == (
        MessageState.FAILED,
        MOST_TRIES,
        "FileNotFoundError",
    )
    assert tries == sorted(set(tries))


def test_a_broken_template_stops_no_other_message(union, sent):
    queue(union.factory, "k-1", template="missing.txt")
    queue(union.factory, "k-2")
    sending.send_due(now=NOW)
    assert [line["key"] for line in sent()] == ["k-2"]
    assert Message.objects.get(idempotency_key="k-1").failure == "TemplateDoesNotExist"


class Refusing:
    """A provider that says: there is no such number."""

    def send(self, phone: str, text: str, *, key: str) -> None:
        raise channels.NotSent("no_such_number", is_final=True)


def test_a_final_refusal_is_not_tried_again(union, sent, settings, monkeypatch):
    monkeypatch.setitem(channels._CHANNELS, "refusing", Refusing)
    settings.SMS_CHANNEL = "refusing"
    queue(union.factory)
    sending.send_due(now=NOW)
    message = Message.objects.get()
    assert (message.state, message.attempts, message.failure) == (MessageState.FAILED, 1, "no_such_number")


def test_the_job_of_an_urgent_message_sends_it_alone(union, sent):
    queue(union.factory, "k-1", urgent=True, not_before=timezone.now(), not_after=timezone.now() + LASTS)
    queue(union.factory, "k-2", urgent=True, not_before=timezone.now(), not_after=timezone.now() + LASTS)
    jobs.send_now(message_id=Message.objects.get(idempotency_key="k-2").pk)
    assert [line["key"] for line in sent()] == ["k-2"]


def test_the_console_shows_number_and_text(capsys):
    channels.ConsoleChannel().send(PHONE, "Mã 834215", key="k-1")
    shown = capsys.readouterr().err
    assert PHONE in shown
    assert "834215" in shown


def test_the_file_of_messages_is_its_owners_alone(union, sent):
    queue(union.factory)
    sending.send_due(now=NOW)
    assert stat.S_IMODE(channels.messages_file().stat().st_mode) == 0o600


def test_what_a_worker_is_sending_is_left_to_it_for_a_while(union, sent):
    queue(union.factory)
    Message.objects.update(state=MessageState.SENDING, taken_at=NOW, attempts=1)
    assert sending.free_stuck(now=NOW + sending.STUCK_AFTER) == 0
    assert sending.free_stuck(now=NOW + sending.STUCK_AFTER + timedelta(seconds=1)) == 1
    assert state() == MessageState.QUEUED


def test_a_message_that_kills_every_worker_has_failed(union, sent):
    queue(union.factory)
    Message.objects.update(state=MessageState.SENDING, taken_at=NOW, attempts=MOST_TRIES)
    assert sending.free_stuck(now=NOW + timedelta(hours=1)) == 0
    assert (state(), Message.objects.get().failure) == (MessageState.FAILED, "worker_died")


def test_a_worker_marks_no_row_that_was_taken_again(union, sent):
    queue(union.factory)
    (slow,) = sending._taken(sending._due(NOW), now=NOW)
    Message.objects.update(attempts=2)
    sending._end(slow, MessageState.SENT, sent_at=NOW)
    assert state() == MessageState.SENDING


@pytest.mark.slow
def test_two_workers_never_send_one_row_and_lose_none(transactional_db, sent):
    unit = make.unit(None, "CK")
    for number in range(120):
        queue(unit, f"k-{number}")
    start = threading.Barrier(4)

    def run() -> None:
        start.wait()
        sending.send_due(now=NOW)
        connection.close()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(line["key"] for line in sent()) == sorted(f"k-{number}" for number in range(120))
    assert set(Message.objects.values_list("state", "attempts")) == {(MessageState.SENT, 1)}


@pytest.mark.slow
def test_a_worker_killed_between_sending_and_marking_loses_nothing(transactional_db, sent, tmp_path):
    """The provider has the text, nobody knows it: it is sent again, under the same key."""
    queue(make.unit(None, "CK"))
    worker = _worker_that_hangs(tmp_path)
    try:
        _wait_for_text(tmp_path)
    finally:
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()
    assert state() == MessageState.SENDING
    assert sending.send_due(now=NOW) == 0
    later = NOW + sending.STUCK_AFTER + timedelta(minutes=1)
    assert sending.free_stuck(now=later) == 1
    assert sending.send_due(now=later) == 1
    assert (state(), Message.objects.get().attempts) == (MessageState.SENT, 2)
    assert [line["key"] for line in sent()] == ["k-1", "k-1"]


def _worker_that_hangs(folder):
    """Start a process that sends on this test's own database, and hangs once the provider has the text."""
    code = (
        "import django, time, pathlib; django.setup()\n"
        "from django.conf import settings\n"
        f"settings.DATABASES['default']['NAME'] = {connection.settings_dict['NAME']!r}\n"
        f"settings.TEMPLATES[0]['DIRS'].append({str(folder)!r})\n"
        f"settings.DATA, settings.SMS_CHANNEL = pathlib.Path({str(folder)!r}), 'hanging'\n"
        "from datetime import datetime\n"
        "from maudao.messaging import channels, sending\n"
        "class Hanging(channels.FileChannel):\n"
        "    def send(self, phone, text, *, key):\n"
        "        super().send(phone, text, key=key)\n"
        "        time.sleep(600)\n"
        "channels._CHANNELS['hanging'] = lambda: Hanging(channels.messages_file())\n"
        f"sending.send_due(now=datetime.fromisoformat({NOW.isoformat()!r}))\n"
    )
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "maudao.config.settings"}
    return subprocess.Popen([sys.executable, "-c", code], env=environment, start_new_session=True)


def _wait_for_text(folder) -> None:
    for _ in range(1500):
        if lines_of(folder / "sms.jsonl"):
            return
        time.sleep(0.02)
    raise AssertionError("nothing was sent")
