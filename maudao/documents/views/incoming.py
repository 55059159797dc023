"""Documents that come in: taken in, checked, entered in the register."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.http.response import FileResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maudao.documents import actions, queries
from maudao.documents.forms.intake import PasteForm, UploadForm
from maudao.documents.forms.review import Review
from maudao.documents.marks import reference_of
from maudao.documents.models import IncomingDocument
from maudao.documents.rules import IncomingState
from maudao.documents.views.review_page import ReviewPage
from maudao.organization import access
from maudao.organization import queries as units
from maudao.organization.audit import Actor
from maudao.organization.models import Unit
from maudao.organization.rules import Permission

_REVIEWED = (IncomingState.PROPOSED, IncomingState.REGISTERED)


def actor_of(request: HttpRequest) -> Actor:
    """Return the signed-in person as the one who acts."""
    assert request.user.is_authenticated  # `opens` lets nobody else in
    return Actor.of(request.user)


@require_http_methods(["GET", "HEAD", "POST"])
@access.opens(Permission.REGISTER_DOCUMENTS, units.unit)
def incoming_upload(request: HttpRequest, unit: Unit) -> HttpResponse:
    """Take in a document: a file, a pasted text, or both."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        form = UploadForm(request.POST, request.FILES)
        if form.is_valid() and (document := _received(request, unit, form)):
            return redirect("incoming_review", pk=document.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "documents/incoming_upload.html", {"unit": unit, "form": form}, status=status)


def _received(request: HttpRequest, unit: Unit, form: UploadForm) -> IncomingDocument | None:
    """Receive what the form holds; a refusal becomes an error of the form."""
    file, text = form.cleaned_data.get("file"), form.cleaned_data["text"]
    try:
        if file is None:
            return actions.receive_text(unit, text, actor=actor_of(request), now=timezone.now())
        data = file.read(actions.MAX_BYTES + 1)
        return actions.receive(
            unit, name=file.name, data=data, text=text, actor=actor_of(request), now=timezone.now()
        )
    except actions.AlreadyReceived as same:
        messages.info(request, _("Văn bản này đã được tiếp nhận trước đó. Đây là bản đang có."))
        return same.document
    except actions.FileRefused as refused:
        form.add_error("file" if file else "text", refused.message)
        return None


@require_http_methods(["GET", "HEAD", "POST"])
@access.opens(Permission.VIEW_DOCUMENTS, queries.incoming_document)
def incoming_review(request: HttpRequest, document: IncomingDocument) -> HttpResponse:
    """Show the document beside what was read in it, correct that, and enter it in the register."""
    may_register = access.may(request, Permission.REGISTER_DOCUMENTS, document.unit)
    if request.method == "POST":
        if not may_register or document.state not in _REVIEWED:
            raise Http404
        return _reviewed(request, document)
    if request.headers.get("HX-Request") and document.state != IncomingState.READING:
        return HttpResponse(headers={"HX-Refresh": "true"})
    if document.state not in _REVIEWED:
        return _state_page(request, document, form=PasteForm(), may_register=may_register)
    return _review_page(request, _review(document), may_register=may_register)


def _review(document: IncomingDocument, data: Any = None) -> Review:
    is_open = document.state == IncomingState.PROPOSED
    earlier = queries.earlier_versions(document) if is_open else []
    return Review(document, earlier, timezone.localdate(), data)


def _review_page(
    request: HttpRequest,
    review: Review,
    *,
    may_register: bool = True,
    must_answer: bool = False,
    status: int = 200,
) -> HttpResponse:
    context = {
        "document": review.document,
        "unit": review.document.unit,
        "page": ReviewPage(review, must_answer=must_answer, opened=request.GET.get("mo", "")),
        "may_register": may_register,
        "is_registered": review.document.state == IncomingState.REGISTERED,
        "replaced": queries.campaign_to_update(review.document),
    }
    return render(request, "documents/incoming_review.html", context, status=status)


def _state_page(
    request: HttpRequest,
    document: IncomingDocument,
    *,
    form: PasteForm,
    may_register: bool,
    status: int = 200,
) -> HttpResponse:
    context = {
        "document": document,
        "unit": document.unit,
        "form": form,
        "may_register": may_register,
        "is_reading": document.state == IncomingState.READING,
        "is_unreadable": document.state == IncomingState.UNREADABLE,
    }
    return render(request, "documents/incoming_state.html", context, status=status)


