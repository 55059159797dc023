"""Rules of reading on small pieces of text, and properties that hold for any text."""

import datetime
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maudao.documents.reader import read

SAMPLES = Path(__file__).parent / "samples"
PIECES = [
    "KẾ HOẠCH\n",
    "Số: 12/KH-LĐLĐ\n",
    "Hà Nội, ngày 5 tháng 3 năm 2021\n",
    "V/v hiến máu\n",
    "Kính gửi: Các đơn vị;\n",
    "Căn cứ Luật A ngày 30/2/2020;\n",
    "Công văn số 7/CV ngày 31/12/2019 của Sở Y tế ",
    "ít nhất 30% đoàn viên ",
    "100% đơn vị ",
    "từ ngày 1/4 đến 30/4/2021 ",
    "vượt 5% chỉ tiêu ",
    "200 – 300 đơn vị máu/01 ngày ",
    "Thời gian: 7g30 ngày 9/5\n",
    "Địa điểm: nhà A\n",
    "trước ngày 25/3/2016 ",
    "gửi báo cáo về Sở ",
    "thông điệp: “Cho máu – Cho đời sống mới”\n",
    "Nơi nhận:\n- Như trên;\n",
    "TM. BAN THƯỜNG VỤ\nCHỦ TỊCH\nLê Văn An\n",
    "TT |\nĐơn vị |\nChỉ tiêu |\n1 |\nXã A |\n20 |\n",
    "ĐT: 0912345678 ",
    "a@example.vn ",
    "\u0301",
    "e\u0301\u0302",
    "\u200b",
    "\r\n",
    "|",
    "“",
    "”",
    "Chiến dịch “Giọt hồng” ",
    "1. ",
    "- ",
    "định kỳ báo cáo ",
    "tháng 13/2021 ",
    "32/13/2020 ",
]
any_text = st.one_of(st.text(max_size=300), st.lists(st.sampled_from(PIECES), max_size=25).map("".join))


def iso_dates(record: dict) -> list[str]:
    found = [
        record["date"],
        *record["window"].values(),
        *(item["date"] for item in record["report_deadlines"]),
    ]
    for event in record["events"]:
        found += event["date"] if isinstance(event["date"], list) else [event["date"]]
    return [date for date in found if date]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(any_text)
def test_any_text_is_read_without_raising_and_with_spans_inside_it(text: str) -> None:
    record = read(text)
    places = [
        *record["spans"].values(),
        *(item["span"] for item in record["warnings"] + record["questions"] if item["span"]),
    ]
    assert all(0 <= start <= end <= len(text) for start, end in places)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(any_text)
def test_no_date_is_given_that_the_calendar_lacks(text: str) -> None:
    for date in iso_dates(read(text)):
        datetime.date.fromisoformat((date + "-01-01")[:10] if len(date) < 10 else date)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.integers(1, 99),
    st.sampled_from(["đoàn viên", "người lao động", "cán bộ, giáo viên"]),
    st.sampled_from(["ít nhất", "tối thiểu", "không dưới"]),
)
def test_a_share_of_members_is_read_whatever_its_figure(share: int, people: str, words: str) -> None:
    (target,) = read(f"KẾ HOẠCH\n1. Chỉ tiêu\nVận động {words} {share}% {people} tham gia hiến máu.\n")[
        "targets"
    ]
    assert (target["kind"], target["value"], target["bound"]) == ("members_percent", share, "at_least")


@settings(max_examples=60, deadline=None)
@given(
    st.dates(datetime.date(2005, 1, 1), datetime.date(2035, 12, 31)),
    st.sampled_from(["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d tháng %m năm %Y"]),
)
def test_a_labelled_day_is_the_event_and_the_window(day: datetime.date, form: str) -> None:
    record = read(
        f"Nhà trường mở buổi hiến máu.\nThời gian: 7h30, ngày {day.strftime(form)}\nĐịa điểm: Hội trường\n"
    )
    assert record["events"][0]["date"] == day.isoformat()
    assert record["window"]["start"] == record["window"]["end"] == day.isoformat()


