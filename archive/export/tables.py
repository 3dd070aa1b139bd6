"""The tables of an export and their fields: the one list that every format follows."""

from __future__ import annotations

import attrs


@attrs.frozen
class Table:
    """A table of an export."""

    name: str
    fields: tuple[str, ...]


ARTICLES = Table(
    "articles",
    (
        "id", "url", "canonical_url", "site", "title", "authors", "published_at", "modified_at", "language", "section", "tags",
        "text", "html", "comment_count_stated", "comment_count", "thread_state", "revisions", "first_seen_at", "last_seen_at",
        "sources",
    ),
)  # fmt: skip
COMMENTS = Table(
    "comments",
    (
        "id", "article_id", "article_url", "key", "parent_id", "parent_key", "author", "author_url", "published_at",
        "published_raw", "text", "html", "depth", "position", "score", "url", "kind", "state", "revisions", "first_seen_at",
        "last_seen_at", "sources", "stored_parent_id", "stored_parent_key",
    ),
)  # fmt: skip
RECENT_COMMENTS = Table(
    "recent_comments",
    (
        "seen_at", "page_url", "position", "author", "excerpt", "truncated", "url", "article_title", "article_id",
        "comment_id",
    ),
)  # fmt: skip
PEOPLE = Table("people", ("site", "page_url", "seen_at", "name", "role", "place"))
TABLES = (ARTICLES, COMMENTS, RECENT_COMMENTS, PEOPLE)

Value = str | int | float | bool | list[str] | None
Row = tuple[Value, ...]
"""One line of a table: the values of its fields, in their order."""
