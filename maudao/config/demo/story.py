"""The main job, end to end, on the sample union: each step is the action that a page would call."""

import json
import uuid
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from random import Random

from django.db import transaction
from django.utils import timezone

from maudao.campaigns import actions as campaigns
from maudao.campaigns import queries as campaign_queries
from maudao.campaigns.actions import EvidencePhoto
from maudao.campaigns.exports import implementing_document
from maudao.campaigns.models import Assignment, Indicator
from maudao.campaigns.rules import (
    Denominator,
    Fact,
    TargetOwner,
    allocation_proposal,
    is_allocatable,
)
from maudao.config.demo import behaviour, picture
from maudao.config.demo.behaviour import Fate, Part
from maudao.config.demo.directives import Calendar, guidance, letter
from maudao.documents import actions as documents
from maudao.documents import queries as document_queries
from maudao.documents.models import IncomingDocument
from maudao.documents.rules import DocumentType
from maudao.documents.writer.docx import render_docx
from maudao.lib import vietnamese
from maudao.organization.audit import Actor, system
from maudao.organization.models import Office, Unit
from maudao.organization.queries import members_within
from maudao.organization.sample import make_union
from maudao.reports import actions as reports
from maudao.reports import exports as report_exports
from maudao.reports import queries as report_queries

PROVINCE = "DB"
NEIGHBOUR = "LC"
PASSWORD = "mau-dao-mau-2026"
QUOTA_SHARE = 0.34  # what the sample's steering committee asks of the province, in blood units a member
PHOTO_SHARE = 0.1
RESULTS = "Đoàn viên tham gia đông đủ, bảo đảm an toàn; nhiều người hiến máu nhắc lại."
DIFFICULTIES = "Một số đoàn viên làm ca nên khó bố trí thời gian."

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Story:
    """The sample campaign as it is told: on which day, from which seed, to whom, with files where."""

    on: date
    seed: int
    out: Path
    tell: Tell
    watch: Callable[[Iterable[Assignment], str], Iterable[Assignment]]

    @property
    def calendar(self) -> Calendar:
        return Calendar.ending(self.on)


def at(day: date, hour: int) -> datetime:
    """Return an hour of a day in Việt Nam."""
    return timezone.make_aware(datetime.combine(day, time(hour)))


def actor_of(unit: Unit) -> Actor:
    """Return who acts for a unit: the holder of its office."""
    return Actor.of(Office.objects.filter(unit=unit).select_related("user")[0].user)


def run(story: Story) -> list[Path]:
    """Tell the whole story and return the files made."""
    province = make_sample(story)
    document = take_in(story, province)
    root = launch(story, document)
    allocate_down(story, root)
    let_units_act(story, root)
    consolidate(story, root)
    return write_files(story, root)


def make_sample(story: Story) -> Unit:
    """Make the sample union as it is since July 2025, and leave two directives to try things on."""
    now = at(story.calendar.signed_on, 8)
    make_union(seed=story.seed, reorganised=True, password=PASSWORD, actor=system("maudao demo"), now=now)
    province = Unit.objects.get(code=PROVINCE)
    open_units = Unit.objects.open_on(story.on).within(province).count()
    story.tell(f"Công đoàn mẫu: {province.name} và tỉnh bên, {open_units} đơn vị đang hoạt động sau sắp xếp 7/2025")
    return province


def take_in(story: Story, province: Unit) -> IncomingDocument:
    """Receive the guidance as DOCX, answer what it leaves open, and enter it in the register."""
    actor, now = actor_of(province), at(story.calendar.signed_on, 10)
    name = "huong-dan.docx"
    content = render_docx(guidance(story.calendar))
    (story.out / name).write_bytes(content)
    document = documents.receive(province, name=name, data=content, actor=actor, now=now)
    record = document.record
    story.tell(
        f"Đọc {name}: {record['doc_type']} {record['number']}, {len(record['targets'])} chỉ tiêu, "
        f"{len(record['messages'])} khẩu hiệu, hạn báo cáo {record['report_deadlines'][0]['date']}"
    )
    answers = {
        question["pointer"]: question["options"][-1 if question["code"] == "at_least_quota_or_more" else 0]["value"]
        for question in document_queries.open_questions(document)
    }
    document = documents.correct(document, record, answers, actor=actor, now=now)
    document = documents.register(document, arrived_on=story.calendar.signed_on, actor=actor, now=now)
    story.tell(f"Trả lời {len(answers)} câu hỏi, vào sổ văn bản đến số {document.arrival_number}")
    return document


