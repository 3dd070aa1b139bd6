"""Every kind of page, by an address in the demo archive; those of HISTORIES in the archive made for tests."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

KINDS = {
    "front": "/",
    "article": "/article/{bean-row}",
    "thread": "/article/{bell-horn}#thread",
    "right-to-left": "/article/{darrajat-jaddi}",
    "cjk": "/article/{asagao}",
    "site": "/site/{site}",
    "search": "/search?q=bicycle",
    "search-empty": "/search?q=nothinglikethis",
    "person": "/person/{site}/Gus%20Marlowe",
    "pictures": "/pictures",
    "network": "/pictures#network",
    "thread-pictures": "/article/{bell-horn}/pictures",
    "history": "/comment/{half past ten}/history",
    "past": "/article/5?at=2026-02-03",
    "crawls": "/crawls",
    "capture": "/capture/3",
    "sidebar": "/sidebar",
    "sorry": "/article/999",
}

HISTORIES = frozenset({"history", "past"})
"""The demo is read once, so nothing in it has a history."""


def address_in(archive: Path, kind: str) -> str:
    """The address of that kind of page, with the ids that this archive gave."""
    with sqlite3.connect(archive) as connection:
        (site,) = connection.execute("select host from sites limit 1").fetchone()

        def found(match: re.Match[str]) -> str:
            if match[1] == "site":
                return str(site)
            if kind == "history":
                said = connection.execute("select comment_id from comments where text like ?", (f"%{match[1]}%",))
                return str(said.fetchone()[0])
            row = connection.execute("select article_id from articles where url like ?", (f"%{match[1]}%",)).fetchone()
            return str(row[0])

        return re.sub(r"\{([\w -]+)\}", found, KINDS[kind])
