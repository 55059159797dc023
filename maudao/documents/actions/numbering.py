"""Numbers of the two registers: each once, none left out."""

from maudao.documents.models import RegisterCounter
from maudao.documents.rules import Direction
from maudao.organization.models import Unit


def draw_number(unit: Unit, *, direction: Direction, year: int) -> int:
    """Return the next number of a register.

    Stands in the transaction that uses the number: the counter's row stays locked until that ends, and a number
    drawn in vain goes back with it.
    """
    RegisterCounter.objects.bulk_create(
        [RegisterCounter(unit=unit, direction=direction, year=year)], ignore_conflicts=True
    )
    counter = RegisterCounter.objects.select_for_update().get(unit=unit, direction=direction, year=year)
    counter.last_number += 1
    counter.save(update_fields=["last_number"])
    return counter.last_number
