"""Importing saved pages and folders of them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.scraper.importing.conftest import Workplace, gzipped, page

URL = "https://meadow.example/sluice"
HTML = page("The sluice", "I saw the heron.", "It was my bench.")
SAVED = f"<!-- saved from url=(0029){URL} -->\n"


def with_head(extra: str) -> str:
    return HTML.replace("<head>", f"<head>{extra}")


@pytest.mark.parametrize(
    "html",
    [
        pytest.param(HTML.replace("<html", f"{SAVED}<html"), id="browser"),
        pytest.param(
            HTML.replace("<html", "<!-- Mirrored from meadow.example/sluice by HTTrack Website Copier/3.x [XR&CO'2014], Thu, 05 Apr 2012 10:00:00 GMT -->\n<html"),
            id="httrack",
        ),
        pytest.param(HTML.replace("<html", f"<!--\n Page saved with SingleFile \n url: {URL} \n saved date: Thu Apr 05 2012 12:00:00 GMT+0200 (CEST)\n-->\n<html"), id="single-file"),
        pytest.param(with_head(f'<link rel="canonical" href="{URL}">'), id="canonical"),
        pytest.param(with_head(f"<meta property='og:url' content='{URL}' />"), id="og-url"),
    ],
)  # fmt: skip
def test_a_saved_page_tells_its_address(place: Workplace, html: str) -> None:
    done = place.run(place.write("p.html", html))
    assert (done.code, done.err) == (0, "")
    assert [url.partition("://")[2] for (url,) in place.rows("select url from articles")] == ["meadow.example/sluice"]
    assert place.rows("select count(*) from comments") == [(2,)]


@pytest.mark.parametrize(
    "note",
    [
        "<!-- Mirrored from meadow.example/sluice by HTTrack Website Copier/3.x, Thu, 05 Apr 2012 10:00:00 GMT -->",
        f"<!--\n Page saved with SingleFile \n url: {URL} \n saved date: Thu Apr 05 2012 12:00:00 GMT+0200 (CEST)\n-->",
    ],
)
def test_the_time_is_that_of_the_page_s_own_note(place: Workplace, note: str) -> None:
    place.run(place.write("p.html", note + HTML))
    assert place.rows("select last_seen_at from articles") == [("2012-04-05T10:00:00Z",)]


def test_else_the_file_s_time_or_the_one_given(place: Workplace) -> None:
    file = place.write("p.html", HTML)
    os.utime(file, (1_300_000_000, 1_300_000_000))
    place.run(file, "--url", URL)
    assert place.rows("select last_seen_at from articles") == [("2011-03-13T07:06:40Z",)]
    place.run(file, "--url", URL, "--fetched-at", "2016-01-01T12:00+02:00")
    assert place.rows("select last_seen_at from articles") == [("2016-01-01T10:00:00Z",)]


def test_an_address_that_is_given_counts_more_than_what_the_page_says(place: Workplace) -> None:
    place.run(place.write("p.html", with_head(f'<link rel="canonical" href="{URL}">')), "--url", f"{URL}/other")
    assert place.rows("select url from articles") == [(f"{URL}/other",)]


def test_a_page_without_an_address_needs_one(place: Workplace) -> None:
    done = place.run(place.write("p.html", HTML))
    assert (done.code, done.out) == (1, "")
    assert done.err.endswith("found a saved page that does not tell its address. Give it with --url.\n")


def test_a_mirror_s_paths_are_addresses(place: Workplace) -> None:
    for name in ("index.html", "2015/03/sluice/index.html", "post.php?p=7", "post.php@p=8", "a page.html"):
        place.write(f"mirror/meadow.example/{name}", page(name, "Yes."))
    place.write("mirror/meadow.example/style.css", "body { color: red }")
    place.write("mirror/meadow.example/logo.png", b"\x89PNG\r\n\0")
    place.write("mirror/127.0.0.1:8000/x/index.html", page("local", "Yes."))
    done = place.run(place.folder / "mirror")
    assert (done.code, done.err) == (0, "")
    assert sorted(url for (url,) in place.rows("select requested_url from fetches")) == [
        "http://127.0.0.1:8000/x/",
        "http://meadow.example/",
        "http://meadow.example/2015/03/sluice/",
        "http://meadow.example/a%20page.html",
        "http://meadow.example/post.php?p=7",
        "http://meadow.example/post.php?p=8",
    ]


def test_file_names_that_are_no_text_are_addresses_and_sources(place: Workplace) -> None:
    folder = place.folder / "meadow.example"
    folder.mkdir()
    for name in (b"caf\xe9.html", "caf\u00e9.html".encode(), b"a b#c?.html"):
        Path(os.fsdecode(os.fsencode(folder) + b"/" + name)).write_text(HTML)
    assert place.run(folder).code == 0
    assert place.rows("select url, source from fetches order by url") == [
        ("http://meadow.example/a%20b%23c?.html", "html a b#c?.html"),
        ("http://meadow.example/caf%C3%A9.html", "html caf\u00e9.html"),
        ("http://meadow.example/caf%E9.html", "html caf\ufffd.html"),
    ]


def test_the_host_s_folder_may_be_named_itself(place: Workplace) -> None:
    place.write("meadow.example/sluice.html", HTML)
    place.run(place.folder / "meadow.example")
    assert place.rows("select url from articles") == [("http://meadow.example/sluice.html",)]


def test_a_suffix_that_wget_added_is_taken_off_where_the_page_says_so(place: Workplace) -> None:
    place.write("meadow.example/sluice.html", with_head(f'<link rel="canonical" href="{URL}">'))
    place.run(place.folder / "meadow.example")
    assert place.rows("select url from articles") == [(URL,)]


def test_a_folder_s_own_address_can_be_given(place: Workplace) -> None:
    place.write("saved/2015/sluice/index.html", HTML)
    place.run(place.folder / "saved", "--url", "https://meadow.example/blog")
    assert place.rows("select url from articles") == [("https://meadow.example/blog/2015/sluice/",)]


def test_a_page_of_a_folder_that_cannot_be_read_is_named_and_the_rest_imported(place: Workplace) -> None:
    place.write("saved/a.html", HTML)
    place.write("saved/b.html", with_head(f'<link rel="canonical" href="{URL}">'))
    done = place.run(place.folder / "saved")
    assert done.code == 0
    assert place.rows("select url from articles") == [(URL,)]
    assert "a.html: found a saved page that does not tell its address" in done.err


@pytest.mark.parametrize(
    ("charset", "label"),
    [
        pytest.param("cp1251", '<meta charset="windows-1251">', id="windows-1251"),
        pytest.param("shift_jis", "<meta http-equiv=Content-Type content='text/html; charset=Shift_JIS'>", id="shift-jis"),
        pytest.param("utf-8", '<meta charset="iso-8859-1">', id="mislabelled-utf-8"),
        pytest.param("cp1251", "", id="no-label"),
    ],
)  # fmt: skip
def test_letters_survive_their_charset(place: Workplace, charset: str, label: str) -> None:
    words = "堰は六時に開けられた。" if charset == "shift_jis" else "Шлюз открыли в шесть часов, и луг стоял под водой."
    html = page("Шлюз" if charset != "shift_jis" else "堰", words).replace("<head>", f"<head>{label}")
    done = place.run(place.write("p.html", html.encode(charset)), "--url", URL)
    assert (done.code, done.err) == (0, "")
    assert place.rows("select text from comments") == [(words,)]


def test_the_bytes_are_kept_once(place: Workplace) -> None:
    file = place.write("p.html", HTML)
    place.run(file, "--url", URL)
    place.run(file, "--url", URL)
    assert place.counts()["captures"] == 1
    assert len(list(Path(place.folder / "a.captures").iterdir())) == 1


def test_a_packed_page_is_unpacked(place: Workplace) -> None:
    assert place.run(place.write("p.html.gz", gzipped(HTML.encode())), "--url", URL).code == 0
    assert place.rows("select count(*) from comments") == [(2,)]
