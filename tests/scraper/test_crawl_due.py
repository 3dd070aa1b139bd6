"""`crawl --due`: every site whose time has come, several at once, twice without harm, and failures that are told."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.database import open_archive
from archive.locks import SiteLock
from tests.crawling import Crawled, crawl, rows, run, start, wait_until
from tests.servers import SiteServer, html, linked_site

PAGES = {
    "/": html('<h1>Front</h1><h2><a href="/one/" rel="bookmark">One</a></h2>'),
    "/one/": html("<article><h1>One</h1><p>An article of a few words, and then some.</p></article>"),
}
MAKE_DUE = "update followed_sites set next_visit_at = null"


def due(archive: Path, *options: str) -> Crawled:
    return run("crawl", "--due", "-a", str(archive), "--delay", "0", "--json", *options)


def make_due(archive: Path) -> None:
    with open_archive(archive) as opened, opened.transaction() as connection:
        connection.execute(MAKE_DUE)
        connection.execute("update frontier set due_at = '2020-01-01T00:00:00Z' where due_at is not null")


@pytest.fixture
def servers() -> Iterator[tuple[SiteServer, SiteServer]]:
    with SiteServer(PAGES) as first, SiteServer(PAGES) as second:
        yield first, second


@pytest.fixture
def archive(servers: tuple[SiteServer, SiteServer], tmp_path: Path) -> Path:
    """Both sites, crawled once."""
    path = tmp_path / "a.db"
    assert crawl(*(server.url() for server in servers), archive=path).status == 0
    return path


def test_what_is_due_is_visited_and_nothing_else(archive: Path, servers: tuple[SiteServer, SiteServer]) -> None:
    before = [len(server.log) for server in servers]
    assert due(archive).sites() == {}
    assert [len(server.log) for server in servers] == before
    make_due(archive)
    crawled = due(archive)
    assert crawled.status == 0
    assert {site["ending"] for site in crawled.sites().values()} == {"finished"}
    assert len(crawled.sites()) == 2
    assert all("/" in server.paths()[count:] for server, count in zip(servers, before, strict=True))
    assert due(archive).sites() == {}


def test_a_site_that_another_process_crawls_is_left_to_it(
    archive: Path, servers: tuple[SiteServer, SiteServer]
) -> None:
    make_due(archive)
    with open_archive(archive) as opened, SiteLock(opened, f"127.0.0.1:{servers[0].port}"):
        crawled = due(archive)
    assert crawled.status == 0
    assert list(crawled.sites()) == [f"127.0.0.1:{servers[1].port}"]


def test_a_site_that_fails_is_on_record_backs_off_and_says_so(
    archive: Path, servers: tuple[SiteServer, SiteServer]
) -> None:
    servers[0].close()
    site = f"127.0.0.1:{servers[0].port}"
    for failures in (1, 2):
        make_due(archive)
        crawled = due(archive)
        assert crawled.status == 1
        assert rows(archive, "select failures from followed_sites order by failures") == [(0,), (failures,)]
    listed = run("sites", "-a", str(archive)).stdout
    assert "failed 2 times, backing off" in listed
    assert f"{site}: " in listed
    told = {found["site"]: found for found in json.loads(run("sites", "-a", str(archive), "--json").stdout)["sites"]}
    assert told[site]["failures_in_a_row"] == 2
    assert told[site]["next_visit_at"] > told[site]["last_run_at"]


def test_settings_of_a_site_hold_where_the_command_line_says_nothing(
    archive: Path, servers: tuple[SiteServer, SiteServer]
) -> None:
    site = f"127.0.0.1:{servers[0].port}"
    given = ("captures=no", "exclude=/two/", "headers=X-Reader: yes", "follow=no")
    assert run("site", "set", site, *given, "-a", str(archive)).status == 0
    servers[0].pages["/"] = html('<h1>Front</h1><a href="/two/">Two</a><a href="/three/">Three</a>')
    servers[0].pages["/three/"] = html("<h1>Three</h1><p>Another article of a few words.</p>")
    make_due(archive)
    assert list(due(archive).sites()) == [f"127.0.0.1:{servers[1].port}"]  # it is not followed
    before = len(servers[0].log)
    captured = rows(archive, "select count(*) from captures")
    assert crawl(servers[0].url(), archive=archive).status == 0
    asked = servers[0].log[before:]
    assert "/three/" in [request.path for request in asked]
    assert "/two/" not in [request.path for request in asked]
    assert {request.headers.get("x-reader") for request in asked if request.path == "/three/"} == {"yes"}
    assert rows(archive, "select count(*) from captures") == captured


def test_hooks_get_the_summary_and_failing_ones_are_named(
    archive: Path, tmp_path: Path, servers: tuple[SiteServer, SiteServer]
) -> None:
    told = tmp_path / "told.json"
    make_due(archive)
    assert due(archive, "--hook", f"cat >> {told}").status == 0
    assert told.read_text().count('"ending":"finished"') == 2
    assert (
        run("site", "set", f"127.0.0.1:{servers[0].port}", "hook=echo no >&2; exit 3", "-a", str(archive)).status == 0
    )
    make_due(archive)
    crawled = due(archive)
    assert crawled.status == 0
    assert "ended with status 3: no" in crawled.stderr


def test_a_start_that_failed_twice_is_asked_for_whenever_somebody_names_it(tmp_path: Path) -> None:
    pages = linked_site(1)
    front, pages["/"] = pages["/"], html("down", status=404)
    with SiteServer(pages) as server:
        for _ in range(3):
            assert crawl(server.url(), archive=tmp_path / "a.db").status == 1
        assert server.paths().count("/") == 3
        server.pages["/"] = front
        assert crawl(server.url(), archive=tmp_path / "a.db").only_site()["articles"]["new"] == 1


def test_an_address_that_is_named_is_asked_for_though_it_is_known(tmp_path: Path) -> None:
    with SiteServer(linked_site(30)) as server:
        crawl(server.url(), archive=tmp_path / "a.db")
        for _ in range(2):
            server.log.clear()
            crawl(server.url("/post-29/"), archive=tmp_path / "a.db")
            assert "/post-29/" in server.paths()


@pytest.mark.parametrize("arguments", [("--watch",), ("--due", "http://127.0.0.1/"), ()])
def test_wrong_usage_is_told(archive: Path, arguments: tuple[str, ...]) -> None:
    assert run("crawl", *arguments, "-a", str(archive)).status == 2


def test_watch_comes_back_by_itself_until_it_is_told_to_stop(
    archive: Path, servers: tuple[SiteServer, SiteServer]
) -> None:
    before = len(servers[0].log)
    make_due(archive)
    with start("crawl", "--due", "--watch", "-a", str(archive), "--delay", "0") as command:
        wait_until(lambda: len(servers[0].log) > before, timeout=30)
        wait_until(lambda: rows(archive, "select count(*) from site_locks") == [(0,)], timeout=30)
        command.send(signal.SIGTERM)
        assert command.wait(timeout=30).status == 0
