from datetime import date

import pytest

from maudao.documents.writer import wording
from maudao.documents.writer.blocks import Appendix, Block, Bullets, Heading, Numbered, Paragraph, Run, Table

from . import make


@pytest.mark.parametrize(
    ("number", "line"), [(5, "Số: 05/BC-LĐLĐ"), (905, "Số: 905/BC-LĐLĐ"), (None, "Số: …/BC-LĐLĐ")]
)
def test_number_under_ten_takes_a_zero_and_a_missing_one_stays_open(number: int | None, line: str) -> None:
    assert wording.number_line(make.report(number=number)) == line


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 2, 5), "ngày 05 tháng 02 năm 2026"),
        (date(2026, 1, 31), "ngày 31 tháng 01 năm 2026"),
        (date(2026, 3, 9), "ngày 09 tháng 3 năm 2026"),
        (date(2026, 12, 10), "ngày 10 tháng 12 năm 2026"),
        (None, "ngày … tháng … năm …"),
    ],
)
def test_days_under_ten_and_months_one_and_two_take_a_zero(day: date | None, words: str) -> None:
    assert wording.day_in_words(day) == words


def test_listed_lines_end_with_semicolons_and_the_last_with_a_full_stop() -> None:
    assert wording.listed(("một;", " ", "hai.", "- ba"), lead="- ") == ["- một;", "- hai;", "- ba."]


def test_only_a_cong_van_has_its_subject_under_the_number() -> None:
    assert wording.about_line(make.letter()).startswith("V/v đẩy mạnh")
    assert wording.about_line(make.report(kind=None, subject="V/v hiến máu")) == "V/v hiến máu"
    assert wording.about_line(make.report()) == ""


def test_a_single_addressee_stands_on_the_line_and_several_in_a_list() -> None:
    assert wording.addressee_lines(make.report(addressees=("Hội CTĐ",))) == ["Hội CTĐ"]
    assert wording.addressee_lines(make.report(addressees=("A", "B"))) == ["- A;", "- B."]


@pytest.mark.parametrize(
    ("last", "closed"),
    [
        (Paragraph("Trân trọng."), Paragraph((Run("Trân trọng./."),))),
        (Paragraph("Trân trọng./."), Paragraph((Run("Trân trọng./."),))),
        (Bullets(("một;", "hai;")), Bullets(("một;", (Run("hai./."),)))),
        (Paragraph((Run("a"), Run("b.", bold=True))), Paragraph((Run("a"), Run("b./.", bold=True)))),
    ],
)
def test_the_closing_mark_follows_the_last_words_once(last: Block, closed: Block) -> None:
    assert wording.closed_body(make.report(body=(Heading("I."), last)))[-1] == closed


def test_after_a_table_the_closing_mark_stands_alone() -> None:
    table = Table(("Đơn vị",))

    assert wording.closed_body(make.report(body=(table,))) == (table, Paragraph("./."))


def test_an_empty_body_is_not_closed() -> None:
    assert wording.closed_body(make.report(body=(Paragraph(" "), Bullets(("",))))) == ()


def test_letters_follow_the_vietnamese_alphabet() -> None:
    items = wording.item_runs(Numbered(("x",) * 25, marker="a)"))

    assert [item[0].text for item in items[:7]] == ["a) ", "b) ", "c) ", "d) ", "đ) ", "e) ", "g) "]
    assert items[23][0].text == "a1) "


def test_items_count_from_their_start() -> None:
    items = wording.item_runs(Numbered(("x", "y"), start=3))

    assert [item[0].text for item in items] == ["3. ", "4. "]


@pytest.mark.parametrize(
    ("number", "name"), [(None, "Phụ lục"), (1, "Phụ lục I"), (4, "Phụ lục IV"), (19, "Phụ lục XIX")]
)
def test_appendices_are_numbered_in_roman_figures(number: int | None, name: str) -> None:
    assert wording.appendix_name(Appendix("Bảng", (), number=number)) == name
