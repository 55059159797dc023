"""Whole documents in our own words, in the layouts that offices, schools and hospitals use, read against labels."""

import difflib
import json
import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from maudao.documents.reader import read

FOLDER = Path(__file__).parent / "documents"
NAMES = sorted(path.stem for path in FOLDER.glob("*.txt"))
SCALARS = ["doc_type", "number", "place", "date"]


def load(name: str) -> tuple[dict[str, Any], dict[str, Any], str]:
    text = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    return read(text), json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8")), text


def folded(value: object) -> str:
    text = unicodedata.normalize("NFD", str(value).casefold().replace("đ", "d"))
    return re.sub(r"[^a-z0-9]+", " ", "".join(c for c in text if not unicodedata.combining(c))).strip()


def close(one: object, other: object) -> bool:
    a, b = folded(one), folded(other)
    return (
        a == b
        or difflib.SequenceMatcher(None, a, b, autojunk=False).ratio() >= 0.8
        or (len(min(a, b, key=len)) > 12 and (a in b or b in a))
    )


@pytest.mark.parametrize("name", NAMES)
def test_head_is_read_as_printed(name: str) -> None:
    record, label, _ = load(name)
    assert {key: record[key] for key in SCALARS if key in label} == {
        key: label[key] for key in SCALARS if key in label
    }
    for key in ("issuer", "subject"):
        if label.get(key):
            assert close(re.sub("^Ban Thường vụ ", "", record[key] or ""), label[key]), record[key]


@pytest.mark.parametrize("name", NAMES)
def test_targets_are_found_and_none_is_invented(name: str) -> None:
    record, label, _ = load(name)
    keys = ("kind", "value", "bound")
    found = sorted(repr([target[key] for key in keys]) for target in record["targets"])
    assert [re.sub("'(exact|about|at_least)'", "…", row) for row in found] == sorted(
        re.sub("'(exact|about|at_least)'", "…", repr([target[key] for key in keys]))
        for target in label["targets"]
    )


@pytest.mark.parametrize("name", NAMES)
def test_days_are_those_of_the_text(name: str) -> None:
    record, label, _ = load(name)
    assert record["window"] == label["window"]
    dated = sorted(str(event["date"]) for event in label["events"] if event["date"])
    assert sorted(str(event["date"]) for event in record["events"] if event["date"]) == dated
    deadlines = sorted((str(item["date"]), item["what"]) for item in label["report_deadlines"])
    assert sorted((str(item["date"]), item["what"]) for item in record["report_deadlines"]) == deadlines


@pytest.mark.parametrize("name", NAMES)
def test_acts_slogans_and_people_are_those_of_the_text(name: str) -> None:
    record, label, _ = load(name)
    acts = [[row[key] for key in ("number", "date")] for row in record["based_on"]]
    assert acts == [[row[key] for key in ("number", "date")] for row in label["based_on"]]
    assert record["messages"] == label["messages"]
    assert record["recipients"] == label["recipients"]
    assert record["addressees"] == label["addressees"]
    assert record["contact"]["phone"] == label["contact"]["phone"]
    assert record["signer"]["name"] == label["signer"]["name"]


@pytest.mark.parametrize("name", NAMES)
def test_spans_lead_back_to_the_words(name: str) -> None:
    record, _, text = load(name)
    for pointer, (start, end) in record["spans"].items():
        assert 0 <= start < end <= len(text), pointer
    if record["number"]:
        start, end = record["spans"]["/number"]
        assert folded(text[start:end]).replace(" ", "") == folded(record["number"]).replace(" ", "")
    for index, target in enumerate(record["targets"]):
        start, end = record["spans"][f"/targets/{index}"]
        values = target["value"] if isinstance(target["value"], list) else [target["value"]]
        digits = re.sub(r"[.\s]", "", text[start:end])
        assert all(str(value) in digits or value == 1 for value in values), target


def test_a_plan_s_own_title_goes_before_its_short_v_v() -> None:
    record = read(
        "ĐOÀN KHỐI CÁC CƠ QUAN TW\nĐOÀN TỔNG CÔNG TY GIẤY\nSố 12-KH/ĐTN\nV/v hiến máu đợt 1\n"
        "Hà Nội, ngày 03 tháng 5 năm 2019\n\nKẾ HOẠCH\nTổ chức hiến máu tình nguyện đợt 1 năm 2019\n\n"
        "Căn cứ Điều lệ Đoàn;\n"
    )
    assert record["subject"] == "Tổ chức hiến máu tình nguyện đợt 1 năm 2019"
    assert record["issuer"].startswith("Đoàn Tổng công ty")


@pytest.mark.parametrize(
    "title", ["Triển khai công tác hiến máu năm 2022 tại phường Đông", "Tiếp tục vận động hiến máu"]
)
def test_a_title_may_begin_like_a_basis(title: str) -> None:
    record = read(
        f"UBND HUYỆN A\nSố: 4/KH-UBND\nA, ngày 02 tháng 02 năm 2022\nKẾ HOẠCH\n{title}\n\n"
        "Thực hiện Kế hoạch số 5/KH-UBND"
    )
    assert record["subject"] == title


def test_a_national_name_wrapped_before_viet_nam_is_no_issuer() -> None:
    record = read(
        "LIÊN ĐOÀN LAO ĐỘNG\nTỈNH LÀO CAI\nSố: 3/HD-LĐLĐ\n\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA\nVIỆT NAM\n"
        "Độc lập - Tự do - Hạnh phúc\nLào Cai, ngày 02 tháng 3 năm 2022\n\nHƯỚNG DẪN\nVận động hiến máu năm 2022\n"
    )
    assert record["issuer"] == "Liên đoàn Lao động tỉnh Lào Cai"


def test_a_subject_goes_on_in_small_letters_on_the_next_line() -> None:
    record = read(
        "LĐLĐ HUYỆN A\nSố: 3/LĐLĐ\nA, ngày 02 tháng 3 năm 2021\nV/v vận động hiến máu\ntrong những ngày giãn cách\n"
        "Kính gửi: Các CĐCS\n"
    )
    assert record["subject"] == "vận động hiến máu trong những ngày giãn cách"


def test_the_year_of_a_news_page_is_that_of_its_posting_not_of_today() -> None:
    record = read(
        "Cổng thông tin huyện A\nThứ Hai, 11/03/2024\nHiến máu dịp hè\nĐăng lúc: 08:10:00 20/05/2018 (GMT+7)\n"
        "Ngày 18/5, UBND huyện A đã ban hành Kế hoạch số 41/KH-UBND về việc tổ chức hiến máu dịp hè.\n"
        "Các xã nộp danh sách về Hội Chữ thập đỏ huyện trước ngày 12/6.\n"
    )
    assert record["date"] == "2018-05-18"
    assert record["place"] is None
