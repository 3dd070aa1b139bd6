"""Importing WARC files of anyone's."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
import zstandard

from archive.captures import CaptureWriter
from archive.database import open_archive
from archive.locks import SiteLock
from scraper.commands.reextract import reextract
from tests.scraper.importing.conftest import FIXTURES, Record, Workplace, chunked, gzipped, page, warc

URL = "https://meadow.example/sluice"
HTML = page("The sluice", "I saw the heron.", "It was my bench.").encode()
STATED = 8  # by both pages of the thread
HTML_TYPE = ("Content-Type", "text/html; charset=utf-8")


@pytest.mark.parametrize("packed", [True, False], ids=["gzip", "plain"])
def test_pages_are_stored_with_the_time_of_their_capture(place: Workplace, packed: bool) -> None:
    done = place.run(place.write("theirs.warc", warc(Record(URL, HTML), packed=packed)))
    assert (done.code, done.err) == (0, "")
    assert place.rows("select url, title, last_seen_at from articles") == [(URL, "The sluice", "2019-05-06T07:08:09Z")]
    assert place.rows("select author, text from comments order by 2") == [
        ("Reader 1", "I saw the heron."),
        ("Reader 2", "It was my bench."),
    ]


def test_zstd_with_a_frame_for_each_record_is_read(place: Workplace) -> None:
    records = [warc(Record(url, HTML), packed=False) for url in (URL, f"{URL}-gate", f"{URL}-weir")]
    packed = b"".join(zstandard.compress(record) for record in records)
    done = place.run(place.write("theirs.warc.zst", packed))
    assert (done.code, done.err) == (0, "")
    assert place.rows("select url from articles order by 1") == [(URL,), (f"{URL}-gate",), (f"{URL}-weir",)]
    assert place.rows("select distinct last_seen_at from articles") == [("2019-05-06T07:08:09Z",)]


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        pytest.param(gzipped(HTML), [("Content-Encoding", "gzip")], id="gzip"),
        pytest.param(chunked(HTML), [("Transfer-Encoding", "chunked")], id="chunked"),
        pytest.param(
            chunked(gzipped(HTML)), [("Transfer-Encoding", "chunked"), ("Content-Encoding", "gzip")], id="both"
        ),
        pytest.param(HTML, [("Transfer-Encoding", "chunked")], id="chunked-in-name-only"),
    ],
)
def test_bodies_are_decoded(place: Workplace, body: bytes, headers: list[tuple[str, str]]) -> None:
    done = place.run(place.write("t.warc.gz", warc(Record(URL, body, headers=[HTML_TYPE, *headers]))))
    assert (done.code, done.err) == (0, "")
    assert place.rows("select count(*) from comments") == [(2,)]


def test_resources_are_pages_too(place: Workplace) -> None:
    place.run(place.write("t.warc.gz", warc(Record(URL, HTML, kind="resource"))))
    assert place.rows("select count(*) from comments") == [(2,)]


def test_what_is_no_page_is_passed_over(place: Workplace) -> None:
    records = [
        Record("https://meadow.example/a.png", b"\x89PNG\r\n", headers=[("Content-Type", "image/png")]),
        Record("https://meadow.example/old", b"", status="301 Moved", headers=[("Location", URL)]),
        Record("https://meadow.example/gone", HTML, status="404 Not Found"),
        Record(URL, HTML),
    ]
    done = place.run(place.write("t.warc.gz", warc(*records)), "--json")
    assert done.code == 0
    assert (done.report["pages"], done.report["passed"], done.report["problems"]) == (1, 3, [])


def test_one_bad_page_never_stops_an_import(place: Workplace) -> None:
    records = [
        Record("https://meadow.example/pdf", b"%PDF-1.4 and so on"),
        Record("https://meadow.example/cut", gzipped(HTML)[:200], headers=[HTML_TYPE, ("Content-Encoding", "gzip")]),
        Record("https://meadow.example/void", b""),
        Record(URL, HTML),
    ]
    done = place.run(place.write("t.warc.gz", warc(*records)))
    assert done.code == 0
    assert "2 new comments" in done.out
    assert [line.partition(": ")[2].partition(": ")[0] for line in done.err.splitlines()] == [
        "https://meadow.example/pdf",
        "https://meadow.example/cut",
        "https://meadow.example/void",
    ]


@pytest.mark.parametrize("packed", [True, False], ids=["gzip", "plain"])
def test_a_cut_file_gives_what_is_whole_and_says_where_it_ends(place: Workplace, packed: bool) -> None:
    whole = warc(Record(URL, HTML), packed=packed)
    both = warc(Record(URL, HTML), Record("https://meadow.example/two", HTML), packed=packed)
    done = place.run(place.write("t.warc", both[: len(whole) + 300]))
    assert done.code == 1
    assert place.rows("select url from articles") == [(URL,)]
    assert "cut in the middle of a record" in done.err
    assert "at byte" in done.err
    assert len(done.err.splitlines()) == 1


def test_importing_again_changes_nothing_and_keeps_no_bytes_twice(place: Workplace) -> None:
    file = place.write("t.warc.gz", warc(Record(URL, HTML), Record("https://meadow.example/two", HTML)))
    place.run(file)
    before = place.counts()
    done = place.run(file)
    assert (done.code, "nothing changed" in done.out) == (0, True)
    assert place.counts() == before
    assert before["captures"] == 2


def test_two_captures_of_a_page_make_its_history(place: Workplace) -> None:
    later = datetime(2020, 1, 1, tzinfo=UTC)
    edited = page("The sluice", "I saw the heron.", "It was my bench. (It is back.)", "Good.").encode()
    place.run(place.write("t.warc.gz", warc(Record(URL, HTML), Record(URL, edited, at=later))))
    assert place.rows("select count(*) from articles") == [(1,)]
    assert place.rows("select text, first_seen_at, last_seen_at, revisions from comments order by key") == [
        ("I saw the heron.", "2019-05-06T07:08:09Z", "2020-01-01T00:00:00Z", 0),
        ("It was my bench. (It is back.)", "2019-05-06T07:08:09Z", "2020-01-01T00:00:00Z", 1),
        ("Good.", "2020-01-01T00:00:00Z", "2020-01-01T00:00:00Z", 0),
    ]


def test_imported_pages_are_reextracted_like_crawled_ones(place: Workplace) -> None:
    from click.testing import CliRunner

    place.run(place.write("t.warc.gz", warc(Record(URL, HTML))))
    result = CliRunner().invoke(reextract, ["-a", str(place.archive)])
    assert result.exit_code == 0
    assert "1 captures read, 1 of them pages" in result.output
    assert "Nothing has changed" in result.output


def test_our_own_captures_can_be_imported_elsewhere(place: Workplace) -> None:
    place.run(place.write("t.warc.gz", warc(Record(URL, HTML))))
    other = Workplace(place.folder / "other")
    other.folder.mkdir()
    done = other.run(*sorted((place.folder / "a.captures").glob("*.warc.gz")))
    assert (done.code, other.rows("select count(*) from comments")) == (0, [(2,)])
    assert CaptureWriter.__name__


def test_a_file_without_a_record_is_named(place: Workplace) -> None:
    done = place.run(place.write("t.warc.gz", gzipped(b"WARC/1.0 and then nothing that is one")))
    assert done.code == 1
    assert len(done.err.splitlines()) == 1
    assert not place.archive.exists()


def test_a_record_that_is_not_what_its_digest_says_is_named_and_left_out(place: Workplace) -> None:
    data = warc(Record(URL, HTML), Record(f"{URL}/2", HTML), packed=False)
    at = data.index(b"heron")
    path = place.write("t.warc", data[:at] + b"goose" + data[at + 5 :])
    done = place.run(path, "--json")
    assert (done.code, done.report["pages"]) == (0, 1)
    assert done.report["problems"] == [f"{URL}: it is not what its block digest says. The page was left out."]
    assert place.rows("select count(*) from comments where text like '%goose%'") == [(0,)]


def test_a_count_that_each_page_of_a_thread_states_is_counted_once(place: Workplace) -> None:
    folder = FIXTURES / "wordpress"
    records = [
        Record(
            json.loads((folder / name / "expected.json").read_text())["url"], (folder / name / "page.html").read_bytes()
        )
        for name in ("comment-page-1", "comment-page-2")
    ]
    done = place.run(place.write("t.warc.gz", warc(*records)), "--json")
    assert done.report["comments_stated"] == STATED
    assert 0 < done.report["comments"] <= STATED


def test_a_site_that_is_being_crawled_is_refused_and_free_again_later(place: Workplace) -> None:
    path = place.write("t.warc.gz", warc(Record("https://other.example/a", HTML), Record(URL, HTML)))
    with open_archive(place.archive, create=True) as archive, SiteLock(archive, "meadow.example"):
        done = place.run(path)
        assert (done.code, "meadow.example is being crawled by process" in done.err) == (1, True)
        assert place.rows("select count(*) from articles where url = ?".replace("?", f"'{URL}'")) == [(0,)]
    assert place.run(path).code == 0
    assert place.rows("select count(*) from site_locks") == [(0,)]