def launch(story: Story, document: IncomingDocument) -> Assignment:
    """Make the campaign and launch it to the whole subtree, with the steering committee's quota."""
    province = document.unit
    actor, now = actor_of(province), at(story.calendar.signed_on, 14)
    campaign = campaigns.create_campaign(document, actor=actor, now=now)
    members = members_within(province, on=story.calendar.signed_on)
    quotas = {
        indicator.code: round(members * QUOTA_SHARE)
        for indicator in campaign.indicators.all()
        if indicator.denominator == Denominator.QUOTA
    }
    units = Unit.objects.open_on(story.calendar.signed_on).below(province)
    parts = campaigns.launch(campaign, units, actor=actor, now=now, quotas=quotas)
    reports.open_reports(campaign.assignments.select_related("campaign"), actor=actor, now=now)
    number = vietnamese.format_number
    story.tell(f"Phát động chiến dịch {campaign.code} tới {len(parts)} đơn vị, {number(members)} đoàn viên")
    return campaign_queries.assignment(campaign=campaign.code, unit=province.code)


def allocate_down(story: Story, root: Assignment) -> None:
    """Divide what can be divided at the province, then at each unit between."""
    levels = [root, *root.campaign.assignments.filter(children__isnull=False).exclude(pk=root.pk).distinct()]
    now = at(story.calendar.signed_on, 16)
    for part in sorted(levels, key=lambda each: each.path):
        for indicator in campaign_queries.current_indicators(root.campaign):
            allocate(part, indicator, actor=actor_of(part.unit), now=now)
    story.tell(f"Phân bổ chỉ tiêu ở {len(levels)} cấp: tỉnh và các công đoàn cấp trên cơ sở")


def allocate(part: Assignment, indicator: Indicator, *, actor: Actor, now: datetime) -> None:
    """Give the children what the rules propose by their members, five percent over where a committee asks."""
    if not is_allocatable(indicator.measure):
        return
    owner = TargetOwner.UNION
    grid = campaign_queries.allocation_grid(part, indicator=indicator, owner=owner)
    if grid.own:
        values = allocation_proposal(grid.children, total=grid.own)
        campaigns.allocate(part, values, indicator=indicator, owner=owner, actor=actor, now=now)


def let_units_act(story: Story, root: Assignment) -> None:
    """Let every unit below the province do its part, each in its own way."""
    campaign = root.campaign
    parts = campaign.assignments.exclude(pk=root.pk).select_related("unit", "campaign").order_by("-path")
    fates = Counter(
        act(story, part).value for part in story.watch(list(parts), "Các đơn vị xác nhận, hoạt động, báo cáo")
    )
    story.tell(
        f"Báo cáo của đơn vị: {fates['on time']} đúng hạn, {fates['late']} muộn, "
        f"{fates['nothing to report']} không phát sinh, {fates['silent']} chưa gửi"
    )


@transaction.atomic
def act(story: Story, part: Assignment) -> Fate:
    """Acknowledge, direct, act and report as the unit's behaviour says; units between report for those below."""
    has_below = part.children.exists()
    does = behaviour.part_of(
        part.unit.code, members=part.members, calendar=story.calendar, on=story.on, seed=story.seed
    )
    actor = actor_of(part.unit)
    if does.fate is Fate.SILENT and not has_below:
        return does.fate
    campaigns.acknowledge(part, actor=actor, now=at(does.acknowledged_on, 9))
    if does.fate is not Fate.NOTHING or has_below:
        direct(part, actor=actor, on=does.directed_on)
        do_deeds(part, does, actor=actor, seed=story.seed)
    if has_below:
        accept_children(story, part, actor=actor)
        report(part, does.typed, nothing=False, actor=actor, now=at(story.on, 10))
        return Fate.ON_TIME
    report(part, does.typed, nothing=does.fate is Fate.NOTHING, actor=actor, now=at(does.reported_on, 15))
    return does.fate


