"""Pages of campaigns: the happy way, strangers, and a constant number of queries."""

import io
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image
from pytest_django.fixtures import DjangoAssertNumQueries

from conftest import Union
from maudao.accounts.models import User
from maudao.campaigns import actions, make
from maudao.campaigns.models import Activity, Assignment, Campaign, Target
from maudao.campaigns.queries import allocation_grid, draft_of
from maudao.campaigns.rules import ActivityKind, CampaignState, Fact, TargetOwner
from maudao.campaigns.walk import ARGUMENTS
from maudao.organization import make as units
from maudao.organization.models import Unit


@pytest.fixture
def campaign(union: Union) -> Campaign:
    return make.launched(union.province)


def url(name: str, part: Assignment, query: str = "") -> str:
    address = reverse(name, kwargs={"campaign": part.campaign.code, "unit": part.unit.code})
    return f"{address}?{query}" if query else address


def form_data(form: Any) -> dict[str, Any]:
    """What a browser would send back of a form as it stands."""
    data = {}
    for field in form:
        value = field.value()
        if isinstance(value, list):
            data[field.name] = [str(item) for item in value]
        elif value is not False and value is not None:
            data[field.name] = "on" if value is True else str(value)
    return data


# ── from the directive to the launch ──


def test_proposed_campaign_is_saved_as_it_was_changed(as_user: Any, officer: User, union: Union) -> None:
    document = make.directive(union.province)
    client: Client = as_user(officer)
    address = reverse("campaign_new", kwargs={"pk": document.pk})
    page = client.get(address)
    assert page.status_code == 200
    data = form_data(page.context["form"]) | {"title": "Tên đã sửa", "indicator-1-threshold": "35"}
    del data["slogan-0"]
    saved = client.post(address, data)
    made = Campaign.objects.get()
    assert saved.headers["Location"] == reverse(
        "campaign_launch", kwargs={"campaign": made.code, "unit": "MT"}
    )
    draft = draft_of(made)
    assert (draft.title, draft.indicators[1].threshold) == ("Tên đã sửa", 35)
    assert [slogan.is_offered for slogan in draft.slogans] == [False, True]
    assert client.get(address).status_code == 302  # there is a campaign now


def test_proposal_without_days_asks_for_them(as_user: Any, officer: User, union: Union) -> None:
    window = {"start": None, "end": None, "peak": None}
    document = make.directive(union.province, record={"window": window, "report_deadlines": []})
    client: Client = as_user(officer)
    address = reverse("campaign_new", kwargs={"pk": document.pk})
    page = client.post(address, form_data(client.get(address).context["form"]))
    assert page.status_code == 422
    assert set(page.context["form"].errors) == {"starts_on", "ends_on", "report_due_on"}


def test_draft_is_changed_and_launched(as_user: Any, officer: User, union: Union) -> None:
    draft = make.drafted(union.province)
    kwargs = {"campaign": draft.code, "unit": "MT"}
    client: Client = as_user(officer)
    edit = reverse("campaign_edit", kwargs=kwargs)
    data = form_data(client.get(edit).context["form"]) | {"ends_on": "31/05/2026"}
    assert client.post(edit, data).status_code == 302
    launch = reverse("campaign_launch", kwargs=kwargs)
    sent = {"scope": "whole", "quota-units-converted-quota": "40"}
    assert client.post(launch, sent).status_code == 302
    draft.refresh_from_db()
    assert (draft.state, str(draft.ends_on)) == (CampaignState.OPEN, "2026-05-31")
    assert draft.assignments.count() == 6
    assert Target.objects.get(owner=TargetOwner.COMMITTEE).value == 40


@pytest.mark.parametrize(("scope", "parts"), [("chosen", 5), ("direct", 2)])
def test_chosen_branches_are_launched(
    as_user: Any, officer: User, union: Union, scope: str, parts: int
) -> None:
    draft = make.drafted(union.province)
    address = reverse("campaign_launch", kwargs={"campaign": draft.code, "unit": "MT"})
    as_user(officer).post(address, {"scope": scope, "units": [str(union.commune.pk)]})
    assert draft.assignments.count() == parts


def test_nobody_chosen_is_asked_for(as_user: Any, officer: User, union: Union) -> None:
    draft = make.drafted(union.province)
    address = reverse("campaign_launch", kwargs={"campaign": draft.code, "unit": "MT"})
    page = as_user(officer).post(address, {"scope": "chosen"})
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["units"])


