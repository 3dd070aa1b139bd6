"""What responses ask of machines is recorded with their captures."""

from __future__ import annotations

from archive.database import Archive
from archive.records import Directives, Visit
from archive.store import Store
from tests.archive.making import URL, T, capture, page, rows, visit


def test_what_a_response_asks_of_machines_stands_with_its_capture(archive: Archive, store: Store) -> None:
    silent, feed = "http://example.org/silent/", "http://example.org/feed/"
    asked = Directives(noarchive=True, content_usage="train-ai=n", tdm_reservation=True)
    store.save_visit(visit(page(directives=asked), capture=capture(1)))
    store.save_visit(visit(page(url=silent), capture=capture(2, url=silent)))
    of_feed = Visit(
        requested_url=feed, url=feed, fetched_at=T, status=200,
        directives=Directives(noindex=True, tdm_reservation=False), capture=capture(3, url=feed),
    )  # fmt: skip
    store.save_visit(of_feed)
    assert rows(archive, "select directives from captures order by capture_id") == [
        ('{"noarchive":true,"tdm_reservation":true,"content_usage":"train-ai=n"}',),
        (None,),
        ('{"noindex":true,"tdm_reservation":false}',),
    ]
    assert rows(archive, "select url from captures where directives ->> 'noarchive'") == [(URL,)]


def test_what_a_better_reading_finds_asked_replaces_what_was_known(archive: Archive, store: Store) -> None:
    store.save_visit(visit(page(), capture=capture(1)))
    store.save_visit(visit(page(directives=Directives(noarchive=True)), capture=capture(1)))
    assert rows(archive, "select directives from captures") == [('{"noarchive":true}',)]
