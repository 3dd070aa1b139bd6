"""Crawls, run in this process: Scrapy with our settings, one crawler a site, watched while they run."""

from __future__ import annotations

import gc
import logging
import os
import signal
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from types import FrameType
from typing import Any

import attrs
from scrapy.crawler import Crawler, CrawlerProcess
from scrapy.settings import Settings
from twisted.internet.error import ReactorNotRunning

from archive.capture_retention import drop_captures_before
from archive.database import open_archive
from archive.errors import ArchiveError, SiteLockedError
from archive.returns.revisits import Revisit
from archive.times import now
from scraper.engine.access import NO_ACCESS, Access
from scraper.engine.cookies import load_cookies
from scraper.engine.own_settings import pace_of, with_own_settings
from scraper.engine.permission import check_plan
from scraper.engine.plan import CrawlPlan, Via, make_plan, require_addresses
from scraper.engine.preview import Preview, preview_crawl
from scraper.engine.session import CrawlSession
from scraper.engine.tally import CrawlSummary, Ending, Tally
from scraper.errors import InputError, ScraperError
from scraper.normalise.urls import site_of
from scraper.spiders.site import SiteSpider

_WATCH_SECONDS = 0.2
_CUT_SHORT = "stopped by hand"
_UNSEEN: dict[str, None] = dict.fromkeys(
    (
        "scrapy.extensions.corestats.CoreStats",
        "scrapy.extensions.logcount.LogCount",
        "scrapy.extensions.logstats.LogStats",
    )
)
_ALLOCATIONS_BETWEEN_COLLECTIONS = 20_000

Watch = Callable[[Sequence[CrawlSession]], None]
Ask = Callable[[], str | None]


@attrs.frozen(kw_only=True)
class CrawlOptions:
    """What a person may choose about a crawl; None is the setting."""

    archive: Path
    delay: float | None = None
    limit: int | None = None
    with_captures: bool = True
    only_article: bool = False
    revisit: Revisit = Revisit.CHANGED
    via: Via = Via.AUTO
    access: Access = NO_ACCESS
    capture_days: int | None = None
    """How long captures are kept, in days; None is for good."""
    log_file: Path | None = None
    settings: dict[str, Any] = attrs.Factory(dict)
    """Further Scrapy settings, by name."""

    def given(self) -> frozenset[str]:
        """The fields of a plan that stand above the site's own settings, since a person chose them."""
        chosen = {
            "delay": self.delay is not None,
            "page_limit": self.limit is not None,
            "depth_limit": "CRAWL_DEPTH_LIMIT" in self.settings,
            "byte_limit": "CRAWL_BYTE_LIMIT" in self.settings,
            "daily_budget": "CRAWL_DAILY_BUDGET" in self.settings,
        }
        return frozenset(name for name, is_chosen in chosen.items() if is_chosen)


def crawl_sites(
    urls: Sequence[str], options: CrawlOptions, *, watch: Watch | None = None, ask: Ask | None = None
) -> list[CrawlSummary]:
    """Crawl the sites of these addresses at once, each politely, and say what came of each.

    It starts Twisted's reactor, so it works once in a process. The first Ctrl-C lets what is in flight come to its
    end, a second one stops at once; either way the next crawl goes on where this one stopped.

    Args:
        urls: start addresses; those of one site are crawled together.
        options: where to and how.
        watch: called some times a second with the crawls that run.
        ask: asks a person for the contact in the User-Agent.

    Raises:
        ArchiveError: the archive cannot be used, or, where there is one site only, its crawl cannot begin.
        ScraperError: an address cannot be used, or a contact is missing.
    """
    require_addresses(urls)
    if options.access.cookies is not None:
        load_cookies(options.access.cookies)  # a wrong file is told before anything is asked
    settings = _settings(options)
    plans = [_plan(group, options, settings) for group in _by_site(urls)]
    for plan in plans:
        check_plan(plan, ask)
    crawlers = _run(plans, settings, watch, options.log_file)
    for plan in plans:
        _drop_old_captures(plan)
    summaries = [_summary(crawler, plan) for crawler, plan in zip(crawlers, plans, strict=True)]
    refusals = [crawler.spider.refusal for crawler in crawlers if isinstance(crawler.spider, SiteSpider)]
    if len(plans) == 1 and isinstance(refusals[0], ArchiveError | ScraperError):
        raise refusals[0]
    return summaries


def preview_sites(urls: Sequence[str], options: CrawlOptions, *, shown: int) -> list[Preview]:
    """What `crawl_sites` would begin with: robots.txt is read, nothing else is asked for.

    Raises:
        ArchiveError: the archive cannot be read.
        ScraperError: an address cannot be used, or a contact is missing.
    """
    require_addresses(urls)
    settings = _settings(options)
    plans = [_plan(group, options, settings) for group in _by_site(urls)]
    return [preview_crawl(plan, shown=shown) for plan in plans]


def _drop_old_captures(plan: CrawlPlan) -> None:
    if plan.capture_days and plan.archive.exists():
        with open_archive(plan.archive) as archive:
            drop_captures_before(archive, now() - timedelta(days=plan.capture_days))


