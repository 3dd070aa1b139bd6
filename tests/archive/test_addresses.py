from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from archive.addresses import address_variants, comment_key, site_named, site_of, thread_address
from archive.times import now, optional_text_time, optional_time_text, text_time, time_text


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("http://www.Example.org/a", "example.org"),
        ("https://example.org:443/", "example.org"),
        ("http://example.org:443/", "example.org:443"),
        ("http://127.0.0.1:8021/x", "127.0.0.1:8021"),
        ("http://[::1]:80/", "[::1]"),
        ("http://[::1]:8080/", "[::1]:8080"),
        ("http://example.org:port/", "example.org"),
        ("http://[", ""),
        ("/relative", ""),
    ],
)
def test_site_of(url: str, site: str) -> None:
    assert site_of(url) == site


@pytest.mark.parametrize(
    ("url", "address", "key"),
    [
        ("http://e.org/a/#comment-12", "http://e.org/a/", "12"),
        ("http://e.org/a/comment-page-2/#comment-12", "http://e.org/a/", "12"),
        ("http://e.org/?p=3&cpage=2#c7f", "http://e.org/?p=3", "7f"),
        ("http://e.org/?p=3#12", "http://e.org/?p=3", "12"),
        ("http://e.org/a/?replytocom=9#respond", "http://e.org/a/", "respond"),
        ("http://e.org/a/", "http://e.org/a/", None),
        ("http://e.org/archives/32/comment-page-2#comment-5", "http://e.org/archives/32", "5"),
        ("http://e.org/comment-page-2#comment-5", "http://e.org/", "5"),
        ("http://e.org/%d0%bc/a/#comment-5", "http://e.org/%D0%BC/a/", "5"),
        ("http://[", "http://[", None),
    ],
)
def test_permalinks_name_thread_and_comment(url: str, address: str, key: str | None) -> None:
    assert thread_address(url) == address
    assert comment_key(url) == key


def test_variants_differ_in_scheme_and_slash() -> None:
    assert address_variants("https://e.org/a#c1") == (
        "https://e.org/a",
        "https://e.org/a/",
        "http://e.org/a/",
        "http://e.org/a",
    )
    assert address_variants("http://e.org/")[-1] == "https://e.org"
    assert address_variants("ftp://e.org/x") == ("ftp://e.org/x", "ftp://e.org/x/")


def test_times_are_text_that_sorts() -> None:
    early = datetime(33, 4, 3, 15, tzinfo=UTC)
    late = datetime(2026, 3, 1, 12, 30, 15, 999, tzinfo=timezone(timedelta(hours=2)))
    assert time_text(late) == "2026-03-01T10:30:15Z"
    assert time_text(early) == "0033-04-03T15:00:00Z" < time_text(late)
    assert text_time(time_text(early)) == early
    assert optional_text_time(None) is None
    assert optional_time_text(None) is None
    assert text_time(time_text(now())).tzinfo is UTC


@pytest.mark.parametrize(
    "named",
    [
        "example.org",
        " WWW.Example.org ",
        "example.org/",
        "example.org/a",
        "https://www.example.org/a?b",
        "http://example.org:80",
    ],
)
def test_a_site_is_named_by_its_host_or_an_address(named: str) -> None:
    assert site_named(named) == "example.org"
    assert site_named("localhost:8021/") == "localhost:8021"
    assert site_named("") == ""