def codes(record: dict, key: str) -> set[str]:
    return {item["code"] for item in record[key]}


def test_a_letter_without_figures_yields_no_target_and_asks_for_the_periodic_report_day() -> None:
    record = read((SAMPLES / "cong-van.txt").read_text(encoding="utf-8"))
    assert record["targets"] == []
    assert record["window"] == {"start": None, "end": None, "peak": None}
    assert [item["date"] for item in record["report_deadlines"]] == [None]
    assert {"periodic_report_without_date", "no_window"} <= codes(record, "questions")


def test_the_three_kinds_of_share_are_told_apart() -> None:
    record = read((SAMPLES / "huong-dan.txt").read_text(encoding="utf-8"))
    assert [(target["kind"], target["value"]) for target in record["targets"]] == [
        ("units_percent", 100),
        ("members_percent", 25),
        ("over_quota_percent", 10),
    ]
    assert {"percent_denominator", "people_or_turns", "at_least_quota_or_more"} <= codes(record, "questions")
    assert record["messages"] == [
        "Người thợ hiến máu - Người bệnh hồi sinh",
        "Mỗi đoàn viên - Một tấm lòng, một giọt máu",
        "Hiến máu hôm nay - Nụ cười ngày mai",
    ]


def test_every_question_points_at_a_field_and_is_a_vietnamese_question() -> None:
    for path in SAMPLES.glob("*.txt"):
        for question in read(path.read_text(encoding="utf-8"))["questions"]:
            assert question["pointer"].startswith("/")
            assert question["message"].rstrip().endswith(("?", "%."))
            assert all({"value", "label"} == set(option) for option in question.get("options", []))


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("Số: 905 /LĐLĐ", "905/LĐLĐ"),
        ("Số  105-KH/ĐTN", "105-KH/ĐTN"),
        ("Số: 66 KH/BCĐ", "66 KH/BCĐ"),
        ("Số 81", "81"),
        ("Số: 4211\u2044KH-BCĐ", "4211/KH-BCĐ"),
        ("SỐ : 19/ HD - TLĐ", "19/HD-TLĐ"),
        ("Số: 07/2022/QĐ-UBND", "07/2022/QĐ-UBND"),
        ("Số: 12/TTr-CĐN   Hà Nội, ngày 1 tháng 3 năm 2022", "12/TTr-CĐN"),
        ("Số:      /KH-ĐTN", None),
    ],
)
def test_a_number_is_read_without_the_blanks_that_typists_leave(printed: str, number: str | None) -> None:
    assert (
        read(f"LIÊN ĐOÀN LAO ĐỘNG TỈNH A\n{printed}\n\nKẾ HOẠCH\nHiến máu tình nguyện năm 2022\n")["number"]
        == number
    )


def test_an_act_cited_as_basis_does_not_lend_its_date_to_the_document() -> None:
    record = read(
        "THÔNG BÁO\nVề hiến máu tình nguyện năm 2022\nCăn cứ Quyết định số 43/2000/QĐ-TTg ngày "
        "07/4/2000 của Thủ tướng Chính phủ;\n"
    )
    assert record["date"] is None
    assert record["based_on"][0] == {
        "number": "43/2000/QĐ-TTg",
        "date": "2000-04-07",
        "issuer": "Thủ tướng Chính phủ",
        "type": "quyết định",
    }
    assert record["events"] == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Người từ 18 đến 60 tuổi, cân nặng ít nhất 45 kg.",
        "Khoảng cách giữa hai lần hiến máu ít nhất 12 tuần.",
        "Túi máu loại 250 ml, 350 ml hoặc 450 ml.",
        "Năm 2021, toàn tỉnh đã tiếp nhận được 5.300 đơn vị máu, đạt 104% kế hoạch.",
        "Mỗi người hiến được tặng quà trị giá 150.000 đồng.",
        "Các đơn vị phấn đấu đạt chỉ tiêu được giao.",
    ],
)
def test_facts_about_donors_gifts_and_past_years_are_not_targets(sentence: str) -> None:
    assert read(f"KẾ HOẠCH\nHiến máu tình nguyện\n1. Nội dung\n{sentence}\n")["targets"] == []