def test_superseding_directive_is_shown_with_its_changes_and_taken(
    as_user: Any, officer: User, union: Union, campaign: Campaign
) -> None:
    window = {"start": "2026-03-20", "end": "2026-05-31", "peak": None}
    document = make.directive(union.province, number=20, record={"window": window})
    address = url("campaign_supersede", make.part(campaign, union.province))
    client: Client = as_user(officer)
    assert [row["url"] for row in client.get(address).context["rows"]] == [f"?van-ban={document.pk}"]
    page = client.get(address, {"van-ban": document.pk})
    assert [one.after for one in page.context["differences"]] == ["31/05/2026", ""]
    sent = client.post(f"{address}?van-ban={document.pk}", form_data(page.context["form"]))
    campaign.refresh_from_db()
    assert (sent.status_code, campaign.version, str(campaign.ends_on)) == (302, 2, "2026-05-31")


# ── one campaign from one unit ──


def test_page_of_a_province_shows_targets_and_units_below(
    as_user: Any, officer: User, union: Union, campaign: Campaign
) -> None:
    make.drive(make.part(campaign, union.factory), donors=60)
    page = as_user(officer).get(url("campaign", make.part(campaign, union.province)))
    assert [(line.done, line.verdict) for line in page.context["lines"]] == [
        (0, "unmet"),
        (60, "unmet"),
        (60, "met"),
    ]
    assert [row[0]["text"] for row in page.context["child_rows"]] == [
        union.clinic.name,
        union.commune.name,
    ]


def test_page_of_a_chair_says_what_comes_next(
    as_user: Any, chair: User, union: Union, campaign: Campaign
) -> None:
    part = make.part(campaign, union.factory)
    client: Client = as_user(chair)
    page = client.get(url("campaign", part))
    assert [step["state"] for step in page.context["steps"]] == ["current", "todo", "todo", "todo"]
    assert client.post(url("campaign_acknowledge", part)).status_code == 302
    page = client.get(url("campaign", part))
    assert [step["state"] for step in page.context["steps"]] == ["done", "current", "todo", "todo"]


def test_filter_keeps_units_that_lack_something(
    as_user: Any, commune_officer: User, union: Union, campaign: Campaign
) -> None:
    make.activity(make.part(campaign, union.school))
    page = as_user(commune_officer).get(
        url("campaign", make.part(campaign, union.commune), "con_thieu=hoat-dong&tim=binh")
    )
    assert [row[0]["text"] for row in page.context["child_rows"]] == [union.factory.name]


def test_unit_that_takes_no_part_has_no_page(as_user: Any, officer: User, union: Union) -> None:
    kwargs = {"campaign": make.drafted(union.province).code, "unit": "MT-CS-001"}
    assert as_user(officer).get(reverse("campaign", kwargs=kwargs)).status_code == 404


# ── allocation ──


@pytest.fixture
def commune(campaign: Campaign, union: Union) -> Assignment:
    return make.part(campaign, union.commune)


GRID = "chi-tieu=donors-members"


def cells(commune: Assignment, *values: object) -> dict[str, str]:
    keys = commune.children.order_by("unit__code").values_list("pk", flat=True)
    return {f"c{key}": str(value) for key, value in zip(keys, values, strict=True)}


def test_grid_is_proposed_saved_and_traced(as_user: Any, commune_officer: User, commune: Assignment) -> None:
    client: Client = as_user(commune_officer)
    address = url("campaign_allocate", commune, GRID)
    options = {"tong": "90", "theo": "members", "cong": "0"}
    page = client.post(address, {"action": "propose", **options, **cells(commune, "", "", "")})
    proposed = [row["value"] for row in page.context["rows"]]
    assert (page.status_code, sum(proposed)) == (200, 90)
    assert not Target.objects.filter(assignment__parent=commune).exists()  # a proposal writes nothing
    sent = client.post(address, {"action": "save", "seen": "0", **cells(commune, 9, 60, 25)})
    assert sent.status_code == 302
    values = Target.objects.filter(assignment__parent=commune).values_list("value", flat=True)
    assert sorted(values) == [9, 25, 60]
    assert len(client.get(url("campaign_audit", commune)).context["page"]) == 3


def test_locked_cells_keep_their_number_in_a_new_proposal(
    as_user: Any, commune_officer: User, commune: Assignment, union: Union
) -> None:
    school = make.part(commune.campaign, union.school).pk
    data = {"action": "propose", "tong": "90", f"k{school}": "on", **cells(commune, 20, "", "")}
    page = as_user(commune_officer).post(url("campaign_allocate", commune, GRID), data)
    rows = {row["name"]: (row["value"], row["locked"]) for row in page.context["rows"]}
    assert rows[union.school.name] == (20, True)
    assert sum(value for value, _ in rows.values()) == 90


