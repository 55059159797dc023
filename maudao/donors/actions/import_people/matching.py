"""Who of a staged list is on record: by identity number, else by phone, name and birth, else among those of the unit.

The same rules as `donors.actions.recognising`, asked of many at once; and two more, so that a list sent again finds its
own people: of a unit's people whose birth is not known whole, the name decides where nothing speaks against it, and
a person of the same name and day of birth may have another phone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from maudao.donors.rules.duplicates import clearly_different
from maudao.lib.rosters.sheet import Line

# A sealed number is as long as its digits and 29 bytes more (`lib.sealing`): 9 digits or 12 can be told unopened.
_DIGITS = "octet_length(d.identity_sealed) - 29"

_FOUND = "CREATE TEMPORARY TABLE import_match (n integer, donor_id bigint, is_merged boolean) ON COMMIT DROP"

_BY_IDENTITY = """
INSERT INTO import_match
SELECT s.n, d.id, false FROM import_row s JOIN donors_donor d ON d.identity_hash = s.identity_hash
WHERE s.identity_hash <> '' AND d.identity_hash <> '' AND d.merged_into_id IS NULL
"""

# Whoever was merged into another stays so, whatever list still names the old record.
_BY_MERGED = """
WITH RECURSIVE kept(old, id) AS (
  SELECT id, merged_into_id FROM donors_donor WHERE merged_into_id IS NOT NULL
  UNION ALL
  SELECT k.old, d.merged_into_id FROM kept k JOIN donors_donor d ON d.id = k.id WHERE d.merged_into_id IS NOT NULL
)
INSERT INTO import_match
SELECT DISTINCT ON (s.n) s.n, k.id, true
FROM donors_donor d JOIN kept k ON k.old = d.id JOIN donors_donor standing ON standing.id = k.id
JOIN import_row s ON {which}
WHERE standing.merged_into_id IS NULL AND NOT EXISTS (SELECT FROM import_match m WHERE m.n = s.n)
ORDER BY s.n, d.id
"""
_MERGED_IDENTITY = _BY_MERGED.format(which="s.identity_hash = d.identity_hash AND s.identity_hash <> ''")
_MERGED_PHONE = _BY_MERGED.format(
    which="s.phone_hash = d.phone_hash AND s.folded = d.name_folded AND s.phone_hash <> ''"
)

_BIRTHS = """
  CASE WHEN d.birth_date IS NOT NULL AND s.birth_date IS NOT NULL
         THEN CASE WHEN d.birth_date = s.birth_date THEN 1 ELSE 0 END
       WHEN d.birth_year IS NOT NULL AND s.birth_year IS NOT NULL
         THEN CASE WHEN d.birth_year = s.birth_year THEN 2 ELSE 0 END
       ELSE 3 END
"""
_OTHER_IDENTITY = f"""
  (s.identity_digits > 0 AND d.identity_hash <> '' AND d.identity_hash <> s.identity_hash
   AND {_DIGITS} = s.identity_digits)
"""
_OTHER_PHONE = "(s.phone_hash <> '' AND d.phone_hash <> '' AND d.phone_hash <> s.phone_hash)"
_OTHER_SEX = "(s.sex <> '' AND d.sex <> '' AND d.sex <> s.sex)"
_FREE = """
  NOT EXISTS (SELECT FROM import_match m WHERE m.n = s.n)
  AND NOT EXISTS (SELECT FROM import_match m WHERE m.donor_id = d.id)
"""

_BY_PHONE = f"""
CREATE TEMPORARY TABLE import_phone ON COMMIT DROP AS
SELECT s.n, d.id AS donor_id, {_BIRTHS} AS births FROM import_row s
JOIN donors_donor d ON d.phone_hash = s.phone_hash AND d.name_folded = s.folded
WHERE s.phone_hash <> '' AND d.merged_into_id IS NULL AND {_FREE}
  AND ({_BIRTHS} = 1 OR NOT ({_OTHER_IDENTITY} OR {_OTHER_SEX}))
"""
_BY_ROSTER = f"""
CREATE TEMPORARY TABLE import_roster ON COMMIT DROP AS
SELECT DISTINCT s.n, d.id AS donor_id, {_BIRTHS} AS births FROM import_row s
JOIN donors_donor d ON d.name_folded = s.folded
WHERE d.merged_into_id IS NULL AND {_FREE} AND NOT {_OTHER_IDENTITY}
  AND CASE WHEN s.unit_id IS NULL THEN NOT EXISTS (SELECT FROM donors_membership ms WHERE ms.donor_id = d.id)
      ELSE EXISTS (SELECT FROM donors_membership ms WHERE ms.donor_id = d.id AND ms.unit_id = s.unit_id) END
  AND ({_BIRTHS} = 1 OR NOT ({_OTHER_PHONE} OR {_OTHER_SEX}))
"""


def _taken(table: str, *, which: str) -> str:
    """Return how each row takes its best candidate, and each candidate its best row."""
    return f"""
