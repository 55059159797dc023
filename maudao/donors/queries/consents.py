"""What people have consented to."""

from django.db.models import Exists, OuterRef

from maudao.donors.models import Consent, Donor
from maudao.donors.rules import ConsentPurpose


def standing(donor: Donor) -> set[ConsentPurpose]:
    """Return the purposes to which a person's consent stands. Cost: one query."""
    live = Consent.objects.filter(donor=donor, withdrawn_at=None)
    return {ConsentPurpose(purpose) for purpose in live.values_list("purpose", flat=True)}


def consents(purpose: ConsentPurpose, *, donor: str = "pk") -> Exists:
    """Return the condition that a person's consent to a purpose stands, for `filter` and `annotate`.

    `donor` is where the query holds the person: `"pk"` of donors, `"donor"` of registrations.
    """
    return Exists(Consent.objects.filter(donor=OuterRef(donor), purpose=purpose, withdrawn_at=None))


def consent_history(donor: Donor) -> list[Consent]:
    """Return every consent that a person gave, the latest first, those withdrawn included. Cost: one query."""
    return list(donor.consents.select_related("recorded_by").order_by("-given_at", "-pk"))
