"""Importing people: messy workbooks, a report row by row, and nobody twice."""

import threading
import unicodedata
from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from conftest import Union
from maudao.donors import make
from maudao.donors.actions.import_people import RowReport, UnreadableWorkbook, import_people
from maudao.donors.actions.merging import merge_donors
from maudao.donors.models import Donor, Membership
from maudao.donors.tests.rosters import AN, BINH, HEADINGS, workbook
from maudao.organization.make import ACTOR, NOW
from maudao.organization.make import unit as make_unit
from maudao.organization.models import AuditEntry, Unit
from maudao.organization.sealing import IDENTITY, PHONE, sealer


def run(*rows: Sequence[Any], unit: Unit | None, dry_run: bool = False, **more: Any) -> list[RowReport]:
    """Import as the tests do."""
    return import_people(workbook(*rows, **more), unit=unit, dry_run=dry_run, actor=ACTOR, now=NOW)


def results(*rows: Sequence[Any], unit: Unit | None, **more: Any) -> list[str]:
    return [report.result for report in run(*rows, unit=unit, **more)]


def numbers(donor: Donor) -> tuple[str, str]:
    """Return phone and identity number in clear, found by their fingerprints."""
    phone = sealer().open(donor.phone_sealed, purpose=PHONE) if donor.phone_sealed else ""
    identity = sealer().open(donor.identity_sealed, purpose=IDENTITY) if donor.identity_sealed else ""
    assert donor.phone_hash == (sealer().fingerprint(phone, purpose=PHONE) if phone else "")
    assert donor.identity_hash == (sealer().fingerprint(identity, purpose=IDENTITY) if identity else "")
    return phone, identity


def test_new_people_are_entered_as_by_hand(union: Union) -> None:
    assert results(AN, BINH, unit=union.factory) == ["new", "new"]
    imported = Donor.objects.get(full_name="Lò Văn An")
    by_hand = make.donor(union.factory, full_name="Lò Văn Ân", birth_date=date(1990, 5, 1), sex="M")
    assert numbers(imported) == ("0912345678", "011190001234")
    assert (imported.birth_date, imported.birth_year, imported.sex) == (date(1990, 5, 1), 1990, "M")
    assert imported.identity_last4 == "1234"
    assert imported.name_folded == by_hand.name_folded
    assert imported.sort_key < by_hand.sort_key
    assert list(imported.memberships.values_list("unit", "starts_on", "ends_on")) == [
        (union.factory.pk, date(2026, 4, 1), None)
    ]


def test_list_sent_again_changes_nothing(union: Union) -> None:
    run(AN, BINH, unit=union.factory)
    before = snapshot()
    assert results(AN, BINH, unit=union.factory) == ["same", "same"]
    assert snapshot() == before
    assert AuditEntry.objects.filter(action="import_people").count() == 1


def test_corrected_list_writes_what_differs_and_no_more(union: Union) -> None:
    run(AN, BINH, unit=union.factory)
    before = Donor.objects.get(full_name="Lò Văn An")
    corrected = (1, "Lò Văn Ân", "02/05/1990", "Nam", "011190001234", "0911111111")
    assert results(corrected, BINH, unit=union.factory) == ["changed", "same"]
    after = Donor.objects.get(pk=before.pk)
    assert (after.full_name, after.birth_date) == ("Lò Văn Ân", date(1990, 5, 2))
    assert numbers(after) == ("0911111111", "011190001234")
    assert bytes(after.identity_sealed) == bytes(before.identity_sealed)  # type: ignore[arg-type]
    assert Donor.objects.count() == 2
    entry = AuditEntry.objects.filter(action="import_people").latest("pk")
    assert (entry.changes, entry.unit) == ({"new": 0, "changed": 1}, union.factory)