def test_text_in_a_cell_is_refused_and_kept(as_user: Any, commune_officer: User, commune: Assignment) -> None:
    page = as_user(commune_officer).post(
        url("campaign_allocate", commune, GRID), {"action": "save", **cells(commune, "chín", 60, 25)}
    )
    assert page.status_code == 422
    assert not Target.objects.filter(assignment__parent=commune).exists()


def test_cell_that_somebody_else_changed_is_told(
    as_user: Any, commune_officer: User, commune: Assignment
) -> None:
    indicator = commune.campaign.indicators.get(code="donors-members")
    seen = allocation_grid(commune, indicator=indicator, owner=TargetOwner.UNION).seen
    client: Client = as_user(commune_officer)
    address = url("campaign_allocate", commune, GRID)
    client.post(address, {"action": "save", "seen": seen, **cells(commune, 9, 60, 25)})
    page = client.post(address, {"action": "save", "seen": seen, **cells(commune, 10, 60, 25)})
    assert page.status_code == 422
    again = client.post(
        address, {"action": "save", "seen": page.context["seen"], **cells(commune, 10, 60, 25)}
    )
    assert again.status_code == 302


def test_committees_quota_has_a_grid_of_its_own(
    as_user: Any, commune_officer: User, commune: Assignment
) -> None:
    query = "chi-tieu=units-converted-quota&ben=committee"
    as_user(commune_officer).post(
        url("campaign_allocate", commune, query), {"action": "save", **cells(commune, 5, 10, 5)}
    )
    owners = Target.objects.filter(assignment__parent=commune).values_list("owner", flat=True)
    assert set(owners) == {TargetOwner.COMMITTEE}


def test_grassroots_unit_has_nothing_to_allocate(as_user: Any, union: Union, campaign: Campaign) -> None:
    person = units.holder("nguoi", union.factory)
    page = as_user(person).get(url("campaign_allocate", make.part(campaign, union.factory)))
    assert (page.status_code, page.context["indicator"]) == (200, None)


# ── the implementing document ──


def test_direction_is_written_issued_and_noted(
    as_user: Any, chair: User, union: Union, campaign: Campaign
) -> None:
    part = make.part(campaign, union.factory)
    client: Client = as_user(chair)
    address = url("campaign_direction", part)
    assert client.get(address).status_code == 200
    assert client.post(address, {"action": "draft", "doc_type": "KH"}).status_code == 302
    assert client.get(address).context["is_draft"]
    sent = client.post(address, {"action": "issue", "issued_on": "01/04/2026", "signer": "Lò Văn Thử"})
    part.refresh_from_db()
    assert (sent.status_code, str(part.directed_on)) == (302, "2026-04-01")
    assert part.direction_document is not None
    assert part.direction_document.full_number == "01/KH-CĐCS"
    pdf = client.get(url("campaign_direction_file", part))
    assert pdf.content.startswith(b"%PDF-")


def test_signed_paper_is_sent_in(as_user: Any, chair: User, union: Union, campaign: Campaign) -> None:
    part = make.part(campaign, union.factory)
    file = io.BytesIO(b"%PDF-1.7 ...")
    file.name = "ke-hoach.pdf"
    sent = as_user(chair).post(
        url("campaign_direction", part), {"action": "upload", "file": file, "directed_on": "28/03/2026"}
    )
    part.refresh_from_db()
    assert (sent.status_code, str(part.directed_on)) == (302, "2026-03-28")


def test_anything_else_is_not_taken_for_a_document(
    as_user: Any, chair: User, union: Union, campaign: Campaign
) -> None:
    part = make.part(campaign, union.factory)
    file = io.BytesIO(b"MZ")
    file.name = "ke-hoach.pdf"
    page = as_user(chair).post(
        url("campaign_direction", part), {"action": "upload", "file": file, "directed_on": "28/03/2026"}
    )
    assert (page.status_code, list(page.context["upload_form"].errors)) == (422, ["file"])


def test_document_of_the_register_is_chosen(
    as_user: Any, chair: User, union: Union, campaign: Campaign
) -> None:
    part = make.part(campaign, union.factory)
    plan = make.issued(union.factory)
    as_user(chair).post(url("campaign_direction", part), {"action": "choose", "document": plan.pk})
    part.refresh_from_db()
    assert (part.direction_document, str(part.directed_on)) == (plan, "2026-03-25")


# ── activities ──


