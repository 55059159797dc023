"""Take the pictures of the user guide, and the README's, from the sample union.

Start it fresh: `maudao demo`, then `maudao serve --port 8000`, both with an empty MAUDAO_DATA of their own and with
MAUDAO_SECOND_FACTOR=0, and then `python scripts/take_pictures.py http://127.0.0.1:8000`. It plays one campaign of the
second sample province on the way, from the directive to a returned report, so each run needs a new sample. The
pictures go to docs/pictures/ or to a second argument; look at each before it is committed.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

from PIL import Image, ImageDraw
from playwright.sync_api import Browser, FloatRect, Page, sync_playwright

PASSWORD = "mau-dao-mau-2026"
PICTURES = Path(__file__).resolve().parents[1] / "docs" / "pictures"
DESK, PHONE = (1280, 800), (360, 740)
COMMUNE, SCHOOL = "LC-XP-08", "LC-CS-112"
HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
SAMPLE_CAMPAIGN = "db-2026-ngay-toan-dan-hien-mau"
PAPER, EDGE = "#efe6d8", "#d5c8b4"
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
    scale = 2 if size == PHONE else 1
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, device_scale_factor=scale, locale="vi-VN"
    )
    person = Photographer(context.new_page(), address, folder)
    person.open("/tai-khoan/dang-nhap/")
    person.fill("[name=login]", username)
    person.fill("[name=password]", PASSWORD)
    person.press("main .button-main")
    yield person
    context.close()


def prepare_campaign(officer: Photographer) -> str:
    """Answer what the directive leaves open, register it and launch; return the campaign's code."""
    officer.press("main a[href^='/van-ban-den/']")
    officer.take("cau-hoi", at="#questions")
    for question in officer.page.locator("fieldset.question").all():
        question.locator("input[type=radio]").last.check()
    officer.press("[name=action][value=register]")
    officer.press(".page-header .button-main")
    for name, days in (("ends_on", 10), ("report_due_on", 14)):
        officer.fill(f"[name={name}]", f"{datetime.now(HANOI).date() + timedelta(days=days):%d/%m/%Y}")
    officer.press("main .form .button-main")
    officer.fill("main .form input[inputmode=numeric]", "2000")
    officer.take("phat-dong", at="main .form")
    officer.press("main .form .button-main")
    return officer.page.url.removeprefix(officer.address).split("/")[2]


def allocate(officer: Photographer, campaign: str, unit: str, *, keep_as: str = "") -> None:
    """Give the units below their share of the first target, as it is proposed."""
    officer.open(f"/chien-dich/{campaign}/{unit}/phan-bo/")
    officer.press("[name=action][value=propose]")
    if keep_as:
        officer.take(keep_as)
    officer.press("[name=action][value=save]")


def do_ones_part(chair: Photographer, campaign: str, photo: Path) -> None:
    """Acknowledge, issue the unit's own document, record a drive with its photo and send the report."""
    chair.take("viec-can-lam-co-so")
    chair.open(f"/chien-dich/{campaign}/{SCHOOL}/")
    chair.press("main .button-main")
    chair.open(f"/chien-dich/{campaign}/{SCHOOL}/van-ban/")
    chair.press("[name=action][value=draft]")
    chair.open(f"/chien-dich/{campaign}/{SCHOOL}/van-ban/")
    chair.take("van-ban-trien-khai")
    chair.press("[name=action][value=issue]")
    record_drive(chair, campaign, photo)
    chair.open(f"/bao-cao/{campaign}/{SCHOOL}/")
    chair.take("bao-cao", at="form.form")
    chair.press("form .button-main")
    chair.press("main form .button-main")


def record_drive(chair: Photographer, campaign: str, photo: Path) -> None:
    """Record a donation day with its photo."""
    chair.open(f"/chien-dich/{campaign}/{SCHOOL}/hoat-dong/moi/")
    chair.page.get_by_role("main").get_by_role("link", name="tổ chức hiến máu").first.click()
    chair.fill("[name=fact-donors]", "6")
    chair.page.set_input_files("[name=photos]", photo)
    chair.fill("[name=title]", "Ngày hội hiến máu")
    chair.take("ghi-hoat-dong", at="form.form")
    chair.page.locator("details.campaign-more summary").click()
    for bags, number in (("bags_250", "2"), ("bags_350", "4")):
        chair.fill(f"[name=fact-{bags}]", number)
    chair.press("main .form .button-main")


