"""One archive, one SQLite file: opened with every check, and closed so that one file is left."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from types import TracebackType
from urllib.parse import quote

import attrs
import sqlite_utils

from archive.errors import (
    ArchiveMissingError,
    NewerArchiveError,
    NotAnArchiveError,
    ReadOnlyArchiveError,
)
from archive.schema.migrations import APPLICATION_ID, apply_pending, is_pending, unknown_migrations
from archive.sqlite_errors import archive_errors

BUSY_SECONDS = 20.0
"""How long to wait for another writer: longer than any transaction of ours, an index batch of 10,000 comments included."""
_HEADER = b"SQLite format 3\0"
# 8 KiB pages: texts of articles spill into fewer overflow pages, and FTS5 fills 6 to 10 % faster than with 4 KiB
# (60,000 comments in batches of 10,000, one bare table).
_PAGE_SIZE = 8192
_AS_IT_IS = "ro&immutable=1"
"""SQLite reads the file alone, and makes none beside it."""


@attrs.define(eq=False)
class Archive:
    """An open archive."""

    path: Path
    connection: sqlite3.Connection
    database: sqlite_utils.Database
    read_only: bool = False

    @property
    def captures_folder(self) -> Path:
        """Where the WARC files are: `demo.captures` beside `demo.db`."""
        return self.path.with_suffix(".captures")

    def errors(self) -> AbstractContextManager[None]:
        """Within it, SQLite's errors about the file are raised as `ArchiveError`s."""
        return archive_errors(self.path)

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """One write: all of it is stored, or nothing.

        Raises:
            ArchiveError: the file cannot be written; nothing has changed.
        """
        with self.errors():
            self.connection.execute("begin immediate")
            try:
                yield self.connection
                self.connection.execute("commit")
            except BaseException:
                if self.connection.in_transaction:
                    self.connection.execute("rollback")
                raise

    def write_ahead(self, size: int) -> None:
        """Let the write-ahead log grow to that many bytes before it is merged into the file, and the disk waited for."""
        with self.errors():
            self.connection.execute(f"pragma wal_autocheckpoint = {size // _PAGE_SIZE}")

    def keep_in_memory(self, size: int) -> None:
        """Let SQLite hold that many bytes of the file in memory."""
        with self.errors():
            self.connection.execute(f"pragma cache_size = {size // _PAGE_SIZE}")

    def close(self) -> None:
        """Let go of the file; the last one to close it merges the write-ahead log into it."""
        self.connection.close()

    def __enter__(self) -> Archive:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()


def open_archive(
    path: Path | str, *, create: bool = False, read_only: bool = False, busy_seconds: float = BUSY_SECONDS
) -> Archive:
    """The archive at that path, with its schema brought up to date.

    Args:
        path: the SQLite file.
        create: make a new archive where there is no file, or an empty one.
        read_only: only read; works while a crawl writes, and in folders that cannot be written.
        busy_seconds: how long to wait for another writer.

    Raises:
        ArchiveError: the file is missing, not ours, newer, damaged, busy, or cannot be written.
    """
    path = Path(path)
    is_new = _inspect(path, create=create)
    with archive_errors(path):
        if read_only:
            return _open_reading(path, busy_seconds)
        return _open_writing(path, busy_seconds, is_new=is_new)


def _inspect(path: Path, *, create: bool) -> bool:
    """Look at the file before SQLite touches it; True where a new archive is to be made."""
    if path.is_dir():
        raise NotAnArchiveError(path, "a folder")
    if not path.exists():
        if not create:
            raise ArchiveMissingError(path)
        if not path.parent.is_dir():
            raise ArchiveMissingError(path, f"no such folder as {path.parent}")
        return True
    try:
        with path.open("rb") as file:
            header = file.read(len(_HEADER))
    except PermissionError:
        raise NotAnArchiveError(path, "a file that may not be read") from None
    if not header and create:
        return True
    if header != _HEADER:
        raise NotAnArchiveError(path, _describe(header))
    return False


def _describe(header: bytes) -> str:
    if not header:
        return "an empty file"
    kinds = {
        b"%PDF": "a PDF",
        b"PK": "a ZIP file",
        b"\x1f\x8b": "a gzip file",
        b"<": "HTML or XML",
        b"WARC": "a WARC file",
    }
    return next((kind for start, kind in kinds.items() if header.startswith(start)), "no SQLite database")