def _reviewed(request: HttpRequest, document: IncomingDocument) -> HttpResponse:
    """Keep what was sent, and enter the document in the register where that was asked for."""
    review = _review(document, request.POST)
    registering = request.POST.get("action") == "register"
    if not review.is_valid() or (registering and not review.registration.is_valid()):
        messages.error(request, _("Một số ô cần sửa; xem các ô có ghi “Cần sửa”. Chưa lưu gì."))
        return _review_page(request, review, status=422)
    try:
        document = _kept(request, document, review)
    except actions.ChangedMeanwhile:
        message = _(
            "Có người vừa sửa văn bản này. Những chỗ bạn nhập vẫn ở đây; lưu lần nữa sẽ thay bản của họ."
        )
        messages.warning(request, message)
        return _review_page(request, review, status=422)
    return _registered(request, document, review) if registering else _saved(request, document)


def _kept(request: HttpRequest, document: IncomingDocument, review: Review) -> IncomingDocument:
    given = request.POST
    record, sources = review.record(dropped=given.get("remove", ""), restored=given.get("restore", ""))
    return actions.correct(
        document,
        record,
        review.answers.given(),
        sources=sources,
        seen=given.get("seen", ""),
        actor=actor_of(request),
        now=timezone.now(),
    )


def _saved(request: HttpRequest, document: IncomingDocument) -> HttpResponse:
    asked = (request.POST.get(name) for name in ("remove", "restore", "at"))
    place = next((reference_of(place) for place in asked if place), "")
    messages.success(request, _("Đã lưu những chỗ bạn sửa."))
    page = redirect("incoming_review", pk=document.pk)
    if place:
        key = place.split("-")[0]
        page["Location"] += f"?{urlencode({'mo': key})}#section-{key}"
    return page


def _registered(request: HttpRequest, document: IncomingDocument, review: Review) -> HttpResponse:
    given = review.registration.cleaned_data
    chosen = [row.document for row in review.earlier if str(row.document.pk) == given["supersedes"]]
    try:
        document = actions.register(
            document,
            arrived_on=given["arrived_on"],
            supersedes=chosen[0] if chosen else None,
            actor=actor_of(request),
            now=timezone.now(),
        )
    except actions.QuestionsOpen as still:
        count = len(still.questions)
        messages.error(
            request, _("Còn %d câu hỏi cần trả lời trước khi vào sổ. Các chỗ đã sửa vẫn được lưu.") % count
        )
        return _review_page(request, _review(document, None), must_answer=True, status=422)
    number = f"{document.arrival_number}/{document.arrival_year}"
    messages.success(request, _("Đã vào sổ văn bản đến, số đến %s.") % number)
    page = redirect("incoming_review", pk=document.pk)
    page["Location"] += "#main"  # a browser would keep the place of the last save in the address
    return page


@require_POST
@access.opens(Permission.REGISTER_DOCUMENTS, queries.incoming_document)
def incoming_text(request: HttpRequest, document: IncomingDocument) -> HttpResponse:
    """Take the pasted text of a document whose file is not read, or cannot be."""
    form = PasteForm(request.POST)
    if document.state in _REVIEWED or (form.is_valid() and _supplied(request, document, form)):
        return redirect("incoming_review", pk=document.pk)
    return _state_page(request, document, form=form, may_register=True, status=422)


def _supplied(request: HttpRequest, document: IncomingDocument, form: PasteForm) -> bool:
    """Have the pasted text read; a refusal becomes an error of the form."""
    try:
        text = form.cleaned_data["text"]
        actions.supply_text(document, text, actor=actor_of(request), now=timezone.now())
    except actions.FileRefused as refused:
        form.add_error("text", refused.message)
        return False
    except actions.WrongState:
        messages.info(request, _("Văn bản này vừa được đọc xong hoặc đã được bỏ."))
    return True


@require_POST
@access.opens(Permission.REGISTER_DOCUMENTS, queries.incoming_document)
def incoming_discard(request: HttpRequest, document: IncomingDocument) -> HttpResponse:
    """Put aside a document that was sent by mistake."""
    try:
        actions.discard(document, actor=actor_of(request), now=timezone.now())
        messages.success(request, _("Đã bỏ văn bản gửi nhầm; nó không có trong sổ."))
    except actions.WrongState:
        messages.error(request, _("Văn bản đã vào sổ thì không bỏ được."))
        return redirect("incoming_review", pk=document.pk)
    return redirect("incoming_list", code=document.unit.code)


@require_safe
@access.opens(Permission.VIEW_DOCUMENTS, queries.incoming_document)
def incoming_file(request: HttpRequest, document: IncomingDocument) -> HttpResponseBase:
    """Give the file as it came in, always as a download."""
    if document.file is None:
        raise Http404
    return FileResponse(
        document.file.content.open("rb"),
        as_attachment=True,
        filename=document.file.name,
        content_type=document.file.media_type,
        headers={"X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-store"},
    )
