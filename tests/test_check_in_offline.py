"""Check-in at a drive with the network cut, on two devices: nothing is lost, nothing is counted twice."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
import segno
from axe_playwright_python.sync_playwright import Axe
from django.db import connections
from django.utils import timezone
from PIL import Image
from playwright.sync_api import BrowserContext, Page, Route, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from conftest import Union
from maudao.donors import make as donors
from maudao.donors.models import Donation
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
from tests.browser import FLAGS, SCREENS, chromium

CODE = "sông-đà"
#: Until the page is kept on the device and answers from there.
_KEPT = """navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller !== null ||
  new Promise((kept) => (navigator.serviceWorker.oncontrollerchange = () => kept(true))))"""
WIDTH = 360
SCANNED = 6  # tickets in the fake camera's film, and one of another drive after them
FRAMES_EACH = 12


def ticket_url(row: Registration) -> str:
    return f"https://example.test/ve/{row.drive_id}-{row.ticket}/"


def film(texts: list[str], file: Path) -> Path:
    """Make a film for Chromium's fake camera in which QR codes follow one another, over and over."""
    width, height = 640, 480
    with file.open("wb") as out:
        out.write(f"YUV4MPEG2 W{width} H{height} F10:1 Ip A1:1 C420jpeg\n".encode())
        for text in texts:
            out.write((b"FRAME\n" + _frame(text, width, height)) * FRAMES_EACH)
    return file


def _frame(text: str, width: int, height: int) -> bytes:
    code = segno.make(text, error="m")
    rows = [bytes(0 if dark else 255 for dark in row) for row in code.matrix_iter(scale=8, border=4)]
    picture = Image.frombytes("L", (len(rows[0]), len(rows)), b"".join(rows))
    frame = Image.new("L", (width, height), 200)
    frame.paste(picture, ((width - picture.width) // 2, (height - picture.height) // 2))
    return frame.tobytes() + bytes([128]) * (width * height // 2)


@dataclass
class Device:
    """A phone at the drive."""

    context: BrowserContext
    page: Page
    address: str
    drive: Drive

    @property
    def url(self) -> str:
        return f"{self.address}/dot-hien-mau/{self.drive.code}/diem-danh/"

    def sign_in(self) -> None:
        self.page.goto(f"{self.address}/tai-khoan/dang-nhap/")
        self.page.fill("[name=login]", "staff")
        self.page.fill("[name=password]", PASSWORD)
        with self.page.expect_navigation():
            self.page.locator("main .button-main").click()

    def load(self, code: str = CODE) -> None:
        """Load the list, locked with a code, and wait until the page is kept for later."""
        self.page.goto(self.url)
        self.page.fill("#begin-code", code)
        self.page.click("#begin-form [type=submit]")
        self.page.wait_for_selector("[data-screen=work]:not([hidden])")
        self.page.evaluate(_KEPT)

    def unlock(self, code: str = CODE) -> None:
        self.page.fill("#unlock-code", code)
        self.page.click("#unlock-form [type=submit]")

    def reopen(self) -> None:
        """Open the page again, as after the phone was put away."""
        self.page.reload()
        self.unlock()
        self.page.wait_for_selector("[data-screen=work]:not([hidden])")

    def find(self, row: Registration) -> None:
        """Find somebody by the name without accents, and open the card."""
        self.page.fill("#find", fold(row.donor.full_name))
        self.page.locator("#people .ci-open", has_text=row.donor.full_name).first.click()

    def note(self, row: Registration, *buttons: str) -> None:
        for button in buttons:
            self.find(row)
            self.page.click(f"#card {button}")
            self.page.wait_for_selector("#card", state="hidden")

    def unsent(self) -> int:
        text = self.page.inner_text("#sync-count")
        return int("".join(sign for sign in text if sign.isdigit()) or 0)

    def counts(self) -> tuple[int, ...]:
        return tuple(int(self.page.inner_text(f"#count-{name}")) for name in ("booked", "arrived", "given"))

    def look(self, name: str) -> None:
        """Keep a picture; nothing serious for axe, and nothing wider than the screen."""
        folder = SCREENS / "check-in"
        folder.mkdir(parents=True, exist_ok=True)
        width = self.page.evaluate("innerWidth")
        full = not self.page.locator("dialog[open]").count()
        self.page.screenshot(path=folder / f"{name}-{width}.png", full_page=full)
        found = Axe().run(self.page).response["violations"]
        serious = [
            f"{fault['id']}: {fault['nodes'][0]['html'][:160]}"
            for fault in found
            if fault["impact"] in ("serious", "critical")
        ]
        assert serious == []
        assert self.page.evaluate("document.documentElement.scrollWidth") <= width

    def offline(self, is_cut: bool) -> None:
        self.context.set_offline(is_cut)


@contextmanager
def devices(
    address: str, drive: Drive, *, camera: Path | None = None, width: int = WIDTH
) -> Iterator[Callable[[], Device]]:
    """Start a browser, and give a function that makes one more phone."""
    flags = [*FLAGS, "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"]
    if camera:
        flags.append(f"--use-file-for-fake-video-capture={camera}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=flags)

        def device() -> Device:
            context = browser.new_context(viewport={"width": width, "height": 800}, locale="vi-VN")
            context.grant_permissions(["camera"], origin=address)
            page = context.new_page()
            page.set_default_timeout(15_000)
            return Device(context, page, address, drive)

        yield device
        browser.close()
        connections.close_all()  # Playwright's event loop gave what ran inside it a connection of its own


@pytest.fixture
def drive(transactional_db: None, union: Union) -> Drive:
    units.holder("staff", union.factory, Role.DRIVE_STAFF)
    return make.drive(union.factory, held_on=timezone.localdate(), capacity=40)


def booked(drive: Drive, union: Union, number: int) -> list[Registration]:
    names = ["Nguyễn Thị Hoà", "Đỗ Văn Đức", "Trần Quốc Ưng", "Lý A Pó", "Phạm Thuỳ Dương"]
    people = [
        donors.donor(union.factory, full_name=f"{names[place % 5]} {chr(65 + place // 5)}")
        for place in range(number)
    ]
    return [make.registration(drive, person) for person in people]


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
    expect(said).to_have_attribute("data-tone", "good", timeout=15_000)
    phone.look("scan")
    wrong = phone.page.evaluate("JSON.parse(document.getElementById('words').textContent).qr_other_drive")
    expect(said).to_have_text(wrong, timeout=30_000)
    expect(phone.page.locator("#count-arrived")).to_have_text(str(SCANNED), timeout=30_000)
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
        expect(phone.page.locator("#sync")).to_have_attribute("data-tone", "good", timeout=15_000)
        assert phone.unsent() == 0


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
