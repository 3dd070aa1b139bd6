"""The contract between both packages: what a page says, as frozen records.

`scraper` makes these records and `archive` keeps them.
Names follow schema.org where it has the word, in snake_case.
Times are aware UTC; text is NFC with one line a paragraph; what a page does not say is `None`.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import attrs

from archive.times import aware_utc
from archive.vocabulary import (
    SILENT,
    CommentKind,
    CommentState,
    DatePrecision,
    Directives,
    PageKind,
    Relation,
    SignKind,
    Source,
    ThreadState,
)

__all__ = [
    "ApiRoot",
    "Article",
    "Capture",
    "Comment",
    "CommentKind",
    "CommentState",
    "DatePrecision",
    "Directives",
    "Evidence",
    "Extractor",
    "KeySpan",
    "Link",
    "Page",
    "PageKind",
    "Person",
    "RecentComment",
    "Relation",
    "Sign",
    "SignKind",
    "Source",
    "ThreadState",
    "Visit",
    "aware_utc",
]


@attrs.frozen(kw_only=True)
class Evidence:
    """Which rule gave a field, and how sure it is."""

    field: str
    """`title`, `text`, `comments`, …; dotted for parts (`comments.parent`)."""
    rule: str
    confidence: float
    """Between 0 and 1: the expected share of cases in which the value is right."""


@attrs.frozen(kw_only=True)
class Person:
    """Somebody a masthead names."""

    name: str
    role: str | None
    """As printed, in the singular if the heading is a known plural: `contributor`, `moderator`."""
    place: str | None


@attrs.frozen(kw_only=True)
class Comment:
    """One comment or forum post, as one page shows it."""

    key: str
    """As the site gives it, without the usual prefix (`comment-12` is `12`); unique within its thread.
    A stable fingerprint (`fp-…`) where the site gives none."""
    parent_key: str | None = None
    """The comment it answers; None at the top level."""
    author: str | None = None
    author_url: str | None = None
    author_avatar: str | None = None
    published_at: datetime | None = attrs.field(default=None, validator=aware_utc)
    published_raw: str | None = None
    """The date as printed ("2 hours ago") or as the markup has it; kept, so that it can be worked out anew."""
    date_precision: DatePrecision | None = None
    text: str = ""
    html: str | None = None
    score: int | None = None
    upvotes: int | None = None
    downvotes: int | None = None
    depth: int = 0
    """0 at the top level."""
    position: int = 0
    """Place on its page in reading order, from 0."""
    url: str | None = None
    """Permalink, absolute."""
    kind: CommentKind = CommentKind.COMMENT
    state: CommentState = CommentState.VISIBLE
    parent_rule: str | None = None
    """How its parent (or that it has none) was known: `containment`, `depth-class`, `reference`, …"""
    parent_confidence: float | None = None
    is_orphan: bool = False
    """Its page names a parent that is not there; it is kept at the place where it stands."""


@attrs.frozen(kw_only=True)
class RecentComment:
    """One entry of a Recent Comments sidebar: it betrays where the talk is now."""

    position: int
    author: str | None
    excerpt: str | None
    """Without the mark of the cut; None where the sidebar names no words."""
    truncated: bool
    """The excerpt was cut by the site."""
    url: str | None
    article_title: str | None


@attrs.frozen(kw_only=True)
class Article:
    """One article, or one part of a divided one; `…_ahead` tells how far the clock that its page dates by is ahead of UTC."""

    url: str
    """Its own address, without the parts that name a comment page, a part or a tracker."""
    title: str | None = None
    authors: tuple[str, ...] = ()
    published_at: datetime | None = attrs.field(default=None, validator=aware_utc)
    published_raw: str | None = None
    modified_at: datetime | None = attrs.field(default=None, validator=aware_utc)
    modified_raw: str | None = None
    published_ahead: timedelta = timedelta(0)
    modified_ahead: timedelta = timedelta(0)
    date_precision: DatePrecision | None = None
    language: str | None = None
    """BCP 47, as the page declares it or, failing that, as its text reads."""
    section: str | None = None
    tags: tuple[str, ...] = ()
    description: str | None = None
    image: str | None = None
    site_name: str | None = None
    text: str = ""
    html: str | None = None
    comment_count_stated: int | None = None
    thread_state: ThreadState | None = None
    part: int = 1
    """Which part of a divided article this page holds, from 1."""


@attrs.frozen(kw_only=True)
class Link:
    """An address a page names, and what it says it is."""

    url: str
    relation: Relation
    nofollow: bool = False


@attrs.frozen(kw_only=True)
class Sign:
    """What a list says about an article without showing it: a reason to visit it, or to leave it alone."""

    kind: SignKind
    url: str
    """The article's, or a sitemap's."""
    comment_url: str | None = None
    """Permalink of a comment that the list names."""
    comment_count: int | None = None
    modified_at: datetime | None = attrs.field(default=None, validator=aware_utc)


@attrs.frozen(kw_only=True)
class Extractor:
    """The program that read the page."""

    name: str
    version: str


@attrs.frozen(kw_only=True)
class KeySpan:
    """A stretch of numeric keys, both ends included, in which an answer leaves nothing out."""

    first: int | None = None
    """None: from the beginning."""
    last: int | None = None
    """None: to the end."""


@attrs.frozen(kw_only=True)
class ApiRoot:
    """Where a platform tells everything about a site."""

    platform: str
    url: str


@attrs.frozen(kw_only=True)
class Page:
    """Everything one page says: one parse, one record, one transaction."""

    url: str
    kind: PageKind
    fetched_at: datetime = attrs.field(validator=aware_utc)
    extractor: Extractor
    canonical_url: str | None = None
    """As the page claims it, absolute; it is often wrong and only ever evidence."""
    article_url: str | None = None
    """The article (or thread) whose comments these are; the key under which article and comments are stored."""
    article: Article | None = None
    comments: tuple[Comment, ...] = ()
    thread_page: int = 1
    """Which page of the thread this is, from 1."""
    recent_comments: tuple[RecentComment, ...] = ()
    people: tuple[Person, ...] = ()
    comment_count_stated: int | None = None
    thread_state: ThreadState | None = None
    comments_elsewhere: str | None = None
    """Who holds the comments when a script loads them ("disqus", "facebook", …): they are not in this page."""
    more_comment_pages: tuple[str, ...] = ()
    is_partial: bool = False
    """It says itself that it does not show all the comments that belong to it: collapsed replies, a button for more."""
    links: tuple[Link, ...] = ()
    signs: tuple[Sign, ...] = ()
    """What it says of other articles: how many comments they have."""
    directives: Directives = SILENT
    is_supplement: bool = False
    """It tells what pages leave out: it fills gaps of what is stored, replaces nothing and adds no article or comment."""
    source: Source = Source.PAGE
    told: tuple[Page, ...] = ()
    """Of an API's answer: what it tells, one page an article."""
    is_numbered_apart: bool = False
    """Page and service have keys of their own for the same comments: they are known again by their words."""
    covers: KeySpan | None = None
    """Of an API's answer: in this stretch it tells every comment there is; of the site, or, on a page that is told, of
    its article. What was told before and is not there is gone."""
    api_root: ApiRoot | None = None
    """The page names, or is, the root of a platform's API for the whole site."""
    time_zone: str | None = None
    """The site's own (IANA name), for times that name none."""
    is_protected: bool = False
    """The page asks for a password in place of its text: nothing of it may be archived."""
    is_normalised: bool = False
    """Its dates, addresses and texts are in the form in which they are stored."""
    evidence: tuple[Evidence, ...] = ()
    doubts: tuple[str, ...] = ()
    """What is unsure of it, where the page is one of the few that are likely to be read wrongly: `kind`, `text`, `comments`, or `page` where no single field is."""


