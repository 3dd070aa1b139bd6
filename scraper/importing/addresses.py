"""The address of a saved page: from the note of the program that saved it, from its place in a folder, from its head.

<!-- saved from url=(0027)http://example.org/weir/ -->             browsers
<!-- Mirrored from example.org/weir/ by HTTrack …, DATE -->         HTTrack, with the time
Page saved with SingleFile … url: https://example.org/weir/         SingleFile, with the time
example.org/weir/index.html                                         wget -m, wget -p
<link rel="canonical" href="…">, <meta property="og:url" …>         what the page says of itself
"""

from __future__ import annotations

import os
import re
from datetime import datetime
from html import unescape
from pathlib import Path
from urllib.parse import quote, urljoin, urlsplit

import attrs

from scraper.normalise.dates import parse_date
from scraper.normalise.urls import canonical_url, same_site

_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(?P<url>https?://\S+?)\s*-->", re.I)
_HTTRACK = re.compile(r"<!--\s*Mirrored from (?P<url>\S+) by HTTrack[^>]*?,\s*(?P<date>\w{3}, \d[^>]*?)\s*-->", re.I)
_SINGLE_FILE = re.compile(
    r"saved with SingleFile\s+url:\s*(?P<url>https?://\S+)(?:\s+saved date:\s*(?P<date>[^\n(]+))?", re.I
)
_TAG = re.compile(r"<(?:link|meta)\b[^>]{0,2000}>", re.I)
_ATTRIBUTE = re.compile(r"([\w:-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_HOST = re.compile(
    r"(?:localhost|(?:\d{1,3}\.){3}\d{1,3}|(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+(?:[a-z]{2,}|xn--[a-z0-9-]+))(?:[:+]\d{1,5})?",
    re.I,
)
_INDEX = re.compile(r"(?:^|(?<=/))index\.html?$", re.I)
_ADDED_SUFFIX = re.compile(r"\.html?$", re.I)
# The notes stand at the top, canonical links within the head; heads with inlined styles are long.
_LOOKED_AT = 200_000


@attrs.frozen(kw_only=True)
class SavedAs:
    """What a saved page says of where and when it was taken."""

    url: str | None
    at: datetime | None = None


def find_address(html: str, *, place: Path | None, base: str | None, now: datetime) -> SavedAs:
    """Where a saved page comes from; no url if nothing tells.

    Args:
        html: the page, decoded.
        place: its path within the folder that is imported; None for a single file.
        base: the address of that folder, if the user gave one.
        now: no date lies behind it; the file's own time will do.
    """
    head = html[:_LOOKED_AT]
    for pattern in (_SAVED_FROM, _SINGLE_FILE, _HTTRACK):
        if found := pattern.search(head):
            return _noted(found, now)
    own = _own_address(head)
    if place is None:
        return SavedAs(url=own)
    mirrored = urljoin(base.rstrip("/") + "/", _quoted(place.as_posix())) if base else _mirrored(place, own)
    if own and mirrored and _is_same_page(mirrored, own):
        return SavedAs(url=own)
    return SavedAs(url=mirrored or own)


def _noted(found: re.Match[str], now: datetime) -> SavedAs:
    url = found["url"] if "://" in found["url"] else f"http://{found['url']}"
    date = found.groupdict().get("date")
    parsed = parse_date(date, relative_to=now) if date else None
    return SavedAs(url=canonical_url(unescape(url)), at=parsed.at if parsed else None)


def _own_address(head: str) -> str | None:
    """The canonical link, or else og:url, if absolute."""
    addresses: dict[str, str] = {}
    for tag in _TAG.findall(head):
        values = {name.lower(): unescape(a or b or c) for name, a, b, c in _ATTRIBUTE.findall(tag)}
        if "canonical" in values.get("rel", "").lower().split():
            addresses.setdefault("canonical", values.get("href", ""))
        elif values.get("property") == "og:url":
            addresses.setdefault("og:url", values.get("content", ""))
    urls = [url for kind in ("canonical", "og:url") if (url := addresses.get(kind)) and urlsplit(url).hostname]
    return canonical_url(urls[0]) if urls else None


def _mirrored(place: Path, own: str | None) -> str | None:
    """The address that a mirror's path stands for: a folder a host, then the path; `?` may be written `@`."""
    host, _, path = place.as_posix().partition("/")
    if not path or not _HOST.fullmatch(host):
        return None
    host = host.replace("+", ":")
    scheme = urlsplit(own).scheme if own and same_site(own, f"http://{host}/") else "http"
    path = path.replace("@", "?", 1) if "?" not in path and "=" in path.rpartition("@")[2] else path
    return canonical_url(f"{scheme}://{host}/{_quoted(path)}")


def _quoted(path: str) -> str:
    # A mirror of a site that is not in UTF-8 has such file names, too; its addresses have their bytes.
    return quote(os.fsencode(_INDEX.sub("", path)), safe="/?=&;:@%+,~!$'()*")


def _is_same_page(mirrored: str, own: str) -> bool:
    """Whether both name one page, but for what wget adds to file names and drops from folders'."""
    bare = [_ADDED_SUFFIX.sub("", url.partition("://")[2]).rstrip("/").removeprefix("www.") for url in (mirrored, own)]
    return bare[0] == bare[1]
