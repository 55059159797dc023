"""`kill -9` of the web server in the middle of bookings: what was acknowledged is there, and nothing is there twice."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from threading import Event
from urllib.parse import quote, urlencode

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from conftest import Union
from maudao.donors import make as people
from maudao.donors.actions.consents import give_consent
from maudao.donors.models import Donor
from maudao.donors.rules import ConsentMethod, ConsentPurpose
from maudao.drives import make
from maudao.drives.models import Drive, Registration
from maudao.drives.soundness import slot_faults
from maudao.organization import access
from maudao.organization.make import ACTOR, NOW

PEOPLE, PLACES, CLIENTS, BEFORE_THE_CUT = 60, 50, 8, 15
_CSRF = "a" * 32


@dataclass(frozen=True)
class Booker:
    """Somebody with a proved phone, who sends the same request until it is answered."""

    proof: str
    fields: dict[str, str | int]

    def send(self, port: int, path: str) -> tuple[int, dict[str, str]]:
        """Send it once. Raises OSError or HTTPException where there is no answer."""
        client = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        cookies = f"{access.PROOF}={self.proof}; {settings.CSRF_COOKIE_NAME}={_CSRF}"
        headers = {
            "Accept": "application/json",
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": cookies,
            "X-CSRFToken": _CSRF,
        }
        try:
            client.request("POST", path, urlencode(self.fields), headers)
            answer = client.getresponse()
            return answer.status, json.loads(answer.read())
        finally:
            client.close()


def booker(number: int, drive: Drive) -> Booker:
    donor: Donor = people.donor(phone=f"09{number:08d}")
    give_consent(donor, ConsentPurpose.CAMPAIGN, method=ConsentMethod.ONLINE, actor=ACTOR, now=NOW)
    proof = access.proof_of(f"09{number:08d}", now=timezone.now())
    slot = drive.slots.get()
    return Booker(proof, {"slot": slot.pk, "key": str(_key(number)), "person": donor.pk})


def _key(number: int) -> str:
    return f"00000000-0000-4000-8000-{number:012d}"


@contextmanager
def serving(port: int) -> Iterator["subprocess.Popen[bytes]"]:
    """Start two web processes on the tests' own database, and kill all of them at the end."""
    environment = {
        **os.environ,
        "DATABASE_URL": _database_url(),
        "DJANGO_SETTINGS_MODULE": "maudao.config.settings",
    }
    flags = ["--interface", "wsgi", "--workers", "2", "--blocking-threads", "4", "--no-ws"]
    command = [sys.executable, "-m", "granian", *flags, "--port", str(port), "maudao.config.wsgi:application"]
    process = subprocess.Popen(command, env=environment, start_new_session=True)
    try:
        _wait(port)
        yield process
    finally:
        _kill(process)


def _database_url() -> str:
    """Return the address of the tests' own database, its server's password file or password with it."""
    known = connection.settings_dict
    user = quote(str(known["USER"]), safe="")
    secret = f":{quote(str(known['PASSWORD']), safe='')}" if known["PASSWORD"] else ""
    options = urlencode({name: value for name, value in known["OPTIONS"].items() if name == "passfile"})
    host = quote(str(known["HOST"]), safe="")
    return f"postgres://{user}{secret}@{host}:{known['PORT']}/{known['NAME']}?{options}"


def _wait(port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with socket.socket() as trial:
            if trial.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise AssertionError("the server did not start within a minute")


def _kill(process: "subprocess.Popen[bytes]") -> None:
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port: int = trial.getsockname()[1]
    return port


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_killed_server_loses_no_acknowledged_registration(union: Union) -> None:
    drive = make.drive(
        union.commune, slots=1, capacity=PLACES, held_on=timezone.localdate() + timedelta(days=5)
    )
    path, port = f"/hien-mau/{drive.code}/dang-ky/", _free_port()
    bookers = [booker(number, drive) for number in range(PEOPLE)]
    acknowledged: dict[str, str] = {}
    enough = Event()

    def send(one: Booker) -> int | None:
        try:
            status, said = one.send(port, path)
        except (OSError, http.client.HTTPException, json.JSONDecodeError):
            return None  # the cut came before the answer
        if status in (200, 201):
            acknowledged[str(one.fields["key"])] = said["ticket"]
            if len(acknowledged) >= BEFORE_THE_CUT:
                enough.set()
        return status

    with serving(port) as process, ThreadPoolExecutor(CLIENTS) as pool:
        sent = [pool.submit(send, one) for one in bookers]
        assert enough.wait(60), "too few bookings were acknowledged"
        _kill(process)
        answers = [one.result() for one in sent]
    assert None in answers  # the server was killed in the middle
    before = dict(acknowledged)
    assert before == _tickets(before)
    with serving(port), ThreadPoolExecutor(CLIENTS) as pool:
        again = list(pool.map(send, bookers))
    assert sorted(set(again), key=str) == [200, 201, 409]
    assert acknowledged == _tickets(acknowledged)
    assert {key: acknowledged[key] for key in before} == before
    assert Registration.objects.count() == drive.slots.get().taken == PLACES
    assert list(slot_faults()) == []


def _tickets(keys: dict[str, str]) -> dict[str, str]:
    """Return the tickets that the database knows under these keys."""
    rows = Registration.objects.filter(idempotency_key__in=keys)
    return {row.idempotency_key: f"{row.drive_id}-{row.ticket}" for row in rows}
