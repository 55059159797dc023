"""Windows and events in the many ways in which offices word them."""

from typing import Any

import pytest

from maudao.documents.reader import read

HEAD = "LIÊN ĐOÀN LAO ĐỘNG TỈNH A\nSố: 9/KH-LĐLĐ\nThị trấn A, ngày 02 tháng 02 năm 2023\nKẾ HOẠCH\n"


def read_body(body: str, subject: str = "Vận động hiến máu tình nguyện năm 2023") -> dict[str, Any]:
    return read(f"{HEAD}{subject}\n\n{body}\n")


def days(record: dict[str, Any]) -> list[str]:
    found: list[str] = []
    for event in record["events"]:
        found += event["date"] if isinstance(event["date"], list) else [event["date"]]
    return sorted(day for day in found if day)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "Tổ chức hiến máu tại ba cụm:\n- Cụm 1 (xã Đông): sáng ngày 05/4/2023, tại Trường THPT Đông\n"
            "- Cụm 2 (xã Tây): chiều thứ Năm ngày 06/4/2023, tại phòng họp UBND xã\n"
            "- Cụm 3: 8h ngày 08/4/2023 tại chợ Nam",
            ["2023-04-05", "2023-04-06", "2023-04-08"],
        ),
        (
            "Lịch tiếp nhận máu như sau:\n+ Đợt 1: ngày 12/3 (Chủ nhật)\n+ Đợt 2: ngày 18/6\n",
            ["2023-03-12", "2023-06-18"],
        ),
        ("Thời gian: ngày 05 và 06/4", ["2023-04-05", "2023-04-06"]),
        ("Thời gian hiến máu: ngày 05/4 và 06/4/2023", ["2023-04-05", "2023-04-06"]),
        ("Thời gian: trong 03 ngày, từ ngày 05/6/2023", ["2023-06-05", "2023-06-06", "2023-06-07"]),
        (
            "Ngày hội hiến máu kéo dài hai ngày, bắt đầu từ ngày 31/5/2023 tại Nhà thi đấu.",
            ["2023-05-31", "2023-06-01"],
        ),
        (
            "Ban tổ chức hiến máu ngày 05/4/2023 tại xã Đông; ngày 06/4/2023 tại xã Tây.",
            ["2023-04-05", "2023-04-06"],
        ),
        (
            "Mời đoàn viên đủ sức khỏe đăng ký hiến máu vào lúc 7 giờ 30, thứ Bảy ngày 22/4/2023 tại "
            "Hội trường lớn.",
            ["2023-04-22"],
        ),
        ("Hiến máu vào sáng Chủ nhật, ngày 23.4.2023, tại Trung tâm Y tế.", ["2023-04-23"]),
        (
            "Đợt I: ngày 04/3/2023 tại thị trấn; đợt II: ngày 17/6/2023 tại xã Đông.",
            ["2023-03-04", "2023-06-17"],
        ),
        (
            "TT | Thời gian | Địa điểm | Chỉ tiêu\n1 | 7h30 ngày 10/4/2023 | Hội trường xã Đông | 50\n"
            "2 | 7h30 ngày 12/4/2023 | Trường THCS xã Tây | 40",
            ["2023-04-10", "2023-04-12"],
        ),
        ("Đợt 1\nNgày 04/3/2023\nXã Đông\nHội trường xã\n200 đơn vị\n", ["2023-03-04"]),
    ],
)
def test_days_of_giving_are_read_from_lists_and_sentences(body: str, expected: list[str]) -> None:
    record = read_body(body)
    assert days(record) == expected
    assert (record["window"]["start"], record["window"]["end"]) == (expected[0], expected[-1])


@pytest.mark.parametrize(
    "body",
    [
        "II. Tiến độ\n- 20/02 – 28/02: phổ biến kế hoạch tới các chi đoàn;\n- 01/3 - 05/3/2023: rà soát người đã hiến.",
        "Ngày 20/01/2023, Tỉnh đoàn có công văn về việc hiến máu tình nguyện.",
        "Ngày 20/01/2023 Ban Chỉ đạo ban hành Hướng dẫn tổ chức hiến máu.",
        "Các đơn vị đăng ký hiến máu trước ngày 10/3/2023 tại Văn phòng.",
        "Họp rút kinh nghiệm đợt hiến máu vào ngày 20/5/2023.",
        "Tổ chức ít nhất 02 đợt hiến máu từ nay đến ngày 15/3/2023.",
        "Các điểm hiến máu làm việc từ 8h đến 17h tất cả các ngày trong tuần.",
    ],
)
def test_stages_of_a_plan_and_days_of_other_acts_are_no_events(body: str) -> None:
    assert days(read_body(body)) == []


