"""What an API tells: articles and comments as the platform stores them, many in one answer."""

from __future__ import annotations

import sqlite3

import attrs

from archive.addresses import site_of, thread_address
from archive.counting import counted_article, recount_article, recounted
from archive.records import Page, PageKind, Source
from archive.store.articles import StoredArticle, find_row, insert_article, replace_row, save_article, values_of
from archive.store.comments import save_comments
from archive.store.revisions import ARTICLES as HISTORY
from archive.store.saved import Saved, Sighting
from archive.store.sidebars import place_entries, resolve_entries
from archive.store.told_comments import mark_gone, mark_gone_of_article
from archive.store.told_places import place_comments
from archive.store.told_words import Told, Values, article_digest, article_text, is_new_in, says_the_same, told_article
from archive.store.twins import known_spelling

_BY_ADDRESS = """
    select articles.url
    from article_addresses
    join articles using (article_id)
    where article_addresses.url = :url
"""
_PUT = """
    insert into told_articles (article_id, digest, page_digest, first_told_at, last_told_at, capture_id)
    values (:article_id, :digest, :page_digest, :at, :at, :capture_id)
    on conflict (article_id) do update set
        digest = excluded.digest,
        page_digest = coalesce(page_digest, excluded.page_digest),
        first_told_at = min(first_told_at, excluded.first_told_at),
        last_told_at = max(last_told_at, excluded.last_told_at),
        capture_id = coalesce(excluded.capture_id, capture_id)
"""
_TOLD_EARLIER = "update told_articles set first_told_at = min(first_told_at, :at) where article_id = :article_id"
_SEEN = """
    update articles
    set last_seen_at = max(last_seen_at, :at), capture_id = coalesce(:capture_id, capture_id)
    where article_id = :article_id
      and is_on_page = 0
"""
_STATED = "update articles set comment_count_stated = :stated where article_id = :article_id"
_COMMENTS = "select comment_id from comments where article_id = :article_id"
_FACTS = ("published_at", "published_raw", "modified_at", "modified_raw", "date_precision", "thread_state")
_WORDS = ("title", "authors", "text", "html", "text_cjk")


def save_told(connection: sqlite3.Connection, page: Page, sighting: Sighting, *, site_id: int) -> Saved:
    """Store everything that an API's answer, or a service's export, tells."""
    total = Saved()
    for told in page.told or (page,):
        total += _save_thread(connection, told, sighting)
    if page.covers is not None:
        keys = [comment.key for told in page.told for comment in told.comments]
        gone = mark_gone(connection, site_id, page.covers, keys, sighting)
        total += Saved(changed_comments=len(gone))
    return total


def _save_thread(connection: sqlite3.Connection, page: Page, sighting: Sighting) -> Saved:
    stored = (
        _save_stub(connection, page, sighting) if page.kind is PageKind.COMMENTS else _save(connection, page, sighting)
    )
    if stored is None:
        return Saved()
    if stored.is_new:
        place_entries(connection, stored.article_id, stored.url, stored.title, site_id=stored.site_id)
    changed = Saved(
        new_articles=int(stored.is_new), changed_articles=int(stored.is_changed), article_id=stored.article_id
    )
    changed += _save_comments(connection, stored, page, sighting)
    recount_article(connection, stored.article_id, stored.counted)
    return changed


def _save(connection: sqlite3.Connection, page: Page, sighting: Sighting) -> StoredArticle | None:
    """The article that is told; None where there is nothing to tell of one that is not known."""
    url = page.article_url or page.url
    known = connection.execute(_BY_ADDRESS, {"url": thread_address(url)}).fetchone()
    row = find_row(connection, known["url"] if known else url)
    if row is None and page.article is None and not page.comments:
        return None  # a count alone makes no article
    if row is None:
        stored = insert_article(connection, page, url, sighting)
        if page.article is not None:
            _note(connection, stored.article_id, values_of(page), sighting, page_digest=None)
    else:
        counted = counted_article(connection, row["article_id"])
        is_changed = page.article is not None and _tell_article(connection, row, page, sighting)
        stored = StoredArticle(
            row["article_id"], row["site_id"], url, row["title"], is_new=False, is_changed=is_changed, counted=counted
        )
    if page.comment_count_stated is not None:
        connection.execute(_STATED, {"article_id": stored.article_id, "stated": page.comment_count_stated})
    return stored


