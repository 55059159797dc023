"""Getting a place, or a place in the queue, once a phone is proved: one form, one POST, one ticket."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from maudao.donors.forms.consents import ConsentForm
from maudao.donors.models import Donor
from maudao.donors.queries.consents import standing
from maudao.donors.rules import ConsentPurpose
from maudao.drives.actions.eligible import refusals
from maudao.drives.actions.refusals import AlreadyBooked, BookingRefused, NotTaking
from maudao.drives.actions.self_service import Enrolment, register_self, wait_self
from maudao.drives.forms.booking import NewcomerForm, PlaceForm, WaitingForm, refusal_sentence
from maudao.drives.models import Registration, Slot
from maudao.drives.queries import registrations as queries
from maudao.drives.queries.open_drives import closed_because, slot_rows
from maudao.drives.queries.registrations import Visit
from maudao.organization import access

#: The answer to "for whom?" that is nobody whom the phone knows.
_NEW = "moi"
#: What is asked for here: the rest is asked for where it is used, or on the donor's own pages.
_PURPOSES = (ConsentPurpose.CAMPAIGN, ConsentPurpose.HISTORY, ConsentPurpose.CHAIR_SEES)

#: Refusals after which the form is of no use: the drive's own page says why, and leads to others.
_CLOSED = ("cancelled", "not_open")


@dataclass
class Forms:
    """All forms of the page: the place, the person where it is a new one, and consents where none stands."""

    place: PlaceForm
    donor: Donor | None
    newcomer: NewcomerForm | None
    consents: ConsentForm | None

    def are_valid(self) -> bool:
        """Check all of them, so that all faults show at once."""
        bound = [form for form in (self.place, self.newcomer, self.consents) if form is not None]
        checked = [form.is_valid() for form in bound]
        return all(checked)

    def enrolment(self, phone: str) -> Enrolment:
        """Return what valid forms say."""
        assert self.donor is not None or self.newcomer is not None
        who = self.donor or self.newcomer.newcomer()  # type: ignore[union-attr]  # one of both is there
        given = self.consents.given() if self.consents else []
        return Enrolment(who, phone, consents=given, unit=self.place.cleaned_data.get("unit"))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@access.proven(queries.visit)
def booking_new(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Book a place for somebody of the proved phone. `Accept: application/json` is answered in JSON."""
    if request.method != "POST":
        return _asked_page(request, visit, PlaceForm, "drives/booking_new.html")
    forms, now = _forms(request, visit, PlaceForm), timezone.now()
    if not forms.are_valid():
        return _wrong(request, visit, forms)
    try:
        slot = queries.slot_named(visit.drive, forms.place.cleaned_data["slot"])
        key = str(forms.place.cleaned_data["key"])
        booked = register_self(slot, forms.enrolment(visit.phone), idempotency_key=key, now=now)
    except Slot.DoesNotExist:
        return _refused(request, visit, forms, NotTaking("past"))
    except BookingRefused as refused:
        return _refused(request, visit, forms, refused)
    return _booked(request, booked, is_first=booked.registered_at == now)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@access.proven(queries.visit)
