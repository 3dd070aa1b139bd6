"""The spider `site`: one site, from any of its addresses, into the archive.

scrapy crawl site -a url=https://example.org/ -a archive=example.db
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import attrs
from scrapy import Request, Spider
from scrapy.exceptions import UsageError
from scrapy.http import Response
from twisted.python.failure import Failure

from archive.frontier import FrontierEntry
from archive.records import Link, Relation, Source, Visit
from archive.times import now
from scraper.engine.failures import Interrupted, Refusal, reason_of, status_reason
from scraper.engine.plan import CrawlPlan, Via, make_plan
from scraper.engine.readers import Readers
from scraper.engine.receiving import CAPTURE, FETCHED_AT, IS_KNOWN
from scraper.engine.scheduler import ENTRY
from scraper.engine.session import CrawlSession
from scraper.engine.tally import NOTHING_THERE, CrawlSummary
from scraper.errors import InputError
from scraper.extract.directives import directives_of_headers
from scraper.normalise.urls import canonical_url
from scraper.spiders.feeds import is_beyond_feed
from scraper.spiders.reading import Assignment, Reading, Received, read_followed
from scraper.spiders.usual_places import found_at

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

_NOT_MODIFIED, _NOT_FOUND = 304, 404
_SUCCESS = range(200, 300)
_NOT_OFFERED = frozenset({400, 401, 403, 404, 405, 410})
"""Of an API: it is switched off, or there is no further page."""


class SiteSpider(Spider):
    """Follows a site's own links, feeds and sitemaps, and yields one `Visit` for each address.

    Arguments (`-a` of `scrapy crawl`): `url` (several with blanks between), `archive`, `limit`, `captures` (0 or 1),
    `only_article` (0 or 1).
    """

    name = "site"
    custom_settings: dict[str, Any] = {}  # noqa: RUF012 (Scrapy's own form)

    plan: CrawlPlan | None = None
    session: CrawlSession | None = None
    """Open while the crawl runs; the scheduler opens and closes it."""
    summary: CrawlSummary | None = None
    """When the crawl is over."""
    refusal: Exception | None = None
    """Why it could not begin."""

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """As Scrapy makes it, with the plan of the crawl."""
        plan = kwargs.pop("plan", None)
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.plan = plan or plan_of(spider, crawler)
        if spider.plan is None and not os.environ.get("SCRAPY_CHECK"):
            # Scrapy logs it and ends with 1. Its contracts bring their own address.
            raise UsageError("Name a page of the site: scrapy crawl site -a url=https://example.org/")
        return spider

    async def start(self) -> AsyncIterator[Request]:
        """The start addresses; the scheduler puts them into the frontier."""
        for url in self.plan.urls if self.plan else ():
            yield Request(url)

    def parse(self, response: Response, **_: Any) -> Iterator[Visit]:
        """One visit, whatever the server answered.

        @url data:text/html,<title>One</title><h1>One</h1><p>An article of a few words.</p>
        @returns items 1 1
        @returns requests 0 0
        @scrapes requested_url url fetched_at page
        """
        visit, received = self._answer(response)
        yield visit if received is None else self._with_reading(visit, response, self._read(response, received))

    async def parse_beside(self, response: Response, **_: Any) -> AsyncIterator[Visit]:
        """As `parse`, while another process reads the page, if there is one with room."""
        visit, received = self._answer(response)
        readers = self.session.readers if self.session is not None else None
        if received is None:
            yield visit
        elif readers is not None and self.plan is not None and readers.has_room():
            yield self._with_reading(visit, response, await self._read_beside(readers, response, received))
        else:
            yield self._with_reading(visit, response, self._read(response, received))

    def failed(self, failure: Failure) -> Iterator[Visit]:
        """One visit without an answer, or one that a rule of ours ended."""
        error, request = failure.value, failure.request  # type: ignore[attr-defined]  # Scrapy adds the request
        assert error is not None  # noqa: S101 (a failure has one)
        if isinstance(error, Interrupted):
            entry: FrontierEntry | None = request.meta.get(ENTRY)
            if self.session is not None and entry is not None:
                self.session.put_back(entry)
            return
        visit = Visit(
            requested_url=self._requested(request),
            url=canonical_url(request.url),
            fetched_at=request.meta.get(FETCHED_AT) or now(),
            status=error.status if isinstance(error, Refusal) else None,
            capture=request.meta.get(CAPTURE),
        )
        if not isinstance(error, Refusal) or not error.skipped:
            limit = request.meta.get("download_maxsize") or self.settings.getint("DOWNLOAD_MAXSIZE")
            yield attrs.evolve(visit, error=reason_of(error, max_bytes=limit))
            return
        yield attrs.evolve(visit, skipped=error.reason, links=self._redirect_link(request, error))

    def _answer(self, response: Response) -> tuple[Visit, Received | None]:
        """The visit, and what is to be read; None where there is nothing more to say about it."""
        request = response.request
        assert request is not None  # noqa: S101 (Scrapy sets it)
        visit = Visit(
            requested_url=self._requested(request),
            url=canonical_url(response.url),
            fetched_at=request.meta.get(FETCHED_AT) or now(),
            status=response.status,
            capture=request.meta.get(CAPTURE),
        )
        if response.status == _NOT_MODIFIED:
            return attrs.evolve(visit, unchanged=True), None
        if response.status == _NOT_FOUND and _relation(request) is Relation.FEED and is_beyond_feed(visit.url):
            return attrs.evolve(visit, skipped="no further page"), None
        if response.status in _NOT_OFFERED and _relation(request) is Relation.GUESS:
            return attrs.evolve(visit, skipped=NOTHING_THERE), None
        if response.status in _NOT_OFFERED and _is_of_api(request):
            return attrs.evolve(visit, skipped=f"the API has no answer (HTTP {response.status})"), None
        if response.status not in _SUCCESS:
            return attrs.evolve(visit, error=status_reason(response.status)), None
        if request.meta.get(IS_KNOWN) and not _is_of_api(request):
            etag, modified = _text(response, "ETag"), _text(response, "Last-Modified")
            return attrs.evolve(visit, unchanged=True, etag=etag, last_modified=modified), None
        headers = {name: value.decode("latin-1") for name, value in _headers(response)}
        visit = attrs.evolve(visit, directives=directives_of_headers(headers))
        received = Received(
            body=response.body,
            url=visit.url,
            fetched_at=visit.fetched_at,
            content_type=headers.get("content-type"),
            headers=headers,
        )
        return visit, received

    def _read(self, response: Response, received: Received) -> Reading:
        return read_followed(received, plan=self.plan, depth=_depth(response))

    async def _read_beside(self, readers: Readers, response: Response, received: Received) -> Reading:
        session, plan = self.session, self.plan
        assert session is not None and plan is not None  # noqa: S101, PT018 (only a crawl has readers)
        zone = session.zone
        reading = await readers.read(Assignment(received=received, plan=plan, depth=_depth(response), zone=zone))
        if reading.page is None or zone == session.zone:
            return reading
        # Meanwhile another page told the site's time zone: the pipelines date this one anew.
        return attrs.evolve(reading, page=attrs.evolve(reading.page, is_normalised=False))

    def _with_reading(self, visit: Visit, response: Response, reading: Reading) -> Visit:
        # WordPress dates its feeds by their articles alone: a feed that counts comments is "not modified" by new ones.
        is_proof = reading.error is None and not any(
            s.comment_url or s.comment_count is not None for s in reading.signs
        )
        is_guess = response.request is not None and _relation(response.request) is Relation.GUESS
        if is_guess and (reading.page is not None or reading.skipped is not None):
            # A front page, or a word of regret that calls itself 200.
            return attrs.evolve(visit, skipped=NOTHING_THERE)
        if is_proof and response.request is not None and _is_of_api(response.request) and _is_page(reading):
            return attrs.evolve(visit, skipped="the API has no answer (a page in place of JSON)")
        links = reading.links
        if is_guess and reading.error is None:
            links = (*links, found_at(visit.url))
        if self._is_narrow(reading):
            links = tuple(link for link in links if link.relation is Relation.API)
        return attrs.evolve(
            visit,
            page=reading.page,
            links=links,
            signs=reading.signs,
            skipped=reading.skipped,
            error=reading.error,
            # Without them the page is asked for in full next time, and read anew.
            etag=_text(response, "ETag") if is_proof else None,
            last_modified=_text(response, "Last-Modified") if is_proof else None,
        )

    def _is_narrow(self, reading: Reading) -> bool:
        """Whether the crawl goes on by the site's API alone."""
        has_root = reading.page is not None and reading.page.api_root is not None
        is_known = self.session is not None and self.session.walk.is_narrow
        return is_known or (has_root and self.plan is not None and self.plan.via is Via.API)

    def _redirect_link(self, request: Request, error: Refusal) -> tuple[Link, ...]:
        """Where the address leads, found as the address itself was; followed at any depth, its hops are counted."""
        if error.redirected_to is None:
            return ()
        entry: FrontierEntry | None = request.meta.get(ENTRY)
        return (Link(url=error.redirected_to, relation=entry.relation if entry else Relation.OTHER),)

    @staticmethod
    def _requested(request: Request) -> str:
        entry: FrontierEntry | None = request.meta.get(ENTRY)
        return entry.url if entry is not None else request.url


