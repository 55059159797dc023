"""Pages of a proven phone: the way in, what they show, and that they show nobody else's."""

from base64 import urlsafe_b64decode
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from maudao.donors import make
from maudao.donors.actions.certificates import note_return
from maudao.donors.actions.donations import record_donation
from maudao.donors.models import CertificateReturn, Consent, Donation, Donor, PhoneCode
from maudao.donors.walk import PROVEN
from maudao.messaging.actions import opened_context
from maudao.messaging.models import Message
from maudao.organization import access
from maudao.organization.make import ACTOR, NOW

PHONE = "0912345678"
PROVE = "/xac-nhan-so-dien-thoai/"
NEXT = "/cua-toi/?tu=lich"


@pytest.fixture
def channel(settings):
    settings.SMS_CHANNEL = "file"


@pytest.fixture
def person(union):
    return make.donor(union.factory, phone=PHONE, full_name="Lò Thị Mai", consents=["history"])


@pytest.fixture
def own(client, db):
    """A client that has proved the phone."""
    client.cookies[access.PROOF] = access.proof_of(PHONE, now=timezone.now())
    return client


def address(name, person, **more):
    return reverse(name, kwargs={"pk": person.pk, **more})


def code_of(message=None):
    return opened_context(message or Message.objects.latest("pk"))["code"]


def ask_code(client, *, phone="0912 345 678", query=""):
    return client.post(PROVE + query, {"step": "send", "phone": phone})


def codes(form):
    return {error.code for errors in form.errors.as_data().values() for error in errors}


# ── proving a phone ──


def test_a_phone_is_proved_and_leads_to_where_one_wanted(client, union, channel):
    query = f"?next={NEXT}"
    assert ask_code(client, query=query)["Location"].startswith(PROVE)
    page = client.get(PROVE + query)
    assert page.context["phone"].endswith("678")
    assert PHONE not in page.content.decode()
    answer = client.post(PROVE + query, {"step": "confirm", "code": code_of()})
    assert answer["Location"] == NEXT
    assert client.get("/cua-toi/").status_code == 200


