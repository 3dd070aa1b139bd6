"""Politeness, measured at the server."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise
from pathlib import Path

import attrs
import pytest
from click.testing import CliRunner

from archive.database import open_archive
from archive.restraint import Rest, put_site_rest, requests_of_day, site_rest
from archive.settings import get_setting, put_setting
from scraper.commands.root import cli
from scraper.engine.identity import clean_contact, require_contact, user_agent
from scraper.engine.limits import DiskWatch, Limits
from scraper.engine.opening import open_session
from scraper.engine.plan import CrawlPlan
from scraper.engine.rests import Rests
from scraper.engine.tally import Tally
from scraper.errors import ContactError
from scraper.spiders.usual_places import USUAL_PLACES
from tests.crawling import Crawled, crawl, run
from tests.servers import Answer, Asked, Respond, SiteServer, html, linked_site, text

DELAY = 0.05
LINKS = "".join(f'<a href="/{name}/">{name}</a> ' for name in "abcd")


def once_busy(status: int, retry_after: object) -> Respond:
    """Busy at the first request, with a Retry-After; a page afterwards."""
    seen: list[Asked] = []

    def respond(asked: Asked) -> Answer:
        seen.append(asked)
        value = retry_after() if callable(retry_after) else retry_after
        return html("busy", status=status, Retry_After=str(value)) if len(seen) == 1 else html("<h1>Page</h1>")

    return respond


def in_two_seconds() -> str:
    return format_datetime(datetime.now(UTC) + timedelta(seconds=2), usegmt=True)


@attrs.frozen
class Paced:
    """Several sites, crawled at once with a short delay."""

    servers: dict[str, SiteServer]
    crawled: Crawled

    def gaps(self, name: str) -> list[float]:
        """Seconds between requests to a server."""
        return [later.at - earlier.at for earlier, later in pairwise(self.servers[name].log)]

    def site(self, name: str) -> dict[str, object]:
        """The JSON summary of one site."""
        return self.crawled.sites()[f"127.0.0.1:{self.servers[name].port}"]


@pytest.fixture(scope="module")
def paced(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Paced]:
    front = html(f"<h1>Front</h1>{LINKS}")
    pages = {f"/{name}/": html(f"<h1>{name}</h1>") for name in "abcd"}
    special: dict[str, dict[str, Answer | Respond]] = {
        "plain": {},
        "crawl-delay": {"/robots.txt": text("User-agent: *\nCrawl-delay: 0.4\n")},
        "seconds": {"/a/": once_busy(429, 1)},
        "date": {"/b/": once_busy(503, in_two_seconds)},
        "too-long": {"/a/": html("busy", status=429, Retry_After="86400")},
    }
    with ExitStack() as stack:
        servers = {
            name: stack.enter_context(SiteServer({"/": front, **pages, **extra})) for name, extra in special.items()
        }
        archive = tmp_path_factory.mktemp("pace") / "a.db"
        yield Paced(servers, crawl(*(server.url() for server in servers.values()), archive=archive, delay=DELAY))


@pytest.mark.slow
def test_requests_keep_the_delay(paced: Paced) -> None:
    gaps = paced.gaps("plain")[:5]  # what comes behind looks for feeds and sitemaps
    assert sum(gaps) >= 4 * DELAY  # of five delays: a busy machine sees the first request late, and the others on time


def test_crawl_delay_is_kept_from_the_first_page_on(paced: Paced) -> None:
    gaps = paced.gaps("crawl-delay")[:5]
    assert sum(gaps) >= 4 * 0.4  # of five delays: a busy machine sees the first request late, and the others on time
    assert gaps[0] >= 2 * DELAY


@pytest.mark.parametrize(("name", "path", "seconds"), [("seconds", "/a/", 1.0), ("date", "/b/", 1.0)])
def test_nothing_of_the_host_is_asked_for_until_retry_after(paced: Paced, name: str, path: str, seconds: float) -> None:
    asked = paced.servers[name].paths()
    first = asked.index(path)
    assert asked[first + 1] == path
    assert paced.gaps(name)[first] >= seconds * 0.95
    assert paced.site(name)["pages"] == {"fetched": 5, "unchanged": 0, "failed": 0, "forbidden": 0, "skipped": 0}


def test_a_server_that_asks_for_a_day_ends_the_crawl(paced: Paced) -> None:
    site = paced.site("too-long")
    assert site["ending"] == "cut"
    assert site["reason"] == "127.0.0.1 asks to be left alone for 86,400 s: stopped, start again later"
    assert isinstance(site["pending"], int)
    assert site["pending"] >= 4
    asked = [path for path in paced.servers["too-long"].paths() if path not in USUAL_PLACES]
    assert asked == ["/robots.txt", "/", "/a/"]


def test_the_crawler_says_who_it_is(paced: Paced) -> None:
    agents = {asked.headers["user-agent"] for asked in paced.servers["plain"].log}
    assert agents == {user_agent(None)}
    assert "cookie" not in {name for asked in paced.servers["plain"].log for name in asked.headers}


def test_a_crawl_delay_is_capped_and_the_cap_is_said(tmp_path: Path) -> None:
    plan = CrawlPlan(urls=("http://127.0.0.1:9/",), archive=tmp_path / "a.db", delay=1.0)
    session = open_session(plan)
    assert session.keep_delay("127.0.0.1", 900, 60) == 60
    assert session.close(interrupted=False).tally.notes == [
        "127.0.0.1 asks for 900 s between two requests; kept to 60 s, our longest"
    ]


# Contact.


def test_somebody_elses_site_is_not_crawled_without_a_contact(tmp_path: Path) -> None:
    archive = tmp_path / "a.db"
    result = CliRunner().invoke(cli, ["crawl", "https://example.org/", "-a", str(archive)])
    assert isinstance(result.exception, ContactError)
    assert str(result.exception) == (
        "example.org: not crawled, since its owner could not reach you. "
        "Set COMMENTARIAT_CONTACT to an e-mail address or a page about your crawl."
    )
    assert not archive.exists()


def test_the_refusal_is_one_line_and_exit_1(tmp_path: Path) -> None:
    crawled = run("crawl", "https://example.org/", "-a", str(tmp_path / "a.db"))
    assert (crawled.status, crawled.stderr.count("\n")) == (1, 1)


def test_a_contact_is_asked_for_once_and_stored(tmp_path: Path) -> None:
    with open_archive(tmp_path / "a.db", create=True) as archive:
        assert require_contact(archive, "example.org", ask=lambda: " <me@example.org> ") == "me@example.org"
        assert get_setting(archive, "contact") == "me@example.org"
        assert require_contact(archive, "example.org") == "me@example.org"


def test_the_environment_has_precedence_over_the_archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMMENTARIAT_CONTACT", "https://example.org/bot")
    with open_archive(tmp_path / "a.db", create=True) as archive:
        put_setting(archive, "contact", "old@example.org")
        assert require_contact(archive, "example.org") == "https://example.org/bot"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("a@b.c", "a@b.c"),
        ("mailto:a@b.c", "a@b.c"),
        ("a\r\nX-Evil: 1", "a X-Evil: 1"),
        ("(a)", "a"),
        (" ", None),
        (None, None),
    ],
)
def test_a_contact_fits_into_a_header(given: str | None, expected: str | None) -> None:
    assert clean_contact(given) == expected


def test_no_delay_at_all_is_for_this_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMMENTARIAT_CONTACT", "me@example.org")
    result = CliRunner().invoke(cli, ["crawl", "https://example.org/", "-a", str(tmp_path / "a.db"), "--delay", "0"])
    assert str(result.exception) == (
        "example.org: a delay of 0 is for hosts on this machine. Leave --delay out, or name a longer one."
    )


def test_no_delay_waits_for_nothing(tmp_path: Path) -> None:
    pages = {**linked_site(40), "/robots.txt": text("User-agent: *\nCrawl-delay: 5\n")}
    with SiteServer(pages) as server:
        started = time.monotonic()
        crawled = crawl(server.url(), archive=tmp_path / "a.db")
        assert time.monotonic() - started < 15
    assert crawled.only_site()["pages"]["fetched"] == 42


@pytest.mark.slow
def test_a_wish_to_be_left_alone_lasts_across_runs(tmp_path: Path) -> None:
    archive = tmp_path / "a.db"
    with SiteServer(linked_site(2)) as server:
        server.pages["/"] = html("busy", status=503, Retry_After="3600")
        first = crawl(server.url(), archive=archive)
        assert "asks to be left alone for 3,600 s" in str(first.only_site()["reason"])
        server.pages.update(linked_site(2))
        server.log.clear()
        second = crawl(server.url(), archive=archive)
        assert server.paths() == []
        assert second.status == 1
        assert re.search(
            r"wants to be left alone until 20\d\d-.*Z\. Nothing was asked; start again then\.", second.stderr
        )
        put_site_rest(open_archive(archive), f"127.0.0.1:{server.port}", Rest(until=datetime.now(UTC), refusals=3))
        third = crawl(server.url(), archive=archive)
    assert third.only_site()["articles"]["new"] == 2
    assert site_rest(open_archive(archive, read_only=True), f"127.0.0.1:{server.port}") is None


def test_a_short_rest_is_waited_for_by_the_next_run(tmp_path: Path) -> None:
    archive, until = tmp_path / "a.db", datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=3)
    with SiteServer(linked_site(1)) as server:
        with open_archive(archive, create=True) as opened:
            put_site_rest(opened, f"127.0.0.1:{server.port}", Rest(until=until, refusals=1))
        crawl(server.url(), archive=archive)
        left = until - datetime.now(UTC)
        assert left < timedelta(0)
        assert server.log[0].at >= time.monotonic() + left.total_seconds()


def test_waits_double_from_run_to_run(tmp_path: Path) -> None:
    with open_archive(tmp_path / "a.db", create=True) as archive:
        waits = []
        for _ in range(4):
            rests = Rests.of(archive, "example.org")
            waits.append(rests.back_off(5.0))
            rests.refused(waits[-1])
        assert waits == [5.0, 10.0, 20.0, 40.0]
        rests.answered()  # to what was under way when it said so
        assert Rests.of(archive, "example.org").back_off(5.0) == 80.0
        put_site_rest(archive, "example.org", Rest(until=datetime.now(UTC), refusals=4))
        Rests.of(archive, "example.org").answered()
        assert Rests.of(archive, "example.org").back_off(5.0) == 5.0


def test_a_days_budget_holds_over_runs(tmp_path: Path) -> None:
    with SiteServer(linked_site(9)) as server:
        first = crawl(server.url(), archive=tmp_path / "a.db", options=("--budget", "4"))
        second = crawl(server.url(), archive=tmp_path / "a.db", options=("--budget", "4"))
        assert len(server.paths()) == 4
        assert server.paths()[0] == "/robots.txt"
        third = crawl(server.url(), archive=tmp_path / "a.db", options=("--budget", "400"))
    assert "the day's 4 requests to 127.0.0.1" in first.only_site()["reason"]
    assert second.only_site()["pages"]["fetched"] == 0
    assert first.only_site()["pages"]["fetched"] + third.only_site()["pages"]["fetched"] == 10
    assert (first.only_site()["requests"], second.only_site()["requests"]) == (4, 0)


def test_second_tries_and_what_robots_bars_are_counted_as_the_server_sees_them(tmp_path: Path) -> None:
    site = linked_site(9) | {
        "/robots.txt": text("User-agent: *\nDisallow: /post-3"),
        "/post-1/": html("down", status=500),
    }
    archive = tmp_path / "a.db"
    with SiteServer(site) as server:
        crawl(server.url(), archive=archive)
        sent = len(server.paths())
        assert (
            requests_of_day(open_archive(archive, read_only=True), f"127.0.0.1:{server.port}", datetime.now(UTC))
            == sent
        )
        assert len([path for path in server.paths() if path == "/post-1/"]) == 3
        crawl(server.url(), archive=archive, options=("--all", "--budget", str(sent + 2)))
        assert len(server.paths()) == sent + 2


def test_a_budget_that_ends_before_robots_txt_bars_nothing(tmp_path: Path) -> None:
    with SiteServer(linked_site(3)) as server:
        done = crawl(server.url(), archive=tmp_path / "a.db", options=("--budget", "1"))
        assert server.paths() == ["/robots.txt"]
        assert done.only_site()["failures"] == []
        assert crawl(server.url(), archive=tmp_path / "a.db").only_site()["pages"]["fetched"] == 4


def test_a_crawl_stops_before_the_disk_is_full(tmp_path: Path) -> None:
    with SiteServer(linked_site(3)) as server:
        plan = CrawlPlan(urls=(server.url(),), archive=tmp_path / "a.db", delay=0.0, disk_reserve=10**18)
        session = open_session(plan)
        assert session.may_start() == 0
        assert re.fullmatch(r"stopped with [\d,]+ MB left on the disk of .*, then start again", session.stopped or "")
        session.close(interrupted=False)
    free = shutil.disk_usage(tmp_path).free
    limits = Limits(plan=plan, tally=Tally(), disk=DiskWatch(tmp_path, free // 2))
    assert limits.reached() is None
    assert "is nearly full" in limits.tally.notes[0]
