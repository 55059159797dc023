"""The labels of Word's automatic lists, which are not part of a paragraph's text."""

from typing import Any

from docx.oxml.ns import qn

_ROMAN = [(10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")]


def roman(value: int) -> str:
    """Write a Roman number below 40."""
    text = ""
    for worth, letters in _ROMAN:
        text += letters * (value // worth)
        value %= worth
    return text


class Numbering:
    """Counts list paragraphs and gives each its label."""

    def __init__(self, document: Any) -> None:
        self._formats: dict[tuple[str, str], tuple[str, str]] = {}
        self._counters: dict[tuple[str, str], int] = {}
        self._read(document)

    def _read(self, document: Any) -> None:
        try:
            root = document.part.numbering_part.element
        except (KeyError, NotImplementedError, AttributeError):
            return
        abstract = {item.get(qn("w:abstractNumId")): item for item in root.iterchildren(qn("w:abstractNum"))}
        for number in root.iterchildren(qn("w:num")):
            link = number.find(qn("w:abstractNumId"))
            definition = abstract.get(link.get(qn("w:val"))) if link is not None else None
            for level in definition.iterchildren(qn("w:lvl")) if definition is not None else ():
                self._formats[number.get(qn("w:numId")), level.get(qn("w:ilvl"))] = (
                    _value(level, "w:numFmt"),
                    _value(level, "w:lvlText"),
                )

    def label(self, paragraph: Any) -> str:
        """Give the label that Word prints before a paragraph, or nothing."""
        properties = paragraph.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        if properties is None:
            return ""
        key = (_value(properties, "w:numId"), _value(properties, "w:ilvl") or "0")
        if key not in self._formats:
            return ""
        style, pattern = self._formats[key]
        self._counters[key] = self._counters.get(key, 0) + 1
        for other in [other for other in self._counters if other[0] == key[0] and other[1] > key[1]]:
            del self._counters[other]
        return _written(style, pattern, self._counters[key])


def _value(element: Any, name: str) -> str:
    child = element.find(qn(name))
    return (child.get(qn("w:val")) or "") if child is not None else ""


def _written(style: str, pattern: str, count: int) -> str:
    match style:
        case "bullet":
            return "- "
        case "upperRoman":
            return f"{roman(count)}. "
        case "upperLetter" | "lowerLetter":
            letter = chr(ord("a") + (count - 1) % 26)
            return f"{letter.upper() if style == 'upperLetter' else letter}{')' if ')' in pattern else '.'} "
        case "none" | "":
            return ""
        case _:
            return f"{count}. "
