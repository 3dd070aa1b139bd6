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
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import attrs
import dateparser

from archive.codec import dumps, page_to_json
from scraper.errors import PageError
from scraper.extract.page import extract_page
from scraper.normalise.page import normalise_page

SECONDS_A_MEGABYTE, BYTES_A_BYTE = 2.0, 60
# What any page costs, however small: an interpreter's noise, and memory that is handed out in large pieces.
_LEAST_SECONDS, _LEAST_BYTES = 0.25, 8_000_000
_LARGEST = 400_000
_SMALL = (
    b"<h1>The ferry</h1><p>Words, 5 May 2012.</p><ol class=comments><li><cite>Ann</cite>Words.<li><cite>Ben</cite>Words.</ol>"
    * 3
)
_AT = datetime(2024, 6, 15, tzinfo=UTC)
_TAGS = b"div p ul li table tr td span a b i blockquote ol dl dd article section font form select option template svg math noscript iframe textarea title".split()
_MORE_TAGS = b"th caption tbody dt optgroup g math foreignObject desc nobr h1 pre ruby rt object body html head frameset br img input script style x-y em button".split()
_SIGNS = (b"<", b">", b"&", b'"', b"'", b"\0", b"\xff\xfe", b"<!--", b"-->", b"]]>", b"<![CDATA[", b"&#x110000;", b"&#0;", b"</", b"<?", b"\xf0\x9f", b"\xed\xa0\x80", b"<script>", b"</body>", b"</html>", b"\x1b$B")  # fmt: skip

Random = random.Random


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


