"""What an archive remembers about how it is kept: named values, the crawler's contact among them."""

from __future__ import annotations

from archive.database import Archive

_GET = "select value from settings where name = :name"
_PUT = """
    insert into settings (name, value)
    values (:name, :value)
    on conflict (name) do update set value = excluded.value
"""


def get_setting(archive: Archive, name: str) -> str | None:
    """The value stored under that name, or None."""
    with archive.errors():
        row = archive.connection.execute(_GET, {"name": name}).fetchone()
    return None if row is None else str(row["value"])


def put_setting(archive: Archive, name: str, value: str) -> None:
    """Store the value under that name, in place of an earlier one."""
    with archive.transaction() as connection:
        connection.execute(_PUT, {"name": name, "value": value})
