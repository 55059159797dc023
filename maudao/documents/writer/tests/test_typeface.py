import unicodedata

import pytest
from PIL import ImageFont

from maudao.documents.writer import layout
from maudao.documents.writer.blocks import Table
from maudao.documents.writer.columns import column_widths
from maudao.documents.writer.letterhead import letterhead_of
from maudao.documents.writer.typeface import FONT_FOLDER, Face, balanced_lines, breakable, text_width

from . import make

FACES: tuple[Face, ...] = ("Regular", "Bold", "Italic", "BoldItalic")
TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
VOWELS = "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY"
LETTERS = [unicodedata.normalize("NFC", vowel + tone) for vowel in VOWELS for tone in TONES] + ["đ", "Đ"]


@pytest.mark.parametrize("face", FACES)
def test_every_face_has_every_vietnamese_letter(face: Face) -> None:
    font = ImageFont.truetype(str(FONT_FOLDER / f"Tinos-{face}.ttf"), 40)
    missing = bytes(font.getmask("\ufffe"))

    assert len(LETTERS) == 146
    assert [letter for letter in LETTERS if bytes(font.getmask(letter)) == missing] == []


def test_widths_are_those_of_times_new_roman() -> None:
    # Advance widths of Times New Roman in 1/2048 em: A 1479, space 512, d 1024.
    assert text_width("A d", size=2048) == pytest.approx(1479 + 512 + 1024, abs=3)


def test_lines_are_as_few_and_then_as_even_as_possible() -> None:
    text = "mười hai chữ đứng đây để chia ra thành hai dòng đều nhau"
    lines = balanced_lines(text, width=250, size=14)
    widths = [text_width(line, size=14) for line in lines]

    assert " ".join(lines) == text
    assert len(lines) == 2
    assert abs(widths[0] - widths[1]) < 40


def test_a_name_is_broken_before_its_place() -> None:
    head = letterhead_of(make.report())

    assert head.parents == ["TỔNG LIÊN ĐOÀN LAO ĐỘNG", "VIỆT NAM"]
    assert head.issuers == ["LIÊN ĐOÀN LAO ĐỘNG", "TỈNH ĐIỆN BIÊN"]


def test_a_newline_in_a_name_is_obeyed() -> None:
    assert letterhead_of(make.report(issuer="Công đoàn\ncơ sở X")).issuers == ["CÔNG ĐOÀN", "CƠ SỞ X"]


def test_rules_are_as_long_as_the_decree_says() -> None:
    head = letterhead_of(make.report())
    issuer = max(text_width(line, size=layout.SIZE_ISSUER, face="Bold") for line in head.issuers)

    assert issuer / 3 <= head.issuer_rule <= issuer / 2
    assert head.motto_rule == text_width("Độc lập - Tự do - Hạnh phúc", size=layout.SIZE_MOTTO, face="Bold")


def test_a_number_is_never_parted_from_its_word_in_a_subject() -> None:
    for year in range(2000, 2030):
        subject = make.report(
            subject=f"Kết quả hiến máu tình nguyện {'rất ' * (year - 2000)}tốt trong năm {year}"
        )
        assert not any(line.endswith("năm") for line in letterhead_of(subject).subject)


def test_only_words_wider_than_the_line_are_loosened() -> None:
    assert breakable("chữ ngắn", width=40, size=14) == "chữ ngắn"
    assert breakable("a " + "b" * 40, width=100, size=14) == "a " + "\u200b".join("b" * 40)


def test_columns_give_way_to_the_longest_word() -> None:
    table = Table(("STT", "Đơn vị"), widths=(1, 99), align=("center", "left"))
    widths = column_widths(table, width=400)

    assert sum(widths) == pytest.approx(400)
    assert widths[0] >= text_width("STT", size=layout.SIZE_TABLE, face="Bold") + 2 * layout.CELL_PADDING_X


def test_columns_keep_their_shares_where_words_fit() -> None:
    assert column_widths(Table(("a", "b"), widths=(1, 3)), width=400) == pytest.approx([100, 300])
