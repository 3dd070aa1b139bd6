"""Isso: comments of a page, all in one answer.

Fingerprint: a script with `data-isso`, or a box `id="isso-thread"` beside a script that ends in `embed.min.js`.
Asked: `GET ISSO/?uri=PATH`, the path as the page's box names it (`data-isso-id`), else the page's own.

Source: Isso's API documentation (`GET /`), and the server itself, which the tests start.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from archive.records import Comment, CommentState, Link, Page, PageKind
from scraper.extract.dom import Document
from scraper.extract.structured import Head
from scraper.normalise.urls import article_address, join
from scraper.platforms.answers import (
    ARTICLE,
    Answer,
    Platform,
    address,
    endpoint,
    key_of,
    line,
    objects,
    whole_number,
    words,
)

_SCRIPT = re.compile(r"/js/(?:embed|isso)(?:\.min|\.dev)?\.js$")


def _find(document: Document, head: Head, page: Page) -> Iterator[Link]:  # noqa: ARG001 (the signature of a platform)
    box = next((node for node in document.elements("section", "div") if node.get("id") == "isso-thread"), None)
    server = _server(document, page.url) if box is not None else None
    if box is None or server is None or page.kind is PageKind.LISTING:
        return
    article = page.article_url or article_address(page.url)
    yield endpoint(
        f"{server.rstrip('/')}/", uri=box.get("data-isso-id") or urlsplit(page.url).path, **{ARTICLE: article}
    )


def _server(document: Document, url: str) -> str | None:
    for script in document.elements("script"):
        if named := join(url, script.get("data-isso")):
            return named
        source = join(url, script.get("src"))
        if source and _SCRIPT.search(urlsplit(source).path):
            return _SCRIPT.sub("", source)
    return None


def _read(answer: Answer) -> Page | None:
    data = answer.data
    if (
        not isinstance(data, dict)
        or not {"replies", "total_replies", "config"} <= data.keys()
        or not answer.article_url
    ):
        return None
    comments = list(_comments(data.get("replies"), answer.article_url))
    is_whole = whole_number(data.get("hidden_replies")) == 0 and len(comments) == whole_number(data["total_replies"])
    return answer.tells(
        answer.thread(answer.article_url, comments, is_whole=is_whole, stated=whole_number(data["total_replies"]))
    )


def _comments(data: object, article: str) -> Iterator[Comment]:
    for one in objects(data):
        comment = _comment(one, article)
        if comment is not None:
            yield comment
            yield from _comments(one.get("replies"), article)


def _comment(data: dict[str, Any], article: str) -> Comment | None:
    key, parent = key_of(data.get("id")), key_of(data.get("parent"))
    if key is None:
        return None
    text, html = words(data.get("text"))
    created = data.get("created")
    likes, dislikes = whole_number(data.get("likes")), whole_number(data.get("dislikes"))
    at = datetime.fromtimestamp(created, UTC) if isinstance(created, int | float) and 0 < created < 2**33 else None
    return Comment(
        key=key,
        parent_key=parent,
        author=line(data.get("author")),
        author_url=address(data.get("website")),
        published_raw=at.strftime("%Y-%m-%dT%H:%M:%SZ") if at else None,
        text=text,
        html=html,
        upvotes=likes,
        downvotes=dislikes,
        score=likes - dislikes if likes is not None and dislikes is not None else None,
        url=f"{article}#isso-{key}",
        state=CommentState.REMOVED if data.get("mode") == _DELETED else CommentState.VISIBLE,
        parent_rule="api",
        parent_confidence=1.0,
    )


_DELETED = 4
"""The mode of a comment of which only the place is left, since others answer it."""

PLATFORM = Platform(name="isso", find=_find, read=_read)
