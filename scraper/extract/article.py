"""The article of a page: title, text and facts, each with the rule that gave it."""

from __future__ import annotations

from typing import Any

import attrs

from archive.records import Article, Evidence, Page, PageKind
from scraper.extract.article_body import Body
from scraper.extract.byline_lines import byline_lines, byline_nodes
from scraper.extract.dom import Document, Node
from scraper.extract.findings import Findings
from scraper.extract.metadata import read_facts
from scraper.extract.opening import opening_post
from scraper.extract.render import html_of
from scraper.extract.structured import main_item, text_value
from scraper.extract.title import read_title, title_heading
from scraper.extract.told_body import told_body
from scraper.normalise.languages import language_of
from scraper.normalise.text import cut_mark, fold
from scraper.normalise.urls import article_address, canonical_url

# So far behind the beginning of the body, a heading is one of its parts.
_BEHIND = 40


def with_article(page: Page, found: Findings) -> Page:
    """The page with its article."""
    document, item = found.document, main_item(found.items)
    node, until = found.body.node if found.body else None, _first_post(found)
    heading = _heading(found)
    lines = byline_lines(document, heading, node, until)
    title = _title(found, heading, item)
    source, shown, text = _shown(found, _without(found.body, lines), title.value)
    facts = read_facts(document, found.head, item, heading, node, found.url, lines, found.items, until)
    address = _address(found)
    article = Article(
        url=address, title=title.value, authors=facts.authors, published_raw=facts.published_raw,
        published_ahead=facts.published_ahead, modified_raw=facts.modified_raw,
        language=found.head.language or text_value((item or {}).get("inLanguage")) or language_of(text), section=facts.section, tags=facts.tags, description=facts.description, image=facts.image,
        site_name=facts.site_name, text=text, html=html_of(source, shown.node, found.url, shown.skip) if shown else None,
        comment_count_stated=page.comment_count_stated, thread_state=page.thread_state, part=found.part,
    )  # fmt: skip
    evidence = (
        *page.evidence,
        Evidence(field="title", rule=title.rule, confidence=title.confidence),
        *([Evidence(field="text", rule=shown.rule, confidence=shown.confidence)] if shown else []),
        *facts.evidence,
    )
    is_followed = page.kind not in (PageKind.OTHER, PageKind.LISTING) or page.comments
    return attrs.evolve(page, article=article, article_url=address if is_followed else None, evidence=evidence)


def _first_post(found: Findings) -> int | None:
    """Where the first post of a thread stands: names and days behind it are not the page's own."""
    thread = found.thread
    return thread.records[0].index if thread and thread.records and found.kind is PageKind.THREAD else None


def _heading(found: Findings) -> Node | None:
    heading, body = found.heading, found.body
    if heading is None or (body is not None and heading.index >= body.node.index + _BEHIND):
        return title_heading(found.document, found.head, body.node if body else None)
    return heading


@attrs.frozen
class _Title:
    value: str | None
    rule: str
    confidence: float


def _title(found: Findings, heading: Node | None, item: dict[str, Any] | None) -> _Title:
    """The title, or what the comments' heading quotes as such, where that says more."""
    headline = text_value((item or {}).get("headline")) or text_value((item or {}).get("name"))
    title = _Title(*read_title(found.document, found.head, heading, headline))
    quoted = found.stated.title if found.stated else None
    if quoted and (title.value is None or (title.confidence <= 0.5 and fold(title.value) not in fold(quoted))):
        words, is_cut = cut_mark(quoted)
        return _Title(f"{words}…" if is_cut else words, "comments-heading", 0.6)  # whatever dots the site used
    return title


def _without(body: Body | None, lines: list[tuple[Node, str]]) -> Body | None:
    """The body without the lines that name its writer."""
    unwanted = byline_nodes(lines, body.node) - body.skip if body is not None else None
    return attrs.evolve(body, skip=body.skip | unwanted) if body is not None and unwanted else body


def _shown(found: Findings, body: Body | None, title: str | None) -> tuple[Document, Body | None, str]:
    """The body to store, the document that it is of, and its text: the opening post of a thread; else the page's, or what it tells machines."""
    document = found.document
    text = found.body_text if body is None or body is found.body else body.text(document)
    if found.kind is PageKind.THREAD:
        shown = opening_post(document, body, found.thread)
        return document, shown, text if shown else ""
    if told := told_body(document, found.items, found.head, title, text, found.url):
        return told.document, told.body, told.body.text(told.document)
    return document, body, text


def _address(found: Findings) -> str:
    """The address of the article, which the page of a branch, and a part of an article, link as their first."""
    if first := found.further.whole or found.pages.first:
        return canonical_url(first)
    if found.part > 1:
        own = article_address(found.url)
        # `/archives/8` is no eighth part: where numbers name articles, the first part is not found among the links.
        return found.parts.get(1) or own.rstrip("/").rpartition("/")[0] + ("/" if own.endswith("/") else "")
    return article_address(found.url)
