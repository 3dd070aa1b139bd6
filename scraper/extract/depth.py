"""Pages nested deeper than anybody reads: brought to a depth that parsers handle in linear time.

Which end tags close something and which are ignored is told as the HTML standard does, as far as it matters for the depth: a
thousand `<div></zz>` are a thousand deep.

Source: "the stack of open elements" and "any other end tag" in the HTML standard.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import islice

import attrs
import numpy as np

# Chromium flattens what is nested deeper, too. HTML's own algorithm needs time in proportion to the depth.
DEEPEST = 512
# Nesting that deep takes lexbor some 40 ms; looking at the tags of every page would take longer in sum.
MANY_TAGS = 5_000
_EMPTY = frozenset(
    b"area base basefont bgsound br col embed frame hr img input keygen link meta param source track wbr image".split()
)
# Elements that end where the next of their kind begins, or stand in a table, which counts; of forms there is one at a time.
_CLOSING = frozenset(b"p tr td th tbody thead tfoot colgroup caption option html head body form".split())
_RAW = frozenset(b"script style textarea xmp iframe noembed noframes plaintext".split())
_FLAT = _EMPTY | _CLOSING | _RAW
_FLAT_NAMES = frozenset(name.decode() for name in _FLAT)
# What these close is closed with all that is in it; an end tag of another name closes nothing beyond one of them.
_SPECIAL = frozenset(
    "address applet article aside blockquote button center dd details dialog dir div dl dt fieldset figcaption figure footer h1 h2 h3 h4 h5 h6"
    " header hgroup li listing main marquee menu nav noscript object ol pre search section select summary table template ul".split()
)
# Beyond these, no end tag closes anything but theirs.
_BORDERS = frozenset("applet marquee object table template svg math".split())
# One of these ends the one before it.
_ONE_AT_A_TIME = frozenset("a button nobr".split())
# One of these ends the one before it, too, if nothing special but blocks stands between.
_ITEMS = {"li": ("li",), "dd": ("dd", "dt"), "dt": ("dt", "dd")}
# Lexbor looks for no item beyond these.
_RUBY = ("ruby", "rb", "rp", "rt", "rtc")
_ITEM_NAMES = frozenset(name.encode() for name in _ITEMS)
_BLOCKS = frozenset("address div".split())
# What ends a drawing or formula, wherever in it it stands; and where in one HTML goes on.
_NOT_DRAWN = frozenset(
    "b big blockquote center code dd div dl dt em font h1 h2 h3 h4 h5 h6 i li listing menu nobr ol pre ruby s small span strong strike sub sup"
    " table tt u ul var".split()
)
_DRAWINGS = ("svg", "math")
_HTML_AGAIN = ("foreignobject", "desc", "title", "annotation-xml", "mi", "mo", "mn", "ms", "mtext")
_ANY = r"<!--.*?(?:--!?>|\Z)|<(?P<end>/?)(?P<name>[a-z][^\s/>]*+)[^>]*+(?:>|\Z)"
_ANY_TAG = re.compile(_ANY, re.I | re.S)
_TAG = re.compile(
    rf"<(?P<raw>script|style|textarea|xmp|iframe|noembed|noframes)\b.*?(?:</(?P=raw)\b|\Z)|{_ANY}", re.I | re.S
)
# `<svg class=a/>` ends in a value, and stays open.
_SLASH_IN_VALUE = re.compile(r"=\s*[^\s\"'>]+/>$")
_LONGEST_NAME = 8
ENDS_NAME = np.zeros(256, bool)
"""Whether a byte is none of a tag's name."""
ENDS_NAME[list(b"> /\n\t\r\f")] = True


def may_be_deep(page: bytes, tags: np.ndarray, is_end: np.ndarray) -> bool:
    """Whether elements may nest deeper than `DEEPEST`: never more of one name are open than began and were not ended.

    Args:
        page: as it came.
        tags: where each tag begins, behind its `<`.
        is_end: which are end tags.
    """
    if len(tags) <= MANY_TAGS:
        return False
    names = _names(page, tags + is_end)
    order = np.argsort(names, kind="stable")
    names, steps = names[order], 1 - 2 * is_end[order].astype(np.int64)
    first = np.flatnonzero(np.diff(names, prepend=names[0] ^ 1))
    most = dict(
        zip((name.tobytes().rstrip(b"\0") for name in names[first]), _most_open(steps, first).tolist(), strict=True)
    )
    item, term = most.get(b"li", 0), most.get(b"dd", 0) + most.get(b"dt", 0)
    others = sum(most[name] for name in most.keys() - _FLAT - _ITEM_NAMES if name[:1].isalpha())
    # An item ends the one before, but for what stands between, and for items of the other kind.
    return bool(others + min(item + term, others + 2 * min(item, term)) > DEEPEST)


