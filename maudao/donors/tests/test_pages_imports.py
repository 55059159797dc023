"""Importing people on the page: tried, confirmed, and what was not taken given back."""

import os
import time
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from conftest import Union
from maudao.accounts.models import User
from maudao.donors.actions.import_people import UnreadableWorkbook, import_people
from maudao.donors.actions.import_people.holding import forget, held, hold
from maudao.donors.actions.import_people.wording import changed_words
from maudao.donors.models import Donor
from maudao.donors.tests.rosters import AN, BINH, workbook
from maudao.organization import make

BAD = (3, "@Cà Văn Pháy", "1980", "", "12", "")


@pytest.fixture
def address(union: Union) -> str:
    return reverse("people_import", kwargs={"code": union.factory.code})


def send(client: Client, address: str, data: bytes) -> Any:
    return client.post(address, {"file": SimpleUploadedFile("ds.xlsx", data)})


def files() -> list[Path]:
    return list((Path(settings.DATA) / "held").glob("*"))


def test_list_is_tried_then_entered_and_the_rest_given_back(
    as_user: Any, chair: User, address: str, union: Union
) -> None:
    client: Client = as_user(chair)
    assert client.get(address).status_code == 200
    page = send(client, address, workbook(AN, BINH, BAD))
    assert (page.status_code, page.context["takes"]) == (200, 2)
    assert page.context["rows"][0][0]["text"].endswith("Cà Văn Pháy")  # what is to be corrected comes first
    assert Donor.objects.count() == 0
    assert client.post(address, {"confirmed": "1"}).headers["Location"] == address
    assert Donor.objects.count() == 2
    done = client.get(address)
    assert done.context["done"] == {"new": 2, "refused": 1}
    given_back = b"".join(client.get(f"{address}?chua-nhan=1").streaming_content)
    again = import_people(given_back, unit=union.factory, dry_run=True, actor=make.ACTOR, now=make.NOW)
    assert [(r.result, r.reasons) for r in again] == [("refused", ("identity",))]
    sheet = CalamineWorkbook.from_filelike(BytesIO(given_back)).get_sheet_by_index(0)
    assert sheet.to_python()[1][1] == BAD[1]  # a text, not a formula


def test_preview_says_what_a_row_corrects_but_no_number(
    as_user: Any, chair: User, address: str, union: Union
) -> None:
    import_people(workbook(AN), unit=union.factory, dry_run=False, actor=make.ACTOR, now=make.NOW)
    page = send(as_user(chair), address, workbook((*AN[:5], "0911111111")))
    told = page.context["rows"][0][3]["text"]
    assert changed_words(["phone"]) in told.lower()
    assert "0911111111" not in page.content.decode()


def test_nothing_of_the_list_lies_about_in_clear(as_user: Any, chair: User, address: str) -> None:
    before = set(files())
    client: Client = as_user(chair)
    send(client, address, workbook(AN, BAD))
    kept = [file for file in files() if file not in before]
    assert len(kept) == 2
    assert all(b"PK" not in file.read_bytes()[:64] and file.stat().st_mode & 0o077 == 0 for file in kept)
    assert "0912345678" not in str(dict(client.session))
    client.post(address, {"confirmed": "1"})
    assert len([file for file in files() if file not in before]) == 1  # what is to be given back


def test_confirming_without_a_list_asks_for_it_again(as_user: Any, chair: User, address: str) -> None:
    page = as_user(chair).post(address, {"confirmed": "1"})
    assert (page.status_code, bool(page.context["problem"])) == (422, True)


def test_held_file_is_gone_after_a_day(tmp_path: Path) -> None:
    token = hold(b"abc")
    assert held(token) == b"abc"
    old = time.time() - 25 * 60 * 60
    os.utime(Path(settings.DATA) / "held" / token, (old, old))
    forget(hold(b"other"))
    assert held(token) is None
    assert held("../seal-key") is None


@pytest.mark.parametrize(
    "data", [b"PK broken", b"a,b", workbook(AN)[:-300], workbook(AN, headings=["x"] * 6), workbook()]
)
def test_what_is_no_list_is_refused_in_a_sentence(
    as_user: Any, chair: User, address: str, data: bytes
) -> None:
    page = send(as_user(chair), address, data)
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["file"])


def test_file_that_is_too_large_is_refused_by_its_size(as_user: Any, chair: User, address: str) -> None:
    page = send(as_user(chair), address, bytes(10 * 1024 * 1024 + 1))
    assert page.context["form"].errors.as_data()["file"][0].code == "too_large"


def test_sample_is_a_list_without_people(as_user: Any, chair: User, union: Union) -> None:
    response = as_user(chair).get(reverse("people_import_sample", kwargs={"code": union.factory.code}))
    sample = b"".join(response.streaming_content)
    with pytest.raises(UnreadableWorkbook) as refused:
        import_people(sample, unit=union.factory, dry_run=True, actor=make.ACTOR, now=make.NOW)
    assert refused.value.reason == "no_rows"


def test_page_of_another_unit_is_not_there(as_user: Any, commune_officer: User, address: str) -> None:
    assert as_user(commune_officer).get(address).status_code == 404
