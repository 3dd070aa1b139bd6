"""Leaving nothing behind in the file: freed pages, the write-ahead log, and the space they took.

SQLite writes a page that is freed over with zeros (`secure_delete`), VACUUM writes the whole file anew, and the log is
written over before it is cut to nothing. What a disk, its file system or a backup keeps of earlier days is not ours.
"""

from __future__ import annotations

import os
from pathlib import Path

from archive.database import Archive
from archive.errors import ArchiveBusyError, DiskFullError
from archive.indexed_tables import TABLES

_CHUNK = 1 << 20
_ROOM = 1.1
"""VACUUM needs the size of the file once more in the temporary folder, and once in the log."""


def overwrite_what_is_freed(archive: Archive) -> None:
    """From now on, this connection writes over what it frees."""
    with archive.errors():
        archive.connection.execute("pragma secure_delete = on")


def write_anew(archive: Archive) -> None:
    """Write the whole file anew, without free pages, and leave an empty log.

    Raises:
        DiskFullError: it needs as much room as the file takes; nothing has changed.
        ArchiveBusyError: somebody reads, and holds the log; what is in the tables is right, only the log is not empty.
    """
    _require_room(archive.path)
    with archive.errors():
        connection = archive.connection
        connection.execute("pragma temp_store = file")  # not the whole archive in memory
        try:
            connection.execute("vacuum")
        finally:
            connection.execute("pragma temp_store = memory")
    empty_log(archive)


def compact(archive: Archive) -> None:
    """Put the search index in one piece, and write the file anew."""
    for table in TABLES:
        with archive.transaction() as connection:
            connection.execute(f"insert into {table.index} ({table.index}) values ('optimize')")  # noqa: S608 (our own tables)
    write_anew(archive)


def empty_log(archive: Archive) -> None:
    """Merge the write-ahead log into the file, write over it, and cut it to nothing.

    Raises:
        ArchiveBusyError: another process reads or writes.
    """
    with archive.errors():
        _checkpoint(archive, "restart")
        archive.connection.execute("begin immediate")  # nobody else writes, and all that was written is in the file
        try:
            _zero(archive.path.with_name(f"{archive.path.name}-wal"))
        finally:
            archive.connection.execute("rollback")
        _checkpoint(archive, "truncate")


def _checkpoint(archive: Archive, kind: str) -> None:
    is_busy = archive.connection.execute(f"pragma wal_checkpoint({kind})").fetchone()[0]
    if is_busy:
        raise ArchiveBusyError(archive.path)


def _zero(path: Path) -> None:
    if not path.exists():
        return
    with path.open("r+b") as file:
        left = path.stat().st_size
        while left > 0:
            left -= file.write(bytes(min(left, _CHUNK)))
        file.flush()
        os.fsync(file.fileno())


def _require_room(path: Path) -> None:
    status = os.statvfs(path.parent)
    if status.f_bavail * status.f_frsize < path.stat().st_size * _ROOM:
        raise DiskFullError(path)
