"""Readers: other processes give the same records, survive their own end, and do not outlive the crawl."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from scraper.engine.readers import PAGES_BEFORE, Reader, Readers, readers_for
from scraper.spiders.reading import Received, read
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


@pytest.fixture
def readers() -> Iterator[Readers]:
    made = Readers(2)
    yield made
    made.close()


def test_another_process_reads_the_same(readers: Readers) -> None:
    async def read_all() -> list[object]:
        return await asyncio.gather(*(readers.read(received(number)) for number in range(6)))

    assert asyncio.run(read_all()) == [read(received(number)) for number in range(6)]


def test_a_reader_that_breaks_down_is_replaced_and_its_page_has_a_reason() -> None:
    readers = Readers(1)

    async def read_two() -> tuple[str | None, str | None]:
        await readers.read(received(0))
        os.kill(readers._all[0]._process.pid, signal.SIGKILL)
        return (await readers.read(received(1))).error, (await readers.read(received(2))).error

    try:
        assert asyncio.run(read_two()) == ("the extractor broke down on this page", None)
    finally:
        readers.close()


def test_a_closed_reader_has_ended() -> None:
    reader = Reader()
    reader.close()
    assert reader._process.returncode is not None
    with pytest.raises((EOFError, ValueError)):
        reader.read(received(0))


def test_crawls_that_wait_need_no_reader() -> None:
    assert readers_for(1.0) is None


def children_of(pid: int) -> list[int]:
    text = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    return [int(child) for child in text.split()]


@pytest.mark.skipif(len(os.sched_getaffinity(0)) < 2, reason="one core reads by itself")
def test_no_reader_outlives_a_killed_crawl(tmp_path: Path) -> None:
    with SiteServer(linked_site(PAGES_BEFORE * 20)) as server:
        with start("crawl", server.url(), "-a", str(tmp_path / "a.db"), "--delay", "0") as command:
            wait_until(lambda: children_of(command.pid))
            (child,) = children_of(command.pid)[:1]
            command.send(signal.SIGKILL)
            command.wait()
        wait_until(lambda: not Path(f"/proc/{child}").exists())
