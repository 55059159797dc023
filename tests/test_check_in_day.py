"""Before, on and after the day of a drive: what a device may note, and when it lets names go."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from conftest import Union
from maudao.drives.models import CheckInRecord, Drive
from maudao.drives.rules import DriveState
from tests.phones import CODE, booked, devices, drive_with_staff

ONE_DAY = timedelta(days=1)
ENDED = (DriveState.DONE, DriveState.CANCELLED)


@pytest.fixture
def tomorrow(transactional_db: None, union: Union) -> Drive:
    return drive_with_staff(union, on=timezone.localdate() + ONE_DAY)


@pytest.fixture
def drive(transactional_db: None, union: Union) -> Drive:
    return drive_with_staff(union)


@pytest.mark.browser
def test_one_true_sentence_says_what_is_sent(drive: Drive, union: Union, live_server: LiveServer) -> None:
    rows = booked(drive, union, 1)
    with devices(live_server.url, drive) as device:
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
    drive: Drive, union: Union, live_server: LiveServer, state: DriveState
) -> None:
    booked(drive, union, 1)
    Drive.objects.update(state=state)
    with devices(live_server.url, drive) as device:
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
    drive: Drive, live_server: LiveServer
) -> None:
    with devices(live_server.url, drive) as device:
        phone = device()
        phone.sign_in()
        phone.page.goto(phone.url)
        phone.wait_until_kept()
        Drive.objects.update(state=DriveState.DONE)
        phone.page.reload()
        expect(phone.page.locator("[data-screen=over]")).to_be_visible()


@pytest.mark.browser
def test_old_code_sends_its_lines_after_the_day_too(
    drive: Drive, union: Union, live_server: LiveServer
) -> None:
    rows = booked(drive, union, 2)
    with devices(live_server.url, drive) as device:
        phone = device()
        phone.sign_in()
        phone.load()
        phone.offline(True)
        phone.note(rows[0], "#note-arrived")
        phone.page.reload()
        phone.offline(False)
        phone.page.click("[data-screen=unlock] summary")
        phone.page.click("#forget")
        phone.page.fill("#begin-code", "mã-mới-đây")
        phone.page.click("#begin-form [type=submit]")
        expect(phone.page.locator("[data-screen=work]")).to_be_visible()
        phone.offline(True)
        phone.note(rows[1], "#note-arrived")
        phone.page.clock.set_fixed_time(timezone.now() + timedelta(days=1))
        phone.page.reload()
        phone.offline(False)
        for code in (CODE, "mã-mới-đây"):
            expect(phone.page.locator("#over-form")).to_be_visible()
            phone.page.fill("#over-code", code)
            with phone.page.expect_response("**/gui/"):
                phone.page.click("#over-form [type=submit]")
            expect(phone.page.locator("#over-code")).to_have_value("")
        expect(phone.page.locator("#over-form")).to_be_hidden()
        phone.wait_for_lists([])
    assert set(CheckInRecord.objects.values_list("registration", flat=True)) == {row.pk for row in rows}


@pytest.mark.browser
def test_names_leave_the_device_after_the_day_and_unsent_lines_are_sent_first(
    drive: Drive, union: Union, live_server: LiveServer
) -> None:
    rows = booked(drive, union, 3)
    with devices(live_server.url, drive) as device:
        phone, empty = device(), device()
        for each in (phone, empty):
            each.sign_in()
            each.load()
            each.offline(True)
        phone.note(rows[0], "#note-arrived")
        for each in (phone, empty):
            each.page.clock.set_fixed_time(timezone.now() + timedelta(days=1))
            each.page.reload()
            expect(each.page.locator("[data-screen=over]")).to_be_visible()
        assert empty.page.is_hidden("#over-form")
        empty.wait_for_lists([])
        phone.wait_for_lists([False])
        phone.look("over")
        phone.offline(False)
        phone.page.fill("#over-code", CODE)
        phone.page.click("#over-form [type=submit]")
        expect(phone.page.locator("#over-form")).to_be_hidden()
        phone.wait_for_lists([])
    assert CheckInRecord.objects.get().registration == rows[0]


@pytest.mark.browser
def test_closed_drive_wipes_the_device_and_shows_what_was_too_late(
    drive: Drive, union: Union, live_server: LiveServer
) -> None:
    rows = booked(drive, union, 2)
    with devices(live_server.url, drive) as device:
        phone = device()
        phone.sign_in()
        phone.load()
        phone.offline(True)
        phone.note(rows[0], "#note-arrived")
        Drive.objects.filter(pk=drive.pk).update(state=DriveState.DONE)
        phone.offline(False)
        expect(phone.page.locator("#over-lines")).to_contain_text(rows[0].donor.full_name)
        phone.look("closed")
        phone.wait_for_lists([False])
        phone.page.click("#over-drop button")
        expect(phone.page.locator("#over-lines")).to_be_hidden()
        phone.wait_for_lists([])
