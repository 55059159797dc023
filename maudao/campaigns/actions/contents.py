"""Writing what a campaign asks for: days, indicators, slogans, tasks, programmes. Parts of the actions beside it."""

from dataclasses import asdict
from typing import Any

from maudao.campaigns.models import Campaign, Indicator, Programme, Slogan, Task
from maudao.campaigns.rules import (
    PROGRAMMES,
    CampaignDraft,
    IndicatorDraft,
    Quote,
)
from maudao.lib.vietnamese import normalise

DAYS = ("starts_on", "ends_on", "peak_on", "report_due_on")


def fill(campaign: Campaign, draft: CampaignDraft) -> None:
    """Copy the draft's title, days and addressee into the row, which the caller saves."""
    campaign.title = normalise(draft.title)[:300]
    campaign.report_to = normalise(draft.report_to)[:300]
    for name in DAYS:
        setattr(campaign, name, getattr(draft, name))


def write_lists(campaign: Campaign, draft: CampaignDraft) -> None:
    """Replace slogans, tasks and programmes by those of the draft."""
    campaign.slogans.all().delete()
    campaign.tasks.all().delete()
    Slogan.objects.bulk_create(
        Slogan(
            campaign=campaign,
            position=place,
            text=slogan.text[:300],
            is_offered=slogan.is_offered,
            **_at(slogan.quote),
        )
        for place, slogan in enumerate(draft.slogans, start=1)
    )
    Task.objects.bulk_create(
        Task(
            campaign=campaign,
            position=place,
            assignee=task.assignee[:400],
            text=task.text,
            activity_kind=task.activity_kind or "",
            **_at(task.quote),
        )
        for place, task in enumerate(draft.tasks, start=1)
    )
    campaign.programmes.set([_programme(code) for code in draft.programmes])


def _at(quote: Quote) -> dict[str, Any]:
    return {"clause": quote.text, "clause_start": quote.start, "clause_end": quote.end}


def _programme(code: str) -> Programme:
    """Return the programme's row, made from the catalogue when it is first needed."""
    return Programme.objects.get_or_create(code=code, defaults={"name": PROGRAMMES[code][0]})[0]


def write_indicators(campaign: Campaign, draft: CampaignDraft) -> dict[Indicator, Indicator]:
    """Make the draft's indicators the current ones; return those that took another's place, new to old.

    What is unchanged stays. Before the launch old ones go away; after it they are kept with their last version.
    """
    current = {indicator.code: indicator for indicator in campaign.indicators.current()}
    wanted = {one.code: (place, one) for place, one in enumerate(draft.indicators, start=1)}
    replaced = {}
    for code, old in current.items():
        if code not in wanted or not _is_same(old, wanted[code][1]):
            _end(campaign, old)
    for code, (place, one) in wanted.items():
        existing = current.get(code)
        if existing and _is_same(existing, one):
            _move(existing, place)
            continue
        made = _make(campaign, one, place)
        if existing and existing.pk:
            replaced[made] = existing
    return replaced


def _is_same(row: Indicator, draft: IndicatorDraft) -> bool:
    kept = ("name", "measure", "denominator", "bound", "threshold", "clause")
    return all(getattr(row, name) == getattr(draft, name) for name in kept)


def _end(campaign: Campaign, indicator: Indicator) -> None:
    if campaign.launched_at is None:
        indicator.delete()
        return
    indicator.until_version = campaign.version - 1
    indicator.save(update_fields=["until_version"])


def _move(indicator: Indicator, place: int) -> None:
    if indicator.position != place:
        indicator.position = place
        indicator.save(update_fields=["position"])


def _make(campaign: Campaign, draft: IndicatorDraft, place: int) -> Indicator:
    return Indicator.objects.create(
        campaign=campaign,
        code=draft.code,
        position=place,
        name=draft.name[:300],
        measure=draft.measure,
        denominator=draft.denominator,
        bound=draft.bound,
        threshold=draft.threshold,
        since_version=campaign.version,
        clause=draft.clause,
        clause_start=draft.start,
        clause_end=draft.end,
    )


def summary(draft: CampaignDraft) -> dict[str, Any]:
    """Return the draft's plain values for an audit entry."""
    values = asdict(draft)
    return {name: str(values[name] or "") for name in ("title", "report_to", *DAYS)} | {
        "indicators": {one.code: str(one.threshold) for one in draft.indicators}
    }
