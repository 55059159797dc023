"""The embedded server, as an office meets it: first start, second window, power cut, odd folders."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psutil  # type: ignore[import-untyped]  # it ships no types
import psycopg
import pytest

import maudao
from maudao.lib import embedded
from maudao.lib.embedded import places, programs
from maudao.lib.embedded.leftovers import postmaster_of

REPOSITORY = Path(maudao.__file__).parents[1]
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="about running as root")


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


@pytest.fixture
def data(tmp_path: Path) -> Iterator[Path]:
    with office(tmp_path / "office") as folder:
        yield folder


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """Lend a folder that every user may enter, which pytest's own are not."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


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
        process.kill()


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_data_folder_is_chosen_by_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAUDAO_DATA", "~/máu đào")
    assert embedded.data_folder() == Path.home() / "máu đào"
    monkeypatch.delenv("MAUDAO_DATA")
    assert embedded.data_folder().name == "maudao"


def test_location_writes_nothing(tmp_path: Path) -> None:
    embedded.location(tmp_path / "office")
    assert list(tmp_path.iterdir()) == []


def test_one_folder_has_one_location_by_whatever_name(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "office")
    assert embedded.location(tmp_path / "link") == embedded.location(tmp_path / "office")
    assert embedded.location(tmp_path / "x" / ".." / "office") == embedded.location(tmp_path / "office")


def test_django_connects_by_socket_and_passfile() -> None:
    at = embedded.Server(Path("/s o/c"), 5432, "maudao", "maudao", Path("/p/đ"))
    assert at.django_settings() == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "maudao",
        "USER": "maudao",
        "HOST": "/s o/c",
        "PORT": "5432",
        "OPTIONS": {"passfile": "/p/đ"},
    }
    assert f"host={quote('/s o/c', safe='')}" in at.url


def test_a_closed_folder_is_not_reachable(tmp_path: Path) -> None:
    stranger = places.Account("stranger", 54321, 54321)
    inner = tmp_path / "closed" / "inner"
    inner.mkdir(parents=True)
    (tmp_path / "closed").chmod(0o700)
    assert not places.reachable(inner / "file", stranger)
    assert places.reachable(Path("/bin/sh"), stranger)


@pytest.mark.slow
def test_first_start_makes_a_database_that_only_the_password_opens(data: Path) -> None:
    at = embedded.start(data)
    assert at == embedded.location(data)
    assert ask(at, "SHOW server_encoding") == "UTF8"
    assert ask(at, "SHOW fsync") == "on"
    assert ask(at, "SHOW listen_addresses") == ""
    assert ask(at, "SELECT upper('đặng')") == "ĐẶNG"
    assert ask(at, "SELECT 'Z' < 'a' AND 'z' < 'đ'") == "True"
    assert at.passfile.stat().st_mode & 0o777 == 0o600
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(
            host=str(at.socket_dir), port=at.port, user=at.user, dbname=at.dbname, passfile="/none"
        )


@pytest.mark.slow
def test_a_second_process_joins_the_running_server(data: Path) -> None:
    at = embedded.start(data)
    join = (
        "import sys, pathlib, psycopg; from maudao.lib.embedded import start\n"
        "with psycopg.connect(start(pathlib.Path(sys.argv[1])).url) as c:\n"
        "    print(c.execute('SELECT pg_postmaster_start_time()').fetchone()[0])"
    )
    answer, _ = python(join, str(data)).communicate(timeout=30)
    assert answer.strip() == started_at(at)


@pytest.mark.slow
def test_ten_processes_at_once_end_with_one_server(data: Path) -> None:
    start = (
        "import sys, pathlib, psycopg; from maudao.lib.embedded import start\n"
        "with psycopg.connect(start(pathlib.Path(sys.argv[1])).url) as c:\n"
        "    print(c.execute('SELECT pg_postmaster_start_time()').fetchone()[0])"
    )
    crowd = [python(start, str(data)) for _ in range(10)]
    answers = {process.communicate(timeout=60)[0].strip() for process in crowd}
    assert answers == {started_at(embedded.location(data))}
    assert [process.returncode for process in crowd] == [0] * 10


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
def test_server_whose_socket_was_tidied_away_is_started_anew(data: Path) -> None:
    embedded.start(data)
    places.place_of(data).socket.unlink()
    assert ask(embedded.start(data), "SELECT 1") == "1"


