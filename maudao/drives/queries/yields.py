"""What share of those who register at a host's drives gives in the end."""

from fractions import Fraction

from django.db.models import Count, Q

from maudao.drives.models import Registration
from maudao.drives.rules import DriveState, RegistrationState
from maudao.drives.rules.overbooking import drawn_yield
from maudao.organization.models import Unit


def measured_yield(unit: Unit) -> Fraction:
    """Return donated ÷ registered over the drives that `unit` has ended, drawn towards the default. Cost: one query.

    Who came without registering is in neither; who cancelled in time has freed the place, and is in neither.
    """
    booked = Registration.objects.filter(drive__host=unit, drive__state=DriveState.DONE, is_walk_in=False)
    counted = booked.exclude(state=RegistrationState.CANCELLED).aggregate(
        registered=Count("pk"), donated=Count("pk", filter=Q(state=RegistrationState.DONATED))
    )
    return drawn_yield(**counted)