def plan_of(spider: Spider, crawler: Crawler) -> CrawlPlan | None:
    """The plan that `-a` arguments and settings make; None without an address (`scrapy check`, `scrapy list`).

    Raises:
        InputError: an address is no http or https URL, or there are several sites.
    """
    urls = tuple(str(getattr(spider, "url", "")).split())
    if not urls:
        return None
    settings = crawler.settings
    return make_plan(
        urls,
        archive=Path(getattr(spider, "archive", None) or settings["COMMENTARIAT_ARCHIVE"]),
        delay=settings.getfloat("DOWNLOAD_DELAY"),
        page_limit=int(getattr(spider, "limit", 0)) or settings.getint("CRAWL_PAGE_LIMIT"),
        depth_limit=settings.getint("CRAWL_DEPTH_LIMIT"),
        byte_limit=settings.getint("CRAWL_BYTE_LIMIT"),
        daily_budget=settings.getint("CRAWL_DAILY_BUDGET"),
        disk_reserve=settings.getint("CRAWL_DISK_RESERVE"),
        with_captures=str(getattr(spider, "captures", "1")) != "0",
        only_article=str(getattr(spider, "only_article", "0")) not in {"0", ""},
        via=_via(str(getattr(spider, "via", "auto"))),
    )


def _via(value: str) -> Via:
    if value not in set(Via):
        raise InputError(f"via={value}", "not a way to ask a site", f"Give one of {', '.join(Via)}.")
    return Via(value)


def _headers(response: Response) -> Iterator[tuple[str, bytes]]:
    return ((name.decode("latin-1").lower(), b", ".join(values)) for name, values in response.headers.items())


def _text(response: Response, name: str) -> str | None:
    value = response.headers.get(name)
    return value.decode("latin-1") if value else None


def _relation(request: Request) -> Relation | None:
    entry: FrontierEntry | None = request.meta.get(ENTRY)
    return entry.relation if entry is not None else None


def _is_page(reading: Reading) -> bool:
    """Whether a page was read, in place of what an API tells."""
    page = reading.page  # the index of WordPress's API counts as a supplement, not as what the API tells
    return page is not None and page.source is not Source.API and not page.is_supplement


def _is_of_api(request: Request) -> bool:
    return _relation(request) is Relation.API


def _depth(response: Response) -> int:
    entry: FrontierEntry | None = response.meta.get(ENTRY)
    return entry.depth if entry is not None else 0
