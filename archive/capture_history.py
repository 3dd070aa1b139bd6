"""Captures in time: what an address looked like last, and every capture from the first on."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import attrs

from archive.database import Archive
from archive.records import Capture
from archive.times import text_time

_LAST_DIGEST = """
    select captures.digest
    from captures
    join fetches using (capture_id)
    where captures.url = :url
      and fetches.outcome = 'stored'
      and ifnull(fetches.extractor, :extractor) = :extractor
    order by captures.fetched_at desc
    limit 1
"""
# By id: the order in which they were stored, so that a replay meets them as the crawl did.
_AFTER = """
    select
        captures.capture_id, captures.url, captures.fetched_at, captures.status, captures.content_type, captures.digest,
        captures.file, captures.offset, captures.length, fetches.requested_url, fetches.source
    from captures
    join fetches using (capture_id)
    where captures.capture_id > :after
      and captures.status between 200 and 299
      and fetches.outcome in ('stored', 'failed')
    order by captures.capture_id
    limit :limit
"""
_COUNT = """
    select count(*)
    from captures
    join fetches using (capture_id)
    where captures.status between 200 and 299
      and fetches.outcome in ('stored', 'failed')
"""
_AT_ONCE = 500


@attrs.frozen(kw_only=True)
class KeptVisit:
    """A visit whose bytes are kept."""

    capture: Capture
    requested_url: str
    source: str


def last_digest(archive: Archive, url: str, *, extractor: str) -> str | None:
    """The digest of the bytes last read from that address, if this extractor read them and they were stored."""
    with archive.errors():
        row = archive.connection.execute(_LAST_DIGEST, {"url": url, "extractor": extractor}).fetchone()
    return None if row is None else str(row["digest"])


def has_captures(archive: Archive) -> bool:
    """Whether the bytes of any page are kept."""
    with archive.errors():
        return archive.connection.execute("select 1 from captures limit 1").fetchone() is not None


def count_kept_visits(archive: Archive) -> int:
    """How many visits `kept_visits` gives."""
    with archive.errors():
        return int(archive.connection.execute(_COUNT).fetchone()[0])


def kept_visits(archive: Archive) -> Iterator[KeptVisit]:
    """Every visit whose bytes are kept, oldest first; the archive may be written meanwhile."""
    after = 0
    while True:
        with archive.errors():
            rows = archive.connection.execute(_AFTER, {"after": after, "limit": _AT_ONCE}).fetchall()
        if not rows:
            return
        yield from map(_kept_visit, rows)
        after = rows[-1]["capture_id"]


def _kept_visit(row: sqlite3.Row) -> KeptVisit:
    capture = Capture(
        url=row["url"],
        fetched_at=text_time(row["fetched_at"]),
        status=row["status"],
        content_type=row["content_type"],
        digest=row["digest"],
        file=row["file"],
        offset=row["offset"],
        length=row["length"],
    )
    return KeptVisit(capture=capture, requested_url=row["requested_url"], source=row["source"])