@pytest.mark.parametrize(
    ("body", "window"),
    [
        ("Tổ chức các đợt hiến máu trong quý II năm 2023.", ("2023-04", "2023-06")),
        ("Thời gian: quý III/2023", ("2023-07", "2023-09")),
        ("Chiến dịch hiến máu diễn ra trong 6 tháng cuối năm 2023.", ("2023-07", "2023-12")),
        ("Mỗi đơn vị tổ chức một đợt hiến máu trong tháng 4.", ("2023-04", "2023-04")),
        ("Tổ chức hiến máu từ tháng 4 đến tháng 6.", ("2023-04", "2023-06")),
        (
            "3. Thời gian: năm 2023 tổ chức 3 đợt hiến máu:\n- Đợt 1: trong tháng 3;\n- Đợt 2: trong tháng 6;\n"
            "- Đợt 3: trong tháng 10.",
            ("2023-03", "2023-10"),
        ),
        ("Từ nay đến hết tháng 6/2023, các đơn vị tổ chức hiến máu.", (None, "2023-06")),
        ("Từ nay đến cuối năm 2023, mỗi đơn vị tổ chức một đợt hiến máu.", (None, "2023")),
        ("Thời gian: từ ngày 01/4 đến hết ngày 30/4.", ("2023-04-01", "2023-04-30")),
    ],
)
def test_named_terms_are_windows(body: str, window: tuple[str | None, str]) -> None:
    record = read_body(body)
    assert (record["window"]["start"], record["window"]["end"]) == window


@pytest.mark.parametrize(
    "body",
    [
        "Người hiến máu nhắc lại sau 12 tuần; phụ nữ nuôi con dưới 12 tháng tuổi không hiến máu.",
        "Báo cáo kết quả trong tháng 5.",
        "Mỗi quý các đơn vị báo cáo kết quả hiến máu một lần.",
    ],
)
def test_months_of_age_and_of_reports_open_no_window(body: str) -> None:
    record = read_body(body)
    assert (record["window"]["start"], record["window"]["end"]) == (None, None)


def test_a_plan_signed_the_year_before_runs_that_whole_year() -> None:
    record = read_body("1. Mục tiêu: tiếp nhận 2.000 đơn vị máu.", "Vận động hiến máu tình nguyện năm 2024")
    assert (record["window"]["start"], record["window"]["end"]) == ("2024", "2024")


def test_an_anniversary_is_the_named_day_but_opens_no_window() -> None:
    record = read_body(
        "Nhân kỷ niệm Ngày Toàn dân hiến máu tình nguyện (07/4/2000 – 07/4/2023), hãy hiến máu."
    )
    assert days(record) == ["2023-04-07"]
    assert record["window"]["start"] is None


def test_a_peak_is_a_day_and_not_the_first_of_a_span() -> None:
    record = read_body(
        "Thời gian cao điểm: từ ngày 20/3/2023 đến ngày 20/4/2023, trong đó ngày cao điểm là 07/4/2023."
    )
    assert record["window"] == {"start": "2023-03-20", "end": "2023-04-20", "peak": "2023-04-07"}


def test_the_month_in_honour_of_which_a_drive_is_held_is_no_event() -> None:
    record = read_body("Hưởng ứng Tháng Công nhân, tổ chức hiến máu ngày 20/5/2023 tại Nhà văn hóa.")
    assert len(record["events"]) == 1


def test_places_of_one_day_stay_apart_with_their_hours() -> None:
    record = read_body(
        "Xã tổ chức hiến máu tại ba điểm:\n1. Điểm 1: Nhà văn hóa bản Đông - 7h30 sáng 12/9\n"
        "2. Điểm 2: Trường THCS xã - 14h ngày 12/9\n3. Điểm 3: Trạm Y tế xã - cả ngày 13/9\n"
    )
    assert [(event["date"], event["time"], event["place"]) for event in record["events"]] == [
        ("2023-09-12", "07:30", "Nhà văn hóa bản Đông"),
        ("2023-09-12", "14:00", "Trường THCS xã"),
        ("2023-09-13", None, "Trạm Y tế xã"),
    ]


