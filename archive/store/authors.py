"""How many comments each name has written on a site, kept up to date as comments come in."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable

_ADD = """
    insert into authors (site_id, name, comment_count)
    values (?, ?, ?)
    on conflict (site_id, name) do update set comment_count = comment_count + excluded.comment_count
"""
_FORGET = """
    delete from authors
    where site_id = :site_id
      and name = :name
      and comment_count <= 0
"""


def count_authors(
    connection: sqlite3.Connection, site_id: int, *, gained: Iterable[str | None], lost: Iterable[str | None] = ()
) -> None:
    """Count one more comment for each name gained, one less for each lost; None is nobody."""
    change = Counter(gained)
    change.subtract(lost)
    # In the order of the table: 200 names of a thread then touch each of its pages once.
    connection.executemany(_ADD, [(site_id, name, n) for name, n in sorted(_named(change)) if n])
    connection.executemany(_FORGET, [{"site_id": site_id, "name": name} for name, n in _named(change) if n < 0])


def _named(change: Counter[str | None]) -> list[tuple[str, int]]:
    return [(name, n) for name, n in change.items() if name is not None]