def picture() -> io.BytesIO:
    data = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(data, "JPEG")
    data.seek(0)
    data.name = "anh.jpg"
    return data


def test_activity_with_a_photo_is_recorded_once(
    as_user: Any, chair: User, union: Union, campaign: Campaign
) -> None:
    part = make.part(campaign, union.factory)
    client: Client = as_user(chair)
    assert client.get(url("activity_new", part)).context["kinds"][0][
        "meta"
    ]  # what the directive asks for is first
    address, key = url("activity_new", part, "loai=drive"), str(uuid.uuid4())
    for _ in range(2):
        data = {
            "key": key,
            "title": "Ngày hội",
            "held_on": "28/03/2026",
            "fact-donors": "1.2",
            "camera": picture(),
        }
        assert client.post(address, data).status_code == 422  # 1.2 is no count
        sent = client.post(address, data | {"fact-donors": "12", "camera": picture()})
        assert sent.status_code == 302
    activity = Activity.objects.get()
    assert part.facts.get(fact=Fact.DONORS).value == 12
    page = client.get(reverse("activity", kwargs={"pk": activity.pk}))
    assert [item["kind"] for item in page.context["evidence"]] == ["photo"]
    photo = client.get(page.context["evidence"][0]["url"])
    assert photo.headers["Content-Type"] == "image/jpeg"
    assert b"".join(photo.streaming_content).startswith(b"\xff\xd8")


def test_activity_is_withdrawn(as_user: Any, chair: User, union: Union, campaign: Campaign) -> None:
    activity = make.activity(make.part(campaign, union.factory))
    as_user(chair).post(reverse("activity_withdraw", kwargs={"pk": activity.pk}))
    activity.refresh_from_db()
    assert activity.withdrawn_at is not None


def test_figures_that_cannot_be_true_are_said(
    as_user: Any, chair: User, union: Union, campaign: Campaign
) -> None:
    part = make.part(campaign, union.factory)
    data = {
        "key": str(uuid.uuid4()),
        "title": "x",
        "held_on": "28/03/2026",
        "fact-donors": "3",
        "fact-bags_350": "4",
    }
    page = as_user(chair).post(url("activity_new", part, "loai=drive"), data)
    assert (page.status_code, Activity.objects.count()) == (422, 0)


# ── who may, and at what cost ──


POSTED = {"campaign_close", "campaign_reopen", "campaign_acknowledge", "activity_withdraw"}


def opened(client: Client, unit: Unit) -> dict[str, int]:
    """Open every page about a unit; give the status of each."""
    statuses = {}
    for name, arguments in ARGUMENTS.items():
        address = reverse(name, kwargs=arguments(unit))
        page = client.post(address) if name in POSTED else client.get(address)
        if page.streaming:
            assert b"".join(page.streaming_content)
        statuses[name] = page.status_code
    return statuses


def test_stranger_finds_nothing(as_user: Any, stranger: User, union: Union) -> None:
    assert opened(as_user(stranger), union.factory) == dict.fromkeys(ARGUMENTS, 404)


@pytest.mark.parametrize("code", ["MT", "MT-XP-01", "MT-CS-002"])
def test_officer_of_the_unit_opens_every_page(as_user: Any, union: Union, code: str) -> None:
    unit = Unit.objects.get(code=code)
    statuses = opened(as_user(units.holder("can-bo", unit)), unit)
    assert set(statuses.values()) <= {200, 302}


@pytest.mark.parametrize("name", ["campaign", "campaign_allocate", "activity_list", "campaign_list"])
def test_names_that_are_not_there_are_not_found(as_user: Any, officer: User, union: Union, name: str) -> None:
    kwargs = {"code": "X"} if name == "campaign_list" else {"campaign": "x", "unit": "MT"}
    assert as_user(officer).get(reverse(name, kwargs=kwargs)).status_code == 404


def test_chair_neither_allocates_nor_runs(
    as_user: Any, chair: User, union: Union, campaign: Campaign
) -> None:
    client: Client = as_user(chair)
    part = make.part(campaign, union.factory)
    assert client.get(url("campaign_allocate", part)).status_code == 404
    assert client.get(url("campaign_launch", make.part(campaign, union.province))).status_code == 404


LISTS = {
    "campaign": 32,
    "campaign_audit": 9,
    "campaign_unacknowledged": 9,
    "activity_list": 10,
    "campaign_allocate": 16,
}


