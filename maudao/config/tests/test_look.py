"""The look keeps its promises: contrast, size of type, and nothing that the content security policy would refuse."""

import re
from itertools import product
from pathlib import Path

import pytest

CONFIG = Path(__file__).parents[1]
STYLES = CONFIG / "static/maudao/css"
TEMPLATES = sorted(CONFIG.parent.glob("**/templates/**/*.html"))

TEXT_ON_GROUND = [
    *product(("ink", "ink-soft", "ink-blue"), ("paper", "surface", "sunken")),
    ("ink", "mark"),
    ("ink", "mark-strong"),
    ("good", "good-paper"),
    ("warn", "warn-paper"),
    ("warn", "surface"),
    ("ink", "good-paper"),
    ("ink", "warn-paper"),
    ("ink", "ink-blue-paper"),
    ("ink-blue", "ink-blue-paper"),
    ("on-stop", "stop"),
    ("on-blood", "blood"),
    ("on-blood", "blood-deep"),
]
SHAPE_ON_GROUND = [
    *product(("edge",), ("paper", "surface", "sunken")),
    ("fill", "sunken"),
    ("fill-met", "sunken"),
]


def _tokens(scheme: str) -> dict[str, str]:
    light, dark = (STYLES / "tokens.css").read_text().split("@media (prefers-color-scheme: dark)")
    found = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", light))
    return found | dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", dark)) if scheme == "dark" else found


def _luminance(colour: str) -> float:
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def _contrast(scheme: str, pair: tuple[str, str]) -> float:
    low, high = sorted(_luminance(_tokens(scheme)[name]) for name in pair)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("pair", TEXT_ON_GROUND, ids="-on-".join)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_keeps_seven_to_one(scheme: str, pair: tuple[str, str]) -> None:
    assert _contrast(scheme, pair) >= 7


@pytest.mark.parametrize("pair", SHAPE_ON_GROUND, ids="-on-".join)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_edges_and_bars_keep_three_to_one(scheme: str, pair: tuple[str, str]) -> None:
    assert _contrast(scheme, pair) >= 3


def test_no_type_is_smaller_than_the_body() -> None:
    sizes = [
        float(size)
        for sheet in STYLES.glob("*.css")
        for size in re.findall(r"font-size: ([\d.]+)r?em", sheet.read_text())
    ]
    assert sizes
    assert min(sizes) >= 1


def test_no_template_carries_style_or_script_of_its_own() -> None:
    inline = re.compile(r"<style|\sstyle=|\son[a-z]+=\"|<script(?![^>]*\ssrc=)(?![^>]*application/json)")
    assert [path.name for path in TEMPLATES if inline.search(path.read_text(encoding="utf-8"))] == []


def test_nothing_is_fetched_from_elsewhere() -> None:
    outside = re.compile(r"(?:src|href|srcset|action)=[\"']?(?:https?:)?//|url\(|@import")
    sources = [*TEMPLATES, *STYLES.glob("*.css")]
    assert [path.name for path in sources if outside.search(path.read_text(encoding="utf-8"))] == []


def test_every_icon_that_is_named_is_drawn() -> None:
    drawn = set(re.findall(r'<symbol id="([\w-]+)"', (CONFIG / "static/maudao/icons.svg").read_text()))
    named = {
        name
        for path in TEMPLATES
        for name in re.findall(r'_icon\.html" with name="([\w-]+)"', path.read_text(encoding="utf-8"))
    }
    assert named <= drawn
