"""Facts of donation days: who registered, arrived and was deferred flows into the campaign of the drive."""

from maudao.drives.models import Drive, Registration


def count_registration(registration: Registration, *, by: int) -> None:
    """Add to (1), or take from (-1), the people registered for the drive's campaign. Part of the booking's transaction.

    Take the locks of slot and registration first: this locks the unit's part in the campaign.
    """


def recount(drive: Drive) -> None:
    """Count again what a drive adds to its campaign, for every unit. Part of the action that changed an outcome."""
