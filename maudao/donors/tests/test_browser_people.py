"""A chair at a browser: enters a colleague, records a paper, merges two records and parts them."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from maudao.donors import make
from maudao.donors.models import Donor, DonorMerge
from maudao.organization import make as units
from maudao.organization.rules import Role
from tests.browser import visitor


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1280])
def test_chair_enters_a_colleague_and_merges_a_second_record(live_server: Any, width: int) -> None:
    unit = units.unit(None, "CK", name="CĐCS Công ty may Bình Minh")
    units.holder("chair", unit, Role.CHAIR)
    mai = make.donor(unit, full_name="Lò Thị Mai", blood_group="O-", consents=["chair_sees"])
    make.donor(unit, full_name="Quàng Văn Thành", phone="")
    make.donation(mai)
    double = make.donor(full_name="LO THI MAI", phone="0987654321", birth_date=mai.birth_date)
    with visitor(live_server.url, width=width) as chair:
        chair.sign_in("chair")
        chair.open(reverse("people_list", kwargs={"code": "CK"}))
        chair.press("main .button-main")
        chair.page.fill("[name=full_name]", "Vì Thị Ngọc")
        chair.page.fill("[name=birth]", "1890")
        chair.page.fill("[name=phone]", "12345")
        chair.page.click(".person-more summary")
        chair.press("form .button-main")
        assert not Donor.objects.filter(name_folded="vi thi ngoc").exists()
        chair.page.fill("[name=birth]", "1990")
        chair.page.fill("[name=phone]", "0912 000 111")
        chair.press("form .button-main")
        ngoc = Donor.objects.get(name_folded="vi thi ngoc")
        for name in ("person_leave", "person_consent_paper", "person_consents"):
            chair.open(reverse(name, kwargs={"code": "CK", "pk": ngoc.pk}))
        chair.page.check("[name=dong-y-history]")
        chair.press("form .button-main")
        assert ngoc.consents.get().text_version
        for name in ("person", "person_edit"):
            chair.open(reverse(name, kwargs={"code": "CK", "pk": mai.pk}))
        chair.open(reverse("duplicate_list", kwargs={"code": "CK"}))
        chair.press(".row-title a")
        chair.press("form .button-main")
        double.refresh_from_db()
        assert double.merged_into == mai
        chair.press("form[action$='/tach/'] .button")
        assert DonorMerge.objects.get().undone_at
        chair.open(reverse("people_list", kwargs={"code": "CK"}) + "?loc=da-roi&tim=x")
        assert chair.faults == {}
    assert mai.memberships.get().starts_on >= date(2026, 4, 1)
