"""Comments that JSON-LD tells: used where the page's own markup shows none."""

from __future__ import annotations

from typing import Any

import attrs

from archive.records import Comment
from scraper.extract.comment_keys import fingerprint, native_key
from scraper.extract.structured import COMMENT_TYPES, list_of, names_of, text_value, types_of
from scraper.normalise.text import clean_text, fold
from scraper.normalise.urls import join

_MOST = 20_000


def comments_of(items: list[dict[str, Any]], url: str) -> tuple[Comment, ...]:
    """The comments of a page's objects, parents before replies, in the order written."""
    waiting: list[tuple[dict[str, Any], str | None]] = []
    types = {kind for item in items for kind in types_of(item)}
    # The answers of an FAQ are the site's own.
    names = ("comment",) if "FAQPage" in types and "QAPage" not in types else ("comment", "suggestedAnswer", "acceptedAnswer")  # fmt: skip
    for item in reversed(items):
        for name in names:
            waiting.extend((reply, None) for reply in reversed(list_of(item.get(name))) if isinstance(reply, dict))
    found: dict[str, Comment] = {}
    while waiting and len(found) < _MOST:
        item, parent = waiting.pop()
        comment = _read(item, parent, len(found), url)
        if comment is None or comment.key in found:
            continue
        found[comment.key] = comment
        waiting.extend(
            (reply, comment.key) for reply in reversed(list_of(item.get("comment"))) if isinstance(reply, dict)
        )
    return tuple(found.values())


def completed(shown: tuple[Comment, ...], written: tuple[Comment, ...]) -> tuple[Comment, ...]:
    """The comments a page shows, with what only its structured data says of them.

    The page decides which there are and how they hang together: the data is often stale.
    """
    by_key = {comment.key: comment for comment in written}
    by_text = {fold(comment.text): comment for comment in written}
    return tuple(_filled(comment, by_key.get(comment.key) or by_text.get(fold(comment.text))) for comment in shown)


def _filled(comment: Comment, other: Comment | None) -> Comment:
    if other is None or (other.author and comment.author and fold(other.author) != fold(comment.author)):
        return comment
    return attrs.evolve(
        comment,
        author=comment.author or other.author,
        author_url=comment.author_url or other.author_url,
        published_raw=comment.published_raw or other.published_raw,
        url=comment.url or other.url,
        score=other.score if comment.score is None else comment.score,
    )


def _read(item: dict[str, Any], parent: str | None, position: int, url: str) -> Comment | None:
    text = item.get("text") or item.get("commentText") or item.get("articleBody")
    if not isinstance(text, str) or not (types_of(item) & COMMENT_TYPES):
        return None
    author = next(iter(names_of(item.get("author") or item.get("creator"))), None)
    raw = text_value(item.get("datePublished") or item.get("dateCreated") or item.get("commentTime"))
    identifier = text_value(item.get("@id")) or text_value(item.get("identifier")) or text_value(item.get("url"))
    above = item.get("parentItem")
    if (
        parent is None
        and isinstance(above, dict)
        and types_of(above) & COMMENT_TYPES | {"None"}
        and (named := text_value(above.get("@id")))
    ):
        parent = _key(named)
    words = clean_text(text)
    person = item.get("author")
    return Comment(
        key=_key(identifier) if identifier else fingerprint(author, raw, words, 0),
        parent_key=parent, author=author, author_url=join(url, person.get("url")) if isinstance(person, dict) and isinstance(person.get("url"), str) else None,
        published_raw=raw, text=words, position=position, url=_address(item, url), score=_votes(item), parent_rule="json-ld", parent_confidence=0.9,
    )  # fmt: skip


def _address(item: dict[str, Any], url: str) -> str | None:
    """Where the comment stands: its `url`, else its `@id`, where that is an address and no mere name."""
    named = text_value(item.get("@id")) or ""
    return join(url, text_value(item.get("url")) or (named if "://" in named else None))


def _votes(item: dict[str, Any]) -> int | None:
    counted = {name: item.get(name) for name in ("upvoteCount", "downvoteCount")}
    for statistic in list_of(item.get("interactionStatistic")):
        if isinstance(statistic, dict) and "Like" in str(statistic.get("interactionType")):
            counted["upvoteCount"] = counted["upvoteCount"] or statistic.get("userInteractionCount")
    up, down = (int(str(value)) if str(value).isdecimal() else None for value in counted.values())
    return None if up is None else up - (down or 0)


def _key(identifier: str) -> str:
    """The key in an `@id`: its fragment, or its last part."""
    return native_key(identifier.rpartition("#")[2].rstrip("/").rpartition("/")[2])
