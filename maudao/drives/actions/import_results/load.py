"""Results of a receiving centre: donations recorded and corrected, with a report row by row."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal

from django.db import transaction
from django.utils import timezone

from maudao.donors.actions.donations import (
    DonationRefused,
    NewDonation,
    correct_donation,
    counted_together,
    record_donations,
)
from maudao.donors.actions.people import IdentityTaken, Person, enter_donor, known_of, revise_person
from maudao.donors.models import Donation, Donor
from maudao.donors.queries.consents import standing
from maudao.donors.rules import BloodGroupSource, ConsentPurpose
from maudao.donors.rules.donations import refusal
from maudao.drives.actions import counting
from maudao.drives.actions.check_in_outcomes import donation_key, save_registrations
from maudao.drives.actions.import_results.matching import Registrations, Unclear
from maudao.drives.actions.import_results.sheet import Given, results
from maudao.drives.actions.planning import locked
from maudao.drives.models import Drive, Registration
from maudao.drives.queries.check_in import units_taking_part
from maudao.drives.rules import DriveState, RegistrationState
from maudao.drives.rules.booking import credited_unit
from maudao.drives.rules.tickets import new_ticket
from maudao.organization import audit
from maudao.organization.audit import Actor

Result = Literal["new", "changed", "same", "counted", "blank", "refused"]


class ResultsRefused(Exception):
    """No results can be of this drive: `reason` is "cancelled" or "in_future"."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


