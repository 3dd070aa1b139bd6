"""A person's own cookies, headers and proxy, put on the requests of their crawl."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.exceptions import CannotResolveHostError, DownloadConnectionRefusedError, NotConfigured

from scraper.engine.access import Access
from scraper.engine.cookies import cookie_header, load_cookies
from scraper.engine.failures import Refusal, reason_of

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from scraper.engine.plan import CrawlPlan

_PORT = {"http": 80, "https": 443}


class LendAccess:
    """Downloader middleware: headers and cookies for the site itself, the proxy for everything."""

    def __init__(self, crawler: Crawler) -> None:
        plan: CrawlPlan | None = getattr(crawler.spider, "plan", None)
        if plan is None or plan.access == Access(private=plan.access.private):
            raise NotConfigured  # nothing is lent
        self._plan, self._access = plan, plan.access
        self._cookies = load_cookies(plan.access.cookies) if plan.access.cookies else None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """As Scrapy makes it."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Set what this request is lent."""
        if self._access.proxy:
            request.meta["proxy"] = self._access.proxy
        if not self._plan.covers(request.url):
            return  # a robots.txt may redirect to another host, which has no business with them
        for name, value in self._access.headers:
            request.headers[name] = value
        cookies = cookie_header(self._cookies, request.url) if self._cookies is not None else None
        if cookies:
            request.headers["Cookie"] = cookies

    def process_exception(self, request: Request, exception: Exception) -> None:  # noqa: ARG002 (the signature of a middleware)
        """Say that it was the proxy that was not to be had.

        Raises:
            Refusal: it was.
        """
        if self._access.proxy and isinstance(exception, (CannotResolveHostError, DownloadConnectionRefusedError)):
            proxy = urlsplit(self._access.proxy)  # without its password
            raise Refusal(f"the proxy {proxy.hostname}:{proxy.port or _PORT[proxy.scheme]}: {reason_of(exception)}")
