"""The embedded server on an ordinary day: first start, second window, stop."""

from pathlib import Path

import psycopg
import pytest

from maudao.lib import embedded
from maudao.lib.embedded import places
from maudao.lib.embedded.leftovers import postmaster_of
from maudao.lib.tests.embedded_office import ask, python, started_at


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
def test_last_to_leave_may_stop_a_server_that_another_started(data: Path) -> None:
    start = "import sys, pathlib; from maudao.lib.embedded import start; start(pathlib.Path(sys.argv[1]))"
    python(start, str(data)).communicate(timeout=30)
    at = embedded.start(data)
    assert not embedded.stop_if_started(at)
    assert embedded.stop_if_unused(at)
    assert postmaster_of(places.place_of(data)) is None


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
