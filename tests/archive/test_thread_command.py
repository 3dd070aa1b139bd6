"""The `thread` command: a tree within the width of the terminal."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from archive.commands.output import print_json
from archive.commands.thread_text import thread_text, wrap
from archive.database import open_archive
from archive.errors import ArchiveError
from archive.queries import find_article, read_thread
from archive.store import Store
from scraper.commands.root import cli
from tests.archive.commanding import document, output
from tests.archive.making import URL, comment, later, page, visit


def test_thread_is_a_tree_with_marks(path: Path) -> None:
    lines = output(path, "thread", URL).splitlines()
    assert lines[:5] == [
        "A bridge too narrow",
        "Mara Lindt · 2026-03-01",
        URL,
        "4 comments stored · the page says 5 · login required",
        "",
    ]
    assert "● Ines Vidal · 2026-03-01 14:24" in lines
    assert "│  ● (no name) · yesterday · +3" in lines
    assert "│    Every day." in lines
    assert "│  │  ● Ines · 2026-03-02 · removed" in lines
    assert "● Ines · pingback · answers a comment that is not there" in lines
    assert max(len(line) for line in lines) <= 100


@pytest.mark.parametrize("wanted", ["1", URL, "https://example.org/bridge#comment-2", "A bridge too narrow"])
def test_thread_finds_an_article_by_several_names(path: Path, wanted: str) -> None:
    if wanted.startswith("A bridge"):
        with open_archive(path) as archive:
            archive.connection.execute("update articles set title = 'Another' where url <> ?", (URL,))
    assert document(path, "thread", wanted)["article"]["url"] == URL


@pytest.mark.parametrize("wanted", ["99", "9" * 30, "http://example.org/nowhere", "No such title"])
def test_thread_says_what_it_did_not_find(path: Path, wanted: str) -> None:
    with pytest.raises(ArchiveError, match="holds nothing for"):
        CliRunner().invoke(cli, ["thread", wanted, "-a", str(path)], catch_exceptions=False, standalone_mode=False)


def test_an_empty_archive_says_so(tmp_path: Path) -> None:
    empty = tmp_path / "empty.db"
    open_archive(empty, create=True).close()
    with pytest.raises(ArchiveError, match="crawl or import something first"):
        CliRunner().invoke(cli, ["thread", "x", "-a", str(empty)], catch_exceptions=False, standalone_mode=False)
    assert output(empty, "stats").splitlines() == [
        "site  articles  comments  of stated  complete  deepest  people  sidebar  by month"
    ]


@pytest.mark.parametrize("width", [20, 40, 100])
def test_no_line_of_a_thread_is_wider_than_the_terminal(path: Path, width: int) -> None:
    with open_archive(path, read_only=True) as archive:
        thread = read_thread(archive, find_article(archive, URL))
    lines = [line for line in thread_text(thread, width) if line.plain != URL]
    assert max(line.cell_len for line in lines) <= width
    assert any("[2] " in line.plain for line in thread_text(thread, 26))


def test_a_thread_can_be_shown_without_its_article(path: Path) -> None:
    with open_archive(path) as archive:
        Store(archive).save_visit(visit(page(comment("2", text="Edited."), comment_count_stated=5, at=later(3))))
    with open_archive(path, read_only=True) as archive:
        thread = read_thread(archive, find_article(archive, URL))
    lines = [line.plain for line in thread_text(thread, 100, shows_article=False)]
    assert lines[0] == "● Ines Vidal · 2026-03-01 14:24"
    assert any("1 earlier version" in line for line in lines)


def test_only_records_become_json() -> None:
    with pytest.raises(TypeError):
        print_json({"set": {1}})


def test_words_wider_than_the_line_are_cut() -> None:
    assert list(wrap("ab 太陽光発電 cd", 6)) == ["ab", "太陽光", "発電", "cd"]
    assert list(wrap("a\n\nb c", 10)) == ["a", "b c"]
