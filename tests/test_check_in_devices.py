"""What a device at a drive keeps, when it lets it go, and what it says when something is wrong."""

from datetime import timedelta
from random import Random

import pytest
from django.utils import timezone
from playwright.sync_api import Route, expect
from pytest_django.live_server_helper import LiveServer

from conftest import Union
from maudao.donors.rules.donations import BAG_ML
from maudao.drives import make
from maudao.drives.models import CheckInRecord, Drive, Registration
from maudao.drives.rules import CheckInOutcome, DriveState
from maudao.drives.rules.check_in import Noted, outcome_of
from maudao.drives.rules.tickets import read_ticket
from maudao.lib.vietnamese import fold
from maudao.organization import make as units
from maudao.organization.make import PASSWORD
from maudao.organization.rules import Role
from tests.phones import CODE, booked, devices


@pytest.fixture
def drive(transactional_db: None, union: Union) -> Drive:
    units.holder("staff", union.factory, Role.DRIVE_STAFF)
    return make.drive(union.factory, held_on=timezone.localdate(), capacity=40)


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
        expect(phone.page.locator("#sync")).to_have_attribute("data-tone", "good", timeout=15_000)
    assert CheckInRecord.objects.get().registration == rows[0]


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
        assert phone.page.evaluate(_VAULTS) == []
    assert set(CheckInRecord.objects.values_list("registration", flat=True)) == {row.pk for row in rows}


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
        for _ in range(20):
            if phone.page.locator("#problem-list li").count():
                break
            phone.page.click("#send-now")
            phone.page.wait_for_timeout(500)
        expect(phone.page.locator("#problem-list li")).to_have_count(1)
        expect(phone.page.locator("#problem-list")).to_contain_text(rows[0].donor.full_name)
        expect(phone.page.locator("#sync")).to_have_attribute("data-tone", "good", timeout=15_000)
    assert set(CheckInRecord.objects.values_list("registration", flat=True)) == {row.pk for row in rows[1:]}


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
        assert empty.page.evaluate(_VAULTS) == []
        assert phone.page.evaluate(_VAULTS) == [False], "the list is gone; what was not sent is there"
        phone.look("over")
        phone.offline(False)
        phone.page.fill("#over-code", CODE)
        phone.page.click("#over-form [type=submit]")
        expect(phone.page.locator("#over-form")).to_be_hidden()
        assert phone.page.evaluate(_VAULTS) == []
    assert CheckInRecord.objects.get().registration == rows[0]


#: For each drive kept on the device, whether its list is there.
_VAULTS = """new Promise((resolve) => {
  indexedDB.open("maudao-check-in").onsuccess = ({target: {result: base}}) => {
    const asked = base.transaction("vaults").objectStore("vaults").getAll();
    asked.onsuccess = () => resolve(asked.result.map((vault) => Boolean(vault.list)));
  };
})"""


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
        assert phone.page.evaluate(_VAULTS) == [False]
        phone.page.click("#over-drop button")
        expect(phone.page.locator("#over-lines")).to_be_hidden()
        assert phone.page.evaluate(_VAULTS) == []


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
        expect(phone.page.locator("#sync")).to_have_attribute("data-tone", "good", timeout=15_000)
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


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1280])
def test_screens_of_one_person(drive: Drive, union: Union, live_server: LiveServer, width: int) -> None:
    rows = booked(drive, union, 12)
    with devices(live_server.url, drive, width=width) as device:
        phone = device()
        phone.sign_in()
        phone.load()
        phone.note(rows[0], "#note-arrived")
        phone.note(rows[1], "#note-arrived", "[data-bag='350']")
        phone.note(rows[2], "#note-arrived", "[data-outcome=deferred]", "#note-reopened")
        expect(phone.page.locator("#sync")).to_have_attribute("data-tone", "good", timeout=15_000)
        phone.look("work")
        phone.find(rows[3])
        phone.look("card-registered")
        phone.page.click("#card .button-icon")
        phone.find(rows[0])
        phone.look("card-arrived")
        phone.page.click("#card-outcomes summary")
        phone.look("card-more")
        phone.page.click("#card .button-icon")
        phone.find(rows[1])
        phone.look("card-donated")
    assert [row.state for row in Registration.objects.order_by("pk")[:3]] == ["arrived", "donated", "arrived"]


