"""The row of a site, made when it is first named."""

from __future__ import annotations

import sqlite3

_FIND = "select site_id from sites where host = :host"
_INSERT = "insert into sites (host) values (:host)"


def site_id_of(connection: sqlite3.Connection, host: str) -> int:
    """The id of the site, which is added if it is new; call it within a transaction."""
    row = connection.execute(_FIND, {"host": host}).fetchone()
    if row is not None:
        return int(row["site_id"])
    added = connection.execute(_INSERT, {"host": host}).lastrowid
    assert added is not None  # noqa: S101 (an insert has one)
    return added


def find_site(connection: sqlite3.Connection, host: str) -> int | None:
    """The id of the site, or None where nothing of it is stored."""
    row = connection.execute(_FIND, {"host": host}).fetchone()
    return None if row is None else int(row["site_id"])
