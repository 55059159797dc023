"""Numbers and uploads under concurrency, on the real database with real connections."""

import threading
from datetime import date

import pytest
from django.db import connection

from maudao.documents import actions, make
from maudao.documents.models import IncomingDocument, StoredFile
from maudao.organization.make import ACTOR, NOW
from maudao.organization.make import unit as make_unit

CROWD = 8


def at_once(jobs):
    """Run the functions in threads that start together; return what each returned or raised."""
    barrier, results = threading.Barrier(len(jobs)), [None] * len(jobs)

    def run(place, job):
        barrier.wait()
        try:
            results[place] = job()
        except Exception as error:
            results[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.fixture
def unit(transactional_db):
    return make_unit(None, "DT", short_name="CĐX")


def test_numbers_drawn_at_once_have_no_gap_and_no_double(unit):
    drafts = [make.draft(unit) for _ in range(CROWD)]
    day = date(2026, 3, 25)
    issued = at_once(
        [lambda d=d: actions.issue(d, issued_on=day, signer="A", actor=ACTOR, now=NOW) for d in drafts]
    )
    assert sorted(document.number for document in issued) == list(range(1, CROWD + 1))


def test_documents_registered_at_once_have_no_gap_and_no_double(unit):
    made = [make.registered(unit, number=1)]
    waiting = []
    for number in range(2, CROWD + 2):
        document = make.received(unit, number=number)
        waiting.append(
            actions.correct(document, document.record, make.first_answers(document), actor=ACTOR, now=NOW)
        )
    day = date(2026, 3, 21)
    made += at_once([lambda d=d: actions.register(d, arrived_on=day, actor=ACTOR, now=NOW) for d in waiting])
    assert sorted(document.arrival_number for document in made) == list(range(1, CROWD + 2))


def test_one_draft_issued_by_two_hands_gets_one_number(unit):
    draft = make.draft(unit)
    day = date(2026, 3, 25)
    both = at_once([lambda: actions.issue(draft, issued_on=day, signer="A", actor=ACTOR, now=NOW)] * 4)
    assert {document.number for document in both} == {1}
    assert make.issued(unit).number == 2


def test_a_double_send_makes_one_document_and_one_file(unit, settings):
    data = make.DIRECTIVE.format(number=5).encode()
    sent = at_once([lambda: actions.receive(unit, name="a.txt", data=data, actor=ACTOR, now=NOW)] * 4)
    assert sum(isinstance(result, IncomingDocument) for result in sent) == 1
    assert sum(isinstance(result, actions.AlreadyReceived) for result in sent) == 3
    assert IncomingDocument.objects.count() == 1
    assert StoredFile.objects.count() == 1
    assert len([path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]) == 1
