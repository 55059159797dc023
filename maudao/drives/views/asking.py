"""The chair's one screen: my target, booked, came, gave, still to ask and whom; and noting that somebody was asked."""

from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from maudao.campaigns.actions import CampaignClosed
from maudao.campaigns.models import Assignment
from maudao.campaigns.queries import assignment as find_part
from maudao.campaigns.queries import fact_totals, indicator_results
from maudao.campaigns.rules import Fact
from maudao.campaigns.views import asking as frame
from maudao.campaigns.views.presenting import ProgressLine, progress_lines
from maudao.drives.actions.asking import ask_person as note_asked
from maudao.drives.forms.asking import AnswerForm
from maudao.drives.models import Ask, Drive
from maudao.drives.queries import asking as queries
from maudao.drives.queries.asking import Asking, Mine, NearDrive, Seen, Stage, ToAsk
from maudao.drives.queries.counting import late_facts
from maudao.drives.rules import AskAnswer
from maudao.drives.rules.asking import Colleague
from maudao.drives.views.counting import late_sentence
from maudao.organization import access
from maudao.organization.rules import Permission

_PER_PAGE = 20
_TONES = {AskAnswer.YES: "good", AskAnswer.NO: "plain", AskAnswer.OPEN: "wait"}
_STAGES = {Stage.GAVE: "good", Stage.CAME: "info", Stage.BOOKED: "wait"}


@require_safe
@access.opens(Permission.VIEW_DONORS, find_part)
def chair(request: HttpRequest, part: Assignment) -> HttpResponse:
    """Show how far the unit is, the drives that are near, and whom to ask."""
    now, today = timezone.now(), timezone.localdate()
    asking = queries.asking(part, now=now, today=today)
    may_ask = access.may(request, Permission.MANAGE_DONORS, part.unit)
    context = frame.context_of(
        request,
        part,
        lines=_lines(part),
        late=late_sentence(late_facts(part)),
        drives=[_drive_row(one, part, may_register=may_ask) for one in asking.drives],
        next_drive=asking.next_drive,
        seen=_seen_rows(queries.seen(part, today=today)),
        **_asking(request, part, asking, today=today, may_ask=may_ask),
    )
    return render(request, "drives/chair.html", context)


def _asking(
    request: HttpRequest, part: Assignment, asking: Asking, *, today: date, may_ask: bool
) -> dict[str, Any]:
    """Whom to ask, and who was asked. Once it is over, nobody is asked any more, and the page says why."""
    is_running = not asking.over
    found: list[Colleague] = queries.to_ask(part, on=asking.on, today=today) if is_running else []
    page = Paginator(found, _PER_PAGE).get_page(request.GET.get("page"))
    rows = queries.shown(list(page), with_phones=may_ask)
    return {
        "is_running": is_running,
        "may_ask": may_ask and is_running,
        "over": asking.over,
        "asked_for": asking.on,
        "is_full": asking.is_full,
        "tiles": _tiles(part, len(found)),
        "page": page,
        "rows": [_person_row(row, part) for row in rows],
        "asked": [
            _asked_row(ask, part, asking.next_drive if may_ask else None) for ask in queries.asked(part)
        ],
    }


def _lines(part: Assignment) -> list[ProgressLine]:
    """What the unit was given in numbers."""
    return [
        line for line in progress_lines(indicator_results(part), part) if line.targets and not line.is_single
    ]


def _tiles(part: Assignment, left: int) -> list[dict[str, Any]]:
    """What the unit itself comes to, each figure a link to what it is made of."""
    totals = fact_totals(Assignment.objects.filter(pk=part.pk))
    shown = (
        (_("Đã đăng ký"), Fact.REGISTERED),
        (_("Đã đến"), Fact.ARRIVED),
        (_("Đã hiến"), Fact.DONORS),
    )
    tiles = [{"label": label, "number": totals.get(fact, 0), "fact": fact.value} for label, fact in shown]
    return [*tiles, {"label": _("Còn để hỏi"), "number": left, "fact": ""}]


def _drive_row(near: NearDrive, part: Assignment, *, may_register: bool) -> dict[str, Any]:
    """A drive as a line: to register at where there are places, else what it is."""
    drive = near.drive
    at = {"code": part.unit.code, "drive": drive.code}
    is_open = may_register and near.places_left > 0
    return {
        "title": drive.title,
        "url": reverse("colleagues", kwargs=at)
        if is_open
        else reverse("drive_public", kwargs={"code": drive.code}),
        "meta": " · ".join([f"{drive.held_on:%d/%m/%Y}", drive.place]),
        "left": near.places_left,
    }