def story(seed: int) -> list[Noted]:
    """Make some records of one person, in no order."""
    chance = Random(seed)
    start = timezone.localtime().replace(hour=8, minute=0, second=0, microsecond=0)
    minutes = chance.sample(range(200), chance.randrange(6))
    return [
        Noted(str(minute), outcome, start + timedelta(minutes=minute), "whole_blood", chance.choice(BAG_ML))
        for minute in minutes
        for outcome in [chance.choice(CheckInOutcome.values)]
    ]


def said(note: Noted) -> dict[str, object]:
    return {
        "at": note.at.isoformat(),
        "outcome": note.outcome,
        "kind": note.kind,
        "volume_ml": note.volume_ml,
    }


_IN_SCRIPT = "(values) => import('/static/maudao/js/check-in/{file}.js').then((script) => {what})"


@pytest.mark.browser
def test_script_folds_merges_and_reads_tickets_as_the_server_does(
    drive: Drive, live_server: LiveServer
) -> None:
    stories = [story(place) for place in range(300)]
    names = [
        "Nguyễn Thị Hoà",
        "HÒA  Đỗ",
        "Lý A\u0309 Po\u0301",
        "Ðặng",
        "đƯờng\tẩm",
        "Ki\u200bều",
        "Straße",
        "Ưng-Ý",
        "Ǆ Þ",
    ]
    links = [
        "https://a.vn/ve/12-ABCDEFGH1234/",
        "12-abcdefgh1234",
        "/VE/9-ABCDEFGH1234",
        "ABCDEFGH1234",
        "x/ve/1-ABC/",
        "12-ABCDEFGHIL12",
    ]
    with devices(live_server.url, drive) as device:
        phone = device()
        phone.sign_in()
        phone.page.goto(phone.url)
        folded = phone.page.evaluate(_IN_SCRIPT.format(file="fold", what="values.map(script.fold)"), names)
        read = phone.page.evaluate(
            _IN_SCRIPT.format(file="tickets", what="values.map(script.readTicket)"), links
        )
        kinds = phone.page.evaluate(
            _IN_SCRIPT.format(file="tickets", what="values.map((text) => script.read(text, 12).kind)"),
            [links[0], links[2], "011090000001|123|Lù Văn Đến|", "https://a.vn/"],
        )
        merged = phone.page.evaluate(
            _IN_SCRIPT.format(
                file="outcome", what="values.map((notes) => script.merged({state: 'registered'}, notes))"
            ),
            [[said(note) for note in notes] for notes in stories],
        )
    results = [outcome_of(notes, held_on=drive.held_on) for notes in stories]
    assert [one["state"] for one in merged] == [result.state for result in results]
    assert [(one["given"] or {}).get("volume_ml") for one in merged] == [
        result.given.volume_ml if result.given else None for result in results
    ]
    assert folded == [fold(name) for name in names]
    assert [(one["drive"], one["ticket"]) if one else None for one in read] == [
        read_ticket(link) for link in links
    ]
    assert kinds == ["ticket", "other_drive", "identity_card", "not_a_ticket"]


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1280])
def test_paper_list_is_typed_afterwards(
    drive: Drive, union: Union, live_server: LiveServer, width: int
) -> None:
    rows = booked(drive, union, 4)
    with devices(live_server.url, drive, width=width) as device:
        desk = device()
        desk.sign_in()
        desk.page.goto(f"{live_server.url}/dot-hien-mau/{drive.code}/danh-sach-giay/")
        desk.look("paper")
        desk.page.select_option(f"[name=row-{rows[0].pk}]", "bag-350")
        desk.page.select_option(f"[name=row-{rows[1].pk}]", "platelets")
        desk.page.fill("[name=new-0-full_name]", "Lù Văn Đến")
        desk.page.fill("[name=new-0-birth]", "hôm qua")
        with desk.page.expect_navigation():
            desk.page.click(".paper .button-main")
        desk.look("paper-wrong")
        desk.page.fill(f"[name=row-{rows[1].pk}-ml]", "480")
        desk.page.fill("[name=new-0-birth]", "1991")
        with desk.page.expect_navigation():
            desk.page.click(".paper .button-main")
        desk.look("paper-done")
    states = list(Registration.objects.order_by("pk").values_list("state", flat=True))
    assert states == ["donated", "donated", "registered", "registered", "arrived"]
