"""Which registration a result is about: by ticket, identity number, phone and name, name and birth."""

from collections.abc import Iterable

from maudao.donors.rules.duplicates import clearly_different
from maudao.drives.models import Registration
from maudao.drives.rules import RegistrationState
from maudao.lib.rosters.sheet import Line
from maudao.organization.sealing import IDENTITY, PHONE, sealer


class Unclear(Exception):
    """The row may be about several people, or about somebody else than its number says."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class Registrations:
    """Registrations, each with its donor, as results look for them. Live ones come before cancelled ones."""

    def __init__(self, rows: Iterable[Registration]) -> None:
        self._rows = sorted(rows, key=lambda row: (row.state == RegistrationState.CANCELLED, row.pk))

    def add(self, row: Registration) -> None:
        """Look for later rows in this one too: somebody who walked in."""
        if row not in self._rows:
            self._rows.append(row)

    def find(self, line: Line, ticket: str) -> Registration | None:
        """Return the registration of a row's person, or None.

        Raises:
            Unclear: "identity_taken" (the number or ticket is somebody's of another name), or "ambiguous".
        """
        identity = sealer().fingerprint(line.identity, purpose=IDENTITY) if line.identity else ""
        for row in self._rows:
            is_ticket = bool(ticket) and row.ticket == ticket
            if is_ticket or (identity and row.donor.identity_hash == identity):
                if clearly_different(row.donor.full_name, line.name):
                    raise Unclear("ticket_other" if is_ticket else "identity_taken")
                return row
        phone = sealer().fingerprint(line.phone, purpose=PHONE) if line.phone else ""
        return _one([(rank, row) for row in self._rows if (rank := _rank(row, line, phone, identity))])


def _one(ranked: list[tuple[int, Registration]]) -> Registration | None:
    """Return the best; two people of one name that fit equally well are not told apart by luck."""
    best = min((rank for rank, _ in ranked), default=0)
    rows = {row.donor_id: row for rank, row in reversed(ranked) if rank == best}
    if len(rows) > 1:
        raise Unclear("ambiguous")
    return next(iter(rows.values()), None)


def _rank(row: Registration, line: Line, phone: str, identity: str) -> int:
    """Rank how well a row fits a person at the drive, 1 the best; 0 where something speaks against it."""
    donor = row.donor
    if donor.name_folded != line.folded or (
        identity and len(donor.identity_last4) and donor.identity_hash != identity
    ):
        return 0
    is_other_day = bool(donor.birth_date and line.birth_date and donor.birth_date != line.birth_date)
    is_other_year = bool(donor.birth_year and line.birth_year and donor.birth_year != line.birth_year)
    if is_other_day or is_other_year:
        return 0
    if phone and donor.phone_hash == phone:
        return 1
    if donor.birth_date and donor.birth_date == line.birth_date:
        return 2
    if phone and donor.phone_hash:
        return 0
    return 3 if donor.birth_year and donor.birth_year == line.birth_year else 4
