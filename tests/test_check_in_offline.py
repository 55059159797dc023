"""Check-in at a drive with the network cut, on two devices: nothing is lost, nothing is counted twice."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

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
from maudao.drives import make
from maudao.drives.models import CheckInRecord, Drive, Registration
from maudao.lib.vietnamese import fold
from maudao.organization import make as units
from maudao.organization.make import PASSWORD
from maudao.organization.rules import Role
from tests.browser import FLAGS, SCREENS, chromium

CODE = "sông-đà"
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
        self.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        assert self.page.evaluate(
            "navigator.serviceWorker.controller !== null || new Promise((resolve) => (navigator.serviceWorker.oncontrollerchange = () => resolve(true)))"
        )

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
        self.page.screenshot(path=folder / f"{name}-{self.page.viewport_size['width']}.png")  # type: ignore[index]
        found = Axe().run(self.page).response["violations"]
        serious = [
            f"{fault['id']}: {fault['nodes'][0]['html'][:160]}"
            for fault in found
            if fault["impact"] in ("serious", "critical")
        ]
        assert serious == []
        assert self.page.evaluate("document.documentElement.scrollWidth") <= self.page.viewport_size["width"]  # type: ignore[index]

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
