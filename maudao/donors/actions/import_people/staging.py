"""Rows of a list, copied beside the people on record. Personal numbers go as fingerprints."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from maudao.lib.rosters.sheet import Line
from maudao.organization.sealing import IDENTITY, PHONE, sealer

_TABLES = ("import_row", "import_match", "import_phone", "import_roster", "import_change")
_DROP = "DROP TABLE IF EXISTS " + ", ".join(
    f"pg_temp.{table}" for table in _TABLES
)  # of a list before, in one go

#: A table of the transaction's own. `n` is the row's place in the list.
_TABLE = """
CREATE TEMPORARY TABLE import_row (
  n integer NOT NULL, full_name text NOT NULL, folded text NOT NULL, is_bare boolean NOT NULL, sex text NOT NULL,
  birth_date date, birth_year smallint, phone_hash text NOT NULL, identity_hash text NOT NULL,
  identity_digits smallint NOT NULL, unit_id bigint
) ON COMMIT DROP
"""
_COLUMNS = (
    "n, full_name, folded, is_bare, sex, birth_date, birth_year,"
    " phone_hash, identity_hash, identity_digits, unit_id"
)
_BLOCK = 500


def copied(cursor: Any, table: str, columns: str, rows: Iterable[str]) -> None:
    """Copy lines of PostgreSQL's text format into a table."""
    block: list[str] = []
    with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
        for row in rows:
            block.append(row)
            if len(block) == _BLOCK:
                copy.write("".join(block))
                block.clear()
        copy.write("".join(block))


def quoted(text: str) -> str:
    """Return a text as COPY takes it; names hold neither tabs nor line ends."""
    return text.replace("\\", "\\\\") if "\\" in text else text


def day(value: date | None) -> str:
    """Return a day as COPY takes it."""
    return value.isoformat() if value else "\\N"


def number(value: int | None) -> str:
    """Return a number as COPY takes it."""
    return str(value) if value is not None else "\\N"


def stage(cursor: Any, rows: Iterable[tuple[int, Line, int | None]]) -> None:
    """Copy rows, each with its place and the key of its unit, into `import_row`."""
    cursor.execute(_DROP)
    cursor.execute(_TABLE)
    copied(cursor, "import_row", _COLUMNS, _staged(rows))


def stage_again(cursor: Any, rows: list[tuple[int, Line, int | None]]) -> None:
    """Copy rows again that later rows of the same people have filled in."""
    cursor.execute("DELETE FROM import_row WHERE n = ANY(%s)", [[n for n, _, _ in rows]])
    copied(cursor, "import_row", _COLUMNS, _staged(rows))


def _staged(rows: Iterable[tuple[int, Line, int | None]]) -> Iterator[str]:
    fingerprint = sealer().fingerprint
    for n, line, unit in rows:
        name = line.name
        line.phone_hash = fingerprint(line.phone, purpose=PHONE) if line.phone else ""
        line.identity_hash = fingerprint(line.identity, purpose=IDENTITY) if line.identity else ""
        is_bare = "t" if name.casefold() == line.folded else "f"
        yield (
            f"{n}\t{quoted(name)}\t{quoted(line.folded)}\t{is_bare}\t{line.sex}\t{day(line.birth_date)}\t"
            f"{number(line.birth_year)}\t{line.phone_hash}\t{line.identity_hash}\t{len(line.identity)}\t"
            f"{number(unit)}\n"
        )
