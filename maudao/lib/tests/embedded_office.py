"""An office for the embedded server in tests: lent, questioned, killed and cleared away."""

import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil  # type: ignore[import-untyped]  # it ships no types
import psycopg

import maudao
from maudao.lib import embedded
from maudao.lib.embedded import places
from maudao.lib.embedded.leftovers import postmaster_of

REPOSITORY = Path(maudao.__file__).parents[1]


@contextmanager
def office(data: Path) -> Iterator[Path]:
    """Lend a data folder, and leave no server and no file behind."""
    place = places.place_of(data)
    try:
        yield data
    finally:
        places_used = {place, places.place_of(data)}
        embedded.stop(data)
        for used in places_used:
            shutil.rmtree(used.home, ignore_errors=True)
            shutil.rmtree(used.socket_dir, ignore_errors=True)


def python(code: str, *arguments: str) -> "subprocess.Popen[str]":
    """Run code in a process of its own, which can write a line and wait for one."""
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        cwd=REPOSITORY,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def ask(at: embedded.Server, question: str) -> str:
    with psycopg.connect(at.url) as connection:
        row = connection.execute(question).fetchone()
        assert row is not None
        return str(row[0])


def started_at(at: embedded.Server) -> str:
    return ask(at, "SELECT pg_postmaster_start_time()")


def postmaster(data: Path) -> psutil.Process:
    process = postmaster_of(places.place_of(data))
    assert process is not None
    return process


def kill_everything(data: Path) -> None:
    main = postmaster(data)
    for process in [main, *main.children(recursive=True)]:
        with suppress(psutil.NoSuchProcess):  # children end by themselves once they miss the first
            process.kill()


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)
