"""robots.txt: RFC 9309 as a table, once for the rules and once against real servers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import attrs
import pytest

from scraper.engine.robots import BYTES_READ, parse_rules, rules_of
from tests.crawling import Crawled, crawl
from tests.servers import Answer, Respond, SiteServer, html, redirect, text

URL = "http://example.org/secret/page"
KEEP_OUT = b"User-agent: *\nDisallow: /secret/\n"


@pytest.mark.parametrize(
    ("robots", "allowed"),
    [
        pytest.param(b"", True, id="empty"),
        pytest.param(KEEP_OUT, False, id="everybody"),
        pytest.param(b"User-agent: other\nDisallow: /\n", True, id="another"),
        pytest.param(b"User-agent: *\nDisallow: /\n\nUser-agent: commentariat\nAllow: /\n", True, id="our-own-group"),
        pytest.param(b"User-agent: COMMENTARIAT\nDisallow: /secret\n", False, id="case"),
        pytest.param(b"User-agent: Commentariat/0.1 (x)\nDisallow: /secret\n", False, id="with-a-version"),
        pytest.param(b"User-agent: commentariat-images\nDisallow: /\n", True, id="longer-token"),
        pytest.param(b"User-agent: *\nDisallow: /secret/\nAllow: /secret/page\n", True, id="longest-wins"),
        pytest.param(b"User-agent: *\nDisallow: /*/page$\n", False, id="wildcard-and-end"),
        pytest.param(b"\xef\xbb\xbfUser-agent: *\r\nDisallow: /secret/\r\n", False, id="mark-and-crlf"),
        pytest.param(b"<html>User-agent: see our <a>policy</a></html>", True, id="html"),
        pytest.param(b"\xff\xfe\x00garbage\n" + KEEP_OUT, False, id="garbage-before"),
        pytest.param(KEEP_OUT + b"#" * BYTES_READ, False, id="first-bytes-of-a-long-one"),
        pytest.param(b"#" * BYTES_READ + b"\n" + KEEP_OUT, True, id="beyond-500-KiB"),
    ],
)
def test_rules(robots: bytes, allowed: bool) -> None:
    assert rules_of(200, robots).allows(URL) is allowed


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451])
def test_a_4xx_means_free(status: int) -> None:
    assert rules_of(status, KEEP_OUT).allows(URL)


@pytest.mark.parametrize("status", [500, 502, 503, 504, 429, 304])
def test_a_5xx_means_keep_out(status: int) -> None:
    rules = rules_of(status, b"User-agent: *\nAllow: /\n")
    assert not rules.allows(URL)
    assert rules.unreachable is not None
    assert str(status) in rules.unreachable


def test_a_line_that_the_limit_cuts_is_left_out() -> None:
    head = b"User-agent: *\nDisallow: /a\n"
    padding = b"#" * (BYTES_READ - len(head) - 13) + b"\n"
    assert parse_rules(head + padding + b"Disallow: /secret/page/longer\n").can_fetch(URL, "commentariat")


def test_delay_and_sitemaps_are_told() -> None:
    rules = rules_of(200, b"Sitemap: /s.xml\nUser-agent: *\nCrawl-delay: 2.5\n")
    assert (rules.crawl_delay, rules.sitemaps) == (2.5, ("/s.xml",))
    assert (rules_of(404, b"").crawl_delay, rules_of(404, b"").sitemaps) == (None, ())


# Against real servers: one process crawls them all.


@attrs.frozen
class Case:
    """A server's robots.txt, and which of its three pages may be asked for."""

    robots: Answer | Respond
    asked: frozenset[str]
    requests: int | None = None
    """How often robots.txt is asked for, where that is the point."""
    more: dict[str, Answer] = attrs.Factory(dict)


EVERYTHING = frozenset({"/", "/open/", "/secret/"})
NOT_SECRET = frozenset({"/", "/open/"})
LONG_DISALLOW = b"User-agent: *\nDisallow: /secret/\n" + b"# a remark\n" * 60_000 + b"Disallow: /open/\n"
CASES = {
    "rules-asked-once": Case(text(KEEP_OUT), NOT_SECRET, requests=1),
    "404": Case(text("", status=404), EVERYTHING, requests=1),
    "403": Case(text("Disallow: /", status=403), EVERYTHING),
    "503": Case(text("", status=503), frozenset(), requests=3),
    "500": Case(text("User-agent: *\nAllow: /", status=500), frozenset()),
    "no-answer": Case(Answer(drop=True), frozenset()),
    "longer-than-500-KiB": Case(text(LONG_DISALLOW), NOT_SECRET),
    "endless": Case(Answer(chunks=[LONG_DISALLOW, *([b"# more\n" * 10_000] * 500)]), NOT_SECRET),
    "redirected": Case(
        redirect("/r1"), NOT_SECRET, more={"/r1": redirect("/r2"), "/r2": redirect("/r3"), "/r3": text(KEEP_OUT)}
    ),
    "redirected-to-an-error": Case(redirect("/r1"), frozenset(), more={"/r1": text("", status=503)}),
    "redirected-for-ever": Case(lambda asked: redirect("/robots.txt"), EVERYTHING, requests=6),
}


@attrs.frozen
class Table:
    """All cases, crawled."""

    servers: dict[str, SiteServer]
    crawled: Crawled


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Table]:
    front = html('<h1>Front</h1><a href="/open/">open</a> <a href="/secret/">secret</a>')
    with ExitStack() as stack:
        servers = {}
        for name, case in CASES.items():
            pages: dict[str, Answer | Respond] = {"/": front, "/open/": html("<h1>Open</h1>")}
            pages |= {"/secret/": html("<h1>Secret</h1>"), "/robots.txt": case.robots, **case.more}
            servers[name] = stack.enter_context(SiteServer(pages))
        archive = tmp_path_factory.mktemp("robots") / "a.db"
        crawled = crawl(*(server.url() for server in servers.values()), archive=archive)
        yield Table(servers, crawled)


@pytest.mark.parametrize("name", CASES)
def test_only_what_robots_allow_is_fetched(table: Table, name: str) -> None:
    asked = table.servers[name].paths()
    assert frozenset(asked) & EVERYTHING == CASES[name].asked
    assert asked[0] == "/robots.txt"
    if CASES[name].requests is not None:
        assert asked.count("/robots.txt") == CASES[name].requests


def test_what_is_forbidden_is_counted_and_what_is_kept_out_has_its_reason(table: Table) -> None:
    sites = table.crawled.sites()
    assert sites[f"127.0.0.1:{table.servers['rules-asked-once'].port}"]["pages"]["forbidden"] == 1
    (failure,) = sites[f"127.0.0.1:{table.servers['503'].port}"]["failures"]
    assert failure["reason"] == "kept out, since robots.txt cannot be had: HTTP 503 Service Unavailable"
    (failure,) = sites[f"127.0.0.1:{table.servers['no-answer'].port}"]["failures"]
    assert failure["reason"].startswith("kept out, since robots.txt cannot be had: connection failed")
