"""Comments in the state that a page hands to its scripts: JSON of frameworks and forums, where the page shows none itself.

Next.js (`__NEXT_DATA__`), Nuxt, Apollo and Redux dumps, JSON:API documents and Discourse's preloaded topics name things
differently, but a comment is told everywhere by the same: an object with words, with a writer or a time, in a list of its
like that is called comments, posts, replies or answers (or whose type is).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import attrs

from archive.records import Comment
from scraper.extract.comment_keys import fingerprint
from scraper.extract.dom import Document, parse
from scraper.extract.render import text_of
from scraper.normalise.text import clean_line
from scraper.normalise.urls import join

Item = dict[str, Any]

_ASSIGNED = re.compile(
    r"(?:window|self|globalThis)?\.?_*[A-Za-z_$]*(?:STATE|NUXT|DATA|STORE|APOLLO|REDUX)[A-Za-z_$]*\s*=\s*(?=[{\[])",
    re.I,
)
_CALLED = re.compile(r"comment|post|repl|answer|messages?$|response|discussion", re.I)
_TEXTS = ("contentHtml", "bodyHtml", "body_html", "cooked", "renderedBody", "htmlBody", "messageHtml", "message_html", "html", "body", "content", "text", "message", "comment", "commentBody", "raw", "markdown", "rawText", "textContent")  # fmt: skip
_TIMES = ("createdAt", "created_at", "createdDate", "created", "creationDate", "created_utc", "createdUtc", "publishedAt", "published_at", "published", "postedAt", "posted_at", "date", "time", "timestamp", "dateCreated", "datePublished")  # fmt: skip
_WRITERS = ("author", "user", "creator", "createdBy", "poster", "owner", "member", "profile", "commenter", "postedBy", "account", "writer", "authorName", "username", "userName", "displayName", "author_name", "nickname", "name")  # fmt: skip
_NAMES = (
    "displayName",
    "display_name",
    "name",
    "username",
    "userName",
    "nickname",
    "screenName",
    "fullName",
    "login",
    "slug",
)
_KEYS = ("id", "_id", "commentId", "comment_id", "uuid", "postId", "legacyId", "key", "post_number", "number")
_PARENTS = ("parentId", "parent_id", "parentCommentId", "parent_comment_id", "parent", "replyTo", "inReplyTo", "in_reply_to", "replyToId", "reply_to_post_number", "parentUuid", "inReplyToId")  # fmt: skip
_CHILDREN = ("replies", "children", "comments", "answers", "responses", "childComments", "kids")
_LINKS = ("url", "permalink", "link", "href", "permalinkUrl")
_TITLES = ("title", "headline", "slug")
_TYPES = ("__typename", "type", "_type", "@type")
_MOST_OBJECTS = 100_000
_MOST = 20_000
_DEEPEST = 60


@attrs.frozen
class _List:
    """Objects that hang together, with what they are called."""

    name: str
    items: list[Item]


def comments_of_state(document: Document, url: str) -> tuple[Comment, ...]:
    """The comments in a page's state, parents before replies, in the order of the list; empty if there is none."""
    best: list[Comment] = []
    for data in _states(document):
        people = _by_reference(data)
        for found in _lists(data):
            if _is_discussion(found, people):
                comments = _comments(found.items, people, url)
                if len(comments) > len(best):
                    best = comments
    return tuple(best)


def _states(document: Document) -> Iterator[Any]:
    for node, text in document.scripts:
        if "ld+json" in node.get("type"):
            continue
        body = text.strip()
        if body[:1] not in ("{", "["):
            start = _ASSIGNED.search(body)
            body = body[start.end() :] if start else ""
        if body and (data := _read(body)) is not None:
            yield data
    for node in document.named:
        if "data-preloaded" in node.attributes and (data := _read(node.get("data-preloaded"))) is not None:
            yield (
                {name: _read(value) if isinstance(value, str) else value for name, value in data.items()}
                if isinstance(data, dict)
                else data
            )


