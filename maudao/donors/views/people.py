"""The people of a unit: whom it knows, how to reach them, and what each consented to."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maudao.donors.actions import memberships
from maudao.donors.actions.people import IdentityTaken, enter_on_paper, known_of, revise_on_paper
from maudao.donors.forms.people import EditForm, LeaveForm, PeopleFilter, PersonForm
from maudao.donors.models import Donation, Donor
from maudao.donors.queries import people as queries
from maudao.donors.queries.consents import standing
from maudao.donors.queries.people import PersonAt, person_at
from maudao.donors.rules import ConsentPurpose
from maudao.donors.views.framing import actor_of, path_to, people_url, person_url
from maudao.lib.vietnamese import format_date
from maudao.organization import access
from maudao.organization.models import Unit
from maudao.organization.queries import unit as unit_of_code
from maudao.organization.rules import Permission

_PER_PAGE = 50


@never_cache
@require_safe
@access.opens(Permission.VIEW_DONORS, unit_of_code)
def people_list(request: HttpRequest, unit: Unit) -> HttpResponse:
    """Show the members of the unit, or those who were members before."""
    form = PeopleFilter(request.GET)
    chosen = form.chosen()
    people = queries.people_of(unit, on=timezone.localdate(), **chosen)
    page = Paginator(people, _PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "unit": unit,
        "path": path_to(unit, people=False),
        "form": form,
        "is_filtered": any(chosen.values()),
        "page": page,
        "rows": [_row(donor, unit, has_left="has_left" in chosen) for donor in page],
        "may_manage": access.may(request, Permission.MANAGE_DONORS, unit),
    }
    return render(request, "donors/people_list.html", context)


def _row(donor: Donor, unit: Unit, *, has_left: bool) -> list[dict[str, Any]]:
    has_consent: bool = donor.has_consent  # type: ignore[attr-defined]  # annotated by `people_of`
    consent = (
        {"word": _("đã ghi"), "tone": "good"} if has_consent else {"word": _("chưa ghi"), "tone": "plain"}
    )
    name = {"label": _("Họ và tên"), "text": donor.full_name, "url": person_url("person", unit, donor)}
    if has_left:
        return [name, {"label": _("Sinh"), "text": _birth(donor)}]
    return [
        name,
        {"label": _("Sinh"), "text": _birth(donor)},
        {"label": _("Điện thoại"), "text": queries.masked_phone(donor) or _("chưa có")},
        {"label": _("Sự đồng ý"), "badge": consent},
    ]


def _birth(donor: Donor) -> str:
    return format_date(donor.birth_date) if donor.birth_date else str(donor.birth_year or "—")


@never_cache
@require_safe
@access.opens(Permission.VIEW_DONORS, person_at)
def person(request: HttpRequest, found: PersonAt) -> HttpResponse:
    """Show one person as far as the unit may see them; of somebody who left, the name and the memberships."""
    donor, unit = found.donor, found.unit
    is_member = queries.is_member(donor, unit, on=timezone.localdate())
    purposes = standing(donor)
    context = {
        "unit": unit,
        "path": path_to(unit),
        "donor": donor,
        "is_member": is_member,
        "facts": list(_facts(donor, purposes)) if is_member else [],
        "phone": queries.phone_of(donor) if is_member else "",
        "memberships": queries.memberships_of(donor),
        "purposes": [purpose.label for purpose in ConsentPurpose if purpose in purposes],
        "may_see_donations": ConsentPurpose.CHAIR_SEES in purposes,
        "donations": _donation_rows(queries.donations_seen(donor, purposes=purposes)) if is_member else [],
        "merges": queries.merges_of(donor, unit),
        "may_manage": access.may(request, Permission.MANAGE_DONORS, unit),
    }
    return render(request, "donors/person.html", context)


def _facts(donor: Donor, purposes: set[ConsentPurpose]) -> Iterator[tuple[str, str]]:
    """Return what is known of a member; a blood group only while the consent to keep it stands."""
    missing = _("chưa có")
    yield _("Ngày sinh"), _birth(donor)
    yield _("Giới tính"), str(donor.get_sex_display()) or missing
    last4 = donor.identity_last4
    yield _("Số căn cước"), _("4 số cuối %(last4)s") % {"last4": last4} if last4 else missing
    if ConsentPurpose.BLOOD_GROUP in purposes and donor.blood_group:
        source = donor.get_blood_group_source_display()
        yield _("Nhóm máu"), f"{donor.get_blood_group_display()} ({source})"


def _donation_rows(donations: QuerySet[Donation]) -> list[list[dict[str, Any]]]:
    return [
        [
            {"label": _("Ngày"), "text": format_date(donation.donated_on)},
            {"label": _("Loại"), "text": donation.get_kind_display()},
            {"label": _("Thể tích"), "text": f"{donation.volume_ml} ml", "number": True},
        ]
        for donation in donations
    ]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@access.opens(Permission.MANAGE_DONORS, unit_of_code)
def person_new(request: HttpRequest, unit: Unit) -> HttpResponse:
    """Enter a colleague; one who is on record already becomes a member, and what the record has stays."""
    form = PersonForm(request.POST if request.method == "POST" else None, today=timezone.localdate())
    if form.is_valid() and (donor := _entered(request, unit, form)):
        messages.success(request, _("Đã ghi %s vào danh sách đoàn viên.") % donor.full_name)
        return redirect(person_url("person", unit, donor))
    context = {"unit": unit, "path": path_to(unit), "form": form, "back_url": people_url("people_list", unit)}
    return render(request, "donors/person_new.html", context, status=422 if form.is_bound else 200)


def _entered(request: HttpRequest, unit: Unit, form: PersonForm) -> Donor | None:
    """Enter whom the form names; a refusal becomes an error of the form."""
    try:
        return enter_on_paper(
            form.said(),
            unit=unit,
            member_from=form.cleaned_data["member_from"],
            purposes=form.purposes(),
            actor=actor_of(request),
            now=timezone.now(),
        )
    except IdentityTaken:
        form.add_error("identity", _taken())
    return None


def _taken() -> str:
    return _(
        "Số này đang ghi cho một người có tên khác. Hãy xem lại số trên thẻ và họ tên; nếu vẫn đúng, để trống ô này "
        "và báo cho người quản trị."
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@access.opens(Permission.MANAGE_DONORS, person_at)
def person_edit(request: HttpRequest, found: PersonAt) -> HttpResponse:
    """Correct what is on record of a member."""
    donor, unit, today = found.donor, found.unit, timezone.localdate()
    if not queries.is_member(donor, unit, on=today):
        messages.info(request, _("Người này đã rời đơn vị. Hãy ghi lại là đoàn viên trước khi sửa."))
        return redirect(person_url("person", unit, donor))
    consented = ConsentPurpose.BLOOD_GROUP in standing(donor)
    data = request.POST if request.method == "POST" else None
    form = EditForm(data, today=today, person=known_of(donor), consented=consented)
    if form.is_valid() and _revised(request, found, form):
        messages.success(request, _("Đã lưu."))
        return redirect(person_url("person", unit, donor))
    context = {
        "unit": unit,
        "donor": donor,
        "path": path_to(unit, donor=donor),
        "form": form,
        "back_url": person_url("person", unit, donor),
    }
    return render(request, "donors/person_edit.html", context, status=422 if form.is_bound else 200)


def _revised(request: HttpRequest, found: PersonAt, form: EditForm) -> Donor | None:
    """Correct the record as the form says; a refusal becomes an error of the form."""
    try:
        return revise_on_paper(
            found.donor,
            form.said(),
            unit=found.unit,
            purposes=form.purposes(),
            actor=actor_of(request),
            now=timezone.now(),
        )
    except IdentityTaken:
        form.add_error("identity", _taken())
    return None


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@access.opens(Permission.MANAGE_DONORS, person_at)
def person_leave(request: HttpRequest, found: PersonAt) -> HttpResponse:
    """Note the last day of a membership; what the person gave stays theirs."""
    donor, unit = found.donor, found.unit
    form = LeaveForm(request.POST if request.method == "POST" else None, today=timezone.localdate())
    if form.is_valid() and _left(request, found, form):
        return redirect(people_url("people_list", unit))
    context = {
        "unit": unit,
        "donor": donor,
        "path": path_to(unit, donor=donor),
        "form": form,
        "back_url": person_url("person", unit, donor),
    }
    return render(request, "donors/person_leave.html", context, status=422 if form.is_bound else 200)


def _left(request: HttpRequest, found: PersonAt, form: LeaveForm) -> bool:
    """Note that the person leaves; a refusal becomes an error of the form."""
    day, actor = form.cleaned_data["last_day"], actor_of(request)
    try:
        memberships.leave_unit(found.donor, found.unit, last_day=day, actor=actor, now=timezone.now())
    except memberships.LeftBeforeJoining:
        form.add_error("last_day", _("Ngày này trước ngày vào đơn vị. Hãy chọn ngày muộn hơn."))
        return False
    except memberships.NotMember:
        messages.info(request, _("%s đã được ghi rời đơn vị trước đó.") % found.donor.full_name)
        return True
    values = {"name": found.donor.full_name, "day": format_date(day)}
    messages.success(request, _("%(name)s là đoàn viên của đơn vị đến hết ngày %(day)s.") % values)
    return True


@require_POST
@access.opens(Permission.MANAGE_DONORS, person_at)
def person_join(request: HttpRequest, found: PersonAt) -> HttpResponse:
    """Make somebody who left a member again, from today on."""
    memberships.join_unit(
        found.donor, found.unit, on=timezone.localdate(), actor=actor_of(request), now=timezone.now()
    )
    messages.success(request, _("%s lại là đoàn viên của đơn vị từ hôm nay.") % found.donor.full_name)
    return redirect(person_url("person", found.unit, found.donor))
