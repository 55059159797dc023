"""pretix as a peer for `surge`: its own server on the same PostgreSQL, one free product with a quota.

Set up as `pretix` says for production: gunicorn with 2 workers, a Celery worker, Redis; only e-mail is off.
"""

import json
import os
import secrets
import shutil
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from maudao.lib.embedded import Server

DATABASE = "bench_pretix"
PORT, REDIS_PORT = 8345, 6399

#: Made in pretix's own shell; prints the number of the event's product.
_EVENT = """
import datetime
from django.utils.timezone import now
from django_scopes import scopes_disabled
from pretix.base.models import Organizer, Event, Team, TeamAPIToken
with scopes_disabled():
    o = Organizer.objects.create(name="Bench", slug="bench")
    for slug, size in (("open", None), ("scarce", 500)):
        e = Event.objects.create(organizer=o, name=slug, slug=slug, currency="EUR", live=True,
            date_from=now() + datetime.timedelta(days=30), plugins="pretix.plugins.banktransfer")
        e.settings.set("timezone", "UTC")
        i = e.items.create(name="Place", default_price=0)
        q = e.quotas.create(name="All", size=size)
        q.items.add(i)
        print("ITEM", slug, i.pk)
    t = Team.objects.create(organizer=o, name="API", all_events=True, all_event_permissions=True)
    print("TOKEN", t.tokens.create(name="bench").token)
"""


@dataclass(frozen=True)
class Pretix:
    """A running pretix: its API token, and the product of each event."""

    token: str
    items: dict[str, int]

    def order(self, event: str) -> bytes:
        """Return the body of a request that orders one place."""
        position: dict[str, object] = {"item": self.items[event], "variation": None, "answers": []}
        return json.dumps(
            {
                "email": None,
                "locale": "en",
                "sales_channel": "web",
                "send_email": False,
                "positions": [position],
            }
        ).encode()


@contextmanager
def running(python: Path, server: Server, folder: Path) -> Iterator[Pretix]:
    """Set pretix up in a database of its own and run it until the block ends."""
    with ExitStack() as stack:
        environment = _configured(server, folder)
        _empty_database(server)
        stack.callback(_drop_database, server)
        redis = _program("redis-server", "--port", str(REDIS_PORT), "--save", "", "--appendonly", "no")
        stack.enter_context(_process(redis, {**os.environ}))
        _pretix(python, environment, "migrate", "--verbosity", "0")
        made = _pretix(python, environment, "shell", "-c", _EVENT)
        for command in (_web(python), _worker(python)):
            stack.enter_context(_process(command, environment))
        pretix = _read(made)
        _wait(pretix)
        yield pretix


def _configured(server: Server, folder: Path) -> dict[str, str]:
    folder.mkdir(parents=True, exist_ok=True)
    password = server.passfile.read_text().strip().rpartition(":")[2]
    redis = f"redis://127.0.0.1:{REDIS_PORT}"
    (folder / "pretix.cfg").write_text(
        f"[pretix]\nurl=http://127.0.0.1:{PORT}\ncurrency=EUR\ndatadir={folder / 'data'}\n"
        f"[database]\nbackend=postgresql\nname={DATABASE}\nuser={server.user}\npassword={password}\n"
        f"host={server.socket_dir}\nport={server.port}\n"
        f"[redis]\nlocation={redis}/0\nsessions=true\n[celery]\nbackend={redis}/1\nbroker={redis}/2\n"
        f"[django]\nsecret={secrets.token_hex(20)}\n"
    )
    return {
        **os.environ,
        "PRETIX_CONFIG_FILE": str(folder / "pretix.cfg"),
        "DJANGO_SETTINGS_MODULE": "pretix.settings",
    }


def _empty_database(server: Server) -> None:
    _drop_database(server)
    with psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))


def _drop_database(server: Server) -> None:
    with psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute(
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(DATABASE))
        )


def _program(name: str, *arguments: str) -> list[str]:
    found = shutil.which(name)
    if found is None:
        raise FileNotFoundError(f"{name} is not installed")
    return [found, *arguments]


def _pretix(python: Path, environment: dict[str, str], *arguments: str) -> str:
    done = subprocess.run(
        [python, "-m", "pretix", *arguments], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"pretix {arguments[0]}: {done.stderr[-300:]}")
    return done.stdout


def _web(python: Path) -> list[str]:
    place = ["--bind", f"127.0.0.1:{PORT}", "--workers", "2", "--max-requests", "0", "--log-level", "error"]
    return [str(python.with_name("gunicorn")), "pretix.wsgi", *place]


def _worker(python: Path) -> list[str]:
    return [str(python.with_name("celery")), "-A", "pretix.celery_app", "worker", "-l", "error", "-c", "2"]


@contextmanager
def _process(command: list[str], environment: dict[str, str]) -> Iterator[None]:
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _read(made: str) -> Pretix:
    lines = [line.split() for line in made.splitlines()]
    items = {line[1]: int(line[2]) for line in lines if line[:1] == ["ITEM"]}
    return Pretix(token=next(line[1] for line in lines if line[:1] == ["TOKEN"]), items=items)


def _wait(pretix: Pretix) -> None:
    request = urllib.request.Request(
        f"http://127.0.0.1:{PORT}/api/v1/organizers/", headers={"Authorization": f"Token {pretix.token}"}
    )
    for _ in range(120):
        try:
            urllib.request.urlopen(request, timeout=30).read()
        except OSError:
            time.sleep(0.5)
        else:
            return
    raise RuntimeError("pretix did not answer")
