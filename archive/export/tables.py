"""The tables of an export and their fields: the one list that every format follows."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import attrs

Value = str | int | float | bool | list[str] | None
Row = tuple[Value, ...]
"""One line of a table: the values of its fields, in their order."""


class Kind(StrEnum):
    """What the values of a field are, for formats that know types."""

    TEXT = "text"
    INTEGER = "integer"
    FLAG = "flag"
    TIME = "time"
    """ISO 8601 in UTC with `Z`, to the second."""
    TEXTS = "texts"


_KINDS = {
    **dict.fromkeys(("published_at", "modified_at", "first_seen_at", "last_seen_at", "seen_at"), Kind.TIME),
    **dict.fromkeys(("comment_count_stated", "comment_count", "revisions", "depth", "position", "score"), Kind.INTEGER),
    **dict.fromkeys(("authors", "tags", "sources"), Kind.TEXTS),
    "truncated": Kind.FLAG,
}


@attrs.frozen
class Table:
    """A table of an export."""

    name: str
    fields: tuple[str, ...]

    def kinds(self) -> tuple[Kind, ...]:
        """The kind of each field, in their order; a name means the same in every table."""
        return tuple(_KINDS.get(field, Kind.TEXT) for field in self.fields)

    def named(self, row: Row) -> dict[str, Any]:
        """The values of a row by their fields; for formats that pick and choose, within their own module."""
        return dict(zip(self.fields, row, strict=True))

    def place(self, field: str) -> int:
        """Where in a row the field stands."""
        return self.fields.index(field)


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