def _read(text: str) -> Any:
    """The first JSON value of a text; None if it is none."""
    try:
        return json.JSONDecoder(strict=False).raw_decode(text.lstrip())[0]
    except (ValueError, RecursionError):
        return None


def _by_reference(data: Any) -> dict[str, Item]:
    """Objects that others refer to: Apollo's cache by key, JSON:API's by type and id."""
    found: dict[str, Item] = {}
    for _, item in _objects(data):
        if "type" in item and "id" in item and isinstance(item.get("attributes"), dict):
            found[f"{item['type']}:{item['id']}"] = item["attributes"]
    if isinstance(data, dict):
        for holder in (data, *(value for value in data.values() if isinstance(value, dict))):
            found |= {key: value for key, value in holder.items() if ":" in key and isinstance(value, dict)}
    return found


def _objects(data: Any) -> Iterator[tuple[str, Item]]:
    """All objects with the name of the property that holds them, without recursion."""
    waiting: list[tuple[str, Any]] = [("", data)]
    seen = 0
    while waiting and seen < _MOST_OBJECTS:
        name, value = waiting.pop()
        seen += 1
        if isinstance(value, dict):
            yield name, value
            waiting.extend((key, inner) for key, inner in value.items() if isinstance(inner, (dict, list)))
        elif isinstance(value, list):
            waiting.extend((name, inner) for inner in value if isinstance(inner, (dict, list)))


def _lists(data: Any) -> Iterator[_List]:
    """Lists of objects, and objects of one type in a cache, with what they are called."""
    for name, item in _objects(data):
        by_type: dict[str, list[Item]] = {}
        for key, value in item.items():
            if isinstance(value, list):
                items = [_unwrapped(one) for one in value if isinstance(one, dict)]
                kinds = {_type(one) for one in items}
                if len(kinds) > 1:
                    for kind in kinds:
                        yield _List(kind, [one for one in items if _type(one) == kind])
                elif items:
                    called = (
                        key
                        if key not in ("nodes", "edges", "items", "data", "results", "list", "entries", "rows")
                        else name
                    )
                    yield _List(f"{called} {next(iter(kinds))}", items)
            elif isinstance(value, dict) and _type(value):
                by_type.setdefault(_type(value), []).append(_unwrapped(value))
        for kind, items in by_type.items():
            if len(items) > 1:
                yield _List(kind, items)


def _unwrapped(item: Item) -> Item:
    """The object itself: of `{node: …}`, and of JSON:API with its attributes and relations beside its id."""
    node = item.get("node")
    if isinstance(node, dict):
        item = node
    inner = item.get("attributes")
    if isinstance(inner, dict):
        relations = item.get("relationships")
        related = (
            {name: value.get("data") for name, value in relations.items() if isinstance(value, dict)}
            if isinstance(relations, dict)
            else {}
        )
        return {**related, **inner, "id": item.get("id"), "type": item.get("type")}
    return item


def _type(item: Item) -> str:
    return next((str(item[name]) for name in _TYPES if isinstance(item.get(name), str)), "")


def _is_discussion(found: _List, people: dict[str, Item]) -> bool:
    if not _CALLED.search(found.name):
        return False
    sample = found.items[:40]
    told = [item for item in sample if _words(item)]
    signed = [item for item in told if _writer(item, people) or _first(item, _TIMES)]
    titled = [
        item
        for item in told
        if any(isinstance(item.get(name), str) for name in _TITLES) and not any(name in item for name in _PARENTS)
    ]
    return len(signed) * 2 > len(sample) and len(titled) * 2 < len(told)


