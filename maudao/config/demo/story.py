"""The main job, end to end, on the sample union: last year's campaign, the reorganisation of 2025, this year's."""

from datetime import date, timedelta
from pathlib import Path

from maudao.campaigns import actions as campaigns
from maudao.campaigns import queries as campaign_queries
from maudao.campaigns.models import Assignment
from maudao.config.demo import drives, steps
from maudao.config.demo.directives import Calendar, guidance, letter
from maudao.config.demo.steps import Season, Telling, actor_of, at
from maudao.documents import actions as documents
from maudao.documents.writer.docx import render_docx
from maudao.organization import sample
from maudao.organization.audit import system
from maudao.organization.models import Unit
from maudao.reports import actions as reports
from maudao.reports import exports as report_exports
from maudao.reports import queries as report_queries

PROVINCE = "DB"
NEIGHBOUR = "LC"
GRASSROOTS = "DB-CS-001"
COMMUNE = "DB-XP-08"  # the union above the first grassroots unit, whose chair can be signed in as
PASSWORD = "mau-dao-mau-2026"
LAST_YEAR = Season.ending(date(2025, 5, 6), is_from_paper=True)
ACTOR = system("Hệ thống (dữ liệu mẫu)")


def run(telling: Telling, *, on: date) -> list[Path]:
    """Tell the whole story up to the day `on`; return the files made."""
    make_before(telling)
    end_last_year(campaign(telling, LAST_YEAR))
    reorganise(telling, on=on)
    season = Season.ending(on)
    root = campaign(telling, season, with_drive=True)
    leave_directives(season)
    leave_drive(telling, season)
    return [*sorted(telling.out.glob("*.docx")), *write_files(telling, season, root)]


def make_before(telling: Telling) -> None:
    """Make the sample union as it was before July 2025."""
    now = at(LAST_YEAR.calendar.signed_on, 8)
    sample.make_union(seed=telling.seed, reorganised=False, password=PASSWORD, actor=ACTOR, now=now)
    province = Unit.objects.get(code=PROVINCE)
    telling.tell(
        f"Công đoàn mẫu trước 7/2025: {province.name} với {_size(province, LAST_YEAR.on)} đơn vị, và tỉnh bên"
    )


def _size(province: Unit, on: date) -> int:
    return Unit.objects.open_on(on).within(province).count()


def reorganise(telling: Telling, *, on: date) -> None:
    """Apply the decisions of 2025 to both provinces."""
    for code in (PROVINCE, NEIGHBOUR):
        sample.reorganise_province(
            code, seed=telling.seed, password=PASSWORD, actor=ACTOR, now=at(date(2025, 9, 1), 8)
        )
    province = Unit.objects.get(code=PROVINCE)
    telling.tell(
        f"Sắp xếp tổ chức 2025: {province.name} còn {_size(province, on)} đơn vị, số liệu cũ giữ nguyên"
    )


def campaign(telling: Telling, season: Season, *, with_drive: bool = False) -> Assignment:
    """Tell one campaign, from the directive to the province's report; return the province's part.

    `with_drive`: the people of some units register for a drive and give there, in place of figures typed afterwards.
    """
    document = steps.take_in(telling, season, Unit.objects.get(code=PROVINCE))
    root = steps.launch(telling, season, document)
    steps.allocate_down(telling, season, root)
    counted = hold_drive(telling, season, root) if with_drive else ()
    steps.let_units_act(telling, season, root, counted=counted)
    steps.consolidate(telling, season, root)
    return campaign_queries.assignment(campaign=root.campaign.code, unit=root.unit.code)


def hold_drive(telling: Telling, season: Season, root: Assignment) -> list[int]:
    """Enter rosters, hold a drive at the first commune union, and return the units whose people gave there."""
    cast = drives.cast(Unit.objects.get(code=COMMUNE))
    drives.enter_people(telling, cast, root, now=at(season.calendar.signed_on + timedelta(days=3), 9))
    drives.hold(telling, cast, root.campaign, held_on=season.calendar.peak_on)
    return [unit.pk for unit in cast.units]


def leave_drive(telling: Telling, season: Season) -> None:
    """Leave a campaign of the commune union that runs today, and a drive that takes registrations."""
    running = Season(Calendar.ending(season.on + timedelta(days=25)), season.on)
    commune = Unit.objects.get(code=COMMUNE)
    root = steps.launch(telling, running, steps.take_in(telling, running, commune))
    steps.allocate_down(telling, running, root)
    drives.leave_drives(telling, drives.cast(commune), root.campaign, on=season.on, password=PASSWORD)


def end_last_year(root: Assignment) -> None:
    """Close last year's campaign a month after its report."""
    now = at(LAST_YEAR.on + timedelta(days=30), 9)
    campaigns.close_campaign(root.campaign, actor=actor_of(root.unit), now=now)


def leave_directives(season: Season) -> None:
    """Leave a document that waits to be checked at the province and at its neighbour, to try the main job on."""
    coming = Calendar.ending(season.on + timedelta(days=25))  # its reports are still to come
    for code, content in ((PROVINCE, letter(season.calendar)), (NEIGHBOUR, guidance(coming))):
        unit = Unit.objects.get(code=code)
        name = f"van-ban-den-{code.lower()}.docx"
        documents.receive(
            unit, name=name, data=render_docx(content), actor=actor_of(unit), now=at(season.on, 13)
        )


def write_files(telling: Telling, season: Season, root: Assignment) -> list[Path]:
    """Issue the province's official report, and write it as DOCX, PDF, XLSX and JSON."""
    actor, held = actor_of(root.unit), report_queries.report_of(root)
    paper = report_queries.paper(held, as_of=season.on)
    content = report_exports.official_report(
        paper, signer=actor.label, signer_title="CHỦ TỊCH", issued_on=season.on
    )
    reports.issue_report_document(
        held, content, issued_on=season.on, signer=actor.label, actor=actor, now=at(season.on, 14)
    )
    paper = report_queries.paper(report_queries.report_of(root), as_of=season.on)
    files = []
    for extension in ("docx", "pdf", "xlsx", "json"):
        file = telling.out / report_exports.file_name(paper, extension)
        file.write_bytes(report_exports.report_file(paper, extension))
        files.append(file)
    return files
