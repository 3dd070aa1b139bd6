"""Mastheads: whom a site names as its contributors and moderators."""

from __future__ import annotations

import sqlite3

from archive.records import Page
from archive.store.saved import Sighting

_PUT = """
    insert into people (site_id, name, role, place, page_url, first_seen_at, last_seen_at)
    values (:site_id, :name, :role, :place, :page_url, :at, :at)
    on conflict (site_id, name, ifnull(role, ''), ifnull(place, '')) do update set
        page_url = iif(excluded.last_seen_at > last_seen_at, excluded.page_url, page_url),
        first_seen_at = min(first_seen_at, excluded.first_seen_at),
        last_seen_at = max(last_seen_at, excluded.last_seen_at)
"""


def save_people(connection: sqlite3.Connection, page: Page, sighting: Sighting, *, site_id: int) -> None:
    """Store the people a page names; a known one is seen again."""
    rows = [
        {
            "site_id": site_id,
            "name": person.name,
            "role": person.role,
            "place": person.place,
            "page_url": page.url,
            "at": sighting.at,
        }
        for person in page.people
    ]
    connection.executemany(_PUT, rows)
