"""Phones at a drive: Chromium with a camera of its own, whose network is cut and comes back."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import segno
from axe_playwright_python.sync_playwright import Axe
from django.db import connections
from django.utils import timezone
from PIL import Image
from playwright.sync_api import BrowserContext, Page, expect, sync_playwright

from conftest import Union
from maudao.donors import make as donors
from maudao.drives import make
from maudao.drives.models import Drive, Registration
from maudao.lib.vietnamese import fold
from maudao.organization import make as units
from maudao.organization.make import PASSWORD
from maudao.organization.rules import Role
from tests.browser import FLAGS, SCREENS, chromium

CODE = "sông-đà"
#: Until the page is kept on the device and answers from there: "kept", or how far that came.
_KEPT = """new Promise((tell) => {
  const look = async (left) => {
    if (navigator.serviceWorker.controller) return tell("kept");
    const found = await navigator.serviceWorker.getRegistration();
    const state = (found?.installing || found?.waiting || found?.active)?.state || "none";
    if (left) setTimeout(() => look(left - 1), 100); else tell(state);
  };
  look(600);
})"""
#: For each drive kept on the device, whether its list is there.
_LISTS = """new Promise((resolve) => {
  indexedDB.open("maudao-check-in").onsuccess = ({target: {result: base}}) => {
    const asked = base.transaction("vaults").objectStore("vaults").getAll();
    asked.onsuccess = () => resolve(asked.result.map((vault) => Boolean(vault.list)));
  };
})"""
LONG = 60_000  # milliseconds: a busy machine is slow, not wrong
WIDTH = 360
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
        self.wait_until_kept()

    def wait_until_kept(self) -> None:
        state = self.page.evaluate(_KEPT)
        assert state == "kept", state

    def wait_for_lists(self, wanted: list[bool]) -> None:
        """Wait until the device keeps so many drives, each with its list or, once it is wiped, without."""
        for _ in range(LONG // 100):
            if self.page.evaluate(_LISTS) == wanted:
                return
            self.page.wait_for_timeout(100)
        assert self.page.evaluate(_LISTS) == wanted

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
    expect.set_options(timeout=LONG)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=flags)

        def device() -> Device:
            context = browser.new_context(viewport={"width": width, "height": 800}, locale="vi-VN")
            context.grant_permissions(["camera"], origin=address)
            page = context.new_page()
            page.set_default_timeout(LONG)
            return Device(context, page, address, drive)

        yield device
        browser.close()
        connections.close_all()  # Playwright's event loop gave what ran inside it a connection of its own


def drive_with_staff(union: Union, *, on: date | None = None) -> Drive:
    """Make a drive of today, or of another day, and somebody who stands there."""
    units.holder("staff", union.factory, Role.DRIVE_STAFF)
    return make.drive(union.factory, held_on=on or timezone.localdate(), capacity=40)


def booked(drive: Drive, union: Union, number: int) -> list[Registration]:
    names = ["Nguyễn Thị Hoà", "Đỗ Văn Đức", "Trần Quốc Ưng", "Lý A Pó", "Phạm Thuỳ Dương"]
    people = [
        donors.donor(union.factory, full_name=f"{names[place % 5]} {chr(65 + place // 5)}")
        for place in range(number)
    ]
    return [make.registration(drive, person) for person in people]