def _most_open(steps: np.ndarray, first: np.ndarray) -> np.ndarray:
    """How many of each name are open at most: of 1 and -1 for start and end tags by name, of which each begins at `first`."""
    lengths = np.diff(first, append=len(steps))
    # Each name counts from a floor far below that of the one before, so that one pass finds the least of each.
    floor = np.repeat(np.arange(len(first)) * -4 * len(steps), lengths)
    total = np.cumsum(steps)
    open_ = total - np.repeat(total[first] - steps[first], lengths) + floor
    open_ -= np.minimum(np.minimum.accumulate(open_), floor)
    return np.maximum.reduceat(open_, first)


def _names(page: bytes, starts: np.ndarray) -> np.ndarray:
    """The names that begin at these places, in small letters, as one number each."""
    letters = np.frombuffer(page + b" " * _LONGEST_NAME, np.uint8)
    names = letters[starts[:, None] + np.arange(_LONGEST_NAME)]
    names = np.where(np.logical_or.accumulate(ENDS_NAME[names], axis=1), 0, names | 0x20)
    return np.ascontiguousarray(names, np.uint8).view(np.uint64).ravel()


@attrs.define
class _Open:
    """The elements that are open, and where those of each name, the special ones and the borders stand among them."""

    names: list[str] = attrs.Factory(list)
    places: defaultdict[str, list[int]] = attrs.Factory(lambda: defaultdict(list))
    specials: list[int] = attrs.Factory(lambda: [-1])
    borders: list[int] = attrs.Factory(lambda: [-1])

    def open(self, name: str) -> int:
        """An element begins; how many are open around it."""
        if name in _NOT_DRAWN and self.is_drawing():
            self.cut(self.drawing())
        if name in _ONE_AT_A_TIME:
            self.close(name)
        elif name in _ITEMS:
            self.close_item(_ITEMS[name])
        place = len(self.names)
        self.names.append(name)
        self.places[name].append(place)
        if name in _SPECIAL or name in _HTML_AGAIN:
            self.specials.append(place)
        if name in _BORDERS:
            self.borders.append(place)
        return place

    def drawing(self) -> int:
        """Where the innermost drawing or formula begins; -1 if none is open."""
        return max((places[-1] for name in _DRAWINGS if (places := self.places[name])), default=-1)

    def is_drawing(self) -> bool:
        """Whether what follows is part of a drawing or formula, and no HTML."""
        if not (self.places["svg"] or self.places["math"]):
            return False
        start = self.drawing()
        return not any(places and places[-1] > start for name in _HTML_AGAIN if (places := self.places[name]))

    def close_item(self, names: Sequence[str]) -> None:
        """An item of a list begins, and ends the one before."""
        place = max((self.places[name][-1] for name in names if self.places.get(name)), default=-1)
        if place < 0:
            return
        around = islice(reversed(self.specials), DEEPEST)
        nearest = next((one for one in around if one <= place or self.names[one] not in _BLOCKS), None)
        if nearest == place and not any(self.places[name][-1:] > [place] for name in _RUBY):
            self.cut(place)

    def close(self, name: str) -> int | None:
        """An end tag; how many are open around what it closes, None if it closes nothing."""
        places = self.places.get(name)
        if not places:
            return None
        place = places[-1]
        limits = self.borders if name in _SPECIAL and name != "noscript" else self.specials
        if (limits[-1] > place and name not in _BORDERS) or (name == "li" and self.is_beyond_list(place)):
            return None
        self.cut(place)
        return place

    def is_beyond_list(self, place: int) -> bool:
        """Whether a list was opened since: `</li>` ends no item around it."""
        return any(self.places[name][-1:] > [place] for name in ("ol", "ul"))

    def cut(self, place: int) -> None:
        """What is open from here on ends."""
        while len(self.names) > place:
            self.places[self.names.pop()].pop()
        for kept in (self.specials, self.borders):
            while kept[-1] >= place:
                kept.pop()


def limit_depth(html: str) -> str:
    """The text without the tags of what nests deeper than `DEEPEST`; what stands in it is kept."""
    open_ = _Open()
    kept: list[str] = []
    start = end = 0
    # In a drawing, tags are tags even where HTML would have text.
    while (tag := (_ANY_TAG if open_.is_drawing() else _TAG).search(html, end)) is not None:
        end = tag.end()
        name = (tag["name"] or "").lower()
        if not name or name in _FLAT_NAMES:
            continue
        if html[end - 2] == "/" and _ends_itself(tag, name, open_):
            depth: int | None = open_.drawing()  # a part of what is left out would be no part of a drawing
        else:
            depth = open_.close(name) if tag["end"] else open_.open(name)
        if depth is not None and depth >= DEEPEST:
            kept.append(html[start : tag.start()])
            start = end
    if not kept:
        return html
    kept.append(html[start:])
    return "".join(kept)


def _ends_itself(tag: re.Match[str], name: str, open_: _Open) -> bool:
    """Whether a tag that ends in a slash is a whole element, as parts of drawings are."""
    if tag["end"] or _SLASH_IN_VALUE.search(tag[0]):
        return False
    return bool(name in _DRAWINGS or (name not in _NOT_DRAWN and open_.is_drawing()))
