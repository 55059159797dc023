"""Reading a long roster in a process of its own: beside the one that writes, and with a limit to its memory.

    python -m maudao.lib.rosters.apart MEMORY TODAY FILE     (or "-" for standard input)

prints pickled lists of the fields of lines, at the end None, or the reason why there is no list.
"""

import os
import pickle
import resource
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from itertools import islice
from pathlib import Path
from typing import IO

import maudao
from maudao.lib.rosters.sheet import Line, lines
from maudao.lib.workbooks import UnreadableWorkbook

SHORT = 300_000  # bytes of a file that is read sooner than a process starts
_BATCH = 500
_FAILED, _OUT_OF_MEMORY = 1, 3  # exit statuses; who is killed has another
_MOST_MEMORY = 3 << 30  # of addresses; a roster of 200,000 people takes a tenth


def read(source: Path | bytes, *, today: date) -> Iterator[Line]:
    """Read a roster row by row; a long one in another process, so that two processors work on it.

    Raises:
        UnreadableWorkbook: as `lines`; "too_large" also where the other process ran out of memory.
    """
    size = len(source) if isinstance(source, bytes) else source.stat().st_size
    return lines(source, today=today) if size < SHORT else _read_apart(source, today)


def _read_apart(source: Path | bytes, today: date) -> Iterator[Line]:
    is_sent = isinstance(source, bytes)
    command = [
        sys.executable,
        "-m",
        __name__,
        str(_MOST_MEMORY),
        today.isoformat(),
        "-" if is_sent else str(source),
    ]
    places = [str(Path(maudao.__file__).parents[1]), os.environ.get("PYTHONPATH", "")]
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE if is_sent else subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, places))},
    )
    with process:
        try:
            if isinstance(source, bytes) and process.stdin:
                _send(process.stdin, source)
            assert process.stdout is not None
            yield from _received(process.stdout)
        except EOFError as died:
            if process.wait() == _FAILED:  # it has told why on standard error
                raise RuntimeError("a workbook could not be read in another process") from died
            raise UnreadableWorkbook("too_large") from died
        finally:
            process.kill()  # where the reader was left early; one that has ended does not mind


def _send(pipe: IO[bytes], data: bytes) -> None:
    with suppress(BrokenPipeError):  # it has died, and says nothing: `_received` tells
        pipe.write(data)
        pipe.close()


def _received(pipe: IO[bytes]) -> Iterator[Line]:
    while (batch := pickle.load(pipe)) is not None:
        if isinstance(batch, str):
            raise UnreadableWorkbook(batch)
        for fields in batch:
            yield Line(*fields)


def main(memory: str, today: str, source: str) -> None:
    """Read a roster and print it, for `read` in another process."""
    resource.setrlimit(resource.RLIMIT_AS, (int(memory), int(memory)))
    out = sys.stdout.buffer
    try:
        data = sys.stdin.buffer.read() if source == "-" else Path(source)
        rows = map(_fields, lines(data, today=date.fromisoformat(today)))
        while batch := list(islice(rows, _BATCH)):
            pickle.dump(batch, out, pickle.HIGHEST_PROTOCOL)
        pickle.dump(None, out)
    except UnreadableWorkbook as refused:
        pickle.dump(refused.reason, out)
    except MemoryError:
        sys.exit(_OUT_OF_MEMORY)


def _fields(line: Line) -> tuple[object, ...]:
    return (
        line.row,
        line.sheet,
        line.name,
        line.folded,
        line.birth_date,
        line.birth_year,
        line.sex,
        line.phone,
        line.identity,
        line.unit,
        line.notes,
        line.faults,
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
