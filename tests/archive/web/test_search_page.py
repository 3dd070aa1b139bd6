"""Search in the browser: hits, filters, the feed, and what a pseudonym must not give away."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from urllib.parse import quote

import pytest

from archive.database import Archive
from archive.export.filters import Names
from archive.search_index import index_pending
from tests.archive.web.asking import Room, room

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def indexed(filled: Archive) -> Archive:
    index_pending(filled)
    return filled


@pytest.fixture
def shown(indexed: Archive) -> Room:
    return room(indexed.path)


def test_hits_are_marked_and_lead_to_their_place(shown: Room) -> None:
    page = shown.text("/search?q=first")
    assert "<mark>First</mark>" in page
    assert 'href="/article/1#comment-1"' in page


@pytest.mark.parametrize(
    ("filters", "hits"),
    [
        ("", 1),
        ("&in=articles", 0),
        ("&in=comments", 1),
        ("&author=ines+vidal", 1),
        ("&author=Tomas", 0),
        ("&site=example.net", 0),
        ("&since=2026-02-21", 1),
        ("&since=2026-02-22", 0),
        ("&until=2026-02-20", 0),
        ("&score=1", 0),
        ("&score=" + "9" * 40, 0),
        ("&replies=Tomas", 0),
        ("&since=nonsense&in=nonsense&page=nonsense", 1),
    ],
)
def test_filters_narrow_a_search(shown: Room, filters: str, hits: int) -> None:
    assert shown.text(f"/search?q=first{filters}").count("<h3 ") == hits


@pytest.mark.parametrize("text", ['"', "a AND", "NEAR(", "*", "'; drop table comments", "x" * 5000, "\0", "太陽", "%"])
def test_any_text_is_a_search(shown: Room, text: str) -> None:
    assert shown.get(f"/search?q={quote(text)}").status_code == 200


def test_a_search_without_words_asks_for_some(shown: Room) -> None:
    assert "Nothing asked yet" in shown.text("/search")


def test_the_words_of_a_search_are_text(shown: Room) -> None:
    assert "<script>alert" not in shown.text("/search?q=%3Cscript%3Ealert(1)%3C/script%3E")


def test_the_newest_come_first_when_asked_for(shown: Room) -> None:
    def places(order: str) -> list[str]:
        return re.findall(r'<h3 dir="auto"><a href="([^"]+)"', shown.text(f"/search?q=first+OR+said{order}"))

    assert set(places("")) == {"/article/1#comment-1", "/article/1#comment-2"}
    assert places("&order=newest") == ["/article/1#comment-2", "/article/1#comment-1"]  # seen, where no date is known


def test_a_search_is_a_feed(shown: Room) -> None:
    answer = shown.get("/search.atom?q=first")
    assert answer.headers["content-type"].startswith("application/atom+xml")
    feed = ET.fromstring(answer.text)
    (entry,) = feed.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}id") == "http://127.0.0.1:8001/article/1#comment-1"
    assert entry.findtext(f"{ATOM}updated") == "2026-02-21T12:00:00Z"
    assert "search.atom?q=first" in shown.text("/search?q=first")


def test_what_asks_not_to_be_archived_is_not_found(indexed: Archive) -> None:
    assert "Nothing found" in room(indexed.path).text("/search?q=text")
    assert "Nothing found" not in room(indexed.path, include_noarchive=True).text("/search?q=text")


class TestPseudonyms:
    """A search must not tell whose pseudonym it is."""

    @pytest.mark.parametrize("text", ["lindt", '"mara lindt"', "vidal", "tomas", "mara OR said"])
    def test_a_name_finds_nothing(self, indexed: Archive, text: str) -> None:
        page = room(indexed.path, names=Names.PSEUDONYM).text(f"/search?q={quote(text)}")
        assert "person-" not in page

    def test_another_word_finds_its_comment_under_pseudonyms(self, indexed: Archive) -> None:
        page = room(indexed.path, names=Names.PSEUDONYM).text("/search?q=said")
        assert page.count("person-") >= 3
        assert [name for name in ("Ines", "Vidal", "Tomas", "Mara", "Lindt") if name in page] == []

    def test_the_filter_by_name_is_not_there(self, indexed: Archive) -> None:
        hidden = room(indexed.path, names=Names.PSEUDONYM)
        assert 'name="author"' not in hidden.text("/search?q=said")
        assert "person-" in hidden.text("/search?q=said&author=Nobody")