@pytest.mark.parametrize(
    "proverb",
    ["Thương người như thể thương thân", "Lá lành đùm lá rách", "Một miếng khi đói bằng một gói khi no"],
)
def test_a_proverb_is_no_slogan(proverb: str) -> None:
    assert read(f"Phát huy truyền thống “{proverb}”, các đơn vị vận động hiến máu.\n")["messages"] == []


@pytest.mark.parametrize(
    ("sentence", "date", "what"),
    [
        ("Báo cáo kết quả về Liên đoàn Lao động tỉnh trước ngày 25/3/2016.", "2016-03-25", "report"),
        (
            "Gửi danh sách đăng ký về Văn phòng chậm nhất 17h00 ngày 11 tháng 3 năm 2019.",
            "2019-03-11",
            "register_list",
        ),
        ("Hạn đăng ký: 15/03/2023", "2023-03-15", "register_list"),
        ("Các đơn vị nộp danh sách trước 17h ngày 17/5/2016 cho Văn phòng.", "2016-05-17", "register_list"),
        ("Hằng tháng các xã báo cáo kết quả về Hội Chữ thập đỏ.", None, "report"),
    ],
)
def test_a_deadline_is_for_a_report_or_for_a_list(sentence: str, date: str | None, what: str) -> None:
    (deadline,) = read(f"THÔNG BÁO\n{sentence}\n")["report_deadlines"]
    assert (deadline["date"], deadline["what"]) == (date, what)


@pytest.mark.parametrize(
    ("words", "window"),
    [
        ("từ ngày 15/1 đến ngày 15/3/2016", ("2016-01-15", "2016-03-15")),
        ("từ ngày 01 đến hết ngày 30 tháng 4 năm 2023", ("2023-04-01", "2023-04-30")),
        ("từ 20/12 đến 15/02/2023", ("2022-12-20", "2023-02-15")),
        ("trong tháng 2 và tháng 3-2020", ("2020-02", "2020-03")),
        ("trong tháng 4/2021", ("2021-04", "2021-04")),
        ("từ tháng 7/2018 đến hết tháng 8/2018", ("2018-07", "2018-08")),
    ],
)
def test_a_window_takes_a_missing_year_from_its_other_end(words: str, window: tuple[str, str]) -> None:
    record = read(f"Các đơn vị tổ chức hiến máu tình nguyện {words}.\n")
    assert (record["window"]["start"], record["window"]["end"]) == window


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (
            "Hà Nội, ngày 5 tháng 5 năm 2021\nTHÔNG BÁO\nTổ chức hiến máu từ ngày 01/4/2021 đến 30/4/2021.\n",
            "window_before_document",
        ),
        (
            "THÔNG BÁO\nTổ chức hiến máu từ ngày 01/4/2021 đến 30/4/2021.\nBáo cáo kết quả trước "
            "ngày 20/4/2021.\n",
            "deadline_before_end",
        ),
        ("THÔNG BÁO\nHiến máu vào ngày 31/4/2021 tại Hội trường.\n", "impossible_date"),
        (
            "KẾ HOẠCH\nTT | Đơn vị | Chỉ tiêu\n1 | Xã An | 30\n2 | Xã Bình | 40\nTổng cộng | | 80\n",
            "total_disagrees",
        ),
    ],
)
def test_what_does_not_add_up_is_warned_about(text: str, code: str) -> None:
    assert code in codes(read(text), "warnings")


def test_other_news_at_the_foot_lend_no_date() -> None:
    record = read(
        "Công đoàn kêu gọi hiến máu\nMỗi đoàn viên hãy đăng ký hiến máu trong tháng 3/2020.\nTin "
        "liên quan\n- Ngày hội hiến máu 17.11.2024 | 08:32 AM\n"
    )
    assert not re.search("2024", repr(iso_dates(record)))


