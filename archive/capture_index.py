"""The index of captures: whether bytes of an address are kept already."""

from __future__ import annotations

from datetime import UTC, datetime

from archive.database import Archive
from archive.records import Capture
from archive.times import text_time, time_text

_FIND = """
    select url, fetched_at, status, content_type, digest, file, offset, length
    from captures
    where url = :url
      and fetched_at = :fetched_at
      and (:digest is null or digest = :digest)
    order by capture_id
    limit 1
"""


def find_capture(archive: Archive, *, url: str, fetched_at: datetime, digest: str) -> Capture | None:
    """The capture of these very bytes from that address at that time, or None if they are not kept."""
    return _find(archive, url, fetched_at, digest)


def find_capture_at(archive: Archive, *, url: str, fetched_at: datetime) -> Capture | None:
    """The capture from that address at that time, whatever its bytes."""
    return _find(archive, url, fetched_at, None)


def _find(archive: Archive, url: str, fetched_at: datetime, digest: str | None) -> Capture | None:
    values = {"url": url, "fetched_at": time_text(fetched_at.astimezone(UTC)), "digest": digest}
    with archive.errors():
        row = archive.connection.execute(_FIND, values).fetchone()
    if row is None:
        return None
    return Capture(**{**dict(row), "fetched_at": text_time(row["fetched_at"])})
