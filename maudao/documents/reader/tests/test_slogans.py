"""Slogans with and without quotation marks, and lines that only look like them."""

import pytest

from maudao.documents.reader import read


def messages(body: str) -> list[str]:
    head = (
        "HỘI CHỮ THẬP ĐỎ TỈNH A\nA, ngày 02 tháng 02 năm 2023\nTHƯ KÊU GỌI\nVề việc hiến máu tình nguyện\n\n"
    )
    filler = "Máu cần cho người bệnh mỗi ngày, và chưa có gì thay được máu của người khỏe mạnh.\n" * 3
    found: list[str] = read(f"{head}{filler}{body}\n")["messages"]
    return found


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "Treo băng rôn với các nội dung:\n+ Đông ấm - Ấm từ lòng người\n+ Một lần hiến máu - Một lần làm người tốt"
            "\n4. Nhà trường phối hợp với Hội Chữ thập đỏ, bảo đảm an toàn.",
            ["Đông ấm - Ấm từ lòng người", "Một lần hiến máu - Một lần làm người tốt"],
        ),
        ("TRAO GIỌT MÁU HỒNG – GỬI NIỀM HY VỌNG!\n", ["TRAO GIỌT MÁU HỒNG – GỬI NIỀM HY VỌNG"]),
        ("Hiến dâng giọt máu, thắp sáng cuộc đời!", ["Hiến dâng giọt máu, thắp sáng cuộc đời"]),
        ("Khẩu hiệu: Thêm một giọt máu, bớt một nỗi lo", ["Thêm một giọt máu, bớt một nỗi lo"]),
        (
            "Tuyên truyền với thông điệp Cho đi giọt máu, nhận lại yêu thương tới đoàn viên.",
            ["Cho đi giọt máu, nhận lại yêu thương"],
        ),
        ("“Một chút máu đào - Muôn vàn hy vọng”", ["Một chút máu đào - Muôn vàn hy vọng"]),
        (
            "Khẩu hiệu tuyên truyền: “Người thợ mỏ hiến máu - Lòng nhân ái lan xa”; "
            "“Hiến máu hôm nay, ai đó sống ngày mai”",
            ["Người thợ mỏ hiến máu - Lòng nhân ái lan xa", "Hiến máu hôm nay, ai đó sống ngày mai"],
        ),
        (
            "Mỗi người hãy thực hiện khẩu hiệu:\nGIỌT MÁU NHÂN ÁI – CUỘC ĐỜI MỚI!\nXin chúc sức khỏe, hạnh phúc!",
            ["GIỌT MÁU NHÂN ÁI – CUỘC ĐỜI MỚI"],
        ),
    ],
)
def test_a_slogan_is_read_wherever_it_stands(body: str, expected: list[str]) -> None:
    assert messages(body) == expected


@pytest.mark.parametrize(
    "body",
    [
        "Xin chúc các đồng chí mạnh khỏe, hạnh phúc!",
        "Một giọt máu đào hơn ao nước lã.",
        "Thực hiện nghiêm thông điệp 5K khi đi hiến máu.",
        "KẾ HOẠCH VẬN ĐỘNG HIẾN MÁU TÌNH NGUYỆN, TÔN VINH NGƯỜI HIẾN MÁU",
        'Tỉnh Hội mở ngày "Phụ nữ tỉnh A - Giọt máu nghĩa tình" tại trung tâm.',
        "III. HIẾN MÁU TÌNH NGUYỆN, QUYỀN LỢI NGƯỜI HIẾN MÁU",
        "Rất mong các đơn vị quan tâm, vận động đoàn viên hiến máu!",
        "Chủ đề: Báo cáo công tác hiến máu, phương hướng năm sau",
    ],
)
def test_wishes_proverbs_titles_and_orders_are_no_slogans(body: str) -> None:
    assert messages(body) == []


def test_a_quoted_slogan_is_no_event() -> None:
    body = 'Tổ chức hiến máu ngày 05/4/2023 tại xưởng.\n"Giọt hồng gửi lại - Yêu thương còn mãi"'
    assert len(read(f"THÔNG BÁO\n{body}\n")["events"]) == 1


def test_a_last_cry_may_say_what_giving_blood_is() -> None:
    record = read("THÔNG BÁO\nLịch hiến máu\n\nMời bà con đến nhà văn hóa xã.\nHiến máu là trao niềm vui!\n")
    assert record["messages"] == ["Hiến máu là trao niềm vui"]
