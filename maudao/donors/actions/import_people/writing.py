"""Writes what a list says: new people are copied in, of others only what differs."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from maudao.donors.actions.import_people.matching import Difference
from maudao.donors.actions.import_people.staging import copied, day, number, quoted
from maudao.lib.rosters.names import Words, sort_key
from maudao.lib.rosters.sheet import Line
from maudao.organization.sealing import IDENTITY, PHONE, sealer

_LONGEST_KEY = 240
_DONOR = (
    "id, full_name, name_folded, sort_key, sex, birth_date, birth_year, phone_sealed, phone_hash, identity_sealed,"
    " identity_hash, identity_last4, blood_group, blood_group_source, feed_key, created_at"
)
_CHANGE = """
CREATE TEMPORARY TABLE import_change (
  donor_id bigint NOT NULL, full_name text, sort_key text, sex text, has_birth boolean, phone_sealed bytea,
  identity_sealed bytea, identity_last4 text, n integer
) ON COMMIT DROP
"""
_CHANGE_COLUMNS = (
    "donor_id, full_name, sort_key, sex, has_birth, phone_sealed, identity_sealed, identity_last4, n"
)
_HELD = "SELECT id FROM donors_donor WHERE id IN (SELECT donor_id FROM import_change) ORDER BY id FOR NO KEY UPDATE"
_CHANGED = """
UPDATE donors_donor d SET
  full_name = coalesce(c.full_name, d.full_name),
  name_folded = CASE WHEN c.full_name IS NULL THEN d.name_folded ELSE s.folded END,
  sort_key = coalesce(c.sort_key, d.sort_key),
  sex = coalesce(c.sex, d.sex),
  birth_date = CASE WHEN c.has_birth THEN s.birth_date ELSE d.birth_date END,
  birth_year = CASE WHEN c.has_birth THEN s.birth_year ELSE d.birth_year END,
  phone_sealed = coalesce(c.phone_sealed, d.phone_sealed),
  phone_hash = CASE WHEN c.phone_sealed IS NULL THEN d.phone_hash ELSE s.phone_hash END,
  identity_sealed = coalesce(c.identity_sealed, d.identity_sealed),
  identity_hash = CASE WHEN c.identity_sealed IS NULL THEN d.identity_hash ELSE s.identity_hash END,
  identity_last4 = coalesce(c.identity_last4, d.identity_last4)
FROM import_change c JOIN import_row s ON s.n = c.n WHERE d.id = c.donor_id
"""
_NOTHING = "\\N"

Row = tuple[int, Line, int | None]  # a key, what the list says, and the key of the unit


def add_people(cursor: Any, rows: Sequence[tuple[Line, int | None]], *, today: date, now: datetime) -> None:
    """Copy people in who are not on record yet, and make them members of their units."""
    if not rows:
        return
    cursor.execute(
        "SELECT nextval(pg_get_serial_sequence('donors_donor', 'id')) FROM generate_series(1, %s)",
        [len(rows)],
    )
    keys = [key for (key,) in cursor.fetchall()]
    people = [(key, line, unit) for key, (line, unit) in zip(keys, rows, strict=True)]
    copied(cursor, "donors_donor", _DONOR, _donors(people, now))
    add_members(cursor, [(key, unit) for key, _, unit in people if unit is not None], today=today)


def add_members(cursor: Any, rows: Sequence[tuple[int, int]], *, today: date) -> None:
    """Make people members of units from a day on: (key of the person, key of the unit)."""
    if not rows:
        return
    lines = (f"{donor}\t{unit}\t{today.isoformat()}\n" for donor, unit in rows)
    copied(cursor, "donors_membership", "donor_id, unit_id, starts_on", lines)


def change_people(cursor: Any, differences: Sequence[Difference], firsts: Sequence[Line]) -> None:
    """Write what differs, and nothing else. The people are locked in the order of their keys first."""
    if not any(one.fields for one in differences):
        return
    cursor.execute(_CHANGE)
    rows = (_changed(one, firsts[one.n]) for one in differences if one.fields)
    copied(cursor, "import_change", _CHANGE_COLUMNS, rows)
    cursor.execute(f"ANALYZE import_change; {_HELD}")
    cursor.execute(_CHANGED)


def _donors(people: Sequence[Row], now: datetime) -> Iterator[str]:
    made_at = now.isoformat()
    words = Words()
    for key, line, _ in people:
        phone, identity = _sealed(line.phone, PHONE), _sealed(line.identity, IDENTITY)
        yield (
            f"{key}\t{quoted(line.name)}\t{quoted(line.folded)}\t{quoted(_key(line, words))}\t{line.sex}\t"
            f"{day(line.birth_date)}\t{number(line.birth_year)}\t{phone}\t{line.phone_hash}\t{identity}\t"
            f"{line.identity_hash}\t{line.identity[-4:]}\t\t\t\t{made_at}\n"
        )


def _changed(one: Difference, line: Line) -> str:
    has = one.fields.__contains__
    cells = (
        str(one.donor),
        quoted(line.name) if has("name") else _NOTHING,
        quoted(_key(line, Words())) if has("name") else _NOTHING,
        line.sex if has("sex") else _NOTHING,
        "t" if has("birth") else "f",
        _sealed(line.phone, PHONE) if has("phone") else _NOTHING,
        _sealed(line.identity, IDENTITY) if has("identity") else _NOTHING,
        line.identity[-4:] if has("identity") else _NOTHING,
        str(one.n),
    )
    return "\t".join(cells) + "\n"


def _sealed(digits: str, purpose: str) -> str:
    """Return a number sealed, as COPY takes bytes."""
    return f"\\\\x{sealer().seal(digits, purpose=purpose).hex()}" if digits else _NOTHING


def _key(line: Line, words: Words) -> str:
    return sort_key(line.name, words)[:_LONGEST_KEY]
