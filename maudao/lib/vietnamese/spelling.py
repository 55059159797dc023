"""Whole numbers in Vietnamese words, as official texts repeat them in brackets."""

DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
GROUPS = (("triệu", 1_000_000), ("nghìn", 1_000), ("", 1))
BILLION = 1_000_000_000


def spell_number(value: int) -> str:
    """Spell a whole number: 1 005 is `một nghìn không trăm linh năm`, 21 is `hai mươi mốt`."""
    if value < 0:
        return f"âm {spell_number(-value)}"
    if value == 0:
        return DIGITS[0]
    return " ".join(_words(value, leading=True))


def _words(value: int, *, leading: bool) -> list[str]:
    """Spell a positive number; where higher words went before (not `leading`) hundreds are told even if none."""
    billions, rest = divmod(value, BILLION)
    words = [*_words(billions, leading=leading), "tỷ"] if billions else []
    for name, size in GROUPS:
        group = rest // size % 1000
        if group:
            words += _group(group, leading=leading and not words)
            words += [name] if name else []
    return words


def _group(value: int, *, leading: bool) -> list[str]:
    """Spell 1 to 999."""
    hundreds, rest = divmod(value, 100)
    if leading and not hundreds:
        return _tens(rest)
    words = [DIGITS[hundreds], "trăm"]
    if 0 < rest < 10:
        return [*words, "linh", "tư" if rest == 4 else DIGITS[rest]]
    return words + _tens(rest) if rest else words


def _tens(value: int) -> list[str]:
    """Spell 1 to 99: after mươi, 1 is mốt, 4 is tư, and 5 is lăm after any ten."""
    tens, unit = divmod(value, 10)
    if tens == 0:
        return [DIGITS[unit]]
    words = ["mười"] if tens == 1 else [DIGITS[tens], "mươi"]
    after_ten = {5: "lăm"} if tens == 1 else {1: "mốt", 4: "tư", 5: "lăm"}
    return [*words, after_ten.get(unit, DIGITS[unit])] if unit else words
