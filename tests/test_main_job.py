"""The main job in a real browser, on a phone and on a desk: from the directive to the consolidated report."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import docx
import pytest
from django.utils import timezone
from PIL import Image
from pytest_django.live_server_helper import LiveServer
from python_calamine import CalamineWorkbook

from conftest import Union
from maudao.campaigns.models import Campaign, Evidence, FactEntry
from maudao.config.demo.directives import Calendar, guidance
from maudao.documents.writer.docx import render_docx
from maudao.organization import make
from maudao.organization.rules import Role
from tests.browser import Visitor, visitor

DONORS, BAGS_250, BAGS_350 = 5, 2, 3
VOLUME_ML = 2 * 250 + 3 * 350


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [360, 1280])
def test_from_a_directive_to_the_consolidated_report(
    width: int, union: Union, live_server: LiveServer, tmp_path: Path
) -> None:
    make.holder("officer", union.province)
    make.holder("chair", union.clinic, Role.CHAIR)
    with visitor(live_server.url, width=width) as person:
        person.open("/")
        person.sign_in("officer")
        read_and_register(person, tmp_path)
        launch(person)
        person.sign_in("chair")
        do_ones_part(person, tmp_path)
        send_report(person)
        person.sign_in("officer")
        accept(person)
        files = consolidate(person, tmp_path)
        assert person.faults == {}
    check(files)


def read_and_register(person: Visitor, folder: Path) -> None:
    """Upload the directive, answer what it leaves open, and enter it in the register."""
    directive = folder / "huong-dan.docx"
    directive.write_bytes(render_docx(guidance(Calendar.ending(timezone.localdate() + timedelta(days=20)))))
    person.open("/don-vi/MT/van-ban-den/tai-len/")
    person.page.set_input_files("[name=file]", directive)
    person.press("main .form .button-main")
    assert person.page.locator("mark").count() > 10, "every value is marked in the text"
    person.press("[name=action][value=register]")
    assert person.page.locator(".question .field-error").count() == 3, "what is open must be answered first"
    for question in person.page.locator("fieldset.question").all():
        question.locator("input[type=radio]").last.check()
    person.press("[name=action][value=register]")
    assert "1/" in person.page.locator(".page-header").inner_text(), "it has its number in the register"


def launch(person: Visitor) -> None:
    """Make the campaign that the directive proposes, and launch it to the whole subtree."""
    person.press(".page-header .button-main")
    person.press("main .form .button-main")
    quota = person.page.locator("main .form input[inputmode=numeric]").first
    quota.fill("100")
    person.press("main .form .button-main")
    campaign = Campaign.objects.get()
    assert campaign.assignments.count() == 6
    person.open(f"/chien-dich/{campaign.code}/MT/phan-bo/")


def do_ones_part(person: Visitor, folder: Path) -> None:
    """Acknowledge, issue a document of one's own, and record a drive with a photo that tells where it was taken."""
    code = Campaign.objects.get().code
    person.open(f"/chien-dich/{code}/MT-CS-004/")
    person.press("main .button-main")
    person.open(f"/chien-dich/{code}/MT-CS-004/van-ban/")
    person.press("[name=action][value=draft]")
    if "van-ban-di" in person.page.url:
        person.open(f"/chien-dich/{code}/MT-CS-004/van-ban/")
    person.press("[name=action][value=issue]")
    person.open(f"/chien-dich/{code}/MT-CS-004/hoat-dong/moi/")
    person.follow("tổ chức hiến máu")
    person.page.fill("[name=fact-donors]", str(DONORS))
    person.page.set_input_files("[name=photos]", photo_with_place(folder))
    person.page.fill("[name=title]", "Ngày hội hiến máu của Trung tâm")
    person.page.locator("details.campaign-more summary").click()
    person.page.fill("[name=fact-bags_250]", str(BAGS_250))
    person.page.fill("[name=fact-bags_350]", str(BAGS_350))
    person.press("main .form .button-main")
    with Evidence.objects.get().file.content.open() as kept:
        assert not Image.open(kept).getexif(), "where a photo was taken is not kept"


def photo_with_place(folder: Path) -> Path:
    """Return a photo whose metadata says where it was taken."""
    image, file = Image.new("RGB", (640, 480), "#b5483a"), folder / "anh.jpg"
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (21.0, 23.0, 0.0), 3: "E", 4: (103.0, 1.0, 0.0)}
    image.save(file, exif=exif)
    return file


def send_report(person: Visitor) -> None:
    """Look at what the facts filled in, and send it."""
    person.open(f"/bao-cao/{Campaign.objects.get().code}/MT-CS-004/")
    assert person.page.locator("[name=donors]").input_value() == str(DONORS)
    person.press("form .button-main")
    person.press("main form .button-main")


def accept(person: Visitor) -> None:
    """Take the unit's report at the desk of the level above."""
    person.open(f"/bao-cao/{Campaign.objects.get().code}/MT/cap-duoi/")
    person.swap("button[formaction$='MT-CS-004/nhan/']")


def consolidate(person: Visitor, folder: Path) -> dict[str, Path]:
    """Send the province's own report, issue the official one, and download it in every format."""
    code = Campaign.objects.get().code
    person.open(f"/bao-cao/{code}/MT/")
    person.press("form .button-main")
    person.press("main form .button-main")
    person.open(f"/bao-cao/{code}/MT/van-ban/")
    person.press("main form .button-main")
    person.open(f"/bao-cao/{code}/MT/")
    files = {}
    for kind in ("docx", "pdf", "xlsx"):
        with person.page.expect_download() as download:
            person.page.locator(f"a[href*='.{kind}']").first.click()
        files[kind] = folder / f"bao-cao.{kind}"
        download.value.save_as(files[kind])
    files["json"] = folder / "bao-cao.json"
    files["json"].write_bytes(person.page.request.get(f"{person.address}/bao-cao/{code}/MT.json").body())
    return files


def check(files: dict[str, Path]) -> None:
    """Compare what was downloaded with the facts in the database."""
    facts = {entry.fact: entry.value for entry in FactEntry.objects.all()}
    assert (facts["donors"], facts["volume_ml"]) == (DONORS, VOLUME_ML)
    data: dict[str, Any] = json.loads(files["json"].read_text())
    assert {name: data["facts"][name] for name in facts} == facts
    assert data["completeness"]["received"] == 1
    words = "\n".join(paragraph.text for paragraph in docx.Document(str(files["docx"])).paragraphs)
    assert f"{DONORS} người" in words
    assert "1.550 ml" in words
    assert files["pdf"].read_bytes().startswith(b"%PDF")
    book = CalamineWorkbook.from_path(str(files["xlsx"]))
    cells = [
        cell for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python() for cell in row
    ]
    assert VOLUME_ML in cells
