"""Time travel and histories."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from archive.database import open_archive
from archive.store import Store
from tests.archive.making import comment, later, page, visit
from tests.archive.web.asking import Room, room
from tests.archive.web.browser.threads import edited


@pytest.fixture
def shown(tmp_path: Path) -> Room:
    with open_archive(tmp_path / "test.db", create=True) as archive, Store(archive) as store:
        for given in edited():
            store.save_visit(visit(given))
    return room(tmp_path / "test.db")


@pytest.mark.parametrize(
    ("day", "has", "has_not"),
    [
        ("2026-01-31", ["0 comments on 31 January 2026", "It is blue"], ["ferry", "A late word"]),
        ("2026-02-01", ["leaves at nine", "It does not.", "It is blue"], ["half past ten", "A late word"]),
        ("2026-02-02", ["half past ten", "It does not.", "It is blue"], ["at nine", "A late word"]),
        ("2026-02-03", ["half past ten", "A late word", "no longer on the page", "It is blue"], ["at nine"]),
        ("2026-02-04", ["half past ten", "A late word", "no longer on the page", "It is green"], ["It is blue"]),
    ],
)
def test_a_thread_as_it_was_on_a_day(shown: Room, day: str, has: list[str], has_not: list[str]) -> None:
    page = shown.text(f"/article/1?at={day}")
    assert [words for words in has if words not in page] == []
    assert [words for words in has_not if words in page] == []


def test_a_comment_that_went_was_there_before(shown: Room) -> None:
    assert "no longer on the page" not in shown.text("/article/1?at=2026-02-02")


def test_a_date_that_is_none_is_now(shown: Room) -> None:
    assert "It is green" in shown.text("/article/1?at=yesterday")


def test_the_days_of_change_are_a_click_apart(shown: Room) -> None:
    page = shown.text("/article/1?at=2026-02-02")
    assert 'href="?at=2026-02-01#thread" rel="prev"' in page
    assert 'href="?at=2026-02-03#thread" rel="next"' in page
    assert 'data-days="2026-02-01 2026-02-02 2026-02-03 2026-02-04"' in page


def test_an_edit_is_shown_in_words(shown: Room) -> None:
    assert 'href="/comment/1/history"' in shown.text("/article/1")
    page = re.sub(r"<span class=\"unseen\">.*?</span>", "", shown.text("/comment/1/history"))
    assert "The ferry leaves at <del>nine</del><ins>half past ten</ins>." in page
    assert "2 versions" in page


def test_a_comment_that_went_says_so_in_its_history(shown: Room) -> None:
    assert "It was no longer on its page." in shown.text("/comment/2/history")


def test_votes_have_a_history(tmp_path: Path) -> None:
    with open_archive(tmp_path / "v.db", create=True) as archive, Store(archive) as store:
        for day, score in enumerate((3, 7)):
            store.save_visit(visit(page(comment("1", score=score), at=later(day))))
    shown = room(tmp_path / "v.db").text("/comment/1/history")
    assert "<li>+3 <span" in shown


def test_an_article_has_a_history(shown: Room) -> None:
    page = re.sub(r"<span class=\"unseen\">.*?</span>", "", shown.text("/article/1/history"))
    assert "It is <del>blue</del><ins>green</ins>." in page


def test_a_comment_has_an_address_of_its_own(shown: Room) -> None:
    answer = shown.get("/comment/2")
    assert (answer.status_code, answer.headers["location"]) == (302, "/article/1#comment-2")
    assert shown.get("/comment/99").status_code == 404
    assert shown.get("/comment/99/history").status_code == 404
