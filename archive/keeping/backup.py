"""A copy of an archive while it is in use: one moment of its file, and every capture that this moment knows.

The file is copied first, the captures after it: bytes are on the disk before a row tells of them, so each row that was
copied finds its bytes. What a crawl adds meanwhile is in the next backup.
"""

from __future__ import annotations

import errno
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import attrs

from archive.captures import close_left_files, find_file
from archive.check import CheckResult, check_archive
from archive.database import Archive, open_archive
from archive.errors import ArchiveError, BackupError, CaptureError, DiskFullError

_PAGES = 4096
"""Copied in one step, 32 MiB of them: a writer waits no longer than that takes."""
_BESIDE = (".key", ".tombstones.key", ".exports.jsonl")
_FILES = "select distinct file from captures order by file"

Report = Callable[[str], None]


@attrs.frozen(kw_only=True)
class BackedUp:
    """What was copied."""

    path: Path
    bytes: int
    captures: int
    """Files."""
    missing_captures: tuple[str, ...]
    """Files that the archive itself does not find."""
    faults: tuple[str, ...]
    """What a check of the copy found, beside captures that were missing before."""


def back_up(archive: Archive, destination: Path, report: Report = lambda step: None) -> BackedUp:  # noqa: ARG005 (nobody listens)
    """Copy an archive and verify the copy.

    Args:
        archive: open, if only for reading.
        destination: the new file, or a folder to put it into.
        report: told what is being done.

    Raises:
        BackupError: something is there already, or the place cannot be written.
        DiskFullError: no room; nothing is left there.
    """
    path = destination / archive.path.name if destination.is_dir() else destination
    refuse_taken(archive, path)
    partial = path.with_name(f".{path.stem}.partial{path.suffix}")
    try:
        partial.parent.mkdir(parents=True, exist_ok=True)
        _remove(partial)
        report("the file")
        copy_file(archive, partial)
        report("captures")
        with open_archive(partial) as copied:
            captures, missing = _copy_captures(archive, copied)
            for suffix in _BESIDE:
                _copy_beside(archive.path.with_suffix(suffix), partial.with_suffix(suffix))
            report("verifying")
            faults = _faults(check_archive(copied), missing)
        _put_in_place(partial, path)
    except OSError as error:
        _remove(partial)
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFullError(path) from error
        raise BackupError(path, f"cannot be written ({error.strerror})", "Name another place.") from error
    except ArchiveError as error:
        _remove(partial)
        if isinstance(error, DiskFullError):  # the copy's disk: the archive is only read
            raise DiskFullError(path) from error
        raise
    return BackedUp(path=path, bytes=_size(path), captures=captures, missing_captures=missing, faults=faults)


def copy_file(archive: Archive, path: Path) -> None:
    """Copy the file as it is at one moment, whoever writes to it meanwhile."""
    with archive.errors():
        target = sqlite3.connect(path)
        try:
            archive.connection.backup(target, pages=_PAGES)
        finally:
            target.close()


def refuse_taken(archive: Archive, path: Path) -> None:
    """Hold against a new archive's place that something is there.

    Raises:
        BackupError: a file or its folder of captures is there, perhaps the archive itself.
    """
    for taken in (path, path.with_suffix(".captures")):
        if taken.exists():
            what = "is the archive itself" if path.exists() and path.samefile(archive.path) else "exists"
            raise BackupError(taken, what, "Name a new file, such as one with today's date.")


def _copy_captures(archive: Archive, copied: Archive) -> tuple[int, tuple[str, ...]]:
    source, target = archive.captures_folder, copied.captures_folder
    done, missing = 0, []
    for row in copied.connection.execute(_FILES).fetchall():
        target.mkdir(exist_ok=True)
        try:
            _copy_capture_file(source, row["file"], target)
            done += 1
        except CaptureError:
            missing.append(row["file"])
    if target.is_dir():
        close_left_files(target)
    return done, tuple(missing)


def _copy_capture_file(source: Path, name: str, target: Path) -> None:
    """Copy a file that may be written, or finished and renamed, just now."""
    for _ in range(3):
        file = find_file(source, name)
        try:
            shutil.copyfile(file, target / file.name)
        except FileNotFoundError:
            continue  # it has just been given its lasting name
        return
    raise CaptureError(source / name, "no such capture file")


def _copy_beside(source: Path, target: Path) -> None:
    if source.exists():
        shutil.copy(source, target)  # with its permissions: a key is its owner's alone


def _faults(results: list[CheckResult], missing: tuple[str, ...]) -> tuple[str, ...]:
    found = (fault for result in results for fault in result.faults)
    return tuple(f"{f.check}: {f.found}" for f in found if not any(name in f.found for name in missing))


def _put_in_place(partial: Path, path: Path) -> None:
    for suffix in (".captures", *_BESIDE):
        if partial.with_suffix(suffix).exists():
            partial.with_suffix(suffix).rename(path.with_suffix(suffix))
    partial.rename(path)


def _size(path: Path) -> int:
    folder = path.with_suffix(".captures")
    files = [path, *(folder.iterdir() if folder.is_dir() else ())]
    return sum(file.stat().st_size for file in files)


def _remove(partial: Path) -> None:
    for suffix in (partial.suffix, *_BESIDE):
        partial.with_suffix(suffix).unlink(missing_ok=True)
    for suffix in ("-wal", "-shm"):
        partial.with_name(f"{partial.name}{suffix}").unlink(missing_ok=True)
    shutil.rmtree(partial.with_suffix(".captures"), ignore_errors=True)