def _comments(items: list[Item], people: dict[str, Item], url: str) -> list[Comment]:
    found: dict[str, Comment] = {}
    waiting: list[tuple[Item, str | None, int]] = [(item, None, 0) for item in reversed(items)]
    while waiting and len(found) < _MOST:
        item, above, depth = waiting.pop()
        comment = _comment(item, above, people, url, len(found))
        if comment is not None and comment.key not in found:
            found[comment.key] = comment
            above = comment.key
        if depth < _DEEPEST:
            waiting.extend((reply, above, depth + 1) for reply in reversed(_replies(item, people)))
    known = set(found)
    return [one if one.parent_key in known else attrs.evolve(one, parent_key=None) for one in found.values()]


def _comment(item: Item, above: str | None, people: dict[str, Item], url: str, position: int) -> Comment | None:
    words = _words(item)
    if not words:
        return None
    document = parse(f"<body>{words}" if "<" in words or "&" in words else "<body><pre>" + words)
    text = text_of(document, document.elements("body")[0])
    if not text:
        return None
    author, raw = _writer(item, people), _time(item)
    key = _reference(_first(item, _KEYS)) or fingerprint(author, raw, text, position)
    parent = above or _reference(_first(item, _PARENTS))
    link = _first(item, _LINKS)
    return Comment(
        key=key,
        parent_key=parent if parent != key else None,
        author=author,
        published_raw=raw,
        text=text,
        position=position,
        url=join(url, link) if isinstance(link, str) else None,
        parent_rule="page-state",
        parent_confidence=0.9,
    )


def _words(item: Item) -> str:
    for name in _TEXTS:
        value = item.get(name)
        if isinstance(value, dict):
            value = next(
                (
                    value[inner]
                    for inner in ("html", "text", "plain", "rendered", "raw")
                    if isinstance(value.get(inner), str)
                ),
                None,
            )
        if isinstance(value, str) and value.strip():
            return value
    return ""


def _first(item: Item, names: tuple[str, ...]) -> Any:
    return next((item[name] for name in names if item.get(name) not in (None, "", [], {}, False)), None)


def _writer(item: Item, people: dict[str, Item]) -> str | None:
    for name in _WRITERS:
        value = item.get(name)
        if isinstance(value, dict):
            person = people.get(_pointer(value), value)
            value = next(
                (person[inner] for inner in _NAMES if isinstance(person.get(inner), str) and person[inner]), None
            )
        if isinstance(value, str) and 0 < len(value) <= 100:
            return clean_line(value) or None
    return None


def _pointer(value: Item) -> str:
    """What an object refers to: `{__ref: "User:7"}`, `{type: "users", id: "7"}`."""
    pointer = value.get("__ref") or value.get("id") if value.get("generated") or "__ref" in value else None
    return str(pointer) if pointer else f"{value.get('type')}:{value.get('id')}"


def _reference(value: Any) -> str | None:
    """A key, or the key that another object has."""
    if isinstance(value, dict):
        value = str(value["__ref"]).partition(":")[2] if "__ref" in value else _first(value, _KEYS)
    return str(value) if isinstance(value, (str, int)) and not isinstance(value, bool) else None


def _time(item: Item) -> str | None:
    """A time as written; seconds and milliseconds since 1970 in ISO 8601."""
    value = _first(item, _TIMES)
    if isinstance(value, dict):
        value = _first(value, ("iso", "date", "utc", "time", "value"))
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        seconds = value / 1000 if value > 1e11 else value
        return datetime.fromtimestamp(seconds, UTC).isoformat() if 1e8 < seconds < 4e9 else None
    return value if isinstance(value, str) else None


def _replies(item: Item, people: dict[str, Item]) -> list[Item]:
    for name in _CHILDREN:
        value = item.get(name)
        if isinstance(value, dict):
            value = next(
                (value[inner] for inner in ("items", "nodes", "edges", "data") if isinstance(value.get(inner), list)),
                None,
            )
        if isinstance(value, list):
            return [
                _unwrapped(people.get(str(one["__ref"]), one) if "__ref" in one else one)
                for one in value
                if isinstance(one, dict)
            ]
    return []
