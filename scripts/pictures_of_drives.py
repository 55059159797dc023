"""The pictures of a donation day in the sample: who gives, who asks, who holds the drive, who serves at it."""

import json
import re
from collections.abc import Callable
from pathlib import Path

from photographer import Photographer

UNIT, HOST = "DB-CS-001", "DB-XP-08"
KNOWN_PHONE, NEW_PHONE = "0900000001", "0900000901"  # of somebody in the sample's rosters, and of nobody yet
CODE = "hien-mau-2026"  # what a device locks the day's list with


def take_of_donor(donor: Photographer, *, sms: Path) -> None:
    """Check whether one may give, choose a slot, prove the phone, and look at the ticket."""
    check_oneself(donor)
    donor.press("main .button-main[href]")
    donor.press(".row-title a")
    donor.take("chon-gio", at="#slots")
    donor.press("a.slot")
    donor.tick("form.form input[type=checkbox]")
    donor.press("form.form .button-main")
    prove(donor, NEW_PHONE, sms=sms)
    for field, words in (("full_name", "Lò Thị Mai"), ("birth_date", "12/03/1996")):
        donor.fill(f"[name$={field}]", words)
    donor.tick("[name$=sex]")
    donor.tick("[name=dong-y-campaign]")
    donor.press("main .button-main")
    donor.take("ve-hien-mau", at=".ticket")


def check_oneself(donor: Photographer) -> None:
    """Answer the self-check as somebody who may give."""
    donor.open("/co-hien-duoc-khong/")
    donor.tick("[name=sex][value=F]")
    donor.fill("[name=birth_date]", "12/03/1996")
    donor.fill("[name=weight_kg]", "48")
    donor.press("main .form .button-main")
    donor.take("tu-kiem-tra")


def take_of_own_page(donor: Photographer, *, sms: Path) -> None:
    """Look at the own page of somebody who has given."""
    donor.open("/cua-toi/")
    prove(donor, KNOWN_PHONE, sms=sms)
    donor.take("cua-toi")


def prove(donor: Photographer, phone: str, *, sms: Path) -> None:
    """Prove a phone by the code that was sent to it."""
    donor.fill("[name=phone]", phone)
    donor.press("main .button-main")
    donor.fill("[name=code]", code_sent_to(phone, sms=sms, wait=donor.page.wait_for_timeout))
    donor.press("main .button-main")


def code_sent_to(phone: str, *, sms: Path, wait: Callable[[float], None]) -> str:
    """Return the last code that went to a phone, from the file that text messages go to."""
    for _ in range(60):
        lines = sms.read_text().splitlines() if sms.exists() else []
        for sent in map(json.loads, reversed(lines)):
            if sent["to"] == phone and (found := re.search(r"\b\d{6}\b", sent["text"])):
                return found[0]
        wait(500)
    raise LookupError(f"no code was sent to {phone}: does the server run with MAUDAO_SMS=file?")


def take_of_chair(chair: Photographer, roster: Path) -> None:
    """Look at whom to ask, register colleagues, and try a roster."""
    chair.press("main a[href$='/nguoi-hien/']:not([href*='/db-2026-'])")
    chair.take("van-dong")
    chair.take("nen-hoi-ai", at="#hoi")
    chair.press(".page-header .button-main")
    chair.take("dang-ky-dong-nghiep", at="form.filter-bar")
    chair.open(f"/don-vi/{UNIT}/nguoi/nhap-tu-tep/")
    chair.page.set_input_files("[name=file]", roster)
    chair.press("main .button-main")
    chair.take("nhap-danh-sach", at=".tiles")


def take_of_host(officer: Photographer) -> str:
    """Look at the drive that is to come, its slots, and moving it; return its code."""
    officer.open(f"/don-vi/{HOST}/dot-hien-mau/")
    officer.press("main .rows a")
    code = officer.page.url.rstrip("/").rsplit("/", 1)[-1]
    officer.take("dot-hien-mau", at="#numbers-title")
    officer.open(f"/dot-hien-mau/{code}/khung-gio/")
    officer.take("khung-gio", at="main h1")
    officer.open(f"/dot-hien-mau/{code}/doi-lich/")
    officer.take("doi-lich", at="main h1")
    return code


def take_of_staff(staff: Photographer, drive: str) -> None:
    """Load the day's list, and note somebody without a network; nothing of it is sent."""
    staff.open(f"/dot-hien-mau/{drive}/diem-danh/")
    staff.page.wait_for_selector("#begin-code")
    staff.take("diem-danh-tai")
    staff.fill("#begin-code", CODE)
    staff.page.click("#begin-form [type=submit]")
    staff.page.wait_for_selector("#people li")
    staff.page.context.set_offline(True)
    staff.page.locator(".ci-open").first.click()
    staff.take("diem-danh-ghi")
    staff.page.click("#note-arrived")
    staff.page.wait_for_selector("#card", state="hidden")
    staff.page.wait_for_selector("#toast:not(:empty)")
    staff.take("diem-danh")
