"""Which language a page speaks."""

import pytest
from django.test import Client


@pytest.mark.django_db
@pytest.mark.parametrize(("cookie", "language"), [("", "vi"), ("en", "en"), ("fr", "vi")])
def test_page_is_vietnamese_unless_the_person_chose_otherwise(
    cookie: str, language: str, client: Client
) -> None:
    if cookie:
        client.cookies["django_language"] = cookie
    page = client.get("/", headers={"accept-language": "en-GB"}).content.decode()
    assert f'<html lang="{language}"' in page
