"""Visits: one address asked for, one transaction, whatever came of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from itertools import islice
from types import TracebackType

import attrs

from archive.addresses import site_of, thread_address
from archive.counting import recount_article
from archive.database import Archive
from archive.forget.guarding import without_forgotten
from archive.forget.recognising import Recogniser, recogniser_of
from archive.forget.tombstones import count_tombstones
from archive.frontier import add_links, finish_entry
from archive.records import Page, PageKind, Source, Visit
from archive.returns.addresses import note_comments, note_visit
from archive.returns.follow_up import follow_up
from archive.returns.histories import ThreadVisit, note_thread, note_unchanged
from archive.returns.signs import apply_sidebar, apply_signs
from archive.search_index import BATCH, index_pending, pending_rows
from archive.site_rows import site_id_of
from archive.store.articles import save_article
from archive.store.branches import is_branch
from archive.store.comments import save_comments
from archive.store.fetches import save_fetch, save_sighting
from archive.store.people import save_people
from archive.store.redirected import save_redirect
from archive.store.saved import Saved, Sighting
from archive.store.sidebars import place_entries, resolve_entries, save_sidebar
from archive.store.supplements import save_supplement
from archive.store.sweeps import save_reading, touch_reading
from archive.store.told import save_told, site_of_page

_BULK_BATCH = 30_000
"""Rows that an import indexes at once: 7 % faster than 10,000, and other writers wait a second at most."""
_BULK_BYTES = 128 * 1024 * 1024
"""Of memory and of the write-ahead log, each: an import that fills a big archive comes back to pages of all its months."""
_VISITS_TOGETHER = 400
"""Visits in one transaction of an import: two tenths of a second of other writers' waiting."""

_ENTRY = "select site_id, depth from frontier where frontier_id = :frontier_id"
_TOUCH_ARTICLE = """
    update articles
    set last_seen_at = max(last_seen_at, :at)
    where capture_id in (select capture_id from captures where url = :url)
"""
_THREAD_AT = "select article_id from article_addresses where url = :url"
_TOUCH_COMMENTS = """
    update comments
    set last_seen_at = max(last_seen_at, :at)
    where article_id = :article_id
      and state <> 'gone'
      and capture_id in (select capture_id from captures where url = :url)
"""
_NEW_IN_RUN = """
    select 1
    from articles
    join runs on runs.run_id = :run_id
    where article_id = :article_id
      and first_seen_at >= started_at
"""


class Store:
    """Writes visits into an archive.

    Args:
        archive: open for writing.
        index_batch: how many new rows may wait before they are put into the search index.
    """

    def __init__(self, archive: Archive, *, index_batch: int = BATCH) -> None:
        self.archive, self.index_batch = archive, index_batch
        self._waiting = pending_rows(archive)
        self._tombstones, self.recogniser = 0, Recogniser({})
        with archive.errors():
            self._remember_forgotten(archive.connection)

    @classmethod
    def in_bulk(cls, archive: Archive) -> Store:
        """A store for an import: larger batches, and more memory."""
        archive.keep_in_memory(_BULK_BYTES)
        archive.write_ahead(_BULK_BYTES)
        return cls(archive, index_batch=_BULK_BATCH)

    def save_visit(self, visit: Visit, *, run_id: int | None = None, frontier_id: int | None = None) -> Saved:
        """Store everything that came of a visit, and mark its address done, in one transaction.

        Args:
            visit: what came of asking for one address.
            run_id: the crawl it belongs to; None for an import.
            frontier_id: the address's row in the frontier; new links are added to the same site.

        Raises:
            ArchiveError: nothing of the visit was stored.
        """
        with self.archive.transaction() as connection:
            saved = self._save(connection, visit, run_id, frontier_id)
        self._index_when_due(saved)
        return saved

    def save_visits(self, visits: Iterable[Visit], *, run_id: int | None = None) -> Saved:
        """Store many visits, some hundred in each transaction; the sum of what changed. For imports and replays."""
        total = Saved()
        remaining = iter(visits)
        while group := list(islice(remaining, _VISITS_TOGETHER)):
            saved = Saved()
            with self.archive.transaction() as connection:
                for visit in group:
                    saved += self._save(connection, visit, run_id, None)
            self._index_when_due(saved)
            total += saved
        return total

    def flush(self) -> None:
        """Put everything that waits into the search index."""
        index_pending(self.archive, batch=self.index_batch)
        self._waiting = 0

    def close(self) -> None:
        """Fill the search index, and merge the write-ahead log into the file; the archive stays open."""
        self.flush()
        with self.archive.errors():
            self.archive.connection.execute("pragma wal_checkpoint(passive)")

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if kind is None:  # after an error the index can wait: what is missing in it is on record
            self.close()

    def _save(self, connection: sqlite3.Connection, visit: Visit, run_id: int | None, frontier_id: int | None) -> Saved:
        """Store the visit without what was forgotten."""
        self._remember_forgotten(connection)
        allowed = without_forgotten(self.recogniser, visit)
        if allowed is not None:
            return _save(connection, allowed, run_id, frontier_id)
        if frontier_id is not None:
            finish_entry(connection, frontier_id, failed=False, error="forgotten", at=visit.fetched_at)
        return Saved()

    def _remember_forgotten(self, connection: sqlite3.Connection) -> None:
        tombstones = count_tombstones(connection)
        if tombstones != self._tombstones:
            self._tombstones, self.recogniser = tombstones, recogniser_of(connection)

    def _index_when_due(self, saved: Saved) -> None:
        self._waiting += saved.new_articles + saved.new_comments
        if self._waiting >= self.index_batch:
            self.flush()


