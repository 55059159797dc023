"""People who sign in: made by an officer, never by themselves."""

import pytest
from django.db import IntegrityError
from django.test import Client, RequestFactory
from django.urls import NoReverseMatch, reverse

from maudao.accounts.adapter import AccountAdapter
from maudao.accounts.models import User

PASSWORD = "mau-dao-thu-nghiem"


def _person(username: str) -> User:
    return User.objects.create_user(username=username, password=PASSWORD, full_name="Lò Thị Én")


@pytest.mark.django_db
def test_person_signs_in_by_username_and_password(client: Client) -> None:
    _person("lo-thi-en")
    answer = client.post(reverse("account_login"), {"login": "lo-thi-en", "password": PASSWORD})
    assert answer.status_code == 302
    assert client.session["_auth_user_id"]


@pytest.mark.django_db
def test_wrong_password_is_refused(client: Client) -> None:
    _person("lo-thi-en")
    client.post(reverse("account_login"), {"login": "lo-thi-en", "password": "sai-mat-khau"})
    assert "_auth_user_id" not in client.session


def test_nobody_signs_up_alone(rf: RequestFactory) -> None:
    assert AccountAdapter().is_open_for_signup(rf.get("/")) is False
    with pytest.raises(NoReverseMatch):
        reverse("account_signup")


@pytest.mark.django_db
def test_password_is_stored_only_as_a_hash() -> None:
    person = _person("lo-thi-en")
    assert PASSWORD not in person.password
    assert person.check_password(PASSWORD)


@pytest.mark.django_db
def test_username_is_one_persons() -> None:
    _person("lo-thi-en")
    with pytest.raises(IntegrityError):
        _person("lo-thi-en")


def test_given_name_comes_last_in_vietnamese() -> None:
    assert User(full_name="Lò Thị Én", username="x").get_short_name() == "Én"
    assert str(User(username="x")) == User(username="x").get_short_name() == "x"
