"""`maudao serve` as an installation runs it: it answers, survives `kill -9` of everything, and stops politely."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from maudao.lib import embedded


def free_port() -> int:
    """Return a port below the ephemeral range on which nobody listens."""
    for port in range(20_000 + os.getpid() % 5_000, 30_000):
        with socket.socket() as trial:
            if trial.connect_ex(("127.0.0.1", port)):
                return port
    raise AssertionError("no free port")


@contextmanager
def serving(data: Path, port: int) -> Iterator["subprocess.Popen[bytes]"]:
    """Start the product in a process group of its own, and wait until it answers."""
    environment = {**os.environ, "MAUDAO_DATA": str(data)}
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, "-m", "maudao.config.cli", "serve", "--port", str(port), "--workers", "1"]
    process = subprocess.Popen(command, env=environment, start_new_session=True)
    try:
        wait_for_answer(port)
        yield process
    finally:
        kill_all(process)


def wait_for_answer(port: int) -> None:
    deadline = time.monotonic() + 60
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5) as answer:
                assert answer.status == 200
                return
        except OSError:
            assert time.monotonic() < deadline, "no answer within a minute"
            time.sleep(0.3)


def kill_all(process: "subprocess.Popen[bytes]") -> None:
    """Kill every process of the group at once, as a power cut would."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def database_processes(data: Path) -> list[psutil.Process]:
    place = str(embedded.location(data).socket_dir.parent)
    found = []
    for process in psutil.process_iter(["cmdline"]):
        if place in " ".join(process.info["cmdline"] or ()):
            found.append(process)
    return found


@pytest.mark.slow
def test_serves_again_after_everything_was_killed(tmp_path: Path) -> None:
    data, port = tmp_path / "data", free_port()
    with serving(data, port):
        assert database_processes(data)
    for process in database_processes(data):
        process.kill()
    with serving(data, port) as process:
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=60) == 0
    assert database_processes(data) == []
