"""Importing a roster of 100,000 people from a workbook, and a corrected one again, beside django-import-export.

Both read the same XLSX files, check the same cells, and write to the same PostgreSQL, one after the other in one run;
reading the file counts on both sides. Ours also encrypts phone and identity number, looks for people by three ways, and
writes memberships; the peer looks for people by identity number alone.
"""

import json
import os
import platform
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
import xlsxwriter
from django.db import connection
from psycopg import sql

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from _peers import peer_python  # noqa: E402  # stands beside this file

ROWS, CHANGED_EVERY, BAD_EVERY = 100_000, 20, 200
_FAMILY = "Nguyễn Trần Lê Phạm Hoàng Phan Vũ Đặng Bùi Đỗ Hồ Ngô Dương Lý Lò Quàng Cà Vàng Giàng Sùng Mùa Thào"
_MIDDLE = "Văn Thị Hữu Đức Minh Ngọc Thanh Quang Hồng Thu Xuân Hoài Bảo Gia"
_GIVEN = (
    "An Anh Bình Chi Cường Dũng Giang Hà Hải Hạnh Hiếu Hoa Hòa Hùng Hương Khánh Lan Linh Long Mai Nam Nga Yến"
)
_HEADINGS = ("STT", "Họ và tên", "Ngày sinh", "Giới tính", "Số CCCD", "Điện thoại")


def run() -> dict[str, Any]:
    """Measure both, ours first; ratios are rows a second of ours to rows a second of the peer."""
    with tempfile.TemporaryDirectory() as folder:
        first, again = Path(folder) / "first.xlsx", Path(folder) / "again.xlsx"
        _write(first, corrected=False)
        _write(again, corrected=True)
        ours, peer = _ours(first, again), _peer(first, again)
    measured = peer if isinstance(peer, dict) else None
    return {
        "bench": "import",
        "first_ratio": _ratio(ours, measured, "first"),
        "again_ratio": _ratio(ours, measured, "again"),
        "peak_mb": ours["peak_mb"],
        "ours_per_s": {name: _per_second(ours[name]) for name in ("first", "again")},
        "peer_per_s": {name: _per_second(measured[name]) for name in ("first", "again")}
        if measured
        else None,
        "unit": "rows/s",
        "conditions": _conditions(ours, peer),
    }


def _ratio(ours: dict[str, Any], peer: dict[str, Any] | None, name: str) -> float | None:
    return round(float(peer[name]["seconds"] / ours[name]["seconds"]), 1) if peer else None


def _per_second(measured: dict[str, Any]) -> int:
    return int(measured["rows"] / measured["seconds"])


def _conditions(ours: dict[str, Any], peer: dict[str, Any] | str) -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('fsync'), current_setting('synchronous_commit'), version()")
        fsync, commit, server = cursor.fetchone()
    return {
        "processors": os.cpu_count(),
        "load": [round(load, 1) for load in os.getloadavg()],  # what else the machine did meanwhile
        "python": platform.python_version(),
        "postgresql": server.split(",")[0],
        "fsync": fsync,
        "synchronous_commit": commit,
        "rows": ROWS,
        "changed_rows": ROWS // CHANGED_EVERY,
        "what": "XLSX file to committed rows, reading included on both sides; the peer in bulk mode, batches of 1,000,"
        " all people loaded once, and skip_unchanged for the corrected file",
        "ours": ours,
        "peer": peer,
    }


def _ours(first: Path, again: Path) -> dict[str, Any]:
    with _database("bench_import_ours") as place:
        environment = {**os.environ, "DATABASE_URL": _url(place), **_password(place)}
        return _answer([sys.executable, HERE / "_import_ours.py", first, again], environment)


def _peer(first: Path, again: Path) -> dict[str, Any] | str:
    python = peer_python("import", "bench.txt")
    if isinstance(python, str):
        return python
    with _database("bench_import_peer") as place:
        environment = {**os.environ, "PEER_DATABASE": json.dumps(place)}
        return _answer([python, HERE / "_import_peer" / "run.py", first, again], environment)


def _answer(command: list[Any], environment: dict[str, str]) -> dict[str, Any]:
    done = subprocess.run(
        command, env=environment, stdout=subprocess.PIPE, text=True, check=True, timeout=1800
    )
    measured: dict[str, Any] = json.loads(done.stdout)
    return measured


@contextmanager
def _database(name: str) -> Iterator[dict[str, Any]]:
    """Make an empty database on the server of ours, as Django's settings name it, and drop it at the end."""
    ours = connection.settings_dict
    options = {key: value for key, value in ours["OPTIONS"].items() if key == "passfile"}
    known = {key: str(ours[key]) for key in ("ENGINE", "USER", "PASSWORD", "HOST", "PORT")}
    drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    with psycopg.connect(
        **connection.get_connection_params() | {"cursor_factory": None}, autocommit=True
    ) as server:
        server.execute(drop)
        server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
        try:
            yield {**known, "NAME": name, "OPTIONS": options}
        finally:
            server.execute(drop)


def _url(place: dict[str, Any]) -> str:
    return (
        f"postgresql://{quote(place['USER'])}@{quote(place['HOST'], safe='')}:{place['PORT']}/{place['NAME']}"
    )


def _password(place: dict[str, Any]) -> dict[str, str]:
    if "passfile" in place["OPTIONS"]:
        return {"PGPASSFILE": place["OPTIONS"]["passfile"]}
    return {"PGPASSWORD": place["PASSWORD"]}


def _write(path: Path, *, corrected: bool) -> None:
    """Write a roster; in the corrected one every twentieth person has another phone."""
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Danh sách")
        sheet.write_row(0, 0, _HEADINGS)
        for number, row in enumerate(_people(corrected), start=1):
            sheet.write_number(number, 0, number)
            for column, text in enumerate(row, start=1):
                sheet.write_string(number, column, text)


def _people(corrected: bool) -> Iterator[tuple[str, ...]]:
    chance = random.Random(7)
    words = [part.split() for part in (_FAMILY, _MIDDLE, _MIDDLE, _GIVEN)]
    for number in range(ROWS):
        name = " ".join(chance.choice(part) for part in words)
        born = date(1966, 1, 1) + timedelta(days=chance.randrange(14_000))
        identity = f"0{chance.randrange(1, 97):02}{number:09}"
        phone = f"{'08' if corrected and number % CHANGED_EVERY == 0 else '09'}{number:08}"
        sex = chance.choice(("Nam", "Nữ"))
        if number % BAD_EVERY == 7:
            phone = "không có"
        yield name, f"{born:%d/%m/%Y}", sex, identity, phone
