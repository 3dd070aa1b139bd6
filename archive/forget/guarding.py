"""Visits without what was forgotten: the last thing that happens to them before they are stored.

A comment by somebody who was forgotten keeps its place alone, as one that was removed: the answers to it stand where they
stood. Their name is taken out of what others wrote. What comes from a forgotten site or article is not stored at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import attrs

from archive.document_text import decode_document
from archive.forget.erasing import Eraser
from archive.forget.recognising import Recogniser
from archive.records import Comment, CommentState, Link, Page, Visit

_FINGERPRINT = "fp-"


def without_forgotten(recogniser: Recogniser, visit: Visit) -> Visit | None:
    """The visit as it may be stored; None where nothing of it may be."""
    if recogniser.is_idle:
        return visit
    if recogniser.is_address(visit.requested_url) or recogniser.is_address(visit.url):
        return None
    if visit.page is not None:
        page = _page(recogniser, visit.page)
        visit = attrs.evolve(visit, page=page, capture=visit.capture if page is not None else None)
        if page is None:
            return None
    return attrs.evolve(visit, links=allowed_links(recogniser, visit.links))


def allowed_links(recogniser: Recogniser, links: Iterable[Link]) -> tuple[Link, ...]:
    """The links but for those to what was forgotten."""
    if recogniser.is_idle:
        return tuple(links)
    return tuple(link for link in links if not recogniser.is_address(link.url))


def holds_forgotten(recogniser: Recogniser, url: str, body: bytes, headers: Iterable[tuple[str, str]] = ()) -> bool:
    """Whether these bytes may not be kept: they are of what was forgotten, or name somebody."""
    if recogniser.is_idle:
        return False
    told = "\n".join(f"{name}: {value}" for name, value in headers)
    return recogniser.is_address(url) or bool(recogniser.find(f"{told}\n{decode_document(body, told).text}"))


def _page(recogniser: Recogniser, page: Page) -> Page | None:
    address = page.article_url or (page.article.url if page.article else None)
    if address is not None and recogniser.is_address(address):
        return None
    told = [kept for one in page.told if (kept := _page(recogniser, one)) is not None]
    page = attrs.evolve(
        page,
        told=tuple(told),
        article=_article(recogniser, page),
        comments=_comments(recogniser, page.comments),
        recent_comments=tuple(
            entry
            for entry in page.recent_comments
            if not recogniser.is_person(entry.author) and not (entry.url and recogniser.is_address(entry.url))
        ),
        people=tuple(person for person in page.people if not recogniser.is_person(person.name)),
        links=allowed_links(recogniser, page.links),
    )
    found = recogniser.find("\n".join(_strings(attrs.evolve(page, told=(), links=()))))
    if not found:
        return page
    cleaned = _cleaned(page, Eraser(found=found))
    assert isinstance(cleaned, Page)  # noqa: S101 (it went in as one)
    return cleaned


def _article(recogniser: Recogniser, page: Page) -> Any:
    if page.article is None:
        return None
    authors = tuple(name for name in page.article.authors if not recogniser.is_person(name))
    return attrs.evolve(page.article, authors=authors)


def _comments(recogniser: Recogniser, comments: tuple[Comment, ...]) -> tuple[Comment, ...]:
    gone = {comment.key for comment in comments if recogniser.is_person(comment.author)}
    if not gone:
        return comments
    keys = {c.key: key_without_traces(recogniser, c.key, c.author) for c in comments if c.key in gone}
    return tuple(
        place_of(comment, keys) if comment.key in gone else _with_parent(comment, keys) for comment in comments
    )


def key_without_traces(recogniser: Recogniser, key: str, author: str | None) -> str:
    """The key of a forgotten comment: as the site gives it, but for fingerprints and keys with a name in them."""
    tells = key.startswith(_FINGERPRINT) or recogniser.find(key)
    return recogniser.key_for(key, author) if tells else key


def place_of(comment: Comment, keys: dict[str, str]) -> Comment:
    """What is left of a comment whose author was forgotten: where it stood."""
    parent = comment.parent_key
    return Comment(
        key=keys[comment.key],
        parent_key=keys.get(parent, parent) if parent is not None else None,
        depth=comment.depth,
        position=comment.position,
        kind=comment.kind,
        state=CommentState.REMOVED,
        url=comment.url,
        parent_rule=comment.parent_rule,
        parent_confidence=comment.parent_confidence,
        is_orphan=comment.is_orphan,
    )


def _with_parent(comment: Comment, keys: dict[str, str]) -> Comment:
    parent = comment.parent_key
    return attrs.evolve(comment, parent_key=keys[parent]) if parent in keys else comment


def _strings(value: object) -> Iterator[str]:
    if type(value) is str:
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from _strings(part)
    elif attrs.has(type(value)):
        for field in attrs.fields(type(value)):  # type: ignore[arg-type]  # attrs.has() does not narrow
            yield from _strings(getattr(value, field.name))


def _cleaned(value: Any, eraser: Eraser) -> Any:
    """A record, or a part of one, with every text in it erased."""
    if type(value) is str:
        return eraser.in_text(value)
    if isinstance(value, tuple):
        return tuple(_cleaned(part, eraser) for part in value)
    if not attrs.has(type(value)):
        return value
    return attrs.evolve(
        value, **{field.name: _cleaned(getattr(value, field.name), eraser) for field in attrs.fields(type(value))}
    )
