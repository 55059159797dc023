"""Whoever holds a phone can prove it, a few times; nobody else can."""

import threading
from datetime import timedelta

import pytest
from django.db import connection

from maudao.donors import make
from maudao.donors.actions import phones
from maudao.donors.actions.phones import CodeRefused, NoChannel, TooManyCodes, confirm_code, send_code
from maudao.donors.models import PhoneCode
from maudao.donors.rules import phones as rules
from maudao.messaging.actions import opened_context
from maudao.messaging.make import clear_jobs
from maudao.messaging.models import Message
from maudao.organization import make as units
from maudao.organization.make import NOW

PHONE, CLIENT = "0912345678", "203.0.113.7"


@pytest.fixture(autouse=True)
def _channel(settings):
    settings.SMS_CHANNEL = "file"


def send(phone=PHONE, *, client=CLIENT, now=NOW):
    """Send a code and return its digits, as the phone's owner reads them."""
    row = send_code(phone, client=client, now=now)
    return opened_context(Message.objects.get(idempotency_key=f"phone-code-{row.pk}"))["code"]


def wrong(code):
    return f"{(int(code) + 1) % 10**6:06d}"


def refused(phone, code, *, now=NOW):
    with pytest.raises(CodeRefused) as refusal:
        confirm_code(phone, code, now=now)
    return refusal.value.reason


def test_the_code_that_was_sent_proves_the_phone(union):
    assert confirm_code(PHONE, send(), now=NOW).used_at == NOW


def test_a_code_has_six_digits_and_differs():
    codes = {rules.new_code() for _ in range(50)}
    assert len(codes) > 40
    assert all(len(code) == 6 and code.isdigit() for code in codes)


def test_a_used_code_is_dead(union):
    code = send()
    confirm_code(PHONE, code, now=NOW)
    assert refused(PHONE, code) == "no_code"


def test_a_code_proves_no_other_phone(union):
    code = send()
    send("0987654321")
    assert refused("0987654321", code) == "wrong"


def test_a_code_ends_after_ten_minutes(union):
    code = send()
    assert refused(PHONE, code, now=NOW + rules.CODE_LASTS) == "no_code"
    confirm_code(PHONE, code, now=NOW + rules.CODE_LASTS - timedelta(seconds=1))


def test_a_code_is_tried_five_times(union):
    code = send()
    assert [refused(PHONE, wrong(code)) for _ in range(5)] == ["wrong"] * 5
    assert refused(PHONE, code) == "no_code"


def test_a_refusal_says_how_many_tries_are_left(union):
    code = send()
    with pytest.raises(CodeRefused) as refusal:
        confirm_code(PHONE, wrong(code), now=NOW)
    assert refusal.value.tries_left == 4


def test_an_earlier_code_that_comes_late_still_proves_and_ends_both(union):
    first, second = send(), send(now=NOW + timedelta(minutes=1))
    later = NOW + timedelta(minutes=2)
    confirm_code(PHONE, first, now=later)
    assert refused(PHONE, second, now=later) == "no_code"


def test_a_phone_is_sent_three_codes_an_hour(union):
    for _ in range(3):
        send()
    with pytest.raises(TooManyCodes) as refusal:
        send(now=NOW + timedelta(minutes=59))
    assert refusal.value.reason == "phone"
    send(now=NOW + timedelta(minutes=61))


def test_a_phone_is_sent_ten_codes_a_day(union):
    for hour in range(10):
        send(now=NOW + timedelta(hours=2 * hour))
    with pytest.raises(TooManyCodes):
        send(now=NOW + timedelta(hours=22))


def test_an_address_asks_for_so_many_codes_an_hour(union, monkeypatch):
    monkeypatch.setattr(phones, "PER_CLIENT", (rules.Limit(2, timedelta(hours=1)),))
    send("0912345001", client="2001:db8::1")
    send("0912345002", client="2001:db8::2")
    with pytest.raises(TooManyCodes) as refusal:
        send("0912345003", client="2001:db8::3")
    assert refusal.value.reason == "client"
    send("0912345003", client="2001:db8:0:1::3")


def test_all_together_are_sent_so_many_codes_an_hour(union, monkeypatch):
    monkeypatch.setattr(phones, "IN_ALL", (rules.Limit(2, timedelta(hours=1)),))
    send("0912345001", client="203.0.113.1")
    send("0912345002", client="203.0.113.2")
    with pytest.raises(TooManyCodes) as refusal:
        send("0912345003", client="203.0.113.3")
    assert refusal.value.reason == "all"


def test_a_phone_that_is_somebodys_is_answered_like_any_other(union):
    make.donor(union.factory, phone=PHONE)
    known, unknown = send_code(PHONE, client=CLIENT, now=NOW), send_code("0987654321", client=CLIENT, now=NOW)
    assert (known.tries, known.used_at) == (unknown.tries, unknown.used_at)
    assert Message.objects.filter(template="donors/messages/phone_code.txt").count() == 2


def test_neither_code_nor_phone_is_kept_in_clear(union):
    code = send()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT donors_phonecode::text FROM donors_phonecode"
            " UNION SELECT messaging_message::text FROM messaging_message"
            " UNION SELECT args::text FROM procrastinate_jobs"
        )
        kept = " ".join(text for (text,) in cursor.fetchall())
    assert f'"{code}"' not in kept
    assert PHONE not in kept
    assert CLIENT not in kept


def test_without_a_channel_nobody_is_promised_a_code(union, settings):
    settings.SMS_CHANNEL = "none"
    with pytest.raises(NoChannel):
        send()
    assert not PhoneCode.objects.exists()


def test_old_codes_are_deleted_when_no_limit_counts_them(union):
    send()
    assert phones.delete_old_codes(now=NOW + timedelta(hours=23)) == 0
    assert phones.delete_old_codes(now=NOW + timedelta(hours=25)) == 1


def at_once(count, act):
    """Run `act` in so many threads at one time; return what each gave or raised."""
    start, outcomes = threading.Barrier(count), []

    def run(number):
        start.wait()
        try:
            outcomes.append(act(number))
        except (CodeRefused, TooManyCodes) as refusal:
            outcomes.append(refusal.reason)
        connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


@pytest.fixture
def unit(transactional_db):
    yield units.unit(None, "CK")
    clear_jobs()


@pytest.mark.slow
def test_of_eight_confirms_at_once_one_proves(unit):
    code = send()
    outcomes = at_once(8, lambda _: confirm_code(PHONE, code, now=NOW).pk)
    assert sorted(map(str, outcomes)).count("no_code") == 7


@pytest.mark.slow
def test_of_twelve_wrong_tries_at_once_five_are_looked_at(unit):
    code = send()
    outcomes = at_once(12, lambda _: confirm_code(PHONE, wrong(code), now=NOW).pk)
    assert (outcomes.count("wrong"), outcomes.count("no_code")) == (5, 7)


@pytest.mark.slow
def test_of_eight_requests_at_once_three_codes_are_sent(unit):
    outcomes = at_once(8, lambda _: send_code(PHONE, client=CLIENT, now=NOW).pk)
    assert outcomes.count("phone") == 5
    assert Message.objects.count() == 3
