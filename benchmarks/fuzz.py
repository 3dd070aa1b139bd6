"""Hostile pages: saved ones that were damaged at random, and generated nesting, for `extract` to read without harm.

    python -m benchmarks.fuzz FOLDER [--cases 10000] [--first 0]

FOLDER holds pages (`*.html`, at any depth). Each case must end without an exception, within two seconds a megabyte, and
within sixty bytes of memory a byte; a case is known by its number, which makes it again.
"""

from __future__ import annotations

import argparse
import os
import pickle
import random
import sys
import time
import traceback
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import attrs
import dateparser

from archive.codec import dumps, page_to_json
from benchmarks.hostile_pages import GENERATED, case_of, read_pages
from scraper.errors import PageError
from scraper.extract.page import extract_page
from scraper.normalise.page import normalise_page

SECONDS_A_MEGABYTE, BYTES_A_BYTE = 2.0, 60
# What any page costs, however small: an interpreter's noise, and memory that is handed out in large pieces.
_LEAST_SECONDS, _LEAST_BYTES = 0.25, 8_000_000
_SMALL = (
    b"<h1>The ferry</h1><p>Words, 5 May 2012.</p><ol class=comments><li><cite>Ann</cite>Words.<li><cite>Ben</cite>Words.</ol>"
    * 3
)
_AT = datetime(2024, 6, 15, tzinfo=UTC)


@attrs.frozen
class Outcome:
    """What came of one case."""

    number: int
    kind: str
    size: int
    seconds: float
    memory: int
    error: str | None

    @property
    def is_slow(self) -> bool:
        """More than two seconds a megabyte."""
        return self.seconds > max(_LEAST_SECONDS, SECONDS_A_MEGABYTE * self.size / 1e6)

    @property
    def is_large(self) -> bool:
        """More than sixty bytes of memory a byte."""
        return self.memory > max(_LEAST_BYTES, BYTES_A_BYTE * self.size)


def outcomes(pages: Sequence[bytes], numbers: Iterator[int] | range) -> Iterator[Outcome]:
    """Each case read as `extract` would, with its CPU seconds and the memory that it took at most.

    A case has a process of its own, so that no memory is at hand that an earlier one has left. What seems slow or large is read twice
    more, and the least counts: whatever else the machine does only adds to it.
    """
    _load()
    for number in numbers:
        outcome = _apart(number, pages)
        if outcome.is_slow or outcome.is_large:
            all_ = [outcome, *(_apart(number, pages) for _ in range(2))]
            outcome = attrs.evolve(outcome, seconds=min(o.seconds for o in all_), memory=min(o.memory for o in all_))
        yield outcome


def _load() -> None:
    """Load what is loaded once, on the first page that needs it, and none of that page's."""
    for body in (b"<p>\x80\xff\x81\x90" * 50, *(make(random.Random(1))[:2000] for make in GENERATED)):
        extract_page(body, url="http://example.org/", fetched_at=_AT)
    dateparser.parse("vor 2 Tagen", languages=["de"])


def _apart(number: int, pages: Sequence[bytes]) -> Outcome:
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.close(reading)
            with os.fdopen(writing, "wb") as report_to:
                extract_page(_SMALL, url="http://example.org/", fetched_at=_AT)  # brings libraries back into memory
                pickle.dump(_outcome(number, pages), report_to)
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as answer:
        told = answer.read()
    os.waitpid(child, 0)
    if not told:
        return Outcome(number, "?", 0, 0.0, 0, "the process ended by a signal")
    outcome: Outcome = pickle.loads(told)
    return outcome


def _outcome(number: int, pages: Sequence[bytes]) -> Outcome:
    kind, body = case_of(number, pages)
    before = _forget_peak()
    start = time.process_time()
    error = None
    try:
        found = extract_page(body, url=f"http://example.org/2012/{number}/", fetched_at=_AT)
        dumps(page_to_json(normalise_page(found)))
    except PageError:
        pass  # it says that this is no page any more
    except Exception:  # what this looks for
        error = traceback.format_exc(limit=-3)
    seconds = time.process_time() - start
    return Outcome(number, kind, len(body), seconds, _peak("VmHWM") - before, error)


def _forget_peak() -> int:
    """Start measuring the peak of memory anew; what is in use now. Only Linux tells, elsewhere nothing is measured."""
    try:
        Path("/proc/self/clear_refs").write_text("5")
    except OSError:
        return 1 << 62
    return _peak("VmRSS")


def _peak(name: str) -> int:
    try:
        lines = Path("/proc/self/status").read_text().splitlines()
    except OSError:
        return 0
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(name))


def report(found: Sequence[Outcome]) -> str:
    """How many cases there were, and the worst of them."""
    errors = [one for one in found if one.error]
    slowest = max(found, key=lambda one: one.seconds / max(one.size, 100_000))
    largest = max(found, key=lambda one: one.memory / max(one.size, 100_000))
    slow, large = sum(one.is_slow for one in found), sum(one.is_large for one in found)
    size, seconds = sum(one.size for one in found) / 1e6, sum(one.seconds for one in found)
    lines = [
        f"{len(found)} cases, {size:.0f} MB, {seconds:.0f} s: {len(errors)} exceptions, {slow} too slow, {large} too large",
        f"slowest: case {slowest.number} ({slowest.kind}), {slowest.size} bytes, {slowest.seconds:.2f} s",
        f"largest: case {largest.number} ({largest.kind}), {largest.size} bytes, {largest.memory / 1e6:.0f} MB",
    ]
    lines += [f"case {one.number} ({one.kind}), {one.size} bytes, {one.seconds:.2f} s, {one.memory / 1e6:.0f} MB\n{one.error or ''}" for one in found if one.error or one.is_slow or one.is_large][:20]  # fmt: skip
    return "\n".join(lines)


def main() -> int:
    """Read all cases; exit status 1 where one of them does harm."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="with pages (*.html)")
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--first", type=int, default=0, help="number of the first case")
    args = parser.parse_args()
    found = list(outcomes(read_pages(args.folder), range(args.first, args.first + args.cases)))
    print(report(found))
    return int(any(one.error or one.is_slow or one.is_large for one in found))


if __name__ == "__main__":
    sys.exit(main())
