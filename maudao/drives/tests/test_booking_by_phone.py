"""The whole way of a worker who wants to give: a slot, the self-check, a code by phone, one form, a ticket."""

from datetime import timedelta
from uuid import uuid4

from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from conftest import Union
from maudao.drives import make
from maudao.drives.models import Registration
from maudao.messaging.actions import opened_context
from maudao.messaging.models import Message

NEWCOMER = {"full_name": "Lò Văn Pánh", "birth_date": "02/03/1990", "sex": "M", "dong-y-campaign": "on"}


@override_settings(SMS_CHANNEL="console")
def test_slot_and_unit_are_kept_from_the_first_page_to_the_ticket(client: Client, union: Union) -> None:
    drive = make.drive(union.commune, held_on=timezone.localdate() + timedelta(days=10))
    slot = drive.slots.order_by("starts_at")[1]
    start = reverse("booking_start", kwargs={"code": drive.code})
    page = client.get(start, {"khung": slot.pk, "don-vi": union.factory.code})
    prove = client.get(page.context["next_url"], page.context["passed"]).headers["Location"]
    client.post(prove, {"step": "send", "phone": "+84 912 345 678"})
    code = opened_context(Message.objects.get())["code"]
    address = client.post(prove, {"step": "confirm", "code": code}).headers["Location"]
    forms = client.get(address).context["forms"]
    assert forms.newcomer["unit_text"].value() == union.factory.code
    assert str(forms.place["slot"].value()) == str(slot.pk)
    sent = {**NEWCOMER, "slot": slot.pk, "key": str(uuid4()), "unit_text": union.factory.code}
    ticket = client.post(address, sent).headers["Location"]
    made = Registration.objects.select_related("donor").get()
    assert client.get(ticket).context["qr"]
    assert (made.slot, made.donor.memberships.get().unit) == (slot, union.factory)
