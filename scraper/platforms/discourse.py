"""Discourse: a forum whose every page is JSON when `.json` is put behind its address.

Fingerprint: `<meta name="generator" content="Discourse …">`.

    /latest.json?no_definitions=true&page=N     topics, thirty at a time, those with the newest posts first
    /t/ID.json                                  a topic: its first twenty posts, and the ids of all
    /t/ID/posts.json?post_ids[]=…               further posts by id

The first post is what the topic is about: the thread's article, and, as in every forum, the first of its posts. Posts
are known by their number in the topic, as permalinks and pages have it.

Source: Discourse API documentation (`/latest.json`, `/t/{id}.json`, `/t/{id}/posts.json`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from archive.records import Article, Comment, CommentState, Link, Page, PageKind, ThreadState
from scraper.extract.dom import Document
from scraper.extract.structured import Head
from scraper.normalise.urls import join
from scraper.platforms.answers import (
    ARTICLE,
    Answer,
    Known,
    Platform,
    endpoint,
    followed_by,
    inside,
    key_of,
    line,
    objects,
    whole_number,
    words,
)

NAME = "discourse"
_TOPIC = re.compile(r"(https?://[^?#]*?)/t/(?:[^/?#]+/)?(\d+)")
_AT_ONCE = 50
"""Posts by id in one answer: addresses stay short enough for every server."""
_REMOVED = 2
"""The type of a post that is only an action (closed, moved): no post."""
_LIKE = 2


def _is_discourse(head: Head) -> bool:
    return (head.first("generator") or "").startswith("Discourse")


def _find(document: Document, head: Head, page: Page) -> Iterator[Link]:  # noqa: ARG001 (the signature of a platform)
    topic = _TOPIC.match(page.url)
    if topic is not None and page.kind is not PageKind.LISTING and _is_discourse(head):
        yield endpoint(f"{topic[1]}/t/{topic[2]}.json")


def _root(document: Document, head: Head, page: Page) -> str | None:  # noqa: ARG001
    if not _is_discourse(head):
        return None
    base = head.first("discourse-base-uri") or ""
    return join(page.url, f"{base.rstrip('/')}/latest.json?no_definitions=true&page=0")


def _entry_points(root: str, known: Known | None) -> tuple[Link, ...]:  # noqa: ARG001 (topics with new posts come first)
    return (endpoint(root),)


def _read(answer: Answer) -> Page | None:
    if inside(answer.data, "topic_list", "topics") is not None:
        return _read_topics(answer)
    topic = _TOPIC.match(answer.url)
    if topic is None or inside(answer.data, "post_stream", "posts") is None:
        return None
    return _read_topic(answer, topic[1]) if "stream" in answer.data["post_stream"] else _read_posts(answer)


def _read_topics(answer: Answer) -> Page:
    base = re.sub(r"/latest\.json.*", "", answer.url)
    topics = objects(inside(answer.data, "topic_list", "topics"))
    ids = [topic_id for topic in topics if (topic_id := key_of(topic.get("id")))]
    links = [endpoint(f"{base}/t/{topic_id}.json") for topic_id in ids]
    page = answer.parameter("page") or "0"
    if inside(answer.data, "topic_list", "more_topics_url") and ids and page.isdecimal():
        links.append(followed_by(answer, page=int(page) + 1))
    return answer.tells(links=links)


def _read_topic(answer: Answer, base: str) -> Page:
    data, stream = answer.data, answer.data["post_stream"]
    url = f"{base}/t/{line(data.get('slug')) or '-'}/{data.get('id')}"
    posts = objects(stream["posts"])
    first = next((post for post in posts if post.get("post_number") == 1), None)
    comments = _comments(posts, url)
    told = [key for post in posts if (key := key_of(post.get("id")))]
    ids = stream["stream"] if isinstance(stream["stream"], list) else []
    further = [key for one in ids if (key := key_of(one)) and key not in told]
    thread = answer.thread(
        url,
        comments,
        article=_article(data, first, url) if first else None,
        is_whole=not further,
        stated=whole_number(data.get("posts_count")),
    )
    return answer.tells(thread, links=_further(f"{base}/t/{data.get('id')}/posts.json", further, url))


def _further(address: str, ids: list[str], url: str) -> Iterator[Link]:
    for start in range(0, len(ids), _AT_ONCE):
        query = "&".join(f"post_ids[]={one}" for one in ids[start : start + _AT_ONCE])
        yield endpoint(f"{address}?{query}", **{ARTICLE: url})


def _read_posts(answer: Answer) -> Page | None:
    if answer.article_url is None or not any(name == "post_ids[]" for name, _ in parse_qsl(urlsplit(answer.url).query)):
        return None
    posts = objects(answer.data["post_stream"]["posts"])
    return answer.tells(answer.thread(answer.article_url, _comments(posts, answer.article_url)))


def _article(data: dict[str, Any], first: dict[str, Any], url: str) -> Article:
    text, html = words(first.get("cooked"))
    name = line(first.get("name")) or line(first.get("username"))
    tags = data.get("tags")
    return Article(
        url=url,
        title=line(data.get("title")),
        authors=(name,) if name else (),
        published_raw=line(first.get("created_at")),
        modified_raw=line(first.get("updated_at")),
        tags=tuple(tag for one in (tags if isinstance(tags, list) else ()) if (tag := line(one))),
        text=text,
        html=html,
        thread_state=ThreadState.CLOSED if data.get("closed") or data.get("archived") else ThreadState.OPEN,
    )


def _comments(posts: Iterable[dict[str, Any]], url: str) -> Iterator[Comment]:
    for post in posts:
        number = whole_number(post.get("post_number"))
        if number is None or post.get("post_type") == _REMOVED:
            continue
        text, html = words(post.get("cooked"))
        likes = [
            whole_number(one.get("count")) or 0
            for one in objects(post.get("actions_summary"))
            if one.get("id") == _LIKE
        ]
        answered = whole_number(post.get("reply_to_post_number"))
        avatar = line(post.get("avatar_template"))
        yield Comment(
            key=str(number),
            parent_key=str(answered) if answered is not None and answered != number else None,
            author=line(post.get("name")) or line(post.get("username")),
            author_url=join(url, f"/u/{post['username']}") if line(post.get("username")) else None,
            author_avatar=join(url, avatar.replace("{size}", "96")) if avatar else None,
            published_raw=line(post.get("created_at")),
            text=text,
            html=html,
            upvotes=sum(likes),
            score=sum(likes),
            url=f"{url}/{number}",
            state=CommentState.REMOVED if post.get("user_deleted") or post.get("hidden") else CommentState.VISIBLE,
            parent_rule="api",
            parent_confidence=1.0,
        )


PLATFORM = Platform(name=NAME, find=_find, root=_root, read=_read, entry_points=_entry_points)
