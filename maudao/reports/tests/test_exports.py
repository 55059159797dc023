"""Reports as JSON, workbook and official document: their figures are the facts, and nothing else."""

from datetime import date
from io import BytesIO

import pytest
from django.db.models import Sum
from docx import Document
from python_calamine import CalamineWorkbook

from maudao.campaigns.models import FactEntry
from maudao.campaigns.rules import Denominator, Fact
from maudao.documents.writer.docx import render_docx
from maudao.organization import make as organization
from maudao.organization.make import ACTOR
from maudao.reports import actions, exports, make, queries
from maudao.reports.exports.wording import about, cited, full_name, joined, listed, sentence

DAY = date(2026, 5, 10)


@pytest.fixture
def busy(union):
    """A union with a drive, typed figures, nothing to report and a silent unit."""
    campaign = make.campaign(union.province)
    make.drive(
        campaign, union.factory, {Fact.DONORS: 12, Fact.BAGS_350: 12, Fact.REGISTERED: 20, Fact.ARRIVED: 13}
    )
    make.accepted(campaign, union.factory, {Fact.DONORS: 15, Fact.BAGS_350: 15})
    make.sent(
        campaign, union.school, {Fact.DONORS: 2, Fact.BAGS_250: 2, Fact.HONOURED_PEOPLE: 1}, now=make.LATE
    )
    make.sent(campaign, union.commune)
    make.report(campaign, union.province)
    return campaign


def paper(campaign, unit, tree="then"):
    report = make.report(campaign, unit)
    report.assignment = make.part(campaign, unit)
    return queries.paper(report, as_of=DAY, tree=tree)


def stored(campaign):
    """Return the sums of the entries themselves, by the database."""
    rows = FactEntry.objects.filter(assignment__campaign=campaign).values_list("fact").annotate(Sum("value"))
    return {**dict.fromkeys(Fact.values, 0), **dict(rows.order_by())}


# ---- JSON


@pytest.mark.parametrize("tree", ["then", "now"])
def test_the_facts_of_the_json_are_the_entries(busy, union, tree):
    data = exports.report_data(paper(busy, union.province, tree).rolled)
    assert {fact: data["facts"][fact] for fact in Fact.values} == stored(busy)
    assert data["facts"]["volume_ml"] == 15 * 350 + 2 * 250
    assert data["facts"]["units_converted"] == 23
    assert data["tree"] == tree


def test_own_figures_and_children_add_up_in_the_json(busy, union):
    data = exports.report_data(paper(busy, union.province).rolled)
    for key, total in data["facts"].items():
        if key != "units_converted":
            assert (
                data["own"]["facts"][key] + sum(child["facts"][key] for child in data["children"]) == total
            ), key


def test_the_json_has_the_keys_of_the_contract(busy, union):
    data = exports.report_data(paper(busy, union.province).rolled)
    assert data["unit"] == {"code": "MT", "name": union.province.name}
    assert data["completeness"] == {"expected": 5, "received": 3, "on_time": 2, "nothing": 0}
    by_code = {row["code"]: row for row in data["indicators"]}
    assert {
        key: by_code["donors-members"][key] for key in ("numerator", "denominator", "value", "target", "met")
    } == {
        "numerator": 17,
        "denominator": 312,
        "value": 5.45,
        "target": 30,
        "met": False,
    }
    assert by_code["units-converted-quota"]["denominator"] == 40
    assert by_code["units-active"]["clause"].startswith("Chỉ tiêu 1")


# ---- XLSX


def test_the_workbook_has_its_four_sheets_and_numbers_are_numbers(busy, union):
    book = CalamineWorkbook.from_filelike(
        BytesIO(exports.report_workbook(paper(busy, union.province).rolled))
    )
    assert book.sheet_names == ["Tổng hợp", "Chỉ tiêu", "Đơn vị", "Tình trạng báo cáo"]
    sums = {row[0]: row[1:4] for row in book.get_sheet_by_name("Tổng hợp").to_python() if len(row) > 3}
    assert sums["Số người hiến được máu"] == [12, 5, 17]
    total = next(row for row in book.get_sheet_by_name("Đơn vị").to_python() if "Tổng cộng" in row)
    assert 5750 in total
    status = {row[0]: row for row in book.get_sheet_by_name("Tình trạng báo cáo").to_python()}
    assert status["MT-XP-01"][3] == make.DUE


# ---- the official document


def words(document):
    return "\n".join(
        paragraph.text for paragraph in Document(BytesIO(render_docx(document))).paragraphs if paragraph.text
    )


def test_the_official_report_says_what_the_facts_say(busy, union):
    document = exports.official_report(paper(busy, union.province), signer="Nguyễn Thị Hồng Đào")
    text = words(document)
    assert "17 người" in text
    assert "17 túi máu (2 túi 250 ml; 15 túi 350 ml), tổng thể tích 5.750 ml, bằng 23 đơn vị máu" in text
    assert "20 người đăng ký hiến máu và 15 người đến tham gia" in text
    assert "3/5 đơn vị (60%)" in text
    assert (document.kind, document.subject.split(" “")[0]) == ("BÁO CÁO", "Kết quả hưởng ứng")
    assert document.addressees == ("Tổng Liên đoàn thử",)
    assert document.signature.authority == "TM. BAN THƯỜNG VỤ"


