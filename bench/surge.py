"""How many people can book at once: through HTTP, beside pretix on the same machine and PostgreSQL, and the floor.

Ours is what a worker's browser sends: a form with the proof of a phone, answered in JSON; each booking is
audited, counted for the campaign and queues its message. pretix's is an order of its REST API without e-mail. Both
write durably. The floor is the SQL of one booking, captured from a real one, through pgbench.
"""

import gzip
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import psycopg

from maudao.lib import embedded
from maudao.lib.embedded import Server
from maudao.lib.embedded.programs import folder_for

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import _load  # noqa: E402  # beside this file, which is loaded by its path
import _peers  # noqa: E402
import _pretix  # noqa: E402

FOLDER = HERE.parent / "var" / "bench" / "surge"
PORT = 8346
CLIENTS, SECONDS = 32, 20.0
PEOPLE, RIVALS, PLACES = 24_000, 2_000, 500


@dataclass(frozen=True)
class Ours:
    """What `_surge_ours.py` made."""

    csrf: str
    proofs: list[str]
    slots: int
    first_slot: dict[str, int]
    first_donor: int
    script: str
    statements: int

    def requests(self, drive: str, people: range) -> list[bytes]:
        """Return the booking of each of some people, spread over the slots."""
        return [self._request(drive, number) for number in people]

    def _request(self, drive: str, number: int) -> bytes:
        slot = self.first_slot[drive] + number % self.slots
        body = urlencode({"key": uuid.uuid4(), "slot": slot, "person": self.first_donor + number}).encode()
        headers = {
            "Cookie": f"proof={self.proofs[number]}; csrftoken={self.csrf}",
            "X-CSRFToken": self.csrf,
            "Accept": "application/json",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        return _load.post(f"/hien-mau/{drive}/dang-ky/", body, headers)


def run() -> dict[str, Any]:
    """Measure ours, the floor and pretix; a peer that cannot be had is null, and the conditions say why."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    server = embedded.start(FOLDER / "data")
    try:
        ours = _ours(server)
        floor = _floor(server, ours["script"])
        peer = _peer(server)
        conditions = _conditions(server, ours, peer)
    finally:
        embedded.stop(FOLDER / "data")
    peer_per_s = peer.get("per_s")
    return {
        "bench": "surge",
        "ours_per_s": ours["per_s"],
        "peer_per_s": peer_per_s,
        "ratio": round(ours["per_s"] / peer_per_s, 1) if peer_per_s else None,
        "p95_ms": ours["p95_ms"],
        "places": PLACES,
        "granted": ours["granted"],
        "rush_s": ours["rush_s"],
        "page_p95_ms": ours["page"]["p95_ms"],
        "page_kb": ours["page"]["kb"],
        "floor_per_s": floor,
        "of_floor": round(ours["per_s"] / floor, 2) if floor else None,
        "unit": "bookings/s",
        "conditions": conditions,
    }


def _ours(server: Server) -> dict[str, Any]:
    environment = {**os.environ, "MAUDAO_DATA": str(FOLDER / "data"), "MAUDAO_SMS": "none"}
    environment.pop("DATABASE_URL", None)
    made = subprocess.run(
        [sys.executable, HERE / "_surge_ours.py", str(PEOPLE), str(FOLDER)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode:
        raise RuntimeError(f"our side could not be made: {made.stderr[-2000:]}")
    ours = Ours(**json.loads(made.stdout))
    with _web(environment):
        _load.run(PORT, ours.requests("open", range(400)), clients=CLIENTS)  # warm
        last = PEOPLE - RIVALS - 1
        open_ended = _load.run(
            PORT, ours.requests("open", range(400, last)), clients=CLIENTS, seconds=SECONDS
        )
        rush = _load.run(PORT, ours.requests("scarce", range(last, last + RIVALS)), clients=CLIENTS)
        page = _page()
    statuses = Counter(answer.status for answer in open_ended.answers)
    if set(statuses) != {201}:
        raise RuntimeError(f"not every booking was taken: {statuses}")
    return {
        "per_s": round(len(open_ended.answers) / open_ended.seconds, 1),
        "p95_ms": open_ended.p95_ms(),
        "granted": len(rush.with_status(201)),
        "refused": len(rush.with_status(409)),
        "rush_s": round(rush.seconds, 2),
        "taken": _taken(server),
        "page": page,
        "script": ours.script,
        "statements": ours.statements,
    }


def _page() -> dict[str, float]:
    """Return what a donor waits for at the page of a drive, 20 a second, and what its first load weighs, packed."""
    packed = {"Accept-Encoding": "gzip"}
    load = _load.paced(PORT, _load.get("/hien-mau/open/", packed), per_second=20, seconds=10)
    html = gzip.decompress(load.answers[0].body).decode()
    parts = set(re.findall(r'(?:href|src)="(/static/[^"#]+\.(?:css|js|svg|png|webmanifest))[#"]', html))
    sizes = [len(_load.run(PORT, [_load.get(part, packed)], clients=1).answers[0].body) for part in parts]
    return {"p95_ms": load.p95_ms(), "kb": round((len(load.answers[0].body) + sum(sizes)) / 1000, 1)}


def _taken(server: Server) -> int:
    with psycopg.connect(server.url) as connection:
        row = connection.execute(
            "SELECT count(*) FROM drives_registration r JOIN drives_drive d ON d.id = r.drive_id "
            "WHERE d.code = 'scarce'"
        ).fetchone()
    return int(row[0]) if row else 0


@contextmanager
def _web(environment: dict[str, str]) -> Iterator[None]:
    """Run the web server as `maudao serve` does, with two processes."""
    code = f"from maudao.config.management.commands.serve import web; print('\\0'.join(web('127.0.0.1', {PORT}, 2)))"
    told = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    process = subprocess.Popen(told.stdout.strip().split("\0"), env=environment)
    try:
        _load.wait(PORT)
        yield
    finally:
        process.terminate()
        process.wait(timeout=30)


def _floor(server: Server, script: str) -> float | None:
    """Return the transactions a second of the same SQL through pgbench, with as many clients."""
    with psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute("DROP SEQUENCE IF EXISTS bench_booking")
        connection.execute("DELETE FROM drives_registration")
        connection.execute("UPDATE drives_slot SET taken = 0")
        connection.execute("CREATE SEQUENCE bench_booking MINVALUE 0 START 0")
    command = [
        str(folder_for(None) / "pgbench"),
        "-n",
        "-c",
        str(CLIENTS),
        "-j",
        "2",
        "-T",
        "10",
        "-f",
        script,
        server.url,
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    found = re.search(r"^tps = ([0-9.]+)", done.stdout, re.MULTILINE)
    if found is None or "aborted" in done.stderr:
        print(done.stderr[-2000:], file=sys.stderr)  # noqa: T201  # says which statement failed
        return None
    return round(float(found[1]), 1)


def _peer(server: Server) -> dict[str, Any]:
    python = _peers.peer_python("pretix", "pretix.txt")
    if isinstance(python, str):
        return {"why": python}
    try:
        with _pretix.running(python, server, FOLDER / "pretix") as pretix:
            headers = {"Authorization": f"Token {pretix.token}", "Content-Type": "application/json"}
            body = pretix.order("open")
            order = _load.post("/api/v1/organizers/bench/events/open/orders/", body, headers)
            _load.run(_pretix.PORT, [order] * 10_000, clients=CLIENTS, seconds=5)
            load = _load.run(_pretix.PORT, [order] * 10_000, clients=CLIENTS, seconds=SECONDS)
    except (OSError, RuntimeError) as failed:
        return {"why": f"pretix could not be run: {failed}"[:300]}
    taken = load.with_status(201)
    return {"per_s": round(len(taken) / load.seconds, 1), "p95_ms": load.p95_ms()}


def _conditions(server: Server, ours: dict[str, Any], peer: dict[str, Any]) -> dict[str, Any]:
    with psycopg.connect(server.url) as connection:
        settings = {
            name: connection.execute(f"SHOW {name}").fetchone()[0]  # type: ignore[index]  # a setting has one row
            for name in ("server_version", "fsync", "synchronous_commit")
        }
    return {
        "processors": os.cpu_count(),
        "python": platform.python_version(),
        "postgresql": settings["server_version"],
        "durable": f"both: fsync {settings['fsync']}, synchronous_commit {settings['synchronous_commit']}",
        "clients": CLIENTS,
        "web_processes": 2,
        "people": PEOPLE,
        "statements_a_booking": ours["statements"],
        "rush": f"{RIVALS} requests for {PLACES} places: {ours['refused']} refused, {ours['taken']} in the table",
        "peer": peer.get("why") or f"pretix, 2 gunicorn workers, REST orders, p95 {peer['p95_ms']} ms",
    }
