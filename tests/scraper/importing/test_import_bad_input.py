"""Bad input: one clear line, exit 1 or 2, and an archive that is as it was."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.scraper.importing.conftest import TEXT, TEXT_URL, Record, Workplace, gzipped, page, warc

URL = "https://meadow.example/sluice"
HTML = page("The sluice", "I saw the heron.", "It was my bench.").encode()
WARC = warc(Record(URL, HTML))


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        pytest.param("empty.html", b"", "found an empty file", id="empty"),
        pytest.param("blank.txt", b" \n\n", "found an empty file", id="blank"),
        pytest.param("page.html", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "found a PDF", id="pdf-named-html"),
        pytest.param("page.bin", bytes(range(256)) * 16, "found binary data", id="binary"),
        pytest.param("page.html", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "found a PNG image", id="picture"),
        pytest.param("export.xml", b'<?xml version="1.0"?>\n<rss version="2.0">', "found XML that is no page", id="feed"),
        pytest.param(
            "disqus.xml", b'<?xml version="1.0"?><disqus xmlns="http://disqus.com"></disqus>',
            "found no article and no comment. Look", id="export-without-a-thread",
        ),
        pytest.param(
            "p.warc.gz", warc(Record(URL, HTML, status="404 Not Found")), "but 1 that are no pages", id="no-page-in-it"
        ),
        pytest.param("p.html.gz", gzipped(HTML)[:300], "cut short", id="truncated-gzip"),
        pytest.param("tiny.html.gz", gzipped(HTML)[:12], "cut short", id="gzip-cut-before-its-first-byte"),
        pytest.param("t.warc.gz", WARC[:200], "", id="warc-cut-in-its-first-record"),
        pytest.param("t.warc", b"WARC/1.0\r\nWARC-Type: response\r\n", "", id="warc-cut-in-a-header"),
    ],
)  # fmt: skip
def test_a_bad_file_is_named_in_one_line(place: Workplace, name: str, content: bytes, words: str) -> None:
    place.run(TEXT, "--url", TEXT_URL)
    before = place.counts()
    file = place.write(name, content)
    done = place.run(file, "--url", URL)
    assert (done.code, done.out) == (1, "")
    assert len(done.err.splitlines()) == 1
    assert done.err.startswith(f"commentariat: {file}")
    assert words in done.err
    assert place.counts() == before


def test_nothing_is_made_for_a_file_that_is_not_there(place: Workplace) -> None:
    done = place.run("nowhere.txt", "--url", URL)
    assert (done.code, done.err) == (1, "commentariat: nowhere.txt: no such file. Check the name.\n")
    assert not place.archive.exists()


def test_a_folder_without_pages(place: Workplace) -> None:
    place.write("void/notes.txt", "Buy rope.")
    done = place.run(place.folder / "void")
    assert done.code == 1
    assert "a folder without saved pages, WARC files or exports" in done.err


def test_a_bomb_is_stopped(place: Workplace) -> None:
    done = place.run(place.write("bomb.html.gz", gzipped(b"<!DOCTYPE html><html>" + b" " * 60_000_000)), "--url", URL)
    assert done.code == 1
    assert "unpacks to more than 50 MB" in done.err


def test_the_other_files_are_imported_and_the_status_says_that_one_was_not(place: Workplace) -> None:
    done = place.run("nowhere.warc", place.write("t.warc.gz", WARC))
    assert done.code == 1
    assert place.rows("select count(*) from comments") == [(2,)]
    assert "nowhere.warc: no such file" in done.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        pytest.param(["--url", "meadow"], "is no address", id="address"),
        pytest.param(["--url", "ftp://meadow.example/"], "is no address", id="scheme"),
        pytest.param(["--url", "http://[::1/"], "is no address", id="brackets"),
        pytest.param(["--fetched-at", "yesterday"], "is no time", id="time"),
        pytest.param(["--fetched-at", "0001-01-01T00:00:00+05:00"], "is no time", id="time-before-the-year-1"),
        pytest.param(["--as", "pdf"], "is not one of", id="format"),
        pytest.param(["--url", URL, str(TEXT)], "one page or folder", id="address-for-two"),
    ],
)
def test_wrong_usage_ends_with_two(place: Workplace, arguments: list[str], words: str) -> None:
    done = place.run(TEXT, *arguments)
    assert done.code == 2
    assert words in done.err
    assert not place.archive.exists()


def test_no_file_at_all_is_wrong_usage(place: Workplace) -> None:
    assert place.run().code == 2


@pytest.mark.parametrize("content", [b"not a database, surely", b"%PDF-1.4", gzipped(b"x")])
def test_an_archive_that_is_none_is_left_alone(place: Workplace, content: bytes) -> None:
    place.write("a.db", content)
    done = place.run(TEXT, "--url", TEXT_URL)
    assert done.code == 1
    assert "not a Commentariat archive" in done.err
    assert place.archive.read_bytes() == content


def test_a_format_that_is_forced_is_still_looked_at(place: Workplace) -> None:
    done = place.run(place.write("page.html", b"%PDF-1.7\n"), "--as", "html", "--url", URL)
    assert (done.code, len(done.err.splitlines())) == (1, 1)
    done = place.run(TEXT, "--as", "warc")
    assert (done.code, len(done.err.splitlines())) == (1, 1)


def test_a_deep_page_is_read_or_named(place: Workplace) -> None:
    deep = b"<!DOCTYPE html><html><body>" + b"<div>" * 50_000 + b"<p>Down here.</p>"
    done = place.run(place.write("deep.html", deep), "--url", URL)
    assert done.code in {0, 1}
    assert len(done.err.splitlines()) <= 1


def test_many_bad_pages_are_counted_and_the_first_shown(place: Workplace) -> None:
    records = [Record(f"https://meadow.example/{n}", b"%PDF-1.4") for n in range(30)]
    done = place.run(place.write("t.warc.gz", warc(*records, Record(URL, HTML))))
    assert done.code == 0
    assert len(done.err.splitlines()) == 21
    assert done.err.endswith("and 10 more; --json lists them all.\n")


def test_the_real_command_prints_no_traceback(tmp_path: Path) -> None:
    command = str(Path(sys.executable).with_name("commentariat"))
    (tmp_path / "p.html").write_bytes(b"%PDF-1.7\n")
    done = subprocess.run([command, "import", "p.html"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("commentariat: p.html: found a PDF")
    assert len(done.stderr.splitlines()) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["p.html"]


def test_a_pipe_is_no_file(place: Workplace) -> None:
    import os

    pipe = place.folder / "pipe"
    os.mkfifo(pipe)
    done = place.run(pipe, "--url", URL)
    assert (done.code, "neither a file nor a folder" in done.err) == (1, True)


def test_a_file_larger_than_any_page_is_not_read(place: Workplace) -> None:
    file = place.write("huge.html", HTML + b" " * 20_000)
    with file.open("r+b") as out:
        out.truncate(60_000_000)
    done = place.run(file, "--url", URL)
    assert (done.code, "60 MB, more than any page has" in done.err) == (1, True)


def test_a_full_disk_is_said_and_what_was_stored_stays(place: Workplace, monkeypatch: pytest.MonkeyPatch) -> None:
    import errno

    from archive.captures import CaptureWriter, Exchange

    place.run(TEXT, "--url", TEXT_URL)
    before = place.counts()

    def write(self: CaptureWriter, exchange: Exchange) -> None:  # a disk cannot be filled in a test
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(CaptureWriter, "write", write)
    done = place.run(place.write("t.warc.gz", WARC))
    assert (done.code, "the disk is full" in done.err) == (1, True)
    assert place.counts() == before


def test_an_extractor_that_fails_is_one_page_s_trouble(place: Workplace, monkeypatch: pytest.MonkeyPatch) -> None:
    from archive.records import Page
    from scraper.importing import importer

    def fail_on_one(page: Page) -> Page:  # no page is known on which it does
        if page.url.endswith("one"):
            raise ZeroDivisionError("division by zero")
        return page

    monkeypatch.setattr(importer, "normalise_page", fail_on_one)
    both = warc(Record("https://meadow.example/one", HTML), Record("https://meadow.example/two", HTML))
    done = place.run(place.write("t.warc.gz", both))
    assert (done.code, len(done.err.splitlines())) == (0, 1)
    assert "https://meadow.example/one: the extractor failed" in done.err
    assert place.rows("select url from articles") == [("https://meadow.example/two",)]
