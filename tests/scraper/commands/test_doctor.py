"""The doctor finds what is wrong, and nothing where all is well."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from archive.database import open_archive
from archive.returns.attempts import Attempt, record_attempt
from archive.settings import put_setting
from archive.times import now
from scraper.commands.root import cli


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("COMMENTARIAT_CONTACT", raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    with open_archive(tmp_path / "a.db", create=True) as archive:
        put_setting(archive, "contact", "me@example.org")
    return tmp_path / "a.db"


def examine(path: Path) -> tuple[int, dict[str, dict[str, Any]]]:
    done = CliRunner().invoke(cli, ["doctor", "-a", str(path), "--json"], standalone_mode=False)
    return int(done.return_value), {found["what"]: found for found in json.loads(done.stdout)["findings"]}


def test_a_good_set_up_has_nothing_wrong(path: Path) -> None:
    status, found = examine(path)
    assert status == 0
    assert {name for name, finding in found.items() if finding["state"] == "bad"} == set()
    assert found["contact"]["said"] == "me@example.org"
    assert found["full-text search"]["state"] == found["Python"]["state"] == found["clock"]["state"] == "good"
    assert found["timer"]["state"] == "warning"
    assert "ok" in CliRunner().invoke(cli, ["doctor", "-a", str(path)]).stdout


def test_a_clock_that_is_behind_what_is_stored_is_wrong(path: Path) -> None:
    with open_archive(path) as archive, archive.transaction() as connection:
        connection.execute("insert into sites (host) values ('example.org')")
        connection.execute(
            """insert into fetches (site_id, requested_url, url, fetched_at, outcome, source)
            values (1, 'u', 'u', '2999-01-01T00:00:00Z', 'stored', 'crawl')"""
        )
    status, found = examine(path)
    assert (status, found["clock"]["state"]) == (1, "bad")


def test_a_site_that_fails_is_named_with_its_reason(path: Path) -> None:
    with open_archive(path) as archive:
        attempt = Attempt(
            site="example.org", start_url="http://example.org/", at=now(), result="failed", error="no answer"
        )
        record_attempt(archive, attempt)
        record_attempt(archive, attempt)
    _, found = examine(path)
    assert found["example.org"]["said"] == "failed 2 times in a row: no answer"


@pytest.mark.parametrize(("content", "status"), [(None, 0), (b"%PDF-1.4", 1)])
def test_an_archive_that_is_missing_is_told_and_one_that_is_none_is_wrong(
    tmp_path: Path, content: bytes | None, status: int
) -> None:
    path = tmp_path / "x.db"
    if content is not None:
        path.write_bytes(content)
    assert examine(path)[0] == status