def test_a_text_longer_than_the_limit_is_cut_with_a_warning() -> None:
    assert "text_truncated" in codes(read("hiến máu " * 20_000), "warnings")


@pytest.mark.parametrize(
    "head",
    [
        "LĐLĐ TỈNH LAI CHÂU\nSố: 9/LĐLĐ\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT \nNAM\nĐộc lập - Tự do - Hạnh phúc\n",
        "LĐLĐ TỈNH LAI CHÂU CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố: 9/LĐLĐ Độc lập - Tự do - Hạnh phúc\n",
        "LIÊN ĐOÀN LAO ĐỘNG CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT\nTỈNH LAI CHÂU NAM\nSố: 9/LĐLĐ\n",
        "LIÊN ĐOÀN LAO ĐỘNG |\nTỈNH LAI CHÂU |\nCỘNG HÒA XÃ HỘI\nCHỦ NGHĨA VIỆT NAM |\nSố: 9/LĐLĐ |\n",
    ],
)
def test_the_national_name_in_the_other_column_leaves_no_trace_in_the_issuer(head: str) -> None:
    record = read(
        head + "V/v vận động hiến máu tình nguyện\nKính gửi: Các đơn vị\nĐề nghị các đơn vị vận động.\n"
    )
    assert record["issuer"] == "Liên đoàn Lao động tỉnh Lai Châu"
    assert record["number"] == "9/LĐLĐ"


def test_a_subject_goes_on_below_an_empty_line_where_it_begins_in_lower_case() -> None:
    record = read("Số: 9/LĐLĐ\n\nV/v vận động hiến máu\n\ntrong mùa hè năm 2023\n\nKính gửi: Các đơn vị\n")
    assert record["subject"] == "vận động hiến máu trong mùa hè năm 2023"


def test_acts_listed_under_a_heading_of_their_own_are_a_basis() -> None:
    record = read(
        "SỞ Y TẾ A\nSố: 7/KH-SYT\nA, ngày 02 tháng 02 năm 2022\nKẾ HOẠCH\nHiến máu năm 2022\n\nI. CĂN CỨ PHÁP LÝ\n"
        "Thông tư số 9/2014/TT-BYT ngày 01/4/2014 của Bộ Y tế;\nKế hoạch số 6/KH-UBND ngày 05/01/2022 của UBND tỉnh.\n"
        "II. MỤC TIÊU\nThực hiện tốt việc hiến máu.\n"
    )
    assert [act["number"] for act in record["based_on"]] == ["9/2014/TT-BYT", "6/KH-UBND"]


def test_an_act_without_a_number_ends_where_the_next_act_begins() -> None:
    record = read(
        "CÔNG ĐOÀN A\nSố: 7/CV-CĐ\nA, ngày 12 tháng 02 năm 2021\nKính gửi: Các tổ\n"
        "Thực hiện Lời kêu gọi ngày 02/02/2021 của Hội Chữ thập đỏ Việt Nam và Công văn số 8/LĐLĐ ngày 03/02/2021 "
        "của Liên đoàn Lao động tỉnh, Công đoàn đề nghị các tổ:\n"
    )
    assert [(act["date"], act["issuer"]) for act in record["based_on"]] == [
        ("2021-02-02", "Hội Chữ thập đỏ Việt Nam"),
        ("2021-02-03", "Liên đoàn Lao động tỉnh"),
    ]


def test_a_signer_s_name_may_have_an_apostrophe() -> None:
    record = read(
        "UBND XÃ A\nSố: 7/TB-UBND\nA, ngày 12 tháng 02 năm 2021\nTHÔNG BÁO\nHiến máu\n\nCHỦ TỊCH\nY'Bia Niê"
    )
    assert record["signer"]["name"] == "Y'Bia Niê"
