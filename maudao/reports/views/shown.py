"""Figures as pages show them: tiles, progress against targets, rows of a table."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maudao.campaigns.models import Assignment
from maudao.campaigns.rules import Fact, TargetOwner, unit_of
from maudao.drives.models import Drive
from maudao.lib.vietnamese import format_number, format_percent
from maudao.organization import access
from maudao.reports.forms import ReportForm
from maudao.reports.models import Report
from maudao.reports.queries import DeskRow, IndicatorRow, MadeOf, OwnFigures, RollUp, Stand, Tally, local_day
from maudao.reports.queries.figures import Entry
from maudao.reports.rules.figures import units_converted
from maudao.reports.views.frame import address, badge_of, events_of

#: Shown first, and always; the others only where they hold something.
_MAIN = (Fact.DONORS, Fact.VOLUME_ML)
_UNITS = {
    Fact.VOLUME_ML: "ml",
    Fact.BUDGET_UNION: gettext_lazy("đồng"),
    Fact.BUDGET_SOCIAL: gettext_lazy("đồng"),
}


def of_report(report: Report, rolled: RollUp, *, on: date) -> dict[str, Any]:
    """Return what every page about one report shows, to its unit and to those above. Cost: one query."""
    part, sent_at = report.assignment, report.first_submitted_at
    return {
        "report": report,
        "part": part,
        "unit": part.unit,
        "badge": badge_of(report),
        "days_left": (report.last_day - on).days,
        "sent_on": local_day(sent_at) if report.is_received and sent_at else None,
        "rolled": rolled,
        "tiles": tiles(rolled, part),
        "completeness": completeness_sentence(rolled) if rolled.children else "",
        "events": events_of(report),
    }


def tiles(rolled: RollUp, part: Assignment) -> list[dict[str, Any]]:
    """Return the figures of a unit with all below it, each a link to what it is made of."""
    shown = [*_MAIN, *(fact for fact in Fact if fact not in _MAIN and rolled.facts[fact])]
    return [_tile(fact, rolled.whole, address("report_fact", part, fact=fact.value)) for fact in shown]


def _tile(fact: Fact, tally: Tally, url: str) -> dict[str, Any]:
    typed = tally.typed[fact]
    return {
        "label": _capital(fact.label),
        "number": tally.facts[fact],
        "unit": _UNITS.get(fact, ""),
        "source": "typed" if typed and typed == tally.facts[fact] else "counted",
        "note": _note(fact, tally),
        "url": url if tally.facts[fact] else "",
    }


def _note(fact: Fact, tally: Tally) -> str:
    total, typed = tally.facts[fact], tally.typed[fact]
    notes = []
    if fact == Fact.VOLUME_ML and total:
        units = format_number(round(units_converted(total), 1))
        notes.append(_("%(units)s đơn vị máu quy đổi") % {"units": units})
    if typed and typed != total:
        notes.append(_("trong đó nhập tay %(typed)s") % {"typed": format_number(typed)})
    return "; ".join(notes)


def progress(rolled: RollUp) -> list[dict[str, Any]]:
    """Return indicators that were given in numbers, as `pieces/_progress.html` shows them."""
    return [
        {
            "label": row.indicator.name,
            "done": _whole(row.numerator),
            "unit": unit_of(row.indicator.measure),
            "targets": _targets(row),
        }
        for row in rolled.indicators
        if any(row.goals.values())
    ]


def _targets(row: IndicatorRow) -> list[dict[str, Any]]:
    return [
        {
            "owner": _capital(TargetOwner(owner).label),
            "value": value,
            "left": max(_whole(value - row.numerator), 0),
        }
        for owner, value in row.goals.items()
        if value
    ]


def _whole(number: Decimal) -> int | Decimal:
    return int(number) if number == number.to_integral_value() else round(number, 1)


def percent_line(row: IndicatorRow) -> dict[str, str]:
    """Return an indicator without targets in numbers as one row: what, how much of how many, whether that is enough."""
    of = f"/{format_number(row.denominator)}" if row.denominator else ""
    share = f" ({format_percent(row.value / 100)})" if row.value is not None and row.is_percentage else ""
    return {
        "name": row.indicator.name,
        "clause": row.indicator.clause,
        "figure": f"{format_number(_whole(row.numerator))}{of} {unit_of(row.indicator.measure)}{share}",
        "word": "" if row.is_met is None else _("Đạt") if row.is_met else _("Chưa đạt"),
        "tone": "good" if row.is_met else "warn",
    }


def completeness_sentence(rolled: RollUp) -> str:
    """Say how many reports from below are there."""
    done = rolled.completeness
    told = _("Đã nhận %(received)s/%(expected)s báo cáo của các đơn vị cấp dưới, %(on_time)s đúng hạn.") % {
        "received": format_number(done.received),
        "expected": format_number(done.expected),
        "on_time": format_number(done.on_time),
    }
    missing = len(rolled.missing())
    if not missing:
        return told
    return told + " " + _("Còn %(missing)s đơn vị trực thuộc chưa gửi.") % {"missing": format_number(missing)}


def own_rows(own: OwnFigures) -> list[dict[str, Any]]:
    """Return a unit's own figures before they are sent: counted, typed, and together."""
    return [
        {
            "label": _capital(fact.label),
            "counted": own.counted[fact],
            "typed": own.typed[fact],
            "total": total,
            "follows": bool(own.typed[fact]) and not own.typed_by_hand[fact],
        }
        for fact in Fact
        if (total := own.totals[fact])
    ]