def _save_stub(connection: sqlite3.Connection, page: Page, sighting: Sighting) -> StoredArticle:
    """The article of a service's export, which knows its comments alone: what it says of the rest fills gaps."""
    url = known_spelling(connection, thread_address(page.article_url or page.url))
    stub = attrs.evolve(page, comments=(), source=Source.PAGE, article_url=url)
    return save_article(connection, stub, sighting, page.url)


def _save_comments(connection: sqlite3.Connection, stored: StoredArticle, page: Page, sighting: Sighting) -> Saved:
    article_id, site_id = stored.article_id, stored.site_id
    is_new_article = stored.is_new and page.kind is not PageKind.COMMENTS  # stored with the number of its comments
    known = () if is_new_article else [row[0] for row in connection.execute(_COMMENTS, {"article_id": article_id})]
    with recounted(connection, known):
        saved = save_comments(connection, article_id, page, sighting, is_new_article=is_new_article, site_id=site_id)
        if saved.new or saved.changed:
            place_comments(connection, article_id)
    if saved.new:
        resolve_entries(connection, article_id, saved.new, site_id=site_id)
    gone: list[int] = []
    if page.covers is not None:
        gone = mark_gone_of_article(connection, article_id, [c.key for c in page.comments], sighting)
    return Saved(new_comments=len(saved.new), changed_comments=saved.changed + len(gone), article_id=article_id)


def _tell_article(connection: sqlite3.Connection, row: sqlite3.Row, page: Page, sighting: Sighting) -> bool:
    """Bring a known article up to date, and say whether it was edited."""
    told = told_article(connection, row["article_id"])
    if told is not None and sighting.is_superseded(told.last_told_at, told.capture_id):
        connection.execute(_TOLD_EARLIER, {"article_id": row["article_id"], "at": sighting.at})
        return False
    is_correction = told is not None and sighting.corrects(told.last_told_at, told.capture_id)
    old, values = dict(row), values_of(page)
    new = _merged(old, values, told, is_correction=is_correction)
    is_edit = HISTORY.is_edit(old, new)
    if is_edit and not is_correction and (old["title"] or old["text"]):
        seen_at = max(old["last_seen_at"], told.last_told_at if told else "")
        HISTORY.keep(
            connection,
            old["article_id"],
            old,
            seen=(seen_at, old["capture_id"]),
            replaced=(sighting.at, sighting.capture_id),
        )
    replace_row(connection, old, new)
    page_digest = article_digest(old) if told is None and old["is_on_page"] else None
    _note(connection, old["article_id"], values, sighting, page_digest=page_digest)
    if is_edit and is_correction:
        HISTORY.collapse(connection, old["article_id"])
    return is_edit


def _merged(old: Values, values: Values, told: Told | None, *, is_correction: bool) -> Values:
    """The row as it should be: the API's facts, its words where they are new, and what is known for the rest."""
    new = {**old, **{name: value for name, value in values.items() if old.get(name) in (None, "", "[]")}}
    new.update({name: values[name] for name in _FACTS if values[name] is not None})
    if values["tags"] != "[]":
        new["tags"] = values["tags"]
    if told is None:
        is_new = not says_the_same(article_text(old), article_text(values))
    elif is_correction:
        is_new = article_digest(old) == told.digest
    else:
        is_new = is_new_in(
            article_text(old), article_digest(old), article_text(values), article_digest(values), before=told.digest
        )
    if is_new and values["text"]:
        new.update({name: values[name] for name in _WORDS})
    return new


def _note(
    connection: sqlite3.Connection, article_id: int, values: Values, sighting: Sighting, *, page_digest: str | None
) -> None:
    told = {
        "article_id": article_id,
        "digest": article_digest(values),
        "page_digest": page_digest,
        "at": sighting.at,
        "capture_id": sighting.capture_id,
    }
    connection.execute(_PUT, told)
    connection.execute(_SEEN, told)


def site_of_page(page: Page) -> str:
    """The site an answer speaks of: its articles', or its own where it names none."""
    return site_of(next((told.article_url for told in page.told if told.article_url), page.url))
