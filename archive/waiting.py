"""What waits in the frontier of a site, looked at without taking it."""

from __future__ import annotations

import attrs

from archive.database import Archive
from archive.site_rows import find_site

_WAITING = """
    select url, relation, found_on
    from frontier indexed by frontier_pending
    where site_id = :site_id
      and state = 'pending'
    order by priority desc, frontier_id
    limit :limit
"""
_COUNT = """
    select state, count(*) as count
    from frontier indexed by frontier_states
    where site_id = :site_id
    group by state
"""


@attrs.frozen(kw_only=True)
class WaitingAddress:
    """An address that waits, and how it was found."""

    url: str
    relation: str
    found_on: str | None


@attrs.frozen(kw_only=True)
class Waiting:
    """What waits on a site."""

    first: tuple[WaitingAddress, ...]
    pending: int
    visited: int


def waiting_addresses(archive: Archive, site: str, *, limit: int) -> Waiting:
    """What waits on a site, the most urgent first; the archive may be read-only."""
    with archive.errors():
        values = {"site_id": find_site(archive.connection, site), "limit": limit}
        rows = archive.connection.execute(_WAITING, values).fetchall()
        states = {row["state"]: row["count"] for row in archive.connection.execute(_COUNT, values)}
    return Waiting(
        first=tuple(WaitingAddress(**dict(row)) for row in rows),
        pending=states.get("pending", 0) + states.get("in_flight", 0),
        visited=states.get("done", 0) + states.get("failed", 0),
    )
