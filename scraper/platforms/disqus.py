"""Disqus: the thread as its embedded frame has it, and its further pages by the threads API.

Fingerprint: a box `id="disqus_thread"` and the forum's short name, in a script's address (`FORUM.disqus.com/embed.js`) or
in `disqus_shortname = "FORUM"`.

    disqus.com/embed/comments/?f=FORUM&t_u=URL              a page that holds the thread's first posts as JSON
    disqus.com/api/3.0/threads/listPostsThreaded?thread=ID  further ones, by the public key that the frame names

Pages that name the thread otherwise than by its address say so (`disqus_identifier`, `this.page.identifier`).

Its old WordPress plugin also writes the comments into the page, under WordPress's numbers, which Disqus does not tell.

Source: Disqus API documentation (`threads/listPosts`, cursors), Universal embed code (configuration variables).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

import orjson

from archive.records import Comment, CommentState, Link, Page, PageKind
from scraper.extract.dom import Document, parse
from scraper.extract.structured import Head
from scraper.normalise.urls import article_address
from scraper.platforms.answers import (
    ARTICLE,
    Answer,
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

_EMBED = "https://disqus.com/embed/comments/"
_POSTS = "https://disqus.com/api/3.0/threads/listPostsThreaded"
_HOST = re.compile(r"//([\w-]+)\.disqus\.com/(?:embed|count)\.js")
_NAME = re.compile(r"disqus_shortname\s*[=:]\s*[\"']([\w-]+)[\"']")
_ELSE = re.compile(r"(?:disqus_|this\.page\.)(identifier|url)\s*=\s*[\"']([^\"']+)[\"']")
_AT_ONCE = 100


def _find(document: Document, head: Head, page: Page) -> Iterator[Link]:  # noqa: ARG001 (the signature of a platform)
    if page.kind is PageKind.LISTING or not _has_box(document):
        return
    scripts = [text for _, text in document.scripts]
    found = next((name for script in scripts for name in (*_HOST.findall(script), *_NAME.findall(script))), None)
    if found is None:
        return
    stated = {name: value for script in scripts for name, value in _ELSE.findall(script)}
    article = page.article_url or article_address(page.url)
    parameters = {"base": "default", "f": found, "t_u": stated.get("url") or page.canonical_url or article}
    if "identifier" in stated:
        parameters["t_i"] = stated["identifier"]
    yield endpoint(_EMBED, **parameters, **{ARTICLE: article})


def _has_box(document: Document) -> bool:
    """Whether Disqus is on the page; a saved page may have lost the scripts that name the forum."""
    return any(node.get("id") == "disqus_thread" for node in document.named)


def _read(answer: Answer) -> Page | None:
    if not isinstance(answer.data, dict) or "cursor" not in answer.data or answer.article_url is None:
        return None
    response = answer.data.get("response")
    if isinstance(response, dict):
        return _read_frame(answer, response)
    return _read_posts(answer, objects(response)) if isinstance(response, list) else None


def _read_frame(answer: Answer, response: dict[str, Any]) -> Page:
    posts, article = objects(response.get("posts")), answer.article_url or ""
    thread, forum = key_of(inside(response, "thread", "id")), line(answer.parameter("f"))
    key = line(inside(answer.data, "session", "apiKey")) or line(inside(answer.data, "forum", "apiKey"))
    links = []
    if inside(answer.data, "cursor", "hasNext") and thread and key:
        parameters: dict[str, str | int] = {
            "thread": thread,
            "forum": forum or "",
            "limit": _AT_ONCE,
            "order": "asc",
            "api_key": key,
        }
        links.append(endpoint(_POSTS, **parameters, **{ARTICLE: article}))
    stated = whole_number(inside(response, "thread", "posts"))
    is_whole = not inside(answer.data, "cursor", "hasNext") and stated == len(posts)
    return answer.tells(
        answer.thread(article, _comments(posts, article), stated=stated, is_whole=is_whole, is_numbered_apart=True),
        links=links,
    )


def _read_posts(answer: Answer, posts: list[dict[str, Any]]) -> Page:
    article, following = answer.article_url or "", line(inside(answer.data, "cursor", "next"))
    links = (followed_by(answer, cursor=following),) if inside(answer.data, "cursor", "hasNext") and following else ()
    return answer.tells(answer.thread(article, _comments(posts, article), is_numbered_apart=True), links=links)


def _comments(posts: Iterable[dict[str, Any]], article: str) -> Iterator[Comment]:
    for post in posts:
        key = key_of(post.get("id"))
        if key is None or post.get("isSpam") or post.get("isApproved") is False:
            continue
        text, html = words(post.get("message"))
        avatar = line(inside(post, "author", "avatar", "permalink")) or line(inside(post, "author", "avatar", "cache"))
        created = line(post.get("createdAt"))
        yield Comment(
            key=key,
            parent_key=key_of(post.get("parent")),
            author=line(inside(post, "author", "name")),
            author_url=address(inside(post, "author", "profileUrl")),
            author_avatar=address(f"https:{avatar}" if avatar and avatar.startswith("//") else avatar),
            published_raw=f"{created}Z" if created and not created.endswith("Z") else created,
            text="" if post.get("isDeleted") else text,
            html=None if post.get("isDeleted") else html,
            score=whole_number(post.get("points")),
            upvotes=whole_number(post.get("likes")),
            downvotes=whole_number(post.get("dislikes")),
            url=f"{article}#comment-{key}",
            state=CommentState.REMOVED if post.get("isDeleted") else CommentState.VISIBLE,
            parent_rule="api",
            parent_confidence=1.0,
        )


def frame_data(body: bytes, url: str) -> Any:
    """The JSON in an embedded frame; None where the address is another."""
    if not url.startswith(_EMBED):
        return None
    document = parse(body.decode("utf-8", "replace"))
    text = next((text for node, text in document.scripts if node.get("id") == "disqus-threadData"), "null")
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return None


PLATFORM = Platform(name="disqus", find=_find, read=_read, numbers_apart=_has_box)
