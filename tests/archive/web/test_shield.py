"""Rows of pages that ask not to be archived, looked for through Datasette's own pages."""

from __future__ import annotations

import re
import sqlite3
import time
from contextlib import suppress
from urllib.parse import quote

import pytest

from archive.database import Archive, open_archive
from archive.records import Directives
from archive.search_index import index_pending
from archive.store import Store
from archive.web.shield import PastTheViewsError, check, put_views_before_tables
from archive.web.shielded_tables import SHIELDED
from tests.archive.making import URL, T, comment, later, page, visit
from tests.archive.web.asking import Room, room

HIDDEN = "http://example.org/hidden/"


@pytest.fixture
def kept(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """One article that may be seen and one that may not, both with an edited comment."""
    path = tmp_path_factory.mktemp("shield") / "test.db"
    with open_archive(path, create=True) as archive, Store(archive) as store:
        for url, word in ((URL, "openly"), (HIDDEN, "quietly")):
            for day in (0, 1):
                said = comment("1", author=f"{word} author", text=f"{word} said {day}", score=day, published_at=T)
                directives = Directives(noarchive=url == HIDDEN)
                store.save_visit(visit(page(said, url=url, at=later(day), directives=directives)))
        index_pending(archive)
    return archive


@pytest.fixture
def shown(kept: Archive) -> Room:
    return room(kept.path)


def sql(text: str) -> str:
    return f"/test.json?_shape=array&sql={quote(text)}"


TABLES = ("articles", "comments", "article_addresses", "comment_revisions", "vote_revisions", "author_comments", "authors",
          "article_pages", "thread_pages", "captures", "fetches", "frontier")  # fmt: skip


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("form", [".json?_shape=array", ".csv", "", ".json?_facet=rowid&_size=max"])
def test_no_table_tells_of_them(shown: Room, table: str, form: str) -> None:
    page = shown.text(f"/test/{table}{form}")
    assert "quietly" not in page
    assert HIDDEN not in page


@pytest.mark.parametrize("view", ["comment_current", "article_stats", "thread_view", "person_view"])
def test_no_view_tells_of_them(shown: Room, view: str) -> None:
    page = shown.text(f"/test/{view}.json?_shape=array")
    assert "quietly" not in page
    assert HIDDEN not in page
    assert "example.org" in page


def test_what_may_be_seen_is_there(shown: Room) -> None:
    (row,) = shown.get("/test/comments.json?_shape=array").json()
    assert row["text"] == "openly said 1"
    assert "openly said 1" in shown.text("/test/comments/1")
    assert shown.get("/test/comment_revisions.json?_shape=array").json()[0]["text"] == "openly said 0"
    assert [row["name"] for row in shown.get("/test/authors.json?_shape=array").json()] == ["openly author"]


def test_no_row_of_them_has_a_page(shown: Room) -> None:
    assert shown.get("/test/comments/2").status_code == 404
    assert shown.get("/test/articles/2.json").status_code == 404


def test_counts_are_of_what_may_be_seen(shown: Room) -> None:
    assert shown.get("/test/comments.json").json()["filtered_table_rows_count"] == 1
    assert shown.get(sql("select count(*) as n from comments")).json() == [{"n": 1}]


def test_datasettes_search_finds_what_may_be_seen(shown: Room) -> None:
    for path in ("/test/comments.json?_shape=array&_search=", "/test/comments.json?_shape=array&_search_text="):
        assert len(shown.get(f"{path}openly").json()) == 1, path
        assert shown.get(f"{path}quietly").json() == [], path
    asked = "select rowid, bm25(comments_fts) < 0 as b from comments_fts where comments_fts match 'openly or quietly'"
    assert len(shown.get(sql(asked.replace(" or ", " OR "))).json()) == 1


@pytest.mark.parametrize(
    "asked",
    [
        "select text from main.comments",
        'select text from "main"."COMMENTS"',
        "select count(*) from main.articles",
        "select * from main.thread_view",
        "with comments as (select * from main.comments) select * from comments",
        "select * from (select * from main.comments) as comments",
        "select text from MAIN /* */ . comments",
        "select text from [main].comments",
        "select text from `main`.comments",
        "select text from 'main'.comments",
        "select text from main\ufeff.comments",
        "with recursive comments(t) as (select text from main -- x\n.comments) select t from comments",
        "select rowid from main.comments_fts where comments_fts match 'quietly'",
        "select block from main.comments_fts_data",
        "select * from sqlite_dbpage",
        "select * from dbstat",
        "/* */ -- explain\n select text from main.comments",
        "/**/explain select text from main.comments",
        "explain query plan select text from main.comments",
        "select (select text from main.comments)",
        "select 1 where exists (select 1 from main.comments where text like 'quiet%')",
    ],
)
def test_no_way_leads_past_the_views(shown: Room, asked: str) -> None:
    answer = shown.get(f"/test.json?sql={quote(asked)}")
    assert answer.status_code == 400, answer.text
    assert "quietly said" not in answer.text


def test_a_filter_of_a_table_page_leads_not_past_them(shown: Room) -> None:
    assert shown.get(f"/test/sites.json?_where={quote('1 in (select 1 from main.comments)')}").status_code == 400
    assert (
        shown.get(f"/test/sites.json?_shape=array&_where={quote('(select count(*) from comments) > 1')}").json() == []
    )


@pytest.mark.parametrize("table", ["comments_fts_data", "comments_fts_idx", "articles_fts_docsize"])
def test_the_tables_of_the_search_index_are_empty(shown: Room, table: str) -> None:
    assert shown.get(f"/test/{table}.json?_shape=array").json() == []


@pytest.mark.parametrize("filling", ["/**/", "/* *", "main", "main /", "main/**/", "main--", "main \n"])
def test_a_long_statement_is_looked_at_at_once(filling: str) -> None:
    began = time.perf_counter()
    with suppress(PastTheViewsError):
        check(filling * 20_000 + "select 1")
    assert time.perf_counter() - began < 1


@pytest.mark.parametrize(
    "sql", ["select 'the main thing'", "select * from comments where text like '%main%'", "select domain.x"]
)
def test_a_word_is_no_schema(sql: str) -> None:
    check(sql)


def test_a_person_has_only_the_comments_that_may_be_seen(kept: Archive) -> None:
    """Of one who wrote below both articles, the figures tell of one."""
    with open_archive(kept.path) as archive, Store(archive) as store:
        for url in (URL, HIDDEN):
            said = comment("2", author="Both", published_at=T)
            directives = Directives(noarchive=url == HIDDEN)
            store.save_visit(visit(page(said, url=url, at=later(2), directives=directives)))
        index_pending(archive)
    assert "<p>1 comment.</p>" in room(kept.path).text("/person/example.org/Both")
    assert "<p>2 comments.</p>" in room(kept.path, include_noarchive=True).text("/person/example.org/Both")


def test_a_failure_of_such_a_page_is_not_shown(kept: Archive) -> None:
    with open_archive(kept.path) as archive, archive.transaction() as connection:
        for url in (URL, HIDDEN):
            connection.execute(
                "insert into frontier (url, site_id, relation, depth, priority, state, error)"
                " values (?, 1, 'article', 0, 0, 'failed', 'it broke')",
                (url,),
            )
    assert URL in room(kept.path).text("/crawls")
    assert HIDDEN not in room(kept.path).text("/crawls")
    assert HIDDEN in room(kept.path, include_noarchive=True).text("/crawls")


def test_they_are_there_when_asked_for(kept: Archive) -> None:
    opened = room(kept.path, include_noarchive=True)
    assert len(opened.get("/test/comments.json?_shape=array").json()) == 2
    assert len(opened.get(sql("select text from main.comments")).json()) == 2


def test_every_table_that_leads_to_articles_or_comments_is_looked_after(kept: Archive) -> None:
    """A new table that refers to them must be thought of."""
    with sqlite3.connect(kept.path) as connection:
        tables = [row[0] for row in connection.execute("select name from sqlite_master where type = 'table'")]
        leading = {
            table
            for table in tables
            for row in connection.execute(f"select name from pragma_table_info('{table}')")
            if row[0] in ("article_id", "comment_id")
        }
    assert leading <= set(SHIELDED)


def test_every_view_can_be_read(kept: Archive) -> None:
    with sqlite3.connect(kept.path) as connection:
        put_views_before_tables(connection)
        for name in SHIELDED:
            connection.execute(f"select * from {name}").fetchall()
            plan = [row[3] for row in connection.execute(f"explain query plan select * from {name} limit 10")]
            read_whole = [step for step in plan if re.match(r"SCAN main\.|SEARCH .*>", step)]
            allowed = (f"SCAN main.{name}", "SCAN main.sidebars", "SCAN main.articles USING INDEX articles_noarchive")
            assert [step for step in read_whole if not step.startswith(allowed)] == [], name
            assert "SEARCH main.author_comments USING PRIMARY KEY (site_id=?)" not in plan
