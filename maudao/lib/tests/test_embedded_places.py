"""Where the embedded server keeps its files, whatever the folder, and as root."""

import os
import shutil
from pathlib import Path
from urllib.parse import quote

import pytest

from maudao.lib import embedded
from maudao.lib.embedded import places, programs
from maudao.lib.tests.embedded_office import (
    ask,
    office,
    postmaster,
)

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="about running as root")


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
@pytest.mark.parametrize(
    "name", ["Công đoàn xã Nà Tấu", "a, 'b' \"c\" $d", "/".join(["đợt hiến máu tình nguyện"] * 6)]
)
def test_any_folder_name_will_do(tmp_path: Path, name: str) -> None:
    with office(tmp_path / name) as folder:
        assert ask(embedded.start(folder), "SELECT 1") == "1"


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
