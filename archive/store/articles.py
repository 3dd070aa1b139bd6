"""Articles: one row each, its parts joined, its earlier versions kept."""

from __future__ import annotations

import sqlite3
from typing import Any

import attrs
import orjson

from archive.addresses import site_of, thread_address
from archive.cjk import cjk_pairs
from archive.counting import CountedArticle, counted_article
from archive.indexed_tables import ARTICLES, next_id
from archive.records import Article, Page, PageKind, Source
from archive.search_index import exchange
from archive.site_rows import site_id_of
from archive.store import parts, told_words
from archive.store.doubles import distinct
from archive.store.redirected import sources_of
from archive.store.revisions import ARTICLES as HISTORY
from archive.store.saved import Sighting
from archive.store.twins import stored_address, take_over_stub
from archive.times import optional_time_text

_TOLD_BY_ANY_PAGE = ("comment_count_stated", "thread_state", "comments_elsewhere")
_FIELDS = (
    "canonical_url", "kind", "title", "authors", "published_at", "published_raw", "modified_at", "modified_raw",
    "date_precision", "language", "section", "tags", "description", "image", "site_name", "comment_count_stated",
    "thread_state", "comments_elsewhere", "is_noarchive", "evidence", "text", "html",
)  # fmt: skip
_PARENTHESES = ", ".join(_FIELDS)
_FIND = f"""
    select article_id, site_id, first_seen_at, last_seen_at, capture_id, text_cjk, is_on_page, revisions,
        {_PARENTHESES}
    from articles
    where url = :url
"""  # noqa: S608 (our own constants, as below)
_INSERT = f"""
    insert into articles (
        article_id, site_id, url, first_seen_at, last_seen_at, capture_id, text_cjk, is_on_page, comment_count, deepest,
        {_PARENTHESES}
    )
    values (
        :article_id, :site_id, :url, :at, :at, :capture_id, :text_cjk, :is_on_page, :comment_count, :deepest,
        {", ".join(f":{name}" for name in _FIELDS)}
    )
"""  # noqa: S608 (our own columns)
_UPDATE = f"""
    update articles
    set {", ".join(f"{name} = :{name}" for name in _FIELDS)}, text_cjk = :text_cjk
    where article_id = :article_id
"""  # noqa: S608 (our own columns)
_TOUCH = """
    update articles
    set first_seen_at = min(first_seen_at, :at),
        is_on_page = 1,
        last_seen_at = iif(:is_own_page, max(last_seen_at, :at), last_seen_at),
        capture_id = iif(:is_own_page and :at >= last_seen_at, coalesce(:capture_id, capture_id), capture_id)
    where article_id = :article_id
"""
_OWN_ADDRESS = """
    insert into article_addresses (url, article_id)
    values (:url, :article_id)
    on conflict (url) do update set article_id = excluded.article_id
"""
_OTHER_ADDRESS = """
    insert into article_addresses (url, article_id)
    values (:url, :article_id)
    on conflict (url) do nothing
"""
Values = dict[str, Any]
"""Columns of one row; it stays within this module."""


@attrs.frozen
class StoredArticle:
    """Which row the page's article is, and what became of it."""

    article_id: int
    site_id: int
    url: str
    title: str | None
    is_new: bool
    is_changed: bool
    counted: CountedArticle | None
    """What it added to the counts by month before this visit; None where it was not counted yet."""


def save_article(connection: sqlite3.Connection, page: Page, sighting: Sighting, requested_url: str) -> StoredArticle:
    """Store the article of a page that has one, or a stub for the comments of a page that shows none."""
    led_from = sources_of(connection, requested_url)
    url = _article_url(page)
    row = find_row(connection, url)
    if row is None and (twin := stored_address(connection, page, url)) != url:
        url, row = twin, find_row(connection, twin)
    if row is None and take_over_stub(connection, page, url):
        row = find_row(connection, url)
    if row is None:
        stored = insert_article(connection, page, url, sighting)
    else:
        counted = counted_article(connection, row["article_id"])
        is_changed = _update(connection, page, row, sighting)
        stored = StoredArticle(
            row["article_id"], row["site_id"], url, row["title"], is_new=False, is_changed=is_changed, counted=counted
        )
    if stored.is_new or led_from or requested_url != url or page.url != url:
        aliases = {thread_address(address) for address in (page.url, requested_url, *led_from)} - {url}
        connection.executemany(_OTHER_ADDRESS, [{"url": alias, "article_id": stored.article_id} for alias in aliases])
    return stored


def find_row(connection: sqlite3.Connection, url: str) -> sqlite3.Row | None:
    """The row of the article at that address, if there is one."""
    row: sqlite3.Row | None = connection.execute(_FIND, {"url": url}).fetchone()
    return row


def _article_url(page: Page) -> str:
    return page.article_url or (page.article.url if page.article else page.url)


def insert_article(connection: sqlite3.Connection, page: Page, url: str, sighting: Sighting) -> StoredArticle:
    """Store an article that is not stored yet, with the number of the comments that the page shows."""
    article_id = next_id(connection, ARTICLES)
    values = values_of(page)
    site_id = site_id_of(connection, site_of(url))
    identity = {"article_id": article_id, "site_id": site_id, "url": url}
    seen = {"at": sighting.at, "capture_id": sighting.capture_id, "is_on_page": int(page.source is Source.PAGE)}
    comments = distinct(page.comments)
    counts = {"comment_count": len(comments), "deepest": max((comment.depth for comment in comments), default=None)}
    connection.execute(_INSERT, {**identity, **values, **seen, **counts})
    connection.execute(_OWN_ADDRESS, identity)
    if page.article is not None and page.article.part > 1:
        parts.save_part(connection, article_id, page.article, sighting, first=None)
    return StoredArticle(article_id, site_id, url, values["title"], is_new=True, is_changed=False, counted=None)


