"""Redirects: where an address leads is a page of its own in the frontier, visited once however many lead there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self
from urllib.parse import urljoin

from scrapy import Request
from scrapy.http import Response
from w3lib.url import safe_url_string

from archive.frontier import FrontierEntry
from archive.records import Relation
from archive.store.redirected import REDIRECTS, sources_of
from scraper.engine.failures import Refusal
from scraper.engine.robots import IS_ROBOTS
from scraper.engine.scheduler import ENTRY
from scraper.engine.session import CrawlSession
from scraper.normalise.urls import canonical_url, site_of

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

STATUSES = frozenset({301, 302, 303, 307, 308})
# Browsers give up at 20; honest sites need three (scheme, www, slash).
MAX_HOPS = 10
# RFC 9309, 2.3.1.2: at least five for robots.txt.
MAX_FOLLOWED = 5


class Redirects:
    """Downloader middleware: ends the visit of an address that leads elsewhere."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """As Scrapy makes it."""
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Request | Response:
        """Follow for robots.txt; else refuse with the address to visit in its place.

        Raises:
            Refusal: the address leads elsewhere, off the web, or in a ring.
        """
        location = response.headers.get("Location")
        if response.status not in STATUSES or not location:
            return response
        target = urljoin(request.url, safe_url_string(location))
        if not target.startswith(("http://", "https://")):
            raise Refusal(f"redirects to {target[:60]}, which is no web page", status=response.status)
        if request.meta.get(IS_ROBOTS) or getattr(self._crawler.spider, "session", None) is None:
            return _follow(request, target)
        session: CrawlSession = self._crawler.spider.session  # type: ignore[union-attr]  # open while requests are made
        source, aim = canonical_url(request.url), canonical_url(target)
        if aim == source and target != request.url:
            return _follow(request, target)  # the server insists on a spelling that is not ours
        if session.trail.leads_back(source, aim, within=MAX_HOPS):
            raise Refusal("redirect loop", status=response.status)
        if session.trail.remember(source, aim, before=_hops_before(session, source)) > MAX_HOPS:
            raise Refusal(f"redirects more than {MAX_HOPS} times", status=response.status)
        if not session.plan.covers(aim) and not _is_of_apis_own_host(request, source, aim):
            raise Refusal(f"redirects off the site: {aim}", skipped=True, status=response.status)
        raise Refusal(f"{REDIRECTS}{aim}", skipped=True, status=response.status, redirected_to=aim)


def _hops_before(session: CrawlSession, source: str) -> int:
    """How many redirects led to an address in earlier runs: a chain without end would grow by ten in each."""
    if session.trail.knows(source):
        return 0
    with session.archive.errors():
        return len(sources_of(session.archive.connection, source))


def _is_of_apis_own_host(request: Request, source: str, aim: str) -> bool:
    """Whether an API that stands elsewhere leads to another address of its own: http to https, a name that changed."""
    entry: FrontierEntry | None = request.meta.get(ENTRY)
    return entry is not None and entry.relation is Relation.API and site_of(source) == site_of(aim)


def _follow(request: Request, target: str) -> Request:
    hops = request.meta.get("redirect_times", 0) + 1
    if hops > MAX_FOLLOWED:
        raise Refusal(f"redirects more than {MAX_FOLLOWED} times")
    return request.replace(url=target, dont_filter=True, meta={**request.meta, "redirect_times": hops})
