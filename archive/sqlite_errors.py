"""The one seam at which SQLite's errors become ours."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from archive.errors import (
    ArchiveBusyError,
    ArchiveError,
    DamagedArchiveError,
    DiskFullError,
    NotAnArchiveError,
    ReadOnlyArchiveError,
)

_NEARLY_NOTHING = 256 * 1024
"""A disk with less room than this is full: SQLite reports some full disks as a plain I/O error (seen while the
write-ahead log's index grows)."""


@contextmanager
def archive_errors(path: Path) -> Iterator[None]:
    """Raise SQLite's errors about the file as `ArchiveError`s; errors in our SQL pass as they are."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        ours = _translate(path, error)
        if ours is None:
            raise
        raise ours from error


@contextmanager
def naming_full_disk(path: Path) -> Iterator[None]:
    """Name what is written where a disk is full, and not the archive that is only read."""
    try:
        yield
    except DiskFullError as error:
        raise DiskFullError(path) from error


def _translate(path: Path, error: sqlite3.DatabaseError) -> ArchiveError | None:
    code = (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF
    if code == sqlite3.SQLITE_FULL or (code in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN) and _is_full(path)):
        return DiskFullError(path)
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return ArchiveBusyError(path)
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH):
        return ReadOnlyArchiveError(path, _what_is_read_only(path))
    if code == sqlite3.SQLITE_CANTOPEN:
        return ReadOnlyArchiveError(path, _what_is_read_only(path))
    if code == sqlite3.SQLITE_NOTADB:
        return NotAnArchiveError(path, "no SQLite database")
    if code == sqlite3.SQLITE_CORRUPT:
        return DamagedArchiveError(path, str(error))
    if code == sqlite3.SQLITE_IOERR:
        return ArchiveError(
            f"{path}: the disk reports an error ({error}). Check the disk, then run `commentariat check`."
        )
    return None


def _is_full(path: Path) -> bool:
    return shutil.disk_usage(path.parent).free < _NEARLY_NOTHING


def _what_is_read_only(path: Path) -> str:
    if path.exists() and not os.access(path, os.W_OK):
        return "the file is read-only"
    if not os.access(path.parent, os.W_OK):
        return "its folder is read-only"
    return "it was opened for reading"
