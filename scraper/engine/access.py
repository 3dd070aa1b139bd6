"""How a crawl gets at a site: a person's own cookies, headers and proxy, and which networks it may reach."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

import attrs

from scraper.errors import InputError

# What makes a connection, or says who asks, is the crawl's own.
_NOT_OURS_TO_CHANGE = frozenset({"host", "connection", "content-length", "transfer-encoding", "user-agent"})
SECRET_HEADERS = frozenset({"authorization", "cookie", "proxy-authorization"})
"""They open a person's subscription, and are kept in no capture."""


@attrs.frozen(kw_only=True)
class Access:
    """What a person lends a crawl."""

    headers: tuple[tuple[str, str], ...] = ()
    """Sent with each request to the site, and to no other."""
    cookies: Path | None = None
    """A file in Netscape's form, as browsers' extensions and curl write it."""
    proxy: str | None = None
    private: bool = False
    """The site may be on a private network."""

    def __attrs_post_init__(self) -> None:
        if self.proxy is not None and not _is_proxy(self.proxy):
            raise InputError(self.proxy, "no address of an HTTP proxy", "Write it as http://proxy.example.org:3128")


def _is_proxy(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:  # port 99999
        return False


NO_ACCESS = Access()
"""Nothing is lent: the crawl sees what anybody sees."""


def parse_headers(lines: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Headers out of lines of `Name: value`.

    Raises:
        InputError: a line is no header, or one that a crawl sets itself.
    """
    headers = []
    for line in lines:
        name, colon, value = line.partition(":")
        name, value = name.strip(), value.strip()
        if not colon or not name.replace("-", "").replace("_", "").isalnum() or not value.isprintable():
            raise InputError(repr(line), "not a header", "Write it as 'Name: value'.")
        if not (name.isascii() and value.isascii()):
            raise InputError(repr(line), "a header of other letters than ASCII's", "Encode it as the site expects.")
        if name.lower() in _NOT_OURS_TO_CHANGE:
            raise InputError(name, "a header that the crawl sets itself", "Leave it out.")
        headers.append((name, value))
    return tuple(headers)
