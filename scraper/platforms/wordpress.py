"""WordPress: what its markup cannot tell, asked of the REST API it names in every page's head.

- The site's time zone: themes print local times without one.
- The author of a page whose theme prints no byline, by oEmbed.
- The words and the time of a pingback: themes print its title alone. The API's lists leave pingbacks out, but a
  single one can be asked for.
- The words of a comment that shows none: block themes take "0" for nothing.

All of it is public, linked from the page (`link rel="https://api.w.org/"`), and asked for once.

Source: REST API Handbook (`/wp/v2/comments/<id>`, the index route), oEmbed 1.0.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import attrs

from archive.records import Article, Comment, CommentKind, CommentState, Extractor, Link, Page, PageKind, Relation
from scraper.extract.dom import Document, parse
from scraper.extract.render import text_of
from scraper.extract.structured import Head
from scraper.normalise.urls import article_address, canonical_url, join
from scraper.platforms import wordpress_api
from scraper.platforms.answers import Answer, Platform

_API = "https://api.w.org/"
_OEMBED = "json+oembed"
_COMMENT = re.compile(r"/wp/v2/comments/(\d+)$")


def supplements(head: Head, page: Page) -> Iterator[Link]:
    """The endpoints that tell what this page leaves out."""
    root = _root(head, page)
    if root is None:
        return
    yield Link(url=root, relation=Relation.SUPPLEMENT)
    if page.article is not None and page.article_url and not page.article.authors and page.kind is PageKind.ARTICLE:
        oembed = next((join(page.url, n.get("href")) for n in head.links if _OEMBED in n.get("type")), None)
        if oembed is not None:
            yield Link(url=canonical_url(oembed), relation=Relation.SUPPLEMENT)
    for comment in page.comments:
        if not comment.text and comment.state is CommentState.VISIBLE and comment.key.isdigit():
            yield Link(
                url=canonical_url(f"{root.rstrip('/')}/wp/v2/comments/{comment.key}"), relation=Relation.SUPPLEMENT
            )


def _root(head: Head, page: Page) -> str | None:
    found = next((join(page.url, n.get("href")) for n in head.links if n.get("rel") == _API), None)
    return canonical_url(found) if found else None


def _find(document: Document, head: Head, page: Page) -> Iterator[Link]:  # noqa: ARG001 (the signature of a platform)
    return supplements(head, page)


def _read(answer: Answer) -> Page | None:
    found = wordpress_api.read_list(answer)
    if found is not None:
        return found
    supplement = read_supplement(answer.data, url=answer.url, fetched_at=answer.fetched_at, extractor=answer.extractor)
    if supplement is None or "routes" not in answer.data:
        return supplement
    return attrs.evolve(
        wordpress_api.read_index(answer, supplement.time_zone), source=supplement.source, is_supplement=True
    )


def read_supplement(data: Any, *, url: str, fetched_at: datetime, extractor: Extractor) -> Page | None:
    """What an endpoint's answer tells, as a page that fills gaps; None where it is none of ours."""
    if not isinstance(data, dict):
        return None
    found = Page(url=url, kind=PageKind.OTHER, fetched_at=fetched_at, extractor=extractor, is_supplement=True)
    if "timezone_string" in data and "namespaces" in data:
        return attrs.evolve(found, time_zone=_zone(data))
    if _COMMENT.search(urlsplit(url).path) or _COMMENT.search(url):
        return _comment_page(found, data)
    if (
        data.get("version") == "1.0"
        and data.get("author_name")
        and (target := parse_qs(urlsplit(url).query).get("url"))
    ):
        article = Article(url=article_address(target[0]), authors=(str(data["author_name"]),))
        return attrs.evolve(found, article=article, article_url=article.url)
    return None


def _zone(data: dict[str, Any]) -> str | None:
    """The IANA name, or the fixed offset as `Etc/GMT…` names it (whole hours only), of the index route."""
    if data.get("timezone_string"):
        return str(data["timezone_string"])
    offset = data.get("gmt_offset")
    try:
        hours = float(offset) if offset is not None else 0.0
    except (TypeError, ValueError):
        return None
    return f"Etc/GMT{-int(hours):+d}" if -12 <= hours <= 14 and hours == int(hours) else None


def _comment_page(page: Page, data: dict[str, Any]) -> Page | None:
    content, link = data.get("content"), data.get("link")
    if not isinstance(content, dict) or not isinstance(link, str) or "id" not in data:
        return None
    document = parse(str(content.get("rendered") or ""))
    kind = str(data.get("type") or "comment")
    comment = Comment(
        key=str(data["id"]),
        author=unescape(str(data.get("author_name") or "")) or None,
        published_raw=f"{data['date_gmt']}Z" if data.get("date_gmt") else None,
        text=text_of(document, document.nodes[0]),
        html=str(content.get("rendered") or "") or None,
        url=link,
        kind=CommentKind(kind) if kind in set(CommentKind) else CommentKind.COMMENT,
    )
    return attrs.evolve(page, comments=(comment,), article_url=article_address(link))


PLATFORM = Platform(
    name=wordpress_api.NAME,
    find=_find,
    root=lambda document, head, page: _root(head, page),  # noqa: ARG005 (the signature of a platform)
    read=_read,
    entry_points=wordpress_api.entry_points,
)
