"""Archives for tests: real files in a temporary folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.database import Archive, open_archive
from archive.store import Store


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with open_archive(tmp_path / "test.db", create=True) as opened:
        yield opened


@pytest.fixture
def store(archive: Archive) -> Store:
    return Store(archive)
