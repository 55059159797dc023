"""Members who move to a successor, and members who end, on the day in force."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from maudao.lib.shares import largest_remainder
from maudao.organization.actions.reorganise.tree import Outcome
from maudao.organization.queries import latest_counts


@dataclass(frozen=True)
class Members:
    """Members of a unit, and the workers beside them; `women`, `workers` None: not known."""

    members: int
    women: int | None
    workers: int | None = None

    def __add__(self, other: "Members") -> "Members":
        return Members(
            self.members + other.members,
            _added(self.women, other.women),
            _added(self.workers, other.workers),
        )

    def split(self, shares: list[Decimal]) -> list["Members"]:
        """Divide by shares; women and men apart, so that nobody is lost and no part has more women than members."""
        workers = _divided(self.workers, shares)
        if self.women is None:
            parts = largest_remainder(self.members, shares).values
            return [Members(part, None, beside) for part, beside in zip(parts, workers, strict=True)]
        women = largest_remainder(self.women, shares).values
        men = largest_remainder(self.members - self.women, shares).values
        return [Members(her + his, her, beside) for her, his, beside in zip(women, men, workers, strict=True)]


def _added(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one + other


def _divided(whole: int | None, shares: list[Decimal]) -> list[int | None]:
    return [None] * len(shares) if whole is None else [*largest_remainder(whole, shares).values]


NOBODY = Members(0, 0, 0)


def latest(units: Mapping[int, str], on: date) -> dict[str, Members]:
    """Return the latest count up to a day of units given as number → code; units never counted are left out."""
    return {
        units[pk]: Members(each.members, each.women, each.workers)
        for pk, each in latest_counts(units, on=on).items()
    }


def after(made: Outcome, before: Mapping[str, Members]) -> dict[str, Members]:
    """Return the counts that the decision changes: nobody in a unit that ends, more in its successors."""
    changed = {code: NOBODY for code in made.closed if code in before}
    for code in list(changed):
        heirs = [(heir, share) for unit, heir, _kind, share in made.heirs if unit == code]
        parts = before[code].split([share for _heir, share in heirs]) if heirs else []
        for (heir, _share), part in zip(heirs, parts, strict=True):
            changed[heir] = changed.get(heir, before.get(heir, NOBODY)) + part
    return changed
