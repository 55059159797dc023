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
