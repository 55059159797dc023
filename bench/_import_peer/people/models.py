"""People: the same facts and the same indexes as `maudao.donors.Donor`, but numbers in clear, and no memberships."""

from django.db import models


class Person(models.Model):
    """One person of a roster."""

    identity = models.CharField(max_length=12)
    full_name = models.CharField(max_length=120)
    name_folded = models.CharField(max_length=120)
    birth_date = models.DateField(null=True)
    sex = models.CharField(max_length=1)
    phone = models.CharField(max_length=10)

    class Meta:
        app_label = "people"
        indexes = [models.Index(fields=["name_folded", "birth_date"]), models.Index(fields=["phone"])]
        constraints = [models.UniqueConstraint(fields=["identity"], name="person_identity_once")]

    def __str__(self) -> str:
        return self.full_name