def _open_writing(path: Path, busy_seconds: float, *, is_new: bool) -> Archive:
    if not is_new and not os.access(path, os.W_OK):
        raise ReadOnlyArchiveError(path, "the file is read-only")
    if not os.access(path.parent, os.W_OK):
        raise ReadOnlyArchiveError(path, "its folder is read-only")
    archive = _connect(path, "rwc" if is_new else "rw", busy_seconds)
    try:
        blank = _is_blank(archive)
        if blank and not is_new and path.stat().st_size > 0 and not _is_left_by_a_killed_start(archive):
            raise NotAnArchiveError(path, "an SQLite database without tables")
        if blank:
            archive.connection.execute(f"pragma page_size = {_PAGE_SIZE}")
        else:
            _refuse_strangers(archive)
        archive.connection.execute("pragma journal_mode = wal")
        archive.connection.execute("pragma synchronous = normal")
        if is_pending(archive.database):
            with archive.transaction():
                apply_pending(archive.database)
    except BaseException:
        archive.close()
        raise
    return archive


def _open_reading(path: Path, busy_seconds: float) -> Archive:
    mode = _reading_mode(path)
    try:
        return _open_reading_as(mode, path, busy_seconds)
    except sqlite3.OperationalError:
        # A full disk has no room for the write-ahead log's index. Where there is no log, nobody needs it.
        if "immutable" in mode or not _is_log_empty(path):
            raise
        return _open_reading_as(_AS_IT_IS, path, busy_seconds)


def _open_reading_as(mode: str, path: Path, busy_seconds: float) -> Archive:
    archive = _connect(path, mode, busy_seconds, read_only=True)
    try:
        archive.connection.execute("pragma query_only = on")
        if _is_blank(archive):
            raise NotAnArchiveError(path, "an SQLite database without tables")
        _refuse_strangers(archive)
        outdated = is_pending(archive.database)
    except BaseException:
        archive.close()
        raise
    if outdated:
        archive.close()
        _open_writing(path, busy_seconds, is_new=False).close()
        return _open_reading(path, busy_seconds)
    return archive


def _reading_mode(path: Path) -> str:
    if not os.access(path.parent, os.W_OK):
        # Without a write-ahead log nobody is writing. SQLite would still want to make one beside the file, which
        # this folder forbids; `immutable` tells it not to.
        return _AS_IT_IS if _is_log_empty(path) else "ro"
    # A read-only connection cannot take the write-ahead log away when it closes, and would leave two files behind.
    return "rw" if os.access(path, os.W_OK) else "ro"


def _is_log_empty(path: Path) -> bool:
    log = path.with_name(f"{path.name}-wal")
    return not log.exists() or log.stat().st_size == 0


def _connect(path: Path, mode: str, busy_seconds: float, *, read_only: bool = False) -> Archive:
    uri = f"file:{quote(os.fsencode(path.absolute()))}?mode={mode}"
    connection = sqlite3.connect(uri, uri=True, timeout=busy_seconds, isolation_level=None, cached_statements=256)
    connection.row_factory = sqlite3.Row
    try:
        connection.execute("pragma foreign_keys = on")
        # In pages, 32 MiB of them: the upper index pages of 10 million rows. Told in KiB, SQLite counts them by its
        # default page size, before it has seen ours, and takes twice as much.
        connection.execute(f"pragma cache_size = {32 * 1024 * 1024 // _PAGE_SIZE}")
        connection.execute("pragma temp_store = memory")
        # 32 MiB of log before it is merged into the file: pages that change often are then written once.
        connection.execute(f"pragma wal_autocheckpoint = {32 * 1024 * 1024 // _PAGE_SIZE}")
    except BaseException:
        connection.close()
        raise
    database = sqlite_utils.Database(connection, execute_plugins=False)
    return Archive(path=path, connection=connection, database=database, read_only=read_only)


def _is_blank(archive: Archive) -> bool:
    row = archive.connection.execute("select count(*) from sqlite_master where name not like '%sqlite_%'").fetchone()
    return bool(row[0] == 0)


def _is_left_by_a_killed_start(archive: Archive) -> bool:
    """A process killed before its first transaction leaves a header without tables, in WAL mode."""
    return bool(archive.connection.execute("pragma journal_mode").fetchone()[0] == "wal")


def _refuse_strangers(archive: Archive) -> None:
    found = archive.connection.execute("pragma application_id").fetchone()[0]
    if found != APPLICATION_ID:
        raise NotAnArchiveError(archive.path, "an SQLite database of another program")
    if unknown := unknown_migrations(archive.database):
        raise NewerArchiveError(archive.path, unknown)
