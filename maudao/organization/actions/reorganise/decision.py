"""What a reorganisation decision says, before anybody asks whether the tree allows it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from maudao.organization.rules import ChangeKind, UnitKind


@dataclass(frozen=True)
class Fault:
    """Why a decision cannot be applied. `change` counts from 1, 0 being the decision as a whole."""

    code: str
    message: str
    change: int = 0
    unit: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return the fault as it is printed."""
        return {"code": self.code, "change": self.change, "unit": self.unit, "message": self.message}


class DecisionRefused(Exception):
    """The decision is refused whole; `faults` lists everything that is wrong with it."""

    reason = "decision_refused"

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = list(faults)
        super().__init__("; ".join(fault.message for fault in self.faults))


@dataclass(frozen=True)
class Create:
    """A new unit. Made by a merge, it may leave its kind to the units that it is made of (`unit_kind` None)."""

    unit: str
    name: str
    parent: str
    unit_kind: UnitKind | None
    short_name: str = ""
    place: str = ""
    kind = ChangeKind.CREATE

    @property
    def subjects(self) -> tuple[str, ...]:
        return (self.unit,)

    @property
    def targets(self) -> tuple[str, ...]:
        return (self.parent,)


@dataclass(frozen=True)
class Rename:
    unit: str
    name: str
    kind = ChangeKind.RENAME
    targets: tuple[str, ...] = ()

    @property
    def subjects(self) -> tuple[str, ...]:
        return (self.unit,)


@dataclass(frozen=True)
class Transfer:
    """Units move, with all that stands below them, under another parent."""

    units: tuple[str, ...]
    to: str
    kind = ChangeKind.TRANSFER

    @property
    def subjects(self) -> tuple[str, ...]:
        return self.units

    @property
    def targets(self) -> tuple[str, ...]:
        return (self.to,)


@dataclass(frozen=True)
class Merge:
    """Units end in another one, which gets their members and the units below them."""

    units: tuple[str, ...]
    into: str
    made: Create | None = None
    kind = ChangeKind.MERGE

    @property
    def subjects(self) -> tuple[str, ...]:
        return self.units

    @property
    def targets(self) -> tuple[str, ...]:
        return (self.into,)


@dataclass(frozen=True)
class Split:
    """A unit ends in several, by shares that add up to 1."""

    unit: str
    into: Mapping[str, Decimal]
    kind = ChangeKind.SPLIT

    @property
    def subjects(self) -> tuple[str, ...]:
        return (self.unit,)

    @property
    def targets(self) -> tuple[str, ...]:
        return tuple(self.into)


@dataclass(frozen=True)
class Dissolve:
    """Units end without successor; their members end with them."""

    units: tuple[str, ...]
    kind = ChangeKind.DISSOLVE
    targets: tuple[str, ...] = ()

    @property
    def subjects(self) -> tuple[str, ...]:
        return self.units


Change = Create | Rename | Transfer | Merge | Split | Dissolve


@dataclass(frozen=True)
class Decision:
    """A dated decision. Its changes hold together from the day in force; their order means nothing."""

    number: str
    signed_on: date
    in_force_on: date
    changes: tuple[Change, ...]

    def numbered(self) -> Iterable[tuple[int, Change]]:
        """Return the changes with their place in the decision, from 1."""
        return enumerate(self.changes, start=1)

    def creations(self) -> list[tuple[int, Create]]:
        """Return the units that it makes, those made by a merge among them."""
        made = [(number, change.made) for number, change in self.numbered() if isinstance(change, Merge)]
        plain = [(number, change) for number, change in self.numbered() if isinstance(change, Create)]
        return plain + [(number, create) for number, create in made if create]
