"""Who sends, signs and receives a document, and whom to call."""

import pytest

from maudao.documents.reader import read

HEAD = (
    "UBND HUYỆN A\nSố: 9/KH-UBND\nA, ngày 02 tháng 02 năm 2023\nKẾ HOẠCH\nHiến máu tình nguyện năm 2023\n\n"
)


def test_a_recipient_wrapped_over_two_lines_is_one_and_no_task() -> None:
    record = read(
        f"{HEAD}1. Tổ chức thực hiện\n- Các xã vận động nhân dân tham gia hiến máu.\n\nNơi nhận:\n- Ban Chỉ đạo\n"
        "vận động HMTN tỉnh (để báo cáo);\n- Sở Y tế, Sở Tài chính,\nSở Nội vụ (p/h);\n- Lưu: VT.\n"
    )
    assert record["recipients"] == [
        "Ban Chỉ đạo vận động HMTN tỉnh",
        "Sở Y tế, Sở Tài chính, Sở Nội vụ",
        "Lưu: VT",
    ]
    assert [task["text"] for task in record["tasks"]] == ["vận động nhân dân tham gia hiến máu"]


def test_the_signer_above_a_long_annex_is_found() -> None:
    annex = "".join(f"{number}. Các xã, thị trấn tuyên truyền việc {number}.\n" for number in range(1, 60))
    record = read(
        f"{HEAD}Nơi nhận:\n- Như Điều 3;\n- Lưu: VT.\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nH’ Linh Niê\nY Thu Hà\n"
        f"PHỤ LỤC\nVIỆC PHẢI LÀM\n{annex}"
    )
    assert record["signer"]["title"] == "CHỦ TỊCH"
    assert record["signer"]["name"] is not None


@pytest.mark.parametrize("number", ["1900 123 456", "1800.1234", "19001234"])
def test_a_switchboard_is_a_telephone_to_ask(number: str) -> None:
    assert read(f"{HEAD}Mọi thông tin xin gọi tổng đài {number}.\n")["contact"]["phone"] == number


def test_a_union_that_signs_without_its_company_is_named_after_it() -> None:
    record = read(
        "THƯ KÊU GỌI\nGửi anh chị em Công ty TNHH Giày Bình Minh,\nCông đoàn công ty mong mọi người hiến máu chiều "
        "20/9/2019 tại nhà ăn.\n"
    )
    assert record["issuer"] == "Công đoàn Công ty TNHH Giày Bình Minh"
    assert record["subject"] is None


def test_the_line_that_names_who_decides_ends_the_subject() -> None:
    record = read(
        "UBND TỈNH A\nSố: 5/QĐ-UBND\nQUYẾT ĐỊNH\nVỀ VIỆC BAN HÀNH KẾ HOẠCH HIẾN MÁU NĂM 2024\nỦY BAN NHÂN DÂN TỈNH A\n"
        "Căn cứ Luật B ngày 01/01/2020;\n"
    )
    assert record["subject"] == "BAN HÀNH KẾ HOẠCH HIẾN MÁU NĂM 2024"


def test_a_telegram_is_dated_by_its_hour_and_day() -> None:
    record = read(
        "ỦY BAN NHÂN DÂN TỈNH A\nSố: 7/CĐ-UBND\nSơn La, hồi 16 giờ 30 ngày 12 tháng 02 năm 2021\nCÔNG ĐIỆN\n"
        "Về hiến máu\n"
    )
    assert (record["place"], record["date"], record["doc_type"]) == ("Sơn La", "2021-02-12", "công điện")
