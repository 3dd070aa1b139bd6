"""Folders whose pages tell nothing are left out, and others never."""

from __future__ import annotations

from typing import Any

import pytest

from archive.frontier import FrontierEntry
from archive.records import Article, Link, Page, PageKind, Relation, Visit
from scraper.engine.barren import IN_A_ROW, BarrenFolders
from tests.archive.making import T
from tests.crawling import crawl, rows
from tests.servers import Answer, Asked, SiteServer, html, linked_site
from tests.strategies import EXTRACTOR

HOST = "http://e.org"


class Seen:
    """A crawl's folders, and what its frontier knows."""

    def __init__(self) -> None:
        self.known: set[str] = {f"{HOST}/"}
        self.notes: list[str] = []
        self.folders = BarrenFolders(lambda urls: len(self.known.intersection(urls)), self.notes.append)

    def see(self, path: str, *leads: str, relation: Relation = Relation.OTHER, **fields: Any) -> None:
        """A visit for the first time; what it leads to is known from then on."""
        links = tuple(Link(url=HOST + lead, relation=Relation.OTHER) for lead in leads)
        page = Page(url=HOST + path, kind=PageKind.OTHER, fetched_at=T, extractor=EXTRACTOR)
        given = {"page": page, **fields}
        visit = Visit(requested_url=HOST + path, url=HOST + path, fetched_at=T, links=links, **given)
        entry = FrontierEntry(
            entry_id=1, url=HOST + path, relation=relation, depth=1, etag=None, last_modified=None, attempts=1
        )
        self.folders.see(entry, visit)
        self.known.update(link.url for link in links)

    def leaves_out(self, path: str, relation: Relation = Relation.OTHER) -> bool:
        return self.folders.is_below(HOST + path, relation)


def profiles(seen: Seen, number: int = IN_A_ROW) -> None:
    for n in range(number):
        seen.see(f"/user/u{n}", f"/user/u{n + 1}", f"/user/u{n}/friends", "/")


def test_profiles_that_name_only_each_other_are_left_out() -> None:
    seen = Seen()
    seen.see("/", "/about")
    profiles(seen)
    assert seen.leaves_out("/user/someone")
    assert seen.leaves_out("/user/someone/friends?page=2")
    assert not seen.leaves_out("/about")
    assert not seen.leaves_out("/users/someone")
    assert not seen.leaves_out("/user/someone", Relation.ARTICLE)
    assert seen.notes == [f"{IN_A_ROW} pages in a row under {HOST}/user/ told nothing: the rest of them is left out"]
    assert seen.folders.why(f"{HOST}/user/x") == f"left out, since {IN_A_ROW} pages in a row under /user/ told nothing"
    kept = seen.folders.without([Link(url=f"{HOST}{path}", relation=Relation.OTHER) for path in ("/user/x", "/x")])
    assert [link.url for link in kept] == [f"{HOST}/x"]


LONG = Article(url=f"{HOST}/user/essay", title="An essay", text="words " * 100)
TELLING: dict[str, dict[str, Any]] = {
    "an-article": {"page": Page(url=HOST, kind=PageKind.ARTICLE, fetched_at=T, extractor=EXTRACTOR)},
    "a-long-text": {"page": Page(url=HOST, kind=PageKind.OTHER, fetched_at=T, extractor=EXTRACTOR, article=LONG)},
    "found-as-an-article": {"relation": Relation.ARTICLE},
}


@pytest.mark.parametrize("told", TELLING.values(), ids=TELLING)
def test_one_page_that_tells_something_begins_the_count_anew(told: dict[str, Any]) -> None:
    seen = Seen()
    profiles(seen, IN_A_ROW - 1)
    seen.see("/user/essay", **told)
    profiles(seen, IN_A_ROW - 1)
    assert not seen.leaves_out("/user/someone")


