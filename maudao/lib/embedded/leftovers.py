"""What a killed server leaves behind: lock files that name a process which is gone, or is another one now."""

from pathlib import Path

import psutil  # type: ignore[import-untyped]  # it ships no types

from .places import Place

NOBODY = 2**31 - 1
"""A process number that no system gives out."""

LONGEST_LOG_BYTES = 10_000_000


def postmaster_of(place: Place) -> psutil.Process | None:
    """Find the living main process of this cluster, ready or not; a zombie is not living."""
    process = _process_in(place.cluster / "postmaster.pid")
    return process if process is not None and _serves(process, place) else None


def disown(place: Place) -> None:
    """Correct lock files whose number is a zombie's or another program's, for which PostgreSQL would wait.

    The first lasts until somebody reaps the zombie; the second happens in every container that was killed and
    starts again from process 1. Only the number is replaced: by the rest of the file PostgreSQL sees whether
    orphans of the old server still use its memory, and then it refuses to start.
    """
    for lock_file in (place.cluster / "postmaster.pid", Path(f"{place.socket}.lock")):
        process = _process_in(lock_file)
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


def _process_in(lock_file: Path) -> psutil.Process | None:
    try:
        return psutil.Process(int(lock_file.read_text().partition("\n")[0]))
    except (OSError, ValueError, OverflowError, psutil.NoSuchProcess):
        return None


def _serves(process: psutil.Process, place: Place) -> bool:
    try:
        return str(place.cluster) in process.cmdline()
    except psutil.NoSuchProcess:  # or a zombie, which has no command line
        return False
    except psutil.AccessDenied:
        return True  # cannot tell: wait for it rather than disown it
