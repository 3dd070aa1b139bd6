"""Pace: what a server asks for by Crawl-delay, Retry-After, or by failing, is given to it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.core.downloader import Slot
from scrapy.exceptions import NotConfigured
from scrapy.extensions.throttle import AutoThrottle
from scrapy.http import Response

from archive.errors import ArchiveError
from archive.times import now
from scraper.engine.failures import CONNECTION_ERRORS, Interrupted, Refusal, reason_of, status_reason, tls_reason
from scraper.engine.rests import Rests
from scraper.engine.retry_after import retry_after
from scraper.engine.session import CrawlSession
from scraper.normalise.urls import site_of

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

# 429 and 503 say "later"; 500, 502 and 504 are often over in a moment. Others will be the same the next time.
RETRIED = frozenset({429, 500, 502, 503, 504})
_ASKS_TO_WAIT = frozenset({429, 503})
# After so many failures in a row the host is down: the rest of the frontier is not burnt on it.
FAILURES_IN_A_ROW = 10
_TICK = 0.1


class KeepPace(AutoThrottle):
    """Scrapy's AutoThrottle, which never goes below the delay that robots.txt asks for."""

    def __init__(self, crawler: Crawler) -> None:
        if crawler.settings.getfloat("DOWNLOAD_DELAY") <= 0:
            raise NotConfigured  # a delay of 0 switches off all waiting
        super().__init__(crawler)

    def _adjust_delay(self, slot: Slot, latency: float, response: Response) -> None:
        super()._adjust_delay(slot, latency, response)
        session: CrawlSession | None = getattr(self.crawler.spider, "session", None)
        host = urlsplit(response.url).hostname or ""
        if session is not None:
            slot.delay = max(slot.delay, session.delays.get(host, 0.0))


class BackOff:
    """Downloader middleware: holds requests to a host that asked for rest, and tries again what failed."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        settings = crawler.settings
        self._times = settings.getint("RETRY_TIMES")
        self._longest = settings.getfloat("RETRY_AFTER_MAX")
        delay = settings.getfloat("DOWNLOAD_DELAY")
        self._first_pause = settings.getfloat("RETRY_BACKOFF") if delay > 0 else 0.0
        self._in_a_row: dict[str, int] = {}
        self._others: dict[str, Rests] = {}
        self._given_up: dict[str, str] = {}
        """Other hosts that are not asked any more in this run, and why: only what they tell is missed."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """As Scrapy makes it."""
        return cls(crawler)

    @property
    def _session(self) -> CrawlSession | None:
        return getattr(self._crawler.spider, "session", None)

    async def process_request(self, request: Request) -> None:
        """Wait until the host may be asked again.

        Raises:
            Interrupted: the crawl ends meanwhile.
            Refusal: it is not the site's own, and is not asked any more.
        """
        session, host = self._session, urlsplit(request.url).hostname or ""
        if session is None:
            return
        if host in self._given_up:
            raise Refusal(self._given_up[host])
        if not self._is_own(request.url) and (until := self._rests(session, request.url).too_long()):
            raise Refusal(f"{host} asks to be left alone until {until}")
        while left := session.pauses.left(host):
            await asyncio.sleep(min(left, _TICK))
            if session.stopped is not None or not self._crawler.engine.running:
                raise Interrupted("the crawl ends")

    def process_response(self, request: Request, response: Response) -> Request | Response:
        """Try again what a server could not answer, after the rest it asks for."""
        if response.status not in RETRIED:
            self._in_a_row.pop(urlsplit(request.url).hostname or "", None)
            self._answered(request.url)
            return response
        header = response.headers.get("Retry-After")
        asked = retry_after(header.decode("latin-1") if header else None, now=now())
        is_asked = response.status in _ASKS_TO_WAIT
        if not is_asked:
            asked = None
        if asked is not None and asked > self._longest:
            self._refused(request.url, asked)
            why = f"{urlsplit(request.url).hostname} asks to be left alone for {asked:,.0f} s"
            if not self._is_own(request.url):
                raise Refusal(self._give_up(request.url, why), status=response.status)
            self._end(why)
            raise Interrupted("asked to wait")
        if is_asked and asked is None and self._session is not None:
            asked = min(self._rests(self._session, request.url).back_off(self._first_pause), self._longest)
        if asked:
            self._refused(request.url, asked)
        return self._again(request, status_reason(response.status), asked) or response

    def process_exception(self, request: Request, exception: Exception) -> Request | None:
        """Try again what broke off on the way."""
        if not isinstance(exception, CONNECTION_ERRORS) or isinstance(exception, Interrupted):
            return None
        if tls_reason(exception) is not None:
            return None  # a certificate does not get better in a minute
        reason = reason_of(exception)
        if self._session is not None and not self._session.tally.stored and not request.meta.get("retry_times"):
            # The first page: a person waits, and a name that does not resolve is a typing error.
            return None if reason in {"unknown host", "connection refused"} else self._again(request, reason, None)
        return self._again(request, reason, None)

    def _again(self, request: Request, reason: str, asked: float | None) -> Request | None:
        """The request once more, with its host paused; None where it has been tried often enough."""
        times = request.meta.get("retry_times", 0) + 1
        host = urlsplit(request.url).hostname or ""
        pause = asked if asked is not None else self._first_pause * 2 ** (times - 1)
        if self._session is not None:
            self._session.pauses.set(host, min(pause, self._longest))
        if times <= self._times:
            if self._crawler.stats is not None:
                self._crawler.stats.inc_value(f"retry/{reason}")
            return request.replace(dont_filter=True, meta={**request.meta, "retry_times": times})
        failures = self._in_a_row[host] = self._in_a_row.get(host, 0) + 1
        if failures >= FAILURES_IN_A_ROW:
            why = f"{host} failed {failures} times in a row ({reason})"
            if self._is_own(request.url):
                self._end(why)
            else:
                self._give_up(request.url, why)
        return None

    def _is_own(self, url: str) -> bool:
        """Whether an address is the crawled site's, and not of an API elsewhere, or of another host's robots.txt."""
        return self._session is None or site_of(url) == self._session.plan.site

    def _rests(self, session: CrawlSession, url: str) -> Rests:
        if self._is_own(url):
            return session.rests
        site = site_of(url)
        if site not in self._others:
            self._others[site] = Rests.of_another(session.archive, site)
            session.pauses.set(urlsplit(url).hostname or "", min(self._others[site].left(), self._longest))
        return self._others[site]

    def _give_up(self, url: str, why: str) -> str:
        """Ask that host for nothing more in this run."""
        host = urlsplit(url).hostname or ""
        if self._session is not None and host not in self._given_up:
            self._session.tally.note(f"{why}: not asked any more in this run")
        return self._given_up.setdefault(host, why)

    def _refused(self, url: str, seconds: float) -> None:
        """Remember for later runs, too, that a host asked for rest."""
        if self._session is not None:
            try:
                self._rests(self._session, url).refused(seconds)
            except ArchiveError as error:
                self._session.fail(error)

    def _answered(self, url: str) -> None:
        if self._session is not None:
            try:
                self._rests(self._session, url).answered()
            except ArchiveError as error:
                self._session.fail(error)

    def _end(self, why: str) -> None:
        if self._session is not None:
            self._session.stop(f"{why}: stopped, start again later")