@pytest.mark.parametrize("dry_run", [True, False])
def test_changed_row_names_the_fields_and_never_their_values(union: Union, dry_run: bool) -> None:
    run(AN, BINH, (3, "Cà Văn Pháy", "1980", "", "", ""), unit=union.factory)
    rows = (
        (1, "Lò Văn Ân", "02/05/1990", "Nữ", AN[4], "0911111111"),
        BINH,
        (3, "Cà Văn Pháy", "1980", "", "011180001234", ""),
    )
    reports = run(*rows, unit=union.factory, dry_run=dry_run)
    assert [report.changed for report in reports] == [
        ("full_name", "birth_date", "sex", "phone"),
        (),
        ("identity",),
    ]
    assert "0911111111" not in str([report.as_json() for report in reports])
    joining = run(BINH, unit=union.school, dry_run=dry_run)
    assert [(report.result, report.changed) for report in joining] == [("changed", ("unit",))]


def test_dry_run_tells_the_same_and_keeps_nothing(union: Union) -> None:
    assert results(AN, BINH, unit=union.factory, dry_run=True) == ["new", "new"]
    assert (Donor.objects.count(), AuditEntry.objects.filter(action="import_people").count()) == (0, 0)
    run(AN, unit=union.factory)
    assert results(AN, BINH, unit=union.factory, dry_run=True) == ["same", "new"]


def test_gaps_are_filled_and_what_is_not_said_stays(union: Union) -> None:
    run((1, "Lò Văn An", "", "", "011190001234", ""), unit=union.factory)
    assert results(AN, unit=union.factory) == ["changed"]
    assert results((1, "Lò Văn An", "", "", "011190001234", ""), unit=union.factory) == ["same"]
    assert numbers(Donor.objects.get()) == ("0912345678", "011190001234")


def test_name_without_accents_does_not_undo_the_accents(union: Union) -> None:
    run(AN, unit=union.factory)
    assert results((1, "LO VAN AN", *AN[2:]), unit=union.factory) == ["same"]
    assert results((1, "LÒ VĂN ÂN", *AN[2:]), unit=union.factory) == ["changed"]
    assert Donor.objects.get().full_name == "Lò Văn Ân"


def test_number_of_somebody_else_is_refused(union: Union) -> None:
    run(AN, unit=union.factory)
    reports = run((1, "Vàng Thị Mỷ", *AN[2:]), (2, "Cà Văn Pháy", *AN[2:]), BINH, unit=union.factory)
    assert [(r.result, r.reasons) for r in reports] == [
        ("refused", ("identity_taken",)),
        ("refused", ("identity_taken",)),
        ("new", ()),
    ]
    assert Donor.objects.get(identity_last4="1234").full_name == "Lò Văn An"


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        (1, "12/5", "name"),
        (1, "x" * 121, "name"),
        (2, "32/13/1990", "birth"),
        (2, "2024", "birth"),
        (4, "12AB", "identity"),
        (4, "099190001234", "identity"),
        (5, "0241234567", "phone"),
        (5, "không có", "phone"),
    ],
)
def test_what_cannot_be_read_is_named(union: Union, column: int, value: str, reason: str) -> None:
    row = list(AN)
    row[column] = value
    report = run(row, BINH, unit=union.factory)[0]
    assert (report.result, report.reasons) == ("refused", (reason,))
    assert Donor.objects.count() == 1


def test_every_fault_of_a_row_is_told_at_once(union: Union) -> None:
    report = run((1, "Lò Văn An", "xx", "Nam", "12", "34"), unit=union.factory)[0]
    assert report.reasons == ("birth", "identity", "phone")


def test_same_person_twice_in_a_list_is_one(union: Union) -> None:
    first, second = (
        (1, "Lò Văn An", "01/05/1990", "", "", "0912345678"),
        (2, "lò văn an", "1990", "Nam", AN[4], AN[5]),
    )
    reports = run(first, second, unit=union.factory)
    assert [(r.result, r.notes) for r in reports] == [("new", ()), ("same", ("twice",))]
    donor = Donor.objects.get()
    assert (donor.sex, *numbers(donor)) == ("M", "0912345678", "011190001234")
    assert results(first, second, unit=union.factory) == ["same", "same"]


def test_row_that_says_otherwise_than_the_one_above_is_refused(union: Union) -> None:
    reports = run(AN, (*AN[:5], "0999999999"), unit=union.factory)
    assert [(r.result, r.reasons) for r in reports] == [("new", ()), ("refused", ("twice",))]


