"""What may be seen of each table that holds rows of pages that ask not to be archived, as the SQL of a view.

A view over a table has no rowid, and Datasette finds hits of the search index by it, so two of them bring one.
"""

from __future__ import annotations

_HIDDEN = {
    "articles": "select article_id from main.articles where is_noarchive = 1",
    "comments": "select comment_id from main.comments where article_id in ({articles})",
    "addresses": "select url from main.article_addresses where article_id in ({articles})",
    "captures": "select ifnull(capture_id, 0) from main.articles where is_noarchive = 1",
    "sidebars": "select sidebar_id from main.sidebars where is_noarchive",
}
"""What is not to be seen, each by its ids."""
_OF_ARTICLES = (
    "article_addresses", "article_pages", "article_parts", "article_returns", "article_revisions", "thread_pages",
    "told_articles",
)  # fmt: skip
_OF_COMMENTS = ("author_comments", "comment_revisions", "told_comments", "vote_revisions")
_VIEWS = {
    "articles": "select articles.*, rowid as rowid from main.articles where is_noarchive = 0",
    "comments": "select comments.*, rowid as rowid from main.comments where article_id not in ({articles})",
    "articles_fts": """
        select rowid, title, text, text_cjk, articles_fts, rank
        from main.articles_fts
        where rowid not in ({articles})
    """,
    "comments_fts": """
        select rowid, text, text_cjk, comments_fts, rank
        from main.comments_fts
        where rowid not in ({comments})
    """,
    **{table: f"select * from main.{table} where article_id not in ({{articles}})" for table in _OF_ARTICLES},  # noqa: S608 (our own names)
    **{table: f"select * from main.{table} where comment_id not in ({{comments}})" for table in _OF_COMMENTS},  # noqa: S608 (our own names)
    # Without the names that are known from such pages alone.
    "authors": """
        select *
        from main.authors
        where exists (
            select 1
            from main.months
            cross join main.author_comments using (site_id, month)
            where months.site_id = authors.site_id
              and author_comments.name = authors.name
              and comment_id not in ({comments})
        )
    """,
    "sidebars": "select * from main.sidebars where is_noarchive = 0",
    # What another page's list says of such an article is that page's; where it leads is not shown.
    "recent_comments": """
        select recent_comment_id, sidebar_id, site_id, position, author, excerpt, is_truncated, url, thread_url,
            article_title,
            iif(article_id in ({articles}), null, article_id) as article_id,
            iif(article_id in ({articles}), null, comment_id) as comment_id
        from main.recent_comments
        where sidebar_id not in ({sidebars})
    """,
    "captures": "select * from main.captures where url not in ({addresses}) and capture_id not in ({captures})",
    "fetches": "select * from main.fetches where url not in ({addresses}) and requested_url not in ({addresses})",
    "frontier": "select * from main.frontier where url not in ({addresses})",
    "signs": "select * from main.signs where url not in ({addresses})",
    # What a search index keeps for itself: its words cannot be told apart by the article they are from.
    **{
        f"{index}_fts_{part}": f"select * from main.{index}_fts_{part} where 0"  # noqa: S608 (our own names)
        for index in ("articles", "comments")
        for part in ("data", "docsize", "idx")
    },
}


def _filled(sql: str) -> str:
    while "{" in sql:
        sql = sql.format(**_HIDDEN)
    return sql


SHIELDED = {table: _filled(sql) for table, sql in _VIEWS.items()}
"""The names of the tables, and their views."""