def direct(part: Assignment, *, actor: Actor, on: date) -> None:
    """Issue the unit's implementing document, made from the directive, and note it."""
    now = at(on, 10)
    content = implementing_document(part, doc_type=DocumentType.PLAN)
    draft = documents.draft_outgoing(
        part.unit, content, doc_type=DocumentType.PLAN, basis=part.campaign.directive, actor=actor, now=now
    )
    issued = documents.issue(draft, issued_on=on, signer=actor.label, actor=actor, now=now)
    campaigns.direct(part, document=issued, directed_on=on, actor=actor, now=now)


def do_deeds(part: Assignment, does: Part, *, actor: Actor, seed: int) -> None:
    """Record the unit's activities; one in ten has a photo."""
    for deed in does.deeds:
        random = Random(f"{seed} {part.unit.code} {deed.title}")
        photo = EvidencePhoto(picture.photo(random), caption=deed.title)
        campaigns.record_activity(
            part,
            kind=deed.kind,
            title=deed.title,
            held_on=deed.held_on,
            place=part.unit.place,
            facts=deed.facts,
            evidence=[photo] if random.random() < PHOTO_SHARE else [],
            idempotency_key=uuid.UUID(int=random.getrandbits(128), version=4),
            actor=actor,
            now=at(deed.held_on, 17),
        )


def report(part: Assignment, typed: dict[Fact, int], *, nothing: bool, actor: Actor, now: datetime) -> None:
    """Fill in and send the unit's report."""
    held = report_queries.report_of(part)
    signed = {"signer": actor.label, "signer_title": "Chủ tịch", "actor": actor, "now": now}
    if nothing:
        reports.submit_nothing(held, version=held.version, **signed)
        return
    draft = reports.Draft(totals=typed, results=RESULTS, difficulties=DIFFICULTIES)
    held = reports.save_report(held, draft, version=held.version, actor=actor, now=now)
    reports.submit(held, version=held.version, **signed)


def accept_children(story: Story, part: Assignment, *, actor: Actor) -> None:
    """Take the reports that the children have sent, on the morning of the last day."""
    reports.accept_all(part, actor=actor, now=at(story.on, 9))


def consolidate(story: Story, root: Assignment) -> None:
    """Let the province take its units' reports, act itself, and issue the official report."""
    actor, now = actor_of(root.unit), at(story.on, 11)
    campaigns.acknowledge(root, actor=actor, now=at(story.calendar.signed_on, 15))
    direct(root, actor=actor, on=story.calendar.signed_on)
    accepted = len(reports.accept_all(root, actor=actor, now=now))
    report(root, {}, nothing=False, actor=actor, now=now)
    story.tell(f"Tỉnh nhận {accepted} báo cáo của cấp dưới trực tiếp và tổng hợp")


def leave_directives(story: Story) -> None:
    """Leave a document that waits to be checked at the province and at its neighbour, to try the main job on."""
    for code, content in ((PROVINCE, letter(story.calendar)), (NEIGHBOUR, guidance(story.calendar))):
        unit = Unit.objects.get(code=code)
        name = f"van-ban-den-{code.lower()}.docx"
        documents.receive(unit, name=name, data=render_docx(content), actor=actor_of(unit), now=at(story.on, 13))


def write_files(story: Story, root: Assignment) -> list[Path]:
    """Issue the province's official report, and write it as DOCX, PDF, XLSX and JSON."""
    actor, now = actor_of(root.unit), at(story.on, 14)
    held = report_queries.report_of(root)
    roll_up = report_queries.roll_up(root, as_of=story.on, tree="then")
    content = report_exports.official_report(held, roll_up)
    issued = reports.issue_report_document(held, content, issued_on=story.on, signer=actor.label, actor=actor, now=now)
    stem = story.out / f"{root.campaign.code}-bao-cao"
    return []
