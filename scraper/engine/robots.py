"""robots.txt by RFC 9309: what a site forbids is not fetched, and a site that cannot be asked is left alone.

Scrapy's own middleware takes a robots.txt that answers 503, or not at all, for leave to fetch everything; the RFC
(2.3.1.4) says the opposite.

    200                 its rules hold, the first 500 KiB of them
    4xx                 there are none: free
    5xx, no answer      keep out
    3xx                 followed, five times; beyond that as if there were none
"""

from __future__ import annotations

import asyncio
import re
import time
from typing import TYPE_CHECKING, Self
from urllib.parse import urljoin, urlsplit

import attrs
from protego import Protego
from scrapy import Request, signals
from scrapy.exceptions import StopDownload
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from archive.records import Link, Relation
from scraper.engine.failures import Interrupted, Refusal, reason_of, status_reason
from scraper.engine.identity import PRODUCT_TOKEN
from scraper.engine.networks import PRIVATE
from scraper.engine.plan import Via
from scraper.engine.session import CrawlSession
from scraper.engine.tally import FORBIDDEN
from scraper.normalise.urls import canonical_url
from scraper.spiders.usual_places import usual_sitemaps

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

IS_ROBOTS = "is_robots"
"""Key in a request's meta: it asks for a robots.txt."""
# RFC 9309, 2.5: parsers must read at least 500 KiB.
BYTES_READ = 500 * 1024
# RFC 9309, 2.4: no cached version for more than 24 hours.
MAX_AGE_SECONDS = 24 * 3600.0
# How long a robots.txt that could not be had keeps us out before it is asked for again.
RETRY_SECONDS = 600.0
# Where no page could be had either, robots.txt is beside the point.
_PLAIN_REASONS = ("unknown host", "connection refused", "TLS failure", "the proxy ")
# `User-agent: Name/2.0 (note)` names the token `Name`.
_AGENT_LINE = re.compile(r"(?im)^([ \t]*user-?agent[ \t]*:[ \t]*[a-z_-]+)[^\r\n]*")


@attrs.frozen(kw_only=True)
class RobotsRules:
    """What one robots.txt says to us."""

    parser: Protego | None = None
    """None where there are no rules."""
    unreachable: str | None = None
    """Why it could not be had; then nothing may be fetched."""

    def allows(self, url: str) -> bool:
        """Whether the address may be fetched."""
        if self.unreachable is not None:
            return False
        return self.parser is None or bool(self.parser.can_fetch(url, PRODUCT_TOKEN))

    @property
    def crawl_delay(self) -> float | None:
        """Seconds it asks for between two requests."""
        return self.parser.crawl_delay(PRODUCT_TOKEN) if self.parser else None

    @property
    def sitemaps(self) -> tuple[str, ...]:
        """The sitemaps it names."""
        return tuple(self.parser.sitemaps) if self.parser else ()


def rules_of(status: int, body: bytes) -> RobotsRules:
    """The rules that an answer to a request for robots.txt means."""
    if 200 <= status < 300:
        return RobotsRules(parser=parse_rules(body))
    if 400 <= status < 500 and status != 429:
        return RobotsRules()
    return RobotsRules(unreachable=status_reason(status))


def parse_rules(body: bytes) -> Protego:
    """The rules in the first 500 KiB; a line that the limit cuts is left out."""
    if len(body) > BYTES_READ:
        body = body[:BYTES_READ].rpartition(b"\n")[0]
    text = body.decode("utf-8-sig", "replace")
    return Protego.parse(_AGENT_LINE.sub(r"\1", text))


@attrs.define
class _Known:
    rules: RobotsRules
    asked_at: float

    @property
    def is_fresh(self) -> bool:
        age = time.monotonic() - self.asked_at
        return age < (RETRY_SECONDS if self.rules.unreachable else MAX_AGE_SECONDS)


class RobotsMiddleware:
    """Downloader middleware: asks robots.txt before anything else of a host."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._known: dict[str, _Known] = {}
        self._asking: dict[str, asyncio.Lock] = {}
        crawler.signals.connect(self._stop_at_limit, signal=signals.bytes_received)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """As Scrapy makes it."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Let the request pass if robots.txt allows it.

        Raises:
            Refusal: it is forbidden, or robots.txt cannot be had.
            Interrupted: the crawl stops before robots.txt was asked for.
        """
        if request.meta.get(IS_ROBOTS) or not request.url.startswith(("http://", "https://")):
            return
        rules = await self._rules_for(request.url)
        if rules.unreachable is not None:
            is_plain = rules.unreachable.startswith(_PLAIN_REASONS) or PRIVATE in rules.unreachable
            raise Refusal(
                rules.unreachable if is_plain else f"kept out, since robots.txt cannot be had: {rules.unreachable}"
            )
        if not rules.allows(request.url):
            raise Refusal(FORBIDDEN, skipped=True)

    async def _rules_for(self, url: str) -> RobotsRules:
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        async with self._asking.setdefault(origin, asyncio.Lock()):
            known = self._known.get(origin)
            if known is None or not known.is_fresh:
                rules = await self._ask(f"{origin}/robots.txt")
                known = self._known[origin] = _Known(rules, time.monotonic())
                self._use(rules, url, f"{origin}/robots.txt")
        return known.rules

    async def _ask(self, robots_url: str) -> RobotsRules:
        request = Request(
            robots_url,
            callback=NO_CALLBACK,
            meta={IS_ROBOTS: True, "download_maxsize": 0},  # we stop at our own limit, and keep what came
            headers={"Accept": "text/plain,*/*;q=0.5", "Accept-Encoding": "identity"},
            dont_filter=True,
        )
        self._inc("robots/requests")
        try:
            response: Response = await self._crawler.engine.download_async(request)
        except Interrupted:
            raise  # the crawl stops: nothing is known of the host
        except Refusal as error:
            too_many = "redirects more than" in error.reason
            return RobotsRules() if too_many else RobotsRules(unreachable=error.reason)
        except Exception as error:
            return RobotsRules(unreachable=reason_of(error))
        self._inc(f"robots/status/{response.status}")
        return rules_of(response.status, response.body)

    def _use(self, rules: RobotsRules, url: str, robots_url: str) -> None:
        """Keep to the delay it asks for, and look into the sitemaps it names."""
        session: CrawlSession | None = getattr(self._crawler.spider, "session", None)
        if session is None:
            return
        if rules.crawl_delay is not None:
            host = urlsplit(url).hostname or ""
            longest = self._crawler.settings.getfloat("CRAWL_DELAY_MAX")
            delay = session.keep_delay(host, rules.crawl_delay, longest)
            if slot := self._crawler.engine.downloader.slots.get(host):
                slot.delay = max(slot.delay, delay)
        if session.plan.only_article or session.plan.via is Via.API:
            return
        urls = (canonical_url(urljoin(robots_url, sitemap)) for sitemap in rules.sitemaps)
        links = [Link(url=found, relation=Relation.SITEMAP) for found in urls if session.plan.covers(found)]
        if not rules.sitemaps and not rules.unreachable and robots_url == urljoin(session.plan.urls[0], "/robots.txt"):
            links += usual_sitemaps(robots_url)
        session.add_links(links, found_on=robots_url, depth=1)

    def _stop_at_limit(self, data: bytes, request: Request) -> None:
        if request.meta.get(IS_ROBOTS):
            size = request.meta["robots_bytes"] = request.meta.get("robots_bytes", 0) + len(data)
            if size > BYTES_READ:
                raise StopDownload(fail=False)

    def _inc(self, name: str) -> None:
        if self._crawler.stats is not None:
            self._crawler.stats.inc_value(name)
