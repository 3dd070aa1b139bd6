"""What an export holds, added up while it is written: for its datasheet, its manifest and its card."""

from __future__ import annotations

import attrs

from archive.export.dataset import Thread
from archive.export.selection import LeftOut
from archive.export.tables import ARTICLES, COMMENTS, RECENT_COMMENTS, TABLES, Row, Table

_SITE, _LANGUAGE, _STATED, _FIRST, _LAST, _PUBLISHED = map(
    ARTICLES.place, ("site", "language", "comment_count_stated", "first_seen_at", "last_seen_at", "published_at")
)
_COMMENTED = COMMENTS.place("published_at")
_SEEN = RECENT_COMMENTS.place("seen_at")


@attrs.define
class Span:
    """The first and the last of some times."""

    first: str | None = None
    last: str | None = None

    def add(self, at: str | None) -> None:
        """Widen the span to that time, if it is one."""
        if at is None:
            return
        if self.first is None or at < self.first:
            self.first = at
        if self.last is None or at > self.last:
            self.last = at


@attrs.define
class SiteAccount:
    """What is exported of one site."""

    articles: int = 0
    comments: int = 0
    stated: int = 0
    """Comments that the pages claim, of those articles that claim any number."""
    found: int = 0
    """Of these, how many are stored."""


@attrs.define
class Account:
    """The sums of an export."""

    counts: dict[str, int] = attrs.Factory(lambda: {table.name: 0 for table in TABLES})
    sites: dict[str, SiteAccount] = attrs.Factory(dict)
    languages: dict[str, int] = attrs.Factory(dict)
    """Articles of each; those without are left out."""
    left_out: LeftOut = attrs.Factory(LeftOut)
    articles_published: Span = attrs.Factory(Span)
    comments_published: Span = attrs.Factory(Span)
    seen: Span = attrs.Factory(Span)

    def add_thread(self, thread: Thread) -> None:
        """Count an article and its comments."""
        article, comments = thread.article, thread.comments
        self.counts[ARTICLES.name] += 1
        self.counts[COMMENTS.name] += len(comments)
        site = self.sites.setdefault(str(article[_SITE]), SiteAccount())
        site.articles += 1
        site.comments += len(comments)
        if isinstance(stated := article[_STATED], int):
            site.stated += stated
            site.found += min(stated, len(comments))
        if isinstance(language := article[_LANGUAGE], str):
            self.languages[language] = self.languages.get(language, 0) + 1
        self.articles_published.add(_text(article[_PUBLISHED]))
        self.seen.add(_text(article[_FIRST]))
        self.seen.add(_text(article[_LAST]))
        times = [str(row[_COMMENTED]) for row in comments if row[_COMMENTED] is not None]
        if times:
            self.comments_published.add(min(times))
            self.comments_published.add(max(times))

    def add_row(self, table: Table, row: Row) -> None:
        """Count a row of another table."""
        self.counts[table.name] += 1
        if table is RECENT_COMMENTS:
            self.seen.add(_text(row[_SEEN]))

    @property
    def rows(self) -> int:
        """All that were written."""
        return sum(self.counts.values())


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
