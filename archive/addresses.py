"""What an address tells the archive: its site, and which comment of which thread it points at.

    https://www.Example.org:443/a/      site example.org
    http://127.0.0.1:8021/              site 127.0.0.1:8021
    https://example.org/a/comment-page-2/#comment-12    thread https://example.org/a/, key 12

Full cleaning of addresses is the scraper's work and happens before they get here.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit, urlunsplit

_DEFAULT_PORTS = {"http": 80, "https": 443}
_COMMENT_PAGE = re.compile(r"/comment-page-\d+(/?)$")
_ESCAPE = re.compile(r"%[0-9a-fA-F]{2}")
_COMMENT_FRAGMENT = re.compile(r"^(?:comments?|comm|c|reply|post|msg|message|p)?[-_/:]?([0-9a-zA-Z][\w.-]*)$")
_COMMENT_PAGE_PARAMETERS = {"cpage", "replytocom"}
_LATELY = 64
"""Addresses remembered: storing one page asks for the same few several times."""


@lru_cache(maxsize=_LATELY)
def site_of(url: str) -> str:
    """The host in lower case, without `www.`, with its port where that is not the scheme's own."""
    parts = _split(url)
    host = (parts.hostname or "").removeprefix("www.")
    try:
        port = parts.port
    except ValueError:
        port = None
    if ":" in host:
        host = f"[{host}]"
    return host if port in (None, _DEFAULT_PORTS.get(parts.scheme)) else f"{host}:{port}"


def site_named(text: str) -> str:
    """The site that a person names by its host or by any of its addresses; empty where it is neither."""
    text = text.strip()
    return site_of(text if "://" in text else f"http://{text}")


@lru_cache(maxsize=_LATELY)
def thread_address(url: str) -> str:
    """The address without what names a comment or a page of comments; escapes in capitals, as RFC 3986 has them."""
    parts = _split(url)
    path = parts.path
    if "/comment-page-" in path:
        path = _COMMENT_PAGE.sub(r"\1", path) or "/"
    if "%" in path:  # WordPress writes some of its addresses in small ones
        path = _ESCAPE.sub(lambda found: found[0].upper(), path)
    query = parts.query
    if query and any(f"{name}=" in query for name in _COMMENT_PAGE_PARAMETERS):
        pairs = [pair for pair in parse_qsl(query, keep_blank_values=True) if pair[0] not in _COMMENT_PAGE_PARAMETERS]
        query = urlencode(pairs)
    return urlunsplit((parts.scheme, parts.netloc, path, query, ""))


def address_variants(url: str) -> tuple[str, ...]:
    """The addresses under which the same thread may be stored: with and without a slash at the end, and either scheme."""
    address = thread_address(url)
    bare = address.rstrip("/")
    secure = bare.startswith("https:")
    other = "http:" + bare[6:] if secure else "https:" + bare[5:] if bare.startswith("http:") else bare
    return tuple(dict.fromkeys((address, f"{bare}/", bare, f"{other}/", other)))


def comment_key(url: str) -> str | None:
    """The key of the comment a permalink points at, or None where it points at none.

    A key is what follows the usual prefix: `#comment-12` is `12`, `#c7f` is `7f`.
    """
    fragment = _split(url).fragment
    found = _COMMENT_FRAGMENT.match(fragment)
    return found[1] if found else None


def _split(url: str) -> SplitResult:
    try:
        return urlsplit(url)
    except ValueError:  # "http://[" and the like: an address all the same, of no site
        return SplitResult("", "", url, "", "")
