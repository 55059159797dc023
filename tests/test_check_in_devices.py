"""What a device at a drive keeps, when it lets it go, and what it says when something is wrong."""

import pytest
from playwright.sync_api import Route, expect
from pytest_django.live_server_helper import LiveServer

from conftest import Union
from maudao.drives.models import CheckInRecord, Drive
from maudao.organization.make import PASSWORD
from tests.phones import CODE, booked, devices, drive_with_staff


@pytest.fixture
def drive(transactional_db: None, union: Union) -> Drive:
    return drive_with_staff(union)


@pytest.mark.browser
def test_wrong_code_opens_nothing_and_loses_nothing(
    drive: Drive, union: Union, live_server: LiveServer
) -> None:
    rows = booked(drive, union, 3)
    with devices(live_server.url, drive) as device:
        phone = device()
        phone.sign_in()
        phone.page.goto(phone.url)
        phone.page.fill("#begin-code", "ngắn")
        phone.page.click("#begin-form [type=submit]")
        assert phone.page.is_visible("#begin-error")
        phone.look("begin")
        phone.load()
        phone.offline(True)
        phone.note(rows[0], "#note-arrived")
        phone.page.reload()
        for _ in range(6):
            phone.unlock("sai-mã-rồi")
            expect(phone.page.locator("#unlock-error")).to_be_visible()
            expect(phone.page.locator("#unlock-code")).to_be_focused()
        phone.look("unlock")
        phone.unlock()
        expect(phone.page.locator("[data-screen=work]")).to_be_visible()
        assert phone.unsent() == 1
        readable = phone.page.evaluate(_KEPT_TEXT)
        assert rows[0].donor.full_name not in readable
        assert rows[0].ticket not in readable


#: Everything that the device keeps, as text: tables and files alike.
_KEPT_TEXT = """(async () => {
  const rows = await new Promise((resolve) => {
    indexedDB.open("maudao-check-in").onsuccess = ({target: {result: base}}) => {
      const found = [];
      const reading = base.transaction(["vaults", "records"]);
      for (const name of ["vaults", "records"]) {
        reading.objectStore(name).getAll().onsuccess = (event) => found.push(...event.target.result);
      }
      reading.oncomplete = () => resolve(found);
    };
  });
  const bytes = (name, value) => value instanceof ArrayBuffer || ArrayBuffer.isView(value)
    ? new TextDecoder().decode(value) : value;
  const files = [];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) files.push(request.url, await (await cache.match(request)).text());
  }
  return JSON.stringify(rows, bytes) + files.join();
})()"""


@pytest.mark.browser
def test_forgotten_code_keeps_the_unsent_lines_for_whoever_remembers_it(
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
        expect(phone.page.locator("#old-code")).to_be_visible()
        phone.look("old-code")
        phone.page.fill("#old-code-input", CODE)
        phone.page.click("#old-code button")
        expect(phone.page.locator("#old-code")).to_be_hidden()
        expect(phone.page.locator("#sync")).to_have_attribute("data-tone", "good")
    assert CheckInRecord.objects.get().registration == rows[0]


@pytest.mark.browser
def test_line_at_which_the_server_breaks_holds_no_other_back(
    drive: Drive, union: Union, live_server: LiveServer
) -> None:
    rows = booked(drive, union, 4)

    def break_at_the_first(route: Route) -> None:
        is_bad = f'"registration":{rows[0].pk},' in (route.request.post_data or "")
        if is_bad:
            route.fulfill(status=500)
        else:
            route.continue_()

    with devices(live_server.url, drive) as device:
        phone = device()
        phone.sign_in()
        phone.load()
        phone.context.route("**/gui/", break_at_the_first)
        phone.offline(True)
        for row in rows:
            phone.note(row, "#note-arrived")
        phone.offline(False)
        for _ in range(100):
            if phone.page.locator("#problem-list li").count():
                break
            phone.page.click("#send-now")
            phone.page.wait_for_timeout(500)
        expect(phone.page.locator("#problem-list li")).to_have_count(1)
        expect(phone.page.locator("#problem-list")).to_contain_text(rows[0].donor.full_name)
        expect(phone.page.locator("#sync")).to_have_attribute("data-tone", "good")
    assert set(CheckInRecord.objects.values_list("registration", flat=True)) == {row.pk for row in rows[1:]}


@pytest.mark.browser
def test_signed_out_device_keeps_its_lines_and_a_refused_line_is_shown(
    drive: Drive, union: Union, live_server: LiveServer
) -> None:
    rows = booked(drive, union, 3)
    with devices(live_server.url, drive) as device:
        phone = device()
        phone.sign_in()
        phone.load()
        phone.context.clear_cookies(name="sessionid")
        phone.note(rows[0], "#note-arrived")
        expect(phone.page.locator("#sync-trouble a")).to_be_visible()
        phone.look("signed-out")
        assert phone.unsent() == 1
        with phone.page.expect_navigation():
            phone.page.click("#sync-trouble a")
        phone.page.fill("[name=login]", "staff")
        phone.page.fill("[name=password]", PASSWORD)
        with phone.page.expect_navigation():
            phone.page.locator("main .button-main").click()
        phone.unlock()
        expect(phone.page.locator("#sync")).to_have_attribute("data-tone", "good")
        for row in rows[1:]:
            phone.find(row)
            phone.page.click("#card-outcomes summary")
            phone.page.fill("#gift-serial", "HM-001")
            phone.page.click("#other-gift [type=submit]")
        expect(phone.page.locator("#problem-list li")).to_have_count(1)
        phone.look("refused")
        phone.page.click("#problem-list [data-drop]")
        expect(phone.page.locator("#problems")).to_be_hidden()
    assert list(CheckInRecord.objects.values_list("outcome", flat=True)) == ["arrived", "donated"]
