"""How many comments are found when the names in a page's markup say nothing: class names and ids in letters without sense.

    python -m benchmarks.nameless FOLDER

FOLDER holds pages (`*.html`, at any depth). Comments of each page as it is are compared with those found once the page's names are
taken away; pages with fewer than three comments are passed over. So no truth is needed, and rules that know names cannot help.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import attrs
from selectolax.lexbor import LexborHTMLParser

from archive.records import Page
from scraper.errors import PageError
from scraper.extract.page import extract_page
from scraper.normalise.page import normalise_page

_AT = datetime(2026, 1, 15, tzinfo=UTC)
_LEAST = 3
_SENSELESS = str.maketrans("0123456789", "ghijklmnop")
_TELLING = ("class", "id", "role", "rel")
_BLOCKS = re.compile(r"<(/?)(?:li|ul|ol|article|section|main|aside|header|footer)\b", re.I)
_SPANS = re.compile(r"<(/?)(?:cite|time|address)\b", re.I)

Told = tuple[str, str | None, str, str]
"""Of a comment: its words, its writer, its day, and its parent's words."""


def senseless(name: str) -> str:
    """A name of letters without sense, the same for the same; its numbers stay."""
    return (
        "x" + sha256(re.sub(r"\d", "", name).encode()).hexdigest()[:6].translate(_SENSELESS) + re.sub(r"\D", "", name)
    )


def without_data(page: LexborHTMLParser) -> None:
    """Take away what is told to machines: microdata, JSON."""
    for node in page.root.traverse():  # type: ignore[union-attr]  # a document has a root
        for name in [name for name in node.attributes if name.startswith("item")]:
            del node.attrs[name]
    for script in page.css("script"):
        script.decompose()


def without_sense(page: LexborHTMLParser) -> None:
    """Put letters without sense into class names and ids."""
    for node in page.root.traverse():  # type: ignore[union-attr]  # as above
        for name in ("class", "id"):
            if value := node.attributes.get(name):
                node.attrs[name] = " ".join(map(senseless, value.split()))


def without_names(page: LexborHTMLParser) -> None:
    """Take class names, ids and every attribute for scripts away."""
    for node in page.root.traverse():  # type: ignore[union-attr]  # as above
        for name in [n for n in node.attributes if n in _TELLING or n.startswith(("data-", "aria-", "on"))]:
            del node.attrs[name]


def without_tags(html: str) -> str:
    """Lists, articles and times become boxes."""
    return _SPANS.sub(r"<\1span", _BLOCKS.sub(r"<\1div", html))


WAYS: dict[str, Sequence[Callable[[LexborHTMLParser], None]]] = {
    "no data for machines": [without_data],
    "senseless names": [without_sense],
    "senseless names, no data": [without_sense, without_data],
    "no names, no data": [without_names, without_data],
}


@attrs.define
class Row:
    """What came of all pages in one way."""

    pages: int = 0
    whole: int = 0
    """Pages whose comments are all there, and nothing else."""
    there: int = 0
    found: int = 0
    right: int = 0
    parents: int = 0
    authors: int = 0
    days: int = 0

    def add(self, there: Sequence[Told], found: Sequence[Told]) -> None:
        """One page more."""
        expected, got = (Counter(one[0] for one in told) for told in (there, found))
        self.pages += 1
        self.whole += expected == got
        self.there, self.found = self.there + len(there), self.found + len(found)
        self.right += (expected & got).total()
        by_words = {one[0]: one for one in found}
        for words, author, day, parent in there:
            if (other := by_words.get(words)) is not None:
                self.authors += other[1] == author
                self.days += other[2] == day
                self.parents += other[3] == parent

    def __str__(self) -> str:
        shares = (
            (self.right, self.there), (self.right, self.found), (self.whole, self.pages),
            (self.parents, self.right), (self.authors, self.right), (self.days, self.right),
        )  # fmt: skip
        return " ".join(f"{part / max(1, whole):9.3f}" for part, whole in shares)


def told(body: bytes) -> list[Told]:
    """The comments of a page."""
    try:
        page: Page = normalise_page(extract_page(body, url="http://example.org/2012/page/", fetched_at=_AT))
    except PageError:
        return []
    words = {comment.key: re.sub(r"\W+", "", comment.text)[:60] for comment in page.comments}
    return [
        (words[c.key], c.author, str(c.published_at)[:10], words.get(c.parent_key or "", "")) for c in page.comments
    ]


def compared(file: Path) -> list[tuple[str, list[Told], list[Told]]]:
    """For each way, the comments of a page and those found without its names."""
    body = file.read_bytes()
    there = told(body)
    if len(there) < _LEAST:
        return []
    found = []
    for way, steps in WAYS.items():
        page = LexborHTMLParser(body)
        for step in steps:
            step(page)
        found.append((way, there, told((page.html or "").encode())))
    boxes = told(without_tags(LexborHTMLParser(body).html or "").encode())
    return [*found, ("boxes in place of lists", there, boxes)]


def main() -> int:
    """Compare all pages, and print a line for each way."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="with pages (*.html)")
    args = parser.parse_args()
    rows: defaultdict[str, Row] = defaultdict(Row)
    with ProcessPoolExecutor() as pool:
        for outcomes in pool.map(compared, sorted(args.folder.rglob("*.html")), chunksize=4):
            for way, there, found in outcomes:
                rows[way].add(there, found)
    if not rows:
        sys.exit(f"No page with {_LEAST} comments or more in {args.folder}.")
    print(f"{'':26} pages     found precision  all of it   parent    author      day")
    for way, row in rows.items():
        print(f"{way:26} {row.pages:5} {row}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