@dataclass(slots=True)
class ResultReport:
    """What became of a row. Of who came and did not give ("counted") nothing else is told.

    "blank" is a row that says nothing yet.
    """

    row: int
    sheet: str
    name: str
    result: Result
    reasons: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the object that `maudao import results` prints. It has no name: the row says who it is."""
        return {
            "row": self.row,
            "sheet": self.sheet,
            "result": self.result,
            "reasons": self.reasons,
            "notes": self.notes,
        }


@transaction.atomic
def import_results(
    source: Path | bytes, *, drive: Drive | None, dry_run: bool, actor: Actor, now: datetime
) -> list[ResultReport]:
    """Record what a receiving centre says was given, and correct what a device wrote down; report every row.

    Whoever stands in no registration of the drive walked in. Without `drive` each row says its day, and counts for the
    drive at which the person is registered on it, else as history. A list sent again changes nothing. With `dry_run`
    nothing is kept. Cost: some six queries for each row.

    Raises:
        UnreadableWorkbook: no list of results in it.
        ResultsRefused: the drive was cancelled, or is still to come.
    """
    today = timezone.localdate(now)
    rows = list(results(source, today=today))
    held = locked(drive, no_key=True) if drive else None
    if held is not None and held.state == DriveState.CANCELLED:
        raise ResultsRefused("cancelled")
    if held is not None and held.held_on > today:
        raise ResultsRefused("in_future")
    try:
        with transaction.atomic():
            reports = _Results(held, actor, now).take_all(rows)
    except DonationRefused:  # a serial was taken by somebody else at this very moment: now it is seen
        reports = _Results(held, actor, now).take_all(rows)
    if dry_run:
        transaction.set_rollback(True)
    return reports


class _Results:
    def __init__(self, drive: Drive | None, actor: Actor, now: datetime) -> None:
        self.drive, self.actor, self.now = drive, actor, now
        self.touched: dict[int, Drive] = {}
        self.done: dict[str, int] = {"new": 0, "changed": 0}
        self._people: dict[date | None, Registrations] = {}
        self._claimed: set[str] = set()
        self._fresh: list[tuple[NewDonation, Registration | None]] = []
        self._serials: dict[str, str] = {}  # the key of the donation whose certificate bears it

    def take_all(self, rows: list[Given]) -> list[ResultReport]:
        """Record all rows, and report them in their order."""
        serials = Donation.objects.filter(certificate_serial__in={row.serial for row in rows} - {""})
        self._serials = dict(serials.values_list("certificate_serial", "idempotency_key"))
        with counted_together():
            reports = {id(row): self.take(row) for row in sorted(rows, key=lambda row: row.line.folded)}
            self.finish()
        return [reports[id(row)] for row in rows]

    def take(self, row: Given) -> ResultReport:
        """Record one row, or say why it cannot be."""
        line = row.line
        if row.has_given is None:
            return ResultReport(line.row, line.sheet, line.name, "blank")
        if not row.has_given:
            return ResultReport(line.row, line.sheet, "", "counted")
        reasons = line.faults or self._impossible(row)
        result: Result = "refused"
        if not reasons:
            try:
                with transaction.atomic():
                    result = self._settled(row)
            except (Unclear, DonationRefused, IdentityTaken) as refused:
                reasons = (refused.reason,)
        if result in self.done:
            self.done[result] += 1
        return ResultReport(line.row, line.sheet, line.name, result, reasons, line.notes)

    def finish(self) -> None:
        """Record what is new, count the drives again, and write what was done into the audit."""
        given = record_donations([new for new, _ in self._fresh], actor=self.actor, now=self.now)
        pairs = zip(self._fresh, given, strict=True)
        save_registrations([row for (_, found), one in pairs for row in self._followed(found, one)])
        for drive in self.touched.values():
            counting.recount(drive)
        if any(self.done.values()):
            subject = self.drive or Donation()
            unit = self.drive.host if self.drive else None
            audit.record(
                "import_results", subject, actor=self.actor, at=self.now, unit=unit, changes={**self.done}
            )

    def _impossible(self, row: Given) -> tuple[str, ...]:
        if self.drive is None and row.given_on is None:
            return ("date",)
        if self.drive is not None and row.given_on not in (None, self.drive.held_on):
            return ("other_day",)
        return ()

    def _settled(self, row: Given) -> Result:
        found = self._registrations(row).find(row.line, row.ticket)
        if found is None:
            donor = self._entered(row)
            found = self._registered(donor) if self.drive else None
        else:
            donor = found.donor
        key = donation_key(found.drive, donor.pk) if found else f"result:{row.given_on}:{donor.pk}"
        if key in self._claimed:
            raise Unclear("twice")
        has_group = self._grouped(row, donor)
        result = self._given(row, donor, found, key)  # last: what it notes outlives the row's savepoint
        self._claimed.add(key)
        if found is not None:
            self._registrations(row).add(found)
        return "changed" if result == "same" and has_group else result

    def _registrations(self, row: Given) -> Registrations:
        """Return those among whom a row looks for its person: the drive's, locked by their keys, or all of its day."""
        day = None if self.drive else row.given_on
        if day not in self._people:
            related = ("donor", "credited_to", "donation", "drive__host", "drive__campaign")
            rows = Registration.objects.select_related(*related).select_for_update(of=["self"]).order_by("pk")
            if day is None:
                rows = rows.filter(drive=self.drive)
            else:
                rows = rows.filter(drive__held_on=day).exclude(drive__state=DriveState.CANCELLED)
            self._people[day] = Registrations(rows)
        return self._people[day]

    def _entered(self, row: Given) -> Donor:
        line = row.line
        person = Person(
            full_name=line.name,
            birth_date=line.birth_date,
            birth_year=line.birth_year,
            sex=line.sex,
            phone=line.phone,
            identity=line.identity,
        )
        return enter_donor(person, actor=self.actor, now=self.now)

    def _registered(self, donor: Donor) -> Registration:
        """Return the donor's registration at the drive, made as a walk-in where there is none."""
        assert self.drive is not None
        live = self.drive.registrations.filter(donor=donor).exclude(state=RegistrationState.CANCELLED).first()
        if live is not None:
            return live
        taking_part = units_taking_part(self.drive, donor, on=self.drive.held_on)
        return Registration.objects.create(
            drive=self.drive,
            donor=donor,
            credited_to=credited_unit(self.drive.host, taking_part),
            state=RegistrationState.LEFT,
            ticket=new_ticket(),
            is_walk_in=True,
            idempotency_key=f"result:{self.drive.pk}:{donor.pk}",
            registered_at=self.now,
        )

    def _given(self, row: Given, donor: Donor, found: Registration | None, key: str) -> Result:
        known = (
            found.donation
            if found and found.donation
            else Donation.objects.filter(idempotency_key=key).first()
        )
        if known is None:
            self._fresh.append((self._new(row, donor, found, key), found))
            return "new"
        is_changed = self._corrected(known, row)
        follows = self._followed(found, known)
        save_registrations(follows)
        return "changed" if is_changed or follows else "same"

    def _corrected(self, known: Donation, row: Given) -> bool:
        """Correct a donation that is on record; what the row does not say stays."""
        self._check_serial(row.serial, known.idempotency_key)
        before = (known.kind, known.volume_ml, known.certificate_serial)
        if before == (row.kind, row.volume_ml, row.serial or known.certificate_serial):
            return False
        after = correct_donation(
            known,
            kind=row.kind,
            volume_ml=row.volume_ml,
            certificate_serial=row.serial or None,
            actor=self.actor,
            now=self.now,
        )
        self._serials.pop(before[2], None)
        self._serials[after.certificate_serial] = after.idempotency_key
        return before != (after.kind, after.volume_ml, after.certificate_serial)

    def _check_serial(self, serial: str, key: str) -> None:
        """Refuse a certificate's serial that is another's, be it of a donation that is recorded only at the end."""
        if serial and self._serials.get(serial, key) != key:
            raise DonationRefused("serial_taken", key=key)

    def _new(self, row: Given, donor: Donor, found: Registration | None, key: str) -> NewDonation:
        day = found.drive.held_on if found else row.given_on
        assert day is not None  # `_impossible` has refused the others
        today = timezone.localdate(self.now)
        if why := refusal(kind=row.kind, volume_ml=row.volume_ml, donated_on=day, today=today):
            raise DonationRefused(why, key=key)
        self._check_serial(row.serial, key)
        self._serials[row.serial] = key
        return NewDonation(
            donor=donor,
            donated_on=day,
            kind=row.kind,
            volume_ml=row.volume_ml,
            campaign=found.drive.campaign if found else None,
            credited_to=found.credited_to if found else None,
            idempotency_key=key,
            certificate_serial=row.serial,
        )

    def _followed(self, found: Registration | None, donation: Donation) -> list[Registration]:
        """Let the registration follow: a cancelled booking comes back as a walk-in, for its place was given away."""
        if found is None or (found.donation_id == donation.pk and found.state == RegistrationState.DONATED):
            return []
        if found.state == RegistrationState.CANCELLED:
            found.is_walk_in, found.slot, found.closed_at = True, None, None
        found.state, found.donation = RegistrationState.DONATED, donation
        self.touched[found.drive_id] = found.drive
        return [found]

    def _grouped(self, row: Given, donor: Donor) -> bool:
        """Keep a blood group, with the donor's consent and no other way."""
        if not row.group or (donor.blood_group, donor.blood_group_source) == (
            row.group,
            BloodGroupSource.RESULT,
        ):
            return False
        if ConsentPurpose.BLOOD_GROUP not in standing(donor):
            row.line.notes = (*dict.fromkeys((*row.line.notes, "group_not_kept")),)
            return False
        known = replace(known_of(donor), blood_group=row.group, blood_group_source=BloodGroupSource.RESULT)
        unit = self.drive.host if self.drive else None
        revise_person(donor, known, actor=self.actor, now=self.now, unit=unit)
        return True
