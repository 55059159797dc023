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
    """Members of a unit; `women` None: not known."""

    members: int
    women: int | None

    def __add__(self, other: "Members") -> "Members":
        known = self.women is not None and other.women is not None
        return Members(
            self.members + other.members, (self.women or 0) + (other.women or 0) if known else None
        )

    def split(self, shares: list[Decimal]) -> list["Members"]:
        """Divide by shares; women and men apart, so that nobody is lost and no part has more women than members."""
        if self.women is None:
            return [Members(part, None) for part in largest_remainder(self.members, shares).values]
        women = largest_remainder(self.women, shares).values
        men = largest_remainder(self.members - self.women, shares).values
        return [Members(her + his, her) for her, his in zip(women, men, strict=True)]


NOBODY = Members(0, 0)


def latest(units: Mapping[int, str], on: date) -> dict[str, Members]:
    """Return the latest count up to a day of units given as number → code; units never counted are left out."""
    return {units[pk]: Members(each.members, each.women) for pk, each in latest_counts(units, on=on).items()}


def after(made: Outcome, before: Mapping[str, Members]) -> dict[str, Members]:
    """Return the counts that the decision changes: nobody in a unit that ends, more in its successors."""
    changed = {code: NOBODY for code in made.closed if code in before}
    for code in list(changed):
        heirs = [(heir, share) for unit, heir, _kind, share in made.heirs if unit == code]
        parts = before[code].split([share for _heir, share in heirs]) if heirs else []
        for (heir, _share), part in zip(heirs, parts, strict=True):
            changed[heir] = changed.get(heir, before.get(heir, NOBODY)) + part
    return changed
