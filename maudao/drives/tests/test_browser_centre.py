"""Lists in and out in a browser, on a phone and at a desk: sent, looked at, confirmed."""

from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from conftest import Union
from maudao.donors import make as people
from maudao.donors.models import Donation, Donor
from maudao.donors.tests.rosters import AN, BINH, workbook
from maudao.drives import make
from maudao.organization import make as units
from maudao.organization.rules import Role
from tests.browser import Visitor, visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

_ODD = (3, "Cà Văn Pháy", "1980", "Nam", 11190005678, "0912345679 / 0987654320")
_BAD = (4, "Vàng Thị Mỷ", "12/5", "Nữ", "12", "0241234567")
_RESULTS = ("STT", "Họ và tên", "Ngày sinh", "Thể tích (ml)", "Số GCN", "Kết quả")


def _send(visitor: Visitor, file: Path, data: bytes) -> None:
    """Choose a file, try it, and confirm."""
    file.write_bytes(data)
    visitor.page.set_input_files("[name=file]", file)
    visitor.press("main form .button-main")
    visitor.press("main form [name=confirmed]")


@pytest.mark.parametrize("width", [360, 1280])
def test_lists_are_sent_and_confirmed(
    live_server: LiveServer, union: Union, tmp_path: Path, width: int
) -> None:
    units.holder("chair", union.factory, Role.CHAIR)
    units.holder("staff", union.factory, Role.DRIVE_STAFF)
    drive = make.drive(union.factory, held_on=timezone.localdate())
    make.registration(drive, people.donor(union.factory, full_name="Lò Văn An", phone="0912345678"))
    with visitor(live_server.url, width=width) as guest:
        guest.sign_in("chair")
        guest.open(reverse("people_import", kwargs={"code": union.factory.code}))
        _send(guest, tmp_path / "ds.xlsx", workbook(AN, BINH, _ODD, _BAD))
        guest.sign_in("staff")
        guest.open(reverse("results_import", kwargs={"code": drive.code}))
        rows = [(1, "Lò Văn An", "", 350, "GCN-1", "Đạt"), (2, "Quàng Thị Bình", "1985", 300, "", "Đạt")]
        _send(
            guest,
            tmp_path / "kq.xlsx",
            workbook(*rows, (3, "Cà A", "", "", "", "Không hiến"), headings=_RESULTS),
        )
        assert guest.faults == {}
    assert (Donor.objects.count(), Donation.objects.count()) == (4, 1)
