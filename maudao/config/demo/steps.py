"""The steps of one campaign of the sample: each is the action that a page would call."""

import uuid
from collections import Counter
from collections.abc import Callable, Collection, Iterable
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
from maudao.config.demo.directives import Calendar, guidance
from maudao.documents import actions as documents
from maudao.documents import queries as document_queries
from maudao.documents.models import IncomingDocument
from maudao.documents.rules import DocumentType
from maudao.documents.writer.docx import render_docx
from maudao.lib import vietnamese
from maudao.organization.audit import Actor
from maudao.organization.models import Office, Unit
from maudao.organization.queries import members_within
from maudao.reports import actions as reports
from maudao.reports import queries as report_queries

QUOTA_SHARE = 0.34  # what the sample's steering committee asks of the province, in blood units a member
PHOTO_SHARE = 0.1
RESULTS = "Đoàn viên tham gia đông đủ, bảo đảm an toàn; nhiều người hiến máu nhắc lại."
DIFFICULTIES = "Một số đoàn viên làm ca nên khó bố trí thời gian."


@dataclass(frozen=True)
class Telling:
    """How the story is told: from which seed, with files where, to whom, and with what progress bar."""

    seed: int
    out: Path
    tell: Callable[[str], None]
    watch: Callable[[Iterable[Assignment], str], Iterable[Assignment]]


@dataclass(frozen=True)
class Season:
    """One campaign of the story: its calendar, and the day on which the province sends its report.

    `is_from_paper`: it ran before there was a system, and only the reports of the units were entered.
    """

    calendar: Calendar
    on: date
    is_from_paper: bool = False

    @classmethod
    def ending(cls, on: date, *, is_from_paper: bool = False) -> "Season":
        """Return the campaign whose report the province sends on `on`."""
        return cls(Calendar.ending(on), on, is_from_paper)


def at(day: date, hour: int) -> datetime:
    """Return an hour of a day in Việt Nam."""
    return timezone.make_aware(datetime.combine(day, time(hour)))


def actor_of(unit: Unit) -> Actor:
    """Return who acts for a unit: the holder of its office."""
    return Actor.of(Office.objects.filter(unit=unit).select_related("user")[0].user)


def take_in(telling: Telling, season: Season, province: Unit) -> IncomingDocument:
    """Receive the guidance as DOCX, answer what it leaves open, and enter it in the register."""
    actor, now = actor_of(province), at(season.calendar.signed_on, 10)
    name = f"huong-dan-{season.calendar.peak_on:%Y-%m}.docx"
    content = render_docx(guidance(season.calendar))
    (telling.out / name).write_bytes(content)
    document = documents.receive(province, name=name, data=content, actor=actor, now=now)
    record = document.record
    telling.tell(
        f"Đọc {name}: {record['doc_type']} {record['number']}, {len(record['targets'])} chỉ tiêu, "
        f"{len(record['messages'])} khẩu hiệu, hạn báo cáo {record['report_deadlines'][0]['date']}"
    )
    answers = {
        question["pointer"]: question["options"][-1 if question["code"] == "at_least_quota_or_more" else 0][
            "value"
        ]
        for question in document_queries.open_questions(document)
    }
    document = documents.correct(document, record, answers, actor=actor, now=now)
    document = documents.register(document, arrived_on=season.calendar.signed_on, actor=actor, now=now)
    telling.tell(f"Trả lời {len(answers)} câu hỏi, vào sổ văn bản đến số {document.arrival_number}")
    return document


def launch(telling: Telling, season: Season, document: IncomingDocument) -> Assignment:
    """Make the campaign and launch it to the whole subtree, with the steering committee's quota."""
    province = document.unit
    actor, now = actor_of(province), at(season.calendar.signed_on, 14)
    campaign = campaigns.create_campaign(document, actor=actor, now=now)
    members = members_within(province, on=season.calendar.signed_on)
    quotas = {
        indicator.code: round(members * QUOTA_SHARE)
        for indicator in campaign.indicators.all()
        if indicator.denominator == Denominator.QUOTA
    }
    units = Unit.objects.open_on(season.calendar.signed_on).below(province)
    parts = campaigns.launch(campaign, units, actor=actor, now=now, quotas=quotas)
    reports.open_reports(campaign.assignments.select_related("campaign"), actor=actor, now=now)
    number = vietnamese.format_number
    telling.tell(f"Phát động chiến dịch {campaign.code} tới {len(parts)} đơn vị, {number(members)} đoàn viên")
    return campaign_queries.assignment(campaign=campaign.code, unit=province.code)


def allocate_down(telling: Telling, season: Season, root: Assignment) -> None:
    """Divide what can be divided at the province, then at each unit between."""
    levels = [root, *root.campaign.assignments.filter(children__isnull=False).exclude(pk=root.pk).distinct()]
    now = at(season.calendar.signed_on, 16)
    for part in sorted(levels, key=lambda each: each.path):
        for indicator in campaign_queries.current_indicators(root.campaign):
            allocate(part, indicator, actor=actor_of(part.unit), now=now)
    telling.tell(f"Phân bổ chỉ tiêu ở {len(levels)} cấp: tỉnh và các công đoàn cấp trên cơ sở")


