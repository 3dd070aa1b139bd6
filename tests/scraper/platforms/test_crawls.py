"""Each platform, crawled: what page and API tell is one comment, and where the API fails there are the pages."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest

from tests.crawling import Crawled, crawl, rows, run
from tests.scraper.platforms.services import FIRST, HOST, HOSTS, REPLY, SERVICES, THIRD, WORDS, Service
from tests.servers import Answer, html, redirect, text
from tests.tunnels import TunnelServer, certificate_for

by_name = pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.name)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return certificate_for(HOSTS, tmp_path_factory.mktemp("tls"))


@attrs.frozen
class Site:
    """A platform's site, and the archive it is crawled into."""

    service: Service
    server: TunnelServer
    archive: Path

    def crawl(self, via: str, *options: str) -> Crawled:
        return crawl(
            self.service.url,
            archive=self.archive,
            options=(*self.server.options, "--via", via, *options),
            env=self.server.env,
        )

    def asked(self) -> list[str]:
        """Addresses of the API that were asked for."""
        return [path for path in self.server.paths() if self.service.is_api(path)]

    def comments(self) -> list[dict[str, Any]]:
        """Key, key of the parent, text and who told, of each comment."""
        folder = self.archive.with_name(f"export-{len(list(self.archive.parent.iterdir()))}")
        assert run("export", "jsonl", str(folder), "-a", str(self.archive), "--names", "real").status == 0
        lines = (folder / "comments.jsonl").read_text("utf-8").splitlines()
        return sorted(map(json.loads, lines), key=lambda comment: comment["key"])


@pytest.fixture
def site(service: Service, certificate: Path, tmp_path: Path) -> Iterator[Site]:
    with TunnelServer(certificate) as server:
        server.pages, server.fallback = dict(service.pages()), service.respond
        yield Site(service, server, tmp_path / "a.db")


