"""Check-in at the drive: a page that works offline, the list that it loads, and what it sends."""

import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_POST, require_safe

from maudao.donors.rules import DonationKind, Sex
from maudao.donors.rules.donations import BAG_ML
from maudao.drives.actions.check_in import Answer, CheckInClosed, sync_check_in
from maudao.drives.actions.planning import ENDED
from maudao.drives.forms.check_in import Unreadable, read_sent
from maudao.drives.models import Drive, Registration
from maudao.drives.queries.check_in import people_at, units_at
from maudao.drives.views.check_in_words import words
from maudao.drives.views.serving import served_drive
from maudao.organization import access
from maudao.organization.audit import Actor
from maudao.organization.rules import Permission

_SHEETS = (
    "reset",
    "tokens",
    "base",
    "layout",
    "actions",
    "forms",
    "states",
    "lists",
    "documents",
    "utilities",
)
_SCRIPTS = "maudao/js/check-in"
_WORKER = f"{_SCRIPTS}/worker.js"
#: What the page needs offline, beside its scripts.
_FILES = (
    *(f"maudao/css/{name}.css" for name in _SHEETS),
    "maudao/css/pages/check-in.css",
    "maudao/icons.svg",
    "maudao/icons/drop.svg",
    "maudao/icons/drop-on-dark.svg",
    "maudao/icons/favicon.svg",
    "maudao/icons/icon-192.png",
    "maudao/icons/icon-512.png",
    "maudao/vendor/jsqr.min.js",
)


@require_safe
@access.opens(Permission.CHECK_IN, served_drive)
@ensure_csrf_cookie
def check_in(request: HttpRequest, drive: Drive) -> HttpResponse:
    """Show the page of those who stand at the drive; its list comes apart, and is kept locked on the device."""
    return HttpResponse(_shell(ended=drive.state if drive.state in ENDED else ""))


@require_safe
@access.public
def check_in_shell(request: HttpRequest, code: str) -> HttpResponse:
    """Give the page without anybody's name, as devices keep it for when there is no network."""
    return HttpResponse(_shell())


@require_safe
@access.public
@cache_control(no_cache=True)
def check_in_worker(request: HttpRequest, code: str) -> HttpResponse:
    """Give the service worker. It names what it keeps by a hash of the contents: what is new is fetched anew."""
    files = dict(_shell_files())
    digest = sha256(_shell().encode())
    for file in files.values():
        digest.update(file.read_bytes())
    told = {"version": digest.hexdigest()[:16], "files": [static(name) for name in files]}
    source = f"self.SHELL = {json.dumps(told)};\n{_found(_WORKER).read_text()}"
    scope = request.path.removesuffix("sw.js")
    return HttpResponse(source, content_type="text/javascript", headers={"Service-Worker-Allowed": scope})


@require_safe
@access.public
def check_in_manifest(request: HttpRequest, code: str) -> JsonResponse:
    """Give what a phone needs to know to put the page on its home screen."""
    said = words()
    icons = [
        {"src": static(f"maudao/icons/icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png"}
        for size in (192, 512)
    ]
    manifest = {
        "id": "./",
        "start_url": "./",
        "scope": "./",
        "name": said["app_name"],
        "short_name": said["app_short_name"],
        "lang": said["language"],
        "display": "standalone",
        "background_color": "#f7f2e7",
        "theme_color": "#fffdf9",
        "icons": icons,
    }
    return JsonResponse(manifest, content_type="application/manifest+json")


@require_safe
@access.opens(Permission.CHECK_IN, served_drive)
@ensure_csrf_cookie
@cache_control(private=True, no_store=True)
def check_in_list(request: HttpRequest, drive: Drive) -> JsonResponse:
    """Give the day's list: no phone and no identity number but its end. Once the day is over it names nobody."""
    now = timezone.now()
    is_over = drive.state in ENDED or drive.held_on < timezone.localdate(now)
    return JsonResponse(
        {
            "now": now.isoformat(),
            "drive": {
                "pk": drive.pk,
                "title": drive.title,
                "place": drive.place,
                "held_on": drive.held_on.isoformat(),
                "closed": drive.state if drive.state in ENDED else "",
            },
            "people": [] if is_over else [_listed(row) for row in people_at(drive)],
            "units": [] if is_over else [[unit.code, unit.name] for unit in units_at(drive)],
        }
    )


@require_POST
@access.opens(Permission.CHECK_IN, served_drive)
def check_in_sync(request: HttpRequest, drive: Drive) -> JsonResponse:
    """Take in what a device wrote down, and answer each line."""
    assert request.user.is_authenticated
    now = timezone.now()
    try:
        sent = read_sent(request.body, today=timezone.localdate(now))
        actor = Actor.of(request.user)
        answers = sync_check_in(drive, sent.records, device=sent.device, actor=actor, now=now)
    except Unreadable as wrong:
        return JsonResponse({"error": wrong.reason}, status=413 if wrong.reason == "too_many" else 400)
    except CheckInClosed as closed:
        return JsonResponse({"closed": closed.reason}, status=409)
    return JsonResponse({"now": now.isoformat(), "answers": [_told(a) for a in [*answers, *sent.refused]]})


def _listed(row: Registration) -> dict[str, Any]:
    donor, donation = row.donor, row.donation
    birth = donor.birth_year or (donor.birth_date.year if donor.birth_date else None)
    return {
        "id": row.pk,
        "ticket": row.ticket,
        "name": donor.full_name,
        "folded": donor.name_folded,
        "birth": birth,
        "last4": donor.identity_last4,
        "slot": f"{timezone.localtime(row.slot.starts_at):%H:%M}" if row.slot else "",
        "unit": row.credited_to.name if row.credited_to else "",
        "walk_in": row.is_walk_in,
        "state": row.state,
        "arrived_at": row.arrived_at.isoformat() if row.arrived_at else "",
        "given": {"kind": donation.kind, "volume_ml": donation.volume_ml} if donation else None,
    }


def _told(answer: Answer) -> dict[str, Any]:
    if answer.reason:
        return {"key": answer.key, "reason": answer.reason}
    return {"key": answer.key, "registration": answer.registration, "state": answer.state}


def _shell(*, ended: str = "") -> str:
    """Return the page, the same at every drive that has not ended, in the language of the request."""
    context = {
        "ended": ended,
        "sheets": [f"maudao/css/{name}.css" for name in _SHEETS],
        "words": words(),
        "sexes": Sex.choices,
        "kinds": DonationKind.choices,
        "bags": BAG_ML,
        "tones": ("good", "wait", "warn", "info", "plain"),
    }
    return render_to_string("drives/check_in.html", context)


def _shell_files() -> Iterator[tuple[str, Path]]:
    """Yield what the page needs offline: the name below the static root, and the file."""
    for name in _FILES:
        yield name, _found(name)
    for script in sorted(_found(_WORKER).parent.glob("*.js")):
        if script.name != "worker.js":
            yield f"{_SCRIPTS}/{script.name}", script


def _found(name: str) -> Path:
    found = finders.find(name)
    assert found, name
    return Path(found)
