"""Records that may be one person's: found, seen side by side, merged, and parted again."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maudao.donors.actions import merging as actions
from maudao.donors.models import Donor, DonorMerge
from maudao.donors.queries import duplicates as queries
from maudao.donors.queries.duplicates import Pair, PairAt
from maudao.donors.rules.duplicates import Certainty, Known, Sign
from maudao.donors.views.framing import actor_of, path_to, people_url, person_url
from maudao.lib.identifiers import masked
from maudao.lib.vietnamese import format_date
from maudao.organization import access
from maudao.organization.models import Unit
from maudao.organization.queries import unit as unit_of_code
from maudao.organization.rules import Permission

_SURE: Mapping[Certainty, dict[str, Any]] = {
    Certainty.CERTAIN: {"word": gettext_lazy("gần như chắc chắn"), "tone": "warn"},
    Certainty.LIKELY: {"word": gettext_lazy("nhiều khả năng"), "tone": "warn"},
    Certainty.POSSIBLE: {"word": gettext_lazy("có thể"), "tone": "plain"},
}
_SIGNS: Mapping[Sign, Any] = {
    Sign.NAME: gettext_lazy("trùng họ tên"),
    Sign.CLOSE_NAME: gettext_lazy("họ tên gần giống"),
    Sign.IDENTITY: gettext_lazy("trùng số căn cước"),
    Sign.PHONE: gettext_lazy("trùng số điện thoại"),
    Sign.BIRTH_DATE: gettext_lazy("trùng ngày sinh"),
    Sign.BIRTH_YEAR: gettext_lazy("trùng năm sinh"),
}
_REFUSED: Mapping[str, Any] = {
    "same_record": gettext_lazy("Đây là một hồ sơ, không có gì để gộp."),
    "merged_already": gettext_lazy("Một trong hai hồ sơ đã được gộp trước đó. Hãy tải lại danh sách."),
    "consents_disagree": gettext_lazy(
        "Ở một hồ sơ người này đã rút lại điều mà hồ sơ kia còn đồng ý. Hãy hỏi người đó, ghi lại cho khớp, rồi gộp."
    ),
    "both_have": gettext_lazy(
        "Hai hồ sơ cùng có một mục không thể thành hai: %(what)s. Hãy huỷ bớt ở một hồ sơ, rồi gộp."
    ),
}
_STANDS: Mapping[str, Any] = {
    "undone_already": gettext_lazy("Hai hồ sơ đã được tách trước đó."),
    "merged_since": gettext_lazy("Hồ sơ này đã được gộp tiếp. Hãy tách lần gộp sau trước."),
    "later_records": gettext_lazy(
        "Sau khi gộp đã có ghi chép mới gắn với cả hai hồ sơ, nên không tách được nữa."
    ),
}


@never_cache
@require_safe
@access.opens(Permission.MANAGE_DONORS, unit_of_code)
def duplicate_list(request: HttpRequest, unit: Unit) -> HttpResponse:
    """Show the pairs of records that may be one person's."""
    pairs = queries.possible_duplicates(unit, on=timezone.localdate())
    context = {
        "unit": unit,
        "path": path_to(unit),
        "rows": [_row(pair, unit) for pair in pairs],
        "back_url": people_url("people_list", unit),
    }
    return render(request, "donors/merge_list.html", context)


def _row(pair: Pair, unit: Unit) -> dict[str, Any]:
    one, other = pair.first.full_name, pair.second.full_name
    return {
        "title": one if one == other else f"{one} – {other}",
        "meta": " · ".join(str(_SIGNS[sign]) for sign in pair.signs),
        "badge": _SURE[pair.certainty],
        "url": merge_url(unit, pair.first, pair.second),
    }


def merge_url(unit: Unit, kept: Donor, merged: Donor) -> str:
    """Return the address at which two records are seen side by side, the one to be kept first."""
    return reverse("merge_preview", kwargs={"code": unit.code, "first": kept.pk, "second": merged.pk})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@access.opens(Permission.MANAGE_DONORS, queries.pair_at)
def merge_preview(request: HttpRequest, pair: PairAt) -> HttpResponse:
    """Show two records side by side and what they would be as one; merge them where asked to."""
    kept, merged, unit = pair.first, pair.second, pair.unit
    if request.method == "POST" and _merged(request, pair):
        return redirect(person_url("person", unit, kept))
    context = {
        "unit": unit,
        "path": [*path_to(unit), {"label": _("Hồ sơ trùng"), "url": people_url("duplicate_list", unit)}],
        "kept": kept,
        "merged": merged,
        "lines": list(_lines(kept, merged)),
        "phones_differ": bool(kept.phone_hash and merged.phone_hash and kept.phone_hash != merged.phone_hash),
        "other_way_url": merge_url(unit, merged, kept),
        "back_url": people_url("duplicate_list", unit),
    }
    return render(
        request, "donors/merge_preview.html", context, status=422 if request.method == "POST" else 200
    )


def _merged(request: HttpRequest, pair: PairAt) -> bool:
    """Merge two records; a refusal becomes a message."""
    try:
        actions.merge_donors(
            pair.first, pair.second, unit=pair.unit, actor=actor_of(request), now=timezone.now()
        )
    except actions.MergeRefused as refused:
        messages.error(request, str(_REFUSED[refused.reason]) % {"what": refused.what})
        return False
    messages.success(request, _("Đã gộp thành một hồ sơ. Có thể tách lại ở cuối trang này."))
    return True


@dataclass(frozen=True)
class Line:
    """One thing that is known: what each record says of it, what is kept, and whether the two say different things."""

    label: str
    kept: str
    merged: str
    result: str
    differ: bool


def _lines(kept: Donor, merged: Donor) -> Iterator[Line]:
    ours, theirs = queries.known_as(kept), queries.known_as(merged)
    filled = queries.filled_in(kept, merged)
    birth = {"birth_date", "birth_year"} & set(filled)
    yield _line(_("Họ và tên"), ours.full_name, theirs.full_name)
    yield _line(_("Sinh"), _birth(ours), _birth(theirs), takes_theirs=bool(birth))
    yield _line(_("Giới tính"), str(kept.get_sex_display()), str(merged.get_sex_display()))
    yield _line(_("Điện thoại"), _phone(ours), _phone(theirs))
    yield _line(_("Số căn cước"), _last4(kept), _last4(merged))


def _line(label: str, ours: str, theirs: str, *, takes_theirs: bool = False) -> Line:
    result = theirs if takes_theirs else ours or theirs
    return Line(
        label, ours or "—", theirs or "—", result or "—", differ=bool(ours and theirs and ours != theirs)
    )


def _birth(known: Known) -> str:
    return format_date(known.birth_date) if known.birth_date else str(known.birth_year or "")


def _phone(known: Known) -> str:
    return masked(known.phone) if known.phone else ""


def _last4(donor: Donor) -> str:
    return f"••••{donor.identity_last4}" if donor.identity_last4 else ""


@require_POST
@access.opens(Permission.MANAGE_DONORS, queries.merge_at)
def merge_undo(request: HttpRequest, merge: DonorMerge) -> HttpResponse:
    """Make two records of one again."""
    try:
        actions.undo_merge(merge, actor=actor_of(request), now=timezone.now())
        messages.success(request, _("Đã tách lại thành hai hồ sơ như trước khi gộp."))
    except actions.UndoRefused as refused:
        messages.error(request, str(_STANDS[refused.reason]))
    return redirect(people_url("duplicate_list", merge.unit))
