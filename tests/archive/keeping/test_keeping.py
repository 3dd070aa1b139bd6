"""`backup`, `compact` and `check --repair`, on real files."""

from __future__ import annotations

import multiprocessing
import sqlite3
from pathlib import Path

import pytest

from archive.check import check_archive
from archive.database import open_archive
from archive.errors import ArchiveMissingError, BackupError, NotAnArchiveError
from archive.queries import iterate_captures
from archive.store import Store
from tests.archive.commanding import document, run
from tests.archive.forget.pages import made
from tests.archive.making import comment, page, visit


def write_on(path: str, stop: object) -> None:
    """A crawl in another process: one visit after the other."""
    with open_archive(path) as archive, Store(archive) as store:
        n = 0
        while not stop.is_set():  # type: ignore[attr-defined]  # an Event of multiprocessing
            n += 1
            store.save_visit(visit(page(*(comment(str(i)) for i in range(20)), url=f"http://example.org/{n}/")))


def test_a_backup_while_a_crawl_writes_is_whole(tmp_path: Path) -> None:
    path = made(tmp_path)
    stop = multiprocessing.get_context("spawn").Event()
    writer = multiprocessing.get_context("spawn").Process(target=write_on, args=(str(path), stop))
    writer.start()
    try:
        done = document(path, "backup", str(tmp_path / "copies" / "one.db"))
    finally:
        stop.set()
        writer.join()
    assert done["is_whole"]
    with open_archive(tmp_path / "copies" / "one.db") as copy:
        assert not [fault for result in check_archive(copy) for fault in result.faults]
        assert len(list(iterate_captures(copy))) == 3
    assert sorted(file.name for file in (tmp_path / "copies").iterdir()) == ["one.captures", "one.db"]


def test_a_backup_holds_the_same_and_the_keys(tmp_path: Path) -> None:
    path = made(tmp_path)
    assert run(path, "forget", "--person", "Nobody Atall", "--yes").exit_code == 0
    (tmp_path / "copies").mkdir()
    assert run(path, "backup", str(tmp_path / "copies")).exit_code == 0
    copy = tmp_path / "copies" / path.name
    tables = [sqlite3.connect(file).execute("select * from comments").fetchall() for file in (path, copy)]
    assert tables[0] == tables[1]
    assert copy.with_suffix(".tombstones.key").read_bytes() == path.with_suffix(".tombstones.key").read_bytes()
    assert copy.with_suffix(".tombstones.key").stat().st_mode & 0o77 == 0


def test_a_backup_replaces_nothing(tmp_path: Path) -> None:
    path = made(tmp_path)
    for taken in (path, tmp_path / "given"):
        done = run(path, "backup", str(taken))
        if taken == path:
            assert isinstance(done.exception, BackupError)
            assert "is the archive itself" in str(done.exception)


@pytest.mark.parametrize("command", ["backup", "compact", "check", "forget"])
def test_what_is_no_archive_is_named(tmp_path: Path, command: str) -> None:
    rest = {"backup": [str(tmp_path / "copy.db")], "forget": ["--person", "Somebody"]}.get(command, [])
    assert isinstance(run(tmp_path / "none.db", command, *rest).exception, ArchiveMissingError)
    (tmp_path / "text.db").write_text("a text")
    assert isinstance(run(tmp_path / "text.db", command, *rest).exception, NotAnArchiveError)


def test_compact_gives_back_room(tmp_path: Path) -> None:
    path = made(tmp_path)
    with open_archive(path) as archive:
        archive.connection.execute("create table filler as select zeroblob(2000000) as bytes")
        archive.connection.execute("drop table filler")
    done = document(path, "compact")
    assert done["bytes_after"] < done["bytes_before"] - 1_900_000
    assert run(path, "check").exit_code == 0


BREAKS = [
    "update comments set capture_id = 999 where comment_id = 1",
    "update articles set comment_count = 99",
    "update articles set deepest = 7",
    "update comments set revisions = 5",
    "update comments set parent_id = 3 where comment_id = 2",
    "update comments set parent_id = comment_id",
    "update comments set text = 'other words'",
    "delete from authors",
    "delete from months",
    "update authors set comment_count = 40",
    "update comments set parent_id = (select max(comment_id) from comments) where comment_id = 1",
]


@pytest.mark.parametrize("sql", BREAKS)
def test_what_follows_from_other_rows_is_repaired(tmp_path: Path, sql: str) -> None:
    path = made(tmp_path)
    with sqlite3.connect(path) as connection:
        connection.execute(sql)
    assert run(path, "check").exit_code == 1
    done = document(path, "check", "--repair")
    assert done["is_whole"]
    assert done["repaired"]
    assert run(path, "check").exit_code == 0
