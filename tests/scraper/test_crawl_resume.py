"""Crawls that are cut, killed, come back, or run into each other: nothing is lost, nothing is fetched twice."""

from __future__ import annotations

import random
import signal
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.capture_history import kept_visits
from archive.captures import read_capture
from archive.database import open_archive
from archive.errors import ArchiveError
from archive.frontier import Frontier
from archive.locks import SiteLock
from archive.records import Link, Relation
from scraper.engine.opening import open_session
from scraper.engine.plan import CrawlPlan
from tests.crawling import content, crawl, rows, run, start, wait_until
from tests.servers import Answer, Asked, Respond, SiteServer, article_page, html, linked_site, text

ARTICLES = 60


def slowed(answer: Answer | Respond, seconds: float) -> Respond:
    """The same answer, a moment later."""

    def respond(asked: Asked) -> Answer:
        time.sleep(seconds)
        return answer(asked) if callable(answer) else answer

    return respond


@pytest.fixture
def site() -> Iterator[SiteServer]:
    """A blog with a sitemap, in which pages take 20 ms."""
    with SiteServer() as server:
        pages = linked_site(ARTICLES)
        urls = "".join(f"<url><loc>{server.url(f'/post-{index}/')}</loc></url>" for index in range(0, ARTICLES, 3))
        pages["/robots.txt"] = text("User-agent: *\nSitemap: /sitemap.xml\n")
        pages["/sitemap.xml"] = text(f"<urlset>{urls}</urlset>", kind="application/xml")
        server.pages = {path: slowed(answer, 0.02) for path, answer in pages.items()}
        yield server


def stored_paths(archive: Path, server: SiteServer) -> set[str]:
    """Paths whose visits are stored, as a dead crawl left them."""
    if not archive.exists():
        return set()
    try:
        return {
            url.removeprefix(server.url(""))
            for (url,) in rows(archive, "select url from frontier where state = 'done'")
        }
    except sqlite3.OperationalError:  # killed before its schema was there
        return set()


def is_through(archive: Path) -> bool:
    """Whether its crawl has ended by itself; another would be a visit of its own, which may ask for all again."""
    if not archive.exists():
        return False
    try:
        return bool(rows(archive, "select 1 from runs where finished_at is not null"))
    except sqlite3.OperationalError:  # killed before its schema was there
        return False


def kill_and_start_again(site: SiteServer, archive: Path, moments: list[float]) -> None:
    """Kill a crawl at these moments after its first request of each start, and then let it end."""
    for moment in moments:
        if is_through(archive):
            return
        before = len(site.log)
        stored = stored_paths(archive, site)
        with start("crawl", site.url(), "-a", str(archive), "--delay", "0") as command:
            wait_until(lambda: len(site.log) > before or not command.is_running())  # noqa: B023 (called at once)
            time.sleep(moment)
            if command.is_running():
                command.send(signal.SIGKILL)
            assert command.wait().status in {-signal.SIGKILL, 0}
        assert not stored & {asked.path for asked in site.log[before:]}, "what was stored was fetched again"
    if is_through(archive):
        return
    before, stored = len(site.log), stored_paths(archive, site)
    assert crawl(site.url(), archive=archive).status == 0
    assert not stored & {asked.path for asked in site.log[before:]}


def check_same(site: SiteServer, tmp_path: Path, moments: list[float]) -> None:
    whole, killed = tmp_path / "whole.db", tmp_path / "killed.db"
    assert crawl(site.url(), archive=whole).status == 0
    expected = content(whole)
    assert len(expected["articles"]) >= ARTICLES
    kill_and_start_again(site, killed, moments)
    assert content(killed) == expected
    with open_archive(killed, read_only=True) as archive:
        for kept in kept_visits(archive):
            assert read_capture(archive.captures_folder, kept.capture).status == 200
    assert all(path.name.endswith(".warc.gz") for path in (tmp_path / "killed.captures").iterdir())


def test_a_killed_crawl_ends_with_the_same_archive(site: SiteServer, tmp_path: Path) -> None:
    check_same(site, tmp_path, [0.01, 0.06, 0.13])


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_a_crawl_killed_at_twenty_moments_ends_with_the_same_archive(site: SiteServer, tmp_path: Path) -> None:
    chance = random.Random(2012)
    for answers in range(4):
        (tmp_path / str(answers)).mkdir()
        check_same(site, tmp_path / str(answers), [chance.uniform(0, 0.25) for _ in range(5)])


@pytest.mark.slow
def test_a_limit_cuts_and_the_next_crawl_goes_on(site: SiteServer, tmp_path: Path) -> None:
    archive = tmp_path / "a.db"
    first = crawl(site.url(), archive=archive, options=("--limit", "5")).only_site()
    assert (first["ending"], first["reason"]) == ("cut", "stopped after 5 pages")
    assert first["pages"]["fetched"] == 5
    assert len(site.log) == 6
    second = crawl(site.url(), archive=archive).only_site()
    assert (second["ending"], second["resumed"], second["pending"]) == ("finished", True, 0)
    assert len(site.paths()) - site.paths().count("/robots.txt") == len(set(site.paths())) - 1


