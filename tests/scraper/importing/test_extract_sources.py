"""`commentariat extract` of packed files and of addresses that give no page."""

from __future__ import annotations

import gzip
import io
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import attrs
import pytest

from archive.codec import page_to_json
from archive.records import Page
from scraper.errors import ScraperError
from scraper.importing.batch import Entry, extract_file
from scraper.importing.formats import Format, format_of
from scraper.importing.sources import read_source
from tests.scraper.importing.conftest import TEXT, TEXT_URL, Record, Workplace, gzipped, page, warc
from tests.servers import Answer, SiteServer, html, text

HTML = page("The sluice", "I saw the heron.", "It was my bench.").encode()
PACKED = (("Content-Type", "text/html"), ("Content-Encoding", "gzip"))
AT = datetime(2024, 5, 2, tzinfo=UTC)
RUN = "from scraper.commands.root import main; main()"


def extract(*arguments: str) -> subprocess.CompletedProcess[str]:
    """In a process of its own: Twisted's reactor starts once only."""
    command = [sys.executable, "-c", RUN, "extract", *arguments]
    return subprocess.run(
        command, capture_output=True, text=True, timeout=60, check=False, env={**os.environ, "COLUMNS": "200"}
    )


@pytest.fixture(scope="module")
def server() -> Iterator[SiteServer]:
    pages = {
        "/pdf/": text(b"%PDF-1.7", kind="text/html"),
        "/empty/": html(""),
        "/cut/": Answer(body=gzip.compress(HTML * 9)[:-30], headers=PACKED),
        "/bomb/": Answer(body=gzip.compress(bytes(60_000_000)), headers=PACKED),
    }
    with SiteServer(pages) as serving:
        yield serving


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        pytest.param("/pdf/", "not HTML: a PDF", marks=pytest.mark.slow),
        pytest.param("/empty/", "not HTML: an empty page", marks=pytest.mark.slow),
        pytest.param("/cut/", "its compressed body is cut short", marks=pytest.mark.slow),
        ("/bomb/", "unpacks to more than 50 MB"),
        ("/missing/", "HTTP 404 Not Found"),
    ],
)
def test_an_address_without_a_page_has_its_reason_once(server: SiteServer, path: str, reason: str) -> None:
    done = extract(server.url(path))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"commentariat: {server.url(path)}: {reason}. Check the address, or try again later.\n"


def test_a_packed_page_needs_no_address(place: Workplace) -> None:
    done = extract(str(place.write("saved.html.gz", gzipped(HTML))))
    assert (done.returncode, done.stderr) == (0, "")
    assert '"title": "The sluice"' in done.stdout


def test_a_page_that_begins_with_much_white_space_is_told_at_once() -> None:
    began = time.monotonic()
    assert format_of(b" \n\t" * 300 + b"<!-- a note -->" * 20 + b"<html><p>Heron.", "page.html") is Format.HTML
    assert time.monotonic() - began < 1


def test_a_time_that_no_calendar_has_is_wrong_usage(place: Workplace) -> None:
    done = extract(str(place.write("saved.html", HTML)), "--fetched-at", "0001-01-01T00:00:00+05:00")
    assert done.returncode == 2
    assert "is no time" in done.stderr


TEXT_BYTES = TEXT.read_bytes()
FORMS = {
    "plain": HTML,
    "gzip": gzipped(HTML),
    "warning-first": b"Notice: a variable is not set in line 7\n" + HTML,
    "text": TEXT_BYTES,
    "text-gzip": gzipped(TEXT_BYTES),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_file_a_manifest_and_standard_input_are_read_alike(
    place: Workplace, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    data = FORMS[form]
    file = place.write("saved", data)
    (from_file,) = read_source(str(file), url=TEXT_URL, fetched_at=AT)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    (from_stream,) = read_source("-", url=TEXT_URL, fetched_at=AT)
    expected = without_links(from_file)
    assert expected["comments"]
    assert without_links(from_stream) == expected
    assert {**extract_file(Entry(TEXT_URL, TEXT_URL, file, AT))} == expected


def without_links(page: Page) -> dict[str, Any]:
    return page_to_json(attrs.evolve(page, links=()))


def test_a_text_needs_no_address_to_be_extracted(place: Workplace, monkeypatch: pytest.MonkeyPatch) -> None:
    file = place.write("saved.txt", TEXT_BYTES)
    (page,) = read_source(str(file))
    assert page.url == file.as_uri()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TEXT_BYTES)))
    (page,) = read_source("-")
    assert (page.url, len(page.comments) > 1) == ("-", True)


@pytest.mark.parametrize(
    ("data", "found"),
    [
        pytest.param(b"", "standard input: found an empty file", id="empty"),
        pytest.param(gzipped(HTML * 9)[:-30], "standard input: its compressed body is cut short", id="cut"),
        pytest.param(b"WARC/1.1\r\n", "standard input: found a WARC file. Save it, and name the file", id="warc"),
        pytest.param(b"\x89PNG\r\n", "standard input: found a PNG image", id="picture"),
    ],
)
def test_standard_input_that_cannot_be_read_is_named(monkeypatch: pytest.MonkeyPatch, data: bytes, found: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    with pytest.raises(ScraperError) as named:
        list(read_source("-"))
    assert found in str(named.value)


def test_a_manifest_takes_the_page_of_an_address_out_of_a_warc_file(place: Workplace) -> None:
    other = page("The lock", "Words about a lock.", "More of them.").encode()
    file = place.write("a.warc.gz", warc(Record("http://a.example/1", HTML), Record("http://a.example/2", other)))
    told = extract_file(Entry("2", "http://a.example/2", file))
    assert (told["id"], told["article"]["title"]) == ("2", "The lock")
    told = extract_file(Entry("3", "http://a.example/3", file))
    assert "without a page of http://a.example/3" in told["error"]
    file.write_bytes(file.read_bytes()[:-40])
    assert "error" in extract_file(Entry("3", "http://a.example/3", file))
