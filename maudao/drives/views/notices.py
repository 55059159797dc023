"""Telling the unit's own people that a drive has moved or is cancelled."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from maudao.drives.actions.notifying import NoticeReplaced, end_notice
from maudao.drives.models import Notice
from maudao.drives.queries import notices as queries
from maudao.drives.queries.drives import slots_of
from maudao.drives.rules import NoticeKind
from maudao.drives.views.manage import actor_of
from maudao.messaging.channels import can_send
from maudao.organization import access
from maudao.organization.rules import Permission


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@access.opens(Permission.MANAGE_DONORS, queries.notice)
def notice(request: HttpRequest, found: Notice) -> HttpResponse:
    """Show whom the unit tells, and write down that it has."""
    if request.method == "POST":
        return _ended(request, found)
    drive, is_moved = found.drive, found.kind == NoticeKind.MOVED
    desk = reverse("desk", kwargs={"code": found.unit.code})
    context: dict[str, Any] = {
        "notice": found,
        "drive": drive,
        "is_moved": is_moved,
        "has_moved_day": is_moved and found.was_on != drive.held_on,
        "starts_at": next((slot.starts_at for slot in slots_of(drive)), None) if is_moved else None,
        "people": queries.notice_people(found),
        "are_messages_sent": can_send(),
        "path": [{"label": _("Cần làm"), "url": desk}],
        "back_url": desk,
    }
    return render(request, "drives/notice.html", context)


def _ended(request: HttpRequest, found: Notice) -> HttpResponse:
    """End the notice that the page showed; not one that has come since, of which nobody was told."""
    try:
        if request.POST.get("notice") != str(found.pk):
            raise NoticeReplaced
        end_notice(found, actor=actor_of(request), now=timezone.now())
    except NoticeReplaced:
        messages.warning(request, _("Đợt này vừa đổi một lần nữa. Xin xem lại và báo theo tin mới."))
        return redirect("notice", code=found.unit.code, drive=found.drive.code)
    messages.success(request, _("Đã ghi là đã báo. Cảm ơn anh/chị."))
    return redirect("desk", code=found.unit.code)
