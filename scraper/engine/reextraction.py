"""Captures, read again by today's extractor: no network, and a count of what became different."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import attrs

from archive.capture_history import KeptVisit, count_kept_visits, kept_visits
from archive.captures import read_capture
from archive.database import Archive
from archive.errors import CaptureError
from archive.records import Visit
from archive.store import Store
from scraper.engine.tally import FAILURES_KEPT, PageFailure
from scraper.engine.zones import zone_of
from scraper.normalise.page import normalise_page
from scraper.normalise.urls import canonical_url, site_of
from scraper.pipelines.normalise import through
from scraper.spiders.reading import Received, read

OnPage = Callable[[int, int], None]
"""Called with how many captures are read and how many there are."""


@attrs.define
class Reextraction:
    """What reading the captures again came to."""

    captures: int = 0
    pages: int = 0
    """Those that hold a page; others are feeds and sitemaps."""
    articles_new: int = 0
    articles_changed: int = 0
    comments_new: int = 0
    comments_changed: int = 0
    unreadable: int = 0
    """Captures that are missing or broken; their records stay as they are."""
    failures: list[PageFailure] = attrs.Factory(list)

    @property
    def has_changed(self) -> bool:
        """Whether any record is new or different."""
        return bool(self.articles_new or self.articles_changed or self.comments_new or self.comments_changed)


def reextract_archive(archive: Archive, *, on_page: OnPage | None = None) -> Reextraction:
    """Rebuild every record from its capture, and say what changed; with the same extractor that is nothing.

    Raises:
        ArchiveError: the archive cannot be written.
    """
    done, total = Reextraction(), count_kept_visits(archive)
    with Store(archive) as store:
        for kept in kept_visits(archive):
            done.captures += 1
            _read_again(archive, store, kept, done)
            if on_page is not None:
                on_page(done.captures, total)
    return done


def _read_again(archive: Archive, store: Store, kept: KeptVisit, done: Reextraction) -> None:
    try:
        visit = _visit(archive, kept)
    except CaptureError as error:
        done.unreadable += 1
        _note(done, kept.capture.url, error.fault)
        return
    if visit.error is not None:
        _note(done, visit.url, visit.error)
        return
    if visit.page is None:
        return
    saved = store.save_visit(visit)
    done.pages += 1
    done.articles_new += saved.new_articles
    done.articles_changed += saved.changed_articles
    done.comments_new += saved.new_comments
    done.comments_changed += saved.changed_comments


def _visit(archive: Archive, kept: KeptVisit) -> Visit:
    response = read_capture(archive.captures_folder, kept.capture)
    url = canonical_url(kept.capture.url)
    received = Received(
        body=response.body,
        url=url,
        fetched_at=kept.capture.fetched_at,
        content_type=response.content_type,
        headers={name.lower(): value for name, value in response.headers},
    )
    reading = read(received)
    visit = Visit(
        requested_url=kept.requested_url,
        url=url,
        fetched_at=kept.capture.fetched_at,
        status=kept.capture.status,
        capture=kept.capture,
        page=reading.page,
        skipped=reading.skipped,
        error=response.problem or reading.error,
        source=kept.source,
    )
    normalised = through(partial(normalise_page, zone=zone_of(archive, site_of(url))), visit)
    assert isinstance(normalised, Visit)  # noqa: S101 (it went in as one)
    return normalised


def _note(done: Reextraction, url: str, reason: str) -> None:
    if len(done.failures) < FAILURES_KEPT:
        done.failures.append(PageFailure(url, reason))
