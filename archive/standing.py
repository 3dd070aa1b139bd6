"""Single addresses of the frontier: asked for again since somebody named them, or left out without a visit."""

from __future__ import annotations

from collections.abc import Iterable

import orjson

from archive.database import Archive

_KNOWN = "select count(*) from frontier where url in (select value from json_each(:urls))"
_ASK_AGAIN = """
    update frontier
    set state = 'pending', attempts = 0, not_before = null
    where url = :url
      and state in ('done', 'failed')
"""
_LEAVE_OUT = """
    update frontier
    set state = 'done', error = :why, not_before = null
    where frontier_id = :frontier_id
"""


def known_count(archive: Archive, urls: Iterable[str]) -> int:
    """How many of these addresses are known, done or not."""
    with archive.errors():
        return int(archive.connection.execute(_KNOWN, {"urls": orjson.dumps(list(urls)).decode()}).fetchone()[0])


def ask_again(archive: Archive, url: str) -> None:
    """Make an address due that is done, or has failed."""
    with archive.transaction() as connection:
        connection.execute(_ASK_AGAIN, {"url": url})


def leave_out(archive: Archive, entry_id: int, why: str) -> None:
    """Mark a claimed address done that was never visited, and is not to be: a later run does not ask for it either."""
    with archive.transaction() as connection:
        connection.execute(_LEAVE_OUT, {"frontier_id": entry_id, "why": why})
