"""People's pages, pictures, and that neither tells a name where names are replaced."""

from __future__ import annotations

import html
import re

import attrs
import pytest

from archive.database import Archive
from archive.export.filters import Names
from archive.search_index import index_pending
from archive.store import Store
from archive.web.drawing import DEPTH, MONTHS, OF_ARCHIVE, OF_THREAD
from archive.web.pages import pictures
from archive.web.serving import Service, guarded_application, make_datasette
from archive.web.sparklines import sparkline
from tests.archive.making import T, comment, page, visit
from tests.archive.web.asking import Room, room

NAMES = ("Ines", "Vidal", "Tomas", "Mara", "Lindt")
PATHS = (
    "/", "/article/1", "/article/1?at=2026-03-01", "/article/1/pictures", "/pictures", "/site/example.org", "/sidebar",
    "/crawls", "/search?q=said", "/search.atom?q=said", "/comment/1/history", "/article/1/history",
)  # fmt: skip


@pytest.fixture
def counted(filled: Archive) -> Archive:
    index_pending(filled)
    return filled


@pytest.fixture
def shown(counted: Archive) -> Room:
    return room(counted.path)


def test_a_person_has_all_their_comments_and_whom_they_talk_with(shown: Room) -> None:
    page = shown.text("/person/example.org/Tomas")
    assert 'href="/article/1#comment-2"' in page
    assert "Talks most with" in page
    assert 'href="/person/example.org/Ines%20Vidal"' in page
    assert "answered 1 time" in page


@pytest.mark.parametrize(
    "path", ["/person/example.org/Nobody", "/person/nowhere.example/Tomas", "/person/example.org/Bo"]
)
def test_who_wrote_nothing_that_may_be_seen_has_no_page(shown: Room, path: str) -> None:
    assert shown.get(path).status_code == 404


@pytest.mark.parametrize("names", [Names.PSEUDONYM, Names.NONE])
def test_no_page_tells_a_name_where_names_are_replaced(counted: Archive, names: Names) -> None:
    hidden = room(counted.path, names=names)
    for path in PATHS:
        page = hidden.text(path)
        assert [name for name in NAMES if name in page] == [], path
        assert "/person/" not in page, path
    assert hidden.get("/person/example.org/Tomas").status_code == 404
    assert hidden.get("/person/example.org/person-abcdefabcdef").status_code == 404


def test_every_picture_has_its_table_and_its_sql(shown: Room) -> None:
    for path, drawings in (("/pictures", OF_ARCHIVE), ("/article/1/pictures", OF_THREAD)):
        page = shown.text(path)
        assert re.findall(r'<figure class="picture" id="([\w-]+)"', page) == [drawing.key for drawing in drawings]
        assert page.count("<table>") == page.count('class="drawn"') > 2
        assert page.count("Run it in Datasette") == len(drawings)


def test_the_sql_of_a_picture_gives_its_rows_in_datasette(shown: Room) -> None:
    page = shown.text("/article/1/pictures")
    for link in re.findall(r'href="(/test\?[^"]+)"', page):
        answer = shown.get(html.unescape(link).replace("/test?", "/test.json?"))
        assert answer.json()["ok"], link
    assert ["Tomas", "Ines Vidal", 1, "example.org"] in answer.json()["rows"]


def test_pictures_can_be_narrowed(shown: Room) -> None:
    assert "Tomas" in shown.text("/pictures?site=example.org")
    assert "Tomas" not in shown.text("/pictures?site=example.net")
    assert "Tomas" not in shown.text("/pictures?month=1999-01")
    assert "Tomas" in shown.text("/pictures?month=2026-03")
    assert "Tomas" not in shown.text("/pictures?month=2026-03&site=example.net")
    assert "Tomas" in shown.text("/pictures?site=nowhere&month=nonsense")


def test_a_month_long_past_has_its_network(archive: Archive, store: Store) -> None:
    """Not only what was stored last is counted: here 20,000 comments came after it."""
    old = (comment("1", author="Ada", published_at=T), comment("2", "1", depth=1, author="Bea", published_at=T))
    store.save_visit(visit(page(*old, url="http://old.example/old/")))
    values = ((n, str(n), n) for n in range(3, 20_010))
    with archive.transaction() as connection:
        connection.executemany(
            "insert into comments (comment_id, article_id, key, thread_page, position, depth, kind, state, author, text,"
            " first_seen_at, last_seen_at) values (?, 1, ?, 1, ?, 0, 'comment', 'visible', 'Cy', '', '2026-05-01T00:00:00Z',"
            " '2026-05-01T00:00:00Z')",
            values,
        )
    index_pending(archive)
    shown = room(archive.path)
    assert "Bea" not in shown.text("/pictures")
    assert "Bea" in shown.text(f"/pictures?month={T:%Y-%m}")


def test_a_picture_that_takes_too_long_leaves_the_others(counted: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    endless = attrs.evolve(
        DEPTH, sql="with recursive n (i) as (select 1 union all select i + 1 from n) select i, i from n"
    )
    monkeypatch.setattr(pictures, "OF_ARCHIVE", (MONTHS, endless))
    datasette = make_datasette(Service(archive=counted.path))
    datasette._metadata_local["plugins"]["commentariat"]["milliseconds"] = 100
    page = Room(guarded_application(datasette, Service(archive=counted.path))).text("/pictures")
    assert "This took too long to count" in page
    assert page.count("<table>") == 1


def test_without_sql_of_readers_none_is_offered(counted: Archive) -> None:
    assert "Run it in Datasette" not in room(counted.path, allow_sql=False).text("/pictures")


class TestSparkline:
    """A line of counts by month."""

    def test_months_without_any_are_drawn_too(self) -> None:
        line = sparkline([("2012-01", 4), ("2012-04", 2)])
        assert line
        assert line.points == "0,2 80,34 160,34 240,18"
        assert line.words == "2012-01 to 2012-04, at most 4 in a month"

    def test_a_single_month_is_a_line(self) -> None:
        line = sparkline([("2012-01", 4)])
        assert line
        assert line.points == "0,2 240,2"

    @pytest.mark.parametrize("months", [[], [("2012-01", 0)]])
    def test_nothing_is_not_drawn(self, months: list[tuple[str, int]]) -> None:
        assert sparkline(months) is None

    def test_a_month_of_the_year_one_does_not_flatten_the_rest(self) -> None:
        line = sparkline([("0001-01", 1), ("2012-01", 4)])
        assert line
        assert len(line.points.split()) == 600
