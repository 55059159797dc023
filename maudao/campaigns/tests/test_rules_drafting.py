"""The campaign that a directive proposes, and what a superseding one changes."""

from dataclasses import replace
from datetime import date

import pytest

from maudao.campaigns.make import RECORD
from maudao.campaigns.rules import (
    ActivityKind,
    CampaignDraft,
    activity_kind,
    campaign_code,
    differences,
    draft_from,
    programmes_in,
)

DRAFT = draft_from(RECORD, {})


def test_draft_takes_days_slogans_tasks_and_programmes_from_the_record() -> None:
    assert (DRAFT.starts_on, DRAFT.ends_on, DRAFT.peak_on) == (
        date(2026, 3, 20),
        date(2026, 4, 30),
        date(2026, 4, 7),
    )
    assert (DRAFT.report_due_on, DRAFT.report_to) == (date(2026, 5, 5), "Liên đoàn Lao động tỉnh")
    assert [slogan.text for slogan in DRAFT.slogans] == RECORD["messages"]
    assert [task.activity_kind for task in DRAFT.tasks] == [
        ActivityKind.BANNER,
        ActivityKind.COMMUNICATION,
        ActivityKind.DRIVE,
        ActivityKind.RECOGNITION,
    ]
    assert DRAFT.programmes == ("thang-cong-nhan", "ngay-toan-dan-hien-mau")
    assert DRAFT.missing == []


def test_days_that_the_document_does_not_name_are_missing_not_guessed() -> None:
    draft = draft_from(
        {"subject": "đẩy mạnh hiến máu"}, {"/window": "not_said", "/report_deadlines": "not_said"}
    )
    assert draft.missing == ["starts_on", "ends_on", "report_due_on"]


@pytest.mark.parametrize("answer", ["2026-05-01/2026-06-30", "01/05/2026 – 30/06/2026"])
def test_officers_answer_gives_the_window(answer: str) -> None:
    draft = draft_from({"subject": "x"}, {"/window": answer})
    assert (draft.starts_on, draft.ends_on) == (date(2026, 5, 1), date(2026, 6, 30))


def test_officers_answer_chooses_between_deadlines() -> None:
    rows = [
        {"date": "2026-05-05", "to": "A", "what": "report"},
        {"date": "2026-06-05", "to": "B", "what": "report"},
    ]
    draft = draft_from({"report_deadlines": rows}, {"/report_deadlines": "2026-06-05"})
    assert (draft.report_due_on, draft.report_to) == (date(2026, 6, 5), "B")


def test_deadline_for_donor_lists_is_no_report_deadline() -> None:
    rows = [{"date": "2026-03-25", "to": "A", "what": "register_list"}]
    assert draft_from({"report_deadlines": rows}, {}).report_due_on is None


def test_quotes_are_cut_from_the_text_by_their_spans() -> None:
    text = "Từ ngày 01/4 đến 30/4, báo cáo trước 05/5."
    record = {"window": {"start": "2026-04-01", "end": "2026-04-30"}, "spans": {"/window": [0, 21]}}
    quote = draft_from(record, {}, text=text).quotes["window"]
    assert (quote.text, quote.start, quote.end) == ("Từ ngày 01/4 đến 30/4", 0, 21)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"ends_on": date(2026, 3, 1)}, "ends_before_start"),
        ({"peak_on": date(2026, 6, 1)}, "peak_outside_window"),
        ({"indicators": DRAFT.indicators[:1] * 2}, "same_indicator_twice"),
    ],
)
def test_values_that_do_not_fit_together_are_faults(change: dict[str, object], fault: str) -> None:
    assert replace(DRAFT, **change).faults == [fault]


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Hưởng ứng “Ngày toàn dân hiến máu tình nguyện” 07/4/2026", "ngay-toan-dan-hien-mau"),
        ("Kế hoạch triển khai thực hiện công tác hiến máu tình nguyện năm 2026", "hien-mau"),
        ("V/v tổ chức Ngày hội “Giọt hồng biên cương” lần thứ 5", "ngay-hoi-giot-hong-bien-cuong"),
        ("Phát động đợt hiến máu “Sẻ chia giọt máu” của thanh niên", "hien-mau-se-chia-giot-mau"),
        ("Đẩy mạnh tuyên truyền, vận động đoàn viên trong", "tuyen-truyen-van-dong-doan"),
        ("Năm 2026", ""),
    ],
)
def test_code_says_what_the_campaign_is_about(title: str, words: str) -> None:
    assert campaign_code("MT-01", 2026, title) == "-".join(filter(None, ["mt-01-2026", words]))


@pytest.mark.parametrize("unit", ["X", "MT-CS-002", "X" * 32])
def test_code_is_short_and_ends_at_a_word(unit: str) -> None:
    code = campaign_code(unit, 2026, "nghiêng ngả " * 20)
    assert len(code) <= 40
    assert code.rsplit("-", 1)[1] in {"2026", "nghieng", "nga"}


def changed(after: CampaignDraft) -> list[tuple[str, str, str]]:
    return [(one.field, one.before, one.after) for one in differences(DRAFT, after)]


def test_differences_name_days_indicators_and_slogans_that_changed() -> None:
    members = replace(DRAFT.indicators[1], threshold=DRAFT.indicators[1].threshold + 5)
    after = replace(
        DRAFT,
        ends_on=date(2026, 5, 31),
        indicators=(DRAFT.indicators[0], members),
        slogans=DRAFT.slogans[1:],
    )
    assert changed(after) == [
        ("Đến hết ngày", "30/04/2026", "31/05/2026"),
        (f"Chỉ tiêu: {members.name}", "ít nhất 30% số đoàn viên", "ít nhất 35% số đoàn viên"),
        (f"Chỉ tiêu: {DRAFT.indicators[2].name}", "ít nhất 105% chỉ tiêu Ban Chỉ đạo giao", ""),
        ("Khẩu hiệu", DRAFT.slogans[0].text, ""),
    ]


def test_nothing_changed_has_no_differences() -> None:
    assert changed(DRAFT) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Tổ chức treo băng zôn, áp phích", ActivityKind.BANNER),
        ("vận động doanh nghiệp cùng hưởng ứng", ActivityKind.ENTERPRISE),
        ("hình thành các câu lạc bộ hiến máu dự bị", ActivityKind.CLUB),
        ("Tạo điều kiện hỗ trợ người hiến máu", ActivityKind.SUPPORT),
        ("Báo cáo về tỉnh", None),
    ],
)
def test_task_words_suggest_a_kind_of_activity(text: str, kind: ActivityKind | None) -> None:
    assert activity_kind(text) == kind


def test_programmes_are_found_whatever_the_spelling() -> None:
    text = "chương trình “Hành trình đỏ” và Chiến dịch Những giọt máu hồng Hè, THÁNG ATVSLĐ"
    assert programmes_in([text]) == ["hanh-trinh-do", "nhung-giot-mau-hong-he", "thang-atvsld"]