def allocate(part: Assignment, indicator: Indicator, *, actor: Actor, now: datetime) -> None:
    """Give the children what the rules propose by their members, five percent over where a committee asks."""
    if not is_allocatable(indicator.measure):
        return
    owner = TargetOwner.UNION
    grid = campaign_queries.allocation_grid(part, indicator=indicator, owner=owner)
    if grid.own:
        values = allocation_proposal(grid.children, total=grid.own)
        campaigns.allocate(part, values, indicator=indicator, owner=owner, actor=actor, now=now)


def let_units_act(telling: Telling, season: Season, root: Assignment, *, counted: Collection[int]) -> None:
    """Let every unit below the province do its part, each in its own way.

    `counted` are units whose people gave at a drive that is in the system.
    """
    campaign = root.campaign
    parts = campaign.assignments.exclude(pk=root.pk).select_related("unit", "campaign").order_by("-path")
    fates = Counter(
        act(telling, season, part, is_counted=part.unit_id in counted).value
        for part in telling.watch(list(parts), "Các đơn vị xác nhận, hoạt động, báo cáo")
    )
    telling.tell(
        f"Báo cáo của đơn vị: {fates['on time']} đúng hạn, {fates['late']} muộn, "
        f"{fates['nothing to report']} không phát sinh, {fates['silent']} chưa gửi"
    )


@transaction.atomic
def act(telling: Telling, season: Season, part: Assignment, *, is_counted: bool) -> Fate:
    """Acknowledge, direct, act and report as the unit's behaviour says; units between report for those below."""
    has_below = part.children.exists()
    does = behaviour.part_of(
        part.unit.code, members=part.members, calendar=season.calendar, on=season.on, seed=telling.seed
    )
    does = does.counted_at_a_drive() if is_counted else does
    actor = actor_of(part.unit)
    if does.fate is Fate.SILENT and not has_below:
        return does.fate
    typed = does.gave if season.is_from_paper else does.typed
    if not season.is_from_paper:
        campaigns.acknowledge(part, actor=actor, now=at(does.acknowledged_on, 9))
        if does.fate is not Fate.NOTHING or has_below:
            direct(part, actor=actor, on=does.directed_on)
            do_deeds(part, does, actor=actor, seed=telling.seed)
    if has_below:
        reports.accept_all(part, actor=actor, now=at(season.on, 9))
        report(part, typed, nothing=False, actor=actor, now=at(season.on, 10))
        return Fate.ON_TIME
    report(
        part,
        typed,
        nothing=not (typed or does.deeds or is_counted),
        actor=actor,
        now=at(does.reported_on, 15),
    )
    return does.fate


def direct(part: Assignment, *, actor: Actor, on: date) -> None:
    """Issue the unit's implementing document, made from the directive, and note it."""
    now = at(on, 10)
    content = implementing_document(part, DocumentType.PLAN, on=on)
    draft = documents.draft_outgoing(
        part.unit, content, doc_type=DocumentType.PLAN, basis=part.campaign.directive, actor=actor, now=now
    )
    issued = documents.issue(draft, issued_on=on, signer=actor.label, actor=actor, now=now)
    campaigns.direct(part, document=issued, directed_on=on, actor=actor, now=now)


def do_deeds(part: Assignment, does: Part, *, actor: Actor, seed: int) -> None:
    """Record the unit's activities; one in ten has a photo."""
    for deed in does.deeds:
        random = Random(f"{seed} {part.campaign.code} {part.unit.code} {deed.title}")
        has_photo = random.random() < PHOTO_SHARE
        campaigns.record_activity(
            part,
            kind=deed.kind,
            title=deed.title,
            held_on=deed.held_on,
            place=part.unit.place,
            facts=deed.facts,
            evidence=[EvidencePhoto(picture.photo(random), caption=deed.title)] if has_photo else [],
            idempotency_key=uuid.UUID(int=random.getrandbits(128), version=4),
            actor=actor,
            now=at(deed.held_on, 17),
        )


def report(part: Assignment, typed: dict[Fact, int], *, nothing: bool, actor: Actor, now: datetime) -> None:
    """Fill in and send the unit's report."""
    held = report_queries.report_of(part)
    send = reports.submit_nothing if nothing else reports.submit
    if not nothing:
        draft = reports.Draft(totals=typed, results=RESULTS, difficulties=DIFFICULTIES)
        held = reports.save_report(held, draft, version=held.version, actor=actor, now=now)
    send(held, version=held.version, signer=actor.label, signer_title="Chủ tịch", actor=actor, now=now)


def consolidate(telling: Telling, season: Season, root: Assignment) -> None:
    """Let the province take its units' reports, act itself, and issue the official report."""
    actor, now = actor_of(root.unit), at(season.on, 11)
    if not season.is_from_paper:
        campaigns.acknowledge(root, actor=actor, now=at(season.calendar.signed_on, 15))
        direct(root, actor=actor, on=season.calendar.signed_on)
    accepted = len(reports.accept_all(root, actor=actor, now=now))
    report(root, {}, nothing=False, actor=actor, now=now)
    telling.tell(f"Tỉnh nhận {accepted} báo cáo của cấp dưới trực tiếp và tổng hợp")
