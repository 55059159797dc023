"""A host's pages in a browser, on a phone and at a desk: they fit, and axe finds nothing serious."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from conftest import Union
from maudao.campaigns import make as campaigns
from maudao.campaigns.models import Campaign
from maudao.donors import make as donors
from maudao.drives import make
from maudao.drives.models import Drive, ReceivingCentre, Slot
from maudao.drives.rules import DriveState, RegistrationState
from maudao.organization import make as units
from maudao.organization.rules import Role
from tests.browser import visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = (
    "drive",
    "drive_edit",
    "drive_slots",
    "drive_copy",
    "drive_move",
    "drive_cancel",
    "drive_close",
    "drive_staff",
)


def _drives(union: Union) -> tuple[Drive, Drive, Drive]:
    """Make a drive that takes registrations, one that is planned, and one that is over."""
    today = timezone.localdate()
    campaign = campaigns.launched(union.province)
    Campaign.objects.filter(pk=campaign.pk).update(ends_on=today + timedelta(days=60))
    open_, planned, over = (
        make.drive(
            union.factory,
            slots=8,
            held_on=today + timedelta(days=days),
            state=state,
            campaign=campaign,
            centre=ReceivingCentre.objects.get_or_create(code="bv", name="Bệnh viện đa khoa tỉnh Mường Thử")[
                0
            ],
            place="Hội trường Công ty may Bình Minh, cụm công nghiệp Mường Một",
            expected_units=60,
        )
        for days, state in ((12, DriveState.OPEN), (40, DriveState.PLANNED), (-2, DriveState.OPEN))
    )
    open_.co_hosts.set([union.school])
    Slot.objects.filter(drive=open_).update(overbooking=4)
    for number, slot in enumerate(open_.slots.all()):
        for _ in range((number * 5) % 15):
            slot.refresh_from_db()
            make.registration(
                open_, donors.donor(phone="" if number == 1 else f"0912{number}{_:05d}"), slot=slot
            )
    make.waiting_place(open_, donors.donor())
    _over(over)
    return open_, planned, over


def _over(over: Drive) -> None:
    for number, state in enumerate(
        [RegistrationState.DEFERRED, *[RegistrationState.DONATED] * 5, "registered"]
    ):
        giver, known = donors.donor(), {}
        if state == RegistrationState.DONATED:
            known = {
                "donation": donors.donation(giver, on=date(2026, 1, 5), volume_ml=350 if number % 2 else 250)
            }
        make.registration(over, giver, slot=over.slots.first(), state=state, **known)


def test_pages_of_a_host_fit_and_are_sound(union: Union, live_server: LiveServer) -> None:
    open_, planned, over = _drives(union)
    units.holder("chair", union.factory, Role.CHAIR)
    with visitor(live_server.url, width=360, also=(1280,)) as host:
        host.sign_in("chair")
        for name in ("drive_list", "drive_new"):
            host.open(reverse(name, kwargs={"code": union.factory.code}))
        for drive in (open_, planned, over):
            for name in PAGES:
                host.open(reverse(name, kwargs={"code": drive.code}))
        host.open(reverse("drive_slots", kwargs={"code": make.drive(union.factory, slots=0).code}))
        host.press("button[value=preview]")
        assert host.faults == {}
