"""Data folders for the embedded server; properties are tried without a clock."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from maudao.lib.tests.embedded_office import office

settings.register_profile("unhurried", deadline=None)  # a busy machine is no failing property
settings.load_profile("unhurried")


@pytest.fixture
def data(tmp_path: Path) -> Iterator[Path]:
    with office(tmp_path / "office") as folder:
        yield folder


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """Lend a folder that every user may enter, which pytest's own are not."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)
