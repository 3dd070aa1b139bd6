"""A response, read: the same for a crawl and for captures read again."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime, tzinfo
from typing import Any
from urllib.parse import urljoin

import attrs
import orjson

from archive.codings import CodingError, decode_body, is_gzip
from archive.records import Link, Page, Relation, Sign
from scraper.engine.bodies import BodyKind, kind_of
from scraper.engine.plan import CrawlPlan
from scraper.errors import PageError, exception_reason
from scraper.extract.page import EXTRACTOR, extract_page
from scraper.normalise.page import normalise_page
from scraper.platforms.answers import Answer
from scraper.platforms.disqus import frame_data
from scraper.platforms.registry import read_answer
from scraper.platforms.wordpress_api import read_counts
from scraper.spiders.feeds import newest_entries, read_feed, read_json_feed, read_sitemap
from scraper.spiders.links import followed, links_of_page, refresh_target

logger = logging.getLogger(__name__)
_UNPACKED_BYTES = 50 * 1024 * 1024


@attrs.frozen(kw_only=True)
class Received:
    """What came from a server, ready to be read."""

    body: bytes = attrs.field(repr=False)
    """Without content coding."""
    url: str
    fetched_at: datetime
    content_type: str | None
    headers: Mapping[str, str] | None = None
    """Names in lower case."""


@attrs.frozen(kw_only=True)
class Reading:
    """What a body gave."""

    page: Page | None = None
    links: tuple[Link, ...] = ()
    signs: tuple[Sign, ...] = ()
    skipped: str | None = None
    error: str | None = None


@attrs.frozen(kw_only=True)
class Assignment:
    """A response, and what a crawl needs to know of it."""

    received: Received
    plan: CrawlPlan
    """Which links are followed."""
    depth: int
    """Of the page, in links from the start."""
    zone: tzinfo | None = None
    """The site's own, if it is known by now."""


def read_assignment(assignment: Assignment) -> Reading:
    """The page in its stored form, with the links that the crawl follows."""
    reading = read_followed(assignment.received, plan=assignment.plan, depth=assignment.depth)
    if reading.page is None:
        return reading
    try:
        page = normalise_page(reading.page, assignment.zone)
    except Exception as error:
        logger.debug("%s: not normalised", reading.page.url, exc_info=True)
        return attrs.evolve(reading, page=None, error=exception_reason(error))
    return attrs.evolve(reading, page=attrs.evolve(page, is_normalised=True))


def read_followed(received: Received, *, plan: CrawlPlan | None, depth: int) -> Reading:
    """As `read`, with only the links that the crawl follows, in its spelling."""
    reading = read(received)
    page = attrs.evolve(reading.page, links=()) if reading.page is not None else None
    return attrs.evolve(reading, page=page, links=followed(reading.links, plan=plan, depth=depth) if plan else ())


def read(received: Received) -> Reading:
    """The page, feed or sitemap in a body, or why there is none; never raises on what a server may send."""
    body, url = received.body, received.url
    try:
        if is_gzip(body) and url.partition("?")[0].endswith(".gz"):
            body = decode_body(body, ("gzip",), max_bytes=_UNPACKED_BYTES)
        kind, words = kind_of(body, received.content_type)
        if kind is BodyKind.FEED:
            body = newest_entries(body)
            feed = read_feed(body, url=url)
            counts = read_counts(body, url=url, fetched_at=received.fetched_at, extractor=EXTRACTOR)
            links = (*(counts.links if counts else ()), *feed.links)
            return Reading(page=counts, links=links, signs=feed.signs)
        if kind is BodyKind.SITEMAP:
            sitemap = read_sitemap(body, url=url)
            return Reading(links=sitemap.links, signs=sitemap.signs)
        if kind is BodyKind.HTML and (data := frame_data(body, url)) is not None:
            return _told(received, data, otherwise="a frame without comments")
        if kind is BodyKind.JSON:
            return _read_json(received)
        if kind is not BodyKind.HTML:
            return Reading(skipped=f"not HTML: {words}")
        page = extract_page(
            body,
            url=url,
            fetched_at=received.fetched_at,
            content_type=received.content_type,
            headers=received.headers,
        )
        return Reading(page=page, links=(*links_of_page(page), *_refresh(body, url)))
    except CodingError as error:
        return Reading(error=str(error))
    except PageError as error:
        return Reading(skipped=f"not HTML: {error.found}")
    except Exception as error:
        logger.debug("%s: not extracted", url, exc_info=True)
        return Reading(error=exception_reason(error))


def _read_json(received: Received) -> Reading:
    """A JSON Feed, or what an endpoint tells beside the pages."""
    unknown = "JSON of no known endpoint"
    try:
        data = orjson.loads(received.body)
    except orjson.JSONDecodeError:
        return Reading(skipped=f"not HTML: {unknown}")
    if (listed := read_json_feed(data, url=received.url)) is not None:
        return Reading(links=listed.links, signs=listed.signs)
    return _told(received, data, otherwise=unknown)


def _told(received: Received, data: Any, *, otherwise: str) -> Reading:
    """What an endpoint tells beside the pages, where a platform of ours knows it."""
    answer = Answer(
        data=data,
        url=received.url,
        fetched_at=received.fetched_at,
        extractor=EXTRACTOR,
        headers=dict(received.headers or {}),
    )
    told = read_answer(answer)
    return Reading(page=told, links=told.links) if told else Reading(skipped=f"not HTML: {otherwise}")


def _refresh(body: bytes, url: str) -> tuple[Link, ...]:
    target = refresh_target(body)
    return (Link(url=urljoin(url, target), relation=Relation.OTHER),) if target else ()
