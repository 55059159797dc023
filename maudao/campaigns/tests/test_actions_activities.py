"""Activities, their evidence and what they count."""

import io
import uuid
from datetime import timedelta

import pytest
from PIL import Image

from conftest import Union
from maudao.campaigns import actions, make
from maudao.campaigns.models import Activity, Assignment, FactEntry
from maudao.campaigns.queries import fact_totals
from maudao.campaigns.rules import ActivityKind, EvidenceKind, Fact, FactSource
from maudao.documents.models import StoredFile
from maudao.organization.make import ACTOR, NOW


@pytest.fixture
def factory(union: Union) -> Assignment:
    return make.part(make.launched(union.province), union.factory)


def totals(part: Assignment) -> dict[Fact, int]:
    return fact_totals(Assignment.objects.within(part))


def photo() -> bytes:
    """A picture that carries a place and a comment."""
    image, data = Image.new("RGB", (600, 400), "white"), io.BytesIO()
    exif = Image.Exif()
    exif[0x9286] = "bí mật"
    exif.get_ifd(0x8825)[1] = "N"
    image.save(data, "JPEG", exif=exif)
    return data.getvalue()


def test_activity_counts_its_facts(factory: Assignment) -> None:
    activity = make.activity(factory, facts={Fact.COMMUNICATION_REACH: 150})
    assert totals(factory) == {Fact.COMMUNICATION_ACTIVITIES: 1, Fact.COMMUNICATION_REACH: 150}
    assert {row.source for row in FactEntry.objects.filter(origin=activity.origin)} == {FactSource.COUNTED}


def test_drive_counts_people_turns_bags_and_millilitres(factory: Assignment) -> None:
    make.drive(factory, donors=12)
    assert totals(factory) == {
        Fact.DONORS: 12,
        Fact.DONATIONS: 12,
        Fact.BAGS_250: 12,
        Fact.VOLUME_ML: 3000,
    }


def test_withdrawn_activity_counts_no_more_and_stays_on_record(factory: Assignment) -> None:
    activity = make.activity(factory)
    actions.withdraw_activity(activity, actor=ACTOR, now=NOW)
    actions.withdraw_activity(activity, actor=ACTOR, now=NOW + timedelta(days=1))
    activity.refresh_from_db()
    assert (totals(factory), activity.withdrawn_at) == ({}, NOW)


def test_sent_twice_is_one_activity(factory: Assignment) -> None:
    key = uuid.uuid4()
    sent = [
        actions.record_activity(
            factory,
            kind=ActivityKind.DRIVE,
            title="Ngày hội",
            held_on=make.HELD_ON,
            facts={Fact.DONORS: 5},
            evidence=[actions.EvidencePhoto(photo())],
            idempotency_key=key,
            actor=ACTOR,
            now=NOW,
        )
        for _ in range(2)
    ]
    assert sent[0] == sent[1]
    assert (Activity.objects.count(), StoredFile.objects.count(), totals(factory)[Fact.DONORS]) == (1, 1, 5)


def test_key_of_another_unit_is_refused(factory: Assignment, union: Union) -> None:
    activity = make.activity(factory)
    with pytest.raises(actions.KeyTaken):
        actions.record_activity(
            make.part(factory.campaign, union.school),
            kind=ActivityKind.BANNER,
            title="",
            held_on=make.HELD_ON,
            idempotency_key=activity.idempotency_key,
            actor=ACTOR,
            now=NOW,
        )


def test_activity_is_not_held_tomorrow(factory: Assignment) -> None:
    with pytest.raises(actions.HeldInFuture):
        make.activity(factory, held_on=NOW.date() + timedelta(days=1))


def test_photo_is_kept_without_its_hidden_data(factory: Assignment) -> None:
    activity = make.activity(factory, evidence=(actions.EvidencePhoto(photo(), "Cổng nhà máy"),))
    evidence = activity.evidence.get()
    assert (evidence.kind, evidence.caption) == (EvidenceKind.PHOTO, "Cổng nhà máy")
    assert evidence.file is not None
    with evidence.file.content.open() as stored, Image.open(stored) as kept:
        assert (kept.size, dict(kept.getexif())) == ((600, 400), {})
    assert evidence.file.unit == factory.unit


@pytest.mark.parametrize(
    ("piece", "reason"),
    [
        (actions.EvidenceLink("http://facebook.com/x"), "not_https"),
        (actions.EvidenceLink("https://a b"), "not_https"),
        (actions.EvidenceFile("bai.exe", b"MZ"), "kind"),
        (actions.EvidenceFile("bai.pdf", b"MZ"), "kind"),
        (actions.EvidenceFile("bai.pdf", b"%PDF-" + b"x" * 10 * 1024 * 1024), "too_large"),
    ],
)
def test_evidence_that_is_not_taken_in(factory: Assignment, piece: actions.Piece, reason: str) -> None:
    with pytest.raises(actions.EvidenceRefused) as refused:
        make.activity(factory, evidence=(piece,))
    assert refused.value.reason == reason
    assert not Activity.objects.exists()


def test_picture_that_is_none_is_refused(factory: Assignment) -> None:
    with pytest.raises(actions.EvidenceRefused):
        make.activity(factory, evidence=(actions.EvidencePhoto(b"not a picture"),))


def test_link_and_file_are_kept(factory: Assignment) -> None:
    pieces = (actions.EvidenceLink("https://example.org/bai"), actions.EvidenceFile("so.pdf", b"%PDF-1.7"))
    kinds = {row.kind for row in make.activity(factory, evidence=pieces).evidence.all()}
    assert kinds == {EvidenceKind.LINK, EvidenceKind.FILE}


def test_facts_of_an_origin_are_replaced_not_added(factory: Assignment) -> None:
    for donors in (5, 3):
        actions.record_facts(
            factory,
            {Fact.DONORS: donors, Fact.CLUBS: 0},
            on=make.HELD_ON,
            source=FactSource.TYPED,
            origin="report:1",
        )
    assert totals(factory) == {Fact.DONORS: 3}
    assert actions.erase_facts("report:1") == 1
    assert totals(factory) == {}
