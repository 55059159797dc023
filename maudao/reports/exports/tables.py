"""The two tables of an official report: indicators against what was asked, and one row a unit."""

from decimal import Decimal

from maudao.campaigns.rules import Denominator, measure_value, requirement, unit_of
from maudao.documents.writer.blocks import Align, HeaderGroup, Table
from maudao.lib.vietnamese import format_number, format_percent
from maudao.reports.exports.columns import FigureColumn, figure_columns, main_indicator, target_of
from maudao.reports.exports.wording import full_name, number
from maudao.reports.exports.workbook import own_name, verdict
from maudao.reports.queries import IndicatorRow, RollUp, Row, Tally

#: More columns than this do not fit on an upright page.
UPRIGHT_COLUMNS = 8
_LONGEST_CLAUSE = 220


def indicator_table(rolled: RollUp) -> Table | None:
    """Return the indicators against what the directive asks for, in its own words."""
    if not rolled.indicators:
        return None
    return Table(
        header=("TT", "Nội dung chỉ tiêu", "Yêu cầu", "Kết quả", "Tỷ lệ", "Đánh giá"),
        rows=tuple(_indicator_row(place, row) for place, row in enumerate(rolled.indicators, start=1)),
        widths=(5, 36, 19, 18, 10, 12),
        align=("center", "left", "left", "center", "center", "center"),
    )


_PEOPLE = {
    Denominator.MEMBERS: "đoàn viên",
    Denominator.MEMBERS_AND_WORKERS: "đoàn viên, người lao động",
}


def _indicator_row(place: int, row: IndicatorRow) -> tuple[str, ...]:
    words = _shortened(row.indicator.clause) or row.indicator.name
    value = format_percent(row.value / 100) if row.value is not None and row.is_percentage else "–"
    return (str(place), words, _asked(row), _result(row), value, verdict(row.is_met))


def _asked(row: IndicatorRow) -> str:
    asked = requirement(row.indicator)
    return asked[:1].upper() + asked[1:]


def _result(row: IndicatorRow) -> str:
    unit = unit_of(row.indicator.measure)
    done = format_number(round(row.numerator, 1))
    if row.denominator:
        return f"{done}/{number(row.denominator)} {_PEOPLE.get(Denominator(row.indicator.denominator), unit)}"
    return f"{done}/{number(row.goal)} {unit}" if row.goal else f"{done} {unit}"


def _shortened(clause: str) -> str:
    text = " ".join(clause.split()).strip("-+*• ").rstrip(".;")
    text = text[:1].upper() + text[1:]  # a clause may be quoted from the middle of its sentence
    if len(text) <= _LONGEST_CLAUSE:
        return text
    return text[:_LONGEST_CLAUSE].rsplit(" ", 1)[0].rstrip(",;") + "…"


def unit_table(rolled: RollUp) -> Table:
    """Return one row a child, what the unit did itself, and the total; columns that hold nothing are left out."""
    figures = figure_columns(rolled)
    main = main_indicator(rolled)
    aimed = ("Chỉ tiêu giao", "Đạt (%)") if main else ()
    header = ("TT", "Đơn vị", *aimed, *(each.header for each in figures))
    rows = [
        (str(place), full_name(row.name), *_aim(row, main), *_cells(figures, row.tally))
        for place, row in enumerate(_in_order(rolled.children), start=1)
    ]
    if rolled.own.facts.total():
        blank = ("",) * len(aimed)
        rows.append((str(len(rows) + 1), own_name(rolled), *blank, *_cells(figures, rolled.own)))
    return Table(
        header=header,
        rows=tuple(rows),
        widths=(5, 44, *(9,) * len(aimed), *(10,) * len(figures)),
        align=("center", "left", *_flush_right(len(header) - 2)),
        groups=_bag_group(header),
        total_row=("", "Tổng cộng", *_total_aim(rolled, main), *_cells(figures, rolled.whole)),
    )


def _in_order(rows: list[Row]) -> list[Row]:
    """Put units that have others below them first, as official tables do."""
    return sorted(rows, key=lambda row: row.tally.counts.units <= 1)


def _flush_right(columns: int) -> list[Align]:
    return ["right"] * columns


def _cells(figures: list[FigureColumn], tally: Tally) -> tuple[str, ...]:
    return tuple(format_number(each.read(tally)) for each in figures)


def _aim(row: Row, main: IndicatorRow | None) -> tuple[str, ...]:
    if main is None:
        return ()
    aim = target_of(row, main)
    return (number(aim), _reached(_done(row.tally, main), aim)) if aim else ("–", "–")


def _total_aim(rolled: RollUp, main: IndicatorRow | None) -> tuple[str, ...]:
    if main is None:
        return ()
    return (number(main.goal), _reached(main.numerator, main.goal)) if main.goal else ("–", "–")


def _done(tally: Tally, main: IndicatorRow) -> Decimal:
    return measure_value(main.indicator.measure, tally.facts, tally.counts)


def _reached(done: Decimal, aim: int) -> str:
    return format_number(round(done * 100 / aim, 1))


def _bag_group(header: tuple[str, ...]) -> tuple[HeaderGroup, ...]:
    places = [header.index(name) for name in ("250 ml", "350 ml", "450 ml") if name in header]
    return (HeaderGroup("Số túi máu", places[0], places[-1]),) if len(places) > 1 else ()