def waiting_new(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Let somebody of the proved phone wait for a place at a full drive."""
    if request.method != "POST":
        return _asked_page(request, visit, WaitingForm, "drives/waiting_new.html")
    forms, now = _forms(request, visit, WaitingForm), timezone.now()
    if not forms.are_valid():
        return _form_page(request, visit, forms, "drives/waiting_new.html", status=422)
    try:
        pk = forms.place.cleaned_data["slot"]
        slot = queries.slot_of(visit.drive, pk) if pk else None
        place = wait_self(visit.drive, forms.enrolment(visit.phone), wanted_slot=slot, now=now)
    except Slot.DoesNotExist:
        forms.place.add_error("slot", refusal_sentence(NotTaking("past")))
    except BookingRefused as refused:
        return _refusal_page(request, visit, forms, refused, "drives/waiting_new.html")
    else:
        return redirect("waiting", drive=place.drive_id, ticket=place.ticket)
    return _form_page(request, visit, forms, "drives/waiting_new.html", status=422)


def _asked_page(request: HttpRequest, visit: Visit, kind: type[PlaceForm], template: str) -> HttpResponse:
    """Ask for whom, where the phone knows somebody; else show the form. A closed drive's page says why."""
    now = timezone.now()
    if closed_because(visit.drive, slot_rows(visit.drive, now=now), now=now):
        return redirect("drive_public", code=visit.drive.code)
    people = list(queries.people_of(visit.phone))
    if people and not request.GET.get("nguoi"):
        return _people_page(request, visit, people)
    forms = _forms(request, visit, kind)
    why = refusals([forms.donor], on=visit.drive.held_on).get(forms.donor.pk) if forms.donor else None
    more: dict[str, Any] = {"cannot": refusal_sentence(why)} if why else {}
    return _form_page(request, visit, forms, template, **more)


def _people_page(request: HttpRequest, visit: Visit, people: list[Donor]) -> HttpResponse:
    """Ask for whom; who may not give on that day is told so here, before anything is filled in."""
    query, cannot = request.GET.copy(), refusals(people, on=visit.drive.held_on)
    rows = [
        {
            "title": one.full_name,
            "url": _with(query, str(one.pk)),
            "meta": refusal_sentence(cannot[one.pk]) if one.pk in cannot else "",
        }
        for one in people
    ]
    context = {"drive": visit.drive, "rows": rows, "new_url": _with(query, _NEW)}
    return render(request, "drives/booking_people.html", context)


def _with(query: Any, who: str) -> str:
    query["nguoi"] = who
    return f"?{query.urlencode()}"


def _forms(request: HttpRequest, visit: Visit, kind: type[PlaceForm]) -> Forms:
    data, today = (request.POST if request.method == "POST" else None), timezone.localdate()
    donor = _chosen(request, visit)
    place = kind(data, initial={"slot": request.GET.get("khung")})
    newcomer = None
    if donor is None:
        newcomer = NewcomerForm(data, today=today, initial={"unit_text": request.GET.get("don-vi", "")[:32]})
    return Forms(place, donor, newcomer, _consents(data, donor))


def _chosen(request: HttpRequest, visit: Visit) -> Donor | None:
    who = request.POST.get("person") or request.GET.get("nguoi", "")
    return (
        queries.person_of(visit.phone, int(who))
        if who.isascii() and who.isdigit() and len(who) < 19
        else None
    )


def _consents(data: Any, donor: Donor | None) -> ConsentForm | None:
    """Ask for consent to take part, and for what goes with a place, where the first does not stand."""
    if donor is not None and donor.has_consented:  # type: ignore[attr-defined]  # read by `person_of`
        return None
    given = standing(donor) if donor is not None else set()
    needed = [ConsentPurpose.CAMPAIGN]
    return ConsentForm(data, on=timezone.localdate(), purposes=_PURPOSES, standing=given, needed=needed)


def _form_page(
    request: HttpRequest, visit: Visit, forms: Forms, template: str, *, status: int = 200, **more: Any
) -> HttpResponse:
    drive, now = visit.drive, timezone.now()
    forms.place.offer_slots(slot_rows(drive, now=now))
    units = queries.taking_part(forms.donor, drive, on=timezone.localdate(now)) if forms.donor else []
    forms.place.offer_units(units)
    context = {"drive": drive, "forms": forms, "person": forms.donor, **more}
    return render(request, template, context, status=status)


def _wrong(request: HttpRequest, visit: Visit, forms: Forms) -> HttpResponse:
    if _wants_json(request):
        shown = [form for form in (forms.place, forms.newcomer, forms.consents) if form is not None]
        errors = {name: said for form in shown for name, said in form.errors.get_json_data().items()}
        return JsonResponse({"reason": "invalid", "errors": errors}, status=422)
    return _form_page(request, visit, forms, "drives/booking_new.html", status=422)


def _refused(request: HttpRequest, visit: Visit, forms: Forms, refused: BookingRefused) -> HttpResponse:
    if _wants_json(request):
        said = {"reason": refused.reason, "message": refusal_sentence(refused)}
        if isinstance(refused, AlreadyBooked):
            said |= _ticket_of(refused.registration)
        return JsonResponse(said, status=409)
    return _refusal_page(request, visit, forms, refused, "drives/booking_new.html")


def _refusal_page(
    request: HttpRequest, visit: Visit, forms: Forms, refused: BookingRefused, template: str
) -> HttpResponse:
    """Show the form again with why, and where to go from here; what was typed stays."""
    if refused.reason in _CLOSED:
        return redirect("drive_public", code=visit.drive.code)
    more: dict[str, Any] = {"refusal": refusal_sentence(refused)}
    if isinstance(refused, AlreadyBooked):
        url = _ticket_of(refused.registration)["url"]
        more["refusal_action"] = {"label": _("Mở vé đã có"), "url": url}
    elif refused.reason == "full":
        url = f"{reverse('waiting_new', kwargs={'code': visit.drive.code})}?{request.GET.urlencode()}"
        more["refusal_action"] = {"label": _("Vào danh sách chờ"), "url": url}
    return _form_page(request, visit, forms, template, status=409, **more)


def _booked(request: HttpRequest, booked: Registration, *, is_first: bool) -> HttpResponse:
    if _wants_json(request):
        return JsonResponse(_ticket_of(booked), status=201 if is_first else 200)
    if is_first:
        messages.success(request, _("Đã giữ chỗ. Lưu vé này, hoặc mở lại từ tin nhắn xác nhận."))
    return redirect("ticket", drive=booked.drive_id, ticket=booked.ticket)


def _ticket_of(booked: Registration) -> dict[str, str]:
    url = reverse("ticket", kwargs={"drive": booked.drive_id, "ticket": booked.ticket})
    return {"ticket": f"{booked.drive_id}-{booked.ticket}", "url": url}


def _wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")
