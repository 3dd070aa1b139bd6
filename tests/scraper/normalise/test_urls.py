"""Addresses: one spelling for one page, and which lead nowhere."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.normalise.urls import (
    article_address,
    canonical_url,
    comment_page_number,
    is_loopback,
    is_page,
    join,
    same_site,
    site_of,
)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        pytest.param("https://EXAMPLE.org", "https://example.org/", id="host-case-and-empty-path"),
        pytest.param("https://example.org/a?utm_source=x&p=2", "https://example.org/a?p=2", id="tracker"),
        pytest.param("http://example.org:80/a", "http://example.org/a", id="default-port"),
        pytest.param("http://example.org:8080/a", "http://example.org:8080/a", id="other-port"),
        pytest.param("http://example.org/a/../b/./c/", "http://example.org/b/c/", id="dot-segments"),
        pytest.param("http://example.org//a//b", "http://example.org/a/b", id="double-slashes"),
        pytest.param("http://example.org/a#comment-2", "http://example.org/a", id="fragment"),
        pytest.param("http://example.org/%7euser/caf%c3%a9", "http://example.org/~user/caf%C3%A9", id="escapes"),
        pytest.param("http://example.org/café", "http://example.org/caf%C3%A9", id="unescaped"),
        pytest.param("http://münchen.example/", "http://xn--mnchen-3ya.example/", id="idna"),
        pytest.param("http://example.org/a;jsessionid=12?b=1", "http://example.org/a?b=1", id="session-in-path"),
        pytest.param("http://example.org/?PHPSESSID=12&b=", "http://example.org/?b=", id="session-in-query"),
        pytest.param("http://example.org/a?b=2&a=1", "http://example.org/a?b=2&a=1", id="order-kept"),
        pytest.param("mailto:x@example.org", "mailto:x@example.org", id="no-page"),
        pytest.param("http://[::1]:8000/a", "http://[::1]:8000/a", id="ipv6"),
        pytest.param("http://é..example/a", "http://é..example/a", id="no-host-name"),
        pytest.param("http://[::1", "http://[::1", id="broken"),
        pytest.param(
            "http://e.org/t.php?t=5&sid=0123456789abcdef0123456789abcdef",
            "http://e.org/t.php?t=5",
            id="session-of-phpbb",
        ),
        pytest.param(
            "http://e.org/t.php?s=0123456789ABCDEF0123456789abcdef&t=5",
            "http://e.org/t.php?t=5",
            id="session-of-vbulletin",
        ),
        pytest.param("http://e.org/?s=deadbeef", "http://e.org/?s=deadbeef", id="a-search-is-no-session"),
        pytest.param("http://e.org/a/?doing_wp_cron=1700000000.1", "http://e.org/a/", id="cron"),
        pytest.param("http://e.org/a?osCsid=12&p=2", "http://e.org/a?p=2", id="session-of-a-shop"),
        pytest.param("http://e.org/a?sid=8gk2l1mq0v5fd3hs7t9b4n6c2r&p=2", "http://e.org/a?p=2", id="session-of-php"),
        pytest.param("http://e.org/story.pl?sid=23873421", "http://e.org/story.pl?sid=23873421", id="sid-of-a-story"),
        pytest.param("http://e.org/?session=spring", "http://e.org/?session=spring", id="session-of-a-parliament"),
        pytest.param("http://e.org/login?came_from=http://e.org/a", "http://e.org/login", id="where-a-form-returns-to"),
        pytest.param("http://e.org/login?returnUrl=%2Fa&x=1", "http://e.org/login?x=1", id="returns-to-a-path"),
        pytest.param("http://e.org/list?next=20", "http://e.org/list?next=20", id="next-may-be-a-number"),
        pytest.param("http://e.org/list?next=/b", "http://e.org/list?next=/b", id="next-may-be-a-page"),
    ],
)
def test_canonical_url(given: str, expected: str) -> None:
    assert canonical_url(given) == expected


@given(
    st.from_regex(r"https?://[a-z]{1,8}\.org(:\d{1,4})?(/[a-z%é.~]{0,5}){0,4}(\?[a-z=&é%]{0,9})?(#x)?", fullmatch=True)
)
def test_canonical_url_twice_is_once(url: str) -> None:
    assert canonical_url(canonical_url(url)) == canonical_url(url)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        pytest.param("http://e.org/p/comment-page-2/#comments", "http://e.org/p/", id="comment-page"),
        pytest.param("http://e.org/p/comment-page-12", "http://e.org/p", id="comment-page-no-slash"),
        pytest.param("http://e.org/?p=3&cpage=2#comment-9", "http://e.org/?p=3", id="cpage"),
        pytest.param("http://e.org/p/amp/", "http://e.org/p/", id="amp-folder"),
        pytest.param("http://e.org/p?amp=1", "http://e.org/p", id="amp-parameter"),
        pytest.param("http://e.org/p/2/", "http://e.org/p/2/", id="a-number-may-be-a-name"),
        pytest.param("http://e.org/i.php?topic=12.msg34#msg34", "http://e.org/i.php?topic=12.0", id="post-of-smf"),
        pytest.param(
            "http://e.org/topic/1-a/?do=findComment&comment=3", "http://e.org/topic/1-a/", id="post-of-invision"
        ),
    ],
)
def test_article_address(given: str, expected: str) -> None:
    assert article_address(given) == expected


@pytest.mark.parametrize(
    ("base", "reference", "expected"),
    [
        ("http://e.org/a/b", "../c", "http://e.org/c"),
        ("http://e.org/a", "//f.org/x", "http://f.org/x"),
        ("http://e.org/a", "#top", None),
        ("http://e.org/a", "javascript:void(0)", None),
        ("http://e.org/a", "ftp://e.org/x", None),
        ("http://e.org/a", "http://[broken", None),
        ("http://e.org/a", None, None),
    ],
)
def test_join(base: str, reference: str | None, expected: str | None) -> None:
    assert join(base, reference) == expected


def test_a_site_is_its_host_without_www() -> None:
    assert site_of("https://www.Example.org:443/a") == "example.org"
    assert site_of("http://127.0.0.1:8000/") == "127.0.0.1:8000"
    assert same_site("http://www.example.org/a", "https://example.org/b")
    assert not same_site("http://a.example.org/", "http://example.org/")


def test_loopback_is_this_machine() -> None:
    assert all(map(is_loopback, ["http://127.0.0.1:80/", "http://localhost/", "http://[::1]/", "http://a.localhost/"]))
    assert not any(map(is_loopback, ["http://example.org/", "http://10.0.0.1/", "http://localhost.example.org/"]))


def test_comment_page_number() -> None:
    assert comment_page_number("http://e.org/p/comment-page-3/#comments") == 3
    assert comment_page_number("http://e.org/archives/3/comment-page-3#comments") == 3
    assert comment_page_number("http://e.org/?p=1&cpage=2") == 2
    assert comment_page_number("http://e.org/?cpage=2#comments") == 2
    assert comment_page_number("http://e.org/p/3/") is None
    assert comment_page_number(f"http://e.org/p/?cpage={'9' * 5000}") is None


def test_pictures_are_no_pages() -> None:
    assert not is_page("http://e.org/a.JPG?x=1")
    assert is_page("http://e.org/a.html")


@given(
    st.sampled_from(("https://example.org/a/b/c?d", "http://127.0.0.1:8765/", "https://example.org")),
    st.text("ab/.:-_~%20?=&+#;@ Ü", max_size=24).map("/{}".format)
    | st.from_regex(r"https?://[a-zA-Z0-9.-]{1,12}(?::[0-9]{1,4})?/[ab/.?#=-]{0,12}", fullmatch=True),
)
def test_links_are_joined_as_the_rule_joins_them(base: str, reference: str) -> None:
    try:
        joined = urljoin(base, reference.strip())
        expected = joined if urlsplit(joined).hostname else None
    except ValueError:
        expected = None
    assert join(base, reference) == expected
