"""A command line to call."""

from __future__ import annotations

import pytest

from tests.scraper.commands.calling import Caller


@pytest.fixture
def commentariat(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Caller:
    return Caller(monkeypatch, capsys)
