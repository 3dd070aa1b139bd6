"""What a crawl would do, without doing it: robots.txt is read, nothing else is asked for, and nothing is stored."""

from __future__ import annotations

import socket
from collections.abc import Sequence
from http.client import HTTPException
from typing import IO, Any
from urllib.error import HTTPError, URLError
from urllib.parse import urljoin, urlsplit
from urllib.request import HTTPRedirectHandler, OpenerDirector, ProxyHandler, Request, build_opener

import attrs

from archive.database import Archive, open_archive
from archive.waiting import waiting_addresses
from scraper.engine.identity import find_contact_of, refuse_without_contact, user_agent
from scraper.engine.networks import PRIVATE, is_private, is_private_host
from scraper.engine.plan import CrawlPlan
from scraper.engine.robots import BYTES_READ, RobotsRules, rules_of

_TIMEOUT = 30.0


@attrs.frozen(kw_only=True)
class PreviewedAddress:
    """An address that would be asked for, or that robots.txt forbids."""

    url: str
    why: str
    is_allowed: bool


@attrs.frozen(kw_only=True)
class Preview:
    """What the crawl of one site would begin with."""

    site: str
    user_agent: str
    robots: str
    """What came of asking for robots.txt, in words."""
    is_kept_out: bool
    """It cannot be had: nothing would be asked for."""
    delay: float
    """Seconds between two requests."""
    sitemaps: tuple[str, ...]
    addresses: tuple[PreviewedAddress, ...]
    """In the order in which they would be asked for, as far as is known."""
    waiting: int
    """Addresses that an earlier crawl found and has not visited."""
    known: int
    """Addresses visited before; those that may have changed are asked for again."""


def preview_crawl(plan: CrawlPlan, *, shown: int) -> Preview:
    """Look at one site.

    Raises:
        ContactError: the site's owner could not reach anybody.
        ArchiveError: the archive cannot be read.
    """
    archive = open_archive(plan.archive, read_only=True) if plan.archive.exists() else None
    try:
        agent = user_agent(_contact(plan, archive))
        words, rules = _robots(plan, agent)
        waiting = waiting_addresses(archive, plan.site, limit=shown) if archive is not None else None
        starts = [(url, "start address") for url in plan.urls]
        sitemaps = [(url, "sitemap that robots.txt names") for url in _sitemaps(plan, rules)]
        left = [(entry.url, _why(entry.relation, entry.found_on)) for entry in waiting.first] if waiting else []
        return Preview(
            site=plan.site,
            user_agent=agent,
            robots=words,
            is_kept_out=rules.unreachable is not None,
            delay=max(plan.delay, rules.crawl_delay or 0.0) if plan.delay else 0.0,
            sitemaps=rules.sitemaps,
            addresses=tuple(
                PreviewedAddress(url=url, why=why, is_allowed=rules.allows(url))
                for url, why in dict(reversed([*starts, *sitemaps, *left])).items()
            )[::-1],
            waiting=waiting.pending if waiting else 0,
            known=waiting.visited if waiting else 0,
        )
    finally:
        if archive is not None:
            archive.close()


def _contact(plan: CrawlPlan, archive: Archive | None) -> str | None:
    contact = find_contact_of(archive)
    if contact is None and not plan.is_local:
        refuse_without_contact(plan.site)
    return contact


def _why(relation: str, found_on: str | None) -> str:
    return f"{relation.replace('_', ' ')} found on {found_on}" if found_on else relation.replace("_", " ")


def _sitemaps(plan: CrawlPlan, rules: RobotsRules) -> Sequence[str]:
    absolute = (urljoin(plan.urls[0], url) for url in rules.sitemaps)
    return [url for url in absolute if plan.covers(url) and not plan.only_article]


def _robots(plan: CrawlPlan, agent: str) -> tuple[str, RobotsRules]:
    """What robots.txt says, in words and as rules."""
    parts = urlsplit(plan.urls[0])
    request = Request(f"{parts.scheme}://{parts.netloc}/robots.txt", headers={"User-Agent": agent})  # noqa: S310 (http)
    try:
        with _opener(plan).open(request, timeout=_TIMEOUT) as response:
            status, body = response.status, response.read(BYTES_READ + 1)
    except HTTPError as error:
        status, body = error.code, b""
    except (URLError, OSError, HTTPException) as error:
        reason = _reason(error)
        return f"cannot be had ({reason}): nothing would be asked for", RobotsRules(unreachable=reason)
    rules = rules_of(status, body)
    if rules.unreachable:
        return f"cannot be had ({rules.unreachable}): nothing would be asked for", rules
    return ("read" if rules.parser else f"none ({status}): everything may be asked for"), rules


def _reason(error: Exception) -> str:
    reason = getattr(error, "reason", error)
    return (reason.strerror or str(reason)).lower() if isinstance(reason, OSError) else str(reason)


class _OnTheWeb(HTTPRedirectHandler):
    """Follows redirects to where the crawl would go, too."""

    def __init__(self, plan: CrawlPlan) -> None:
        self._plan = plan

    def redirect_request(self, req: Request, fp: IO[bytes], code: int, msg: str, headers: Any, newurl: str) -> Any:
        """The request that follows.

        Raises:
            URLError: it leads into a private network.
        """
        _refuse_private(self._plan, newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _opener(plan: CrawlPlan) -> OpenerDirector:
    proxies = dict.fromkeys(("http", "https"), plan.access.proxy) if plan.access.proxy else None
    if proxies is None:
        _refuse_private(plan, plan.urls[0])
    return build_opener(_OnTheWeb(plan), ProxyHandler(proxies))


def _refuse_private(plan: CrawlPlan, url: str) -> None:
    host = urlsplit(url).hostname or ""
    if plan.access.private or any(is_private_host(urlsplit(start).hostname or "") for start in plan.urls):
        return
    try:
        address = socket.gethostbyname(host)
    except OSError as error:
        raise URLError("unknown host") from error
    if is_private(address):
        raise URLError(f"{host} leads to {address}, an address of {PRIVATE}")
