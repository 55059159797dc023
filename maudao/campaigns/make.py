"""Test data: plain functions that make campaigns, parts and activities as the actions do."""

import uuid
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from maudao.campaigns import actions
from maudao.campaigns.models import Activity, Assignment, Campaign
from maudao.campaigns.queries import participants
from maudao.campaigns.rules import ActivityKind, Fact, draft_from
from maudao.documents import actions as documents
from maudao.documents.make import issued
from maudao.documents.models import IncomingDocument
from maudao.documents.records import NOT_SAID, empty_record, questions_of
from maudao.organization.make import ACTOR, NOW
from maudao.organization.models import Unit

HELD_ON = date(2026, 3, 28)

_TARGETS = (
    ("units_percent", 100, "exact", "100% công đoàn các cấp có chỉ đạo và hoạt động cụ thể để hưởng ứng"),
    ("members_percent", 30, "at_least", "ít nhất 30% đoàn viên tham gia hiến máu tình nguyện"),
    ("over_quota_percent", 5, "at_least", "đạt hoặc vượt 5% chỉ tiêu do Ban Chỉ đạo cùng cấp giao"),
)

#: What a careful person reads in a small directive with the three targets that campaigns usually have.
RECORD: dict[str, Any] = {
    **empty_record(),
    "doc_type": "hướng dẫn",
    "issuer": "Liên đoàn Lao động tỉnh Mường Thử",
    "number": "12/HD-LĐLĐ",
    "date": "2026-03-15",
    "subject": "Hưởng ứng “Ngày toàn dân hiến máu tình nguyện” 07/4/2026",
    "targets": [
        {"text": text, "kind": kind, "value": value, "unit_of_measure": "%", "bound": bound, "scope": None}
        for kind, value, bound, text in _TARGETS
    ],
    "window": {"start": "2026-03-20", "end": "2026-04-30", "peak": "2026-04-07"},
    "report_deadlines": [
        {
            "date": "2026-05-05",
            "to": "Liên đoàn Lao động tỉnh",
            "what": "report",
            "text": "chậm nhất ngày 05/5/2026",
        }
    ],
    "messages": ["Hiến giọt máu đào - Trao đời sự sống", "Hiến máu cứu người - Xin hiến thường xuyên"],
    "tasks": [
        {"assignee": "Công đoàn cơ sở", "text": "Treo băng rôn, khẩu hiệu hưởng ứng"},
        {"assignee": "Công đoàn cơ sở", "text": "Tổ chức tuyên truyền trên mạng xã hội của đơn vị"},
        {"assignee": "Các cấp công đoàn", "text": "Tổ chức ngày hội hiến máu, lồng ghép Tháng Công nhân"},
        {"assignee": None, "text": "Biểu dương tập thể, cá nhân tiêu biểu"},
    ],
}


def directive(
    unit: Unit,
    *,
    number: int = 12,
    record: Mapping[str, Any] | None = None,
    answers: Mapping[str, Any] | None = None,
    now: datetime = NOW,
) -> IncomingDocument:
    """Make a directive in the incoming register that says `RECORD`, with `record` in place of its own values."""
    document = documents.receive_text(
        unit, f"Hướng dẫn số {number}/HD-LĐLĐ về hiến máu.", actor=ACTOR, now=now
    )
    said = {**RECORD, "number": f"{number}/HD-LĐLĐ", **(record or {})}
    left_open = dict.fromkeys([question["pointer"] for question in questions_of(document.proposal)], NOT_SAID)
    document = documents.correct(document, said, {**left_open, **(answers or {})}, actor=ACTOR, now=now)
    return documents.register(document, arrived_on=date(2026, 3, 20), actor=ACTOR, now=now)


def drafted(
    unit: Unit,
    *,
    number: int = 12,
    record: Mapping[str, Any] | None = None,
    answers: Mapping[str, Any] | None = None,
) -> Campaign:
    """Make a campaign of `unit` that is not launched yet."""
    document = directive(unit, number=number, record=record)
    draft = draft_from(document.record, {**document.answers, **(answers or {})}, text=document.text)
    return actions.create_campaign(document, draft=draft, actor=ACTOR, now=NOW)


def launched(
    unit: Unit,
    *,
    number: int = 12,
    quota: int | None = 40,
    record: Mapping[str, Any] | None = None,
    answers: Mapping[str, Any] | None = None,
    now: datetime = NOW,
) -> Campaign:
    """Make a campaign of `unit` that runs in its whole subtree."""
    campaign = drafted(unit, number=number, record=record, answers=answers)
    quotas = {} if quota is None else {"units-converted-quota": quota}
    everybody = participants(campaign, None, on=now.date())
    actions.launch(campaign, everybody, quotas=quotas, actor=ACTOR, now=now)
    campaign.refresh_from_db()
    return campaign


def part(campaign: Campaign, unit: Unit) -> Assignment:
    """Return the unit's part in a campaign."""
    return Assignment.objects.select_related("campaign__unit", "unit").get(campaign=campaign, unit=unit)


def activity(
    assignment: Assignment,
    *,
    kind: ActivityKind = ActivityKind.BANNER,
    title: str = "Treo băng rôn tại cổng",
    held_on: date = HELD_ON,
    facts: Mapping[Fact, int] | None = None,
    evidence: tuple[actions.Piece, ...] = (),
    now: datetime = NOW,
) -> Activity:
    """Make an activity that a unit recorded."""
    return actions.record_activity(
        assignment,
        kind=kind,
        title=title,
        held_on=held_on,
        facts=facts,
        evidence=evidence,
        idempotency_key=uuid.uuid4(),
        actor=ACTOR,
        now=now,
    )


def drive(assignment: Assignment, *, donors: int, volume_ml: int | None = None) -> Activity:
    """Make a donation day with so many donors, each of 250 ml unless told."""
    volume = {} if volume_ml is None else {Fact.VOLUME_ML: volume_ml}
    facts = {Fact.DONORS: donors, Fact.BAGS_250: donors, **volume}
    return activity(assignment, kind=ActivityKind.DRIVE, title="Ngày hội hiến máu", facts=facts)


def directed(assignment: Assignment) -> Assignment:
    """Make a unit pass the campaign on by a document of its own register."""
    plan = issued(assignment.unit, subject="Kế hoạch hưởng ứng hiến máu tình nguyện")
    return actions.direct(assignment, document=plan, directed_on=date(2026, 3, 25), actor=ACTOR, now=NOW)
