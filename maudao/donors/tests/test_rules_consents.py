"""Texts of consent: one for every purpose, whole, by day and version."""

from datetime import date

import pytest

from maudao.donors.rules import ConsentPurpose
from maudao.donors.rules.consents import NoConsentText, consent_text, consent_texts, text_of_version

TODAY = date(2026, 4, 1)


def test_every_purpose_says_all_that_the_law_asks() -> None:
    for text in consent_texts(TODAY):
        items = (text.data, text.why, text.controller, text.rights, text.withdrawal, text.title)
        assert all(items), text.purpose
        assert len(text.version) <= 20


def test_texts_come_one_for_each_purpose() -> None:
    assert [text.purpose for text in consent_texts(TODAY)] == list(ConsentPurpose)


def test_blood_group_and_history_are_labelled_sensitive() -> None:
    assert consent_text(ConsentPurpose.BLOOD_GROUP, TODAY).sensitive
    assert consent_text(ConsentPurpose.HISTORY, TODAY).sensitive


def test_nobody_consents_before_there_was_a_text() -> None:
    assert consent_text(ConsentPurpose.CAMPAIGN, date(2026, 1, 1)).version == "2026-01"
    with pytest.raises(NoConsentText):
        consent_text(ConsentPurpose.CAMPAIGN, date(2025, 12, 31))


def test_stored_version_is_found_again() -> None:
    text = consent_text(ConsentPurpose.HISTORY, TODAY)
    assert text_of_version(ConsentPurpose.HISTORY, text.version) == text
    with pytest.raises(NoConsentText):
        text_of_version(ConsentPurpose.HISTORY, "1999-01")
