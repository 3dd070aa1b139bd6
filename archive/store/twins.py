"""One article under several addresses: with and without a slash or `www.`, by http and https, or as its canonical address.

An address alone proves nothing: sites answer any spelling, and name a front page as the canonical address of every
article. Two pages are one article where title and text are the same, too. What a service's export tells of an address has
no text to compare: it belongs to the article there, however the address was written when the service was told of it.
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


_SPELLED = """
    select distinct articles.url
    from article_addresses
    join articles using (article_id)
    where article_addresses.url in (select value from json_each(:candidates))
    limit 2
"""
_STUB = """
    select articles.article_id
    from article_addresses
    join articles using (article_id)
    where article_addresses.url in (select value from json_each(:candidates))
      and articles.text = ''
      and articles.capture_id is null
      and articles.comments_elsewhere is not null
    limit 1
"""
_MOVE = "update articles set url = :url where article_id = :article_id"
_ADDRESS = """
    insert into article_addresses (url, article_id)
    values (:url, :article_id)
    on conflict (url) do update set article_id = excluded.article_id
"""


def known_spelling(connection: sqlite3.Connection, url: str) -> str:
    """The address of the one article that is stored under a spelling of this one; itself where there is none, or more."""
    if connection.execute(_NAMED, {"url": url}).fetchone() is not None:
        return url
    rows = connection.execute(_SPELLED, {"candidates": _spellings(url)}).fetchall()
    return str(rows[0]["url"]) if len(rows) == 1 else url


def take_over_stub(connection: sqlite3.Connection, page: Page, url: str) -> bool:
    """Give what an export told of another spelling to the page that is now at this one; whether there was something."""
    if page.article is None or page.kind is PageKind.COMMENTS:
        return False
    row = connection.execute(_STUB, {"candidates": _spellings(url)}).fetchone()
    if row is not None:
        values = {"url": url, "article_id": row["article_id"]}
        connection.execute(_MOVE, values)
        connection.execute(_ADDRESS, values)
    return row is not None


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
    further = address_variants(page.canonical_url) if page.canonical_url and page.canonical_url != url else ()
    return _spellings(url, *further)


def _spellings(url: str, *further: str) -> str:
    """The spellings of an address, and further ones, as a JSON list."""
    own = address_variants(url)
    return orjson.dumps([*own, *further, *map(_other_host, own)]).decode()


def _other_host(url: str) -> str:
    """The same with `www.`, or without."""
    scheme, _, rest = url.partition("://")
    return f"{scheme}://{rest.removeprefix('www.')}" if rest.startswith("www.") else f"{scheme}://www.{rest}"
