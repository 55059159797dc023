"""Files of the receiving centre on the pages: the list out, the results back."""

from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from conftest import Union
from maudao.accounts.models import User
from maudao.donors import make as people
from maudao.donors.models import Donation
from maudao.donors.tests.rosters import workbook
from maudao.drives import make
from maudao.drives.exports.registration_list import registration_list
from maudao.drives.models import Drive, Registration
from maudao.drives.rules import RegistrationState
from maudao.organization import make as units
from maudao.organization.models import AuditEntry
from maudao.organization.rules import Role


@pytest.fixture
def drive(union: Union) -> Drive:
    return make.drive(union.factory, held_on=timezone.localdate())


@pytest.fixture
def staff(union: Union) -> User:
    return units.holder("staff", union.factory, Role.DRIVE_STAFF)


def read(data: bytes) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(0).to_python()


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content)


def test_list_is_in_the_order_of_the_slots_with_numbers_in_clear(
    as_user: Any, staff: User, drive: Drive, union: Union
) -> None:
    early, late = drive.slots.order_by("starts_at")
    known = {"phone": "0912345678", "identity": "011190001234"}
    make.registration(drive, people.donor(union.factory, full_name="Cà Văn Ai"), slot=late)
    first = make.registration(
        drive, people.donor(union.factory, full_name="Vàng Thị Mỷ", **known), slot=early
    )
    gone = make.registration(drive, people.donor(union.factory), slot=early)
    Registration.objects.filter(pk=gone.pk).update(state=RegistrationState.CANCELLED)
    response = as_user(staff).get(reverse("registration_list", kwargs={"code": drive.code}))
    rows = read(body(response))
    start = next(place for place, row in enumerate(rows) if row[0] == "STT")
    assert [(row[1], row[7]) for row in rows[start + 1 :]] == [
        ("Vàng Thị Mỷ", "07:30–08:00"),
        ("Cà Văn Ai", "08:00–08:30"),
    ]
    assert rows[start + 1][4:6] == ["011190001234", "0912345678"]
    assert rows[start + 1][8] == first.ticket
    entry = AuditEntry.objects.get(action="export_registrations")
    assert (entry.unit, entry.actor) == (union.factory, staff)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r="])
def test_no_text_of_the_list_becomes_a_formula(drive: Drive, union: Union, start: str) -> None:
    name = f'{start}HYPERLINK("http://x","y") An'
    make.registration(drive, people.donor(union.factory, full_name=name))
    rows = Registration.objects.select_related("donor", "slot", "credited_to", "drive__host")
    data = registration_list(drive, rows)
    with ZipFile(BytesIO(data)) as package:
        sheet = package.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet
    assert b"hyperlink" not in sheet.lower()
    assert any(str(row[1]).strip() == name.strip() for row in read(data))


def test_list_filled_in_by_the_centre_is_read_back(
    as_user: Any, staff: User, drive: Drive, union: Union
) -> None:
    row = make.registration(drive, people.donor(union.factory))
    client: Client = as_user(staff)
    listed = read(body(client.get(reverse("registration_list", kwargs={"code": drive.code}))))
    start = next(place for place, line in enumerate(listed) if line[0] == "STT")
    filled = [*listed[start + 1][:9], 350, "", "GCN-1"]
    address = reverse("results_import", kwargs={"code": drive.code})
    data = workbook(filled, headings=listed[start], above=listed[:start])
    page = client.post(address, {"file": SimpleUploadedFile("kq.xlsx", data)})
    assert page.status_code == 200, page.context["form"].errors
    assert page.context["takes"] == 1
    assert Donation.objects.count() == 0
    assert client.post(address, {"confirmed": "1"}).status_code == 302
    assert Donation.objects.get().certificate_serial == "GCN-1"
    row.refresh_from_db()
    assert row.state == RegistrationState.DONATED
    assert client.get(address).context["done"] == {"new": 1}


def test_list_that_nobody_filled_in_counts_nobody(
    as_user: Any, staff: User, drive: Drive, union: Union
) -> None:
    make.registration(drive, people.donor(union.factory))
    client: Client = as_user(staff)
    data = body(client.get(reverse("registration_list", kwargs={"code": drive.code})))
    address = reverse("results_import", kwargs={"code": drive.code})
    page = client.post(address, {"file": SimpleUploadedFile("kq.xlsx", data)})
    assert page.status_code == 200, page.context["form"].errors
    assert (page.context["takes"], page.context["has_blank"]) == (0, True)
    assert [tile["number"] for tile in page.context["tiles"]] == [1]


def test_officer_does_not_see_the_names_of_a_drive(as_user: Any, chair: User, drive: Drive) -> None:
    for name in ("registration_list", "results_import"):
        assert as_user(chair).get(reverse(name, kwargs={"code": drive.code})).status_code == 404


def test_list_costs_the_same_number_of_queries_for_any_length(
    drive: Drive, union: Union, django_assert_num_queries: Any, as_user: Any, staff: User
) -> None:
    client: Client = as_user(staff)
    for count in (1, 2):  # one row, then three
        for _each in range(count):
            make.registration(drive, people.donor(union.factory))
        with django_assert_num_queries(6):
            body(client.get(reverse("registration_list", kwargs={"code": drive.code})))
