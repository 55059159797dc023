"""Measures of the page in points, from Nghị định 30/2020/NĐ-CP, Phụ lục I."""

MM = 72 / 25.4

PAGE_WIDTH = 210 * MM
PAGE_HEIGHT = 297 * MM
MARGIN_TOP = 20 * MM
MARGIN_BOTTOM = 20 * MM
MARGIN_LEFT = 30 * MM
MARGIN_RIGHT = 15 * MM
HEADER_TOP = 10 * MM

# The letterhead: the right column just holds the Quốc hiệu (247 pt wide at 12 pt bold).
TEXT_WIDTH = PAGE_WIDTH - MARGIN_LEFT - MARGIN_RIGHT
RIGHT_COLUMN = 91 * MM
LEFT_COLUMN = TEXT_WIDTH - RIGHT_COLUMN
COLUMN_GAP = 2 * MM

SIZE_BODY = 14
SIZE_NATION = 12
SIZE_MOTTO = 13
SIZE_ISSUER = 12
SIZE_NUMBER = 13
SIZE_DATE = 13
SIZE_ABOUT = 12
SIZE_URGENCY = 13
SIZE_PAGE_NUMBER = 13
SIZE_TABLE = 12
SIZE_RECIPIENTS_TITLE = 12
SIZE_RECIPIENTS = 11

INDENT = 10 * MM
PARAGRAPH_GAP = 6
LINE_FACTOR = 1.1
TO_INDENT = 25 * MM
ADDRESSEE_INDENT = 37 * MM
ADDRESSEE_HANG = 3 * MM
CELL_PADDING_X = 4
CELL_PADDING_Y = 3
# The rule under an issuer or a subject, as a part of its text (a third to a half).
SHORT_RULE = 0.4

# The round seal of an organisation in its real size; it covers a third of the signature, on its left.
SEAL_SIZE = 36 * MM
SIGNATURE_WIDTH = 40 * MM
SIGNATURE_HEIGHT = 20 * MM
SIGNATURE_GAP = 26 * MM
SEAL_SHIFT = -SIGNATURE_WIDTH / 2 + SIGNATURE_WIDTH / 3 - SEAL_SIZE / 2
SIGNATURE_COLUMN = TEXT_WIDTH / 2

URGENCY_WIDTHS = {"KHẨN": 20 * MM, "THƯỢNG KHẨN": 40 * MM, "HỎA TỐC": 30 * MM}
URGENCY_HEIGHT = 8 * MM


def text_width(*, landscape: bool) -> float:
    """The width between the margins of a page, upright or on its side."""
    return (PAGE_HEIGHT if landscape else PAGE_WIDTH) - MARGIN_LEFT - MARGIN_RIGHT


def measures() -> dict[str, float]:
    """Every length and size above, by its name in lower case."""
    return {
        name.lower(): value
        for name, value in globals().items()
        if name.isupper() and name != "URGENCY_WIDTHS"
    }
