"""How time grows with a page: comments, and nodes.

    python -m benchmarks.growth [--plot docs/pictures/growth.svg] [--smoke]

Prints seconds for each size, and how many times the time ten times the size takes: at most 11 are wanted.
"""

from __future__ import annotations

import argparse
import gc
import sys
import time
from collections.abc import Callable
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
    block = (
        f'<p>{_WORDS} <a href="/pier">{_WORDS[:20]}</a></p><ul><li>{_WORDS[:60]}</li><li><b>{_WORDS[:30]}</b></li></ul>'
    )
    return _page(f'<div class="entry-content">{block * (1000 * kilobytes // len(block))}</div>')


def _page(rest: str) -> bytes:
    words = "".join(f"<p>{_WORDS}</p>" for _ in range(3))
    return f"<!DOCTYPE html><html><head><title>The ferry</title></head><body><article><h1>The ferry</h1>{words}</article>{rest}</body></html>".encode()  # fmt: skip


def seconds_of(body: bytes, turn: int = 0) -> float:
    """CPU seconds to read a page as `extract` does; each turn has its own host, so that no address is remembered from the one before."""
    start = time.process_time()
    url = f"http://turn-{turn}.example.org/2024/ferry/"
    dumps(page_to_json(normalise_page(extract_page(body, url=url, fetched_at=_AT))))
    return time.process_time() - start


def measured(name: str, make: Callable[[int], bytes], sizes: tuple[int, ...]) -> list[Point]:
    """The time of each size, printed as it comes; the shortest of three, of large pages the first."""
    seconds_of(make(sizes[0]))  # what is loaded once is not part of it
    found: list[Point] = []
    for size in sizes:
        body = make(size)
        seconds = min(seconds_of(body, len(body) + turn) for turn in range(3 if len(body) < 10_000_000 else 1))
        times = f"{seconds / found[-1][1]:6.1f} times" if found else ""
        print(f"{name:12}{size:8,}{len(body) / 1e6:8.1f} MB{seconds:9.3f} s{times}", flush=True)
        found.append((float(size), seconds))
    return found


def main() -> int:
    """Measure, draw; exit status 1 where ten times the size takes more than eleven times the time."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--plot", type=Path, metavar="FILE.svg")
    parser.add_argument("--smoke", action="store_true", help="a hundredth of each size: is everything there?")
    args = parser.parse_args()
    gc.disable()  # as the command does: a page's tree has no cycles, and looking for them takes longer the more there is
    shrink = 100 if args.smoke else 1
    lines = {
        "comments": measured("comments", page_of_comments, tuple(size // shrink for size in _COMMENTS)),
        "kilobytes": measured("kilobytes", page_of_text, tuple(size // shrink for size in _KILOBYTES)),
    }
    if args.plot:
        args.plot.write_text(growth_plot(lines, "comments, or kilobytes of text"), "utf-8")
    steepest = max(b[1] / a[1] for line in lines.values() for a, b in pairwise(line))
    return int(steepest > _MOST and not args.smoke)


if __name__ == "__main__":
    sys.exit(main())