@attrs.frozen(kw_only=True)
class Capture:
    """Where the bytes of one response are kept."""

    url: str
    fetched_at: datetime = attrs.field(validator=aware_utc)
    status: int
    content_type: str | None
    digest: str
    """`sha1:` and base32 of the body as stored, as in WARC-Payload-Digest."""
    file: str
    """Name of the WARC file, relative to the archive's capture folder."""
    offset: int
    length: int


@attrs.frozen(kw_only=True)
class Visit:
    """One address asked for, and what came of it: the unit of storing."""

    requested_url: str
    """As the frontier has it."""
    url: str
    """After redirects."""
    fetched_at: datetime = attrs.field(validator=aware_utc)
    status: int | None = None
    """HTTP status; None where no answer came, or where the page did not come over HTTP."""
    etag: str | None = None
    last_modified: str | None = None
    capture: Capture | None = None
    page: Page | None = None
    links: tuple[Link, ...] = ()
    """Addresses for the frontier: the page's own, or those of a feed or sitemap."""
    signs: tuple[Sign, ...] = ()
    """What it says of articles it does not show."""
    directives: Directives = SILENT
    """What the headers ask of machines; those of a page stand in the page."""
    unchanged: bool = False
    """The server answered 304, or the body is the one already stored."""
    skipped: str | None = None
    """Why nothing is to be stored although nothing failed (`robots.txt`, `not html`)."""
    error: str | None = None
    """Why the visit failed, in one line; it is tried again on the next run."""
    source: str = "crawl"
    """`crawl`, or the kind and name of an imported file."""