def test_a_page_that_names_something_new_elsewhere_is_worth_its_visit() -> None:
    seen = Seen()
    for n in range(2 * IN_A_ROW):
        seen.see(f"/user/u{n}", f"/post-{n}/")
    assert not seen.leaves_out("/user/someone")


def test_failures_redirects_and_pages_that_are_visited_again_say_nothing() -> None:
    seen = Seen()
    for n in range(2 * IN_A_ROW):
        seen.see(f"/a/{n}", page=None, error="HTTP 500 Internal Server Error")
        seen.see(f"/b/{n}", f"/new/{n}", page=None, skipped="redirects: /new/")
        seen.see(f"/c/{n}", page=None, unchanged=True)
        seen.see(f"/d/{n}", page=None, skipped="redirects off the site: http://f.example/")
    assert [seen.leaves_out(f"/{name}/x") for name in "abcd"] == [False, False, False, True]


def test_filters_of_one_address_are_a_folder_and_the_address_is_none() -> None:
    seen = Seen()
    for n in range(IN_A_ROW):
        seen.see(f"/shop?place={n}", f"/shop?place={n}&kind=2")
    assert seen.leaves_out("/shop?place=x")
    assert not seen.leaves_out("/shop")
    assert not seen.leaves_out("/shop/crane")


def test_lists_are_news_while_each_names_others() -> None:
    seen = Seen()
    seen.known.update(f"{HOST}/post-{n}/" for n in range(9 * IN_A_ROW))  # by a sitemap
    for n in range(2 * IN_A_ROW):
        seen.see(f"/list?page={n}", f"/post-{n}/", f"/list?page={n + 1}", relation=Relation.LISTING)
    assert not seen.leaves_out("/list?page=x", Relation.LISTING)
    for n in range(2 * IN_A_ROW, 4 * IN_A_ROW):
        seen.see(f"/list?page={n}", "/post-1/", f"/list?page={n + 1}", relation=Relation.LISTING)
    assert seen.leaves_out("/list?page=x", Relation.LISTING)


@pytest.mark.slow
def test_a_site_of_endless_profiles_is_crawled_to_its_end(tmp_path: Any) -> None:
    def profile(asked: Asked) -> Answer:
        return html("".join(f'<a href="{asked.path}{n}">friend</a> <a href="/post-1/">post</a>' for n in range(3)))

    pages = linked_site(3)
    front = pages["/"]
    assert isinstance(front, Answer)
    pages["/"] = html(f'{front.body.decode()}<a href="/reader/1">Ann</a>')
    with SiteServer(pages) as server:
        server.fallback = lambda asked: profile(asked) if asked.path.startswith("/reader/") else html("", status=404)
        done = crawl(server.url(), archive=tmp_path / "a.db").only_site()
    assert (done["ending"], done["articles"]["new"]) == ("finished", 3)
    assert IN_A_ROW <= len([path for path in server.paths() if path.startswith("/reader/")]) < 3 * IN_A_ROW
    assert any("/reader/ told nothing" in note for note in done["notes"])
    kept = rows(tmp_path / "a.db", "select count(*) from frontier where error like 'left out, since%'")
    assert kept[0][0] > 0


@pytest.mark.slow
def test_what_was_left_out_stays_out(tmp_path: Any) -> None:
    def profile(asked: Asked) -> Answer:
        return html("".join(f'<a href="{asked.path}{n}">friend</a>' for n in range(3)))

    with SiteServer({"/": html('<h1>Notes</h1><a href="/reader/1">Ann</a>')}) as server:
        server.fallback = lambda asked: profile(asked) if asked.path.startswith("/reader/") else html("", status=404)
        crawl(server.url(), archive=tmp_path / "a.db")
        first = len(server.paths())
        crawl(server.url(), archive=tmp_path / "a.db")
        assert len(server.paths()) < first + 30  # a few are looked at again
        again = crawl(server.url(), archive=tmp_path / "a.db", options=("--all",)).only_site()
        assert (again["ending"], again["pending"]) == ("finished", 0)
        assert len(server.paths()) < 3 * first + 100
