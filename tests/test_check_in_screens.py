"""How check-in looks, what its scripts make of names and records, and the paper list beside it."""

from datetime import timedelta
from random import Random

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from conftest import Union
from maudao.donors.rules.donations import BAG_ML
from maudao.drives.models import Drive, Registration
from maudao.drives.rules import CheckInOutcome
from maudao.drives.rules.check_in import Noted, outcome_of
from maudao.drives.rules.tickets import read_ticket
from maudao.lib.vietnamese import fold
from tests.phones import booked, devices, drive_with_staff


@pytest.fixture
def drive(transactional_db: None, union: Union) -> Drive:
    return drive_with_staff(union)


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
        expect(phone.page.locator("#sync")).to_have_attribute("data-tone", "good")
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