def test_family_of_one_phone_are_several_people(union: Union) -> None:
    rows = [(1, "Lò Văn An", "1960", "", "", "0912345678"), (2, "Lò Văn Bình", "1985", "", "", "0912345678")]
    assert results(*rows, unit=union.factory) == ["new", "new"]
    assert results(*rows, unit=union.factory) == ["same", "same"]


def test_two_of_one_name_and_year_with_two_phones_are_two(union: Union) -> None:
    rows = [
        (1, "Lò Thị Hoa", "1990", "Nữ", "", "0911111111"),
        (2, "Lò Thị Hoa", "1990", "Nữ", "", "0922222222"),
    ]
    assert results(*rows, unit=union.factory) == ["new", "new"]
    assert results(*rows, unit=union.factory) == ["same", "same"]
    report = run((1, "Lò Thị Hoa", "1990", "Nữ", "", ""), unit=union.factory)[0]
    assert (report.result, report.reasons) == ("refused", ("ambiguous",))


def test_phone_of_somebody_known_by_name_and_birth_is_corrected(union: Union) -> None:
    run((1, "Lò Văn An", "01/05/1990", "", "", "0912345678"), unit=union.factory)
    assert results((1, "Lò Văn An", "01/05/1990", "", "", "0999999999"), unit=union.factory) == ["changed"]
    assert Donor.objects.count() == 1
    assert results((1, "Lò Văn An", "01/05/1990", "", "", "0999999990"), unit=union.hospital) == ["new"]


def test_citizens_number_follows_the_old_one_and_is_not_undone(union: Union) -> None:
    old, new = (*AN[:4], "123456789", AN[5]), AN
    assert results(old, unit=union.factory) == ["new"]
    assert results(new, unit=union.factory) == ["changed"]
    assert results(old, unit=union.factory) == ["same"]
    assert numbers(Donor.objects.get())[1] == "011190001234"


def test_person_of_two_units_is_one(union: Union) -> None:
    run(AN, unit=union.factory)
    assert results(AN, unit=union.hospital) == ["changed"]
    donor = Donor.objects.get()
    assert set(donor.memberships.values_list("unit", flat=True)) == {union.factory.pk, union.hospital.pk}


def test_whoever_left_the_unit_and_is_listed_again_comes_back(union: Union) -> None:
    run(AN, unit=union.factory)
    Membership.objects.update(starts_on=date(2025, 1, 1), ends_on=date(2026, 1, 1))
    assert results(AN, unit=union.factory) == ["changed"]
    assert Membership.objects.count() == 2


def test_unit_is_named_row_by_row(union: Union) -> None:
    headings = [*HEADINGS, "Đơn vị"]
    named = (*BINH, "CĐCS Bệnh viện đa khoa")
    reports = run(
        (*AN, "MT-CS-002"), named, (3, "Cà A", "1990", "", "", "", "Nhà máy ma"), unit=None, headings=headings
    )
    assert [(r.result, r.reasons) for r in reports] == [("new", ()), ("new", ()), ("refused", ("unit",))]
    assert set(Membership.objects.values_list("unit__code", flat=True)) == {"MT-CS-002", "MT-CS-003"}


def test_row_with_the_code_of_another_unit_is_refused(union: Union) -> None:
    headings = [*HEADINGS, "Đơn vị"]
    rows = (
        (*AN, union.hospital.code.lower()),
        (*BINH, union.factory.code),
        (3, "Cà A", "1990", "", "", "", "Tổ 1"),
    )
    reports = run(*rows, unit=union.factory, headings=headings)
    assert [(r.result, r.reasons) for r in reports] == [
        ("refused", ("other_unit",)),
        ("new", ()),
        ("new", ()),
    ]
    assert set(Membership.objects.values_list("unit", flat=True)) == {union.factory.pk}


def test_people_of_no_unit_are_found_again(union: Union) -> None:
    rows = [AN, (3, "Cà Văn Pháy", "1990", "", "", "")]
    assert results(*rows, unit=None) == ["new", "new"]
    assert results(*rows, unit=None) == ["same", "same"]
    assert Membership.objects.count() == 0


