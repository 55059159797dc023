"""Before, on and after the day of a drive: what a device may note, and when it lets names go."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from conftest import Union
from maudao.drives import make
from maudao.drives.models import CheckInRecord, Drive
from maudao.drives.rules import DriveState
from maudao.organization import make as units
from maudao.organization.rules import Role
from tests.phones import booked, devices

ONE_DAY = timedelta(days=1)
ENDED = (DriveState.DONE, DriveState.CANCELLED)


@pytest.fixture
def tomorrow(transactional_db: None, union: Union) -> Drive:
    units.holder("staff", union.factory, Role.DRIVE_STAFF)
    return make.drive(union.factory, held_on=timezone.localdate() + ONE_DAY, capacity=40)


@pytest.fixture
def today(transactional_db: None, union: Union) -> Drive:
    units.holder("staff", union.factory, Role.DRIVE_STAFF)
    return make.drive(union.factory, held_on=timezone.localdate(), capacity=40)


@pytest.mark.browser
def test_one_true_sentence_says_what_is_sent(today: Drive, union: Union, live_server: LiveServer) -> None:
    rows = booked(today, union, 1)
    with devices(live_server.url, today) as device:
        phone = device()
        phone.sign_in()
        phone.load()
        words = json.loads(phone.page.locator("#words").text_content() or "")
        count, when = phone.page.locator("#sync-count"), phone.page.locator("#sync-when")
        expect(count).to_have_text(words["nothing_to_send"])
        expect(when).to_have_text("")
        phone.offline(True)
        phone.note(rows[0], "#note-arrived")
        expect(count).to_have_text(words["unsent"].format(n=1))
        expect(when).to_have_text(words["never_sent"])
        phone.offline(False)
        phone.page.click("#send-now")
        expect(count).to_have_text(words["all_sent"])
        expect(when).not_to_have_text(words["never_sent"])


@pytest.mark.browser
def test_nothing_is_noted_before_the_day_begins_whatever_the_clock_of_the_device(
    tomorrow: Drive, union: Union, live_server: LiveServer
) -> None:
    rows = booked(tomorrow, union, 2)
    with devices(live_server.url, tomorrow) as device:
        phone = device()
        clock = phone.page.clock
        clock.set_fixed_time(timezone.now() + ONE_DAY)  # a device that is a day ahead
        phone.sign_in()
        phone.load()
        phone.offline(True)
        expect(phone.page.locator("#early")).to_be_visible()
        expect(phone.page.locator("#open-walk-in")).to_be_disabled()
        phone.find(rows[0])
        expect(phone.page.locator("#card-hint")).to_be_visible()
        expect(phone.page.locator("#card .ci-big:visible")).to_have_count(0)
        phone.look("early-card")
        phone.page.click("#card .button-icon")
        phone.look("early")
        clock.set_fixed_time(timezone.now() + 2 * ONE_DAY)
        phone.reopen()
        expect(phone.page.locator("#early")).to_be_hidden()
        expect(phone.page.locator("#open-walk-in")).to_be_enabled()
        phone.note(rows[0], "#note-arrived")
        assert (phone.counts(), phone.unsent()) == ((2, 1, 0), 1)
    assert CheckInRecord.objects.count() == 0


@pytest.mark.browser
@pytest.mark.parametrize("state", ENDED)
def test_ended_drive_offers_no_list_and_leads_on(
    today: Drive, union: Union, live_server: LiveServer, state: DriveState
) -> None:
    booked(today, union, 1)
    Drive.objects.update(state=state)
    with devices(live_server.url, today) as device:
        phone = device()
        phone.sign_in()
        phone.page.goto(phone.url)
        over = phone.page.locator("[data-screen=over]")
        expect(over).to_be_visible()
        expect(phone.page.locator("#begin-form")).to_be_hidden()
        expect(over.locator("a[href$='danh-sach-giay/']:visible")).to_have_count(1)
        expect(over.locator("a[href$='ket-qua/']:visible")).to_have_count(int(state == DriveState.DONE))
        phone.look(f"ended-{state}")


@pytest.mark.browser
def test_page_that_a_device_keeps_asks_whether_the_drive_has_ended(
    today: Drive, live_server: LiveServer
) -> None:
    with devices(live_server.url, today) as device:
        phone = device()
        phone.sign_in()
        phone.page.goto(phone.url)
        phone.wait_until_kept()
        Drive.objects.update(state=DriveState.DONE)
        phone.page.reload()
        expect(phone.page.locator("[data-screen=over]")).to_be_visible()