def test_the_table_of_units_adds_up_to_its_last_row(busy, union):
    document = exports.official_report(paper(busy, union.province))
    (appendix,) = document.appendices
    table = appendix.blocks[-1]
    column = table.header.index("Người hiến được")
    assert sum(int(row[column]) for row in table.rows) == int(table.total_row[column]) == 17
    assert appendix.landscape is (len(table.header) > 8)


def test_few_units_and_columns_stay_in_the_body(union):
    campaign = make.campaign(union.province)
    make.sent(campaign, union.clinic, {Fact.DONORS: 1})
    document = exports.official_report(paper(campaign, union.province))
    assert document.appendices == ()


def test_a_grassroots_unit_signs_for_its_committee_and_a_deputy_in_the_place_of_the_chair(busy, union):
    document = exports.official_report(paper(busy, union.factory), signer="A", signer_title="Phó Chủ tịch")
    signature = document.signature
    assert signature.authority == "TM. BAN CHẤP HÀNH"
    assert (signature.deputising, signature.title) == ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")
    assert document.issuer == "Công đoàn cơ sở\nCông ty may Bình Minh"


def test_what_units_below_wrote_stands_in_for_the_words_that_the_officer_left_out(busy, union):
    text = words(exports.official_report(paper(busy, union.commune)))
    assert "Đoàn viên hưởng ứng tích cực." in text
    province = words(exports.official_report(paper(busy, union.province)))
    assert "Công đoàn xã Mường Một: Đoàn viên hưởng ứng tích cực." in province


def test_nothing_to_report_is_a_short_letter(union):
    campaign = make.campaign(union.province)
    report = make.report(campaign, union.factory)
    actions.submit_nothing(report, version=1, signer="", signer_title="", actor=ACTOR, now=make.IN_TIME)
    text = words(exports.official_report(paper(campaign, union.factory)))
    assert "không phát sinh hoạt động" in text
    assert "KẾT QUẢ THỰC HIỆN" not in text


def test_fifty_units_go_to_an_appendix(union):
    for number in range(50):
        organization.unit(union.province, f"MT-CS-1{number:02}", members=5)
    campaign = make.campaign(union.province)
    document = exports.official_report(paper(campaign, union.province))
    assert len(document.appendices[0].blocks[-1].rows) == 52


# ---- wording


def test_names_are_written_out_on_paper():
    assert full_name("CĐCS Nhà máy A") == "Công đoàn cơ sở Nhà máy A"
    assert full_name("Công đoàn xã B") == "Công đoàn xã B"


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("Hưởng ứng “Ngày toàn dân”", "hưởng ứng “Ngày toàn dân”"),
        ("Hành trình Đỏ 2026", "Hành trình Đỏ 2026"),
        ("Ngày hội hiến máu", "Ngày hội hiến máu"),
    ],
)
def test_a_verb_loses_its_capital_inside_a_sentence_and_a_name_does_not(title, told):
    assert about(title) == told


def test_lists_name_a_few_and_count_the_rest():
    assert listed(["A", "B"]) == "A; B"
    assert listed([str(number) for number in range(10)]).endswith("; và 2 đơn vị khác")
    assert joined(["a", "b", "c"]) == "a, b và c"
    assert sentence("nhiều ca đêm;") == "Nhiều ca đêm."


def test_nothing_is_cited_where_there_is_no_directive():
    assert cited(None) == ""


# ---- thirty percent of whom


@pytest.fixture
def of_both(busy, union):
    """The same campaign, whose target counts the factory's 100 workers beside its members too."""
    busy.indicators.filter(code="donors-members").update(
        code="donors-members-and-workers", denominator=Denominator.MEMBERS_AND_WORKERS
    )
    busy.assignments.filter(unit=union.factory).update(workers=100)
    return busy


def test_share_is_of_members_and_workers_where_the_target_is(of_both, union):
    data = exports.report_data(paper(of_both, union.province).rolled)
    assert (data["facts"]["members"], data["facts"]["members_and_workers"]) == (312, 412)
    row = next(each for each in data["indicators"] if each["code"] == "donors-members-and-workers")
    assert (row["numerator"], row["denominator"]) == (17, 412)


@pytest.mark.parametrize("tree", ["then", "now"])
def test_workers_are_the_same_in_both_trees(of_both, union, tree):
    assert paper(of_both, union.province, tree).rolled.whole.counts.members_and_workers == 412


def test_official_report_says_of_whom(of_both, union):
    text = "\n".join(map(str, exports.official_report(paper(of_both, union.province)).body))
    assert "4,1% tổng số đoàn viên, người lao động (412 người)" in text
    assert "17/412 đoàn viên, người lao động" in text


def test_official_report_is_silent_about_workers_otherwise(busy, union):
    text = "\n".join(map(str, exports.official_report(paper(busy, union.province)).body))
    assert "số đoàn viên (312 người)" in text
    assert "/412" not in text
