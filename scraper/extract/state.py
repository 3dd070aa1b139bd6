"""Comments in the state that a page hands to its scripts: JSON of frameworks and forums, where the page shows none itself.

Next.js (`__NEXT_DATA__`), Nuxt, Apollo and Redux dumps, JSON:API documents and Discourse's preloaded topics name things
differently, but a comment is told everywhere by the same: an object with words, with a writer or a time, in a list of its
like that is called comments, posts, replies or answers (or whose type is).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import attrs
import orjson

from archive.records import Comment, CommentState
from scraper.extract.comment_keys import fingerprint
from scraper.extract.dom import Document, parse
from scraper.extract.flight import flight_rows, flight_stream
from scraper.extract.render import text_of
from scraper.extract.state_fields import (
    KEYS,
    LINKS,
    PARENTS,
    TIMES,
    Item,
    first_of,
    is_deleted,
    profile_of,
    reference_of,
    replies_of,
    score_of,
    time_of,
    unwrapped,
    words_of,
    writer_of,
)
from scraper.normalise.urls import join

# A name of a state, from the word in it that says so on.
_ASSIGNED = re.compile(r"(?:STATE|NUXT|DATA|STORE|APOLLO|REDUX)[A-Za-z_$]{0,40}+\s{0,20}+=\s{0,20}+(?=[{\[])", re.I)
# In the JSON of every discussion a name ends in one of these, in front of a list or an object that holds something; most
# states have none, and need not be read. By their stems, each of which costs a search through all of a state.
_LISTS = {"omment": ('omments"', 'omment"'), "epl": ('eply"', 'eplies"'), "posts": ('"posts"',), "answers": ('"answers"',), "responses": ('"responses"',), "iscussion": ('"discussion"', '"discussions"')}  # fmt: skip
_OPENS = re.compile(r"\s*:\s*(?:\[\s*[{\[]|\{\s*\")")
_TYPED = {"omment": ('"Comment:', '"Comment"'), "epl": ('"Reply"',), "posts": ('"posts"',)}
# These say nothing by themselves: the type of what they hold does.
_HOLDERS = ('"children"', "essage")
_TYPE_OF_TALK = re.compile(
    r'type(?:name)?"\s*:\s*"[^"]{0,80}?(?i:comment|post|repl|answer|message|response|discussion)'
)
_CALLED = re.compile(r"comment|post|repl|answer|messages?$|response|discussion", re.I)
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
        if may_hold_talk(text) and (data := state_of(text, wanted=may_hold_talk)) is not None:
            yield data
    stream = flight_stream(document)
    if may_hold_talk(stream):
        yield from flight_rows(stream)
    for node in document.named:
        if "data-preloaded" in node.attributes and (data := _read(node.get("data-preloaded"))) is not None:
            yield (
                {name: _read(value) if isinstance(value, str) else value for name, value in data.items()}
                if isinstance(data, dict)
                else data
            )


def state_of(text: str, *, wanted: Callable[[str], bool] = bool) -> Any:
    """The JSON of a script that is JSON, or assigns it to a name of a state; None if there is none, or it is not wanted."""
    body = text.strip()
    if body[:1] not in ("{", "["):
        start = _ASSIGNED.search(body)
        body = body[start.end() :] if start else ""
    return _read(body) if wanted(body) else None


def may_hold_talk(text: str) -> bool:
    """Whether JSON has a name or a type that comments are told by; looked for at the speed of `str.find`."""
    for stem, names in _LISTS.items():
        if stem in text and (
            any(map(text.__contains__, _TYPED.get(stem, ()))) or any(map(partial(_opens, text), names))
        ):
            return True
    return any(word in text for word in _HOLDERS) and _TYPE_OF_TALK.search(text) is not None


def _opens(text: str, word: str) -> bool:
    """Whether a list or an object with something in it has a name that ends so."""
    at = text.find(word)
    while at >= 0:
        if _OPENS.match(text, at + len(word)):
            return True
        at = text.find(word, at + 1)
    return False


def _read(text: str) -> Any:
    """The first JSON value of a text; None if it is none."""
    try:
        return orjson.loads(text.rstrip("; \n"))
    except ValueError:  # more behind it, or what only scripts may write
        pass
    try:
        return json.JSONDecoder(strict=False).raw_decode(text.lstrip())[0]
    except (ValueError, RecursionError):
        return None


def _by_reference(data: Any) -> dict[str, Item]:
    """Objects that others refer to: Apollo's cache by key, JSON:API's by type and id."""
    found: dict[str, Item] = {}
    for _, item in objects_of(data):
        if "type" in item and "id" in item and isinstance(item.get("attributes"), dict):
            found[f"{item['type']}:{item['id']}"] = item["attributes"]
    if isinstance(data, dict):
        for holder in (data, *(value for value in data.values() if isinstance(value, dict))):
            found |= {key: value for key, value in holder.items() if ":" in key and isinstance(value, dict)}
    return found


def objects_of(data: Any) -> Iterator[tuple[str, Item]]:
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
    for name, item in objects_of(data):
        by_type: dict[str, list[Item]] = {}
        for key, value in item.items():
            if isinstance(value, list):
                items = [unwrapped(one) for one in value if isinstance(one, dict)]
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
                by_type.setdefault(_type(value), []).append(unwrapped(value))
        for kind, items in by_type.items():
            if len(items) > 1:
                yield _List(kind, items)


def _type(item: Item) -> str:
    return next((str(item[name]) for name in _TYPES if isinstance(item.get(name), str)), "")


def _is_discussion(found: _List, people: dict[str, Item]) -> bool:
    if not _CALLED.search(found.name):
        return False
    sample = found.items[:40]
    told = [item for item in sample if words_of(item)]
    signed = [item for item in told if writer_of(item, people) or first_of(item, TIMES)]
    titled = [
        item
        for item in told
        if any(isinstance(item.get(name), str) for name in _TITLES) and not any(name in item for name in PARENTS)
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
            waiting.extend((reply, above, depth + 1) for reply in reversed(replies_of(item, people)))
    known = set(found)
    return [one if one.parent_key in known else attrs.evolve(one, parent_key=None) for one in found.values()]


def _comment(item: Item, above: str | None, people: dict[str, Item], url: str, position: int) -> Comment | None:
    words = words_of(item)
    is_gone = is_deleted(item)
    if not words and not (is_gone and first_of(item, KEYS)):
        return None
    document = parse(f"<body>{words}" if "<" in words or "&" in words else "<body><pre>" + words)
    text = text_of(document, document.elements("body")[0])
    if not text and not is_gone:
        return None
    author, raw = writer_of(item, people), time_of(item)
    key = reference_of(first_of(item, KEYS)) or fingerprint(author, raw, text, position)
    parent = above or reference_of(first_of(item, PARENTS))
    link = first_of(item, LINKS)
    return Comment(
        key=key,
        parent_key=parent if parent != key else None,
        author=author,
        author_url=join(url, profile_of(item, people)),
        published_raw=raw,
        text=text,
        score=score_of(item),
        state=CommentState.REMOVED if is_gone else CommentState.VISIBLE,
        position=position,
        url=join(url, link) if isinstance(link, str) else None,
        parent_rule="page-state",
        parent_confidence=0.9,
    )