def test_rounds_of_which_only_the_month_is_said_are_events_of_that_month() -> None:
    record = read_body("Tổ chức 3 đợt hiến máu:\n- Đợt 1: ngày 27/3;\n- Đợt 2: tháng 6;\n- Đợt 3 (tháng 10).")
    assert days(record) == ["2023-03-27", "2023-06", "2023-10"]


def test_a_rounds_number_is_no_hour() -> None:
    (first, second) = read_body("Đợt 1: 25/3/2023 tại Trường THPT A; Đợt 2: 24/6/2023 tại UBND huyện.")[
        "events"
    ]
    assert (first["time"], second["time"]) == (None, None)


def test_a_calendar_in_rows_gives_days_places_and_units() -> None:
    record = read_body(
        "Các điểm hiến máu lưu động:\nUBND xã Đông | Thứ tư, 05/4/2023 | 7h30 - 10h30 | 120 đơn vị\n"
        "Trường THPT Tây | Thứ năm, 06/4/2023 | 13h00 - 16h00 | 90 đơn vị\n"
    )
    assert [(event["date"], event["place"], event["expected_units"]) for event in record["events"]] == [
        ("2023-04-05", "UBND xã Đông", 120),
        ("2023-04-06", "Trường THPT Tây", 90),
    ]
    assert record["targets"] == []
    assert (record["window"]["start"], record["window"]["end"]) == ("2023-04-05", "2023-04-06")


def test_rows_about_handing_in_are_no_calendar() -> None:
    record = read_body(
        "Hiến máu năm 2023, tiến độ:\nThu danh sách | 05/4/2023 | Văn phòng xã | 1\n"
        "Họp ban | 06/4/2023 | Hội trường lớn | 2\n"
    )
    assert record["events"] == []


def test_items_that_end_with_a_place_stay_apart_on_one_day() -> None:
    record = read_body(
        "2. Thời gian và địa điểm\n- Cụm Đông: 8h00 - 11h00, ngày 05/4/2023, Nhà văn hóa xã Đông.\n"
        "- Cụm Tây: 7h00 - 10h00, ngày 05/4/2023, Trạm Y tế xã Tây.\n"
    )
    assert [(event["date"], event["time"], event["place"]) for event in record["events"]] == [
        ("2023-04-05", "08:00-11:00", "Nhà văn hóa xã Đông"),
        ("2023-04-05", "07:00-10:00", "Trạm Y tế xã Tây"),
    ]


def test_labels_and_values_on_lines_of_their_own_set_a_day() -> None:
    record = read_body(
        "Ngày\nThứ tư, 05/4/2023\nGiờ\n8g00 đến 10g30\nNơi lấy máu\nHội trường xã\nSố lượng\n60 người\n"
    )
    assert [(event["date"], event["time"], event["place"]) for event in record["events"]] == [
        ("2023-04-05", "08:00-10:30", "Hội trường xã")
    ]


@pytest.mark.parametrize(
    ("body", "start", "end"),
    [
        (
            "1. Thời gian: 7h30 ngày 20/4/2023\n2. Tiến độ\nTừ 03/4 đến 10/4/2023: các lớp lập danh sách.\n",
            "2023-04-20",
            "2023-04-20",
        ),
        (
            "Ngày hội hiến máu diễn ra trong hai ngày 20 và 21/4/2023; "
            "loa xã tuyên truyền, tập trung từ 10/4 đến 18/4.",
            "2023-04-20",
            "2023-04-21",
        ),
        ("Vận động đoàn viên đăng ký hiến máu trong tháng 4 và tháng 5 năm\n2023.", "2023-04", "2023-05"),
        (
            "Tuyên truyền, vận động từ ngày 01/4 đến 30/4/2023, hiến máu ngày 20/4/2023.",
            "2023-04-01",
            "2023-04-30",
        ),
    ],
)
def test_days_of_preparing_are_no_window(body: str, start: str, end: str) -> None:
    window = read_body(body)["window"]
    assert (window["start"], window["end"]) == (start, end)
