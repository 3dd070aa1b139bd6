"""Opening an archive for a command that reads."""

from __future__ import annotations

from pathlib import Path

from archive.database import Archive, open_archive
from archive.errors import ArchiveBusyError, ReadOnlyArchiveError

_PATIENCE = 0.2
"""Seconds a search waits to bring the index up to date: it works without, so a running crawl must not hold it up."""


def open_for_search(path: Path) -> Archive:
    """The archive, writable where it can be: a search then indexes what waits first."""
    try:
        return open_archive(path, busy_seconds=_PATIENCE)
    except (ArchiveBusyError, ReadOnlyArchiveError):
        return open_archive(path, read_only=True)