def told(comments: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    return [(c["key"], c["text"], c["author"], sorted(c["sources"])) for c in comments if c["text"] != WORDS]


def expected(service: Service, *, pages: bool, api: bool) -> list[tuple[Any, ...]]:
    """The comments as they are expected, by who has told them."""
    page = ["page"] if pages and service.is_shown else []
    both = [*(["api"] if api else []), *page]
    first, reply, third = service.keys
    if not api and service.shown_keys is not None:
        first, reply = service.shown_keys
    shown = [(first, FIRST, "ines", both), (reply, REPLY, "ines", both)] if both else []
    return [*shown, *([(third, THIRD, "ines", ["api"])] if api else [])]


@by_name
def test_page_and_api_tell_of_one_comment(site: Site) -> None:
    crawled = site.crawl("auto")
    assert (crawled.status, crawled.only_site()["failures"]) == (0, [])
    assert told(site.comments()) == expected(site.service, pages=True, api=True)
    assert rows(site.archive, "select count(*) from articles") == [(1,)]
    if site.service.name != "utterances":  # issues are flat
        parents = [
            comment["stored_parent_key"] or comment["parent_key"]
            for comment in site.comments()
            if comment["text"] != WORDS
        ]
        assert parents == [None, site.service.keys[0], None]


@pytest.mark.slow
@by_name
def test_what_pages_told_first_is_the_same_comment_when_the_api_tells_it(site: Site) -> None:
    site.crawl("pages")
    assert site.asked() == []
    assert told(site.comments()) == expected(site.service, pages=True, api=False)
    second = site.crawl("auto", "--all").only_site()
    assert told(site.comments()) == expected(site.service, pages=True, api=True)
    assert second["comments"]["new"] == (1 if site.service.is_shown else 3)
    assert rows(site.archive, "select count(*) from articles") == [(1,)]


@pytest.mark.slow
@pytest.mark.parametrize("service", [one for one in SERVICES if one.name == "disqus-plugin"], ids=lambda one: one.name)
def test_a_copy_in_the_page_stays_one_with_the_thread(site: Site) -> None:
    for via in ("pages", "auto", "pages", "auto"):
        assert site.crawl(via, "--all").status == 0
    assert told(site.comments()) == expected(site.service, pages=True, api=True)
    done = json.loads(run("reextract", "-a", str(site.archive), "--json").stdout)
    assert done["comments"] == {"new": 0, "changed": 0}
    listed = "https://disqus.com/api/3.0/threads/listPostsThreaded"
    frame = site.service.answers["https://disqus.com/embed/comments/"]
    edited = attrs.evolve(frame, body=frame.body.replace(REPLY.encode(), b"Nobody did, and nobody ever will."))
    rest = {"cursor": {"hasNext": False}, "response": []}
    changed = attrs.evolve(site.service, answers={**site.service.answers, "https://disqus.com/embed/comments/": edited, listed: rest})  # fmt: skip
    site.server.fallback = changed.respond
    again = site.crawl("auto", "--all").only_site()
    assert again["comments"] == {"new": 0, "changed": 1}
    (reply,) = [c for c in site.comments() if c["key"] == site.service.keys[1]]
    assert (reply["text"], reply["revisions"]) == ("Nobody did, and nobody ever will.", 1)
    assert site.crawl("pages", "--all").only_site()["comments"] == {"new": 0, "changed": 0}
    assert len(told(site.comments())) == 3


@pytest.mark.slow
@by_name
def test_the_api_alone_tells_all_comments(site: Site) -> None:
    assert site.crawl("api").status == 0
    assert [key for key, *_ in told(site.comments())] == list(site.service.keys)


REFUSALS = {
    "404": (html("no", status=404), "the API has no answer (HTTP 404)"),
    "500": (html("broken", status=500), "HTTP 500 Internal Server Error"),
    "not-json": (html("<p>Welcome, stranger, to a page of no use at all.</p>"), None),
    "robots": (None, "robots.txt"),
}


@pytest.mark.slow
@by_name
@pytest.mark.parametrize("refusal", REFUSALS)
def test_where_the_api_fails_pages_are_read_and_the_reason_is_on_record(site: Site, refusal: str) -> None:
    answer, reason = REFUSALS[refusal]
    if answer is not None:
        site.server.fallback = lambda asked: answer if site.service.is_api(asked.path) else html("none", status=404)
    else:
        paths = "".join(f"Disallow: /{begin.split('/', 3)[3]}\n" for begin in site.service.answers)
        site.server.pages[f"{site.service.origin()}/robots.txt"] = text(f"User-agent: *\n{paths}")
    crawled = site.crawl("auto")
    summary = crawled.only_site()
    assert (crawled.status, summary["ending"], summary["articles"]["new"]) == (0, "finished", 1)
    assert told(site.comments()) == expected(site.service, pages=True, api=False)
    kept = rows(site.archive, "select url, error from frontier where relation = 'api'")
    assert kept
    assert all(site.service.is_api(url) for url, _ in kept)
    assert all(why and (reason is None or reason in why) for _, why in kept)
    if refusal == "robots":
        assert site.asked() == []
    if site.service.url.startswith(f"{HOST}/t/") or site.service.name == "ghost":
        (note,) = [note for note in summary["notes"] if "pages are asked for" in note]
        assert reason is None or reason in note


def embedded(service: Service, number: int) -> dict[str, Answer]:
    """A site of so many articles with that platform's comments."""
    links = "".join(f'<li><a href="/post-{n}/">Post {n}</a></li>' for n in range(number))
    pages = {f"{HOST}/post-{n}/": html(service.page.replace("The crane", f"Crane {n}")) for n in range(number)}
    return {f"{HOST}/": html(f"<h1>Notes</h1><ul>{links}</ul>"), **pages}


@pytest.fixture
def elsewhere(certificate: Path, tmp_path: Path) -> Iterator[Site]:
    """Two dozen articles with comments on another host."""
    (service,) = [attrs.evolve(one, url=f"{HOST}/") for one in SERVICES if one.name == "giscus"]
    with TunnelServer(certificate) as server:
        server.pages, server.fallback = dict(embedded(service, 24)), service.respond
        yield Site(service, server, tmp_path / "a.db")


def test_an_api_elsewhere_that_is_down_ends_no_crawl(elsewhere: Site) -> None:
    down = html("down", status=500)
    elsewhere.server.fallback = lambda asked: down if "giscus" in asked.path else html("none", status=404)
    elsewhere.server.pages["https://giscus.app/robots.txt"] = text("User-agent: *\nDisallow:")
    summary = elsewhere.crawl("auto").only_site()
    assert (summary["ending"], summary["articles"]["new"]) == ("finished", 24)
    assert len(elsewhere.asked()) < 3 * 24  # up to eight at once are under way when the tenth has failed
    assert len(summary["failures"]) == 24
    assert summary["notes"] == [
        "giscus.app failed 10 times in a row (HTTP 500 Internal Server Error): not asked any more in this run"
    ]


@pytest.mark.slow
def test_an_api_elsewhere_that_asks_for_a_day_gets_it_and_the_site_is_crawled(elsewhere: Site) -> None:
    busy = html("later", status=429, Retry_After="86400")
    elsewhere.server.fallback = lambda asked: busy if "giscus" in asked.path else html("none", status=404)
    elsewhere.server.pages["https://giscus.app/robots.txt"] = text("User-agent: *\nDisallow:")
    summary = elsewhere.crawl("auto").only_site()
    assert (summary["ending"], summary["articles"]["new"]) == ("finished", 24)
    asked = len(elsewhere.asked())
    assert 1 <= asked <= 8  # what was under way
    elsewhere.server.fallback = elsewhere.service.respond
    again = elsewhere.crawl("auto", "--all")
    assert (again.status, len(elsewhere.asked())) == (0, asked)
    assert all(
        "giscus.app asks to be left alone until" in failure["reason"] for failure in again.only_site()["failures"]
    )
    assert rows(elsewhere.archive, "select count(*) from settings where name = 'rest:giscus.app'") == [(1,)]


@pytest.mark.slow
def test_an_api_elsewhere_may_lead_to_another_address_of_its_own(certificate: Path, tmp_path: Path) -> None:
    (service,) = [one for one in SERVICES if one.name == "isso"]
    with TunnelServer(certificate) as server:
        server.pages = dict(service.pages())
        secure = attrs.evolve(service, answers={"https://talk.example.net/isso/": next(iter(service.answers.values()))})
        server.fallback = lambda asked: (
            redirect(asked.path.replace("http:", "https:", 1))
            if asked.path.startswith("http://talk.example.net/isso/")
            else secure.respond(asked)
        )
        site = Site(service, server, tmp_path / "a.db")
        assert site.crawl("auto").status == 0
        assert "https://talk.example.net/robots.txt" in server.paths()
        assert told(site.comments()) == expected(service, pages=True, api=True)
        server.fallback = lambda asked: (
            redirect("https://disqus.com/") if "talk.example.net/isso/" in asked.path else html("none", status=404)
        )
        site = Site(service, server, tmp_path / "b.db")
        server.log.clear()
        site.crawl("auto")
        assert not any("disqus" in path for path in server.paths())
