"""How wide a text is in the typeface of official documents.

Tinos has the advance widths of Times New Roman, so that what is measured here holds in Word as well.
"""

import re
from functools import lru_cache
from pathlib import Path
from typing import Literal

from PIL import ImageFont

Face = Literal["Regular", "Bold", "Italic", "BoldItalic"]

FONT_FOLDER = Path(__file__).parent / "fonts"
_UNITS = 1000
_SPACES = re.compile(" +")
_WORD = re.compile(r"\S{2,}")


@lru_cache(maxsize=4)
def _font(face: Face) -> ImageFont.FreeTypeFont:
    file = str(FONT_FOLDER / f"Tinos-{face}.ttf")
    return ImageFont.truetype(file, _UNITS, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=4096)
def _advance(character: str, face: Face) -> float:
    return _font(face).getlength(character) / _UNITS


def text_width(text: str, *, size: float, face: Face = "Regular") -> float:
    """The width of `text` on one line, in points, without kerning (Word does not kern by default)."""
    return size * sum(_advance(character, face) for character in text)


def balanced_lines(text: str, *, width: float, size: float, face: Face = "Regular") -> list[str]:
    """Break `text` into as few lines of at most `width` points as possible, and then into the most even ones.

    Lines that `text` itself breaks stay broken there. A word wider than `width` stands on its own line.
    """
    return [
        line
        for part in text.split("\n")
        for line in _balanced(_SPACES.split(part), width=width, size=size, face=face)
    ]


def breakable(text: str, *, width: float, size: float, face: Face = "Regular") -> str:
    """`text`, with a zero-width space after every character of words that are wider than `width` points."""
    longest_safe = int(width / size)
    if len(text) <= longest_safe:
        return text
    return _WORD.sub(lambda word: _loosened(word[0], width=width, size=size, face=face), text)


def _loosened(word: str, *, width: float, size: float, face: Face) -> str:
    return word if text_width(word, size=size, face=face) <= width else "\u200b".join(word)


def _balanced(words: list[str], *, width: float, size: float, face: Face) -> list[str]:
    widths = [text_width(word, size=size, face=face) for word in words]
    space = text_width(" ", size=size, face=face)
    count = len(_filled(widths, space, width))
    low, high = 0.0, width
    while high - low > 1:
        middle = (low + high) / 2
        if len(_filled(widths, space, middle)) <= count:
            high = middle
        else:
            low = middle
    return [" ".join(words[first:last]) for first, last in _filled(widths, space, high)]


def _filled(widths: list[float], space: float, limit: float) -> list[tuple[int, int]]:
    """The spans of words that fill lines of `limit` one after the other."""
    spans: list[tuple[int, int]] = []
    used = limit + 1.0
    for place, width in enumerate(widths):
        if used + space + width > limit:
            spans.append((place, place))
            used = -space
        used += space + width
        spans[-1] = (spans[-1][0], place + 1)
    return spans
