"""Every kind of page, by an address in the demo archive."""

from __future__ import annotations

KINDS = {
    "front": "/",
    "article": "/article/15",
    "thread": "/article/21#thread",
    "right-to-left": "/article/3",
    "cjk": "/article/33",
    "site": "/site/127.0.0.1:8765",
    "search": "/search?q=bicycle",
    "search-empty": "/search?q=nothinglikethis",
    "crawls": "/crawls",
    "capture": "/capture/3",
    "sidebar": "/sidebar",
    "sorry": "/article/999",
}
