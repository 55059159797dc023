"""Test data of reports: plain functions that make rows as the actions do."""

import uuid
from collections.abc import Mapping
from datetime import UTC, date, datetime

from maudao.campaigns.actions import launch, record_activity
from maudao.campaigns.make import part
from maudao.campaigns.models import Activity, Campaign, Indicator
from maudao.campaigns.rules import ActivityKind, Denominator, Fact, Measure
from maudao.organization.make import ACTOR
from maudao.organization.models import Unit
from maudao.reports import actions
from maudao.reports.models import Report
from maudao.reports.queries import FINAL

__all__ = ["DUE", "IN_TIME", "LATE", "LAUNCHED", "accepted", "campaign", "drive", "part", "report", "sent"]

LAUNCHED = datetime(2026, 4, 1, 2, 0, tzinfo=UTC)
IN_TIME = datetime(2026, 4, 28, 2, 0, tzinfo=UTC)  # two days before reports are due
LATE = datetime(2026, 5, 3, 2, 0, tzinfo=UTC)  # three days after
DUE = date(2026, 4, 30)
TARGETS = (
    ("units-active", "Đơn vị có chỉ đạo và có hoạt động", Measure.UNITS_ACTIVE, Denominator.UNITS, 100),
    ("donors-members", "Đoàn viên tham gia hiến máu", Measure.DONORS, Denominator.MEMBERS, 30),
    (
        "units-converted-quota",
        "Lượng máu so với chỉ tiêu Ban Chỉ đạo giao",
        Measure.UNITS_CONVERTED,
        Denominator.QUOTA,
        105,
    ),
)


def campaign(owner: Unit, *, code: str = "ngay-toan-dan-2026", quota: int | None = 40) -> Campaign:
    """Make a campaign of `owner` with the three indicators of the first seed, launched to everything below."""
    made = Campaign.objects.create(
        unit=owner,
        code=code,
        title="Hưởng ứng “Ngày toàn dân hiến máu tình nguyện” 07/4/2026",
        starts_on=date(2026, 4, 1),
        ends_on=DUE,
        peak_on=date(2026, 4, 7),
        report_due_on=DUE,
        created_at=LAUNCHED,
    )
    for position, (indicator, name, measure, denominator, threshold) in enumerate(TARGETS):
        Indicator.objects.create(
            campaign=made,
            code=indicator,
            position=position,
            name=name,
            measure=measure,
            denominator=denominator,
            threshold=threshold,
            clause=f"Chỉ tiêu {position + 1}: {name}.",
        )
    quotas = {"units-converted-quota": quota} if quota else {}
    launch(made, Unit.objects.below(owner), actor=ACTOR, now=LAUNCHED, quotas=quotas)
    made.refresh_from_db()
    return made


def report(of: Campaign, unit: Unit) -> Report:
    """Return a unit's report, opened where it is not."""
    own = part(of, unit)
    actions.open_reports([own], actor=ACTOR, now=LAUNCHED)
    return Report.objects.select_related("assignment__campaign", "assignment__unit").get(
        assignment=own, period=FINAL
    )


def drive(of: Campaign, unit: Unit, facts: Mapping[Fact, int], *, on: date = date(2026, 4, 7)) -> Activity:
    """Make a unit hold a donation day with these figures."""
    return record_activity(
        part(of, unit),
        kind=ActivityKind.DRIVE,
        title="Ngày hội hiến máu",
        held_on=on,
        facts=facts,
        idempotency_key=uuid.uuid4(),
        actor=ACTOR,
        now=IN_TIME,
    )


def sent(
    of: Campaign, unit: Unit, totals: Mapping[Fact, int] | None = None, *, now: datetime = IN_TIME
) -> Report:
    """Make a unit send its report with these totals of its own."""
    draft = actions.Draft(totals or {}, results="Đoàn viên hưởng ứng tích cực.")
    saved = actions.save_report(
        (opened := report(of, unit)), draft, version=opened.version, actor=ACTOR, now=now
    )
    return actions.submit(
        saved, version=saved.version, signer="Lò Thị Hoà", signer_title="Chủ tịch", actor=ACTOR, now=now
    )


def accepted(
    of: Campaign, unit: Unit, totals: Mapping[Fact, int] | None = None, *, now: datetime = IN_TIME
) -> Report:
    """Make a unit's report sent and accepted."""
    return actions.accept(sent(of, unit, totals, now=now), actor=ACTOR, now=now)
