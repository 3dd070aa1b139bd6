from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import NamedTuple

import pytest

from archive import errors
from archive.sqlite_errors import archive_errors


class Disk(NamedTuple):
    free: int


PLENTY, NOTHING = Disk(1 << 40), Disk(0)


def failing(path: Path, code: int) -> None:
    """Fail as SQLite does with that code."""
    with archive_errors(path):
        error = sqlite3.OperationalError("something")
        error.sqlite_errorcode = code
        raise error


@pytest.mark.parametrize(
    ("code", "disk", "expected", "says"),
    [
        (sqlite3.SQLITE_FULL, PLENTY, errors.DiskFullError, "disk is full"),
        (sqlite3.SQLITE_IOERR_SHMSIZE, NOTHING, errors.DiskFullError, "disk is full"),
        (sqlite3.SQLITE_CANTOPEN, NOTHING, errors.DiskFullError, "disk is full"),
        (sqlite3.SQLITE_IOERR_READ, PLENTY, errors.ArchiveError, "disk reports an error"),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, PLENTY, errors.ArchiveBusyError, "busy"),
        (sqlite3.SQLITE_LOCKED, PLENTY, errors.ArchiveBusyError, "busy"),
        (sqlite3.SQLITE_READONLY_DBMOVED, PLENTY, errors.ReadOnlyArchiveError, "opened for reading"),
        (sqlite3.SQLITE_CANTOPEN, PLENTY, errors.ReadOnlyArchiveError, "opened for reading"),
        (sqlite3.SQLITE_NOTADB, PLENTY, errors.NotAnArchiveError, "no SQLite database"),
        (sqlite3.SQLITE_CORRUPT_VTAB, PLENTY, errors.DamagedArchiveError, "damaged"),
        (sqlite3.SQLITE_ERROR, PLENTY, sqlite3.OperationalError, "something"),
    ],
)
def test_codes_become_errors(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, disk: Disk, expected: type[Exception], says: str
) -> None:
    # A mock, since no test can fill the disk or break it.
    monkeypatch.setattr("shutil.disk_usage", lambda _: disk)
    with pytest.raises(expected, match=says):
        failing(tmp_path / "test.db", code)


@pytest.mark.parametrize(
    ("writable", "says"), [((False, True), "the file is read-only"), ((True, False), "its folder is read-only")]
)
def test_what_is_read_only_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, writable: tuple[bool, bool], says: str
) -> None:
    path = tmp_path / "test.db"
    path.touch()
    # A mock, since root may write anything.
    monkeypatch.setattr("os.access", lambda asked, _: writable[0] if asked == path else writable[1])
    with pytest.raises(errors.ReadOnlyArchiveError, match=says):
        failing(path, sqlite3.SQLITE_READONLY)
