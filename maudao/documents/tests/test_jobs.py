"""Scans are read by the worker, also when one worker was killed."""

import io
import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from PIL import Image, ImageDraw, ImageFont
from procrastinate.contrib.django.models import ProcrastinateJob

from maudao.documents import actions, jobs, make
from maudao.documents.models import IncomingDocument
from maudao.documents.reader.extract import ocr
from maudao.documents.rules import IncomingState
from maudao.documents.writer import typeface
from maudao.organization.make import ACTOR, NOW
from maudao.organization.make import unit as make_unit

FONT = Path(typeface.__file__).parent / "fonts" / "Tinos-Regular.ttf"
LONG_AGO = timezone.now() - jobs.STUCK_AFTER - timedelta(minutes=1)

needs_ocr = pytest.mark.skipif(not ocr.can_read_pictures(), reason="tesseract is not installed")


def scan(text):
    """A picture of a page."""
    picture = Image.new("L", (1240, 1754), 255)
    ImageDraw.Draw(picture).multiline_text(
        (90, 90), text, fill=0, font=ImageFont.truetype(str(FONT), 30), spacing=14
    )
    data = io.BytesIO()
    picture.save(data, "PNG")
    return data.getvalue()


def received_scan(unit, *, text="", now=NOW):
    data = scan(text or make.DIRECTIVE.format(number=12)[:1200])
    return actions.receive(unit, name="quet.png", data=data, actor=ACTOR, now=now)


def test_a_scan_is_queued_with_its_row(union):
    document = received_scan(union.commune)
    assert document.state == IncomingState.READING
    job = ProcrastinateJob.objects.get()
    assert (job.task_name, job.args) == (actions.READ_JOB, {"document_id": document.pk})


@needs_ocr
@pytest.mark.slow
def test_the_job_reads_the_scan_and_says_that_it_was_recognised(union):
    document = received_scan(union.commune)
    jobs.read_document(document_id=document.pk)
    document.refresh_from_db()
    assert document.state == IncomingState.PROPOSED
    assert document.number == "12/HD-LĐLĐ"
    assert document.proposal["notes"]


def test_the_job_leaves_a_document_alone_that_is_past_reading(union):
    document = make.registered(union.commune)
    jobs.read_document(document_id=document.pk)
    jobs.read_document(document_id=document.pk + 1)
    document.refresh_from_db()
    assert document.state == IncomingState.REGISTERED


def test_text_pasted_meanwhile_is_not_overwritten(union):
    document = received_scan(union.commune)
    actions.supply_text(document, make.DIRECTIVE.format(number=77), actor=ACTOR, now=NOW)
    jobs.read_document(document_id=document.pk)
    document.refresh_from_db()
    assert document.number == "77/HD-LĐLĐ"


def test_what_waits_in_the_queue_is_not_queued_twice(union):
    received_scan(union.commune, now=LONG_AGO)
    assert jobs.queue_stuck() == 0
    assert ProcrastinateJob.objects.count() == 1


def test_a_document_whose_worker_was_killed_is_queued_again(union):
    received_scan(union.commune, now=LONG_AGO)
    _pretend_begun()
    assert jobs.queue_stuck() == 1
    assert jobs.queue_stuck() == 0


def test_a_fresh_reading_is_left_to_its_worker(union):
    received_scan(union.commune, now=timezone.now())
    _pretend_begun()
    assert jobs.queue_stuck() == 0


def _pretend_begun():
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing'")


def test_a_file_that_kills_its_worker_is_not_read_for_ever(union):
    document = received_scan(union.commune)
    IncomingDocument.objects.filter(pk=document.pk).update(readings=actions.MAX_READINGS)
    document = actions.read_received(document, now=NOW)
    assert document.state == IncomingState.UNREADABLE
    assert document.failure


@needs_ocr
@pytest.mark.slow
def test_a_document_survives_the_death_of_its_worker(transactional_db, settings):
    """A worker is killed in the middle of a scan; the next reading brings the document home, once."""
    unit = make_unit(None, "CK")
    document = received_scan(unit, now=LONG_AGO)
    worker = _reading_process(document, settings)
    try:
        _wait_for_begin(document)
    finally:
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()
    document.refresh_from_db()
    assert (document.state, document.readings) == (IncomingState.READING, 1)
    _pretend_begun()
    assert jobs.queue_stuck() == 1
    for job in ProcrastinateJob.objects.all():
        jobs.read_document(**job.args)
    document.refresh_from_db()
    assert (document.state, document.readings) == (IncomingState.PROPOSED, 2)


def _reading_process(document, settings):
    """Start a process that reads the document from this test's own database and files."""
    code = (
        "import django; django.setup()\n"
        "from django.conf import settings\n"
        f"settings.MEDIA_ROOT = {str(settings.MEDIA_ROOT)!r}\n"
        f"settings.DATABASES['default']['NAME'] = {connection.settings_dict['NAME']!r}\n"
        "from maudao.documents import jobs\n"
        f"jobs.read_document(document_id={document.pk})\n"
    )
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "maudao.config.settings"}
    return subprocess.Popen([sys.executable, "-c", code], env=environment, start_new_session=True)


def _wait_for_begin(document):
    for _ in range(600):
        document.refresh_from_db()
        if document.readings:
            return
        time.sleep(0.02)
    raise AssertionError("the reading did not begin")


def test_the_page_of_a_scan_says_that_it_is_being_read(as_user, commune_officer, union):
    document = received_scan(union.commune)
    client = as_user(commune_officer)
    url = reverse("incoming_review", kwargs={"pk": document.pk})
    html = client.get(url).content.decode()
    assert 'hx-trigger="every 2s"' in html
    assert "HX-Refresh" not in client.get(url, headers={"HX-Request": "true"})
    actions.supply_text(document, make.DIRECTIVE.format(number=1), actor=ACTOR, now=NOW)
    assert client.get(url, headers={"HX-Request": "true"})["HX-Refresh"] == "true"


def test_an_unreadable_document_takes_pasted_text(as_user, commune_officer, union):
    document = received_scan(union.commune)
    IncomingDocument.objects.filter(pk=document.pk).update(
        state=IncomingState.UNREADABLE, failure="Không đọc được."
    )
    client = as_user(commune_officer)
    page = reverse("incoming_review", kwargs={"pk": document.pk})
    assert "Không đọc được." in client.get(page).content.decode()
    url = reverse("incoming_text", kwargs={"pk": document.pk})
    assert client.post(url, {"text": "  "}).status_code == 422
    assert client.post(url, {"text": make.DIRECTIVE.format(number=8)})["Location"] == page
    document.refresh_from_db()
    assert (document.state, document.number) == (IncomingState.PROPOSED, "8/HD-LĐLĐ")
    assert client.post(url, {"text": ""})["Location"] == page
