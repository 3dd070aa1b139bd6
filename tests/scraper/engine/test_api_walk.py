"""The walk through a site's API: what it asks for, and that `pages` asks for none of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.database import open_archive
from archive.frontier import FrontierEntry
from archive.records import ApiRoot, Link, Page, PageKind, Relation, Source, Visit
from scraper.engine.api_walk import ApiWalk
from scraper.engine.plan import Via
from tests.archive.making import T
from tests.strategies import EXTRACTOR

HOME, ROOT = "http://example.org/", "http://example.org/wp-json/"


def visit(
    url: str, relation: Relation = Relation.OTHER, *links: str, root: bool = False, error: str | None = None
) -> Visit:
    page = Page(
        url=url, kind=PageKind.OTHER, fetched_at=T, extractor=EXTRACTOR,
        source=Source.API if relation is Relation.API else Source.PAGE,
        api_root=ApiRoot(platform="wordpress", url=ROOT) if root else None,
    )  # fmt: skip
    found = tuple(Link(url=link, relation=Relation.API) for link in links)
    return Visit(requested_url=url, url=url, fetched_at=T, page=None if error else page, links=found, error=error)


def entry(url: str, relation: Relation) -> FrontierEntry:
    return FrontierEntry(entry_id=1, url=url, relation=relation, depth=1, etag=None, last_modified=None, attempts=1)


def walked(tmp_path: Path, via: Via, *, error: str | None = None) -> tuple[ApiWalk, list[str]]:
    """A walk from the front page through all lists, and what was asked for."""
    walk = ApiWalk(open_archive(tmp_path / "a.db", create=True), "example.org", via)
    assert walk.begin() == ()
    walk.note(visit(HOME, Relation.START, ROOT, root=True))
    asked = walk.take(9)
    walk.note(visit(ROOT, Relation.API, root=True))
    while lists := walk.take(9):
        asked += lists
        assert walk.is_running
        assert not walk.spares_pages
        for url in lists:
            walk.note(visit(url, Relation.API, error=error))
    return walk, asked


@pytest.mark.parametrize("via", [Via.AUTO, Via.API])
def test_lists_are_asked_for_and_then_pages_are_spared(tmp_path: Path, via: Via) -> None:
    walk, asked = walked(tmp_path, via)
    assert [url.partition("?")[0].rpartition("/")[2] for url in asked] == ["", "posts", "pages", "comments"]
    assert walk.spares_pages
    assert walk.is_narrow == (via is Via.API)
    assert walk.is_spared(entry("http://example.org/category/a/", Relation.LISTING))
    assert not walk.is_spared(entry("http://example.org/unknown/", Relation.ARTICLE))
    assert not walk.is_spared(entry(HOME, Relation.START))


def test_pages_alone_ask_no_api_and_spare_nothing(tmp_path: Path) -> None:
    walk, asked = walked(tmp_path, Via.PAGES)
    assert asked == []
    assert not walk.is_spared(entry("http://example.org/category/a/", Relation.LISTING))


def test_a_list_that_gives_no_answer_spares_no_page(tmp_path: Path) -> None:
    walk, _ = walked(tmp_path, Via.AUTO, error="HTTP 500")
    assert not walk.spares_pages
    assert walk.refused == ["HTTP 500"] * 3
