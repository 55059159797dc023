"""A donor at a browser: from the phone to one's own pages."""

import pytest
from django.urls import reverse

from maudao.donors import make
from maudao.messaging.actions import opened_context
from maudao.messaging.make import clear_jobs
from maudao.messaging.models import Message
from maudao.organization import make as units
from tests.browser import visitor

PHONE = "0912345678"


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1280])
def test_a_donor_proves_a_phone_and_reads_every_page_of_theirs(live_server, settings, width):
    settings.SMS_CHANNEL = "file"
    unit = units.unit(None, "CK", name="CĐCS Công ty may Bình Minh")
    person = make.donor(unit, phone=PHONE, full_name="Lò Thị Mai", consents=["history"])
    given = make.donation(person, certificate_serial="HM-7", credited_to=unit)
    with visitor(live_server.url, width=width) as donor:
        donor.open(reverse("own_home"))
        donor.page.fill("[name=phone]", "0912 345 678")
        donor.press("button[value=send]")
        donor.page.fill("[name=code]", opened_context(Message.objects.get())["code"])
        donor.press("button[value=confirm]")
        assert donor.page.url.endswith(reverse("own_person", kwargs={"pk": person.pk}))
        for name in ("own_history", "own_certificates", "own_consents", "own_details", "own_not_before"):
            donor.open(reverse(name, kwargs={"pk": person.pk}))
        donor.open(reverse("own_certificate", kwargs={"pk": person.pk, "donation": given.pk}))
        donor.page.fill("[name=returned_on]", "02/02/2026")
        donor.page.fill("[name=volume_ml]", "100")
        donor.press(".form .button-main")
        assert given.returns.get().volume_ml == 100
        assert donor.faults == {}
    clear_jobs()
