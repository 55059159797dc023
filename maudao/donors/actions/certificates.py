"""Noting on a certificate what came back to its donor (Quyết định 1995/2004/QĐ-BYT).

That somebody was given blood concerns their health: it stands here for the donor alone, and in no journal.
"""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from maudao.donors.models import CertificateReturn, Donation
from maudao.donors.queries.certificates import certificate_of


class ReturnRefused(Exception):
    """It cannot have been so. `reason`: more_than_left (then `left_ml`), before_donation, in_future, nothing."""

    def __init__(self, reason: str, *, left_ml: int = 0) -> None:
        super().__init__(reason)
        self.reason, self.left_ml = reason, left_ml


@transaction.atomic
def note_return(
    donation: Donation, *, returned_on: date, volume_ml: int, idempotency_key: str, now: datetime
) -> CertificateReturn:
    """Note that so many ml came back on a day. The same key sent again changes nothing and returns the first.

    Raises:
        ReturnRefused: it cannot have been so; never more comes back than was given.
        Donation.DoesNotExist: the donation was withdrawn meanwhile.
    """
    held = Donation.objects.select_for_update(no_key=True).get(pk=donation.pk)
    if first := held.returns.filter(idempotency_key=idempotency_key).first():
        return first
    _check(held, returned_on=returned_on, volume_ml=volume_ml, now=now)
    return CertificateReturn.objects.create(
        donation=held,
        returned_on=returned_on,
        volume_ml=volume_ml,
        idempotency_key=idempotency_key,
        noted_at=now,
    )


def take_back_return(noted: CertificateReturn) -> None:
    """Take away what was noted by mistake. Twice is once."""
    CertificateReturn.objects.filter(pk=noted.pk).delete()


def _check(held: Donation, *, returned_on: date, volume_ml: int, now: datetime) -> None:
    if returned_on < held.donated_on:
        raise ReturnRefused("before_donation")
    if returned_on > timezone.localdate(now):
        raise ReturnRefused("in_future")
    if volume_ml < 1:
        raise ReturnRefused("nothing")
    left_ml = certificate_of(held).left_ml
    if volume_ml > left_ml:
        raise ReturnRefused("more_than_left", left_ml=left_ml)
