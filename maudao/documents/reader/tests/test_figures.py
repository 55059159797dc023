"""Targets in the many ways in which offices word them, and figures that ask for nothing."""

from typing import Any

import pytest

from maudao.documents.reader import read


def targets(body: str) -> list[tuple[str, Any, str]]:
    text = (
        "UBND HUYỆN A\nSố: 9/KH-UBND\nA, ngày 02 tháng 02 năm 2023\nKẾ HOẠCH\n"
        f"Vận động hiến máu tình nguyện năm 2023\n\n{body}\n"
    )
    return [(target["kind"], target["value"], target["bound"]) for target in read(text)["targets"]]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Mục tiêu: 450+ đơn vị máu.", [("blood_units", 450, "at_least")]),
        (
            "Phân bổ chỉ tiêu: Xã có trên 5.000 dân: 40 người; xã từ 3.000 đến 5.000 dân: 25 người; xã dưới "
            "3.000 dân: từ 10 người trở lên.",
            [("other", 40, "exact"), ("other", 25, "exact"), ("other", 10, "at_least")],
        ),
        (
            "100% công đoàn cấp trên cơ sở mở được ít nhất 02 đợt hiến máu.",
            [("units_percent", 100, "exact"), ("other", 2, "at_least")],
        ),
        ("Mỗi tổ công đoàn vận động ít nhất 01 đoàn viên hiến máu.", [("other", 1, "at_least")]),
        ("Chỉ tiêu giao cho huyện là 700 đơn vị máu.", [("blood_units", 700, "exact")]),
        ("Dự kiến tiếp nhận khoảng 250 đơn vị máu.", [("blood_units", 250, "about")]),
        ("Mỗi khoa, phòng cử tối thiểu 03 người đăng ký hiến máu.", [("other", 3, "at_least")]),
        (
            "TT | Đơn vị | Chỉ tiêu (đơn vị máu)\n1 | Công an huyện | 50\n2 | Công ty May | 60\nCộng | | 110",
            [("blood_units", 50, "exact"), ("blood_units", 60, "exact")],
        ),
        ("Phấn đấu 100% xã, thị trấn đạt và vượt chỉ tiêu được giao.", [("units_percent", 100, "exact")]),
        (
            "100% xã có đội hiến máu dự bị, tỷ lệ hiến máu nhắc lại trên 60%.",
            [("units_percent", 100, "exact"), ("other", 60, "more_than")],
        ),
        ("Vận động từ 300 đến 350 đơn vị máu.", [("blood_units", [300, 350], "range")]),
    ],
)
def test_what_is_asked_for_in_figures_is_a_target(body: str, expected: list[tuple[str, Any, str]]) -> None:
    assert targets(body) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "Lượng máu dự trữ tại bệnh viện chỉ còn khoảng 90 đơn vị.",
        "Dự kiến tháng tới thiếu hụt khoảng 2.000 đơn vị máu.",
        "Trung bình mỗi ngày bệnh viện cần 300 đơn vị máu cho cấp cứu.",
        "Công tác vận động hiến máu đã thu được 5.120 đơn vị máu, đáp ứng 60% nhu cầu.",
        "Tỷ lệ người dân hiến máu còn thấp (0,5% dân số).",
        "Nhóm máu O chiếm khoảng 45% người hiến máu.",
        "Mỗi lượt không quá 20 người, giữ khoảng cách 2 mét.",
        "Năm 2022 các xã đã vận động được 800 đơn vị máu.",
        "Đợt 1\nNgày 04/3/2023\nHội trường huyện\n300 đơn vị\n",
    ],
)
def test_stock_need_and_results_are_not_targets(sentence: str) -> None:
    assert targets(sentence) == []


def test_a_round_carries_the_figure_that_is_expected_of_it() -> None:
    body = "KẾ HOẠCH\nHiến máu năm 2023\nĐợt 1\nNgày 04/3/2023\nHội trường huyện\n300 đơn vị\n"
    (event,) = read(body)["events"]
    assert (event["date"], event["expected_units"]) == ("2023-03-04", 300)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Yêu cầu: mỗi lớp cử tối thiểu 04 SV tham gia hiến máu.", [("other", 4, "at_least")]),
        ("Toàn xã thu được không ít hơn 90 đơn vị máu.", [("blood_units", 90, "at_least")]),
        ("Mỗi chi đoàn vận động ít nhất 3 đoàn viên khỏe mạnh hiến máu.", [("other", 3, "at_least")]),
        ("Công đoàn có trên 80 đoàn viên phải thành lập được 02 câu lạc bộ.", [("other", 2, "exact")]),
        (
            "Mỗi thôn phấn đấu có tối thiểu 12 người đăng ký; khối trường học 35 người.",
            [("other", 12, "at_least"), ("other", 35, "exact")],
        ),
        ("Số lượng: CĐCS có dưới 30 đoàn viên cử 01 đoàn viên.", [("other", 1, "exact")]),
        (
            "Chỉ tiêu giao:\nXã\nDân số\nChỉ tiêu (đơn vị máu)\n"
            "Đông Hải\n5.120\n45\nTây Hải\n3.300\n30\nCộng\n8.420\n75\n",
            [("blood_units", 45, "exact"), ("blood_units", 30, "exact")],
        ),
        (
            "Phân bổ:\nLớp | Số đăng ký | Ghi chú\nK1 | 12 | sáng\nK2 | 15 | chiều\n",
            [("other", 12, "exact"), ("other", 15, "exact")],
        ),
    ],
)
def test_targets_for_units_named_in_passing_or_in_plain_tables(
    body: str, expected: list[tuple[str, Any, str]]
) -> None:
    assert targets(body) == expected
