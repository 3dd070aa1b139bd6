"""Every kind of page, by an address in the demo archive; those of HISTORIES in the archive made for tests."""

from __future__ import annotations

KINDS = {
    "front": "/",
    "article": "/article/{bean-row}",
    "thread": "/article/{bell-horn}#thread",
    "right-to-left": "/article/{jaddi}",
    "cjk": "/article/{asagao}",
    "site": "/site/127.0.0.1:8765",
    "search": "/search?q=bicycle",
    "search-empty": "/search?q=nothinglikethis",
    "person": "/person/127.0.0.1:8765/Gus%20Marlowe",
    "pictures": "/pictures",
    "network": "/pictures#network",
    "thread-pictures": "/article/{bell-horn}/pictures",
    "history": "/comment/5417/history",
    "past": "/article/5?at=2026-02-03",
    "crawls": "/crawls",
    "capture": "/capture/3",
    "sidebar": "/sidebar",
    "sorry": "/article/999",
}

HISTORIES = frozenset({"history", "past"})
"""The demo is read once, so nothing in it has a history."""
