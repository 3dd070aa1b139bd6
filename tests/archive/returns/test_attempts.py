"""Which sites are due, and how those that fail are put off."""

from __future__ import annotations

from datetime import timedelta

import pytest

from archive.database import Archive
from archive.locks import SiteLock
from archive.returns.attempts import Attempt, due_sites, followed, record_attempt
from archive.runs import finish_run, start_run
from archive.site_settings import SiteSettings, put_site_settings
from tests.archive.making import T, later

SITE, URL = "example.org", "http://example.org/"


@pytest.fixture
def crawled(archive: Archive) -> Archive:
    run = start_run(archive, SITE, URL, at=T)
    finish_run(archive, run.run_id, at=T)
    return archive


def attempt(archive: Archive, result: str, hours: float = 0, **fields: object) -> None:
    at = T + timedelta(hours=hours)
    record_attempt(archive, Attempt(site=SITE, start_url=URL, at=at, result=result, **fields))  # type: ignore[arg-type]


def due(archive: Archive, hours: float) -> list[str]:
    return [site.start_url for site in due_sites(archive, T + timedelta(hours=hours))]


def test_a_site_is_followed_once_it_was_crawled(archive: Archive, crawled: Archive) -> None:
    assert due(crawled, 0) == [URL]
    attempt(crawled, "finished", asked=1)
    assert due(crawled, 0.01) == []
    assert due(crawled, 24) == [URL]


def test_a_run_that_had_nothing_to_ask_for_is_not_repeated_at_once(crawled: Archive) -> None:
    crawled.connection.execute(
        "insert into frontier (url, site_id, relation, depth, priority, state, due_at) values (?, 1, 'start', 0, 1, 'done', ?)",
        (URL, "2020-01-01T00:00:00Z"),
    )
    attempt(crawled, "finished", asked=0)
    assert due(crawled, 0.9) == []
    attempt(crawled, "finished", asked=5)
    assert due(crawled, 0.1) == [URL]


@pytest.mark.parametrize("result", ["cut", "interrupted"])
def test_a_run_that_was_cut_goes_on_with_the_next(crawled: Archive, result: str) -> None:
    attempt(crawled, result)
    assert due(crawled, 0) == [URL]


def test_failures_in_a_row_put_the_next_visit_off_and_success_forgives(crawled: Archive) -> None:
    for failures, hours in enumerate((1, 2, 4, 8), start=1):
        attempt(crawled, "failed", error="no answer")
        assert due(crawled, hours - 0.01) == [], failures
        assert due(crawled, hours) == [URL], failures
    attempt(crawled, "finished", asked=1)
    attempt(crawled, "failed")
    assert due(crawled, 1) == [URL]


def test_a_site_that_is_crawled_now_or_not_followed_is_left_alone(crawled: Archive) -> None:
    with SiteLock(crawled, SITE):
        assert due(crawled, 0) == []
    put_site_settings(crawled, SITE, SiteSettings(follow=False))
    assert followed(crawled) == []
    put_site_settings(crawled, SITE, SiteSettings(follow=True))
    assert due(crawled, 0) == [URL]


def test_attempts_of_a_site_never_crawled_are_on_record(archive: Archive) -> None:
    attempt(archive, "failed", error="unknown host")
    (row,) = archive.connection.execute("select result, error, failures from followed_sites").fetchall()
    assert tuple(row) == ("failed", "unknown host", 1)
    assert later(0) == T


def test_the_next_look_follows_how_much_the_run_found_to_be_written(crawled: Archive) -> None:
    crawled.connection.execute(
        "insert into frontier (url, site_id, relation, depth, priority, state, due_at) values (?, 1, 'start', 0, 1, 'done', ?)",
        (URL, "2026-03-02T12:00:00Z"),
    )
    crawled.connection.execute("update followed_sites set day = 100, counted_at = '2026-03-01T12:00:00Z'")
    attempt(crawled, "finished", asked=5)
    assert due(crawled, 0.2) == []
    assert due(crawled, 0.5) == [URL]  # two comments are expected by then: 24 h / 100 * 2
