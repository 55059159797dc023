"""A host moves a drive, and the chair of a unit tells its people."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from conftest import Union
from maudao.donors import make as donors
from maudao.donors.rules import ConsentPurpose
from maudao.drives import make
from maudao.drives.models import Notice
from maudao.organization import make as units
from maudao.organization.rules import Role
from tests.browser import visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("width", [360, 1280])
def test_a_chair_is_led_from_the_desk_to_whom_to_tell(
    live_server: LiveServer, union: Union, width: int
) -> None:
    units.holder("chair", union.factory, Role.CHAIR)
    units.holder("host", union.commune)
    soon = timezone.localdate() + timedelta(days=10)
    drive = make.drive(union.commune, held_on=soon)
    make.registration(drive, donors.donor(union.factory, full_name="Lò Văn An", phone=""), by_chair=True)
    seen = [ConsentPurpose.CHAIR_SEES]
    make.registration(drive, donors.donor(union.factory, full_name="Quàng Thị Bình", consents=seen))
    make.registration(drive, donors.donor(union.factory))
    with visitor(live_server.url, width=width) as guest:
        guest.sign_in("host")
        guest.open(reverse("drive_move", kwargs={"code": drive.code}))
        guest.page.fill("[name=held_on]", f"{soon + timedelta(days=2):%d/%m/%Y}")
        guest.press("main form .button-main")
        guest.sign_in("chair")
        guest.open(reverse("desk", kwargs={"code": union.factory.code}))
        guest.press("main a[href*='/bao-dong-nghiep/']")
        guest.press("main form .button-main")
        assert guest.faults == {}
    assert Notice.objects.get().told_at is not None
