"""Storing, searching and sorting Vietnamese text."""

import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maudao.lib.vietnamese import fold, normalise, sort_key, title_key

names = st.text("aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạấầẩẫậớờởỡợ ", max_size=30)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Hoà", "hoa"),
        ("Hòa", "hoa"),
        ("Đặng Thị Ưởng", "dang thi uong"),
        ("  Công đoàn\u00a0 xã\tNà Tấu \n", "cong doan xa na tau"),
        (unicodedata.normalize("NFD", "Nguyễn Đức Thuỷ"), "nguyen duc thuy"),
        ("H'Hen Niê", "h'hen nie"),
        ("An\u200b\ufeff", "an"),
        ("0912 345 678", "0912 345 678"),
    ],
)
def test_folded_text_has_no_case_tone_or_mark(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_again_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(names)
def test_encoding_and_case_do_not_matter_to_search(name: str) -> None:
    assert fold(unicodedata.normalize("NFD", name.upper())) == fold(name)


@given(names)
def test_folded_vietnamese_is_ascii(name: str) -> None:
    assert fold(name).isascii()


@given(st.text())
def test_stored_text_is_nfc_and_normal_already(text: str) -> None:
    stored = normalise(text)
    assert unicodedata.is_normalized("NFC", stored)
    assert normalise(stored) == stored


@given(st.text())
def test_stored_text_has_nothing_invisible(text: str) -> None:
    assert {unicodedata.category(c) for c in normalise(text) if c not in "\n\t"}.isdisjoint(
        {"Cc", "Cf", "Cs"}
    )


def test_stored_text_keeps_lines_and_loses_control_characters() -> None:
    assert normalise("dòng 1\r\ndòng\x00 2\rdòng\u202e 3\tcột\ud800") == "dòng 1\ndòng 2\ndòng 3\tcột"


def shuffled_and_sorted(names: list[str]) -> list[str]:
    """Sort as PostgreSQL does under the C collation: by the bytes of the key."""
    mixed = random.Random(7).sample(names, len(names))
    return sorted(mixed, key=lambda name: sort_key(name).encode())


def test_people_are_sorted_by_given_name_first() -> None:
    names = ["Trần An", "Lê Văn Bình", "Nguyễn Thị Bình", "Bùi Cường"]
    assert shuffled_and_sorted(names) == names


def test_letters_stand_in_the_order_of_the_vietnamese_alphabet() -> None:
    names = ["Anh", "Ăn", "Ân", "Bình", "Dao", "Đào", "En", "Ê", "On", "Ông", "Ơn", "Út", "Ưng", "Ý"]
    assert shuffled_and_sorted(names) == names


def test_tones_stand_in_the_order_of_dictionaries() -> None:
    names = ["Ha", "Hà", "Hả", "Hã", "Há", "Hạ"]
    assert shuffled_and_sorted(names) == names


def test_letters_weigh_more_than_tones() -> None:
    assert shuffled_and_sorted(["Hà", "Hạ", "Hai", "Hải"]) == ["Hà", "Hạ", "Hai", "Hải"]


def test_same_given_names_stand_together_whatever_the_family_name() -> None:
    names = ["Bùi Hà", "Vũ Hà", "An Hả", "Bùi Hạ"]
    assert shuffled_and_sorted(names) == names


def test_shorter_name_comes_first() -> None:
    assert shuffled_and_sorted(["An", "Lê An", "Lê Văn An", "Anh"]) == ["An", "Lê An", "Lê Văn An", "Anh"]


def test_place_of_the_tone_mark_does_not_matter() -> None:
    assert sort_key("Lê Hoà") == sort_key("LÊ  hòa")


def test_signs_and_foreign_marks_do_not_disturb_the_order() -> None:
    assert sort_key("H'Hen Niê") == sort_key("HHen Niê")
    assert sort_key("Zoë") == sort_key("Zoe")
    assert sort_key("…") == ""


def test_titles_are_sorted_by_their_first_word() -> None:
    titles = ["Công đoàn xã Ẳng Cang", "Công đoàn xã Búng Lao", "Đoàn viên"]
    assert sorted([titles[2], titles[0], titles[1]], key=title_key) == titles


@given(names, names)
def test_names_of_one_key_fold_to_one_text(one: str, other: str) -> None:
    if sort_key(one) == sort_key(other):
        assert fold(one) == fold(other)
