"""By when, and whether, something is to be handed in, in the many ways in which offices word it."""

import pytest

from maudao.documents.reader import read


def deadlines(body: str) -> list[tuple[str | None, str]]:
    text = (
        "HUYỆN ĐOÀN A\nSố: 9-KH/HĐ\nA, ngày 02 tháng 02 năm 2023\nKẾ HOẠCH\n"
        f"Hiến máu tình nguyện năm 2023\n\n{body}\n"
    )
    return [(item["date"], item["what"]) for item in read(text)["report_deadlines"]]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Báo cáo kết quả về Huyện đoàn, hạn 20/4/2023.", [("2023-04-20", "report")]),
        ("Gửi báo cáo về Huyện đoàn trong ngày 21/4/2023.", [("2023-04-21", "report")]),
        (
            "Gửi danh sách về Văn phòng chậm nhất là cuối giờ chiều ngày 11/3.",
            [("2023-03-11", "register_list")],
        ),
        ("Nộp danh sách đăng ký không muộn hơn ngày 12/3/2023.", [("2023-03-12", "register_list")]),
        (
            "Đăng ký qua biểu mẫu trực tuyến, hết hạn lúc 22h00 ngày 08/3/2023.",
            [("2023-03-08", "register_list")],
        ),
        (
            "Link đăng ký: https://x.example.vn (đóng form 17h ngày 09/3/2023)",
            [("2023-03-09", "register_list")],
        ),
        ("Cổng đăng ký mở từ hôm nay, đóng cổng ngày 10/3/2023.", [("2023-03-10", "register_list")]),
        ("Ai tham gia xin ghi danh với lớp trưởng trước thứ sáu 10/3.", [("2023-03-10", "register_list")]),
        ("Thời hạn gửi danh sách: hết ngày 15/3/2023.", [("2023-03-15", "register_list")]),
        (
            "III. Tiến độ\n- Trước 05/3/2023: chi đoàn nộp danh sách cho Bí thư;\n- 10/3/2023: Đoàn trường gửi danh "
            "sách về Huyện đoàn;\n- 25/3: báo cáo kết quả về Huyện đoàn.",
            [("2023-03-05", "register_list"), ("2023-03-10", "register_list"), ("2023-03-25", "report")],
        ),
        (
            "Các xã xây dựng kế hoạch trước ngày 28/02/2023, báo cáo kết quả từng đợt sau khi kết thúc 05 ngày; báo "
            "cáo năm gửi trước ngày 05/12/2023.",
            [("2023-12-05", "report"), (None, "report")],
        ),
        ("Các xã gửi danh sách đăng ký trước ngày tổ chức 07 ngày.", [(None, "register_list")]),
        ("Báo cáo kết quả chậm nhất 03 ngày sau khi kết thúc mỗi đợt hiến máu.", [(None, "report")]),
        (
            "Trong vòng 5 ngày kể từ ngày kết thúc đợt hiến máu, các xã báo cáo kết quả về huyện.",
            [(None, "report")],
        ),
        (
            "Định kỳ 6 tháng, 1 năm, các phòng, ban, xã, thị trấn báo cáo kết quả về huyện.",
            [(None, "report")],
        ),
        ("Thời hạn nhận đăng ký: từ ngày 01/3 đến 17h ngày 15/3/2023.", [("2023-03-15", "register_list")]),
        ("Hạn cuối gửi danh sách: 17h00, thứ Tư (15/3/2023).", [("2023-03-15", "register_list")]),
        ("Kết quả gửi về huyện ngay sau khi kết thúc đợt hiến máu.", [(None, "report")]),
        ("Gửi báo cáo về huyện chậm nhất sau 3 ngày kết thúc đợt hiến máu.", [(None, "report")]),
        ("Danh sách đề nghị gửi về Ban Tổ chức trước ngày 25 hàng tháng.", [(None, "register_list")]),
        ("Hằng tuần các trường báo cáo số liệu về Phòng trước 16h thứ Sáu.", [(None, "report")]),
        (
            "Gửi báo cáo về huyện trước ngày 20/11/2023 để tổng hợp báo cáo tỉnh trước ngày 30/11/2023.",
            [("2023-11-20", "report"), ("2023-11-30", "report")],
        ),
    ],
)
def test_a_hand_in_is_found_with_its_day_or_without(
    body: str, expected: list[tuple[str | None, str]]
) -> None:
    assert sorted(deadlines(body), key=str) == sorted(expected, key=str)


@pytest.mark.parametrize(
    "body",
    [
        "Kiện toàn Ban Chỉ đạo xong trước ngày 30 tháng 6 năm 2023.",
        "Đài Truyền thanh thông báo lịch trước mỗi đợt 07 ngày.",
        "Tổ chức hiến máu trong ngày 07/4/2023.",
        "Không uống rượu bia trước khi hiến máu 24 giờ.",
        "Người đã tiêm vắc xin được hiến máu sau 7 ngày.",
        "- 10/3/2023: tổ chức hiến máu tại hội trường;",
    ],
)
def test_other_work_and_rules_for_donors_set_no_deadline(body: str) -> None:
    assert deadlines(body) == []


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "Các lớp lập danh sách người hiến; trước 16h ngày 08/3/2023 nộp về Phòng Công tác sinh viên.",
            [("2023-03-08", "register_list")],
        ),
        (
            "Đơn vị nào đã gửi danh sách thì thôi; đơn vị có thay đổi báo về Văn phòng trước ngày 09/3/2023.",
            [("2023-03-09", "register_list")],
        ),
        ("Các thôn đăng ký danh sách trước mỗi đợt 7 ngày.", [(None, "register_list")]),
        ("Kết quả (số người, số đơn vị máu) gửi về Huyện đoàn vào thứ Năm hằng tuần.", [(None, "report")]),
        ("Số lượng cần\n80 người\nHạn đăng ký\n10/3/2023\n", [("2023-03-10", "register_list")]),
        ("Ban Chỉ huy lập danh sách phân công; trước ngày 09/3/2023 chuẩn bị xong hội trường.", []),
    ],
)
def test_hand_ins_told_in_two_clauses_or_two_lines(body: str, expected: list[tuple[str | None, str]]) -> None:
    assert deadlines(body) == expected
