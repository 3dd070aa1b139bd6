"""What to crawl and how far."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import attrs

from archive.records import Relation
from archive.returns.revisits import Revisit
from scraper.engine.access import NO_ACCESS, Access
from scraper.errors import InputError
from scraper.normalise.urls import canonical_url, is_loopback, site_of

LISTS = frozenset({Relation.SITEMAP, Relation.FEED, Relation.COMMENT_FEED, Relation.GUESS})
"""Lists of addresses, which are read whatever is included."""
_ASKED_ANYHOW = frozenset({Relation.START, Relation.API, Relation.SUPPLEMENT})
_NO_HOST = re.compile(r"[\s<>\"'\\^`{|}%]")


class Via(StrEnum):
    """What a site is asked."""

    AUTO = "auto"
    """Its platform's API where it has one, and the pages that tell more."""
    PAGES = "pages"
    API = "api"
    """The API alone, where it tells of the whole site; else pages lead to it."""


@attrs.frozen(kw_only=True)
class CrawlPlan:
    """What to crawl and how far; limits of 0 are none."""

    urls: tuple[str, ...]
    """Start addresses, all of one site."""
    archive: Path
    delay: float
    page_limit: int = 0
    depth_limit: int = 0
    byte_limit: int = 0
    daily_budget: int = 0
    """Requests a day (UTC), over all runs."""
    disk_reserve: int = 0
    """Bytes of the disk that stay free."""
    with_captures: bool = True
    capture_days: int = 0
    """How long captures are kept; 0 is for good."""
    only_article: bool = False
    revisit: Revisit = Revisit.CHANGED
    """What is asked for again of what is known."""
    access: Access = NO_ACCESS
    via: Via = Via.AUTO
    include: tuple[str, ...] = ()
    """Regular expressions: only addresses in which one is found are visited, beside the start's."""
    exclude: tuple[str, ...] = ()
    """Regular expressions: addresses in which one is found are not visited."""

    @property
    def site(self) -> str:
        """The site of the start addresses."""
        return site_of(self.urls[0])

    @property
    def is_local(self) -> bool:
        """Whether the site is this machine's own."""
        return all(is_loopback(url) for url in self.urls)

    def covers(self, url: str) -> bool:
        """Whether the address belongs to the crawl: the same host, with or without `www.`, by http or https."""
        return site_of(url) == self.site and not any(re.search(pattern, url) for pattern in self.exclude)

    def leaves_out(self, url: str, relation: Relation) -> bool:
        """Whether settings of today keep the crawl from an address that was found before."""
        if relation in _ASKED_ANYHOW:
            return False
        is_excluded = any(re.search(pattern, url) for pattern in self.exclude)
        return is_excluded or (relation not in LISTS and not self.is_included(url))

    def is_included(self, url: str) -> bool:
        """Whether a page is wanted; lists of addresses are read in any case."""
        return not self.include or any(re.search(pattern, url) for pattern in self.include)


def require_addresses(urls: Sequence[str]) -> None:
    """Make sure that each is an http or https address that a request can be sent to.

    Raises:
        InputError: one is not.
    """
    for url in urls:
        require_address(url)


def require_address(url: str, *, place: str = "") -> None:
    """Make sure that it is an http or https address that a request can be sent to.

    Args:
        url: the address.
        place: where it stands, for the message.

    Raises:
        InputError: it is not.
    """
    if not url.lower().startswith(("http://", "https://")) or not url.partition("://")[2].strip("/"):
        raise InputError(
            place + (repr(url) if not url.strip() else url),
            "not an http or https address",
            "Write it with its scheme: https://example.org/",
        )
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:  # "[::1" without its bracket, port 99999
        raise InputError(place + url, f"not an address ({error})", "Write it as https://example.org/") from None
    if not host or _NO_HOST.search(host) or port == 0:
        raise InputError(
            place + url, "not an address (no host of that name can be)", "Write it as https://example.org/"
        )
    if parts.username is not None:
        raise InputError(
            f"{place}{parts.scheme}://…@{host}",
            "an address with a name or password, which would be kept",
            "Leave it out, and lend it by --header 'Authorization: Basic …'.",
        )


def make_plan(urls: tuple[str, ...], **rest: Any) -> CrawlPlan:
    """A plan for addresses of one site.

    Raises:
        InputError: an address is no http or https URL, or there are several sites.
    """
    require_addresses(urls)
    plan = CrawlPlan(urls=tuple(canonical_url(url) for url in urls), **rest)
    if any(not attrs.evolve(plan, only_article=False).covers(url) for url in plan.urls):
        raise InputError(" ".join(urls), "several sites", "One spider crawls one site; start one for each.")
    return plan
