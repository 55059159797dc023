"""A roll-up as a workbook: the sums, the indicators, the units, and how complete the reports are."""

from datetime import date

from django.utils import translation
from django.utils.translation import gettext as _

from maudao.campaigns.rules import Fact, requirement, unit_of
from maudao.documents.writer.xlsx import Column, Sheet, Value, Workbook, render_xlsx
from maudao.lib.vietnamese import format_date
from maudao.reports.exports.columns import figure_columns, main_indicator, target_of
from maudao.reports.queries import RollUp, Row
from maudao.reports.rules.timeliness import timeliness


@translation.override("vi")  # official papers are Vietnamese, whoever makes them
def report_workbook(rolled: RollUp) -> bytes:
    """Write a roll-up as XLSX."""
    return render_xlsx(Workbook((_sums(rolled), _indicators(rolled), _units(rolled), _reports(rolled))))


def _title(rolled: RollUp, title: str) -> tuple[str, ...]:
    as_of = _("Số liệu tính đến hết ngày %(day)s") % {"day": format_date(rolled.as_of)}
    return (title.upper(), rolled.campaign.title, rolled.name, as_of)


def _sums(rolled: RollUp) -> Sheet:
    columns = (
        Column(_("Nội dung"), 44),
        Column(_("Đếm từ hồ sơ"), 16, "integer"),
        Column(_("Nhập tay"), 14, "integer"),
        Column(_("Tổng cộng"), 16, "integer"),
    )
    whole = rolled.whole
    rows: list[tuple[Value, ...]] = [
        (_capital(fact.label), whole.facts[fact] - whole.typed[fact], whole.typed[fact], whole.facts[fact])
        for fact in Fact
    ]
    counts = whole.counts
    for label, value in (
        (_("Đơn vị tham gia"), counts.units),
        (_("Đơn vị có văn bản chỉ đạo"), counts.directed),
        (_("Đơn vị có hoạt động"), counts.with_activity),
        (_("Đoàn viên"), whole.members),
        (_("Đoàn viên, người lao động"), counts.members_and_workers),
    ):
        rows.append((label, value, 0, value))
    return Sheet(_("Tổng hợp"), columns, tuple(rows), _title(rolled, _("Tổng hợp kết quả")))


def _indicators(rolled: RollUp) -> Sheet:
    columns = (
        Column(_("Chỉ tiêu"), 40),
        Column(_("Yêu cầu"), 30),
        Column(_("Kết quả"), 12, "decimal"),
        Column(_("Trên tổng số"), 12, "integer"),
        Column(_("Đơn vị tính"), 14),
        Column(_("Tỷ lệ"), 10, "percent"),
        Column(_("Chỉ tiêu giao (số)"), 14, "integer"),
        Column(_("Đánh giá"), 12),
        Column(_("Trích văn bản"), 60),
    )
    rows = tuple(
        (
            row.indicator.name,
            requirement(row.indicator),
            row.numerator,
            row.denominator,
            unit_of(row.indicator.measure),
            row.value / 100 if row.value is not None and row.is_percentage else None,
            row.goal,
            verdict(row.is_met),
            row.indicator.clause,
        )
        for row in rolled.indicators
    )
    return Sheet(_("Chỉ tiêu"), columns, rows, _title(rolled, _("Kết quả thực hiện chỉ tiêu")))


def _units(rolled: RollUp) -> Sheet:
    figures = figure_columns(rolled)
    main = main_indicator(rolled)
    columns = [Column(_("Mã"), 14), Column(_("Đơn vị"), 44)]
    columns += [Column(_("Chỉ tiêu giao"), 12, "integer")] if main else []
    columns += [Column(each.header, 12, "decimal" if each.places else "integer") for each in figures]

    def cells(code: str, name: str, row: Row | None, values: list[Value]) -> tuple[Value, ...]:
        return (code, name, *([target_of(row, main) if row else None] if main else []), *values)

    rows = [
        cells(row.code, row.name, row, [each.read(row.tally) for each in figures]) for row in rolled.children
    ]
    if rolled.own.facts.total() or not rows:
        own = cells(rolled.unit.code, own_name(rolled), None, [each.read(rolled.own) for each in figures])
        rows.insert(0, own)
    total = cells("", _("Tổng cộng"), None, [each.read(rolled.whole) for each in figures])
    return Sheet(_("Đơn vị"), tuple(columns), tuple(rows), _title(rolled, _("Kết quả theo đơn vị")), total)


def _reports(rolled: RollUp) -> Sheet:
    columns = (
        Column(_("Mã"), 14),
        Column(_("Đơn vị"), 44),
        Column(_("Trạng thái"), 16),
        Column(_("Hạn gửi"), 13, "date"),
        Column(_("Ngày gửi"), 13, "date"),
        Column(_("Thời hạn"), 26),
        Column(_("Không phát sinh"), 12),
        Column(_("Cần có (cả cấp dưới)"), 12, "integer"),
        Column(_("Đã nhận"), 10, "integer"),
        Column(_("Đúng hạn"), 10, "integer"),
    )
    rows = tuple(_report_row(row, rolled) for row in rolled.children)
    done = rolled.completeness
    total = ("", _("Tổng cộng"), "", None, None, "", "", done.expected, done.received, done.on_time)
    return Sheet(
        _("Tình trạng báo cáo"), columns, rows, _title(rolled, _("Tình trạng báo cáo")), total if rows else ()
    )


def _report_row(row: Row, rolled: RollUp) -> tuple[Value, ...]:
    done, mark = row.tally.completeness, row.report
    if mark is None:
        return (
            row.code,
            row.name,
            _("chưa mở"),
            None,
            None,
            "",
            "",
            done.expected,
            done.received,
            done.on_time,
        )
    sent: date | None = mark.first_sent_on if mark.is_received else None
    when = timeliness(last_day=mark.last_day, sent_on=sent, on=rolled.as_of)
    nothing = _("có") if mark.is_nothing and mark.is_received else ""
    return (
        row.code,
        row.name,
        str(mark.state.label),
        mark.last_day,
        sent,
        when.sentence,
        nothing,
        done.expected,
        done.received,
        done.on_time,
    )


def own_name(rolled: RollUp) -> str:
    """Name the row of what the unit did itself, beside its children."""
    return _("Cơ quan %(unit)s") % {"unit": rolled.name} if rolled.children else rolled.name


def verdict(is_met: bool | None) -> str:
    """Say whether an indicator is met."""
    return "–" if is_met is None else _("Đạt") if is_met else _("Chưa đạt")


def _capital(label: object) -> str:
    text = str(label)
    return text[:1].upper() + text[1:]
