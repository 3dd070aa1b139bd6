"""Which networks a crawl reaches: the public one, and a private one only where its start address is there.

A name on the web may lead anywhere, to the machine's own services too. So each name is judged by what it resolves to,
each time it is resolved, redirects and robots.txt included.
"""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.exceptions import CannotResolveHostError
from scrapy.resolver import CachingThreadedResolver
from twisted.internet import defer
from twisted.internet.error import DNSLookupError

from scraper.engine.failures import Refusal
from scraper.engine.plan import CrawlPlan

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scrapy.crawler import Crawler

PRIVATE = "a private network"
_ALLOWED: set[str] = set()
"""Hosts that may be on a private network; Twisted's reactor has one resolver for all crawls of a process."""
_REFUSED: dict[str, str] = {}


def is_private(address: str) -> bool:
    """Whether an IP address is one that only this machine or its own network knows."""
    ip = ipaddress.ip_address(address)
    mapped = getattr(ip, "ipv4_mapped", None)
    return not (mapped or ip).is_global or ip.is_multicast


def is_private_host(host: str) -> bool:
    """Whether a host is written as an address of a private network, or as this machine's own name."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return is_private(host)
    except ValueError:
        return False


class PublicResolver(CachingThreadedResolver):
    """Twisted's resolver: names that lead into a private network are not found, unless they may."""

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> defer.Deferred[str]:  # noqa: N802 (Twisted's)
        """The IP address of a name."""
        return super().getHostByName(name, timeout).addCallback(self._judge, name)

    def _judge(self, address: str, name: str) -> str:
        if name in _ALLOWED or not is_private(address):
            return address
        _REFUSED[name] = address
        raise DNSLookupError(f"{name} is {address}")


class GuardNetworks:
    """Downloader middleware: refuses addresses of private networks, and says why a name was not found."""

    def __init__(self, crawler: Crawler) -> None:
        plan: CrawlPlan | None = getattr(crawler.spider, "plan", None)
        self._is_allowed = plan is None or allow(plan)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """As Scrapy makes it."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Let public addresses pass.

        Raises:
            Refusal: the address is of a private network.
        """
        host = urlsplit(request.url).hostname or ""
        if not self._is_allowed and is_private_host(host):
            raise Refusal(f"{host} is an address of {PRIVATE}")

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Say why a name was not found.

        Raises:
            Refusal: it leads into a private network.
        """
        host = urlsplit(request.url).hostname or ""
        if isinstance(exception, CannotResolveHostError) and host in _REFUSED:
            raise Refusal(f"{host} leads to {_REFUSED[host]}, an address of {PRIVATE}")


def allow(plan: CrawlPlan) -> bool:
    """Let the crawl's start addresses and its proxy be on a private network, and say whether anything else may be."""
    named = {(urlsplit(url).hostname or "").removeprefix("www.") for url in plan.urls}
    hosts = named | {f"www.{host}" for host in named}
    is_allowed = plan.access.private or any(map(is_private_host, hosts))
    if is_allowed:
        _ALLOWED.update(hosts)
    if plan.access.proxy:
        _ALLOWED.add(urlsplit(plan.access.proxy).hostname or "")
    return is_allowed
