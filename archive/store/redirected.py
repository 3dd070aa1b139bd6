"""Addresses that redirect to an article: it can be found under them, too."""

from __future__ import annotations

import sqlite3

from archive.addresses import thread_address
from archive.records import Visit

REDIRECTS = "redirects: "
"""What a visit that leads elsewhere was skipped for, before the address to which it leads."""
_MOST_HOPS = 10
_SOURCE = """
    select sources.url
    from frontier as targets
    join frontier as sources on sources.url = targets.found_on
    where targets.url = :target
      and sources.error = :reason
"""
_ALIAS = """
    insert into article_addresses (url, article_id)
    select :source, article_id
    from article_addresses
    where url = :target
    on conflict (url) do nothing
"""


def sources_of(connection: sqlite3.Connection, url: str) -> list[str]:
    """The addresses by whose redirects an address was found, the nearest first."""
    found: list[str] = []
    at = url
    while len(found) < _MOST_HOPS:
        row = connection.execute(_SOURCE, {"target": at, "reason": REDIRECTS + at}).fetchone()
        if row is None or row["url"] in found:
            break
        at = row["url"]
        found.append(at)
    return found


def save_redirect(connection: sqlite3.Connection, visit: Visit) -> None:
    """Name the article to which the visit led, if it is stored already."""
    if visit.skipped is not None and visit.skipped.startswith(REDIRECTS):
        target = thread_address(visit.skipped.removeprefix(REDIRECTS))
        connection.execute(_ALIAS, {"source": thread_address(visit.requested_url), "target": target})
