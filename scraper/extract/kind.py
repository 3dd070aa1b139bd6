"""What kind of page this is, by what is on it."""

from __future__ import annotations

import re
from itertools import chain
from typing import Any
from urllib.parse import urlsplit

import attrs
import numpy as np

from archive.records import PageKind
from scraper.extract.article_body import Body
from scraper.extract.dom import Document
from scraper.extract.forest import forest
from scraper.extract.kind_features import kind_features
from scraper.extract.marks import Marks
from scraper.extract.missing_pages import is_missing
from scraper.extract.structured import ARTICLE_TYPES, THREAD_TYPES, Head, types_of
from scraper.extract.thread import Thread
from scraper.normalise.urls import comment_page_number

# Characters of text that make an article: fewer where an element is called its body.
_SHORTEST_NAMED, _SHORTEST = 60, 140
_FORUM = re.compile(
    r"phpbb|vbulletin|xenforo|discourse|invision|smf|mybb|vanilla|woltlab|fluxbb|punbb|bbpress|flarum|nodebb|(?<![\w-])ns-talk(?![\w-])",
    re.I,
)
_FORUM_PATH = re.compile(
    r"/(?:forums?|threads?|topics?|t|viewtopic|showthread|discussions?|questions?|board|community|r/[^/]+/comments)(?:[/.?]|$)|/comments/?(?:\?|$)|yabb\.(?:pl|cgi)|viewtopic\.php|showthread|topic=|/index\.php\?topic",
    re.I,
)
_TOPICS = frozenset(("bbpress", "single-topic"))
_ARCHIVES = frozenset(("archive", "search-results"))
_SINGLES = frozenset(("single", "single-post"))
_POSTS = frozenset(("single-post", "single-article", "single-news"))
# `single-product`, `single-forum`: what a plugin or a theme keeps beside posts. `single-format-standard` tells a post's form.
_OWN_TYPE = re.compile(r"single-(?!format)")
_NEWEST_POSTS = frozenset(("home", "blog"))
_NUMBERED = re.compile(r"(?<!\S)(?:postid|page-id)-\d+")
_LISTING_CLASSES = re.compile(r"(?<![a-z-])(?:archive|blog|home|category|tag|search|search-results|paged)(?![a-z-])")
_SINGLE_CLASSES = re.compile(r"(?<![a-z-])(?:single|singular|single-post|page-template-default|page)(?![a-z-])")


@attrs.frozen
class Votes:
    """What forests say of a page.

    Attributes:
        values: what they were told.
        chances: of each of the `KINDS`.
    """

    values: tuple[float, ...]
    chances: tuple[float, ...]


def judge_kind(
    document: Document,
    head: Head,
    items: list[dict[str, Any]],
    body: Body | None,
    body_text: str,
    thread: Thread | None,
    marks: Marks,
    url: str,
) -> tuple[PageKind, str, float, Votes | None]:
    """The kind, the rule that told it, its confidence, and what forests say, where they were asked."""
    teasers = teasers_of(document, marks)
    if comment_page_number(url) is not None and thread is not None:
        return PageKind.COMMENTS, "address", 0.95, None
    if thread is None and is_missing(document, head, body_text):
        return PageKind.OTHER, "not-found", 0.95, None
    classes = next((node.names for node in document.nodes if node.tag == "body"), "")
    if (told := _by_words_of_template(set(classes.split()), body, thread)) is not None:
        return *told, None
    if thread is not None and body is not None and len(thread.records) >= _MANY and body.spoken >= _ALL:
        return PageKind.THREAD, "posts-alone", 0.95, None
    votes = None
    if len(document.nodes) >= _FEW_NODES:
        values = kind_features(document, head, items, body, len(body_text), thread, marks, teasers, url)
        votes = by_forests(values)
        chance = max(votes.chances)
        kind = KINDS[votes.chances.index(chance)]
        if chance >= _SURE and not (kind is PageKind.LISTING and _speaks_for_itself(thread, chance)):
            if kind is PageKind.ARTICLE and thread is None and _is_front_page(url):
                return PageKind.LISTING, "front-page", 0.7, votes
            return kind, "forests", round(chance, 3), votes
    types = {kind for item in items for kind in types_of(item)}
    if types & THREAD_TYPES or (thread is not None and _is_forum(head, classes, url)):
        return PageKind.THREAD, "forum", 0.9, votes
    told = (
        _by_template(classes, body, url, thread, _lists_teasers(teasers, body_text))
        or _by_type(types, head, body_text, thread, teasers)
        or _by_content(document, body, body_text, thread, teasers)
    )
    return *told, votes


# So many posts that hold nearly all that reads like the page's text are no comments on something else.
_MANY, _ALL = 10, 0.9
# The forests were fitted on real pages, which have hundreds of nodes; of smaller ones, and where they are unsure, rules say more.
_FEW_NODES = 150
_SURE = 0.4
# A list of posts looks like one of links; what is called comments is none.
_SURER = 0.6
KINDS = (PageKind.ARTICLE, PageKind.THREAD, PageKind.LISTING, PageKind.OTHER)


def _speaks_for_itself(thread: Thread | None, chance: float) -> bool:
    """Whether there are comments for sure, though the page looks like a list: some of them answer others, or the vote is close."""
    if thread is None or len(thread.comments) <= 1 or thread.confidence < 0.9:
        return False
    return chance < _SURER or any(comment.parent_key is not None for comment in thread.comments)


