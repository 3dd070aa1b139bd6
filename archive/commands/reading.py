"""Opening an archive for a command that reads, and finding in it the site that was named."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from archive.addresses import site_named
from archive.database import Archive, open_archive
from archive.errors import ArchiveBusyError, DiskFullError, NotFoundError, ReadOnlyArchiveError
from archive.search_index import index_pending
from archive.site_rows import find_site

_PATIENCE = 0.2
"""Seconds a search waits to bring the index up to date: it works without, so a running crawl must not hold it up."""


def open_for_search(path: Path) -> Archive:
    """The archive, writable where it can be: a search then indexes what waits first."""
    try:
        return open_archive(path, busy_seconds=_PATIENCE)
    except (ArchiveBusyError, ReadOnlyArchiveError, DiskFullError):
        return open_archive(path, read_only=True)


def bring_index_up_to_date(path: Path) -> None:
    """Index what waits, for a command that goes on reading; where another process is writing, leave it to that one."""
    with open_for_search(path) as archive:
        if not archive.read_only:
            with suppress(ArchiveBusyError, ReadOnlyArchiveError):
                index_pending(archive)


def known_site(archive: Archive, site: str | None) -> str | None:
    """The site as the archive names it: `WWW.Example.org` and `https://example.org/a` are `example.org`; None for all.

    Raises:
        NotFoundError: nothing of it is stored.
    """
    if site is None:
        return None
    host = site_named(site)
    if find_site(archive.connection, host) is None:
        raise NotFoundError(archive.path, f"the site {site}", "`commentariat sites` lists the sites there are.")
    return host