def _save(connection: sqlite3.Connection, visit: Visit, run_id: int | None, frontier_id: int | None) -> Saved:
    sighting = save_sighting(connection, visit)
    site_id = site_id_of(connection, site_of(visit.url))
    save_fetch(connection, visit, sighting, site_id=site_id, run_id=run_id)
    saved = Saved()
    asked = _Asked(visit, site_id, run_id, frontier_id)
    if visit.page is not None and visit.error is None and visit.skipped is None:
        saved = _save_page(connection, visit.page, asked, sighting)
    elif visit.skipped is not None:
        save_redirect(connection, visit)
    elif visit.unchanged:
        _touch(connection, visit, sighting)
        if frontier_id is not None:
            note_unchanged(connection, frontier_id, site_id=site_id, at=visit.fetched_at)
    if saved.changed_articles and _is_new_in_run(connection, saved.article_id, run_id):
        saved = attrs.evolve(saved, changed_articles=0)
    if frontier_id is not None:
        saved += _finish(connection, asked, frontier_id, article_id=saved.article_id)
    return saved


def _is_new_in_run(connection: sqlite3.Connection, article_id: int | None, run_id: int | None) -> bool:
    """Whether the article came in this very run: its further parts make it whole, and are no change of it."""
    return connection.execute(_NEW_IN_RUN, {"article_id": article_id, "run_id": run_id}).fetchone() is not None


@attrs.frozen
class _Asked:
    """A visit, and who asked for it."""

    visit: Visit
    site_id: int
    run_id: int | None
    frontier_id: int | None


def _save_page(connection: sqlite3.Connection, page: Page, asked: _Asked, sighting: Sighting) -> Saved:
    if page.people:
        save_people(connection, page, sighting, site_id=asked.site_id)
    if page.is_supplement:
        return save_supplement(connection, page)
    if page.source is Source.API:
        return save_told(connection, page, sighting, site_id=site_id_of(connection, site_of_page(page)))
    saved = Saved()
    if not page.is_protected and _has_thread(page):
        saved = _save_thread(connection, page, asked, sighting)
    if page.recent_comments and not page.is_protected:
        sidebar_id = save_sidebar(connection, page, sighting, site_id=asked.site_id)
        if asked.frontier_id is not None:
            saved += Saved(
                woken=apply_sidebar(
                    connection, sidebar_id, site_id=asked.site_id, run_id=asked.run_id, at=asked.visit.fetched_at
                ),
                article_id=saved.article_id,
            )
    return saved


def _has_thread(page: Page) -> bool:
    """A page of another kind (a form, a product) may read like an article, but is none."""
    return (
        bool(page.comments)
        or page.kind is PageKind.COMMENTS
        or (page.article is not None and page.kind not in (PageKind.OTHER, PageKind.LISTING))
    )


def _save_thread(connection: sqlite3.Connection, page: Page, asked: _Asked, sighting: Sighting) -> Saved:
    article = save_article(connection, page, sighting, asked.visit.requested_url)
    comments = save_comments(
        connection, article.article_id, page, sighting, is_new_article=article.is_new, site_id=article.site_id
    )
    gone = 0
    if not is_branch(page):
        gone = save_reading(connection, article.article_id, page, sighting, is_new_article=article.is_new)
    recount_article(connection, article.article_id, article.counted)
    if article.is_new:
        place_entries(connection, article.article_id, article.url, article.title, site_id=article.site_id)
    if comments.new:
        resolve_entries(connection, article.article_id, comments.new, site_id=article.site_id)
    saved = Saved(
        new_articles=int(article.is_new),
        changed_articles=int(article.is_changed),
        new_comments=len(comments.new),
        changed_comments=comments.changed + gone,
        article_id=article.article_id,
    )
    if asked.frontier_id is None:
        return saved
    is_changed = bool(article.is_changed or comments.new or comments.changed)
    thread = ThreadVisit(
        site_id=asked.site_id, article_id=article.article_id, frontier_id=asked.frontier_id, run_id=asked.run_id,
        at=asked.visit.fetched_at, page=page, new=comments.new, is_changed=is_changed,
    )  # fmt: skip
    note_thread(connection, thread)
    note_comments(connection, asked.site_id, comments.new, at=thread.at)
    return saved + Saved(woken=follow_up(connection, thread), article_id=article.article_id)


def _touch(connection: sqlite3.Connection, visit: Visit, sighting: Sighting) -> None:
    """What the address showed last time is still there."""
    values = {"at": sighting.at, "url": visit.url}
    connection.execute(_TOUCH_ARTICLE, values)
    row = connection.execute(_THREAD_AT, {"url": thread_address(visit.url)}).fetchone()
    if row is not None and not touch_reading(connection, row["article_id"], visit.url, sighting):
        connection.execute(_TOUCH_COMMENTS, {**values, "article_id": row["article_id"]})


def _finish(connection: sqlite3.Connection, asked: _Asked, frontier_id: int, *, article_id: int | None) -> Saved:
    visit = asked.visit
    row = connection.execute(_ENTRY, {"frontier_id": frontier_id}).fetchone()
    new_links = add_links(connection, row["site_id"], visit.links, found_on=visit.url, depth=row["depth"] + 1)
    finish_entry(
        connection,
        frontier_id,
        failed=visit.error is not None,
        error=visit.error or visit.skipped,
        at=visit.fetched_at,
        status=visit.status,
        etag=visit.etag,
        last_modified=visit.last_modified,
    )
    signs = (*visit.signs, *(visit.page.signs if visit.page is not None else ()))
    woken = apply_signs(connection, signs, site_id=row["site_id"], run_id=asked.run_id, at=visit.fetched_at)
    note_visit(connection, frontier_id, visit, is_changed=bool(new_links or woken))
    return Saved(new_links=new_links, woken=woken, article_id=article_id)
