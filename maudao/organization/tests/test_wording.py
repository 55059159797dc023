"""The audit in sentences."""

from collections.abc import Mapping
from typing import Any

import pytest

from maudao.organization.models import AuditEntry
from maudao.organization.rules import ChangeKind
from maudao.organization.wording import action_label, audit_sentence, change_sentence


@pytest.mark.parametrize(
    ("action", "changes", "sentence"),
    [
        ("set_member_count", {"members": [30, 45]}, "Ghi số đoàn viên: 45."),
        ("appoint", {"role": "chair"}, "Giao chức vụ: Chủ tịch công đoàn cơ sở."),
        ("make_user", {}, "Lập tài khoản …."),
        ("something_new", {"a": 1}, "something new"),
    ],
)
def test_entry_is_told_with_its_values(action: str, changes: Mapping[str, Any], sentence: str) -> None:
    assert audit_sentence(AuditEntry(action=action, changes=changes)) == sentence


def test_label_of_an_action_has_no_values() -> None:
    assert action_label("create_unit") == "Lập đơn vị"
    assert action_label("end_office") == "Kết thúc chức vụ từ sau ngày"


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "create", "unit": "A", "name": "B", "parent": "C"},
        {"kind": "rename", "unit": "A", "name": "B"},
        {"kind": "transfer", "units": ["A", "B"], "to": "C"},
        {"kind": "merge", "units": ["A", "B"], "into": "C"},
        {"kind": "split", "unit": "A", "into": {"B": "0.6", "C": "0.4"}},
        {"kind": "dissolve", "units": ["A"]},
    ],
)
def test_every_kind_of_change_names_all_its_units(change: Mapping[str, Any]) -> None:
    sentence = change_sentence(change)
    named = {"A", "B", "C"} if len(str(change)) > 45 else {"A"}
    assert all(code in sentence for code in named & set("".join(map(str, change.values()))))
    assert change["kind"] in ChangeKind.values
