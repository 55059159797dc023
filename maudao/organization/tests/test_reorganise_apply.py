"""What a decision makes of the tree, from its day in force."""

from datetime import date
from decimal import Decimal

from conftest import Union
from maudao.accounts.models import User
from maudao.organization import actions, make, queries
from maudao.organization.actions.reorganise.members import Members
from maudao.organization.models import AuditEntry, Placement, Reorganisation, Succession, Unit
from maudao.organization.tests import decisions

EVE = date(2025, 6, 30)


def _members(unit: Unit, on: date = decisions.DAY) -> int:
    return queries.members_of([unit], on=on)[unit.pk]


def test_transferred_unit_stands_under_its_new_parent(union: Union) -> None:
    decisions.apply(decisions.TRANSFER)
    union.clinic.refresh_from_db()
    assert union.clinic.parent == union.commune
    assert union.clinic.path == f"{union.commune.path}{union.clinic.pk}/"


def test_what_stands_below_moves_along(union: Union) -> None:
    decisions.apply('[[change]]\nkind = "transfer"\nunits = ["MT-XP-01"]\nto = "LL"\n')
    union.factory.refresh_from_db()
    assert union.factory.path.startswith(union.stranger.path)
    assert Placement.objects.filter(unit=union.factory).count() == 2


def test_tree_as_it_was_keeps_the_old_place(union: Union) -> None:
    decisions.apply(decisions.NEW_COMMUNE)
    before = {place.unit.code: place for place in queries.units_as_of(union.province, EVE)}
    after = {place.unit.code: place for place in queries.units_as_of(union.province, decisions.DAY)}
    assert before["MT-CS-001"].parent == union.commune
    assert "MT-XP-02" not in before
    assert "MT-XP-01" not in after
    assert after["MT-CS-001"].path.startswith(after["MT-XP-02"].path)


def test_order_of_changes_means_nothing(union: Union) -> None:
    decisions.apply(decisions.NEW_COMMUNE)  # names the new commune before making it
    assert Unit.objects.get(code="MT-CS-002").parent == Unit.objects.get(code="MT-XP-02")


def test_renamed_unit_keeps_its_old_name_in_history(union: Union) -> None:
    decisions.apply(decisions.RENAME)
    assert Unit.objects.get(pk=union.school.pk).name_folded == "cdcs truong anh duong"
    names = union.school.placements.order_by("starts_on").values_list("name", flat=True)
    assert list(names) == ["CĐCS Trường tiểu học Ánh Dương", "CĐCS Trường Ánh Dương"]


def test_merged_members_go_to_the_successor(union: Union) -> None:
    decisions.apply(decisions.MERGE)
    assert _members(union.hospital, EVE) == 70
    assert _members(union.hospital) == 30 + 200 + 70
    assert queries.members_within(union.commune, on=decisions.DAY) == 300


def test_units_below_a_merged_unit_go_to_the_successor(union: Union) -> None:
    decisions.apply('[[change]]\nkind = "merge"\nunits = ["MT"]\ninto = "LL"\n')
    union.factory.refresh_from_db()
    assert union.factory.path.startswith(union.stranger.path)


def test_merge_makes_its_successor_of_the_same_kind(union: Union) -> None:
    made = 'into = "MT-CS-009"\nname = "CĐCS Mới"\nparent = "MT-XP-01"\n'
    decisions.apply(f'[[change]]\nkind = "merge"\nunits = ["MT-CS-001", "MT-CS-002"]\n{made}')
    new = Unit.objects.get(code="MT-CS-009")
    assert (new.kind, new.opened_on, _members(new)) == ("grassroots", decisions.DAY, 230)


def test_workers_beside_the_members_go_with_them_where_all_are_known() -> None:
    known, unknown = Members(10, 4, 3), Members(5, None)
    assert (known + known).workers == 6
    assert (known + unknown).workers is None
    assert [part.workers for part in known.split([Decimal("0.7"), Decimal("0.3")])] == [2, 1]
    assert [part.workers for part in unknown.split([Decimal(1)])] == [None]


def test_split_members_go_by_shares_and_nobody_is_lost(union: Union) -> None:
    actions.set_member_count(
        union.factory, 201, women=7, counted_on=make.OPENED, actor=make.ACTOR, now=make.NOW
    )
    decisions.apply(decisions.SPLIT)
    new = Unit.objects.get(code="MT-CS-021")
    assert _members(new) + _members(union.hospital) == 201 + 70
    assert abs(_members(new) - 120.6) < 1


def test_dissolved_unit_has_no_successor_and_no_members(union: Union) -> None:
    decisions.apply(decisions.DISSOLVE)
    union.school.refresh_from_db()
    assert union.school.closed_on == decisions.DAY
    assert (_members(union.school, EVE), _members(union.school)) == (30, 0)
    assert not Succession.objects.exists()
    assert queries.successors(union.school) == [(union.school, 1)]


def test_office_at_an_ended_unit_ends_the_day_before(union: Union, chair: User) -> None:
    decisions.apply(decisions.MERGE)
    assert chair.offices.get().ends_on == EVE


def test_successors_follow_the_chain_to_its_end(union: Union) -> None:
    decisions.apply(decisions.SPLIT)
    last = '[[change]]\nkind = "merge"\nunits = ["MT-CS-003"]\ninto = "MT-CS-004"\n'
    decisions.apply(last, number="13/QĐ", day=date(2025, 9, 1))
    shares = {unit.code: share for unit, share in queries.successors(union.factory)}
    assert shares == {"MT-CS-021": Decimal("0.6"), "MT-CS-004": Decimal("0.4")}


def test_second_decision_of_the_same_day_leaves_no_empty_placement(union: Union) -> None:
    decisions.apply(decisions.TRANSFER)
    decisions.apply('[[change]]\nkind = "dissolve"\nunits = ["MT-CS-004"]\n', number="13/QĐ")
    placement = union.clinic.placements.get()
    assert (placement.parent, placement.ends_on) == (union.province, decisions.DAY)


def test_unit_opened_since_moves_along_without_a_place_before_its_opening(union: Union) -> None:
    late = make.unit(union.commune, "MT-CS-050")
    Unit.objects.filter(pk=late.pk).update(opened_on=date(2025, 10, 1))
    late.placements.update(starts_on=date(2025, 10, 1))
    decisions.apply('[[change]]\nkind = "transfer"\nunits = ["MT-XP-01"]\nto = "LL"\n')
    placement = late.placements.get()
    assert placement.starts_on == date(2025, 10, 1)
    assert placement.path.startswith(union.stranger.path)


def test_applying_again_changes_nothing(union: Union) -> None:
    first = decisions.apply(decisions.MERGE)
    before = decisions.everything()
    assert decisions.apply(decisions.MERGE) == first
    assert decisions.everything() == before
    assert Reorganisation.objects.count() == 1


def test_decision_has_one_audit_entry_at_the_unit_above_all(union: Union) -> None:
    applied = decisions.apply(decisions.MERGE)
    entry = AuditEntry.objects.get(action="reorganise")
    assert entry.unit == applied.unit == union.commune
    assert queries.reorganisations(union.province).get() == applied
    assert queries.decisions_about(union.school).get() == applied
