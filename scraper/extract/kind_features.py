"""What the forests that tell kinds of page apart are told: the shape of its address, what its head calls it, counts."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from scraper.extract.article_body import Body
from scraper.extract.dom import Document
from scraper.extract.kind_heading import body_features, heading_features
from scraper.extract.kind_words import word_features
from scraper.extract.marks import Marks
from scraper.extract.structured import ARTICLE_TYPES, THREAD_TYPES, Head, types_of
from scraper.extract.thread import Thread

_TOPICS = {
    "article": "article articles blog blogs news story stories post posts press insights magazine opinion features review reviews recipe recipes guides advice learn how-to tips",
    "product": "product products p dp item items shop store buy prd pd sku",
    "collection": "collection collections category categories c cat tag tags archive archives search browse list all page section topics directory catalog catalogue shop women men sale",
    "documentation": "docs doc documentation api reference manual guide help support kb wiki en-us latest stable tutorial tutorials library get-started getting-started",
    "service": "service services solutions solution consulting pricing about company what-we-do industries capabilities practice",
    "forum": "forum forums thread threads topic t discussion discussions questions question community communities viewtopic showthread board boards comments r q",
}
_TOPIC_OF = {word: (group, place) for place, (group, words) in enumerate(_TOPICS.items()) for word in words.split()}
_GROUPS = {group: place for place, group in enumerate(_TOPICS)}
_DATE = re.compile(r"/(?:19|20)\d\d[/-]\d\d?")
_OG_TYPES = {
    "article": 1,
    "website": 2,
    "product": 3,
    "profile": 4,
    "blog": 2,
    "object": 5,
    "og:product": 3,
    "product.item": 3,
    "product.group": 3,
}
_PAGE_TYPES = {"Product", "ProductGroup", "Offer"}, {"ItemList", "CollectionPage", "SearchResultsPage", "OfferCatalog"}, {"Service", "LocalBusiness", "ProfessionalService", "Organization"}, {"FAQPage"}  # fmt: skip
_CLASSES = "single single-post archive category tag blog home page page-template single-product product woocommerce search post-type-archive front-page docs documentation forum thread article collection listing catalog service".split()
_COUNTED = "p h1 h2 h3 li a img form input button table pre code article section time video select nav blockquote dl svg iframe".split()
_PRICE = ("$", "€", "£", "add to cart", "add to bag", "in den warenkorb", "in stock", "out of stock")
_FORUM_WORDS = re.compile(
    r"phpbb|vbulletin|xenforo|discourse|invision|smf|mybb|vanilla|woltlab|fluxbb|punbb|bbpress|flarum|nodebb", re.I
)


def kind_features(
    document: Document,
    head: Head,
    items: list[dict[str, Any]],
    body: Body | None,
    body_length: int,
    thread: Thread | None,
    marks: Marks,
    teasers: int,
    url: str,
) -> list[float]:
    """All there is to tell a page's kind by, as numbers."""
    whole = document.nodes[0] if document.nodes else None
    length = whole.length if whole is not None else 0
    linked = whole.linked if whole is not None else 0
    tags = document.by_tag
    links = len(tags.get("a", ()))
    return [
        *_of_address(url), *_of_head(document, head, items),
        length, 100 * linked // (length or 1), links, 1000 * links // (length + 100),
        *(len(tags.get(tag, ())) for tag in _COUNTED),
        body_length, 100 * body_length // (length or 1), 100 * body.node.linked // (body.node.length or 1) if body else -1,
        round(100 * body.confidence) if body else -1, 100 * body_length // (body.node.length or 1) if body else -1,
        len(thread.comments) if thread else 0, round(100 * thread.confidence) if thread else 0,
        sum(len(comment.text) for comment in thread.comments) if thread else 0,
        teasers, len(marks.dates), len(marks.names), len(marks.replies), len(marks.portraits), len(marks.permalinks),
        len(document.texts_with(_PRICE[:3])), len(document.texts_with(_PRICE[3:])),
        *body_features(body), *heading_features(document, head, marks, url), *word_features(document),
    ]  # fmt: skip


def _of_address(url: str) -> list[float]:
    parts = urlsplit(url)
    path = parts.path.lower().rstrip("/")
    segments = [segment for segment in path.split("/") if segment]
    last = segments[-1] if segments else ""
    found = [0] * len(_GROUPS)
    for place, segment in enumerate(segments, 1):
        for word in {segment, segment.partition(".")[0]}:
            if word in _TOPIC_OF:
                found[_TOPIC_OF[word][1]] = place
    host = parts.netloc.lower().split(".")[0]
    return [
        len(segments), len(last), last.count("-") + last.count("_"), sum(map(str.isdigit, last)), sum(map(str.isdigit, path)),
        len(parts.query), 1 if _DATE.search(path) else 0, 1 if last.endswith((".html", ".htm", ".php", ".aspx")) else 0,
        *found, _TOPIC_OF[host][1] + 1 if host in _TOPIC_OF else 0,
    ]  # fmt: skip


def _of_head(document: Document, head: Head, items: list[dict[str, Any]]) -> list[float]:
    types = {kind for item in items for kind in types_of(item)}
    classes = set(tags[0].names.split()) if (tags := document.by_tag.get("body")) else set()
    meta = head.meta
    generator = head.first("generator") or ""
    return [
        _OG_TYPES.get((head.first("og:type") or "").lower(), 0),
        len(types & ARTICLE_TYPES), len(types & THREAD_TYPES), *(len(types & group) for group in _PAGE_TYPES), len(items),
        1 if "article:published_time" in meta else 0, 1 if "author" in meta else 0, 1 if "og:site_name" in meta else 0,
        1 if any(item.get("datePublished") for item in items) else 0, len(head.title or ""),
        1 if _FORUM_WORDS.search(generator) or any(map(_FORUM_WORDS.search, classes)) else 0,
        *(1 if name in classes else 0 for name in _CLASSES),
        1 if "product:price:amount" in meta or "og:price:amount" in meta else 0,
    ]  # fmt: skip