INSERT INTO import_match
SELECT n, donor_id, false FROM (
  SELECT DISTINCT ON (donor_id) n, donor_id FROM (
    SELECT DISTINCT ON (n) n, donor_id, births FROM {table} WHERE {which} ORDER BY n, births, donor_id
  ) best ORDER BY donor_id, births, n
) each
"""


# A name that several of a unit bear names nobody, unless the day of birth is known.
_AMBIGUOUS = """
SELECT n FROM (SELECT n, births, rank() OVER (PARTITION BY n ORDER BY births) FROM import_roster WHERE births > 0) r
WHERE rank = 1 AND births > 1 GROUP BY n HAVING count(*) > 1
"""

# A name typed without accents, where the record has them, is no correction.
_NAME = "(s.full_name <> d.full_name AND NOT (s.is_bare AND s.folded = d.name_folded))"
_BIRTH = """
(CASE WHEN s.birth_date IS NOT NULL THEN s.birth_date IS DISTINCT FROM d.birth_date
      WHEN s.birth_year IS NOT NULL THEN s.birth_year IS DISTINCT FROM d.birth_year ELSE false END)
"""
_SEX = "(s.sex <> '' AND s.sex <> d.sex)"
_PHONE = "(s.phone_hash <> '' AND s.phone_hash <> d.phone_hash)"
_IDENTITY = f"""
(s.identity_digits > 0 AND s.identity_hash <> d.identity_hash
 AND NOT (s.identity_digits = 9 AND d.identity_hash <> '' AND {_DIGITS} = 12))
"""
_DIFFERENCES = f"""
SELECT s.n, m.donor_id, d.full_name,
  NOT m.is_merged AND {_NAME}, NOT m.is_merged AND {_BIRTH}, NOT m.is_merged AND {_SEX},
  NOT m.is_merged AND {_PHONE}, NOT m.is_merged AND {_IDENTITY}, s.unit_id IS NOT NULL AND ms.id IS NULL
FROM import_row s JOIN import_match m ON m.n = s.n JOIN donors_donor d ON d.id = m.donor_id
LEFT JOIN donors_membership ms ON ms.donor_id = d.id AND ms.unit_id = s.unit_id
  AND (ms.ends_on IS NULL OR ms.ends_on >= %(today)s)
WHERE {_NAME} OR {_BIRTH} OR {_SEX} OR {_PHONE} OR {_IDENTITY} OR (s.unit_id IS NOT NULL AND ms.id IS NULL)
ORDER BY s.n
"""
_UNKNOWN = (
    "SELECT s.n FROM import_row s WHERE NOT EXISTS (SELECT FROM import_match m WHERE m.n = s.n) ORDER BY s.n"
)


_FIELDS = ("name", "birth", "sex", "phone", "identity")
_TOLD = {"name": "full_name", "birth": "birth_date"}


@dataclass(frozen=True, slots=True)
class Difference:
    """How a row differs from the record it matches: in which fields, and whether the membership is new."""

    n: int
    donor: int
    fields: tuple[str, ...]
    is_new_member: bool

    @property
    def told(self) -> tuple[str, ...]:
        """The names of what differs, as a report tells them."""
        return (
            *(_TOLD.get(field, field) for field in self.fields),
            *(["unit"] if self.is_new_member else []),
        )


@dataclass(frozen=True, slots=True)
class Matches:
    """What becomes of the rows of a list; a row that is in none of these says what is on record already."""

    new: list[int]
    changed: list[Difference]
    refused: dict[int, str]

    @property
    def has_moved(self) -> bool:
        """Whether anything of it is to be written."""
        return bool(self.new or self.changed)

    def followed_by(self, later: "Matches") -> "Matches":
        """Return what both came to, one after the other."""
        return Matches([*self.new, *later.new], [*self.changed, *later.changed], later.refused)


def matches(cursor: Any, firsts: list[Line], *, today: date) -> Matches:
    """Look for the staged rows among the people on record. Cost: some fifteen statements, however many rows."""
    cursor.execute(f"ANALYZE import_row; {_FOUND}; {_BY_IDENTITY}; {_MERGED_IDENTITY}; ANALYZE import_match")
    cursor.execute(
        f"{_BY_PHONE}; {_taken('import_phone', which='births > 0')}; {_MERGED_PHONE}; {_BY_ROSTER}"
    )
    cursor.execute(_AMBIGUOUS)
    refused = {n: "ambiguous" for (n,) in cursor.fetchall()}
    cursor.execute(_taken("import_roster", which="births > 0 AND n <> ALL(%s)"), [list(refused)])
    cursor.execute("ANALYZE import_match")
    cursor.execute(_UNKNOWN)
    new = [n for (n,) in cursor.fetchall() if n not in refused]
    cursor.execute(_DIFFERENCES, {"today": today})
    return Matches(new, list(_compared(cursor, firsts, refused)), refused)


def forget_matches(cursor: Any) -> None:
    """Take away what was found, so that the same rows can be looked for again."""
    cursor.execute("DROP TABLE import_match, import_phone, import_roster; DROP TABLE IF EXISTS import_change")


def _compared(cursor: Any, firsts: list[Line], refused: dict[int, str]) -> Iterator[Difference]:
    """Return the differences; a number that is on record for somebody else is a refusal."""
    rows = {row[0]: row for row in cursor.fetchall()}  # of two memberships that last, one is enough
    for n, donor, name, *differs, is_new_member in rows.values():
        if differs[0] and clearly_different(name, firsts[n].name):
            refused[n] = "identity_taken"
            continue
        fields = tuple(field for field, is_so in zip(_FIELDS, differs, strict=True) if is_so)
        if fields or is_new_member:
            yield Difference(n, donor, fields, is_new_member)
