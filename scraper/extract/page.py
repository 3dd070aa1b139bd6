"""A page's bytes into its record: one parse, no clock, no network, no settings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from importlib.metadata import version
from typing import Any

import attrs

from archive.records import Article, Evidence, Extractor, Page, PageKind
from scraper.extract.article_body import Body, find_body
from scraper.extract.block_features import Hints
from scraper.extract.blocks import HEAD
from scraper.extract.byline import byline_lines, byline_nodes
from scraper.extract.continuations import branch_of, find_continuations
from scraper.extract.directives import read_directives
from scraper.extract.dom import Document, Node, parse
from scraper.extract.elsewhere import comments_elsewhere, count_elsewhere
from scraper.extract.encoding import as_utf8_or_text
from scraper.extract.kind import judge_kind
from scraper.extract.links import article_parts, base_address, canonical_link, read_links
from scraper.extract.listing_counts import read_listed_counts
from scraper.extract.marks import find_marks
from scraper.extract.mastheads import find_people
from scraper.extract.metadata import read_facts
from scraper.extract.opening import is_taken_for_comments, opening_post
from scraper.extract.render import html_of
from scraper.extract.sidebar import find_recent_comments
from scraper.extract.signatures import signed_thread
from scraper.extract.state import comments_of_state
from scraper.extract.structured import (
    Head,
    article_body,
    json_ld,
    main_item,
    read_head,
)
from scraper.extract.structured_comments import comments_of, completed
from scraper.extract.sureness import sured
from scraper.extract.thread import Thread, find_thread
from scraper.extract.thread_pages import thread_pages
from scraper.extract.thread_signs import (
    Stated,
    stated_count,
    stated_counts,
    thread_state,
)
from scraper.extract.title import read_title, title_heading
from scraper.extract.told_body import told_body
from scraper.extract.told_counts import told_count
from scraper.normalise.text import cut_mark, fold
from scraper.normalise.urls import article_address, canonical_url
from scraper.platforms.registry import with_platforms

EXTRACTOR = Extractor(name="commentariat", version=version("commentariat"))


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
    head = read_head(document)
    items = json_ld(document)
    marks = find_marks(document)
    sidebar = find_recent_comments(document, url)
    barred = [sidebar.node] if sidebar else []
    written = comments_of(items, url)
    counts = stated_counts(document)
    claimed = stated_count(counts, None)
    base = base_address(document, url)
    thread = signed_thread(document, base) or find_thread(
        document, marks, base, barred, claimed.count if claimed else None, written
    )
    if thread is None and not written and (stored := comments_of_state(document, url)):
        thread = Thread(stored, (), "page-state", 0.85)
    elif thread is None and written:
        thread = Thread(written, (), "json-ld", 0.8)
    elif thread is not None and written:
        thread = attrs.evolve(thread, comments=completed(thread.comments, written))
    is_protected = _is_protected(document)
    stated = stated_count(counts, thread.records[0] if thread and thread.records else None)
    if stated and thread and stated.node.length < 200:
        barred.append(stated.node)
    heading = title_heading(document, head, None)
    body = None
    if not is_protected:
        body = _body(document, head, items, heading, barred, thread)
        if thread is not None and (thread.is_of_stories or (body and is_taken_for_comments(body, thread))):
            thread = None
    body_text = body.text(document) if body else ""
    kind, kind_rule, kind_confidence, votes = judge_kind(document, head, items, body, body_text, thread, marks, url)
    state = thread_state(document)
    pages = thread_pages(document, url, base, is_forum=kind is PageKind.THREAD, is_thread=thread is not None)
    further = find_continuations(document, thread, base, url, pages.others)
    if further.whole and thread is not None:
        kind, kind_rule, kind_confidence = PageKind.COMMENTS, "branch", 0.9
        thread = attrs.evolve(thread, comments=branch_of(thread.comments))
    parts, part = article_parts(document, url)
    page = Page(
        url=url, kind=kind, fetched_at=fetched_at, extractor=EXTRACTOR,
        canonical_url=canonical_link(head, url),
        comments=thread.comments if thread and not is_protected and kind is not PageKind.LISTING else (),
        thread_page=pages.number,
        recent_comments=sidebar.entries if sidebar else (),
        people=find_people(document),
        comment_count_stated=_count(document, stated, items, thread) if kind is not PageKind.LISTING else None,
        thread_state=state[0] if state and kind is not PageKind.LISTING else None,
        comments_elsewhere=comments_elsewhere(document) if thread is None and kind is not PageKind.LISTING else None,
        more_comment_pages=tuple(dict.fromkeys((*pages.others, *further.addresses))),
        is_partial=further.is_partial and (stated is None or stated.count > len(thread.comments if thread else ())),

        links=(*read_links(document, head, url), *(_part_link(address) for address in parts.values())) if with_links else (),
        signs=read_listed_counts(document, url) if with_links else (),
        directives=read_directives(head, headers or {}),
        is_protected=is_protected,
        evidence=(
            Evidence(field="kind", rule=kind_rule, confidence=kind_confidence),
            *([Evidence(field="comments", rule=thread.rule, confidence=thread.confidence)] if thread else []),
            *([Evidence(field="thread_state", rule=state[1], confidence=0.9)] if state else []),
        ),
    )  # fmt: skip
    is_doubtful = kind_rule == "forests" and kind_confidence < _SURE_OF_LISTING
    if is_protected or (kind is PageKind.LISTING and not is_doubtful):
        page = sured(page, document, head, items, body, thread, votes)
        return with_platforms(document, head, page) if with_links else page
    if heading is None or (body is not None and heading.index >= body.node.index + 40):
        heading = title_heading(document, head, body.node if body else None)
    quoted = stated.title if stated else None
    until = thread.records[0].index if thread and thread.records and kind is PageKind.THREAD else None
    page = _with_article(
        document,
        head,
        items,
        page,
        heading,
        body,
        body_text,
        quoted,
        parts,
        part,
        until,
        further.whole or pages.first,
        thread,
    )
    page = sured(page, document, head, items, body, thread, votes)
    return with_platforms(document, head, page) if with_links else page


def _count(document: Document, stated: Stated | None, items: list[dict[str, Any]], thread: Thread | None) -> int | None:
    if stated:
        return stated.count
    told = count_elsewhere(document)
    is_shown = thread is not None and bool(thread.records)
    return told if told is not None else told_count(document, items, is_shown=is_shown)


def _body(
    document: Document,
    head: Head,
    items: list[dict[str, Any]],
    heading: Node | None,
    barred: list[Node],
    thread: Thread | None,
) -> Body | None:
    hints = Hints(
        heading=heading.index if heading is not None else -1,
        title="".join(node.text for node in document.inside(heading)).strip()[:HEAD] if heading is not None else "",
        article_body=article_body(items),
        lead=" ".join((head.first("og:description", "description", "twitter:description") or "").split())[:HEAD],
    )
    if thread is None:
        return find_body(document, barred, hints=hints)
    return find_body(document, barred, records=thread.records, sureness=thread.confidence, hints=hints)


# What is less surely a listing is told as the article that it may be, too; but none is stored.
_SURE_OF_LISTING = 0.7


def _with_article(
    document: Document,
    head: Head,
    items: list[dict[str, Any]],
    page: Page,
    heading: Node | None,
    body: Body | None,
    body_text: str,
    quoted_title: str | None,
    parts: dict[int, str],
    part: int,
    until: int | None,
    first_page: str | None,
    thread: Thread | None,
) -> Page:
    item = main_item(items)
    lines = byline_lines(document, heading, body.node if body else None, until)
    if body is not None and (unwanted := byline_nodes(lines, body.node) - body.skip):
        body = attrs.evolve(body, skip=body.skip | unwanted)
        body_text = body.text(document)
    title, title_rule, title_confidence = read_title(document, head, heading, _headline(item))
    if quoted_title and (title is None or (title_confidence <= 0.5 and fold(title) not in fold(quoted_title))):
        title, title_rule, title_confidence = _cut_title(quoted_title), "comments-heading", 0.6
    source, shown = document, body
    if page.kind is PageKind.THREAD:
        shown = opening_post(document, body, thread)
        body_text = body_text if shown else ""
    elif told := told_body(document, items, head, title, body_text, page.url):
        source, shown = told.document, told.body
        body_text = shown.text(source)
    facts = read_facts(document, head, item, heading, body.node if body else None, page.url, lines, items, until)
    address = canonical_url(first_page) if first_page else _article_url(page, parts, part)
    article = Article(
        url=address, title=title, authors=facts.authors, published_raw=facts.published_raw,
        published_ahead=facts.published_ahead, modified_raw=facts.modified_raw,
        language=head.language, section=facts.section, tags=facts.tags, description=facts.description, image=facts.image,
        site_name=facts.site_name, text=body_text, html=html_of(source, shown.node, page.url, shown.skip) if shown else None,
        comment_count_stated=page.comment_count_stated, thread_state=page.thread_state, part=part,
    )  # fmt: skip
    evidence = (
        *page.evidence,
        Evidence(field="title", rule=title_rule, confidence=title_confidence),
        *_body_evidence(shown),
        *facts.evidence,
    )
    is_followed = page.kind not in (PageKind.OTHER, PageKind.LISTING) or page.comments
    return attrs.evolve(page, article=article, article_url=address if is_followed else None, evidence=evidence)


def _body_evidence(body: Body | None) -> tuple[Evidence, ...]:
    return (Evidence(field="text", rule=body.rule, confidence=body.confidence),) if body else ()


def _headline(item: dict[str, Any] | None) -> str | None:
    from scraper.extract.structured import text_value

    return text_value((item or {}).get("headline")) or text_value((item or {}).get("name")) if item else None


def _cut_title(quoted: str) -> str:
    """A title quoted in the comments heading; a cut is marked as such, whatever dots the site used."""
    words, is_cut = cut_mark(quoted)
    return f"{words}…" if is_cut else words


def _article_url(page: Page, parts: dict[int, str], part: int) -> str:
    """The address of the article, which a part of it links as its first."""
    if part > 1:
        own = article_address(page.url)
        # `/archives/8` is no eighth part: where numbers name articles, the first part is not found among the links.
        return parts.get(1) or own.rstrip("/").rpartition("/")[0] + ("/" if own.endswith("/") else "")
    return article_address(page.url)


def _is_protected(document: Document) -> bool:
    """Whether the page asks for a password in place of its text."""
    return any("post-password-form" in node.names for node in document.elements("form")) or any(
        node.get("name") == "post_password" for node in document.elements("input")
    )


def _part_link(address: str) -> Any:
    from archive.records import Link, Relation

    return Link(url=canonical_url(address), relation=Relation.ARTICLE_PAGE)