class _Interrupts:
    """Ctrl-C and SIGTERM: the first stops gently, the second at once."""

    def __init__(self, process: CrawlerProcess) -> None:
        self._process = process
        self.count = 0

    def install(self) -> None:
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, self._handle)

    def _handle(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002 (the signature of a handler)
        from twisted.internet import reactor

        self.count += 1
        # A handler may run anywhere: the work itself is left to the reactor.
        reactor.callFromThread(self._process.stop if self.count == 1 else self._stop_at_once)

    def _stop_at_once(self) -> None:
        from twisted.internet import reactor

        with suppress(ReactorNotRunning):  # it ended by itself meanwhile
            reactor.stop()  # type: ignore[misc]  # a zope interface is no type


def _run(plans: Sequence[CrawlPlan], settings: Settings, watch: Watch | None, log_file: Path | None) -> list[Crawler]:
    process = CrawlerProcess(settings)
    _configure_log(settings, log_file)  # after Scrapy, which sets levels of its own
    _tune_memory()
    paces = [pace_of(plan, process.settings) for plan in plans]
    crawlers = [Crawler(SiteSpider, pace, init_reactor=i == 0) for i, pace in enumerate(paces)]  # one reactor for all
    for crawler, plan in zip(crawlers, plans, strict=True):
        process.crawl(crawler, plan=plan)
    interrupts = _Interrupts(process)
    looping = _watch(crawlers, watch) if watch else None
    interrupts.install()
    process.start(install_signal_handlers=False)
    if looping is not None and looping.running:
        looping.stop()
    return crawlers


def _tune_memory() -> None:
    """Look for cycles seldom: modules and settings stay, and a page leaves few behind."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_ALLOCATIONS_BETWEEN_COLLECTIONS, 10, 10)


def _watch(crawlers: Sequence[Crawler], watch: Watch) -> Any:
    from twisted.internet.task import LoopingCall

    def tick() -> None:
        watch([session for crawler in crawlers if (session := getattr(crawler.spider, "session", None))])

    looping = LoopingCall(tick)
    looping.start(_WATCH_SECONDS, now=False)
    return looping


def _summary(crawler: Crawler, plan: CrawlPlan) -> CrawlSummary:
    spider = crawler.spider
    if not isinstance(spider, SiteSpider) or spider.refusal is not None:
        reason = str(spider.refusal) if isinstance(spider, SiteSpider) else "Scrapy could not start"
        is_locked = isinstance(spider, SiteSpider) and isinstance(spider.refusal, SiteLockedError)
        return CrawlSummary(
            site=plan.site,
            start_url=plan.urls[0],
            ending=Ending.REFUSED,
            reason=reason,
            is_locked=is_locked,
            tally=Tally(),
        )
    if spider.summary is None and spider.session is not None:  # stopped at once: nobody closed it
        spider.summary = spider.session.close(interrupted=True)
    if spider.summary is None:
        return CrawlSummary(
            site=plan.site, start_url=plan.urls[0], ending=Ending.INTERRUPTED, reason=_CUT_SHORT, tally=Tally()
        )
    return spider.summary


def _settings(options: CrawlOptions) -> Settings:
    settings = Settings()
    settings.setmodule("scraper.settings", priority="project")
    if options.delay is not None:
        settings.set("DOWNLOAD_DELAY", options.delay, priority="cmdline")
    settings.set("LOG_INSTALL_ROOT_HANDLER", False, priority="cmdline")  # would write across the progress
    # Counts that nobody sees here, and that cost a tenth of the time; `scrapy crawl site` keeps them.
    settings.set("EXTENSIONS", {**settings.getdict("EXTENSIONS"), **_UNSEEN}, priority="cmdline")
    settings.set("DOWNLOADER_STATS", False, priority="cmdline")
    for name, value in options.settings.items():
        settings.set(name, value, priority="cmdline")
    if options.log_file is not None:
        settings.set("LOG_FILE", str(options.log_file), priority="cmdline")
    return settings


def _configure_log(settings: Settings, log_file: Path | None) -> None:
    """Reasons of failed pages are in the summary: the log is for those who ask for it."""
    if log_file is not None:
        try:
            handler: logging.Handler = logging.FileHandler(log_file, encoding="utf-8")
        except OSError as error:
            raise InputError(str(log_file), f"cannot be written ({error.strerror})", "Give another --log.") from None
    elif os.environ.get("COMMENTARIAT_DEBUG"):
        handler = logging.StreamHandler()
    else:
        for name in ("scrapy", "scraper", "twisted", "asyncio", "protego"):
            logging.getLogger(name).setLevel(logging.CRITICAL)
        return
    handler.setFormatter(logging.Formatter(settings["LOG_FORMAT"], settings["LOG_DATEFORMAT"]))
    logging.getLogger().addHandler(handler)
    logging.getLogger().setLevel(logging.DEBUG if os.environ.get("COMMENTARIAT_DEBUG") else logging.INFO)


def _plan(urls: tuple[str, ...], options: CrawlOptions, settings: Settings) -> CrawlPlan:
    plan = make_plan(
        urls,
        archive=options.archive,
        delay=settings.getfloat("DOWNLOAD_DELAY"),
        page_limit=options.limit or settings.getint("CRAWL_PAGE_LIMIT"),
        depth_limit=settings.getint("CRAWL_DEPTH_LIMIT"),
        byte_limit=settings.getint("CRAWL_BYTE_LIMIT"),
        with_captures=options.with_captures,
        daily_budget=settings.getint("CRAWL_DAILY_BUDGET"),
        disk_reserve=settings.getint("CRAWL_DISK_RESERVE"),
        capture_days=options.capture_days or 0,
        only_article=options.only_article,
        revisit=options.revisit,
        via=options.via,
        access=options.access,
    )
    return with_own_settings(plan, given=options.given())


def _by_site(urls: Sequence[str]) -> list[tuple[str, ...]]:
    groups: dict[str, list[str]] = {}
    for url in urls:
        groups.setdefault(site_of(url), []).append(url)
    return [tuple(group) for group in groups.values()]
