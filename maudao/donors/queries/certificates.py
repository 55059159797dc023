"""The ledger of certificates: what was given, what came back, what remains (Quyết định 1995/2004/QĐ-BYT)."""

from dataclasses import dataclass

from maudao.donors.models import CertificateReturn, Donation, Donor


@dataclass(frozen=True)
class Certificate:
    """One donation's certificate. Volumes in ml."""

    donation: Donation
    returns: list[CertificateReturn]

    @property
    def serial(self) -> str:
        """Its number, where it is known."""
        return self.donation.certificate_serial

    @property
    def given_ml(self) -> int:
        """What was given."""
        return self.donation.volume_ml

    @property
    def returned_ml(self) -> int:
        """What came back already."""
        return sum(noted.volume_ml for noted in self.returns)

    @property
    def left_ml(self) -> int:
        """What still may come back."""
        return max(self.given_ml - self.returned_ml, 0)


def certificate_of(donation: Donation) -> Certificate:
    """Return the certificate of a donation. Cost: one query."""
    return Certificate(donation, list(donation.returns.all()))


def certificates(donor: Donor) -> list[Certificate]:
    """Return a person's certificates, one for each donation, the latest first. Cost: two queries."""
    given = donor.donations.prefetch_related("returns").order_by("-donated_on", "-pk")
    return [Certificate(donation, list(donation.returns.all())) for donation in given]
