"""Formatting that is never closed: HTML opens it again in each block that follows, with all its attributes.

Fifty `<i id=…>` in front of three thousand paragraphs become a hundred and fifty thousand elements. Where so many are open
that the tree would be many times the page, they are left out, and what is written in them is kept.

Source: "reconstruct the active formatting elements" in the HTML standard.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

import attrs
import numpy as np

_FIRST = 8
FORMATTING = dict(enumerate("em_ tt_ str big sma fon cod".split(), _FIRST))
"""Kinds of tags by how they begin; `_` is the end of the name."""
ONE_LETTER = np.zeros(32, np.uint8)
"""Kinds of those of one letter."""
_LINK = _FIRST + len(FORMATTING)
ONE_LETTER[[ord(letter) & 31 for letter in "abius"]] = range(_LINK, _LINK + 5)

# More of one name are open at once on no page that people made.
_MOST_OPEN = 8
# Some pages forget to close a few.
_MOST_LEFT = 4
# Longer attributes, opened again in every block, are most of a page's memory.
_LONG = 1_000
_SOON = 5_000
# How many are left open at once.
_KEPT = 2
_NAMES = "a|b|big|code|em|font|i|s|small|strike|strong|tt|u"
_TAG = re.compile(
    r"<!--.*?(?:--!?>|\Z)|<(?P<unread>script|style|textarea|title|xmp|iframe|noembed|noframes)\b.*?(?:</(?P=unread)\b|\Z)"
    rf"|<(?P<end>/?)(?P<name>{_NAMES}|table|td|th|caption|tr|tbody|thead|tfoot)(?=[\s/>])|</?[a-z][^\s/><]*+<[^>]*+(?:>|\Z)",
    re.I | re.S,
)
_LINK_TAG = re.compile(rb"<(/?)a(?=[\s/>])", re.I)
_CELLS = frozenset(("td", "th", "caption"))
_ROWS = frozenset(("tr", "tbody", "thead", "tfoot"))


def may_reopen(page: bytes, tags: np.ndarray, kinds: np.ndarray, is_end: np.ndarray) -> bool:
    """Whether many elements of one kind of formatting are open at once, or one with long attributes may be.

    Args:
        page: as it came.
        tags: where each tag begins.
        kinds: of each tag.
        is_end: which are end tags.
    """
    far = np.flatnonzero((kinds >= _FIRST) & (np.diff(tags, append=len(page)) > _LONG) & ~is_end)
    if any(
        page.find(b">", start, start + _LONG) < 0 and not _is_linked_soon(page, start) for start in tags[far].tolist()
    ):
        return True
    present = np.flatnonzero(np.bincount(kinds[~is_end], minlength=_LINK + 5)[_FIRST:]) + _FIRST
    open_ = [_open(is_end[kinds == kind]) for kind in present.tolist() if kind != _LINK]  # a link closes the one before
    return any(most > _MOST_OPEN for most, _ in open_) or sum(left for _, left in open_) > _MOST_LEFT


def _is_linked_soon(page: bytes, start: int) -> bool:
    """Whether a tag is a link's that ends soon, as nearly all of the long ones are."""
    if page[start : start + 1] not in b"aA":
        return False
    after = page.find(b">", start)
    found = _LINK_TAG.search(page, after, after + _SOON)
    return found is not None and bool(found[1])


def _open(is_end: np.ndarray) -> tuple[int, int]:
    """How many elements of one name are open at most, and at the end."""
    open_ = np.cumsum(1 - 2 * is_end.astype(np.int32))
    open_ -= np.minimum(np.minimum.accumulate(open_), 0)
    return int(open_.max()), int(open_[-1])


@attrs.define
class _Around:
    """What is open around a table, or around a cell of one, in which formatting begins anew."""

    is_cell: bool
    count: int
    open: defaultdict[str, list[int]]