def _person_row(row: ToAsk, part: Assignment) -> dict[str, Any]:
    return {
        "pk": row.donor.pk,
        "name": row.donor.full_name,
        "meta": _history(row),
        "phone": row.phone,
        "url": _ask_url(part, row.donor.pk),
    }


def _ask_url(part: Assignment, pk: int) -> str:
    kwargs = {"campaign": part.campaign.code, "unit": part.unit.code, "pk": pk}
    return reverse("ask_person", kwargs=kwargs)


def _history(row: ToAsk) -> str:
    if row.last_gave_on is None:
        return ""
    return _("Đã hiến %(count)s lần, lần gần nhất %(month)s") % {
        "count": row.gave,
        "month": f"{row.last_gave_on:%m/%Y}",
    }


def _asked_row(ask: Ask, part: Assignment, drive: Drive | None) -> dict[str, Any]:
    """Somebody who was asked: who wants to take part can be registered at `drive`, whoever it is can answer anew."""
    answer = AskAnswer(ask.answer)
    return {
        "name": ask.donor.full_name,
        "meta": _("hỏi ngày %(day)s") % {"day": f"{timezone.localdate(ask.asked_at):%d/%m/%Y}"},
        "badge": {"word": str(answer.label), "tone": _TONES[answer]},
        "url": _ask_url(part, ask.donor_id),
        "book_url": _book_url(part, ask, drive) if drive and answer == AskAnswer.YES else "",
    }


def _book_url(part: Assignment, ask: Ask, drive: Drive) -> str:
    address = reverse("colleagues", kwargs={"code": part.unit.code, "drive": drive.code})
    return f"{address}?chon={ask.donor_id}"


def _seen_rows(seen: Seen) -> dict[str, Any]:
    words = {Stage.BOOKED: _("đã đăng ký"), Stage.CAME: _("đã đến"), Stage.GAVE: _("đã hiến")}
    return {
        "rows": [
            {"title": donor.full_name, "badge": {"word": words[stage], "tone": _STAGES[stage]}}
            for donor, stage in seen.named
        ],
        "others": seen.others,
    }


@require_POST
@access.opens(Permission.MANAGE_DONORS, queries.colleague)
def ask_person(request: HttpRequest, mine: Mine) -> HttpResponse:
    """Note that a colleague was asked, and what the answer was."""
    form = AnswerForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Chọn một câu trả lời: có, để sau hoặc không."))
        return _back(request, mine)
    try:
        ask = _noted(request, mine, AskAnswer(form.cleaned_data["answer"]), now=timezone.now())
    except CampaignClosed as refused:
        messages.error(request, refused.closed.sentence)
        return _back(request, mine)
    if is_swapped(request):
        return _swapped(request, mine.part, ask)
    messages.success(request, _("Đã ghi: %(name)s.") % {"name": mine.donor.full_name})
    return _back(request, mine)


def _swapped(request: HttpRequest, part: Assignment, ask: Ask) -> HttpResponse:
    """Answer htmx with the person's line, and with the figures that change with it."""
    now, today = timezone.now(), timezone.localdate()
    asking = queries.asking(part, now=now, today=today)
    left = 0 if asking.over else len(queries.to_ask(part, on=asking.on, today=today))
    context = {
        "row": _asked_row(ask, part, asking.next_drive),
        "may_ask": not asking.over,
        "tiles": _tiles(part, left),
        "campaign": part.campaign,
        "unit": part.unit,
        "left": left,
        "asked_for": asking.on,
    }
    return render(request, "drives/_asked_answer.html", context)


def _noted(request: HttpRequest, mine: Mine, answer: AskAnswer, *, now: datetime) -> Ask:
    actor = frame.actor_of(request)
    return note_asked(mine.donor, mine.part, answer=answer, actor=actor, now=now)


def is_swapped(request: HttpRequest) -> bool:
    """Say whether htmx asks for the line alone."""
    return request.headers.get("HX-Request") == "true"


def _back(request: HttpRequest, mine: Mine) -> HttpResponse:
    """Go back to the screen, at the list; also where htmx has asked for one line of it."""
    address = f"{frame.address('chair', mine.part)}#hoi"
    return HttpResponseClientRedirect(address) if is_swapped(request) else redirect(address)
