"""What is known about a person who wants to give. What is not known is None."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from maudao.donors.rules.vocabulary import DonationKind, Sex


class PastDonation(NamedTuple):
    """A donation of a kind on a day; `PastDonation(*row)` of a row (donated_on, kind)."""

    on: date
    kind: str


class Event(NamedTuple):
    """A condition (a rule's id), and the day that starts its clock."""

    rule: str
    on: date


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is known, for a decision for the day `on`."""

    on: date
    sex: Sex
    birth_date: date
    kind: DonationKind | None = None
    volume_ml: float | None = None
    weight_kg: float | None = None
    donations: Sequence[PastDonation] | None = None
    events: Sequence[Event] | None = None
    permanent: Sequence[str] | None = None
    haemoglobin_g_l: float | None = None
    systolic_mmhg: float | None = None
    diastolic_mmhg: float | None = None
    pulse_bpm: float | None = None
    site: str | None = None

    @property
    def kind_or_usual(self) -> DonationKind:
        """The kind that is wanted; whole blood where nobody said."""
        return self.kind or DonationKind.WHOLE_BLOOD

    def unknown(self) -> tuple[str, ...]:
        """Name what is not known, in the order above. The site is a choice, not a fact."""
        return tuple(name for name in _MAY_BE_UNKNOWN if getattr(self, name) is None)


_MAY_BE_UNKNOWN = (
    "kind",
    "volume_ml",
    "weight_kg",
    "donations",
    "events",
    "permanent",
    "haemoglobin_g_l",
    "systolic_mmhg",
    "diastolic_mmhg",
    "pulse_bpm",
)