@attrs.define
class _Open:
    """The formatting that is open: for each name the places of its start tags, inverted where they are left out."""

    unwanted: frozenset[int] | None
    """Start tags that are left out; None where nothing is."""
    count: int = 0
    open: defaultdict[str, list[int]] = attrs.Factory(lambda: defaultdict(list))
    around: list[_Around] = attrs.Factory(list)

    def enter(self, *, is_cell: bool) -> None:
        """A table or a cell begins."""
        if is_cell:
            self.leave_cell()
            if not self.around:
                return  # a cell outside of any table is ignored
        self.around.append(_Around(is_cell, self.count, self.open))
        if is_cell:
            self.count, self.open = 0, defaultdict(list)

    def leave_cell(self) -> None:
        """The cell ends, if there is one; what is open in it ends with it."""
        if self.around and self.around[-1].is_cell:
            self.count, self.open = self.around[-1].count, self.around[-1].open
            self.around.pop()

    def leave_table(self) -> None:
        """The table ends, if there is one."""
        self.leave_cell()
        if self.around:
            self.around.pop()

    def start(self, name: str, place: int) -> bool:
        """One more begins; whether it is kept."""
        is_kept = self.unwanted is None or (place not in self.unwanted and self.count < _KEPT)
        self.count += is_kept
        self.open[name].append(place if is_kept else ~place)
        return is_kept

    def end(self, name: str) -> bool:
        """One ends; whether its end tag is kept."""
        if not self.open[name]:
            return True
        is_kept = self.open[name].pop() >= 0
        self.count -= is_kept
        return is_kept

    def left(self) -> frozenset[int]:
        """What is still open."""
        levels = [self.open, *(one.open for one in self.around)]
        return frozenset(max(place, ~place) for level in levels for open_ in level.values() for place in open_)


@attrs.frozen
class _Tag:
    """A tag of formatting, or of a table and its parts."""

    name: str
    is_end: bool
    start: int
    named: int
    """Where its name ends."""
    end: int


def with_few_open(html: str) -> str:
    """The page without formatting that is left open, with at most two elements of it open at once, and none of those with long attributes for long."""
    state = _Open(None)
    for tag in _tags(html):
        _stays(state, tag)
    state = _Open(state.left())
    kept: list[str] = []
    start = 0
    for tag in _tags(html):
        if not _stays(state, tag):
            kept.append(html[start : tag.start])
            start = tag.end
        elif not tag.is_end and tag.end - tag.named > _LONG and not _is_closed_soon(html, tag.end, tag.name):
            kept.append(f"{html[start : tag.named]}>")
            start = tag.end
    kept.append(html[start:])
    return "".join(kept)


def _tags(html: str) -> Iterator[_Tag]:
    position = 0
    while (found := _TAG.search(html, position)) is not None:
        position = found.end()
        if found["name"] is None:
            continue
        after = html.find(">", position) + 1
        if not after:
            return
        yield _Tag(found["name"].lower(), bool(found["end"]), found.start(), position, after)
        position = after


def _stays(state: _Open, tag: _Tag) -> bool:
    """Note what a tag opens or ends, and say whether it stays."""
    if tag.name == "a" or _is_of_table(state, tag.name, is_end=tag.is_end):
        return True
    return state.end(tag.name) if tag.is_end else state.start(tag.name, tag.start)


def _is_of_table(state: _Open, name: str, *, is_end: bool) -> bool:
    """Whether a tag is a table's or of its parts, which is then noted."""
    if name == "table":
        if is_end:
            state.leave_table()
        else:
            state.enter(is_cell=False)
    elif name in _ROWS or (name in _CELLS and is_end):
        state.leave_cell()
    elif name in _CELLS:
        state.enter(is_cell=True)
    else:
        return False
    return True


def _is_closed_soon(html: str, after: int, name: str) -> bool:
    """Whether the next tag of an element's name ends it, and not far away."""
    found = re.compile(rf"<(/?){name}(?=[\s/>])", re.I).search(html, after, after + _SOON)
    return found is not None and bool(found[1])
