"""Exports in XML as they really are: cut, packed and cut, with control characters; what can be read is read, and the rest is told."""

from __future__ import annotations

import gzip

import pytest

from tests.scraper.importing.conftest import Workplace
from tests.scraper.importing.test_import_disqus import disqus, post, thread
from tests.scraper.importing.test_import_wxr import comment, item, wxr

ITEMS = [item(comment(n), comment(n + 1, n), link=f"https://reed.example/{n}/") for n in (10, 20, 30)]
WXR = wxr(*ITEMS)
THIRD = WXR.index(ITEMS[2])
FORUM = disqus(thread(1), thread(2, "https://meadow.example/mill"), post(11, 1), post(12, 1, 11), post(21, 2))
LAST_POST = FORUM.rindex("<post ")


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        pytest.param("blog.xml", WXR[: THIRD + 40], (2, 4), id="wxr in a title"),
        pytest.param("blog.xml", WXR[: WXR.rindex("Words")], (2, 4), id="wxr in the last comment"),
        pytest.param("blog.xml", WXR[: WXR.rindex("</item>")], (2, 4), id="wxr before the end of an item"),
        pytest.param("blog.xml", WXR[: WXR.rindex("</channel>")], (3, 6), id="wxr behind its last item"),
        pytest.param("forum.xml", FORUM[: LAST_POST + 60], (2, 2), id="disqus in a post"),
        pytest.param("forum.xml", FORUM[: LAST_POST + 3], (2, 2), id="disqus in a tag"),
        pytest.param("forum.xml", FORUM[: FORUM.rindex("</disqus>")], (2, 3), id="disqus behind its last post"),
    ],
)
def test_a_file_that_breaks_off_is_read_up_to_there_and_told(
    place: Workplace, name: str, content: str, expected: tuple[int, int]
) -> None:
    done = place.run(place.write(name, content))
    assert (done.code, done.err.count("\n")) == (1, 1)
    assert "breaks off before its end" in done.err
    assert (place.counts()["articles"], place.counts()["comments"]) == expected
    assert place.rows("select count(*) from comments where text not like 'Words%.'") == [(0,)]


def test_a_packed_file_that_breaks_off_is_read_up_to_there(place: Workplace) -> None:
    packed = gzip.compress(WXR.encode(), mtime=0)
    done = place.run(place.write("blog.xml.gz", packed[:-9]))
    assert "breaks off before its end" in done.err
    assert place.counts()["articles"] >= 2


def test_a_packed_file_tells_its_time(place: Workplace) -> None:
    assert place.run(place.write("blog.xml.gz", gzip.compress(WXR.encode()))).code == 0
    assert place.rows("select distinct last_seen_at from articles") == [("2020-02-03T04:05:06Z",)]


@pytest.mark.parametrize("character", ["\x0b", "\x00", "\x1f", "\x08]]"])
def test_control_characters_end_nothing(place: Workplace, character: str) -> None:
    written = WXR.replace("Words 10.", f"Words{character}10 & <b>more</b> &foo; <.")
    assert place.run(place.write("blog.xml", written)).code == 0
    assert (place.counts()["articles"], place.counts()["comments"]) == (3, 6)
    (text,) = place.rows("select text from comments where key = '10'")[0]
    assert text.startswith("Words")
    assert "10 & more" in text


def test_two_bytes_a_character_are_read(place: Workplace) -> None:
    written = FORUM.replace('encoding="utf-8"', 'encoding="utf-16"').encode("utf-16")
    done = place.run("--as", "disqus", place.write("forum.xml", written))
    assert (done.code, place.counts()["comments"]) == (0, 3)
