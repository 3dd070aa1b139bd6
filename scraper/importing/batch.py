"""Many pages on all cores: a manifest of files in, one JSON line a page out, in the manifest's order."""

from __future__ import annotations

import gc
import json
import os
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path
from typing import IO, Any

import attrs

from archive.codec import dumps, page_to_json
from archive.errors import ArchiveError
from scraper.errors import InputError, ScraperError

# Pages handed to a worker at once: enough that handing over costs nothing, few enough that all workers end together.
_CHUNK = 8
_SMALLEST_POOL = 16
# Long enough to be judged as an article, so that the models are loaded, too.
_WARM_UP = b"<title>A page</title><h1>A page</h1><p>" + b"It is read for what is loaded on the way. " * 20


@attrs.frozen
class Entry:
    """One line of a manifest."""

    id: str
    url: str
    file: Path
    fetched_at: datetime | None = None


def read_manifest(path: Path) -> list[Entry]:
    """The entries of a manifest: JSON lines of `{"id", "url", "file"}`; relative files count from the manifest.

    Raises:
        InputError: the file cannot be read, or a line is not such an object.
    """
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            str(path), f"cannot be read ({error})", 'Give a file of JSON lines: {"id", "url", "file"}.'
        ) from None
    return [_entry(path, number, line) for number, line in enumerate(lines, 1) if line.strip()]


def _entry(path: Path, number: int, line: str) -> Entry:
    try:
        row = json.loads(line)
        at = datetime.fromisoformat(row["fetched_at"]) if row.get("fetched_at") else None
        if at is not None:
            at = at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
        return Entry(str(row["id"]), str(row["url"]), path.parent / row["file"], at)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise InputError(
            f"{path}, line {number}", f"found no manifest entry ({error!r})", 'A line is {"id", "url", "file"}.'
        ) from None


def extract_file(entry: Entry) -> dict[str, Any]:
    """The JSON of one file; `{"id", "url", "error"}` where it cannot be read or is no page."""
    from scraper.importing.sources import read_saved_page

    try:
        page = read_saved_page(entry.file, url=entry.url, fetched_at=entry.fetched_at)
        return page_to_json(page, entry.id)
    except OSError as error:
        return {"id": entry.id, "url": entry.url, "error": f"{entry.file}: cannot be read ({error.strerror})"}
    except (ScraperError, ArchiveError) as error:
        return {"id": entry.id, "url": entry.url, "error": str(error)}
    except Exception as error:  # a process border: one page never stops a batch
        if os.environ.get("COMMENTARIAT_DEBUG"):
            raise
        return {"id": entry.id, "url": entry.url, "error": f"{type(error).__name__}: {error}"}


def _line(entry: Entry) -> tuple[bytes, bool]:
    result = extract_file(entry)
    return dumps(result) + b"\n", "error" in result


def _load_extractor() -> None:
    """Load the modules and models of extraction once, before workers are forked: they share them."""
    from scraper.extract.page import extract_page
    from scraper.importing import sources  # noqa: F401 (each worker would import it)

    extract_page(_WARM_UP, url="http://127.0.0.1/", fetched_at=datetime(2000, 1, 1, tzinfo=UTC))


def _prepare_worker() -> None:
    # A page's tree is dropped by reference counting; looking for cycles costs a tenth of the time and finds none.
    gc.disable()


def extract_batch(
    entries: list[Entry], output: IO[bytes], *, processes: int | None = None, done: Callable[[int], None] | None = None
) -> int:
    """Write one line for each entry, in their order; how many of them failed.

    Args:
        entries: the pages.
        output: where the lines go.
        processes: how many at once; as many as this process may use cores by default.
        done: is told the number of finished pages.
    """
    failed = 0
    _load_extractor()
    for count, (line, is_failed) in enumerate(_results(entries, processes or len(os.sched_getaffinity(0))), 1):
        output.write(line)
        failed += is_failed
        if done:
            done(count)
    return failed


def _results(entries: list[Entry], processes: int) -> Iterator[tuple[bytes, bool]]:
    if processes == 1 or len(entries) < _SMALLEST_POOL:
        _prepare_worker()
        try:
            yield from map(_line, entries)
        finally:
            gc.enable()
        return
    gc.freeze()
    with get_context("fork").Pool(processes, _prepare_worker) as pool:
        yield from _imap(pool, entries)


def _imap(pool: Any, entries: Iterable[Entry]) -> Iterator[tuple[bytes, bool]]:
    yield from pool.imap(_line, entries, _CHUNK)
