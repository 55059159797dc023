"""Numbers in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maudao.lib.vietnamese import spell_number

DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
VALUES = {**{word: value for value, word in enumerate(DIGITS)}, "mốt": 1, "tư": 4, "lăm": 5}
SIZES = {"nghìn": 10**3, "triệu": 10**6}


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "không"),
        (4, "bốn"),
        (10, "mười"),
        (11, "mười một"),
        (14, "mười bốn"),
        (15, "mười lăm"),
        (20, "hai mươi"),
        (21, "hai mươi mốt"),
        (24, "hai mươi tư"),
        (55, "năm mươi lăm"),
        (100, "một trăm"),
        (104, "một trăm linh tư"),
        (105, "một trăm linh năm"),
        (110, "một trăm mười"),
        (1_000, "một nghìn"),
        (1_005, "một nghìn không trăm linh năm"),
        (1_015, "một nghìn không trăm mười lăm"),
        (450_000, "bốn trăm năm mươi nghìn"),
        (1_000_005, "một triệu không trăm linh năm"),
        (1_234_567, "một triệu hai trăm ba mươi tư nghìn năm trăm sáu mươi bảy"),
        (2_000_000_000, "hai tỷ"),
        (10**12, "một nghìn tỷ"),
        (-21, "âm hai mươi mốt"),
    ],
)
def test_numbers_are_spelled_as_they_are_said(value: int, words: str) -> None:
    assert spell_number(value) == words


@given(st.integers(0, 10**17))
def test_words_mean_the_number(value: int) -> None:
    assert meaning(spell_number(value)) == value


def meaning(words: str) -> int:
    """Work out a spelled number on its own, by addition and multiplication."""
    above, sep, below = words.rpartition("tỷ")
    if sep:
        return meaning(above) * 10**9 + meaning(below)
    total = group = unit = 0
    for word in words.split():
        if word == "trăm":
            group, unit = unit * 100, 0
        elif word == "mươi":
            group, unit = group + unit * 10, 0
        elif word == "mười":
            group += 10
        elif word in SIZES:
            total, group, unit = total + (group + unit) * SIZES[word], 0, 0
        elif word != "linh":
            unit = VALUES[word]
    return total + group + unit
