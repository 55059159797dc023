"""Where the embedded server keeps its files, and as whom it runs. Nothing here writes."""

import hashlib
import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import platformdirs

STATE_ROOT = Path("/var/lib/maudao")
"""Used when we are root and the server's user cannot reach the data folder (/root, for one, is closed)."""

SHORT_ROOT = Path("/tmp")
"""Sockets of data folders with a long path. PostgreSQL touches its sockets so that cleaners leave them."""

SERVER_USERS = ("maudao", "postgres", "nobody")
"""PostgreSQL refuses to run as root. The first of these that exists runs it; we never make a user."""

POINTER_NAME = "database-location.txt"
PORT = 5432  # part of the socket's file name only: the server listens on no network
ROLE = DATABASE = "maudao"
LONGEST_SOCKET_PATH = 103  # bytes; macOS allows 103, Linux 107


class EmbeddedServerError(Exception):
    """The embedded server cannot be used; the message is one sentence for the person at the keyboard."""


@dataclass(frozen=True)
class Server:
    """How to connect to the embedded server of one data folder, running or not."""

    socket_dir: Path
    port: int
    user: str
    dbname: str
    passfile: Path

    @property
    def url(self) -> str:
        """Give the connection string that libpq, psycopg and `psql` accept."""
        host, passfile = quote(str(self.socket_dir), safe=""), quote(str(self.passfile), safe="")
        return f"postgresql://{self.user}@/{self.dbname}?host={host}&port={self.port}&passfile={passfile}"

    def django_settings(self) -> dict[str, object]:
        """Give the entry for Django's `DATABASES`."""
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": self.dbname,
            "USER": self.user,
            "HOST": str(self.socket_dir),
            "PORT": str(self.port),
            "OPTIONS": {"passfile": str(self.passfile)},
        }


@dataclass(frozen=True)
class Account:
    """A system user as which the server's programs run."""

    name: str
    uid: int
    gid: int


@dataclass(frozen=True)
class Place:
    """The files of one embedded server. `account` is None when the server runs as ourselves."""

    data: Path
    home: Path
    socket_dir: Path
    account: Account | None

    @property
    def cluster(self) -> Path:
        return self.home / "cluster"

    @property
    def passfile(self) -> Path:
        return self.home / "password"

    @property
    def log(self) -> Path:
        return self.cluster / "server.log"

    @property
    def socket(self) -> Path:
        return self.socket_dir / f".s.PGSQL.{PORT}"

    @property
    def pointer(self) -> Path:
        return self.data / POINTER_NAME

    @property
    def is_elsewhere(self) -> bool:
        """Whether the cluster stands outside the data folder, which the pointer file then tells."""
        return not self.home.is_relative_to(self.data)

    @property
    def server(self) -> Server:
        return Server(self.socket_dir, PORT, ROLE, DATABASE, self.passfile)


def data_folder() -> Path:
    """Give the folder for everything that Máu Đào keeps: `MAUDAO_DATA`, or the user's data folder."""
    chosen = os.environ.get("MAUDAO_DATA")
    return Path(chosen).expanduser() if chosen else platformdirs.user_data_path("maudao", appauthor=False)


def location(data: Path) -> Server:
    """Tell how the server of `data` is reached, without starting or writing anything."""
    return place_of(data).server


def place_of(data: Path) -> Place:
    """Choose the places for the server of `data`: the same before and after its first start."""
    data = data.expanduser().resolve()
    default, state_home = data / "database", STATE_ROOT / _digest(data)
    home = _existing_home(data, default, state_home)
    if os.geteuid() != 0:
        home = home or default
        return Place(data, home, _socket_dir(data, home, SHORT_ROOT / f"maudao-{os.geteuid()}"), None)
    account = _cluster_owner(home) or _server_account()
    home = home or (default if reachable(default, account) else state_home)
    return Place(data, home, _socket_dir(data, home, STATE_ROOT / "sockets"), account)


def reachable(path: Path, account: Account) -> bool:
    """Tell whether `account` may enter every existing folder on the way to `path` (mode bits only)."""
    return all(_may_enter(folder, account) for folder in path.parents if folder.exists())


def _existing_home(data: Path, default: Path, state_home: Path) -> Path | None:
    """Find the cluster that is there already: a change of permissions must not lead to an empty database."""
    if has_cluster(default):
        return default
    pointer = data / POINTER_NAME
    if pointed := target_of(pointer):
        return pointed
    return state_home if has_cluster(state_home) else None


def target_of(pointer: Path) -> Path | None:
    """Read where a pointer file says that the cluster is; one that a power cut left empty says nothing."""
    if not os.access(pointer, os.R_OK):
        return None
    target, _, _ = pointer.read_text(encoding="utf-8").partition("\n")
    return Path(target) if target else None


def has_cluster(home: Path) -> bool:
    """Tell whether a complete cluster stands in `home`, as far as we may look."""
    return os.access(home / "cluster" / "PG_VERSION", os.F_OK)


def _cluster_owner(home: Path | None) -> Account | None:
    if home is None or not has_cluster(home):
        return None
    entry = pwd.getpwuid((home / "cluster").stat().st_uid)
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def _server_account() -> Account:
    for name in SERVER_USERS:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(name, entry.pw_uid, entry.pw_gid)
    raise EmbeddedServerError(
        "PostgreSQL không chạy dưới quyền root: hãy dùng một người dùng thường, hoặc đặt DATABASE_URL."
    )


def _may_enter(folder: Path, account: Account) -> bool:
    status = folder.stat()
    if status.st_uid == account.uid:
        return bool(status.st_mode & stat.S_IXUSR)
    if status.st_gid == account.gid:
        return bool(status.st_mode & stat.S_IXGRP)
    return bool(status.st_mode & stat.S_IXOTH)


def _socket_dir(data: Path, home: Path, short_root: Path) -> Path:
    """Put the socket beside the cluster, or under a short name where the path is too long or has a comma.

    A comma separates hosts in libpq's `host`.
    """
    beside = home / "socket"
    name = os.fsencode(beside / f".s.PGSQL.{PORT}")
    if len(name) <= LONGEST_SOCKET_PATH and b"," not in name:
        return beside
    return short_root.with_name(f"{short_root.name}-{_digest(data)}")


def _digest(data: Path) -> str:
    return hashlib.sha256(os.fsencode(data)).hexdigest()[:12]
