"""Vietnamese text, numbers and days: how they are stored, searched, sorted, written and read."""

from .formats import format_date, format_number, format_percent, official_date, parse_date, parse_number
from .spelling import spell_number
from .text import fold, normalise, sort_key, title_key

__all__ = [
    "fold",
    "format_date",
    "format_number",
    "format_percent",
    "normalise",
    "official_date",
    "parse_date",
    "parse_number",
    "sort_key",
    "spell_number",
    "title_key",
]
