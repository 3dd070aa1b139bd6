"""One article under several addresses: with and without a slash or `www.`, by http and https, or as its canonical address.

An address alone proves nothing: sites answer any spelling, and name a front page as the canonical address of every
article. Two pages are one article where title and text are the same, too.
"""

from __future__ import annotations

import sqlite3

import orjson

from archive.addresses import address_variants
from archive.records import Page, PageKind

_SAME = """
    select articles.url
    from article_addresses
    join articles using (article_id)
    where article_addresses.url in (select value from json_each(:candidates))
      and articles.title = :title
      and articles.text = :text
    order by articles.article_id
    limit 1
"""
_NAMED = """
    select articles.url
    from article_addresses
    join articles using (article_id)
    where article_addresses.url = :url
"""


def stored_address(connection: sqlite3.Connection, page: Page, url: str) -> str:
    """The address under which the page's article is stored: that of a twin, if there is one, else its own.

    Args:
        connection: within a transaction.
        page: about to be stored.
        url: the address of its article, under which nothing is stored.
    """
    article = page.article
    if page.kind is PageKind.COMMENTS or article is None:
        row = connection.execute(_NAMED, {"url": url}).fetchone()
    elif article.title and article.text and article.part == 1:
        values = {"candidates": _candidates(page, url), "title": article.title, "text": article.text}
        row = connection.execute(_SAME, values).fetchone()
    else:
        row = None
    return url if row is None else str(row["url"])


def _candidates(page: Page, url: str) -> str:
    spellings = address_variants(url)
    if page.canonical_url and page.canonical_url != url:
        spellings += address_variants(page.canonical_url)
    return orjson.dumps([*spellings, *(_other_host(spelling) for spelling in address_variants(url))]).decode()


def _other_host(url: str) -> str:
    """The same with `www.`, or without."""
    scheme, _, rest = url.partition("://")
    return f"{scheme}://{rest.removeprefix('www.')}" if rest.startswith("www.") else f"{scheme}://www.{rest}"
