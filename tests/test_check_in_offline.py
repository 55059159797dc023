"""Check-in at a drive with the network cut, on two devices: nothing is lost, nothing is counted twice."""

from pathlib import Path

import pytest
from playwright.sync_api import Route, expect
from pytest_django.live_server_helper import LiveServer

from conftest import Union
from maudao.donors import make as donors
from maudao.donors.models import Donation
from maudao.drives import make
from maudao.drives.models import CheckInRecord, Drive, Registration
from tests.phones import Device, booked, devices, drive_with_staff, film, ticket_url

SCANNED = 6  # tickets in the fake camera's film, and one of another drive after them


@pytest.fixture
def drive(transactional_db: None, union: Union) -> Drive:
    return drive_with_staff(union)


@pytest.mark.browser
def test_thirty_people_on_two_devices_without_a_network(
    drive: Drive, union: Union, live_server: LiveServer, tmp_path: Path
) -> None:
    rows = booked(drive, union, 30)
    elsewhere = make.registration(make.drive(union.school), donors.donor())
    texts = [*(ticket_url(row) for row in rows[:SCANNED]), ticket_url(elsewhere)]
    with devices(live_server.url, drive, camera=film(texts, tmp_path / "film.y4m")) as device:
        one, other = device(), device()
        for each in (one, other):
            each.sign_in()
            each.load()
            each.offline(True)
            each.reopen()  # the page comes from the device: there is no network
        assert one.counts() == (30, 0, 0)
        scan(one)
        for row in rows[:15]:
            one.note(row, *(["#note-arrived"] if row not in rows[:SCANNED] else []), "[data-bag='350']")
        for row in rows[15:25]:
            other.note(row, "#note-arrived", "[data-bag='250']")
        for row in rows[25:28]:
            other.note(row, "#note-arrived", "[data-outcome=deferred]")
        for row in rows[28:]:
            other.note(row, "#note-arrived", "[data-outcome=left]")
        other.note(rows[0], "#note-arrived")  # scanned on both: here later than they gave there
        walk_in(one)
        assert (one.counts()[1:], one.unsent()) == ((16, 15), 31)
        assert (other.counts()[1:], other.unsent()) == ((16, 10), 31)
        other.reopen()
        assert other.unsent() == 31
        assert CheckInRecord.objects.count() == 0
        lose_three_answers(one)
        reconnect(one, other)
        assert Registration.objects.filter(drive=drive).count() == 31
        states = [row.state for row in Registration.objects.filter(drive=drive).order_by("pk")]
        assert states == ["donated"] * 25 + ["deferred"] * 3 + ["left"] * 2 + ["arrived"]
        assert sorted(Donation.objects.values_list("volume_ml", flat=True)) == [250] * 10 + [350] * 15
        assert CheckInRecord.objects.count() == 62
        one.page.click("#reload")
        expect(one.page.locator("#count-arrived")).to_have_text("31")
        assert one.counts() == (30, 31, 25)


def scan(phone: Device) -> None:
    """Scan what the camera sees until every ticket was seen, and the one of another drive."""
    phone.page.click("#open-scan")
    said = phone.page.locator("#scan-said")
    expect(said).to_have_attribute("data-tone", "good")
    phone.look("scan")
    wrong = phone.page.evaluate("JSON.parse(document.getElementById('words').textContent).qr_other_drive")
    expect(said).to_have_text(wrong)
    expect(phone.page.locator("#count-arrived")).to_have_text(str(SCANNED))
    phone.page.click("#scan .button-icon")
    assert phone.unsent() == SCANNED, "a code that stays before the camera is noted once"


def walk_in(phone: Device) -> None:
    phone.page.click("#open-walk-in")
    phone.page.fill("#walk-name", "Mùa Thị Dua")
    phone.page.fill("#walk-birth", "1994")
    phone.page.locator("#walk-in-form .choice").first.click()
    phone.look("walk-in")
    phone.page.click("#walk-in-form [type=submit]")
    phone.page.wait_for_selector("#walk-in", state="hidden")


def lose_three_answers(phone: Device) -> None:
    """Let the server take in the lines three times, and let the phone hear of none."""

    def lose(route: Route) -> None:
        assert route.fetch().status == 200
        route.abort()

    phone.context.route("**/gui/", lose)
    phone.offline(False)
    for _ in range(3):
        with phone.page.expect_event("requestfailed"):
            phone.page.click("#send-now")
    assert phone.unsent() == 31, "what was not answered is kept"
    phone.context.unroute("**/gui/")


def reconnect(*phones: Device) -> None:
    for phone in phones:
        phone.offline(False)
        phone.page.click("#send-now")
        expect(phone.page.locator("#sync")).to_have_attribute("data-tone", "good")
        assert phone.unsent() == 0
