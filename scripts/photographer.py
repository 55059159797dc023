"""A person at a browser whose screen is kept as small pictures."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, FloatRect, Page

PASSWORD = "mau-dao-mau-2026"
DESK, PHONE = (1280, 800), (360, 740)
COLOURS, MARGIN = 128, 24


class Photographer:
    """A signed-in person whose screen is kept as pictures."""

    def __init__(self, page: Page, address: str, folder: Path) -> None:
        self.page, self.address, self.folder = page, address, folder

    def open(self, path: str) -> None:
        """Open a page by its path."""
        self.page.goto(f"{self.address}{path}")

    def press(self, selector: str) -> None:
        """Press what the selector names first, and wait for the page that follows."""
        with self.page.expect_navigation():
            self.page.locator(selector).first.click()

    def tick(self, selector: str) -> None:
        """Tick what the selector names first."""
        self.page.locator(selector).first.check()

    def fill(self, selector: str, words: str) -> None:
        """Fill in the field that the selector names first."""
        self.page.locator(selector).first.fill(words)

    def take(self, name: str, *, at: str = "") -> None:
        """Keep what the screen shows, or the page's content from the element `at` on."""
        if at:
            self.page.locator(at).first.evaluate(
                f"e => window.scrollTo(0, e.getBoundingClientRect().top + scrollY - {MARGIN})"
            )
        self.page.wait_for_timeout(300)
        keep(self.page.screenshot(clip=self._content() if at else None), self.folder / f"{name}.png")

    def _content(self) -> FloatRect:
        """Return the screen without the menu beside the content, which has scrolled away."""
        box, screen = self.page.locator("main").bounding_box(), self.page.viewport_size
        if not box or not screen:
            raise LookupError("the page has no content to show")
        left = max(box["x"] - MARGIN, 0)
        return {"x": left, "y": 0, "width": screen["width"] - left, "height": screen["height"]}


def keep(picture: bytes, path: Path) -> None:
    """Save a picture in few colours: pages have few, and a guide is read over a weak signal."""
    image = Image.open(BytesIO(picture)).convert("RGB")
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)


@contextmanager
def signed_in(
    browser: Browser, address: str, folder: Path, username: str, *, size: tuple[int, int] = DESK
) -> Iterator[Photographer]:
    """Sign in on a screen of some size: a phone has two dots for each point."""
    context = screen(browser, size)
    person = Photographer(context.new_page(), address, folder)
    person.open("/tai-khoan/dang-nhap/")
    person.fill("[name=login]", username)
    person.fill("[name=password]", PASSWORD)
    person.press("main .button-main")
    yield person
    context.close()


@contextmanager
def passing_by(browser: Browser, address: str, folder: Path) -> Iterator[Photographer]:
    """Come to the site with a phone, without an account."""
    context = screen(browser, PHONE)
    yield Photographer(context.new_page(), address, folder)
    context.close()


def screen(browser: Browser, size: tuple[int, int]) -> BrowserContext:
    """Open a screen of some size: a phone has two dots for each point."""
    return browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        device_scale_factor=2 if size == PHONE else 1,
        locale="vi-VN",
    )
