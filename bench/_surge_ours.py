"""Our side of `surge`, run in a process of its own with MAUDAO_DATA: makes people, drives and the floor.

`python bench/_surge_ours.py PEOPLE FOLDER` prints one JSON object: the addresses to post to, one request a person.
"""

import json
import os
import re
import sys
import uuid
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "maudao.config.settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.utils import timezone  # noqa: E402

from maudao.campaigns import make as campaigns  # noqa: E402
from maudao.campaigns.models import Campaign  # noqa: E402
from maudao.donors.models import Consent, Donor, Membership  # noqa: E402
from maudao.donors.rules import ConsentMethod, ConsentPurpose  # noqa: E402
from maudao.drives.models import Drive, Slot  # noqa: E402
from maudao.drives.rules import DriveState  # noqa: E402
from maudao.organization import access, make  # noqa: E402
from maudao.organization.models import Unit  # noqa: E402
from maudao.organization.rules import UnitKind  # noqa: E402
from maudao.organization.sealing import PHONE, sealer  # noqa: E402

UNITS, SLOTS = 40, 20
FIRST_UNIT = 600_000_001  # numbers that are easy to find in SQL
FIRST_DONOR, FIRST_SLOT, FIRST_REGISTRATION = 700_000_001, 800_000_001, 900_000_001
CSRF = "a" * 32


def main(people: int, folder: Path) -> None:
    call_command("migrate", verbosity=0)
    now = timezone.now()
    units = _units()
    campaign = campaigns.launched(units[0], now=now)
    Unit.objects.filter(pk=units[0].pk).update(place="Mường Thử")
    drives = {
        name: _drive(
            units[1], name, places=places, campaign=campaign, now=now, first=FIRST_SLOT + place * SLOTS
        )
        for place, (name, places) in enumerate((("open", 100_000), ("scarce", 25)))
    }
    proofs = _people(people, units[1:], now=now)
    floor = _floor(drives["open"], proofs[-1], folder)
    made = {
        "csrf": CSRF,
        "proofs": proofs[:-1],
        "slots": SLOTS,
        "first_slot": {"open": FIRST_SLOT, "scarce": FIRST_SLOT + SLOTS},
        "first_donor": FIRST_DONOR,
        **floor,
    }
    sys.stdout.write(json.dumps(made))


def _units() -> list[Unit]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT setval(pg_get_serial_sequence('organization_unit', 'id'), %s)", [FIRST_UNIT - 1]
        )
    province = make.unit(
        None, "MT", kind=UnitKind.PROVINCE, name="Liên đoàn Lao động tỉnh Mường Thử", short_name="LĐLĐ"
    )
    return [province, *(make.unit(province, f"MT-CS-{number:03d}", members=250) for number in range(UNITS))]


def _drive(host: Unit, code: str, *, places: int, campaign: Campaign, now: datetime, first: int) -> Drive:
    held_on = timezone.localdate(now) + timedelta(days=9)
    drive = Drive.objects.create(
        code=code,
        host=host,
        campaign=campaign,
        title="Ngày hội",
        place="Nhà văn hoá",
        state=DriveState.OPEN,
        held_on=held_on,
        created_at=now,
    )
    morning = timezone.make_aware(datetime(held_on.year, held_on.month, held_on.day, 7, 0))  # noqa: DTZ001  # made local
    for place in range(SLOTS):
        starts_at = morning + timedelta(minutes=30 * place)
        ends_at = starts_at + timedelta(minutes=30)
        Slot.objects.create(
            pk=first + place, drive=drive, starts_at=starts_at, ends_at=ends_at, capacity=places
        )
    return drive


def _people(count: int, units: list[Unit], *, now: datetime) -> list[str]:
    """Make people with a phone, a unit and their consent; return for each the proof of the phone."""
    donors = Donor.objects.bulk_create([_donor(number, now) for number in range(count)], batch_size=2000)
    Membership.objects.bulk_create(
        [
            Membership(donor=one, unit=units[place % UNITS], starts_on=now.date())
            for place, one in enumerate(donors)
        ]
    )
    Consent.objects.bulk_create(
        Consent(
            donor=one,
            purpose=ConsentPurpose.CAMPAIGN,
            text_version="1",
            method=ConsentMethod.ONLINE,
            given_at=now,
        )
        for one in donors
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return [access.proof_of(_phone(number), now=now) for number in range(count)]


def _phone(number: int) -> str:
    return f"09{number:08d}"


def _donor(number: int, now: datetime) -> Donor:
    return Donor(
        pk=FIRST_DONOR + number,
        full_name=f"Lò Thị {number}",
        name_folded=f"lo thi {number}",
        sort_key=str(number),
        sex="F",
        birth_date=date(1990, 5, 1),
        phone_sealed=sealer().seal(_phone(number), purpose=PHONE),
        phone_hash=sealer().fingerprint(_phone(number), purpose=PHONE),
        created_at=now,
    )


def _floor(drive: Drive, proof: str, folder: Path) -> dict[str, object]:
    """Book one place as a browser does, and write the SQL that this took as a script for pgbench."""
    client = Client(HTTP_HOST="127.0.0.1")
    client.cookies[access.PROOF] = proof
    key = str(uuid.uuid4())
    donor = Donor.objects.order_by("-pk")[0].pk
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT setval(pg_get_serial_sequence('drives_registration', 'id'), %s)", [FIRST_REGISTRATION - 1]
        )
    body = {"key": key, "slot": FIRST_SLOT, "person": donor}
    with CaptureQueriesContext(connection) as captured:
        answer = client.post(f"/hien-mau/{drive.code}/dang-ky/", body, HTTP_ACCEPT="application/json")
    assert answer.status_code == 201, answer.content
    statements = [query["sql"] for query in captured.captured_queries]
    ticket = answer.json()["ticket"].partition("-")[2]
    script = folder / "booking.sql"
    script.write_text("\n".join(_script(statements, donor=donor, key=key, ticket=ticket)))
    return {"script": str(script), "statements": len(statements)}


def _script(statements: list[str], *, donor: int, key: str, ticket: str) -> Iterator[str]:
    yield "SELECT nextval('bench_booking') AS i \\gset"
    yield f"\\set slot {FIRST_SLOT} + :i % {SLOTS}"
    yield f"\\set donor {FIRST_DONOR} + :i"
    yield f"\\set unit {FIRST_UNIT + 1} + :i % {UNITS}"
    for statement in statements:
        yield _templated(" ".join(statement.split()).rstrip(";"), donor=donor, key=key, ticket=ticket)


def _templated(sql: str, *, donor: int, key: str, ticket: str) -> str:
    """Put variables of pgbench where the one booking had its own numbers."""
    sql = re.sub(rf"\b{donor}\b", ":donor", sql)
    sql = re.sub(rf"\b{FIRST_SLOT}\b", ":slot", sql)
    sql = re.sub(rf"\b{FIRST_UNIT + UNITS}\b", ":unit", sql)  # of the one who books, the last
    sql = re.sub(rf"'([^']*?)(?:{key}|{ticket})([^']*?)'", r"('\1' || :i || '\2')", sql)
    if sql.startswith('INSERT INTO "drives_registration"'):
        return f"{sql} \\gset"
    sql = re.sub(rf"'([^']*?){FIRST_REGISTRATION}([^']*?)'", r"('\1' || :id || '\2')", sql)
    return re.sub(rf"\b{FIRST_REGISTRATION}\b", ":id", sql) + ";"


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