def by_forests(values: list[float]) -> Votes:
    """The chance of each kind among all."""
    forests = forest("kind", *(kind.value for kind in KINDS))
    odds = np.exp(np.clip(forests.scores(forests.possible(np.array([values]).astype(np.int64).T))[0], -50.0, 50.0))
    return Votes(tuple(values), tuple((odds / odds.sum()).tolist()))


def _by_words_of_template(
    classes: set[str], body: Body | None, thread: Thread | None
) -> tuple[PageKind, str, float] | None:
    """What the classes that WordPress itself writes on the body element say: they are right whatever the page looks like."""
    is_listing = bool(classes & _ARCHIVES) or classes >= _NEWEST_POSTS
    if is_listing and not classes & _SINGLES:
        return PageKind.LISTING, "body-class", 0.97
    if is_listing or body is None:
        return None
    if thread is not None and classes >= _TOPICS:
        return PageKind.THREAD, "body-class", 0.97
    if any(map(_OWN_TYPE.match, classes)) and not classes & _POSTS:
        return None
    numbered = _NUMBERED.search(" ".join(classes))
    # A page without a thread may be a form or a shop; one on which readers talk is read like an article.
    is_talked_on = thread is not None and any(" depth-" in record.names for record in thread.records)
    if numbered and (classes & _SINGLES or ("page" in classes and is_talked_on)):
        return PageKind.ARTICLE, "body-class", 0.97
    return None


def _is_front_page(url: str) -> bool:
    parts = urlsplit(url)
    return parts.path in ("", "/") and not parts.query


def _by_template(
    classes: str, body: Body | None, url: str, thread: Thread | None, lists_teasers: bool
) -> tuple[PageKind, str, float] | None:
    """What the template's name on the body element says, or the bare address of a front page."""
    is_single = _SINGLE_CLASSES.search(classes) and "blog" not in classes.split()
    if is_single and body is not None and (thread is not None or not lists_teasers):
        return PageKind.ARTICLE, "body-class", 0.95
    if _LISTING_CLASSES.search(classes) and not _SINGLE_CLASSES.search(classes):
        return PageKind.LISTING, "body-class", 0.9
    if _is_front_page(url) and thread is None:
        return PageKind.LISTING, "front-page", 0.8
    return None


def _by_type(
    types: set[str], head: Head, body_text: str, thread: Thread | None, teasers: int
) -> tuple[PageKind, str, float] | None:
    """What structured data calls the page, checked against what is on it."""
    og_type = (head.first("og:type") or "").lower()
    if types & (ARTICLE_TYPES - {"CreativeWork"}) or og_type.startswith("article"):
        is_article = len(body_text) > 200 or thread is not None or teasers < 8
        return (PageKind.ARTICLE, "type", 0.9) if is_article else (PageKind.LISTING, "teasers", 0.6)
    if thread is None and ("Product" in types or "product" in og_type):
        return PageKind.OTHER, "type", 0.85
    return None


def _by_content(
    document: Document, body: Body | None, body_text: str, thread: Thread | None, teasers: int
) -> tuple[PageKind, str, float]:
    """What the page is made of: comments, text, or headings and lines that lead elsewhere."""
    if thread is not None and body is not None:
        if body.spoken >= _ALL and len(thread.comments) > 1:
            return PageKind.THREAD, "posts-alone", 0.8
        said = sum(len(comment.text) for comment in thread.comments)
        if len(body_text) < 200 and len(thread.comments) >= 2 and said > 3 * len(body_text):
            return PageKind.THREAD, "mostly-comments", 0.6
        return PageKind.ARTICLE, "body-and-comments", 0.9
    if thread is not None:
        return PageKind.THREAD, "comments-alone", 0.8
    if _lists_teasers(teasers, body_text):
        return PageKind.LISTING, "teasers", 0.75
    if body is not None and _is_index(document, body):
        return PageKind.LISTING, "links", 0.7
    if body is not None and len(body_text) >= (_SHORTEST_NAMED if body.rule != "density" else _SHORTEST):
        return PageKind.ARTICLE, "text", 0.7
    return (PageKind.LISTING, "teasers", 0.5) if teasers >= 3 else (PageKind.OTHER, "nothing", 0.6)


def _lists_teasers(teasers: int, body_text: str) -> bool:
    """Whether headings that lead elsewhere are what the page is there for."""
    return teasers >= 4 and teasers * 250 > len(body_text)


def _is_index(document: Document, body: Body) -> bool:
    """Whether the body is lines that lead elsewhere: many links, a quarter of its text, and no paragraph."""
    node = body.node
    if node.linked * 4 < node.length or any(
        n.tag == "p" and n.length > 100 and n.linked * 2 < n.length for n in document.inside(node)
    ):
        return False
    return (
        len({n.get("href") for n in document.inside(node) if n.tag == "a" and n.length and "#" not in n.get("href")})
        >= 4
    )


def _is_forum(head: Head, classes: str, url: str) -> bool:
    return bool(_FORUM.search(head.first("generator") or "") or _FORUM.search(classes) or _FORUM_PATH.search(url))


def teasers_of(document: Document, marks: Marks) -> int:
    """Headings that lead to other pages, outside of asides."""
    if not marks.teasers:
        return 0
    named = (node for node in document.named_with("related", "sidebar", "widget") if node.tag != "body")
    beside = document.mask(chain(document.elements("aside", "nav", "footer"), named))
    parents = (document.nodes[index].parent for index in marks.teasers)
    return sum(parent is not None and not beside[parent.index] for parent in parents)
