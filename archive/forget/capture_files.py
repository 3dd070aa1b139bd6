"""Capture files written anew without what was forgotten; what is left of them stays where it was, byte for byte.

    20260102T030405Z-4711-00001.warc.gz       is overwritten and removed, once
    20260102T030405Z-4711-00001-r1.warc.gz    is whole, on the disk, and in the index

Killed at any moment, one of the two is in the index, and the other is cleared away the next time.
"""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Callable
from pathlib import Path

import attrs

from archive.captures import close_left_files
from archive.database import Archive
from archive.errors import ArchiveBusyError, CaptureError
from archive.forget.record_bytes import Member, members_of, parse_record
from archive.forget.redacting import Redacted, Redactor
from archive.forget.rows import references_to

_NAME = re.compile(r"^(?P<stem>.*?)(?:-r(?P<number>\d+))?\.warc\.gz$")
_OPEN = ".open"
_CHUNK = 1 << 20

_OF_FILE = "select capture_id, offset from captures where file = :file"
_MOVE = """
    update captures
    set file = :file, offset = :offset, length = :length, digest = coalesce(:digest, digest)
    where capture_id = :capture_id
"""
_IS_INDEXED = "select 1 from captures where file = :file limit 1"


@attrs.define
class Rewritten:
    """What became of the captures."""

    files: int = 0
    records_rewritten: int = 0
    records_removed: int = 0


@attrs.frozen
class _Moved:
    offset: int
    size: int
    digest: str | None


def rewrite_captures(
    archive: Archive,
    redactor: Redactor,
    progress: Callable[[str], None] = lambda name: None,  # noqa: ARG005 (nobody listens)
) -> Rewritten:
    """Take what is forgotten out of every capture file; those that do not hold it are left alone.

    Raises:
        ArchiveBusyError: another process is writing captures.
        CaptureError: a file is broken; those before it are done.
    """
    done = Rewritten()
    folder = archive.captures_folder
    if not folder.is_dir():
        return done
    close_left_files(folder)
    if any(folder.glob(f"*{_OPEN}")):
        raise ArchiveBusyError(archive.path)
    clear_replaced_files(archive)
    for path in sorted(folder.glob("*.warc.gz")):
        progress(path.name)
        if any(_treat(redactor, path, member) is not None for member in members_of(path)):
            _rewrite(archive, redactor, path, done)
    return done


def clear_replaced_files(archive: Archive) -> list[str]:
    """Remove what an interrupted rewriting left behind, and say which files."""
    cleared = []
    for path in sorted(archive.captures_folder.glob("*.warc.gz")):
        successor = _successor(path)
        if not successor.exists():
            continue
        is_indexed = archive.connection.execute(_IS_INDEXED, {"file": path.name}).fetchone() is not None
        wipe(successor if is_indexed else path)
        cleared.append((successor if is_indexed else path).name)
    return cleared


def wipe(path: Path) -> None:
    """Overwrite a file, then remove it."""
    with path.open("r+b") as file:
        left = path.stat().st_size
        while left > 0:
            left -= file.write(bytes(min(left, _CHUNK)))
        file.flush()
        os.fsync(file.fileno())
    path.unlink()


def _treat(redactor: Redactor, path: Path, member: Member) -> Redacted | None:
    try:
        record = parse_record(member.data)
    except ValueError as error:
        raise CaptureError(path, str(error), member.offset) from error
    return redactor.redact(record, (path.name, member.offset))


def _rewrite(archive: Archive, redactor: Redactor, path: Path, done: Rewritten) -> None:
    target = _successor(path)
    try:
        moved, removed = _copy(redactor, path, target, done)
        with archive.transaction() as connection:
            _index(connection, path.name, target.name, moved)
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    if not moved:
        target.unlink()
    wipe(path)
    done.files += 1
    done.records_removed += removed


def _copy(redactor: Redactor, path: Path, target: Path, done: Rewritten) -> tuple[dict[int, _Moved], int]:
    """Write the file anew; where each record that stays has gone, by where it was."""
    moved: dict[int, _Moved] = {}
    removed = 0
    with path.open("rb") as source, target.open("wb") as file:
        for member in members_of(path):
            treated = _treat(redactor, path, member)
            record = parse_record(member.data)
            if treated is not None and treated.record is None:
                removed += record.kind == "response"
                continue
            if treated is not None and treated.record is not None:
                data = treated.record.packed()
                done.records_rewritten += 1
            elif record.kind == "warcinfo":
                data = record.with_field("WARC-Filename", target.name).packed()
            else:
                source.seek(member.offset)
                data = source.read(member.size)
            if record.kind != "warcinfo":
                moved[member.offset] = _Moved(file.tell(), len(data), treated.digest if treated else None)
            file.write(data)
        file.flush()
        os.fsync(file.fileno())
    return moved, removed


def _index(connection: sqlite3.Connection, old: str, new: str, moved: dict[int, _Moved]) -> None:
    gone = []
    for row in connection.execute(_OF_FILE, {"file": old}).fetchall():
        place = moved.get(row["offset"])
        if place is None:
            gone.append(row["capture_id"])
            continue
        values = {"file": new, "offset": place.offset, "length": place.size, "digest": place.digest}
        connection.execute(_MOVE, {**values, "capture_id": row["capture_id"]})
    drop_captures(connection, gone)


def drop_captures(connection: sqlite3.Connection, capture_ids: list[int]) -> None:
    """Take captures out of the index; what was seen in them stays."""
    ids = [(capture_id,) for capture_id in capture_ids]
    for reference in references_to(connection, "captures"):
        column = reference.column
        sql = f"update {reference.table} set {column} = null where {column} = ?"  # noqa: S608 (names from the schema)
        connection.executemany(sql, ids)
    connection.executemany("delete from captures where capture_id = ?", ids)


def _successor(path: Path) -> Path:
    found = _NAME.match(path.name)
    assert found is not None  # noqa: S101 (the glob's pattern)
    return path.with_name(f"{found['stem']}-r{int(found['number'] or 0) + 1}.warc.gz")