def send_back(officer: Photographer, campaign: str) -> None:
    """Look at the desk of the level above, and return the report with a reason."""
    officer.open(f"/bao-cao/{campaign}/{COMMUNE}/cap-duoi/")
    officer.take("bao-cao-cap-duoi")
    officer.open(f"/bao-cao/{campaign}/{SCHOOL}/tra-lai/")
    officer.fill("main textarea", "Bạn kiểm tra lại số túi 250 ml: giấy xác nhận của bệnh viện ghi 3 túi.")
    officer.press("section[aria-labelledby=decide] button[type=submit]")


def photo_of_a_drive(folder: Path) -> Path:
    """Return a drawn photo: the sample has no people to photograph."""
    image = Image.new("RGB", (640, 480), "#d9c7ad")
    ImageDraw.Draw(image).ellipse((220, 140, 420, 340), fill="#9c1c28")
    image.save(folder / "ngay-hoi.jpg")
    return folder / "ngay-hoi.jpg"


def compose(folder: Path) -> None:
    """Lay the province's desk beside the chair's phone on a plain ground."""
    ground = Image.new("RGB", (1400, 760), PAPER)
    for name, width, at in (("viec-can-lam-tinh", 1000, (40, 68)), ("viec-can-lam-co-so", 290, (1070, 82))):
        picture = Image.open(folder / f"{name}.png").convert("RGB")
        picture = picture.resize(
            (width, round(picture.height * width / picture.width)), Image.Resampling.LANCZOS
        )
        edge = (at[0] - 2, at[1] - 2, at[0] + picture.width + 1, at[1] + picture.height + 1)
        ImageDraw.Draw(ground).rectangle(edge, outline=EDGE, width=2)
        ground.paste(picture, at)
    ground.quantize(COLOURS, dither=Image.Dither.NONE).save(folder / "ban-lam-viec.png", optimize=True)


def take_of_sample(officer: Photographer) -> None:
    """Take the pictures of the sample's own campaign, which is at its end."""
    officer.take("viec-can-lam-tinh")
    officer.open(f"/chien-dich/{SAMPLE_CAMPAIGN}/DB/")
    officer.take("theo-doi", at="#below-title")
    officer.open(f"/bao-cao/{SAMPLE_CAMPAIGN}/DB/")
    officer.take("bao-cao-tong-hop")
    officer.press("main a[href^='/van-ban-di/'], aside a[href^='/van-ban-di/']")
    officer.take("van-ban-bao-cao")


def take_all(address: str, folder: Path) -> None:
    """Take every picture, playing the second province's campaign on the way."""
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as kept:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=["--no-sandbox"],
            env={**os.environ, "LANGUAGE": "vi"},
        )
        with signed_in(browser, address, folder, "db") as officer:
            take_of_sample(officer)
        with signed_in(browser, address, folder, "lc") as officer:
            campaign = prepare_campaign(officer)
            allocate(officer, campaign, "LC", keep_as="giao-chi-tieu")
        with signed_in(browser, address, folder, COMMUNE.lower()) as officer:
            officer.open(f"/chien-dich/{campaign}/{COMMUNE}/")
            officer.press("main .button-main")
            allocate(officer, campaign, COMMUNE)
        with signed_in(browser, address, folder, SCHOOL.lower(), size=PHONE) as chair:
            do_ones_part(chair, campaign, photo_of_a_drive(Path(kept)))
        with signed_in(browser, address, folder, COMMUNE.lower()) as officer:
            send_back(officer, campaign)
        with signed_in(browser, address, folder, SCHOOL.lower(), size=PHONE) as chair:
            chair.open(f"/bao-cao/{campaign}/{SCHOOL}/")
            chair.take("bi-tra-lai")
        browser.close()
    compose(folder)


if __name__ == "__main__":
    take_all(sys.argv[1].rstrip("/"), Path(sys.argv[2]) if len(sys.argv) > 2 else PICTURES)
