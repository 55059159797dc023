"""What a killed server leaves behind: lock files that name a process which is gone, or is another one now."""

from pathlib import Path

import psutil  # type: ignore[import-untyped]  # it ships no types

from .places import Place

NOBODY = 2**31 - 1
"""A process number that no system gives out."""

LONGEST_LOG_BYTES = 10_000_000


def postmaster_of(place: Place) -> psutil.Process | None:
    """Find the living main process of this cluster, ready or not; a zombie is not living."""
    process = _living_process(place.cluster / "postmaster.pid")
    return process if process is not None and _serves(process, place) else None


def disown(place: Place) -> None:
    """Correct lock files whose number now belongs to another program, which PostgreSQL would wait for.

    That happens in every container that was killed and starts again from process 1. Only the number is
    replaced: the rest of the file lets PostgreSQL see that orphans of the old server still use its memory.
    """
    for lock_file in (place.cluster / "postmaster.pid", Path(f"{place.socket}.lock")):
        process = _living_process(lock_file)
        if process is not None and not _serves(process, place):
            _, _, rest = lock_file.read_text().partition("\n")
            with lock_file.open("r+") as file:
                file.write(f"{NOBODY}\n{rest}")  # never shorter than before, so never seen half empty


def size_of(log: Path) -> int:
    """Tell how far the server's log has been written."""
    return log.stat().st_size if log.is_file() else 0


def written_since(log: Path, size: int) -> str:
    """Give what the server has logged since: why a launch failed, without the troubles of other days."""
    return log.read_bytes()[size:].decode(errors="replace") if log.is_file() else ""


def turn_over(log: Path) -> None:
    """Begin a new log where the old one is long; one old log is kept."""
    if size_of(log) > LONGEST_LOG_BYTES:
        log.replace(f"{log}.old")


def _living_process(lock_file: Path) -> psutil.Process | None:
    try:
        process = psutil.Process(int(lock_file.read_text().partition("\n")[0]))
        return None if process.status() == psutil.STATUS_ZOMBIE else process
    except (OSError, ValueError, psutil.NoSuchProcess):
        return None


def _serves(process: psutil.Process, place: Place) -> bool:
    try:
        return str(place.cluster) in process.cmdline()
    except psutil.NoSuchProcess:
        return False
    except psutil.AccessDenied:
        return True  # cannot tell: wait for it rather than disown it
