"""`commentariat extract` of packed files and of addresses that give no page."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.scraper.importing.conftest import Workplace, gzipped, page
from tests.servers import Answer, SiteServer, html, text

HTML = page("The sluice", "I saw the heron.", "It was my bench.").encode()
PACKED = (("Content-Type", "text/html"), ("Content-Encoding", "gzip"))
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
        ("/pdf/", "not HTML: a PDF"),
        ("/empty/", "not HTML: an empty page"),
        ("/cut/", "its compressed body is cut short"),
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


def test_a_time_that_no_calendar_has_is_wrong_usage(place: Workplace) -> None:
    done = extract(str(place.write("saved.html", HTML)), "--fetched-at", "0001-01-01T00:00:00+05:00")
    assert done.returncode == 2
    assert "is no time" in done.stderr
