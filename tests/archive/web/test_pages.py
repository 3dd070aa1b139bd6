"""The pages of the reading room, as they leave the server."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from archive.database import Archive
from tests.archive.web.asking import Room, room


@pytest.fixture
def shown(filled: Archive) -> Room:
    return room(filled.path)


def test_the_front_page_leads_to_articles_at_plain_addresses(shown: Room) -> None:
    links = re.findall(r'href="(/article/[^"]+)"', shown.text("/"))
    assert "/article/1" in links
    assert not any(link.startswith("/-/") for link in links)


def test_an_article_holds_its_whole_thread(shown: Room) -> None:
    page = shown.text("/article/1")
    assert "Mara Lindt" in page
    assert re.findall(r'id="comment-(\d+)"', page) == ["1", "2", "3"]
    first, second = page.index('id="comment-1"'), page.index('id="comment-2"')
    assert page[first:second].count("</details>") == 0  # the second is within the first


def test_every_element_that_opens_closes(shown: Room) -> None:
    page = shown.text("/article/1")
    for name in ("ol", "li", "details", "summary", "section", "div"):
        assert len(re.findall(rf"<{name}\b", page)) == page.count(f"</{name}>"), name


def test_what_asks_not_to_be_archived_is_shown_only_when_asked_for(filled: Archive) -> None:
    (hidden,) = filled.connection.execute("select article_id from articles where is_noarchive").fetchone()
    closed, opened = room(filled.path), room(filled.path, include_noarchive=True)
    assert closed.get(f"/article/{hidden}").status_code == 404
    assert opened.get(f"/article/{hidden}").status_code == 200
    assert f'/article/{hidden}"' not in closed.text("/")


@pytest.mark.parametrize("path", ["/article/999", "/article/999999999999999999"])
def test_what_is_not_there_is_404(shown: Room, path: str) -> None:
    assert shown.get(path).status_code == 404


def test_datasette_shows_every_table_and_view(shown: Room) -> None:
    names = [table["name"] for table in shown.get("/test.json").json()["tables"] if not table["hidden"]]
    assert len(names) > 10
    for name in [*names, "thread_view", "article_stats"]:
        assert shown.get(f"/test/{name}").status_code == 200, name
    assert shown.get("/test/comments/1").status_code == 200
    assert shown.get("/test/articles/1").status_code == 200


def test_datasette_gives_json_and_csv(shown: Room) -> None:
    assert shown.get("/test/comments.json?_shape=array").json()[0]["author"] == "Ines Vidal"
    assert shown.text("/test/articles.csv").startswith("article_id,")


def test_an_empty_archive_has_a_front_page(archive: Archive) -> None:
    assert "Nothing yet" in room(archive.path).text("/")


@pytest.mark.slow
def test_a_datasette_that_somebody_runs_has_the_same_pages(filled: Archive) -> None:
    command = [str(Path(sys.executable).parent / "datasette"), str(filled.path), "--get", "/article/1"]
    # Elsewhere than in a checkout, whose metadata may be older than what is installed.
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=filled.path.parent)
    assert 'id="comment-2"' in done.stdout


def test_a_datasette_without_an_archive_keeps_its_front_page(tmp_path: Path) -> None:
    import asyncio
    import sqlite3

    from datasette.app import Datasette

    sqlite3.connect(tmp_path / "other.db").execute("create table birds (name text)")
    datasette = Datasette([str(tmp_path / "other.db")])
    front = asyncio.run(datasette.client.get("/"))
    assert front.status_code == 200
    assert "birds" in front.text
