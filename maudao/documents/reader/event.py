"""A day on which blood is given, or a programme that a document names."""

from dataclasses import dataclass, field

from maudao.documents.reader.dates import Day


@dataclass
class Event:
    """A day (or several), or a named programme without a day; an anniversary opens no window.

    Listed events of one day at different places stay apart.
    """

    name: str | None
    days: list[Day]
    time: str | None
    place: str | None
    start: int
    end: int
    expected_units: object = None
    unit: str | None = None
    extra: dict[str, object] = field(default_factory=dict)
    is_anniversary: bool = False
    is_listed: bool = False

    @property
    def dates(self) -> list[str]:
        """The days in ISO form, in order."""
        return sorted({day.iso for day in self.days if day.iso})

    def as_record(self) -> dict[str, object]:
        """Give the event in the contract's shape."""
        dates = self.dates
        date = dates[0] if len(dates) == 1 else dates or None
        record: dict[str, object] = {
            "name": self.name,
            "date": date,
            "time": self.time,
            "place": self.place,
            "expected_units": self.expected_units,
        }
        if self.unit:
            record["unit"] = self.unit
        return record | self.extra
