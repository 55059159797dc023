"""Which drives open their lists of names today to who serves at the host."""

from django.utils import timezone

from maudao.drives.models import Drive
from maudao.drives.queries.check_in import drive_to_check_in


def served_drive(*, code: str) -> Drive:
    """Find a drive whose lists are open today: its staff need no names of days long past or far ahead.

    Raises:
        Drive.DoesNotExist: there is none.
    """
    return drive_to_check_in(code=code, on=timezone.localdate())
