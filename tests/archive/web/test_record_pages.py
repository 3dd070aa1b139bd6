"""Lists, crawls, captures and sidebars."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.captures import CaptureWriter, Exchange
from archive.database import Archive, open_archive
from archive.export.filters import Names
from archive.records import Directives
from archive.store import Store
from tests.archive.making import SECRET, URL, T, comment, page, visit
from tests.archive.web.asking import Room, room


@pytest.fixture
def shown(filled: Archive) -> Room:
    return room(filled.path)


@pytest.mark.parametrize("order", ["", "?order=discussed", "?page=1", "?page=0", "?page=99999999"])
def test_a_site_lists_its_articles(shown: Room, order: str) -> None:
    assert shown.get(f"/site/example.org{order}").status_code == 200
    assert 'href="/article/1"' in shown.text("/site/example.org?order=discussed")
    assert shown.get("/site/nowhere.example").status_code == 404


def test_a_list_leaves_out_what_asks_not_to_be_archived(filled: Archive) -> None:
    assert room(filled.path).text("/site/example.org").count('href="/article/') == 1
    assert room(filled.path, include_noarchive=True).text("/site/example.org").count('href="/article/') == 2


def test_a_sidebar_leads_to_the_comments_it_meant(shown: Room) -> None:
    page = shown.text("/sidebar")
    assert "Tomas here" in page
    assert 'href="/article/1#comment-2"' in page
    assert "the article is not stored" in page  # of the entry whose article asks not to be archived


def test_crawls_say_what_failed_and_why(path: Path) -> None:
    page = room(path).text("/crawls")
    assert "http://example.org/broken/" in page
    assert "503 Service Unavailable" in page
    assert "Nothing runs" in page


def test_crawls_say_which_sites_are_due(path: Path) -> None:
    with open_archive(path) as archive, archive.transaction() as connection:
        for host, at in (("example.org", "2026-03-02T00:00:00Z"), ("example.net", "2999-01-01T00:00:00Z")):
            connection.execute(
                "insert or replace into followed_sites (site_id, start_url, next_visit_at, attempted_at, result, failures)"
                " select site_id, 'http://' || host || '/', ?, '2026-03-01T00:00:00Z', 'failed', 3 from sites where host = ?",
                (at, host),
            )
    page = " ".join(room(path).text("/crawls").split())
    assert "<b>example.org</b> is due since" in page
    assert "<b>example.net</b> is visited again" in page
    assert "3 attempts in a row brought nothing" in page


def test_reading_goes_on_while_something_is_written(filled: Archive) -> None:
    shown = room(filled.path)
    with filled.transaction() as connection:
        connection.execute("update articles set title = 'Wide' where article_id = 1")
        assert "Narrow" in shown.text("/article/1")
    assert "Wide" in shown.text("/article/1")


class TestCapture:
    """Bytes as they came, shown as text."""

    @pytest.fixture
    def captured(self, tmp_path: Path) -> Archive:
        with (
            open_archive(tmp_path / "test.db", create=True) as archive,
            Store(archive) as store,
            CaptureWriter(archive.captures_folder) as writer,
        ):
            for url, body in ((URL, b"<script>alert('caf\xe9')</script>"), (SECRET, b"hidden")):
                kept = writer.write(
                    Exchange(
                        url=url, status=200, reason="OK", fetched_at=T, body=body,
                        headers=(("Content-Type", "text/html; charset=latin-1"),),
                    )
                )  # fmt: skip
                given = page(comment("1"), url=url, directives=Directives(noarchive=url == SECRET))
                store.save_visit(visit(given, capture=kept))
            return archive

    def test_it_is_text_and_never_markup(self, captured: Archive) -> None:
        shown = room(captured.path).text("/capture/1")
        assert "&lt;script&gt;alert(&#39;café&#39;)&lt;/script&gt;" in shown

    def test_it_is_closed_where_its_page_asks_not_to_be_archived(self, captured: Archive) -> None:
        assert room(captured.path).get("/capture/2").status_code == 404
        assert room(captured.path, include_noarchive=True).get("/capture/2").status_code == 200

    def test_it_is_closed_where_names_are_replaced(self, captured: Archive) -> None:
        assert room(captured.path, names=Names.PSEUDONYM).get("/capture/1").status_code == 404

    def test_a_file_that_is_gone_is_said_so(self, captured: Archive) -> None:
        for file in captured.captures_folder.iterdir():
            file.unlink()
        answer = room(captured.path).get("/capture/1")
        assert answer.status_code == 404
        assert "no such capture file" in answer.text
