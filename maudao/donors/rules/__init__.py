"""Vocabulary and decisions of donors and donations: no database, no clock."""

from maudao.donors.rules.vocabulary import (
    BloodGroup,
    BloodGroupSource,
    ConsentMethod,
    ConsentPurpose,
    DonationKind,
    Sex,
)

__all__ = [
    "BloodGroup",
    "BloodGroupSource",
    "ConsentMethod",
    "ConsentPurpose",
    "DonationKind",
    "Sex",
]
