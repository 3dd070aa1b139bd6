"""giscus and utterances: comments that live on GitHub, as a discussion or as an issue.

Fingerprint: the scripts `giscus.app/client.js` (`data-repo`, `data-mapping`, …) and `utteranc.es/client.js` (`repo`,
`issue-term` or `issue-number`), each with the site's choice of what names a page's thread.

    giscus.app/api/discussions?repo=…&term=…                a discussion with its comments and their replies
    api.github.com/search/issues?q="TERM" in:title repo:…   which issue it is
    api.github.com/repos/REPO/issues/N/comments?page=N      its comments, which are flat

Source: giscus' advanced usage and the shape that its own widget reads; GitHub REST API (search issues, list issue
comments).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from archive.records import Comment, CommentState, Link, Page, PageKind
from scraper.extract.dom import Document, Node
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

_DISCUSSIONS = "https://giscus.app/api/discussions"
_GITHUB = "https://api.github.com"
_AT_ONCE = 100
_ISSUE_COMMENTS = re.compile(r"/repos/[\w.-]+/[\w.-]+/issues/\d+/comments$")


def _find(document: Document, head: Head, page: Page) -> Iterator[Link]:
    if page.kind is PageKind.LISTING:
        return
    for script in document.elements("script"):
        source = script.get("src")
        if "giscus.app/client.js" in source:
            yield from _discussion(script, head, page)
        elif "utteranc.es/client.js" in source:
            yield from _issue(script, head, page)


def _discussion(script: Node, head: Head, page: Page) -> Iterator[Link]:
    mapping = script.get("data-mapping") or "pathname"
    asked: dict[str, str | int] = {
        "repo": script.get("data-repo"),
        "category": script.get("data-category"),
        "first": _AT_ONCE,
    }
    if mapping == "number":
        asked |= {"number": script.get("data-term"), "term": ""}
    else:
        term = script.get("data-term") if mapping == "specific" else _term(mapping, head, page)
        asked |= {"term": term or "", "number": 0, "strict": "true" if script.get("data-strict") == "1" else "false"}
    yield endpoint(_DISCUSSIONS, **asked, **{ARTICLE: page.article_url or article_address(page.url)})


def _issue(script: Node, head: Head, page: Page) -> Iterator[Link]:
    repository, number = script.get("repo"), script.get("issue-number")
    article = {ARTICLE: page.article_url or article_address(page.url)}
    if number.isdecimal():
        yield endpoint(f"{_GITHUB}/repos/{repository}/issues/{number}/comments", per_page=_AT_ONCE, page=1, **article)
        return
    named = script.get("issue-term")
    term = _term(named, head, page) if named in {"pathname", "url", "title", "og:title"} else named
    if repository and term:
        query = f'"{term}" type:issue in:title repo:{repository}'
        yield endpoint(f"{_GITHUB}/search/issues", q=query, sort="created", order="asc", **article)


def _term(mapping: str, head: Head, page: Page) -> str | None:
    """What names the thread of a page, as both scripts make it out."""
    if mapping == "title":
        return head.title
    if mapping == "og:title":
        return head.first("og:title")
    if mapping == "url":
        return page.url.partition("?")[0]
    path = urlsplit(page.url).path
    return "index" if len(path) < 2 else re.sub(r"\.\w+$", "", path[1:])


def _read(answer: Answer) -> Page | None:
    path, article = urlsplit(answer.url).path, answer.article_url
    if article is None:
        return None
    if isinstance(inside(answer.data, "discussion", "comments"), list):
        return _read_discussion(answer, article)
    if path == "/search/issues" and inside(answer.data, "items") is not None:
        return _read_search(answer, article)
    if _ISSUE_COMMENTS.search(path) and isinstance(answer.data, list):
        return _read_issue(answer, article)
    return None


def _read_discussion(answer: Answer, article: str) -> Page:
    discussion = answer.data["discussion"]
    comments: list[Comment] = []
    for one in objects(discussion["comments"]):
        comments += [comment for data in (one, *objects(one.get("replies"))) if (comment := _comment(data))]
    info = discussion.get("pageInfo")
    cursor = line(inside(info, "endCursor")) if inside(info, "hasNextPage") else None
    links = (followed_by(answer, after=cursor),) if cursor else ()
    tops, replies = whole_number(discussion.get("totalCommentCount")), whole_number(discussion.get("totalReplyCount"))
    stated = tops + replies if tops is not None and replies is not None else None
    return answer.tells(
        answer.thread(article, comments, stated=stated, is_whole=not links and stated == len(comments)), links=links
    )


def _comment(data: dict[str, Any]) -> Comment | None:
    key = key_of(data.get("id"))
    if key is None:
        return None
    text, html = words(data.get("bodyHTML"))
    groups = data.get("reactions")
    counts = (
        [whole_number(inside(group, "count")) or 0 for group in groups.values()] if isinstance(groups, dict) else []
    )
    votes = whole_number(data.get("upvoteCount"))
    is_there = not (data.get("deletedAt") or data.get("isMinimized"))
    return Comment(
        key=key,
        parent_key=key_of(data.get("replyToId")),
        author=line(inside(data, "author", "login")),
        author_url=address(inside(data, "author", "url")),
        author_avatar=address(inside(data, "author", "avatarUrl")),
        published_raw=line(data.get("createdAt")),
        text=text if is_there else "",
        html=html if is_there else None,
        score=votes if votes is not None else sum(counts),
        upvotes=votes,
        url=address(data.get("url")),
        state=CommentState.VISIBLE if is_there else CommentState.REMOVED,
        parent_rule="api",
        parent_confidence=1.0,
    )


def _read_search(answer: Answer, article: str) -> Page:
    """Of several issues of that title the oldest, as the script itself chooses."""
    issue = next(iter(objects(answer.data["items"])), {})
    comments = address(issue.get("comments_url"))
    if comments is None:
        return answer.tells()
    stated = whole_number(issue.get("comments"))
    link = endpoint(comments, per_page=_AT_ONCE, page=1, **{ARTICLE: article})
    return answer.tells(answer.thread(article, stated=stated), links=(link,))


def _read_issue(answer: Answer, article: str) -> Page:
    comments = []
    for data in objects(answer.data):
        key, body = key_of(data.get("id")), line(data.get("body"))
        if key is None:
            continue
        text, html = words(data.get("body_html")) if data.get("body_html") else (body or "", None)
        comments.append(
            Comment(
                key=key,
                author=line(inside(data, "user", "login")),
                author_url=address(inside(data, "user", "html_url")),
                author_avatar=address(inside(data, "user", "avatar_url")),
                published_raw=line(data.get("created_at")),
                text=text,
                html=html,
                url=address(data.get("html_url")),
                parent_rule="api",
                parent_confidence=1.0,
            )
        )
    page = answer.parameter("page") or "1"
    is_full = len(objects(answer.data)) >= _AT_ONCE and page.isdecimal()
    links = (followed_by(answer, page=int(page) + 1),) if is_full else ()
    return answer.tells(answer.thread(article, comments, is_whole=page == "1" and not is_full), links=links)


PLATFORM = Platform(name="github", find=_find, read=_read)