def _update(connection: sqlite3.Connection, page: Page, row: sqlite3.Row, sighting: Sighting) -> bool:
    """Bring the row up to date, and say whether the article was edited or is now read better."""
    old = dict(row)
    is_own = _is_own_page(page)
    is_correction = sighting.corrects(row["last_seen_at"], row["capture_id"])
    values, keeps_words = told_words.beside_told_article(
        connection, old, values_of(page), is_own=is_own, is_latest=is_correction or sighting.at >= row["last_seen_at"]
    )
    new = _merge(old, values, is_own=is_own, is_correction=is_correction)
    joined = None
    if page.article is not None and page.kind is not PageKind.COMMENTS and not keeps_words:
        joined = parts.save_part(
            connection, row["article_id"], page.article, sighting, first=(row["text"], row["html"])
        )
    if joined is not None:
        new.update(text=joined.text, html=joined.html, text_cjk=_pairs(new["title"], joined.text))
    is_edit = HISTORY.is_edit(old, new)
    is_current = is_correction or not is_own or sighting.at >= row["last_seen_at"] or not _has_content(old)
    if is_current:
        if (
            is_edit
            and not is_correction
            and _has_content(old)
            and (is_own or joined)
            and not (joined and joined.is_grown)
        ):
            HISTORY.keep(
                connection,
                row["article_id"],
                old,
                seen=(row["last_seen_at"], row["capture_id"]),
                replaced=(sighting.at, sighting.capture_id),
            )
        replace_row(connection, old, new)
        if is_edit and is_correction:
            HISTORY.collapse(connection, row["article_id"])
    elif (is_edit or row["revisions"]) and not keeps_words:  # the API's words were not seen on this page
        is_edit = HISTORY.keep_older(connection, row["article_id"], new, sighting)
    seen = {
        "article_id": row["article_id"],
        "at": sighting.at,
        "is_own_page": is_own,
        "capture_id": sighting.capture_id,
    }
    connection.execute(_TOUCH, seen)
    return is_edit


def replace_row(connection: sqlite3.Connection, old: Values, new: Values) -> None:
    """Write the row anew where it differs, and its words in the search index."""
    if all(new[name] == old[name] for name in _FIELDS):
        return
    connection.execute(_UPDATE, new)
    before, after = ((values["title"], values["text"], values["text_cjk"]) for values in (old, new))
    exchange(connection, ARTICLES, old["article_id"], before, after)


def _merge(old: Values, values: Values, *, is_own: bool, is_correction: bool) -> Values:
    """The row as it should be: what the page says, over what was known and the page does not say."""
    if not is_own:
        # A further page repeats the article shortened or not at all: it only fills gaps.
        filled = {name: values[name] if old[name] in (None, "", "[]") else old[name] for name in _FIELDS}
        filled.update({name: values[name] for name in _TOLD_BY_ANY_PAGE if values[name] is not None})
        filled["is_noarchive"] = max(old["is_noarchive"], values["is_noarchive"])
        return {**old, **filled, "text_cjk": _pairs(filled["title"], filled["text"])}
    if values["authors"] == "[]":
        values["authors"] = old["authors"]  # a page without a byline does not say that nobody wrote it
    if is_correction:
        return {**old, **values}
    merged = {**old, **{name: old[name] if value is None else value for name, value in values.items()}}
    return {**merged, "text_cjk": _pairs(merged["title"], merged["text"])}


def _pairs(title: str | None, text: str) -> str | None:
    """What the search index holds for the CJK in title and text."""
    return cjk_pairs(f"{title or ''}\n{text}")


def _is_own_page(page: Page) -> bool:
    """The page that shows the article from its beginning, and so decides about its fields."""
    return page.article is not None and page.kind is not PageKind.COMMENTS and page.article.part == 1


def _has_content(old: Values) -> bool:
    """A stub that only now gets its article was not edited; an export of comments may have given it a title."""
    return bool(old["text"]) or (bool(old["title"]) and old["capture_id"] is not None)


def values_of(page: Page) -> Values:
    """The columns that a page gives."""
    article = page.article or Article(url=page.url)
    stated = page.comment_count_stated
    state = page.thread_state or article.thread_state
    return {
        "canonical_url": page.canonical_url,
        "kind": PageKind.THREAD.value if page.kind is PageKind.THREAD else PageKind.ARTICLE.value,
        "title": article.title,
        "authors": _json(article.authors),
        "published_at": optional_time_text(article.published_at),
        "published_raw": article.published_raw,
        "modified_at": optional_time_text(article.modified_at),
        "modified_raw": article.modified_raw,
        "date_precision": article.date_precision.value if article.date_precision else None,
        "language": article.language,
        "section": article.section,
        "tags": _json(article.tags),
        "description": article.description,
        "image": article.image,
        "site_name": article.site_name,
        "comment_count_stated": article.comment_count_stated if stated is None else stated,
        "thread_state": state.value if state else None,
        "comments_elsewhere": page.comments_elsewhere,
        "is_noarchive": int(page.directives.noarchive or page.directives.tdm_reservation is True),
        "evidence": _json([(e.field, e.rule, e.confidence) for e in page.evidence]),
        "text": article.text,
        "text_cjk": _pairs(article.title, article.text),
        "html": article.html,
    }


def _json(value: object) -> str:
    return orjson.dumps(value).decode()