@pytest.mark.parametrize("wanted", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_the_way_back_is_a_page_of_our_own(client, union, channel, wanted):
    ask_code(client, query=f"?next={wanted}")
    answer = client.post(f"{PROVE}?next={wanted}", {"step": "confirm", "code": code_of()})
    assert answer["Location"] == reverse("own_home")


def test_the_proof_is_a_sealed_cookie_that_no_script_reads_and_the_session_is_gone(client, union, channel):
    ask_code(client)
    assert PHONE not in str(dict(client.session))
    client.post(PROVE, {"step": "confirm", "code": code_of()})
    cookie = client.cookies[access.PROOF]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert PHONE not in str(urlsafe_b64decode(cookie.value))
    assert not client.session.keys()


@pytest.mark.parametrize(("days", "opens"), [(13, True), (15, False)])
def test_a_proof_lasts_two_weeks(client, person, days, opens):
    proved_at = timezone.now() - timedelta(days=days)
    client.cookies[access.PROOF] = access.proof_of(PHONE, now=proved_at)
    answer = client.get("/cua-toi/")
    assert answer.headers.get("Location", "").startswith(PROVE) != opens


def test_a_changed_proof_proves_nothing(client, person):
    proof = access.proof_of(PHONE, now=timezone.now())
    client.cookies[access.PROOF] = f"{proof[:-6]}AAAA=="
    assert client.get("/cua-toi/")["Location"].startswith(PROVE)


def test_an_officer_who_proves_a_phone_stays_signed_in(client, union, officer, channel):
    client.force_login(officer)
    ask_code(client)
    client.post(PROVE, {"step": "confirm", "code": code_of()})
    assert "_auth_user_id" in client.session


def test_a_wrong_code_proves_nothing_and_says_how_many_tries_are_left(client, union, channel):
    ask_code(client)
    wrong = f"{(int(code_of()) + 1) % 10**6:06d}"
    page = client.post(PROVE, {"step": "confirm", "code": wrong})
    assert (page.status_code, codes(page.context["form"])) == (422, {"wrong"})
    assert client.get("/cua-toi/")["Location"].startswith(PROVE)


def test_a_code_with_blanks_is_read(client, union, channel):
    ask_code(client)
    code = code_of()
    answer = client.post(PROVE, {"step": "confirm", "code": f" {code[:3]} {code[3:]} "})
    assert answer.status_code == 302


@pytest.mark.parametrize("typed", ["", "12345", "abcdef"])
def test_what_is_no_code_costs_no_try(client, union, channel, typed):
    ask_code(client)
    assert client.post(PROVE, {"step": "confirm", "code": typed}).status_code == 422
    assert PhoneCode.objects.get().tries == 0


@pytest.mark.parametrize("typed", ["", "12345", "0212345678", "không có"])
def test_what_is_no_phone_is_sent_nothing(client, union, channel, typed):
    assert ask_code(client, phone=typed).status_code == 422
    assert not Message.objects.exists()


def test_known_and_unknown_phones_are_answered_alike(client, person, channel):
    """But for the last three digits, the pages are the same to the letter."""
    pages = []
    for phone in (PHONE, "0987654678"):
        visitor = Client()
        answer = ask_code(visitor, phone=phone)
        page = visitor.get(answer["Location"])
        pages.append((answer.status_code, answer["Location"], page.context["phone"]))
    assert pages[0] == pages[1]


def test_a_fourth_code_in_an_hour_is_refused(client, union, channel):
    for _ in range(3):
        ask_code(client)
    page = client.post(PROVE, {"step": "resend"})
    assert (page.status_code, codes(page.context["form"])) == (422, {"too_many_phone"})


def test_without_a_channel_the_page_asks_for_nothing(client, union):
    page = client.get(PROVE)
    assert page.context["no_channel"]
    assert 'name="phone"' not in page.content.decode()
    assert codes(ask_code(client).context["form"]) == {"no_channel"}


def test_a_code_can_be_typed_and_filled_in_by_the_phone(client, union, channel):
    ask_code(client)
    html = client.get(PROVE).content.decode()
    assert 'autocomplete="one-time-code"' in html
    assert 'inputmode="numeric"' in html


def test_leaving_forgets_the_phone(own, person):
    assert own.get(address("own_person", person)).status_code == 200
    own.post(reverse("phone_forget"))
    assert own.get(address("own_person", person))["Location"].startswith(PROVE)


# ── whose pages ──


@pytest.mark.parametrize("name", sorted(set(PROVEN) - {"own_home"}))
def test_rows_of_another_phone_are_not_found(own, union, name):
    arguments, phone = PROVEN[name](union.factory)
    assert phone != PHONE
    url = reverse(name, kwargs=arguments)
    assert {own.get(url).status_code, own.post(url).status_code} <= {404, 405}
    assert 404 in {own.get(url).status_code, own.post(url).status_code}


def test_a_donation_is_found_under_its_own_person_alone(own, person, union):
    other = make.donor(union.factory, phone=PHONE, full_name="Lò Văn Hai")
    given = make.donation(other)
    assert own.get(address("own_certificate", other, donation=given.pk)).status_code == 200
    assert own.get(address("own_certificate", person, donation=given.pk)).status_code == 404


def test_one_person_is_led_to_their_page_and_two_are_asked_who(own, person, union):
    assert own.get("/cua-toi/")["Location"] == address("own_person", person)
    make.donor(union.factory, phone=PHONE, full_name="Lò Văn Hai")
    assert len(own.get("/cua-toi/").context["rows"]) == 2


def test_a_phone_of_nobody_is_told_what_to_do(own, db):
    assert own.get("/cua-toi/").context["rows"] == []


def test_pages_are_kept_in_no_cache(own, person):
    assert "no-store" in own.get(address("own_person", person))["Cache-Control"]


# ── one's own page ──


def test_the_next_day_follows_from_all_that_was_given(own, person):
    given_on = timezone.localdate() - timedelta(days=10)
    record_donation(
        person,
        donated_on=given_on,
        kind="whole_blood",
        volume_ml=350,
        campaign=None,
        credited_to=None,
        idempotency_key="k",
        actor=ACTOR,
        now=timezone.now(),
    )
    page = own.get(address("own_person", person))
    assert page.context["next_day"] == given_on + timedelta(weeks=12)
    assert not page.context["is_free"]


@pytest.mark.parametrize("times", [1, 3])
def test_a_page_costs_the_same_with_one_donation_and_with_three(
    own, person, times, django_assert_num_queries, settings
):
    settings.OWN_REGISTRATIONS = f"{__name__}.no_registrations"
    for number in range(times):
        make.donation(person, on=date(2024, 1, 1) + timedelta(days=100 * number))
    with django_assert_num_queries(4):
        own.get(address("own_person", person))


def no_registrations(donor, *, on):
    """Stand for the app above."""
    return []


def one_registration(donor, *, on):
    """Stand for the app above."""
    return [SimpleNamespace(title="Ngày hội", url="/ve/1/", when=NOW, state="đã đăng ký")]


def test_registrations_are_told_by_the_app_above(own, person, settings):
    settings.OWN_REGISTRATIONS = f"{__name__}.one_registration"
    assert "/ve/1/" in own.get(address("own_person", person)).content.decode()


def test_the_page_stands_where_no_app_tells_of_registrations(own, person, settings):
    settings.OWN_REGISTRATIONS = "maudao.nowhere.own_registrations"
    assert own.get(address("own_person", person)).context["registrations"] == []


@pytest.mark.parametrize("times", [1, 3])
def test_history_costs_the_same_with_one_donation_and_with_three(
    own, person, times, django_assert_num_queries
):
    for number in range(times):
        make.donation(person, on=date(2024, 1, 1) + timedelta(days=100 * number))
    with django_assert_num_queries(3):
        own.get(address("own_history", person))


@pytest.mark.parametrize("times", [1, 3])
def test_certificates_cost_the_same_with_one_and_with_three(own, person, times, django_assert_num_queries):
    for number in range(times):
        given = make.donation(person, on=date(2024, 1, 1) + timedelta(days=100 * number))
        note_return(given, returned_on=given.donated_on, volume_ml=50, idempotency_key=f"k-{number}", now=NOW)
    with django_assert_num_queries(3):
        own.get(address("own_certificates", person))


def form_of(page, **changed):
    """What a browser sends back of the page's form."""
    form = page.context["form"]
    return {field.name: str(field.value() or "") for field in form} | changed


def test_a_donation_elsewhere_is_told_once_however_often_it_is_sent(own, person):
    url = address("own_history", person)
    data = form_of(own.get(url), donated_on="03/11/2025", volume_ml="350")
    assert [own.post(url, data).status_code for _ in range(2)] == [302, 302]
    told = Donation.objects.get()
    assert told.is_self_told
    own.post(address("own_told_remove", person, donation=told.pk))
    assert not Donation.objects.exists()


def test_a_bag_that_there_is_not_is_an_error_of_its_field(own, person):
    url = address("own_history", person)
    page = own.post(url, form_of(own.get(url), donated_on="03/11/2025", volume_ml="300"))
    assert (page.status_code, codes(page.context["form"])) == (422, {"volume_impossible"})


def test_a_recorded_donation_is_not_taken_away_by_its_donor(own, person):
    given = make.donation(person)
    own.post(address("own_told_remove", person, donation=given.pk))
    assert Donation.objects.get() == given


def test_a_day_to_wait_for_moves_the_next_day(own, person):
    day = timezone.localdate() + timedelta(days=40)
    own.post(address("own_not_before", person), {"not_before": f"{day:%d/%m/%Y}"})
    assert own.get(address("own_person", person)).context["next_day"] == day


def test_details_are_corrected_without_showing_the_number(own, union):
    person = make.donor(union.factory, phone=PHONE, identity="011190000123")
    url = address("own_details", person)
    page = own.get(url)
    assert "011190000123" not in page.content.decode()
    own.post(url, form_of(page, full_name="Lò Thị Đúng", birth_date="03/02/1991"))
    changed = Donor.objects.get(pk=person.pk)
    assert (changed.full_name, changed.birth_date) == ("Lò Thị Đúng", date(1991, 2, 3))
    assert changed.identity_last4 == "0123"


def test_anothers_number_is_an_error_of_its_field(own, person, union):
    make.donor(union.factory, identity="011190000123")
    url = address("own_details", person)
    page = own.post(url, form_of(own.get(url), identity="011190000123"))
    assert (page.status_code, codes(page.context["form"])) == (422, {"identity_taken"})


def test_consents_are_given_and_taken_back(own, person):
    url = address("own_consents", person)
    own.post(url, {"dong-y-recognition": "on"})
    live = Consent.objects.filter(withdrawn_at=None)
    assert set(live.values_list("purpose", flat=True)) == {"history", "recognition"}
    for _ in range(2):
        answer = own.post(address("own_consent_withdraw", person, purpose="history"))
        assert answer.status_code == 302
    assert set(live.values_list("purpose", flat=True)) == {"recognition"}
    own.post(address("own_consents_withdraw_all", person))
    assert not live.exists()
    assert len(own.get(url).context["ended"]) == 2


def test_no_box_is_ticked_beforehand(own, person):
    assert "checked" not in own.get(address("own_consents", person)).content.decode()


def test_what_came_back_is_noted_once_and_taken_away(own, person):
    given = make.donation(person)
    url = address("own_certificate", person, donation=given.pk)
    data = form_of(own.get(url), returned_on="02/02/2026", volume_ml="100")
    assert [own.post(url, data).status_code for _ in range(2)] == [302, 302]
    assert own.get(url).context["certificate"].left_ml == 250
    noted = CertificateReturn.objects.get()
    own.post(address("own_return_remove", person, donation=given.pk, returned=noted.pk))
    assert not CertificateReturn.objects.exists()


def test_more_than_is_left_is_an_error_of_its_field(own, person):
    given = make.donation(person)
    url = address("own_certificate", person, donation=given.pk)
    page = own.post(url, form_of(own.get(url), returned_on="02/02/2026", volume_ml="351"))
    assert (page.status_code, codes(page.context["form"])) == (422, {"more_than_left"})


def test_a_calendar_gets_its_address_on_demand(own, person):
    own.post(address("own_feed_open", person))
    assert Donor.objects.get(pk=person.pk).feed_key
    assert own.get(address("own_person", person)).status_code == 200
