"""What the archive gives back: stored things with their ids, counts and histories.

Times are text as stored: ISO 8601 in UTC with `Z`, to the second.
"""

from __future__ import annotations

import attrs


@attrs.frozen(kw_only=True)
class StoredArticle:
    """One article as it is now, with what is known about its thread."""

    article_id: int
    site: str
    url: str
    canonical_url: str | None
    kind: str
    title: str | None
    authors: tuple[str, ...]
    published_at: str | None
    date_precision: str | None
    modified_at: str | None
    language: str | None
    section: str | None
    tags: tuple[str, ...]
    text: str
    comment_count_stated: int | None
    comment_count: int
    deepest: int | None
    thread_state: str | None
    comments_elsewhere: str | None
    is_noarchive: bool
    revisions: int
    first_seen_at: str
    last_seen_at: str


@attrs.frozen(kw_only=True)
class StoredComment:
    """One comment as it is now, in its place in the thread."""

    comment_id: int
    key: str
    parent_id: int | None
    parent_key: str | None
    position: int
    """In the whole thread, in reading order, from 0."""
    depth: int
    kind: str
    state: str
    author: str | None
    published_at: str | None
    published_raw: str | None
    date_precision: str | None
    score: int | None
    is_orphan: bool
    revisions: int
    first_seen_at: str
    last_seen_at: str
    url: str | None
    text: str


@attrs.frozen(kw_only=True)
class StoredThread:
    """An article and its comments in reading order."""

    article: StoredArticle
    comments: tuple[StoredComment, ...]