def read_pages(folder: Path) -> list[bytes]:
    """The pages of a folder that are small enough to be damaged thousands of times."""
    return [file.read_bytes() for file in sorted(folder.rglob("*.html")) if 0 < file.stat().st_size <= _LARGEST // 2]


def case_of(number: int, pages: Sequence[bytes]) -> tuple[str, bytes]:
    """The bytes of a case, and what was done to them; the same number gives the same case."""
    chance = random.Random(number)  # a number that makes the same page again, no secret
    if number % 10 == 0 or not pages:
        make = chance.choice(_GENERATED)
        return make.__name__.strip("_"), make(chance)[:_LARGEST]
    page = chance.choice(pages)
    kinds = []
    for _ in range(chance.randint(1, 4)):
        damage = chance.choice(_DAMAGE)
        kinds.append(damage.__name__.strip("_"))
        page = damage(page, chance)[:_LARGEST]
    return "+".join(kinds), page


def _cut(page: bytes, chance: Random) -> bytes:
    start = chance.randrange(len(page) + 1)
    return page[:start] + page[start + chance.randrange(1 + len(page) // 3) :]


def _end_early(page: bytes, chance: Random) -> bytes:
    return page[: chance.randrange(1, len(page) + 1)]


def _repeat(page: bytes, chance: Random) -> bytes:
    start, length = chance.randrange(len(page) + 1), chance.randrange(1, 2000)
    return page[:start] + page[start : start + length] * chance.randrange(2, 100) + page[start:]


def _swap(page: bytes, chance: Random) -> bytes:
    a, b = sorted((chance.randrange(len(page) + 1), chance.randrange(len(page) + 1)))
    return page[b:] + page[a:b] + page[:a]


def _sprinkle(page: bytes, chance: Random) -> bytes:
    found = bytearray(page)
    for _ in range(chance.randrange(1, 60)):
        place = chance.randrange(len(found) + 1)
        found[place:place] = chance.choice(_SIGNS)
    return bytes(found)


def _open_tags(page: bytes, chance: Random) -> bytes:
    place = chance.randrange(len(page) + 1)
    return page[:place] + b"<%s class=comment id=c-1>" % chance.choice(_TAGS) * chance.randrange(1, 3000) + page[place:]


def _lose_ends(page: bytes, chance: Random) -> bytes:
    tag = b"</" + chance.choice(_TAGS)
    return page.replace(tag, b"<x-" if chance.random() < 0.3 else b"</x")


def _rename(page: bytes, chance: Random) -> bytes:
    return page.replace(b"<" + chance.choice(_TAGS), b"<" + chance.choice(_TAGS))


def _noise(page: bytes, chance: Random) -> bytes:
    found = bytearray(page)
    for _ in range(chance.randrange(1, 500)):
        found[chance.randrange(len(found))] = chance.randrange(256)
    return bytes(found)


def _nested(chance: Random) -> bytes:
    tag, depth = chance.choice(_TAGS), chance.randrange(10, 20_000)
    return b"<html><body>" + b"<%s class=comment>Ann says, 5 May 2012: words " % tag * depth


def _nested_json(chance: Random) -> bytes:
    depth = chance.randrange(10, 60_000)
    inner = b'{"@type":"Comment","text":"words","comment":[' if chance.random() < 0.5 else b"["
    return b'<script type="application/ld+json">' + inner * depth + b"</script><p>Words of a page that has some.</p>"


def _alike(chance: Random) -> bytes:
    record = b'<li class="comment depth-%d" id="comment-%d"><cite>Ann</cite> <time datetime=2012-05-05>x</time><p>Words %d</p><a>Reply</a>'
    count = chance.randrange(1, 3000)
    return b"<ol>" + b"".join(record % (chance.randrange(9), chance.randrange(count), n) for n in range(count))


def _long_words(chance: Random) -> bytes:
    return b"<p>" + chance.choice(
        (b"a", b"1 ", b"by ", b"- ", b"<b>", b"&amp;", b"12:", b"2012-", b" \n\t", b"@a ", b"Jan ")
    ) * chance.randrange(1, 120_000)


def _long_attribute(chance: Random) -> bytes:
    value = chance.choice((b"comment-", b"a ", b"reply ", b"\xc3\xa4", b"1", b"-", b"%20")) * chance.randrange(
        1, 60_000
    )
    return b'<div class="%s" id="%s"><a href="%s" rel="%s">Reply</a><time datetime="%s">x</time><p>Words.</p></div>' % (
        (value[:80_000],) * 5
    )


def _left_open(chance: Random) -> bytes:
    """Formatting without an end, in front of blocks that open all of it again."""
    names = chance.sample([b"b", b"i", b"em", b"font", b"strong", b"u"], chance.randint(1, 3))
    opened = b"".join(b"<%s id=%d>" % (chance.choice(names), place) for place in range(chance.randint(9, 200)))
    words = b"words that somebody reads in a block of text "
    block = chance.choice((b"<p>" + words, b"<div>" + words + b"</div>", b"<li>" + words, b"<h3>" + words + b"</h3>"))
    return b"<html><body><p>" + opened + block * chance.randint(100, 20_000)


def _pattern(chance: Random) -> bytes:
    """A few tags, in and out of order, whole and unfinished, over and over."""
    pattern = b""
    for _ in range(chance.randint(1, 5)):
        tag, odds = chance.choice(_TAGS + _MORE_TAGS), chance.random()
        attributes = chance.choice((b"", b" class=comment", b" id=c-1", b' class="reply depth-2" id=x', b' href="/x"'))
        whole = b"<%s%s>" % (tag, attributes) if odds < 0.65 else b"</%s>" % tag
        pattern += whole if odds < 0.92 else chance.choice((b"<!-- x -->", b"&amp;", b"<", b"</", b"<%s " % tag, b'"'))
        pattern += chance.choice((b"", b"", b"x", b"words 5 May 2012: ", b"Ann says ", b" ", b"\n"))
    return b"<html><body>" + pattern * (chance.randrange(1, _LARGEST) // len(pattern))


_DAMAGE: tuple[Callable[[bytes, Random], bytes], ...] = (_cut, _end_early, _repeat, _swap, _sprinkle, _open_tags, _lose_ends, _rename, _noise)  # fmt: skip
_GENERATED: tuple[Callable[[Random], bytes], ...] = (_nested, _nested_json, _alike, _long_words, _long_attribute, _left_open, _pattern, _pattern)  # fmt: skip


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
    for body in (b"<p>\x80\xff\x81\x90" * 50, *(make(random.Random(1))[:2000] for make in _GENERATED)):
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
