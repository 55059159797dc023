"""What a donation can be: which volumes there are of each kind, and when it can have been given."""

from collections.abc import Mapping
from datetime import date

from maudao.donors.rules.vocabulary import DonationKind

#: Whole blood comes in three bags (the facts count them by size).
BAG_ML = (250, 350, 450)
#: Of all components together at one time, in ml (Thông tư 26/2013/TT-BYT, Điều 4 khoản 2).
_LEAST_ML, _MOST_ML = 50, 650

VOLUMES: Mapping[DonationKind, tuple[int, ...] | range] = {
    DonationKind.WHOLE_BLOOD: BAG_ML,
    DonationKind.RED_CELLS: range(_LEAST_ML, _MOST_ML + 1),
    DonationKind.PLATELETS: range(_LEAST_ML, _MOST_ML + 1),
    DonationKind.PLASMA: range(_LEAST_ML, _MOST_ML + 1),
}


def refusal(*, kind: str, volume_ml: int, donated_on: date, today: date) -> str:
    """Return why a donation cannot have been as it is told ("volume_impossible", "in_future"), or ""."""
    if kind not in DonationKind.values or volume_ml not in VOLUMES[DonationKind(kind)]:
        return "volume_impossible"
    return "in_future" if donated_on > today else ""
