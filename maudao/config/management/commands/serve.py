"""`maudao serve`: the web server and the worker in one process group, on the database that is there."""

import signal
import subprocess
import sys
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

_RESTART_SECONDS = 2


class Command(BaseCommand):
    help = "Serves Máu Đào: the pages and the worker, database included."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=2)

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", verbosity=0)
        processes = _Processes(
            {
                "web": web(options["host"], options["port"], options["workers"]),
                "worker": _worker(),
            }
        )
        self.stderr.write(f"Máu Đào: http://{options['host']}:{options['port']}/ (Ctrl+C để dừng)")
        processes.run()


def web(host: str, port: int, workers: int) -> list[str]:
    """Return the command of the web server."""
    flags = ["--interface", "wsgi", "--workers", str(workers), "--blocking-threads", "4", "--no-ws"]
    place = ["--host", host, "--port", str(port), "--respawn-failed-workers"]
    return [
        sys.executable,
        "-m",
        "granian",
        *flags,
        *place,
        "--log-level",
        "warning",
        "maudao.config.wsgi:application",
    ]


def _worker() -> list[str]:
    """Two jobs at a time, so that a one-time code need not wait behind a long scan; finished ones leave no row."""
    flags = ["--concurrency", "2", "--delete-jobs", "successful"]
    return [sys.executable, "-m", "maudao.config.cli", "procrastinate", "worker", *flags]


class _Processes:
    """Named processes that are started again when they die, and stopped together."""

    def __init__(self, commands: dict[str, list[str]]) -> None:
        self.commands = commands
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.stopping = False

    def run(self) -> None:
        """Keep all running until a signal to stop."""
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGINT, self._stop)
        while not self.stopping:
            for name, command in self.commands.items():
                if name not in self.running or self.running[name].poll() is not None:
                    self.running[name] = subprocess.Popen(command)
            time.sleep(_RESTART_SECONDS)
        for process in self.running.values():
            process.wait()

    def _stop(self, *_: Any) -> None:
        self.stopping = True
        for process in self.running.values():
            process.terminate()
