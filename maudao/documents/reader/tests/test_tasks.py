"""Orders to units, told from purposes, conditions, donors' rights, headings, hand-ins and lists of contents."""

from typing import Any

import pytest

from maudao.documents.reader import read

HEAD = (
    "UBND HUYỆN A\nSố: 9/KH-UBND\nA, ngày 02 tháng 02 năm 2023\nKẾ HOẠCH\nHiến máu tình nguyện năm 2023\n\n"
)


def tasks(body: str) -> list[tuple[str | None, str]]:
    found: list[dict[str, Any]] = read(f"{HEAD}{body}\n")["tasks"]
    return [(task["assignee"], task["text"]) for task in found]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "Hội Chữ thập đỏ huyện đề nghị:\n1. Rà soát danh sách người hiến máu dự bị; mỗi nhóm không quá 10 người."
            "\n2. Chuyển lịch hiến máu sang buổi tối, góp phần tránh nắng nóng.",
            [
                (None, "Rà soát danh sách người hiến máu dự bị"),
                (None, "Chuyển lịch hiến máu sang buổi tối"),
            ],
        ),
        (
            "IV. TỔ CHỨC THỰC HIỆN\n1. Phòng Y tế huyện:\na) Bố trí bác sĩ khám tuyển;"
            "\nb) Quản lý hồ sơ người hiến máu.\n"
            "2. Đài Truyền thanh đưa tin trước mỗi đợt 05 ngày.\n3. Nhà trường chủ động tuyên truyền tới phụ huynh.",
            [
                ("Phòng Y tế huyện", "Bố trí bác sĩ khám tuyển"),
                ("Phòng Y tế huyện", "Quản lý hồ sơ người hiến máu"),
                ("Đài Truyền thanh", "đưa tin trước mỗi đợt 05 ngày"),
                ("Nhà trường", "chủ động tuyên truyền tới phụ huynh"),
            ],
        ),
        (
            "V. PHÂN CÔNG\n1. Căn cứ tình hình của ngành, đơn vị, các xã, thị trấn xây dựng kế hoạch của địa phương."
            "\n2. Phòng Văn hóa và Thông tin chỉ đạo treo băng rôn tại trung tâm huyện.",
            [
                ("các xã, thị trấn", "xây dựng kế hoạch của địa phương"),
                ("Phòng Văn hóa và Thông tin", "chỉ đạo treo băng rôn tại trung tâm huyện"),
            ],
        ),
        (
            "Chủ tịch huyện yêu cầu:\n1. Các xã vận động người dân hiến máu, cụ thể:\n- Xã Đông: 20 người\n"
            "2. Giao Hội Chữ thập đỏ theo dõi, đôn đốc; tổng hợp kết quả.",
            [
                ("Các xã", "vận động người dân hiến máu"),
                ("Hội Chữ thập đỏ", "theo dõi, đôn đốc"),
            ],
        ),
        (
            "Theo đó, Hội đề nghị các chi hội vận động hội viên đủ sức khỏe hiến máu nhắc lại.",
            [("các chi hội", "vận động hội viên đủ sức khỏe hiến máu nhắc lại")],
        ),
        (
            "II. NỘI DUNG\n1. Các trường tuyên truyền trong giờ chào cờ về các nội dung:\n- Giới thiệu gương người tốt."
            "\n- Cung cấp thông tin về nhóm máu.\n2. Lập đội hiến máu dự bị của huyện.",
            [
                ("Các trường", "tuyên truyền trong giờ chào cờ"),
                (None, "Lập đội hiến máu dự bị của huyện"),
            ],
        ),
    ],
)
def test_an_order_is_its_own_clause_with_whom_it_tells(
    body: str, expected: list[tuple[str | None, str]]
) -> None:
    assert tasks(body) == expected


@pytest.mark.parametrize(
    "body",
    [
        "Căn cứ Kế hoạch số 3/KH-BCĐ ngày 05/01/2023 của Ban Chỉ đạo tỉnh về hiến máu;",
        "Thực hiện Công văn số 7/CV ngày 05/01/2023 của Tỉnh đoàn về vận động hiến máu, Huyện đoàn yêu cầu:",
        "Đề nghị các đơn vị nghiêm túc triển khai thực hiện.",
        "Nhận được công văn này, đề nghị các đơn vị quan tâm phối hợp thực hiện./.",
        "I. NỘI DUNG\n2. Vận động và duy trì\n",
        "I. QUYỀN LỢI\n- Được khám, tư vấn sức khỏe miễn phí.\n- Cấp giấy chứng nhận hiến máu.",
        "I. MỤC ĐÍCH\n- Nâng cao nhận thức của người dân về hiến máu.\n- Đẩy mạnh phong trào hiến máu.",
        "II. CHƯƠNG TRÌNH BUỔI LỄ\n- 7h00: Tập trung, ổn định tổ chức.\n- 7h30: Phát động, tiếp nhận máu.",
        "IV. TỔ CHỨC THỰC HIỆN\n- Các xã gửi danh sách về Hội Chữ thập đỏ trước ngày 20/3/2023.",
        "Các điểm hiến máu cố định làm việc từ 8h đến 17h tất cả các ngày trong tuần.",
        "Gửi các anh chị em trong công ty,",
        "Các chi đoàn lập danh sách (theo mẫu), gửi về Đoàn trường trước ngày 05/3/2023.",
        "Hãy cùng chúng tôi lan tỏa phong trào hiến máu.",
        "Đăng ký tham gia tại văn phòng Đoàn đến hết ngày 20/3/2023.",
        "VẬN ĐỘNG HIẾN MÁU TÌNH NGUYỆN HUYỆN A NĂM 2023",
    ],
)
def test_what_orders_nobody_to_do_anything_is_no_task(body: str) -> None:
    assert tasks(body) == []


def test_a_tasks_place_leads_back_to_its_words() -> None:
    order = "1. Công an huyện chủ trì bảo đảm trật tự (theo phương án riêng của Công an)."
    text = f"{HEAD}IV. TỔ CHỨC THỰC HIỆN\n{order}\n"
    record = read(text)
    start, end = record["spans"]["/tasks/0"]
    assert text[start:end] == record["tasks"][0]["text"] == "chủ trì bảo đảm trật tự"


def test_the_annex_below_the_signature_still_orders() -> None:
    body = (
        "Điều 1. Ban hành kế hoạch.\nNơi nhận:\n- Như Điều 3;\n- Lưu: VT.\nCHỦ TỊCH\nLê Văn An\nKẾ HOẠCH\n"
        "HIẾN MÁU NĂM 2023\n"
        "I. TỔ CHỨC THỰC HIỆN\n1. Phòng Tài chính bố trí kinh phí tuyên truyền.\n"
    )
    assert tasks(body) == [("Phòng Tài chính", "bố trí kinh phí tuyên truyền")]
