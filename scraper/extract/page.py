"""A page's bytes into its record: one parse, no clock, no network, no settings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from importlib.metadata import version

import attrs

from archive.records import Evidence, Extractor, Link, Page, PageKind, Relation
from scraper.extract.article import with_article
from scraper.extract.directives import read_directives
from scraper.extract.dom import Document, parse
from scraper.extract.elsewhere import comments_elsewhere, count_elsewhere
from scraper.extract.encoding import as_utf8_or_text
from scraper.extract.findings import Findings, find_all
from scraper.extract.links import canonical_link, read_links
from scraper.extract.listing_counts import read_listed_counts
from scraper.extract.mastheads import find_people
from scraper.extract.sureness import sured
from scraper.extract.thread_signs import thread_state
from scraper.extract.told_counts import told_count
from scraper.normalise.urls import canonical_url
from scraper.platforms.registry import with_platforms

EXTRACTOR = Extractor(name="commentariat", version=version("commentariat"))
# What is less surely a listing is told as the article that it may be, too; but none is stored.
_SURE_OF_LISTING = 0.7


def extract_page(
    body: bytes,
    *,
    url: str,
    fetched_at: datetime,
    content_type: str | None = None,
    headers: Mapping[str, str] | None = None,
    with_links: bool = True,
) -> Page:
    """Everything a page says.

    Dates are left as printed, and depths at 0: `scraper.normalise` works them out.

    Args:
        body: the page as served, content encoding removed.
        url: its address after redirects.
        fetched_at: when it was fetched, aware UTC.
        content_type: the header, for its charset.
        headers: further headers, names in lower case; `x-robots-tag`, `tdm-reservation` and `content-usage` are read.
        with_links: whether to list the addresses the page names; only a crawl needs them.

    Raises:
        PageError: the bytes are no page (empty, a PDF, an image, binary data).
    """
    page = as_utf8_or_text(body, url=url, content_type=content_type)
    return read_document(parse(page), url=url, fetched_at=fetched_at, headers=headers, with_links=with_links)


def read_document(
    document: Document,
    *,
    url: str,
    fetched_at: datetime,
    headers: Mapping[str, str] | None = None,
    with_links: bool = True,
) -> Page:
    """Everything a parsed page says; see `extract_page`."""
    found = find_all(document, url)
    page = _record(found, fetched_at, headers or {}, with_links=with_links)
    is_doubtful = found.kind_rule == "forests" and found.kind_confidence < _SURE_OF_LISTING
    if not found.is_protected and (found.kind is not PageKind.LISTING or is_doubtful):
        page = with_article(page, found)
    page = sured(page, document, found.head, found.items, found.body, found.thread, found.votes)
    return with_platforms(document, found.head, page) if with_links else page


def _record(found: Findings, fetched_at: datetime, headers: Mapping[str, str], *, with_links: bool) -> Page:
    """The page's record, without its article."""
    document, thread, further = found.document, found.thread, found.further
    is_listing, state = found.kind is PageKind.LISTING, thread_state(document)
    page = Page(
        url=found.url, kind=found.kind, fetched_at=fetched_at, extractor=EXTRACTOR,
        canonical_url=canonical_link(found.head, found.url),
        comments=thread.comments if thread and not found.is_protected and not is_listing else (),
        thread_page=found.pages.number,
        recent_comments=found.sidebar.entries if found.sidebar else (),
        people=find_people(document),
        comment_count_stated=_count(found) if not is_listing else None,
        thread_state=state[0] if state and not is_listing else None,
        comments_elsewhere=comments_elsewhere(document) if thread is None and not is_listing else None,
        more_comment_pages=tuple(dict.fromkeys((*found.pages.others, *further.addresses))),
        is_partial=further.is_partial and (found.stated is None or found.stated.count > len(thread.comments if thread else ())),
        directives=read_directives(found.head, headers),
        is_protected=found.is_protected,
        evidence=(
            Evidence(field="kind", rule=found.kind_rule, confidence=found.kind_confidence),
            *([Evidence(field="comments", rule=thread.rule, confidence=thread.confidence)] if thread else []),
            *([Evidence(field="thread_state", rule=state[1], confidence=0.9)] if state else []),
        ),
    )  # fmt: skip
    return _with_links(page, found) if with_links else page


def _with_links(page: Page, found: Findings) -> Page:
    """The page with the addresses that it names, for a crawl."""
    parts = (Link(url=canonical_url(part), relation=Relation.ARTICLE_PAGE) for part in found.parts.values())
    links = (*read_links(found.document, found.head, found.url), *parts)
    return attrs.evolve(page, links=links, signs=read_listed_counts(found.document, found.url))


def _count(found: Findings) -> int | None:
    """How many comments there are, as the page or what loads them says."""
    if found.stated:
        return found.stated.count
    told = count_elsewhere(found.document)
    is_shown = found.thread is not None and bool(found.thread.records)
    return told if told is not None else told_count(found.document, found.items, is_shown=is_shown)
