"""Which articles an export holds, as SQL: the same condition chooses articles, counts them and guards references."""

from __future__ import annotations

import sqlite3
from typing import Any

import attrs

from archive.export.filters import Filters
from archive.search_query import fts_query

# The plus keeps SQLite from looking articles up by a condition: it would then sort them all, texts included, to bring them
# into the order of their addresses.
_CONDITIONS = {
    "site": "+articles.site_id = (select site_id from sites where host = :site)",
    "since": "ifnull(articles.published_at, articles.first_seen_at) >= :since",
    "until": "ifnull(articles.published_at, articles.first_seen_at) <= :until",
    "language": "(lower(articles.language) = :language or lower(articles.language) like :language || '-%')",
    "min_comments": "articles.comment_count >= :min_comments",
}
_ALLOWED = "articles.is_noarchive = 0"
_REFUSED = "articles.is_noarchive = 1"
# Two lists made once each, not a search for every article.
_FOUND = """
    (+articles.article_id in (select rowid from articles_fts where articles_fts match :fts)
     or +articles.article_id in (
         select comments.article_id
         from comments
         where comments.comment_id in (select rowid from comments_fts where comments_fts match :fts)
     ))
"""
_TOTALS = "select count(*), ifnull(sum(comment_count), 0) from articles where {condition}"


@attrs.frozen
class Selection:
    """A condition on the table `articles`, and its parameters."""

    condition: str
    parameters: dict[str, Any]

    def totals(self, connection: sqlite3.Connection) -> tuple[int, int]:
        """How many articles it chooses, and how many comments they have."""
        articles, comments = connection.execute(_TOTALS.format(condition=self.condition), self.parameters).fetchone()
        return articles, comments


@attrs.frozen
class LeftOut:
    """What would have been chosen, but asks not to be archived."""

    articles: int = 0
    comments: int = 0


def left_out(connection: sqlite3.Connection, filters: Filters) -> LeftOut:
    """What passes the filters and is left out all the same."""
    if filters.include_noarchive:
        return LeftOut()
    chosen = select_articles(attrs.evolve(filters, include_noarchive=True))
    return LeftOut(*Selection(f"{_REFUSED} and {chosen.condition}", chosen.parameters).totals(connection))


def select_articles(filters: Filters) -> Selection:
    """The articles that pass the filters; a query that holds no word finds none."""
    parameters = attrs.asdict(filters)
    if filters.language is not None:
        parameters["language"] = filters.language.lower()
    conditions = [sql for name, sql in _CONDITIONS.items() if parameters[name] is not None]
    if not filters.include_noarchive:
        conditions.append(_ALLOWED)
    if filters.query is not None:
        parameters["fts"] = fts_query(filters.query)
        conditions.append("0" if parameters["fts"] is None else _FOUND)
    return Selection(" and ".join(conditions) or "1", parameters)