def test_record_that_was_merged_away_stays_so(union: Union) -> None:
    run(AN, BINH, unit=union.factory)
    kept, merged = Donor.objects.get(full_name="Quàng Thị Bình"), Donor.objects.get(full_name="Lò Văn An")
    merge_donors(kept, merged, unit=union.factory, actor=ACTOR, now=NOW)
    assert results(AN, BINH, unit=union.factory) == ["same", "same"]
    assert Donor.objects.count() == 2


def test_cost_is_the_same_literal_number_of_queries_for_any_length(
    union: Union, django_assert_num_queries: Any
) -> None:
    def rows(count: int, start: int) -> list[tuple[Any, ...]]:
        return [
            (n, f"Lò Văn {'ABCDEFGH'[n % 8]}", "1990", "", f"011190{start + n:06}", "") for n in range(count)
        ]

    for count, start in ((1, 0), (40, 100)):
        with django_assert_num_queries(20):
            run(*rows(count, start), unit=union.factory)


# ── messy workbooks ──


def nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def test_title_numbered_columns_groups_sums_and_signatures_are_no_people(union: Union) -> None:
    above = [["CÔNG ĐOÀN CƠ SỞ"], [], ["DANH SÁCH ĐOÀN VIÊN ĐĂNG KÝ HIẾN MÁU"]]
    rows = [
        ("(1)", "(2)", "(3)", "(4)", "(5)", "(6)"),
        ("I", "Phân xưởng 1"),
        AN,
        ("STT", "Họ và tên", "Ngày sinh"),
        BINH,
        ("", "Tổng cộng: 2 người"),
        (),
        ("", "Người lập biểu", "", "", "TM. BAN CHẤP HÀNH"),
        ("", "Lò Văn Chủ", "", "", "", ""),
    ]
    reports = run(*rows, unit=union.factory, above=above)
    assert [(r.row, r.result) for r in reports] == [(7, "new"), (9, "new")]


def test_all_sheets_with_the_headings_are_read(union: Union) -> None:
    data = workbook(**{"Tổ 1": [AN], "Trống": [], "Tổ 2": [BINH]})
    reports = import_people(data, unit=union.factory, dry_run=False, actor=ACTOR, now=NOW)
    assert [(r.sheet, r.row, r.result) for r in reports] == [("Tổ 1", 2, "new"), ("Tổ 2", 2, "new")]


@pytest.mark.parametrize(
    ("headings", "row"),
    [
        (["TT", "Họ đệm", "Tên", "Sinh ngày"], [1, "Lò Văn", "An", date(1990, 5, 1)]),
        (["TT", "Họ và tên đệm", "Tên", "Ngày, tháng, năm sinh"], [1, "Lò Văn", "An", "1-5-90"]),
        (["TT", "Họ và tên", "", "Ngày sinh"], [1, "Lò Văn", "An", 32994]),
        (["HỌ TÊN", "NGÀY SINH (dd/mm/yyyy)"], ["lò văn an", "01051990"]),
        (
            [unicodedata.normalize("NFD", "Họ và tên"), "Ngày sinh"],
            [unicodedata.normalize("NFD", "Lò Văn An"), "1.5.1990"],
        ),
    ],
)
def test_name_and_birth_are_read_however_they_stand(
    union: Union, headings: list[str], row: list[Any]
) -> None:
    assert results(row, unit=union.factory, headings=headings) == ["new"]
    donor = Donor.objects.get()
    assert (donor.full_name, donor.birth_date) == ("Lò Văn An", date(1990, 5, 1))


def test_year_of_birth_stands_in_the_column_of_the_sex(union: Union) -> None:
    rows = [
        (" ", "", "Nam", "Nữ"),
        (1, "Lò Văn An", 1990, ""),
        (2, "Quàng Thị Bình", "", "12/11/1985"),
        (3, "Cà A", "", "x"),
    ]
    assert results(*rows, unit=union.factory, headings=["TT", "Họ và tên", "Năm sinh", ""]) == ["new"] * 3
    people = Donor.objects.order_by("pk").values_list("sex", "birth_year", "birth_date")
    assert list(people) == [("M", 1990, None), ("F", 1985, date(1985, 11, 12)), ("F", None, None)]


