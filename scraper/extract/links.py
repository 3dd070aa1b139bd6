"""Addresses a page names, and what it says they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from archive.records import Link, Relation
from scraper.extract.dom import Document, Node
from scraper.extract.names import BITS, matcher
from scraper.extract.structured import Head
from scraper.normalise.traps import is_trap
from scraper.normalise.urls import (
    article_address,
    canonical_url,
    comment_page_number,
    is_page,
    join,
    same_site,
    site_of,
)

_FEED = re.compile(r"(?:rss|atom)\+xml|feed\+json", re.I)
_LISTING = re.compile(
    r"/page/\d+/?$|[?&](?:paged?|offset|start)=\d+|/(?:category|categories|tag|tags|archives?|author|authors|section|topics?)(?:/|$)|/\d{4}(?:/\d{1,2}){0,2}/?$",
    re.I,
)
_RECENT = BITS["recent_comments"]
_HOST = re.compile(r"(?:https?:)?//([^/?#]+)", re.I)
_PART = re.compile(r"^/?(?P<part>\d{1,2})/?$")
# A form for an answer, one for each comment of a WordPress page: a trap that is known before it is joined.
_ANSWER = "?replytocom="
_NUMBERED_QUERY = re.compile(r"[?&](?:page|part|pagina|seite)=\d")
_PART_QUERY = re.compile(r"(?:^|&)(?:page|part|pagina|seite)=(?P<part>\d{1,2})(?:&|$)")


def read_links(document: Document, head: Head, url: str) -> tuple[Link, ...]:
    """All addresses of the same site that may hold something, each once, with the strongest relation."""
    found: dict[str, Link] = {}
    url = base_address(document, url)
    for link in (*_feeds(head, url), *_anchors(document, url)):
        known = found.get(link.url)
        if known is None or known.relation is Relation.OTHER:
            found[link.url] = link
    return tuple(found.values())


def base_address(document: Document, url: str) -> str:
    """What the page's relative addresses are relative to: its `base` element, where that names its own site."""
    for node in document.elements("base"):
        if (target := join(url, node.get("href"))) and same_site(url, target):
            return target
    return url


def _feeds(head: Head, url: str) -> Iterator[Link]:
    for node in head.links:
        rel = (node.attributes.get("rel") or "").lower().split()
        target = join(url, node.get("href"))
        if target is None:
            continue
        if "alternate" in rel and _FEED.search(node.get("type")):
            comments = (
                "comment" in (node.get("title") + node.get("href")).lower() or "kommentar" in node.get("title").lower()
            )
            yield Link(url=canonical_url(target), relation=Relation.COMMENT_FEED if comments else Relation.FEED)
        elif ("next" in rel or "prev" in rel) and same_site(url, target):
            yield Link(url=canonical_url(target), relation=Relation.OTHER)


def _anchors(document: Document, url: str) -> Iterator[Link]:
    own = site_of(url)
    seen: dict[str, Relation] = {}
    recent = document.mask(document.called(_RECENT))
    for node in document.elements("a", "area"):
        if not (href := node.attributes.get("href")):
            continue
        host = _HOST.match(href)
        if (
            (host and host[1].lower().removeprefix("www.") != own)
            or href[0] == "#"
            or _ANSWER in href.partition("#")[0]
        ):
            continue
        if seen.get(href, Relation.OTHER) is not Relation.OTHER:
            continue
        target = join(url, href)
        # The host was looked at above, or it is the page's own: only what is left must be asked where it leads.
        is_own = host is not None or (href[0] == "/" and href[1:2] not in {"/", "\\"})
        if target is None or (not is_own and site_of(target) != own):
            continue
        target = canonical_url(target)
        if is_trap(target) or not is_page(target):
            continue
        seen[href] = _relation(node, target, recent)
        rel = (node.attributes.get("rel") or "").lower().split()
        yield Link(url=target, relation=seen[href], nofollow="nofollow" in rel)


def _relation(node: Node, target: str, recent: bytearray) -> Relation:
    if comment_page_number(target) is not None:
        return Relation.COMMENT_PAGE
    if _LISTING.search(target):
        return Relation.LISTING
    rel = (node.attributes.get("rel") or "").lower().split()
    heading = node.parent is not None and node.parent.tag in ("h1", "h2", "h3", "h4")
    if "bookmark" in rel or heading:
        return Relation.ARTICLE
    if node.parent is not None and recent[node.parent.index]:
        return Relation.SIDEBAR
    return Relation.OTHER


def article_parts(document: Document, url: str) -> tuple[dict[int, str], int]:
    """Addresses of the other parts of a divided article by number, and which part this page is.

    `/post/2/` and `?page=2` are parts only where the page links `/post/` or other parts that way.
    """
    base, own = _without_part(article_address(url))
    parts: dict[int, str] = {}
    whole = base.rstrip("/")
    for node in document.elements("a") if own > 1 else _numbered(document):
        href = node.attributes.get("href")
        if node.length > 40 or not href:
            continue
        # Parts end in a number, or are numbered by their query; the first may be named without either.
        if not (_may_be_part(href) or whole.endswith(href.rstrip("/"))) or "comment-page" in href:
            continue
        if not any(a.names and a.tag not in ("body", "html") and _PAGER(a.names) for a in node.ancestors()):
            continue
        target = join(url, href)
        if target is None:
            continue
        target_base, number = _without_part(canonical_url(target))
        if target_base.rstrip("/") == base.rstrip("/") and number != own:
            parts[number] = canonical_url(target)
    return (parts, own) if parts else ({}, 1)


# What holds the links to an article's parts.
_PAGER = matcher(
    r"page-?link|post-?page|page-?nav|pagelink|multipage|article-?pag|pagination|entry-content|entry|post-content|articlepages"
)


def _numbered(document: Document) -> list[Node]:
    """The links that may lead to another part than the first."""
    return [
        node
        for node in document.elements("a")
        if (href := node.attributes.get("href")) and (href[-2:].strip("/").isdigit() or "=" in href)
    ]


def _may_be_part(href: str) -> bool:
    last = href.removesuffix("/").rpartition("/")[2]
    return (len(last) < 3 and last.isdigit()) or ("=" in href and _NUMBERED_QUERY.search(href) is not None)


def _without_part(url: str) -> tuple[str, int]:
    parts = urlsplit(url)
    head, _, last = parts.path.rstrip("/").rpartition("/")
    if (
        (found := _PART.match(last))
        and head
        and not head.endswith("/page")
        and not re.search(r"/\d{4}(?:/\d\d)?$", head)
    ):
        return url.replace(parts.path, head + "/"), int(found["part"])
    if query := _PART_QUERY.search(parts.query):
        rest = _PART_QUERY.sub("", parts.query).strip("&")
        return url.replace("?" + parts.query, f"?{rest}" if rest else ""), int(query["part"])
    return url, 1


def canonical_link(head: Head, url: str) -> str | None:
    """The address the page calls its own: `link rel=canonical`, else `og:url`."""
    for node in head.links:
        if "canonical" in (node.attributes.get("rel") or "").lower().split() and (
            target := join(url, node.get("href"))
        ):
            return canonical_url(target)
    return canonical_url(named) if (named := join(url, head.first("og:url"))) else None
