"""What campaigns are called side by side."""

from datetime import timedelta
from typing import Any

from django.test import Client
from django.urls import reverse

from conftest import Union
from maudao.accounts.models import User
from maudao.campaigns import make
from maudao.campaigns.models import Campaign
from maudao.campaigns.queries import titles


def test_campaigns_of_one_title_are_told_apart_by_unit_then_days_then_code(union: Union) -> None:
    one, other = make.launched(union.province), make.launched(union.commune, number=2)
    Campaign.objects.filter(pk=other.pk).update(title=f"  {one.title.upper()}")
    other.refresh_from_db()
    assert titles([one]) == {one.pk: one.title}
    called = titles([one, other])
    assert [union.province.name in called[one.pk], union.commune.name in called[other.pk]] == [True, True]
    third = make.launched(union.province, number=3)
    assert third.code in titles([one, third])[third.pk]
    third.ends_on = one.ends_on + timedelta(days=9)
    called = titles([one, third])
    assert f"{third.ends_on:%d/%m/%Y}" in called[third.pk]
    assert called[one.pk] != called[third.pk]


def test_list_of_campaigns_tells_two_of_one_title_apart(as_user: Any, officer: User, union: Union) -> None:
    for number in (1, 2):
        make.launched(union.province, number=number)
    client: Client = as_user(officer)
    rows = client.get(reverse("campaign_list", kwargs={"code": "MT"})).context["rows"]
    assert len({row["title"] for row in rows}) == 2