@pytest.mark.parametrize(
    ("column", "value", "read", "notes"),
    [
        (4, 11190001234, "011190001234", ("identity_zeros",)),
        (4, 1190001234.0, "001190001234", ("identity_zeros",)),
        (4, 12345678, "012345678", ("identity_zeros",)),
        (4, "'011 190 001 234", "011190001234", ()),
        (5, 912345678, "0912345678", ("phone_zero",)),
        (5, "84912345678", "0912345678", ()),
        (5, "+84 912.345.678", "0912345678", ()),
        (5, "0912345678 / 0987654321", "0912345678", ("phone_first",)),
        (5, "0912345678 - 0987654321", "0912345678", ("phone_first",)),
        (5, "0912345678 0987654321", "0912345678", ("phone_first",)),
    ],
)
def test_numbers_that_a_spreadsheet_spoilt_are_mended_and_told(
    union: Union, column: int, value: Any, read: str, notes: tuple[str, ...]
) -> None:
    row = [*AN[:4], "", ""]
    row[column] = value
    assert run(row, unit=union.factory)[0].notes == notes
    assert read in numbers(Donor.objects.get())


def test_value_of_a_formula_is_read(union: Union) -> None:
    assert results((1, '="Lò Thị "&"Bảy"', "1990", "Nữ", "", ""), unit=union.factory) == ["new"]
    assert Donor.objects.get().full_name == "Lò Thị Bảy"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"PK broken", "not_a_workbook"),
        (b"", "not_a_workbook"),
        (b"STT,H\xe1\xbb\x8d t\xc3\xaan\n1,An", "not_a_workbook"),
        (workbook(AN)[:-400], "not_a_workbook"),
        (workbook(AN, headings=["A", "B", "C", "D", "E", "F"]), "no_headings"),
        (workbook(), "no_rows"),
    ],
)
def test_what_is_no_list_of_people_is_refused(union: Union, data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableWorkbook) as refused:
        import_people(data, unit=union.factory, dry_run=False, actor=ACTOR, now=NOW)
    assert refused.value.reason == reason


# ── in any order, as often as one likes, at once ──


def snapshot() -> tuple[list[Any], list[Any]]:
    """Everything that is on record of people."""
    people = [tuple(map(str, row)) for row in Donor.objects.order_by("pk").values_list()]
    return people, list(Membership.objects.order_by("pk").values_list())


_ROW = st.tuples(
    st.just(1),
    st.sampled_from(["Lò Văn An", "Lo Van An", "Lò Văn Ân", "Cà Thị Hoa", "Cà Thị Hoà"]),
    st.sampled_from(["", "1990", "01/05/1990", "02/05/1990", "1985"]),
    st.sampled_from(["", "Nam", "Nữ"]),
    st.sampled_from(["", "", "011190001234", "011190004321", "123456789", "12"]),
    st.sampled_from(["", "", "0912345678", "0987654321"]),
)


class TwiceIsOnce(TestCase):
    @settings(max_examples=60)
    @given(st.lists(st.lists(_ROW, min_size=1, max_size=7), min_size=1, max_size=3))
    def test_any_list_imported_twice_is_imported_once(self, lists: list[list[tuple[Any, ...]]]) -> None:
        unit = make_unit(None, "A")
        for rows in lists:
            data = workbook(*rows)
            first = import_people(data, unit=unit, dry_run=False, actor=ACTOR, now=NOW)
            before = snapshot()
            again = import_people(data, unit=unit, dry_run=False, actor=ACTOR, now=NOW)
            assert snapshot() == before
            assert {r.result for r in again} <= {"same", "refused"}
            assert [r.reasons for r in again] == [r.reasons for r in first]


@pytest.mark.django_db(transaction=True)
def test_same_list_at_once_makes_nobody_twice() -> None:
    unit = make_unit(None, "A")
    data = workbook(
        *[(n, "Lò Văn An", f"{1 + n % 28:02}/0{1 + n // 28}/1990", "", "", "") for n in range(40)]
    )
    faults: list[BaseException] = []

    def work() -> None:
        try:
            import_people(data, unit=unit, dry_run=False, actor=ACTOR, now=NOW)
        except BaseException as fault:  # told in the test's own thread
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert (Donor.objects.count(), Membership.objects.count()) == (40, 40)
