"""Records as JSON: the one place where they become dictionaries."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from enum import Enum
from typing import Any

import orjson

from archive.records import Article, Comment, Page, Person, RecentComment

Json = dict[str, Any]


def time_text(at: datetime | None) -> str | None:
    """A time as ISO 8601 with `Z`, to the second."""
    return None if at is None else f"{at.replace(tzinfo=None).isoformat(timespec='seconds')}Z"


def local_time_text(at: datetime | None, ahead: timedelta) -> str | None:
    """A time as ISO 8601 by a clock that is ahead of UTC, with its offset: the same instant, on the day that this clock shows."""
    return at.astimezone(timezone(ahead)).isoformat(timespec="seconds") if at and ahead else time_text(at)


def _value(value: object) -> object:
    if value is None or type(value) is str:
        return value
    if isinstance(value, datetime):
        return time_text(value)
    if isinstance(value, Enum):
        return value.value
    return list(value) if isinstance(value, tuple) else value


def _pick(record: object, names: tuple[str, ...]) -> Json:
    return {name: _value(getattr(record, name)) for name in names}


_ARTICLE = (
    "url", "title", "authors", "published_at", "published_raw", "modified_at", "modified_raw", "date_precision", "language", "section", "tags",
    "description", "image", "site_name", "text", "html", "comment_count_stated", "thread_state", "part",
)  # fmt: skip
_COMMENT = (
    "key", "parent_key", "author", "author_url", "author_avatar", "published_at", "published_raw", "date_precision", "text", "html", "depth", "position",
    "score", "upvotes", "downvotes", "url", "kind", "state", "parent_rule", "parent_confidence", "is_orphan",
)  # fmt: skip
_RECENT = ("position", "author", "excerpt", "truncated", "url", "article_title")
_PERSON = ("name", "role", "place")


def article_to_json(article: Article) -> Json:
    """An article as `extract` prints it; its times by the page's own clock."""
    return _pick(article, _ARTICLE) | {
        "published_at": local_time_text(article.published_at, article.published_ahead),
        "modified_at": local_time_text(article.modified_at, article.modified_ahead),
    }


def comment_to_json(comment: Comment) -> Json:
    """A comment as `extract` prints it."""
    return _pick(comment, _COMMENT)


def recent_comment_to_json(entry: RecentComment) -> Json:
    """A Recent Comments entry as `extract` prints it."""
    return _pick(entry, _RECENT)


def person_to_json(person: Person) -> Json:
    """A person of a masthead as `extract` prints it."""
    return _pick(person, _PERSON)


def page_to_json(page: Page, identifier: str | None = None) -> Json:
    """A page as `extract` prints it: one object, stable and documented in `docs/extraction.md`."""
    return {
        "id": identifier if identifier is not None else page.url,
        **_pick(page, ("url", "kind", "fetched_at", "canonical_url", "article_url")),
        "article": article_to_json(page.article) if page.article else None,
        "comments": [comment_to_json(comment) for comment in page.comments],
        "recent_comments": [recent_comment_to_json(entry) for entry in page.recent_comments],
        "people": [person_to_json(person) for person in page.people],
        **_pick(
            page,
            (
                "comment_count_stated",
                "thread_state",
                "thread_page",
                "comments_elsewhere",
                "more_comment_pages",
                "is_protected",
            ),
        ),
        "directives": _pick(page.directives, ("noindex", "nofollow", "noarchive", "tdm_reservation", "content_usage")),
        "extractor": _pick(page.extractor, ("name", "version")),
        "doubtful": bool(page.doubts),
        "doubts": list(page.doubts),
        "evidence": {e.field: {"rule": e.rule, "confidence": e.confidence} for e in page.evidence},
    }


def dumps(value: Mapping[str, Any] | list[Any], *, pretty: bool = False) -> bytes:
    """JSON in UTF-8, one line, or indented for people."""
    return orjson.dumps(value, option=orjson.OPT_INDENT_2 if pretty else None)
