"""Ghost: posts by the Content API, whose public key stands in every page, and the comments of its members.

Fingerprint: scripts with `data-key` and `data-api` (search, portal, comments) or, of a post, with `data-ghost-comments`.

    data-api/posts/?key=…&include=authors,tags&page=N       posts, a hundred at a time
    SITE/members/api/comments/post/ID/?page=N               their comments, each with its first replies
    SITE/members/api/comments/ID/replies/                   the other replies

Source: Ghost Content API documentation (`posts`, pagination); the comments endpoints are those that Ghost's own comments
script asks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from archive.records import Article, Comment, CommentState, Link, Page
from scraper.extract.dom import Document
from scraper.extract.structured import Head
from scraper.normalise.urls import article_address, join
from scraper.platforms.answers import (
    ARTICLE,
    Answer,
    Known,
    Platform,
    address,
    endpoint,
    followed_by,
    inside,
    key_of,
    line,
    objects,
    whole_number,
    words,
)

NAME = "ghost"
_POSTS = re.compile(r"/content/posts/?\?")
_COMMENTS = re.compile(r"(.+?/members/api/comments/)(?:post/\w+|\w+/replies)/?\?")
_AT_ONCE = 100


def _find(document: Document, head: Head, page: Page) -> Iterator[Link]:  # noqa: ARG001 (the signature of a platform)
    for script in document.elements("script"):
        site, post = join(page.url, script.get("data-ghost-comments")), script.get("data-post-id")
        if site is not None and post:
            yield _comments_of(site, post, page.article_url or article_address(page.url))


def _root(document: Document, head: Head, page: Page) -> str | None:  # noqa: ARG001
    found = [(join(page.url, s.get("data-api")), s.get("data-key")) for s in document.elements("script")]
    api = next(((url, key) for url, key in found if url and key and url.rstrip("/").endswith("/content")), None)
    if api is None:
        return None
    talks = any(
        s.get("data-ghost-comments-counts-api") or s.get("data-ghost-comments") for s in document.elements("script")
    )
    link = endpoint(
        f"{api[0].rstrip('/')}/posts/", key=api[1], include="authors,tags", limit=_AT_ONCE, page=1, comments=int(talks)
    )
    return link.url


def _entry_points(root: str, known: Known | None) -> tuple[Link, ...]:
    """The posts; on a later visit those that were changed since, and the comments of all."""
    if known is None or known.modified is None or "comments=1" in root:
        return (endpoint(root),)
    return (endpoint(root, filter=f"updated_at:>'{known.modified:%Y-%m-%d %H:%M:%S}'"),)


def _comments_of(site: str, post: str, article: str) -> Link:
    return endpoint(
        f"{site.rstrip('/')}/members/api/comments/post/{post}/", limit=_AT_ONCE, page=1, **{ARTICLE: article}
    )


def _read(answer: Answer) -> Page | None:
    if _POSTS.search(answer.url) and inside(answer.data, "posts") is not None:
        return _read_posts(answer)
    if (found := _COMMENTS.match(answer.url)) and inside(answer.data, "comments") is not None and answer.article_url:
        return _read_comments(answer, answer.article_url, found[1])
    return None


def _read_posts(answer: Answer) -> Page:
    threads, links = [], []
    for post in objects(answer.data["posts"]):
        url = address(post.get("url"))
        if url is None:
            continue
        threads.append(answer.thread(article_address(url), article=_article(post, article_address(url))))
        key = key_of(post.get("id"))
        if answer.parameter("comments") == "1" and key:
            parts = urlsplit(url)
            links.append(_comments_of(f"{parts.scheme}://{parts.netloc}/", key, article_address(url)))
    return answer.tells(*threads, links=(*_next(answer), *links))


def _next(answer: Answer) -> Iterator[Link]:
    following = whole_number(inside(answer.data, "meta", "pagination", "next"))
    if following is not None:
        yield followed_by(answer, page=following)


def _article(post: dict[str, Any], url: str) -> Article:
    text, html = words(post.get("html"))
    return Article(
        url=url,
        title=line(post.get("title")),
        authors=tuple(name for one in objects(post.get("authors")) if (name := line(one.get("name")))),
        published_raw=line(post.get("published_at")),
        modified_raw=line(post.get("updated_at")),
        tags=tuple(name for one in objects(post.get("tags")) if (name := line(one.get("name")))),
        description=line(post.get("custom_excerpt")),
        image=address(post.get("feature_image")),
        text=text,
        html=html,
    )


def _read_comments(answer: Answer, article: str, base: str) -> Page:
    comments, links = [], list(_next(answer))
    parent = re.search(r"/(\w+)/replies/?\?", answer.url)
    for one in objects(answer.data["comments"]):
        comment = _comment(one, article, parent[1] if parent else None)
        if comment is None:
            continue
        replies = objects(one.get("replies"))
        comments.append(comment)
        comments += [reply for data in replies if (reply := _comment(data, article, comment.key))]
        if (whole_number(inside(one, "count", "replies")) or 0) > len(replies):
            links.append(endpoint(f"{base}{comment.key}/replies/", limit=_AT_ONCE, page=1, **{ARTICLE: article}))
    stated = whole_number(inside(answer.data, "meta", "pagination", "total")) if parent is None else None
    return answer.tells(answer.thread(article, comments, is_whole=not links and stated == len(comments)), links=links)


def _comment(data: dict[str, Any], article: str, parent: str | None) -> Comment | None:
    """A comment; a reply to a reply says which (`in_reply_to_id`), though it is shown below the same comment."""
    key = key_of(data.get("id"))
    if key is None:
        return None
    text, html = words(data.get("html"))
    likes = whole_number(inside(data, "count", "likes"))
    is_there = data.get("status", "published") == "published"
    return Comment(
        key=key,
        parent_key=key_of(data.get("in_reply_to_id")) or parent,
        author=line(inside(data, "member", "name")),
        author_avatar=address(inside(data, "member", "avatar_image")),
        published_raw=line(data.get("created_at")),
        text=text if is_there else "",
        html=html if is_there else None,
        score=likes,
        upvotes=likes,
        url=f"{article}#ghost-comments-{key}",
        state=CommentState.VISIBLE if is_there else CommentState.REMOVED,
        parent_rule="api",
        parent_confidence=1.0,
    )


PLATFORM = Platform(name=NAME, find=_find, root=_root, read=_read, entry_points=_entry_points)