@pytest.mark.slow
def test_who_started_the_server_stops_it_when_alone(data: Path) -> None:
    at = embedded.start(data)
    assert embedded.stop_if_started(at)
    assert postmaster_of(places.place_of(data)) is None
    assert not embedded.stop_if_started(at)


@pytest.mark.slow
def test_server_stays_while_another_process_uses_it(data: Path) -> None:
    at = embedded.start(data)
    join = (
        "import sys, pathlib; from maudao.lib.embedded import start\n"
        "start(pathlib.Path(sys.argv[1])); print('joined', flush=True); sys.stdin.read()"
    )
    other = python(join, str(data))
    assert other.stdout is not None
    assert other.stdout.readline() == "joined\n"
    assert not embedded.stop_if_started(at)
    assert started_at(at)
    other.communicate()


@pytest.mark.slow
def test_server_stays_while_another_program_is_connected(data: Path) -> None:
    at = embedded.start(data)
    with psycopg.connect(at.url):
        assert not embedded.stop_if_started(at)


@pytest.mark.slow
def test_stop_ends_the_server_for_everybody_and_keeps_the_rows(data: Path) -> None:
    at = embedded.start(data)
    with psycopg.connect(at.url, autocommit=True) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS n")
        embedded.stop(data)
        with pytest.raises(psycopg.OperationalError):
            connection.execute("SELECT 1")
    assert ask(embedded.start(data), "SELECT n FROM kept") == "7"


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", ["Công đoàn xã Nà Tấu", "a, 'b' \"c\" $d", "/".join(["đợt hiến máu tình nguyện"] * 6)]
)
def test_any_folder_name_will_do(tmp_path: Path, name: str) -> None:
    with office(tmp_path / name) as folder:
        assert ask(embedded.start(folder), "SELECT 1") == "1"


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


@as_root
@pytest.mark.slow
def test_closed_folder_of_root_gets_its_cluster_elsewhere(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    with office(tmp_path / "office") as folder:
        before = embedded.location(folder)
        at = embedded.start(folder)
        assert at == before == embedded.location(folder)
        assert at.passfile.is_relative_to(places.STATE_ROOT)
        pointer = (folder / places.POINTER_NAME).read_text(encoding="utf-8")
        assert pointer.splitlines()[0] == str(at.passfile.parent)
        assert postmaster(folder).username() in places.SERVER_USERS
        assert tmp_path.stat().st_mode & 0o777 == 0o700


@as_root
@pytest.mark.slow
def test_open_folder_of_root_keeps_its_cluster_and_tells_when_it_is_closed(open_folder: Path) -> None:
    with office(open_folder / "above" / "office") as folder:
        at = embedded.start(folder)
        assert at.passfile.is_relative_to(folder)
        embedded.stop(folder)
        (open_folder / "above").chmod(0o700)
        assert embedded.location(folder) == at
        with pytest.raises(embedded.EmbeddedServerError, match="MAUDAO_DATA"):
            embedded.start(folder)


@as_root
def test_empty_pointer_says_nothing(tmp_path: Path) -> None:
    before = embedded.location(tmp_path)
    (tmp_path / places.POINTER_NAME).write_text("")
    assert embedded.location(tmp_path) == before


@as_root
@pytest.mark.slow
def test_opening_a_closed_folder_later_does_not_lead_to_an_empty_database(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    with office(tmp_path / "office") as folder:
        at = embedded.start(folder)
        for opened in tmp_path.parents:
            if opened.name.startswith("pytest-"):
                opened.chmod(0o755)
        tmp_path.chmod(0o755)
        assert embedded.location(folder) == at


@as_root
@pytest.mark.slow
def test_lost_cluster_is_told_instead_of_begun_anew(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    with office(tmp_path / "office") as folder:
        embedded.start(folder)
        embedded.stop(folder)
        shutil.rmtree(places.place_of(folder).cluster)
        with pytest.raises(embedded.EmbeddedServerError, match=places.POINTER_NAME):
            embedded.start(folder)


@as_root
@pytest.mark.slow
def test_programs_that_the_server_user_cannot_reach_are_copied(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copies = Path("/var/lib/maudao-test-programs")
    monkeypatch.setattr(programs, "STATE_ROOT", copies)
    monkeypatch.setattr(programs, "reachable", lambda path, account: False)
    try:
        assert ask(embedded.start(data), "SELECT 1") == "1"
        assert postmaster(data).exe().startswith(str(copies))
    finally:
        embedded.stop(data)
        shutil.rmtree(copies)
