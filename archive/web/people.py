"""How the people of a thread are named on a page."""

from __future__ import annotations

import orjson

from archive.database import Archive
from archive.export.filters import Names
from archive.export.naming import ThreadNaming
from archive.web.room import Shown

_WRITERS = """
    select distinct author
    from comments
    where article_id = :article_id
      and author is not null
"""
_AUTHORS = "select authors from articles where article_id = :article_id"


def people_of(archive: Archive, shown: Shown, article_id: int | None, site: str) -> ThreadNaming:
    """The naming of an article's thread; its people are looked up only where their names must not be seen."""
    if shown.naming.names is Names.REAL or article_id is None:
        return shown.naming.of_thread(site, ())
    values = {"article_id": article_id}
    names = [row["author"] for row in archive.connection.execute(_WRITERS, values)]
    row = archive.connection.execute(_AUTHORS, values).fetchone()
    return shown.naming.of_thread(site, [*(orjson.loads(row["authors"]) if row else ()), *names])
