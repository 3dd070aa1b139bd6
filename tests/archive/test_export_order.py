"""Rows leave the archive in an order that some index already has: nothing large is sorted in memory."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from archive.database import Archive, open_archive
from archive.export import dataset
from archive.export.filters import Filters
from archive.export.selection import select_articles
from archive.store import Store
from tests.archive.making import comment, page, visit


@pytest.mark.parametrize(
    "filters",
    [
        Filters(),
        Filters(site="example.org"),
        Filters(query="bridge"),
        Filters(since="2026-01-01", until="2026-12-31", language="en", min_comments=3),
    ],
    ids=str,
)
def test_nothing_large_is_sorted(filled: Archive, filters: Filters) -> None:
    chosen = select_articles(filters)
    parameters = {"site": None, **chosen.parameters}
    for sql in (dataset._ARTICLES, dataset._RECENT_COMMENTS):
        steps = filled.connection.execute(
            f"explain query plan {sql.format(condition=chosen.condition)}", parameters
        ).fetchall()
        assert [step["detail"] for step in steps if step["detail"] == "USE TEMP B-TREE FOR ORDER BY"] == []


@pytest.mark.slow
@pytest.mark.parametrize("name", ["jsonl", "parquet", "convokit", "html"])
def test_a_killed_export_leaves_no_half_file(tmp_path: Path, name: str) -> None:
    path = tmp_path / "a.db"
    with open_archive(path, create=True) as archive, Store(archive) as store:
        thread = tuple(comment(str(n), text="word " * 40) for n in range(100))
        store.save_visits(visit(page(*thread, url=f"http://example.org/{n}/")) for n in range(300))
    command = [sys.executable, "-m", "scraper", "export", name, str(tmp_path / "out"), "-a", str(path)]
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while not list(tmp_path.glob(".out.*.partial/*")) and running.poll() is None:
        time.sleep(0.01)
    os.kill(running.pid, signal.SIGKILL)
    assert running.wait() == -signal.SIGKILL
    assert not (tmp_path / "out").exists()
    subprocess.run(command, check=True, capture_output=True)
    assert [entry.name for entry in tmp_path.iterdir() if "out" in entry.name] == ["out"]
