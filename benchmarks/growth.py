"""How time grows with a page: comments, and megabytes of several shapes.

    python -m benchmarks.growth [comments|text|deep|tables|divs|bare|scripts …] [--plot docs/pictures/growth.svg] [--smoke]

Prints CPU seconds for each size, and how many times the time ten times the size takes: at most 11 are wanted. Sizes take turns, and the
shortest of some passes counts: what else the machine does only adds seconds. Each pass is a process of its own, which has read nothing
but two small pages before, so that no size finds more remembered, or more memory at hand, than another.
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

from archive.codec import dumps, page_to_json
from benchmarks.plots import Point, growth_plot
from scraper.extract.page import extract_page
from scraper.normalise.page import normalise_page

_AT = datetime(2024, 6, 15, tzinfo=UTC)
_WORDS = (
    "The ferry left without its anchor, and whoever waits on the pier may hold the lantern until it is back at noon."
)
_COMMENTS = (200, 2_000, 20_000)
_KILOBYTES = (500, 5_000, 50_000)
_MOST = 11.0


def page_of_comments(count: int) -> bytes:
    """An article with so many comments, each third of them an answer."""
    records = []
    for number in range(count):
        depth = 1 + number % 3
        parent = f'<a href="#comment-{number - 1}">in reply to Ann</a>' if depth > 1 else ""
        records.append(
            f'<li class="comment depth-{depth}" id="comment-{number}"><cite class="fn">Ann {number % 97}</cite>'
            f'<time datetime="2024-05-{1 + number % 28:02}T10:00:00Z">x</time>{parent}<div class="comment-content"><p>{number}. {_WORDS}</p></div>'
            f'<a class="comment-reply-link" href="?replytocom={number}">Reply</a></li>'
        )
    return _page(f'<ol class="comment-list">{"".join(records)}</ol>')


def page_of_text(kilobytes: int) -> bytes:
    """An article of so many kilobytes in paragraphs, lists and links."""
    return _filled(
        f'<p>{_WORDS} <a href="/pier">{_WORDS[:20]}</a></p><ul><li>{_WORDS[:60]}</li><li><b>{_WORDS[:30]}</b></li></ul>',
        kilobytes,
    )


def page_of_nesting(kilobytes: int) -> bytes:
    """Elements nested three hundred deep, over and over."""
    return _filled(f"<div class=note><p>{_WORDS[:40]}" * 300 + "</div>" * 300, kilobytes)


def page_of_tables(kilobytes: int) -> bytes:
    """Tables of twenty rows."""
    row = f'<tr><td class="name">{_WORDS[:20]}</td><td>12.5</td><td><a href="/pier/2">{_WORDS[20:40]}</a></td></tr>'
    return _filled(
        f'<table class="list"><tr><th>Pier</th><th>Depth</th><th>Ferry</th></tr>{row * 20}</table>', kilobytes
    )


def page_of_divs(kilobytes: int) -> bytes:
    """Named elements with little in them, as pages made by programs have them."""
    return _filled(
        f'<div class="css-1x2y3z row"><div class="col-4 px-2"><span class="label">{_WORDS[:12]}</span></div><div class="col-8"></div></div>',
        kilobytes,
    )


def page_of_bare_text(kilobytes: int) -> bytes:
    """Text without any tag."""
    return _filled(f"{_WORDS}\n", kilobytes)


def page_of_scripts(kilobytes: int) -> bytes:
    """Scripts with code, and with data that holds no comments."""
    code = f"var pier = {{name: '{_WORDS[:20]}', open: function (x) {{ if (x < 3) return '<p>'; }} }};" * 8
    data = ", ".join(f'{{"id": {number}, "name": "{_WORDS[:30]}"}}' for number in range(20))
    return _filled(f'<script>{code}</script><script type="application/json">[{data}]</script>', kilobytes)


def _filled(block: str, kilobytes: int) -> bytes:
    return _page(f'<div class="entry-content">{block * (1000 * kilobytes // len(block) + 1)}</div>')


def _page(rest: str) -> bytes:
    words = "".join(f"<p>{_WORDS}</p>" for _ in range(3))
    return f"<!DOCTYPE html><html><head><title>The ferry</title></head><body><article><h1>The ferry</h1>{words}</article>{rest}</body></html>".encode()  # fmt: skip


def seconds_of(body: bytes) -> float:
    """CPU seconds to read a page as `extract` does."""
    start = time.process_time()
    dumps(page_to_json(normalise_page(extract_page(body, url="http://example.org/2024/ferry/", fetched_at=_AT))))
    return time.process_time() - start


def seconds_apart(body: bytes) -> float:
    """The same, in a process that is made for it."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.write(writing, repr(seconds_of(body)).encode())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as answer:
        told = answer.read()
    os.waitpid(child, 0)
    return float(told)


def measured(name: str, make: Callable[[int], bytes], sizes: Sequence[int], passes: int) -> list[Point]:
    """The time of each size; small pages are read more often, since a moment's noise is more of their time."""
    bodies = [make(size) for size in sizes]
    seconds = [float("inf")] * len(sizes)
    for _ in range(passes):
        for place, body in enumerate(bodies):
            for _ in range(3 if len(body) < 10_000_000 else 1):
                seconds[place] = min(seconds[place], seconds_apart(body))
    for place, (size, body) in enumerate(zip(sizes, bodies, strict=True)):
        times = f"{seconds[place] / seconds[place - 1]:6.1f} times" if place else ""
        print(f"{name:12}{size:8,}{len(body) / 1e6:8.1f} MB{seconds[place]:9.3f} s{times}", flush=True)
    return [(float(size), second) for size, second in zip(sizes, seconds, strict=True)]


SHAPES: dict[str, tuple[Callable[[int], bytes], tuple[int, ...]]] = {
    "comments": (page_of_comments, _COMMENTS),
    "text": (page_of_text, _KILOBYTES),
    "deep": (page_of_nesting, _KILOBYTES),
    "tables": (page_of_tables, _KILOBYTES),
    "divs": (page_of_divs, _KILOBYTES),
    "bare": (page_of_bare_text, _KILOBYTES),
    "scripts": (page_of_scripts, _KILOBYTES),
}


def main() -> int:
    """Measure, draw; exit status 1 where ten times the size takes more than eleven times the time."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shapes", nargs="*", metavar="SHAPE", help=", ".join(SHAPES))
    parser.add_argument("--passes", type=int, default=3)
    parser.add_argument("--plot", type=Path, metavar="FILE.svg")
    parser.add_argument("--smoke", action="store_true", help="a hundredth of each size: is everything there?")
    args = parser.parse_args()
    gc.disable()  # as the command does: a page's tree has no cycles, and looking for them takes longer the more there is
    shrink = 100 if args.smoke else 1
    for page in (page_of_comments(10), page_of_text(10)):  # what is loaded once is not part of it
        seconds_of(page)
    lines = {}
    for name in args.shapes or SHAPES:
        make, sizes = SHAPES[name]
        lines[name] = measured(name, make, [size // shrink for size in sizes], 1 if args.smoke else args.passes)
    if args.plot:
        args.plot.write_text(growth_plot(lines, "comments, or kilobytes"), "utf-8")
    steepest = max(b[1] / a[1] for line in lines.values() for a, b in pairwise(line))
    return int(steepest > _MOST and not args.smoke)


if __name__ == "__main__":
    sys.exit(main())
