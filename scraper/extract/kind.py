"""What kind of page this is, by what is on it."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from archive.records import PageKind
from scraper.extract.article_body import Body
from scraper.extract.dom import Document
from scraper.extract.marks import Marks
from scraper.extract.structured import ARTICLE_TYPES, THREAD_TYPES, Head, types_of
from scraper.extract.thread import Thread
from scraper.normalise.urls import comment_page_number

_FORUM = re.compile(
    r"phpbb|vbulletin|xenforo|discourse|invision|smf|mybb|vanilla|woltlab|fluxbb|punbb|bbpress|flarum|nodebb", re.I
)
_FORUM_PATH = re.compile(
    r"/(?:forums?|threads?|topics?|t|viewtopic|showthread|discussions?|questions?|comments|board|community)(?:[/.?]|$)|viewtopic\.php|showthread|topic=|/index\.php\?topic",
    re.I,
)
_LISTING_CLASSES = re.compile(r"(?<![a-z-])(?:archive|blog|home|category|tag|search|search-results|paged)(?![a-z-])")
_SINGLE_CLASSES = re.compile(r"(?<![a-z-])(?:single|singular|single-post|page-template-default|page)(?![a-z-])")


def judge_kind(
    document: Document,
    head: Head,
    items: list[dict[str, Any]],
    body: Body | None,
    body_text: str,
    thread: Thread | None,
    marks: Marks,
    url: str,
) -> tuple[PageKind, str, float]:
    """The kind, the rule that told it, and its confidence."""
    types = {kind for item in items for kind in types_of(item)}
    classes = next((node.names for node in document.nodes if node.tag == "body"), "")
    og_type = (head.first("og:type") or "").lower()
    teasers = _teasers(document, marks)
    if types & THREAD_TYPES or (thread is not None and _is_forum(head, classes, url)):
        return PageKind.THREAD, "forum", 0.9
    if comment_page_number(url) is not None and (thread is not None):
        return PageKind.COMMENTS, "address", 0.95
    if re.search(_SINGLE_CLASSES, classes) and "blog" not in classes.split() and body is not None:
        return PageKind.ARTICLE, "body-class", 0.95
    if _LISTING_CLASSES.search(classes) and not _SINGLE_CLASSES.search(classes):
        return PageKind.LISTING, "body-class", 0.9
    if urlsplit(url).path in ("", "/") and not urlsplit(url).query and thread is None:
        return PageKind.LISTING, "front-page", 0.8
    if types & (ARTICLE_TYPES - {"CreativeWork"}) or og_type.startswith("article"):
        return (
            (PageKind.ARTICLE, "type", 0.9)
            if len(body_text) > 200 or thread is not None or teasers < 8
            else (PageKind.LISTING, "teasers", 0.6)
        )
    if (
        thread is not None
        and len(body_text) < 200
        and len(thread.comments) >= 2
        and sum(len(c.text) for c in thread.comments) > 3 * len(body_text)
    ):
        return PageKind.THREAD, "mostly-comments", 0.6
    if thread is not None and body is not None:
        return PageKind.ARTICLE, "body-and-comments", 0.9
    if teasers >= 4 and teasers * 250 > len(body_text):
        return PageKind.LISTING, "teasers", 0.75
    if "Product" in types or "product" in og_type:
        return PageKind.OTHER, "type", 0.85
    if body is not None and len(body_text) >= 250:
        return PageKind.ARTICLE, "text", 0.7
    return (PageKind.LISTING, "teasers", 0.5) if teasers >= 3 else (PageKind.OTHER, "nothing", 0.6)


def _is_forum(head: Head, classes: str, url: str) -> bool:
    return bool(_FORUM.search(head.first("generator") or "") or _FORUM.search(classes) or _FORUM_PATH.search(url))


def _teasers(document: Document, marks: Marks) -> int:
    """Headings that lead to other pages, outside of asides."""
    count = 0
    for index in marks.teasers:
        node = document.nodes[index]
        if not any(
            a.tag in ("aside", "nav", "footer")
            or (a.names and ("related" in a.names or "sidebar" in a.names or "widget" in a.names))
            and a.tag != "body"
            for a in node.ancestors()
        ):
            count += 1
    return count
