"""The embedded server after a power cut, a tidy hand or a bad restore."""

import signal
import subprocess
import threading
import time
from pathlib import Path

import psutil  # type: ignore[import-untyped]  # it ships no types
import psycopg
import pytest

from maudao.lib import embedded
from maudao.lib.embedded import places
from maudao.lib.tests.embedded_office import (
    ask,
    kill_everything,
    postmaster,
    python,
    wait_until,
)


@pytest.mark.slow
def test_every_acknowledged_row_outlives_a_killed_server(data: Path) -> None:
    at = embedded.start(data)
    with psycopg.connect(at.url) as connection:
        connection.execute("CREATE TABLE given (number integer)")
    acknowledged: list[int] = []
    for _ in range(3):
        before = len(acknowledged)
        writer = threading.Thread(target=write_until_cut_off, args=(at, acknowledged))
        writer.start()
        wait_until(lambda: len(acknowledged) >= before + 50)  # noqa: B023  # called within this round
        postmaster(data).kill()
        kept_by_restart = embedded.start(data)
        writer.join(timeout=20)
        with psycopg.connect(kept_by_restart.url) as connection:
            found = {row[0] for row in connection.execute("SELECT number FROM given")}
        assert set(acknowledged) <= found


def write_until_cut_off(at: embedded.Server, acknowledged: list[int]) -> None:
    with psycopg.connect(at.url, autocommit=True) as connection:
        try:
            for number in range(len(acknowledged), 1_000_000):
                connection.execute("INSERT INTO given VALUES (%s)", [number])
                acknowledged.append(number)
        except psycopg.OperationalError:
            return


@pytest.mark.slow
def test_server_comes_back_after_everything_was_killed(data: Path) -> None:
    work = (
        "import sys, pathlib, psycopg; from maudao.lib.embedded import start\n"
        "with psycopg.connect(start(pathlib.Path(sys.argv[1])).url) as c:\n"
        "    c.execute('CREATE TABLE kept AS SELECT 7 AS n')\n"
        "print('written', flush=True); sys.stdin.read()"
    )
    process = python(work, str(data))
    assert process.stdout is not None
    assert process.stdout.readline() == "written\n"
    kill_everything(data)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert ask(embedded.start(data), "SELECT n FROM kept") == "7"


@pytest.mark.slow
@pytest.mark.parametrize("delay", [0.25, 0.5])
def test_first_start_that_was_cut_short_is_done_again(data: Path, delay: float) -> None:
    process = python(
        "import sys, pathlib; from maudao.lib.embedded import start; start(pathlib.Path(sys.argv[1]))",
        str(data),
    )
    time.sleep(delay)
    process.kill()
    process.communicate()
    assert ask(embedded.start(data), "SELECT 1") == "1"


@pytest.mark.slow
def test_number_of_a_killed_server_may_belong_to_another_program_now(data: Path) -> None:
    at = embedded.start(data)
    place = places.place_of(data)
    kill_everything(data)
    account = place.account
    stranger = subprocess.Popen(["sleep", "60"], user=account.uid if account else None)
    try:
        wait_until(lambda: not psutil.pid_exists(int(pid_line(place.cluster / "postmaster.pid"))))
        for lock_file in (place.cluster / "postmaster.pid", Path(f"{place.socket}.lock")):
            _, _, rest = lock_file.read_text().partition("\n")
            lock_file.write_text(f"{stranger.pid}\n{rest}")
        assert ask(embedded.start(data), "SELECT 1") == "1"
        assert at == embedded.location(data)
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def pid_line(lock_file: Path) -> str:
    return lock_file.read_text().partition("\n")[0]


@pytest.mark.slow
def test_new_server_waits_until_the_last_orphan_of_a_killed_one_is_gone(data: Path) -> None:
    embedded.start(data)
    main = postmaster(data)
    orphan = main.children()[0]
    orphan.suspend()
    main.kill()
    starting = threading.Thread(target=embedded.start, args=(data,))
    starting.start()
    starting.join(timeout=1.5)
    try:
        assert starting.is_alive()
        assert orphan.is_running()
    finally:
        orphan.resume()
        starting.join(timeout=30)
    assert "shared memory block" in places.place_of(data).log.read_text()
    assert ask(embedded.location(data), "SELECT 1") == "1"


@pytest.mark.slow
def test_server_whose_socket_was_tidied_away_is_started_anew(data: Path) -> None:
    embedded.start(data)
    places.place_of(data).socket.unlink()
    assert ask(embedded.start(data), "SELECT 1") == "1"


@pytest.mark.slow
def test_cluster_of_another_version_is_refused(data: Path) -> None:
    embedded.start(data)
    embedded.stop(data)
    version = places.place_of(data).cluster / "PG_VERSION"
    version.write_text("15\n")
    with pytest.raises(embedded.EmbeddedServerError, match="PostgreSQL 15"):
        embedded.start(data)


@pytest.mark.slow
def test_wrong_password_is_told_at_once(data: Path) -> None:
    at = embedded.start(data)
    at.passfile.write_text("*:*:*:maudao:wrong\n")
    with pytest.raises(embedded.EmbeddedServerError, match=str(at.passfile)):
        embedded.start(data)


def test_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(embedded.EmbeddedServerError, match="file"):
        embedded.start(tmp_path / "file" / "office")
