"""Readers: other processes give the same records, survive their own end, and do not outlive the crawl."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import attrs
import pytest

from scraper.engine.plan import make_plan
from scraper.engine.readers import PAGES_BEFORE, Readers, readers_for
from scraper.normalise.page import normalise_page
from scraper.spiders.reading import Assignment, Reading, Received, read_assignment
from tests.crawling import start, wait_until
from tests.servers import SiteServer, article_page, linked_site

AT = datetime(2026, 3, 4, tzinfo=UTC)


def received(number: int) -> Received:
    return Received(
        body=article_page(number).encode(),
        url=f"https://example.org/{number}/",
        fetched_at=AT,
        content_type="text/html",
    )


def assignment(number: int) -> Assignment:
    plan = make_plan(("https://example.org/",), archive=Path("a.db"), delay=0.0)
    return Assignment(received=received(number), plan=plan, depth=1)


@pytest.fixture
def readers() -> Iterator[Readers]:
    made = Readers(2)
    yield made
    made.close()


def test_another_process_reads_the_same(readers: Readers) -> None:
    async def read_all() -> list[Reading]:
        return await asyncio.gather(*(readers.read(assignment(number)) for number in range(30)))

    answers = asyncio.run(read_all())
    assert answers == [read_assignment(assignment(number)) for number in range(30)]
    assert [answer.page.article.title for answer in answers if answer.page and answer.page.article] == [
        f"Post {number}" for number in range(30)
    ]


@pytest.mark.slow
def test_a_page_larger_than_a_socket_holds_is_read(readers: Readers) -> None:
    large = attrs.evolve(received(0), body=article_page(0, comments=9_000).encode())
    assert len(large.body) > 4_000_000
    reading = asyncio.run(readers.read(attrs.evolve(assignment(0), received=large)))
    assert reading.page is not None
    assert len(reading.page.comments) == 9_000


def test_what_a_reader_gives_is_in_its_stored_form(readers: Readers) -> None:
    page = asyncio.run(readers.read(assignment(0))).page
    assert page is not None
    assert page.is_normalised
    assert normalise_page(page) == page


def test_a_reader_that_breaks_down_is_replaced_and_its_page_has_a_reason() -> None:
    readers = Readers(1)

    async def read_some() -> list[str | None]:
        first = asyncio.create_task(readers.read(assignment(0)))
        await asyncio.sleep(0)
        os.kill(readers._all[0].process.pid, signal.SIGKILL)
        others = [readers.read(assignment(number)) for number in (1, 2)]
        return [reading.error for reading in await asyncio.gather(first, *others)]

    try:
        assert asyncio.run(read_some()) == ["the extractor broke down on this page", None, None]
    finally:
        readers.close()


def test_closed_readers_have_ended() -> None:
    readers = Readers(2)
    asyncio.run(readers.read(assignment(0)))
    started = [reader.process for reader in readers._all]
    readers.close()
    assert [process.returncode for process in started] == [-signal.SIGKILL] * 2


def test_a_reading_process_loads_neither_archive_nor_event_loop() -> None:
    code = "import sys, scraper.engine.reading_process; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert "scraper.extract.page" in loaded
    assert not {"asyncio", "scrapy", "sqlite_utils", "twisted", "archive.database"} & set(loaded)


def test_crawls_that_wait_need_no_reader() -> None:
    assert readers_for(1.0) is None


def readers_of(pid: int) -> list[int]:
    """Its reading processes; a crawl has other children too, for moments (`uname`)."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    return [int(child) for child in children if b"scraper.engine.reading_process" in command_line(child)]


def command_line(pid: str) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:  # it has ended
        return b""


@pytest.mark.skipif(len(os.sched_getaffinity(0)) < 2, reason="one core reads by itself")
@pytest.mark.slow
def test_no_reader_outlives_a_killed_crawl(tmp_path: Path) -> None:
    with SiteServer(linked_site(PAGES_BEFORE * 20)) as server:
        with start("crawl", server.url(), "-a", str(tmp_path / "a.db"), "--delay", "0") as command:
            wait_until(lambda: readers_of(command.pid))
            reader = readers_of(command.pid)[0]
            command.send(signal.SIGKILL)
            command.wait()
        wait_until(lambda: not Path(f"/proc/{reader}").exists())