def test_coming_back_asks_whether_pages_have_changed(tmp_path: Path) -> None:
    changed = {"/post-3/": html(article_page(3, comments=4))}

    def conditional(path: str, answer: Answer) -> Respond:
        def respond(asked: Asked) -> Answer:
            current = changed[path] if is_later and path in changed else answer
            tag = f'"{hash(current.body)}"'
            if asked.headers.get("if-none-match") == tag:
                return Answer(status=304, headers=(("ETag", tag),))
            return Answer(body=current.body, headers=(*current.headers, ("ETag", tag)))

        return respond

    is_later = False
    pages = {
        path: conditional(path, answer)
        for path, answer in linked_site(10, comments=2).items()
        if isinstance(answer, Answer)
    }
    archive = tmp_path / "a.db"
    with SiteServer(dict(pages)) as server:
        first = crawl(server.url(), archive=archive).only_site()
        assert first["comments"] == {"new": 20, "changed": 0}
        is_later, before = True, len(server.log)
        second = crawl(server.url(), archive=archive).only_site()
    asked = [request for request in server.log[before:] if request.path != "/robots.txt"]
    assert all("if-none-match" in request.headers for request in asked)
    assert second["pages"] == {
        "fetched": 1,
        "unchanged": first["pages"]["fetched"] - 1,
        "failed": 0,
        "forbidden": 0,
        "skipped": 0,
    }
    assert second["comments"] == {"new": 2, "changed": 0}


def test_the_same_bytes_are_not_read_twice(tmp_path: Path) -> None:
    with SiteServer(linked_site(5)) as server:
        first = crawl(server.url(), archive=tmp_path / "a.db").only_site()
        second = run("crawl", server.url(), "-a", str(tmp_path / "a.db"), "--delay", "0")
    assert first["pages"]["fetched"] == 6
    assert "unchanged: 6" in second.stdout
    assert "Nothing has changed." in second.stdout
    assert rows(tmp_path / "a.db", "select count(*) from captures") == [(6,)]
    again = run("reextract", "-a", str(tmp_path / "a.db"))
    assert again.stdout == "6 captures read, 6 of them pages.\nNothing has changed.\n"


def test_a_site_that_is_being_crawled_is_refused(site: SiteServer, tmp_path: Path) -> None:
    with open_archive(tmp_path / "a.db", create=True) as archive, SiteLock(archive, f"127.0.0.1:{site.port}"):
        crawled = run("crawl", site.url(), "-a", str(tmp_path / "a.db"), "--delay", "0")
    assert crawled.status == 1
    assert f"127.0.0.1:{site.port} is being crawled by process" in crawled.stderr
    assert crawled.stderr.count("\n") == 1
    assert site.log == []


def test_ctrl_c_finishes_what_is_in_flight_and_loses_nothing(site: SiteServer, tmp_path: Path) -> None:
    archive = tmp_path / "a.db"
    with start("crawl", site.url(), "-a", str(archive), "--delay", "0", "--json") as command:
        wait_until(lambda: len(site.log) >= 10)
        command.send(signal.SIGINT)
        crawled = command.wait()
    assert crawled.status == 130
    assert crawled.only_site()["ending"] == "interrupted"
    assert "Traceback" not in crawled.stderr
    assert rows(archive, "select count(*) from frontier where state = 'in_flight'") == [(0,)]
    assert rows(archive, "select count(*) from site_locks") == [(0,)]
    stored, before = stored_paths(archive, site), len(site.log)
    assert set(site.paths()) - {"/robots.txt"} <= stored
    assert crawl(site.url(), archive=archive).only_site()["ending"] == "finished"
    assert not stored & {asked.path for asked in site.log[before:]}


def test_ctrl_c_twice_stops_at_once_even_where_a_server_hangs(tmp_path: Path) -> None:
    pages = {"/": html('<a href="/slow/">slow</a>'), "/slow/": Answer(pause=8)}
    with (
        SiteServer(pages) as server,
        start("crawl", server.url(), "-a", str(tmp_path / "a.db"), "--delay", "0") as command,
    ):
        wait_until(lambda: "/slow/" in server.paths())
        command.send(signal.SIGINT)
        time.sleep(0.3)
        assert command.is_running()
        stopped = time.monotonic()
        command.send(signal.SIGINT)
        crawled = command.wait(20)
        assert time.monotonic() - stopped < 5
    assert crawled.status == 130
    assert "Traceback" not in crawled.stderr
    assert ("pending",) in rows(tmp_path / "a.db", "select state from frontier where url like '%slow%'")


def test_a_session_that_cannot_write_stops_with_its_reason(tmp_path: Path) -> None:
    plan = CrawlPlan(urls=("http://127.0.0.1:9/",), archive=tmp_path / "a.db", delay=0)
    session = open_session(plan)
    session.fail(ArchiveError("the disk is full"))
    assert session.may_start() == 0
    assert session.close(interrupted=False).reason == "the disk is full"
    with pytest.raises(ArchiveError), open_archive(tmp_path / "missing" / "a.db", create=True):
        pass


def test_a_frontier_keeps_what_a_session_did_not_fetch(tmp_path: Path) -> None:
    plan = CrawlPlan(urls=("http://127.0.0.1:9/",), archive=tmp_path / "a.db", delay=0)
    session = open_session(plan)
    session.add_links([Link(url="http://127.0.0.1:9/", relation=Relation.START)], found_on=None, depth=0)
    (entry,) = session.claim(5)
    session.start(entry)
    session.close(interrupted=True)
    with open_archive(tmp_path / "a.db") as archive:
        assert Frontier(archive, "127.0.0.1:9").counts().pending == 1
