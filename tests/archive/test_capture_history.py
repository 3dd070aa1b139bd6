"""Which bytes an address gave last, every capture in order, and addresses claimed by name."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import attrs
import pytest

from archive.capture_history import count_kept_visits, kept_visits, last_digest
from archive.database import Archive, open_archive
from archive.frontier import Frontier
from archive.records import Capture, Extractor, Link, Page, PageKind, Relation, Visit
from archive.runs import start_run
from archive.store import Store

URL = "https://example.org/a"
READER = "commentariat 1"


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with open_archive(tmp_path / "a.db", create=True) as opened:
        yield opened


def visit(number: int, *, status: int = 200, error: str | None = None, version: str = "1") -> Visit:
    at = datetime(2026, 1, 1, 0, number, tzinfo=UTC)
    capture = Capture(
        url=URL, fetched_at=at, status=status, content_type="text/html", digest=f"sha1:{number}", file="w", offset=number,
        length=9,
    )  # fmt: skip
    page = Page(url=URL, kind=PageKind.OTHER, fetched_at=at, extractor=Extractor(name="commentariat", version=version))
    made = Visit(requested_url=URL, url=URL, fetched_at=at, status=status, capture=capture, page=page)
    return attrs.evolve(made, page=None, error=error) if error else made


def test_the_last_bytes_count_if_this_extractor_read_them(archive: Archive) -> None:
    store = Store(archive)
    assert last_digest(archive, URL, extractor=READER) is None
    store.save_visit(visit(1))
    assert last_digest(archive, URL, extractor=READER) == "sha1:1"
    store.save_visit(visit(2, error="HTTP 500", status=500))
    assert last_digest(archive, URL, extractor=READER) == "sha1:1"
    store.save_visit(visit(3, version="2"))
    assert last_digest(archive, URL, extractor=READER) == "sha1:1"
    assert last_digest(archive, URL, extractor="commentariat 2") == "sha1:3"


def test_kept_visits_come_oldest_first_and_without_error_pages(archive: Archive) -> None:
    store = Store(archive)
    for number in range(1, 4):
        store.save_visit(visit(number))
    store.save_visit(visit(4, error="HTTP 404", status=404))
    store.save_visit(visit(5, error="KeyError: a page we could not read"))
    assert [kept.capture.digest for kept in kept_visits(archive)] == ["sha1:1", "sha1:2", "sha1:3", "sha1:5"]
    assert count_kept_visits(archive) == 4
    assert next(kept_visits(archive)).capture == visit(1).capture


def test_addresses_are_claimed_by_name_done_or_not(archive: Archive) -> None:
    run = start_run(archive, "example.org", URL, at=datetime(2026, 1, 1, tzinfo=UTC))
    frontier = Frontier(archive, "example.org", run.run_id)
    urls = [f"https://example.org/{name}" for name in "abc"]
    frontier.add([Link(url=url, relation=Relation.ARTICLE) for url in urls], found_on=None, depth=0)
    (first,) = frontier.claim_named([urls[0]])
    frontier.finish(first.entry_id, None, at=datetime(2026, 1, 1, tzinfo=UTC))
    claimed = frontier.claim_named([*urls[:2], "https://example.org/unknown"])
    assert sorted(entry.url for entry in claimed) == urls[:2]
    assert frontier.claim_named(urls[:2]) == []
    assert frontier.counts().in_flight == 2


def test_coming_back_within_the_second_does_not_hide_the_kept_bytes(archive: Archive) -> None:
    store = Store(archive)
    store.save_visit(visit(1))
    again = attrs.evolve(visit(1), capture=None, page=None)
    store.save_visit(attrs.evolve(again, unchanged=True))
    store.save_visit(attrs.evolve(again, error="HTTP 500", status=500))
    assert count_kept_visits(archive) == 1
    assert last_digest(archive, URL, extractor=READER) == "sha1:1"