@pytest.mark.parametrize("name", sorted(LISTS))
def test_pages_cost_the_same_for_one_row_and_for_three(
    as_user: Any, union: Union, name: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    small = units.unit(union.province, "MT-XP-09", name="Công đoàn xã nhỏ")
    units.unit(small, "MT-CS-901", name="CĐCS một mình", members=10)
    person = units.holder("hai-noi", small)
    campaign = make.launched(union.province)
    units.holder("khac", union.commune)
    for top, who in ((small, person), (union.commune, User.objects.get(username="khac"))):
        _fill(make.part(campaign, top))
        client: Client = as_user(who)
        address = url(name, make.part(campaign, top))
        client.get(address)  # the session remembers the unit from here on
        with django_assert_num_queries(LISTS[name]):
            client.get(address)


def _fill(part: Assignment) -> None:
    indicator = part.campaign.indicators.get(code="donors-members")
    values = {child.pk: 5 for child in part.children.all()}
    make.actions.allocate(
        part, values, indicator=indicator, owner=TargetOwner.UNION, actor=units.ACTOR, now=units.NOW
    )
    for child in part.children.all():
        make.activity(child, kind=ActivityKind.TALK)


def test_list_of_campaigns_costs_the_same_for_one_and_for_three(
    as_user: Any, officer: User, union: Union, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client: Client = as_user(officer)
    address = reverse("campaign_list", kwargs={"code": "MT"})
    make.launched(union.province, number=1)
    client.get(address)
    with django_assert_num_queries(9):
        client.get(address)
    make.launched(union.province, number=2)
    make.launched(union.province, number=3)
    with django_assert_num_queries(9):
        client.get(address)


def test_quota_of_ones_own_committee_is_typed(
    as_user: Any, commune_officer: User, commune: Assignment
) -> None:
    query = "chi-tieu=units-converted-quota&ben=committee"
    address = url("campaign_allocate", commune, query)
    client: Client = as_user(commune_officer)
    assert client.post(address, {"action": "quota", "quota": "hai"}).status_code == 422
    assert client.post(address, {"action": "quota", "quota": "20"}).status_code == 302
    assert Target.objects.get(assignment=commune).value == 20


def test_quota_can_be_typed_after_the_launch_without_new_units(
    as_user: Any, officer: User, union: Union
) -> None:
    campaign = make.drafted(union.province)
    make.actions.launch(campaign, [union.school], actor=units.ACTOR, now=units.NOW)
    address = reverse("campaign_launch", kwargs={"campaign": campaign.code, "unit": "MT"})
    as_user(officer).post(address, {"scope": "nobody", "quota-units-converted-quota": "40"})
    assert campaign.assignments.count() == 3
    assert Target.objects.get(owner=TargetOwner.COMMITTEE).value == 40


# ── the end of a campaign ──


def test_owner_ends_the_campaign_and_opens_it_again(as_user: Any, officer: User, campaign: Campaign) -> None:
    root, client = make.part(campaign, campaign.unit), as_user(officer)
    assert client.get(url("campaign", root)).context["may_run"]
    assert client.post(url("campaign_close", root)).headers["Location"] == url("campaign", root)
    page = client.get(url("campaign", root))
    assert (page.context["closed"].code, page.context["may_run"]) == ("campaign_closed", False)
    client.post(url("campaign_reopen", root))
    assert client.get(url("campaign", root)).context["closed"] is None


def test_unit_in_the_middle_cannot_end_the_campaign_of_another(
    as_user: Any, commune_officer: User, campaign: Campaign, union: Union
) -> None:
    client = as_user(commune_officer)
    for unit in (union.province, union.commune):
        assert client.post(url("campaign_close", make.part(campaign, unit))).status_code == 404


@pytest.mark.parametrize("name", ["activity_new", "campaign_direction", "campaign_acknowledge"])
def test_pages_that_write_lead_back_to_the_reason_once_the_campaign_has_ended(
    as_user: Any, chair: User, campaign: Campaign, union: Union, name: str
) -> None:
    part = make.part(campaign, union.factory)
    actions.close_campaign(campaign, actor=units.ACTOR, now=units.NOW)
    answer = as_user(chair).post(url(name, part, "loai=banner"), {"action": "draft", "doc_type": "plan"})
    assert answer.headers.get("Location", "") in ("", url("campaign", part))
    assert not Activity.objects.exists()


def test_grid_of_an_ended_campaign_leads_back_to_the_reason(
    as_user: Any, officer: User, campaign: Campaign
) -> None:
    root = make.part(campaign, campaign.unit)
    actions.close_campaign(campaign, actor=units.ACTOR, now=units.NOW)
    assert as_user(officer).get(url("campaign_allocate", root)).headers["Location"] == url("campaign", root)
