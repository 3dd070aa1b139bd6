"""Coral: the comments of a story by its GraphQL API, asked by GET.

Fingerprint: a script that calls `Coral.createStreamEmbed({rootURL: "…"})`, with a `storyURL` of its own where it has one.
Asked: `ROOT/api/graphql?query=…&variables=…`, fifty comments at a time with their replies. Installations that take only
the queries of Coral's own scripts refuse it: then the comments stay unknown, as with pages alone.

Source: Coral's GraphQL schema reference (Query.story, Story.comments, Comment).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import orjson

from archive.records import Comment, CommentState, Link, Page, PageKind
from scraper.extract.dom import Document
from scraper.extract.structured import Head
from scraper.normalise.urls import article_address, join
from scraper.platforms.answers import (
    ARTICLE,
    Answer,
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

_ROOT = re.compile(r"rootURL[\"']?\s*:\s*[\"'](https?:[^\"']+|//[^\"']+)[\"']")
_STORY = re.compile(r"storyURL[\"']?\s*:\s*[\"'](https?:[^\"']+)[\"']")
_COMMENT = "id body createdAt deleted parent{id} author{username} actionCounts{reaction{total}}"
_QUERY = (
    "query($url:String!,$after:Cursor){story(url:$url){id commentCounts{totalPublished} "
    "comments(first:50,orderBy:CREATED_AT_ASC,after:$after){edges{node{...c "
    "replies(first:100,orderBy:CREATED_AT_ASC,flatten:true){edges{node{...c}} pageInfo{hasNextPage}}}} "
    f"pageInfo{{hasNextPage endCursor}}}}}}}} fragment c on Comment{{{_COMMENT}}}"
)


def _find(document: Document, head: Head, page: Page) -> Iterator[Link]:  # noqa: ARG001 (the signature of a platform)
    script = next((text for _, text in document.scripts if "createStreamEmbed" in text), None)
    root = join(page.url, found[1]) if script and (found := _ROOT.search(script)) else None
    if root is None or script is None or page.kind is PageKind.LISTING:
        return
    article = page.article_url or article_address(page.url)
    story = found[1] if (found := _STORY.search(script)) else page.canonical_url or article
    variables = orjson.dumps({"url": story}).decode()
    yield endpoint(f"{root.rstrip('/')}/api/graphql", query=_QUERY, variables=variables, **{ARTICLE: article})


def _read(answer: Answer) -> Page | None:
    story, article = inside(answer.data, "data", "story"), answer.article_url
    if not isinstance(story, dict) or "comments" not in story or article is None:
        return None
    comments = list(_comments(story["comments"], article))
    page_info = inside(story, "comments", "pageInfo")
    links: tuple[Link, ...] = ()
    cursor = line(inside(page_info, "endCursor"))
    if inside(page_info, "hasNextPage") and cursor:
        variables = orjson.loads(answer.parameter("variables") or "{}")
        links = (followed_by(answer, variables=orjson.dumps({**variables, "after": cursor}).decode()),)
    stated = whole_number(inside(story, "commentCounts", "totalPublished"))
    return answer.tells(
        answer.thread(article, comments, stated=stated, is_whole=not links and stated == len(comments)), links=links
    )


def _comments(connection: object, article: str) -> Iterator[Comment]:
    for edge in objects(inside(connection, "edges")):
        node = edge.get("node")
        comment = _comment(node, article) if isinstance(node, dict) else None
        if comment is not None:
            yield comment
            yield from _comments(inside(node, "replies"), article)


def _comment(node: dict[str, Any], article: str) -> Comment | None:
    key = key_of(node.get("id"))
    if key is None:
        return None
    text, html = words(node.get("body"))
    reactions = whole_number(inside(node, "actionCounts", "reaction", "total"))
    return Comment(
        key=key,
        parent_key=key_of(inside(node, "parent", "id")),
        author=line(inside(node, "author", "username")),
        published_raw=line(node.get("createdAt")),
        text=text,
        html=html,
        score=reactions,
        upvotes=reactions,
        url=f"{article}{'&' if '?' in article else '?'}commentID={key}",
        state=CommentState.REMOVED if node.get("deleted") else CommentState.VISIBLE,
        parent_rule="api",
        parent_confidence=1.0,
    )


PLATFORM = Platform(name="coral", find=_find, read=_read)