def kept(form: ReportForm) -> list[dict[str, str]]:
    """Return what was typed into a form that has been closed meanwhile, so that nobody types it twice."""
    typed = ((str(field.label), field.value()) for field in form if not field.is_hidden)
    return [{"title": label, "text": str(value)} for label, value in typed if value not in (None, "")]


def words(report: Report) -> list[dict[str, str]]:
    """Return what a unit wrote, under its headings."""
    told = (
        (_("Kết quả nổi bật"), report.results),
        (_("Khó khăn, vướng mắc"), report.difficulties),
        (_("Đề xuất, kiến nghị"), report.proposals),
    )
    return [{"title": title, "text": text} for title, text in told if text.strip()]


def desk_row(row: DeskRow, desk_of: Assignment, *, is_closed: bool) -> dict[str, Any]:
    """Return a child's report as the desk shows it; `is_closed`: forms below are closed, so more days are no help."""
    child = {"campaign": desk_of.campaign.code, "unit": row.row.code}
    done, mark = row.row.tally.completeness, row.mark
    return {
        "name": row.row.name,
        "url": reverse("report_view", kwargs=child),
        "badge": badge_of(mark) if mark else {"word": _("Chưa mở"), "tone": "plain"},
        "is_overdue": row.stand is Stand.OVERDUE,
        "time": row.timeliness.sentence,
        "last_day": mark.last_day if mark else desk_of.campaign.report_due_on,
        "donors": row.row.facts[Fact.DONORS],
        "volume": row.row.facts[Fact.VOLUME_ML],
        "below": f"{done.received}/{done.expected}" if done.expected > 1 else "",
        "version": row.report.version if row.report else "",
        "child": child,
        "can_accept": row.stand is Stand.SUBMITTED,
        "can_extend": not is_closed and row.stand in (Stand.OVERDUE, Stand.DUE, Stand.RETURNED),
    }


def desk_address(*, campaign: str, unit: str) -> str:
    """Return the address of a unit's report desk."""
    return reverse("report_desk", kwargs={"campaign": campaign, "unit": unit})


def share_rows(made: MadeOf, part: Assignment) -> list[dict[str, Any]]:
    """Return the children's shares of a figure, the largest first, each a link to what it is made of in turn."""
    rows = sorted(made.children, key=lambda row: -row.facts[made.fact])
    return [
        {
            "name": row.name,
            "value": row.facts[made.fact],
            "url": reverse(
                "report_fact",
                kwargs={"campaign": part.campaign.code, "unit": row.code, "fact": made.fact.value},
            ),
        }
        for row in rows
    ]


def entry_rows(
    made: MadeOf, *, may_open: bool, drives: access.Reach = access.NOWHERE
) -> list[dict[str, Any]]:
    """Return the unit's own records of a figure; activities and drives are links for those who may open them."""
    return [
        {
            "title": _title_of(entry),
            "on": entry.on,
            "value": entry.value,
            "is_typed": entry.is_typed,
            "url": reverse("activity", kwargs={"pk": entry.activity}) if entry.activity and may_open else "",
            "drives": [
                {"title": drive.title, "url": _drive_url(drive) if drives.covers(drive.host) else ""}
                for drive in entry.drives
            ],
        }
        for entry in made.entries
    ]


def _title_of(entry: Entry) -> str:
    if entry.is_of_donations:
        return _("Lượt hiến không qua đợt nào")
    return entry.title or (_("Nhập trong báo cáo") if entry.is_typed else _("Hồ sơ khác"))


def _drive_url(drive: Drive) -> str:
    return reverse("drive", kwargs={"code": drive.code})


def _capital(label: object) -> str:
    text = str(label)
    return text[:1].upper() + text[1:]
