"""Start, join and stop the embedded server."""

import fcntl
import os
import shlex
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from . import cluster, leftovers, programs
from .folders import leave_pointer, make_home, make_socket_dir
from .places import (
    DATABASE,
    PORT,
    EmbeddedServerError,
    Place,
    Server,
    has_cluster,
    place_of,
)
from .refusals import explain, refusal_for

LAUNCH_SECONDS = 30
"""How long a launch is tried again: orphans of a killed server may hold its memory for a while."""

RECOVERY_SECONDS = 300
"""How long a living server may take to replay its log."""

SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "password_encryption": "scram-sha-256",
    "max_connections": "100",
    "shared_buffers": "256MB",
    "jit": "off",
    "logging_collector": "off",
    "log_checkpoints": "off",
    "log_line_prefix": "%m [%p] ",
}

_in_use: dict[Server, tuple[Place, int]] = {}
_started_by: dict[Server, int] = {}  # the number of this process: a fork of it has started nothing


def start(data: Path) -> Server:
    """Start the server of `data`, or join it; on first use make its cluster and the database.

    Raises:
        EmbeddedServerError: it cannot be started; the message says what to do.
    """
    place = place_of(data)
    with explain(place):
        make_home(place)
        _announce_use(place)
        if not _accepts(place.server):
            with _one_at_a_time(place) as lock:
                _bring_up(place, lock=lock)
    return place.server


def stop(data: Path) -> None:
    """Stop the server of `data`, if it runs, at once for everybody who is connected."""
    place = place_of(data)
    if not has_cluster(place.home):
        return
    with explain(place), _one_at_a_time(place):
        _shut_down(place)
    _withdraw_use(place.server)


def stop_if_started(server: Server) -> bool:
    """Stop `server` if this process started it and nobody else uses it; tell whether it was stopped."""
    return _started_by.get(server) == os.getpid() and stop_if_unused(server)


def stop_if_unused(server: Server) -> bool:
    """Stop `server`, which this process has started or joined, unless somebody else uses it.

    The last to leave stops it so, whoever started it. Tells whether it was stopped; a process that called this
    must `start` again before it connects.
    """
    if server not in _in_use:
        return False
    place, lock = _in_use[server]
    with explain(place), _one_at_a_time(place):
        alone = _used_by_nobody_else(server, lock=lock)
        if alone:
            _shut_down(place)
    _withdraw_use(server)
    return alone


def _bring_up(place: Place, *, lock: int) -> None:
    if not _accepts(place.server, dbname="postgres"):
        cluster.check(place)
        if not has_cluster(place.home):
            cluster.make(place, lock=lock)
        leave_pointer(place)
        make_socket_dir(place)
        _launch(place)
        _started_by[place.server] = os.getpid()
    _ensure_database(place.server)


def _launch(place: Place) -> None:
    """Start the server, again and again while a killed one is still being cleared away."""
    deadline = time.monotonic() + LAUNCH_SECONDS
    leftovers.turn_over(place.log)
    while True:
        logged = leftovers.size_of(place.log)
        try:
            _launch_once(place)
        except programs.ProgramFailed as failure:
            final = refusal_for(str(failure) + leftovers.written_since(place.log, logged), place)
            if final is not None or time.monotonic() > deadline:
                raise final or failure from failure
        if _accepts(place.server, dbname="postgres"):
            return
        if time.monotonic() > deadline + RECOVERY_SECONDS:
            raise EmbeddedServerError(f"Máy chủ cơ sở dữ liệu không trả lời: hãy xem {place.log}.")
        time.sleep(0.2)


def _launch_once(place: Place) -> None:
    if leftovers.postmaster_of(place) is not None:
        if place.socket.exists():
            return  # not ready yet: replaying its log after a crash
        _shut_down(place)  # somebody has tidied its socket away: nobody can reach it any more
    leftovers.disown(place)
    programs.run(
        "pg_ctl",
        "start",
        "--wait",
        f"--timeout={RECOVERY_SECONDS}",
        f"--pgdata={place.cluster}",
        f"--log={place.log}",
        f"--options={_options(place)}",
        account=place.account,
    )


def _options(place: Place) -> str:
    directory = '"{}"'.format(str(place.socket_dir).replace('"', '""'))
    settings = {"port": str(PORT), "unix_socket_directories": directory, **SETTINGS}
    return " ".join(f"-c {shlex.quote(f'{name}={value}')}" for name, value in settings.items())


def _shut_down(place: Place) -> None:
    if leftovers.postmaster_of(place) is not None:
        programs.run(
            "pg_ctl", "stop", "--wait", "--mode=fast", f"--pgdata={place.cluster}", account=place.account
        )


def _accepts(server: Server, *, dbname: str = DATABASE) -> bool:
    """Tell whether a connection works: the only proof that the server runs."""
    try:
        with _connect(server, dbname):
            return True
    except psycopg.OperationalError as error:
        if "password authentication failed" in str(error):
            raise EmbeddedServerError(
                f"Mật khẩu trong {server.passfile} không đúng: hãy khôi phục tệp ấy từ bản sao lưu."
            ) from error
        return False


def _connect(server: Server, dbname: str) -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(
        host=str(server.socket_dir),
        port=server.port,
        user=server.user,
        dbname=dbname,
        passfile=str(server.passfile),
        connect_timeout=5,
        autocommit=True,
    )


def _ensure_database(server: Server) -> None:
    with _connect(server, "postgres") as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
        if known.fetchone() is None:
            connection.execute(f"CREATE DATABASE {DATABASE}")


#: A connection that was closed a moment ago is still in the list on a busy machine.
_FAREWELL_SECONDS = 2.0
_OTHERS = "SELECT 1 FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"


def _used_by_nobody_else(server: Server, *, lock: int) -> bool:
    """Tell whether no other process has started or joined the server, nor is connected to it."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    if not _accepts(server):
        return True
    with _connect(server, "postgres") as connection:
        until = time.monotonic() + _FAREWELL_SECONDS
        while connection.execute(_OTHERS).fetchone() is not None:
            if time.monotonic() > until:
                return False
            time.sleep(0.05)
    return True


def _announce_use(place: Place) -> None:
    """Hold a shared lock for as long as this process lives, so that nobody stops the server under us."""
    if place.server not in _in_use:
        lock = os.open(place.home / "in-use", os.O_CREAT | os.O_RDWR, 0o600)
        fcntl.flock(lock, fcntl.LOCK_SH)
        _in_use[place.server] = place, lock


def _withdraw_use(server: Server) -> None:
    _started_by.pop(server, None)
    if server in _in_use:
        _, lock = _in_use.pop(server)
        os.close(lock)


@contextmanager
def _one_at_a_time(place: Place) -> Iterator[int]:
    lock = os.open(place.home / "lock", os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield lock
    finally:
        os.close(lock)
