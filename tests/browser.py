"""A visitor in Debian's Chromium, who looks at every page with axe on the way."""

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from django.db import connections
from playwright.sync_api import Page, sync_playwright

from maudao.organization.make import PASSWORD

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SCREENS = Path(__file__).resolve().parents[1] / "var" / "screens"


def chromium() -> str:
    """Return where the browser is."""
    found = os.environ.get("MAUDAO_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    assert found, "the browser tests need Debian's chromium: `make setup` installs it where it may"
    return found


class Visitor:
    """A person at a browser of some width, who signs in and goes from page to page."""

    def __init__(self, page: Page, address: str, *, width: int, also: Sequence[int] = ()) -> None:
        self.page, self.address, self.width, self.also = page, address, width, also
        self.faults: dict[str, list[str]] = {}

    def sign_in(self, username: str) -> None:
        """Sign in as somebody, on a clean browser."""
        self.page.context.clear_cookies()
        self.page.goto(f"{self.address}/tai-khoan/dang-nhap/")
        self.page.fill("[name=login]", username)
        self.page.fill("[name=password]", PASSWORD)
        self.press("main .button-main")

    def open(self, path: str) -> None:
        """Open a page by its path."""
        self.page.goto(f"{self.address}{path}")
        self.look()

    def press(self, selector: str) -> None:
        """Press what the selector names first, wait for the page that follows, and look at it."""
        with self.page.expect_navigation():
            self.page.locator(selector).first.click()
        self.look()

    def swap(self, selector: str) -> None:
        """Press what the selector names, where htmx exchanges a part of the page, and look at it."""
        with self.page.expect_response(lambda response: response.request.method == "GET"):
            self.page.locator(selector).first.click()
        self.page.wait_for_load_state("networkidle")
        self.look()

    def follow(self, words: str) -> None:
        """Follow the first link of the page's content that says `words`."""
        with self.page.expect_navigation():
            self.page.get_by_role("main").get_by_role("link", name=words).first.click()
        self.look()

    def look(self) -> None:
        """Keep a picture, and note what axe finds serious and what does not fit the screen, at other widths too."""
        name = self.page.url.removeprefix(self.address).split("?")[0].strip("/").replace("/", "_") or "home"
        found = Axe().run(self.page).response["violations"]
        faults = [
            f"{fault['id']}: {fault['nodes'][0]['html'][:160]}" for fault in found if _is_serious(fault)
        ]
        for width in (*self.also, self.width):  # its own last: so it stays
            faults += self._wider(name, width)
        if faults:
            self.faults[name] = faults

    def _wider(self, name: str, width: int) -> list[str]:
        if self.also:
            self.page.set_viewport_size({"width": width, "height": 800})
        SCREENS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=SCREENS / f"{name}-{width}.png", full_page=True)
        wide = self.page.evaluate("document.documentElement.scrollWidth")
        return [f"the page is {wide} px wide at {width}"] if wide > width else []


def _is_serious(fault: dict[str, object]) -> bool:
    return fault["impact"] in ("serious", "critical")


@contextmanager
def visitor(address: str, *, width: int, also: Sequence[int] = ()) -> Iterator[Visitor]:
    """Start a browser with a screen of some width; whether pages fit is looked at in others too."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        context = browser.new_context(
            viewport={"width": width, "height": 800}, locale="vi-VN", bypass_csp=True
        )
        page = context.new_page()
        page.set_default_timeout(60_000)
        yield Visitor(page, address, width=width, also=also)
        browser.close()
        connections.close_all()  # Playwright's event loop gave what ran inside it a connection of its own
