"""Take the pictures of the user guide, and the README's, from the sample union.

Start it fresh: `maudao demo`, then `maudao serve --port 8000`, both with an empty MAUDAO_DATA of their own and with
MAUDAO_SECOND_FACTOR=0 and MAUDAO_SMS=file, and then, with the same MAUDAO_DATA,
`python scripts/take_pictures.py http://127.0.0.1:8000`. It plays one campaign of the second sample province on the
way, from the directive to a returned report, and registers a donor, so each run needs a new sample; a roster of the
sample is tried, not entered. The pictures go to docs/pictures/ or to a second argument;
look at each before it is committed.
"""

import os
import shutil
import sys
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pictures_of_drives as drives
import xlsxwriter
from photographer import COLOURS, PHONE, Photographer, passing_by, signed_in
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, sync_playwright

PICTURES = Path(__file__).resolve().parents[1] / "docs" / "pictures"
COMMUNE, SCHOOL = "LC-XP-08", "LC-CS-112"
HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
SAMPLE_CAMPAIGN = "db-2026-ngay-toan-dan-hien-mau"
PAPER, EDGE = "#efe6d8", "#d5c8b4"


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


def roster(folder: Path) -> Path:
    """Return a small list of colleagues as an office might send it, with a day that there is not."""
    path = folder / "danh-sach.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ("Họ và tên", "Ngày sinh", "Số điện thoại"))
        people = (
            ("Lò Thị Mai", "12/03/1996", "0900000901"),
            ("Cà Văn Bun", "1988", ""),
            ("Mùa A Tếnh", "31/02/1990", ""),
        )
        for place, cells in enumerate(people, start=1):
            sheet.write_row(place, 0, cells)
    return path


def take_of_drives(browser: Browser, address: str, folder: Path, kept: Path) -> None:
    """Take the pictures of the donation day that is to come."""
    sms = Path(os.environ["MAUDAO_DATA"]) / "sms.jsonl"
    with signed_in(browser, address, folder, drives.HOST.lower()) as officer:
        drive = drives.take_of_host(officer)
    with signed_in(browser, address, folder, drives.UNIT.lower(), size=PHONE) as chair:
        drives.take_of_chair(chair, roster(kept))
    with passing_by(browser, address, folder) as donor:
        drives.take_of_donor(donor, sms=sms)
    with passing_by(browser, address, folder) as donor:
        drives.take_of_own_page(donor, sms=sms)
    with signed_in(browser, address, folder, "phuc-vu", size=PHONE) as staff:
        drives.take_of_staff(staff, drive)


def take_of_new_campaign(browser: Browser, address: str, folder: Path, kept: Path) -> None:
    """Play the second province's campaign, and take its pictures on the way."""
    with signed_in(browser, address, folder, "lc") as officer:
        campaign = prepare_campaign(officer)
        allocate(officer, campaign, "LC", keep_as="giao-chi-tieu")
    with signed_in(browser, address, folder, COMMUNE.lower()) as officer:
        officer.open(f"/chien-dich/{campaign}/{COMMUNE}/")
        officer.press("main .button-main")
        allocate(officer, campaign, COMMUNE)
    with signed_in(browser, address, folder, SCHOOL.lower(), size=PHONE) as chair:
        do_ones_part(chair, campaign, photo_of_a_drive(kept))
    with signed_in(browser, address, folder, COMMUNE.lower()) as officer:
        send_back(officer, campaign)
    with signed_in(browser, address, folder, SCHOOL.lower(), size=PHONE) as chair:
        chair.open(f"/bao-cao/{campaign}/{SCHOOL}/")
        chair.take("bi-tra-lai")


def take_all(address: str, folder: Path) -> None:
    """Take every picture."""
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as kept:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=["--no-sandbox"],
            env={**os.environ, "LANGUAGE": "vi"},
        )
        take_of_drives(browser, address, folder, Path(kept))
        with signed_in(browser, address, folder, "db") as officer:
            take_of_sample(officer)
        take_of_new_campaign(browser, address, folder, Path(kept))
        browser.close()
    compose(folder)


if __name__ == "__main__":
    take_all(sys.argv[1].rstrip("/"), Path(sys.argv[2]) if len(sys.argv) > 2 else PICTURES)
