"""Limits that are lifted: what a narrower crawl left out is found by the next, though no page has changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.records import Relation
from scraper.engine.plan import CrawlPlan
from tests.crawling import crawl, rows, run
from tests.servers import SiteServer, html

WORDS = "An article of a few words, and then some more of them, so that there is something to read."


def chain() -> dict[str, object]:
    """Each page leads to the next."""
    return {
        f"/{number or ''}{'/' if number else ''}": html(
            f'<article><h1>{number}</h1><p>{WORDS} {number}.</p></article><a href="/{number + 1}/" rel="bookmark">On</a>'
        )
        for number in range(5)
    }


@pytest.mark.parametrize(
    ("path", "relation", "expected"),
    [
        ("/a/", Relation.ARTICLE, False),
        ("/b/", Relation.ARTICLE, True),
        ("/a/x/", Relation.ARTICLE, True),
        ("/a/x/", Relation.START, False),
        ("/b/", Relation.FEED, False),
        ("/x/", Relation.FEED, True),
        ("/x/", Relation.API, False),
    ],
)
def test_settings_of_today_hold_for_what_was_found_before(path: str, relation: Relation, *, expected: bool) -> None:
    plan = CrawlPlan(
        urls=("https://example.org/",), archive=Path("a.db"), delay=1.0, include=("/a/",), exclude=("/x/",)
    )
    assert plan.leaves_out(f"https://example.org{path}", relation) is expected


@pytest.mark.slow
def test_a_later_crawl_goes_further_than_one_that_was_limited(tmp_path: Path) -> None:
    archive = tmp_path / "a.db"
    with SiteServer(chain()) as server:  # type: ignore[arg-type]  # answers alone
        site = f"127.0.0.1:{server.port}"

        def crawled(*options: str) -> set[str]:
            before = len(server.log)
            assert crawl(server.url(), archive=archive, options=options).status == 0
            return {path for path in server.paths()[before:] if path.strip("/").isdigit()}

        assert run("site", "set", site, "depth=1", "-a", str(archive)).status == 0
        assert crawled() == {"/1/"}
        assert crawled("--depth", "2") == {"/1/", "/2/"}
        assert run("site", "set", site, "depth=", "exclude=/4/", "-a", str(archive)).status == 0
        assert "/3/" in crawled()
        assert run("site", "set", site, "exclude=/3/", "-a", str(archive)).status == 0
        assert not {"/3/", "/4/"} & crawled("--all")
        assert rows(archive, "select url like '%/3/' from frontier where error like 'left out%'") == [(1,)]
        assert run("site", "set", site, "exclude=", "-a", str(archive)).status == 0
        assert {"/3/", "/4/"} < crawled()
