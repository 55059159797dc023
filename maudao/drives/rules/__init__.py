"""Vocabulary and decisions of donation days: no database, no clock."""

from maudao.drives.rules.vocabulary import (
    AskAnswer,
    CheckInOutcome,
    DriveState,
    NoticeKind,
    OfferState,
    RegistrationState,
)

__all__ = ["AskAnswer", "CheckInOutcome", "DriveState", "NoticeKind", "OfferState", "RegistrationState"]
