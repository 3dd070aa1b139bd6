"""An article's text that a page tells machines alone, where it shows its readers none, or no more than how it begins.

Four places are read, and the longest text of them that belongs to the page is taken:

    <noscript><p>…</p></noscript>                                      where a script shows the same to whoever runs it
    <script type="application/ld+json">{"@type": "NewsArticle", "articleBody": "…"}</script>
    <script id="__NEXT_DATA__" type="application/json">{"props": {"article": {"body": "<p>…</p>"}}}</script>
    <script>self.__next_f.push([1, "24:T1b7b,<p>…</p>"])</script>      a row of React's stream, see `scraper.extract.flight`
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from typing import Any

import attrs

from scraper.extract.article_body import Body, find_body
from scraper.extract.dom import Document, parse
from scraper.extract.flight import flight_rows, flight_stream
from scraper.extract.render import html_of
from scraper.extract.state import objects_of, state_of
from scraper.extract.structured import Head
from scraper.normalise.text import clean_line, fold

# Shorter texts are teasers; and a page that shows more than a third of a text shows the article, whatever else is told.
_LEAST = 400
_SHOWN_AT_MOST = 1_000
_SHARE = 3
_TAG = re.compile(r"<[^<>]*+>")
_PARAGRAPH = re.compile(r"<p\b", re.I)
_SENTENCE_END = re.compile(r"[.!?…](?:[\"'”’»)]?(?:\s|$|<))|[。！？]")
# What is called so is an article's text even without paragraphs of its own.
_NAMES = frozenset("articleBody articlebody body bodyText body_text bodyHtml body_html content contentHtml content_html fulltext fullText html text".split())  # fmt: skip
# Code and style sheets have sentences, too, for all that a pattern knows.
_CODE = re.compile(r"function\s*\(|=>\s*\{|<script|<style|;\s*\}", re.I)
_LEAD = 30


@attrs.frozen
class ToldBody:
    """A text that only machines are told, as a document of its own."""

    document: Document
    body: Body


def told_body(
    document: Document, items: list[dict[str, Any]], head: Head, title: str | None, shown: str, base: str
) -> ToldBody | None:
    """The article's text from data, if it is much more than what the page shows; else None.

    Args:
        document: the page.
        items: its JSON-LD.
        head: for its description.
        title: the article's.
        shown: the text that was found on the page itself.
        base: what its links are relative to.
    """
    if len(shown) > _SHOWN_AT_MOST:
        return None
    best, length, rule = "", max(_LEAST, _SHARE * len(shown)) - 1, ""
    for text, name in _texts(document, items, base):
        words = clean_line(_TAG.sub(" ", text))
        if len(words) > length and (name == "json-ld" or _is_of_page(words, head, title)):
            best, length, rule = text, len(words), name
    return _read(best, rule) if best else None


def _texts(document: Document, items: list[dict[str, Any]], base: str) -> Iterator[tuple[str, str]]:
    """What may be an article's text, and where it was told."""
    for item in items:
        if isinstance(text := item.get("articleBody"), str):
            yield text, "json-ld"
    for node in document.elements("noscript"):
        if node.length >= _LEAST and _is_prose(html := html_of(document, node, base)):
            yield html, "noscript"
    for text in _strings(document):
        if _is_prose(text):
            yield text, "page-state"


def _strings(document: Document) -> Iterator[str]:
    """The texts of a page's state: those with paragraphs, and those that are called a body."""
    for node, text in document.scripts:
        if "ld+json" not in node.get("type") and (data := state_of(text)) is not None:
            yield from _strings_of(data)
    for row in flight_rows(flight_stream(document)):
        if isinstance(row, str):
            yield row
        else:
            yield from _strings_of(row)


def _strings_of(data: Any) -> Iterator[str]:
    for _, item in objects_of(data):
        for name, value in item.items():
            if isinstance(value, str) and len(value) >= _LEAST and (name in _NAMES or _PARAGRAPH.search(value)):
                yield value


def _is_prose(text: str) -> bool:
    return len(text) >= _LEAST and len(_SENTENCE_END.findall(text)) >= 3 and _CODE.search(text) is None


def _is_of_page(words: str, head: Head, title: str | None) -> bool:
    """Whether a text is about what the page is about: it begins as its description does, or has half of the title's words."""
    folded = fold(words)
    lead = fold(head.first("og:description", "description") or "")[:_LEAD]
    if len(lead) == _LEAD and lead in folded:
        return True
    names = [word for word in fold(title or "").split() if len(word) > 1]
    return bool(names) and 2 * sum(word in folded for word in names) >= len(names)


def _read(text: str, rule: str) -> ToldBody | None:
    """A text as a document; of one with paragraphs, captions and the like are left out as they are of a page."""
    is_html = _PARAGRAPH.search(text) is not None or "<br" in text
    lines = text if is_html else "".join(f"<p>{escape(line, quote=False)}</p>" for line in text.splitlines() if line.strip())  # fmt: skip
    document = parse(f"<body><div>{lines}</div></body>")
    whole = next(iter(document.elements("div")), None)
    if whole is None or not whole.length:
        return None
    body = find_body(document, ()) if is_html else None
    if body is None or 2 * len(body.text(document)) < whole.length:
        body = Body(whole, frozenset(), rule, 0.7)
    return ToldBody(document, attrs.evolve(body, rule=rule))
