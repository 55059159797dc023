"""Why a place is not given or changed. `reason` is what programs read; pages say it in a sentence."""

from datetime import date

from maudao.drives.models import Registration


class BookingRefused(Exception):
    """Nothing was changed."""

    reason = "refused"


class NotTaking(BookingRefused):
    """The drive takes no registrations ("not_open", "cancelled"), or the slot is over ("past")."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class SlotFull(BookingRefused):
    """Every place is taken, or kept for those who wait."""

    reason = "full"


class PlacesLeft(BookingRefused):
    """Nobody need wait: there are free places."""

    reason = "places_left"


class AlreadyBooked(BookingRefused):
    """The donor has a live registration at the drive: `registration`."""

    reason = "already_booked"

    def __init__(self, registration: Registration) -> None:
        super().__init__(registration.pk)
        self.registration = registration


class NotEligible(BookingRefused):
    """The donor may not give on the drive's day; from `until` on (None: never). `by_donation`: gave too recently."""

    reason = "not_eligible"

    def __init__(self, until: date | None, *, by_donation: bool) -> None:
        super().__init__(until)
        self.until, self.by_donation = until, by_donation


class KeyTaken(BookingRefused):
    """The idempotency key belongs to somebody else's registration."""

    reason = "key_taken"


class NotChangeable(BookingRefused):
    """The donor came already, or the drive is over: the registration stays as it is."""

    reason = "not_changeable"


class OfferOver(BookingRefused):
    """The offer has lapsed, or was answered."""

    reason = "offer_over"


class NoConsent(BookingRefused):
    """Nobody is registered without consent to take part: on paper, where the unit does it."""

    reason = "no_consent"


class NotColleague(BookingRefused):
    """The person is not a member of the unit, or the registration is not the unit's own doing."""

    reason = "not_colleague"
