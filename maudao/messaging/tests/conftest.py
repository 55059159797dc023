"""An outbox whose channel writes into a file of the test's own, and one template."""

import json
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

TEMPLATE = "thu.txt"


@pytest.fixture
def sent(settings: Any, tmp_path: Path) -> Callable[[], list[dict[str, str]]]:
    """Set the file channel up, and return a function that reads what it was handed."""
    (tmp_path / TEMPLATE).write_text("Chào {{ name }}, mã {{ code|default:'-' }}.\n", encoding="utf-8")
    engines = deepcopy(settings.TEMPLATES)
    engines[0]["DIRS"].append(tmp_path)
    settings.TEMPLATES = engines
    settings.DATA, settings.SMS_CHANNEL = tmp_path, "file"
    return lambda: lines_of(tmp_path / "sms.jsonl")


def lines_of(file: Path) -> list[dict[str, str]]:
    """Read a file of one JSON object a line; empty where there is none."""
    return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []
