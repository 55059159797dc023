"""Vietnamese text: one spelling to store, a folded one to search by, a key to sort by."""

import re
import unicodedata
from collections.abc import Iterable

ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
"""The alphabet of 29 letters, with f j w z of foreign names where Latin order has them."""

TONES = "\u0300\u0309\u0303\u0301\u0323"
"""Huyền, hỏi, ngã, sắc, nặng: the order of dictionaries, after the level tone, which has no mark."""

_CODES = {letter: chr(ord("A") + place) for place, letter in enumerate(ALPHABET)}
_INVISIBLE = {"Cc", "Cf", "Cs"}
_KEPT = "\n\t"
_WORDS = re.compile(r"[\s\-–]+")


def normalise(text: str) -> str:
    """Give the one form in which text is stored: NFC, `\\n` for every line end, nothing invisible.

    Control characters, zero-width ones and marks that turn the direction of writing go out.
    """
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    visible = (c for c in unified if c in _KEPT or unicodedata.category(c) not in _INVISIBLE)
    return unicodedata.normalize("NFC", "".join(visible))


def fold(text: str) -> str:
    """Give the form to search by: lower case, tones and marks off, đ as d, single spaces.

    `Hoà`, `Hòa` and `HOA` meet, however they are encoded.
    """
    plain = unicodedata.normalize("NFD", normalise(text).casefold()).replace("đ", "d")
    bare = "".join(c for c in plain if unicodedata.category(c) != "Mn")
    return " ".join(bare.split())


def sort_key(name: str) -> str:
    """Give the key that sorts a person's name under the C collation: given name, then family and middle name.

    Word by word, first by the letters of the Vietnamese alphabet, then by tone.
    """
    words = _words(name)
    return _key(words[-1:] + words[:-1])


def title_key(text: str) -> str:
    """Give the key that sorts any other text, a unit's name for one, from its first word."""
    return _key(_words(text))


def _words(text: str) -> list[str]:
    return [word for word in _WORDS.split(normalise(text).casefold()) if word]


def _key(words: Iterable[str]) -> str:
    """Join the words' keys; the space and `!` sort before every letter, so a shorter word comes first."""
    return " ".join(key for key in map(_word_key, words) if key != "!")


def _word_key(word: str) -> str:
    marked = unicodedata.normalize("NFD", word)
    tones = "".join(str(TONES.index(c) + 1) for c in marked if c in TONES)
    letters = unicodedata.normalize("NFC", "".join(c for c in marked if c not in TONES))
    return "".join(map(_letter_key, letters)) + "!" + tones


def _letter_key(letter: str) -> str:
    """Give one character for a letter or digit; foreign marks count for nothing, signs disappear."""
    base = letter if letter in _CODES else unicodedata.normalize("NFD", letter)[0]
    return _CODES.get(base, base if base.isalnum() else "")
