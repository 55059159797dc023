"""What pages of a unit's people share: the way back, and who acts."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from maudao.donors.models import Donor
from maudao.organization.audit import Actor
from maudao.organization.models import Unit

Place = dict[str, str]


def actor_of(request: HttpRequest) -> Actor:
    """Return the signed-in person as the one who acts."""
    assert request.user.is_authenticated  # `opens` lets nobody else in
    return Actor.of(request.user)


def path_to(unit: Unit, *, people: bool = True, donor: Donor | None = None) -> list[Place]:
    """Return the way to a page: the unit's desk, its people, one of them."""
    path = [{"label": unit.name, "url": reverse("desk", kwargs={"code": unit.code})}]
    if people:
        path.append({"label": _("Danh sách đoàn viên"), "url": people_url("people_list", unit)})
    if donor:
        path.append({"label": donor.full_name, "url": person_url("person", unit, donor)})
    return path


def people_url(name: str, unit: Unit) -> str:
    """Return the address of a page about the people of a unit."""
    return reverse(name, kwargs={"code": unit.code})


def person_url(name: str, unit: Unit, donor: Donor) -> str:
    """Return the address of a page about one person of a unit."""
    return reverse(name, kwargs={"code": unit.code, "pk": donor.pk})
