"""A process killed at any instant leaves an archive that is whole, and can be gone on with."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from archive.check import check_archive
from archive.database import open_archive
from tests.archive.making import rows

# A little crawl: 40 articles with 25 comments each, claimed and stored one by one. Killed and started again, it goes on.
CRAWL = """
import sys
from datetime import UTC, datetime
from archive.database import open_archive
from archive.frontier import Frontier
from archive.locks import SiteLock
from archive.records import Link, Relation
from archive.runs import finish_run, start_run
from archive.store import Store
from tests.archive.making import comment, page, visit

T = datetime(2026, 3, 1, tzinfo=UTC)
if len(sys.argv) > 2:
    import archive.database, sqlite3

    class Counting(sqlite3.Connection):
        left = int(sys.argv[2])

        def _count(self):
            Counting.left -= 1
            if Counting.left == 0:
                import os
                os.kill(os.getpid(), 9)

        def execute(self, *args):
            self._count()
            return super().execute(*args)

        def executemany(self, *args):
            self._count()
            return super().executemany(*args)

    connect = sqlite3.connect
    sqlite3.connect = lambda *args, **options: connect(*args, factory=Counting, **options)

with open_archive(sys.argv[1], create=True) as archive, SiteLock(archive, "example.org"):
    run = start_run(archive, "example.org", "http://example.org/", at=T)
    frontier = Frontier(archive, "example.org", run.run_id)
    frontier.add([Link(url=f"http://example.org/{n}/", relation=Relation.ARTICLE) for n in range(40)], found_on=None, depth=0)
    with Store(archive, index_batch=200) as store:
        print("running", flush=True)
        while claimed := frontier.claim(4, T):
            for entry in claimed:
                comments = [comment(str(n), str(n - 1) if n % 5 else None, depth=n % 5) for n in range(25)]
                store.save_visit(
                    visit(page(*comments, url=entry.url)), run_id=run.run_id, frontier_id=entry.entry_id
                )
    finish_run(archive, run.run_id, at=T)
"""
EXPECTED = {"articles": 40, "comments": 1000, "fetches": 40, "authors": 1}


def crawl(path: Path, *arguments: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    command = [sys.executable, "-c", CRAWL, str(path), *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)


def assert_whole(path: Path) -> None:
    with open_archive(path, create=True) as archive:
        assert [fault.found for result in check_archive(archive) for fault in result.faults] == []


def assert_complete(path: Path) -> None:
    with open_archive(path) as archive:
        assert {name: rows(archive, f"select count(*) from {name}")[0][0] for name in EXPECTED} == EXPECTED
        assert rows(archive, "select state, count(*) from frontier group by state") == [("done", 40)]
        assert rows(archive, "select count(*) from comments_fts where comments_fts match 'text'") == [(1000,)]
        assert rows(archive, "select comment_count from authors") == [(1000,)]


def kill_after_statements(path: Path, statements: int) -> None:
    """The process kills itself before that statement: no instant between statements is out of reach."""
    process = crawl(path, str(statements))
    process.communicate()
    assert process.returncode in (-9, 0)


def go_on(path: Path) -> None:
    process = crawl(path)
    process.communicate()
    assert process.returncode == 0


def test_a_crawl_killed_between_statements_is_gone_on_with(tmp_path: Path) -> None:
    path = tmp_path / "killed.db"
    for statements in (3, 8, 60, 97, 333):
        kill_after_statements(path, statements)
        assert_whole(path)
    go_on(path)
    assert_complete(path)


@pytest.mark.slow
def test_a_crawl_killed_at_any_statement_is_gone_on_with(tmp_path: Path) -> None:
    for statements in [*range(1, 60, 3), *range(60, 900, 83)]:
        path = tmp_path / f"{statements}.db"
        kill_after_statements(path, statements)
        assert_whole(path)
        go_on(path)
        assert_complete(path)


@pytest.mark.slow
def test_a_crawl_killed_at_random_moments_is_gone_on_with(tmp_path: Path) -> None:
    chance = random.Random(7)
    path = tmp_path / "killed.db"
    for _ in range(20):
        process = crawl(path)
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(chance.random() * 0.02)
        process.kill()
        process.communicate()
        assert_whole(path)
    go_on(path)
    assert_complete(path)
