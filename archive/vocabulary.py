"""The words that records use for kinds, states and wishes; `records` passes them on."""

from __future__ import annotations

from enum import StrEnum

import attrs


class PageKind(StrEnum):
    """What is on a page, judged by its content and not by its address."""

    ARTICLE = "article"
    THREAD = "thread"
    """A discussion without an article: a forum's topic, a question with its answers."""
    COMMENTS = "comments"
    """A further page of an article's comments."""
    LISTING = "listing"
    OTHER = "other"


class ThreadState(StrEnum):
    """Whether readers can answer."""

    OPEN = "open"
    CLOSED = "closed"
    LOGIN_REQUIRED = "login_required"


class CommentKind(StrEnum):
    """Who speaks: a reader, or another site that links here."""

    COMMENT = "comment"
    PINGBACK = "pingback"
    TRACKBACK = "trackback"


class CommentState(StrEnum):
    """How a comment stands on its page."""

    VISIBLE = "visible"
    GONE = "gone"
    """Was there, and is no longer shown."""
    REMOVED = "removed"
    """A placeholder stands in its place ("This comment was deleted")."""
    PENDING = "pending"
    """Awaits moderation; shown to its writer alone."""


class Source(StrEnum):
    """Who tells: what a reader sees, or what the platform's own interface says."""

    PAGE = "page"
    API = "api"


class DatePrecision(StrEnum):
    """How much of a time the page tells."""

    SECOND = "second"
    MINUTE = "minute"
    DAY = "day"
    """Kept as midnight UTC of that day."""


class Relation(StrEnum):
    """How an address was found: what the page that names it says it is."""

    START = "start"
    ARTICLE = "article"
    ARTICLE_PAGE = "article_page"
    """A further part of a divided article."""
    COMMENT_PAGE = "comment_page"
    LISTING = "listing"
    FEED = "feed"
    COMMENT_FEED = "comment_feed"
    SITEMAP = "sitemap"
    API = "api"
    """A platform's own lists of articles and comments."""
    SUPPLEMENT = "supplement"
    """An endpoint that tells what a page leaves out: a time zone, a byline, a pingback's words."""
    SIDEBAR = "sidebar"
    """A Recent Comments entry."""
    OTHER = "other"
    GUESS = "guess"
    """Where a feed or sitemap usually is, on a site that names none; it becomes one if it is one."""


class SignKind(StrEnum):
    """Where a sign was seen."""

    SIDEBAR = "sidebar"
    COMMENT_FEED = "comment_feed"
    FEED = "feed"
    LISTING = "listing"
    SITEMAP = "sitemap"


@attrs.frozen(kw_only=True)
class Directives:
    """What the page asks of machines, from meta elements and headers."""

    noindex: bool = False
    nofollow: bool = False
    noarchive: bool = False
    tdm_reservation: bool | None = None
    content_usage: str | None = None
    """What `Content-Usage` says of uses, as it stands there."""


SILENT = Directives()
"""Of what asks nothing."""
