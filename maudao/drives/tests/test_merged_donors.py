"""What a merge of two records does with registrations and waiting places, of which donors know nothing."""

from typing import Any

import pytest
from django.db import models

from conftest import Union
from maudao.campaigns import make as campaigns
from maudao.donors import make
from maudao.donors.actions.merging import MergeRefused, UndoRefused, merge_donors, references, undo_merge
from maudao.donors.models import Donor
from maudao.drives import make as drives
from maudao.drives.models import Ask, Drive, Registration, WaitingPlace
from maudao.drives.rules.tickets import new_ticket
from maudao.organization.make import ACTOR, NOW

BY: dict[str, Any] = {"actor": ACTOR, "now": NOW}


@pytest.fixture
def kept(union: Union) -> Donor:
    return make.donor(union.factory)


@pytest.fixture
def merged(union: Union) -> Donor:
    return make.donor(union.factory)


def everything() -> dict[str, list[dict[str, Any]]]:
    """Return every row of every table that knows people."""
    tables: set[type[models.Model]] = {reference.model for reference in references()} | {Donor}
    return {table._meta.label: list(table._base_manager.order_by("pk").values()) for table in tables}


def waiting_place(drive: Drive, donor: Donor) -> WaitingPlace:
    return WaitingPlace.objects.create(drive=drive, donor=donor, ticket=new_ticket(), joined_at=NOW)


def test_registrations_and_waiting_places_move_and_go_back(union: Union, kept: Donor, merged: Donor) -> None:
    registration = drives.registration(drives.drive(union.province), merged)
    place = waiting_place(drives.drive(union.commune), merged)
    before = everything()
    merge = merge_donors(kept, merged, unit=union.factory, **BY)
    for row in (registration, place):
        row.refresh_from_db()
        assert row.donor == kept
    undo_merge(merge, **BY)
    assert everything() == before


def test_every_table_that_points_at_a_person_is_known() -> None:
    found = {f"{reference.model._meta.label_lower}.{reference.name}" for reference in references()}
    known = {
        "donors.membership.donor",
        "donors.consent.donor",
        "donors.donation.donor",
        "drives.registration.donor",
        "drives.waitingplace.donor",
        "drives.ask.donor",
    }
    assert known <= found
    assert not {label for label in found if "donormerge" in label or label.endswith("merged_into")}


def test_two_live_registrations_at_one_drive_are_refused(union: Union, kept: Donor, merged: Donor) -> None:
    drive = drives.drive(union.province)
    drives.registration(drive, kept)
    drives.registration(drive, merged)
    before = everything()
    with pytest.raises(MergeRefused) as refused:
        merge_donors(kept, merged, unit=union.factory, **BY)
    what = str(Registration._meta.verbose_name)
    assert (refused.value.reason, refused.value.what) == ("both_have", what)
    assert everything() == before


def test_undo_is_refused_where_a_donation_came_to_a_registration_that_moved(
    union: Union, kept: Donor, merged: Donor
) -> None:
    registration = drives.registration(drives.drive(union.province), merged)
    done = merge_donors(kept, merged, unit=union.factory, **BY)
    donation = make.donation(kept)
    Registration.objects.filter(pk=registration.pk).update(state="donated", donation=donation)
    before = everything()
    with pytest.raises(UndoRefused, match="later_records"):
        undo_merge(done, **BY)
    assert everything() == before


def test_two_live_places_in_one_queue_are_refused(union: Union, kept: Donor, merged: Donor) -> None:
    drive = drives.drive(union.province)
    waiting_place(drive, kept)
    waiting_place(drive, merged)
    with pytest.raises(MergeRefused, match="both_have"):
        merge_donors(kept, merged, unit=union.factory, **BY)


def test_person_who_was_asked_in_both_records_was_asked(union: Union, kept: Donor, merged: Donor) -> None:
    campaign = campaigns.launched(union.province)
    for donor in (kept, merged):
        Ask.objects.create(donor=donor, campaign=campaign, unit=union.factory, asked_at=NOW)
    before = everything()
    merge = merge_donors(kept, merged, unit=union.factory, **BY)
    assert kept.asks.count() == 1
    undo_merge(merge, **BY)
    assert everything() == before
