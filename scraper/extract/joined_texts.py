"""Texts that the parser would join over and over: kept apart, where there are hundreds of them.

Nothing comes of some tags (a cell outside of any table, a second `body`, an end tag that closes nothing), and a text between the
rows of a table goes in front of it. Lexbor adds such a text to the one before; where attributes or a comment stand between, it copies
all of them into new memory each time: 1.2 GB for a page of 640 kB. An empty `wbr` in front of such a text, which shows nothing, parts it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import attrs
import numpy as np

from scraper.extract.depth import ENDS_NAME, may_be_deep
from scraper.extract.reopened import FORMATTING, ONE_LETTER, may_reopen

# So many copies of a page's text are no harm.
_MANY = 100
# More elements than these close in a row on no page that people made.
_MOST_CLOSED = 150
# What begins with these letters is ignored (in part); stands in tables or borders them; lets tables begin anew.
_IGNORED, _CELL, _ROW, _LOOSE, _TABLE, _BORDER = range(1, 7)
_STARTS = {
    _IGNORED: "htm bod hea fra for tem", _CELL: "td_ th_ cap", _ROW: "tr_ tbo the tfo col", _LOOSE: "inp sty scr !-- !do", _TABLE: "tab",
    _BORDER: "svg mat obj app mar",
}  # fmt: skip
# In these no tags stand, whatever looks like some.
_WITHOUT_TAGS = r"<!--.*?(?:--!?>|\Z)|<(script|style|textarea|title|xmp|iframe|noembed|noframes)\b[^>]*+>.*?(?:</\1\b[^>]*+(?:>|\Z)|\Z)"
_TAG = re.compile(rf"{_WITHOUT_TAGS}|<(/?)([a-z!?][^\s/>]*+)([^>]*+)(?:>|\Z)", re.I | re.S)
_UNREAD = re.compile(_WITHOUT_TAGS.encode(), re.I | re.S)
_TEXT = re.compile(r"\s*[^\s<]")
# Between tags of tables, white space stays where it is; elsewhere it is joined as words are.
_TEXT_OR_SPACE = re.compile(r"[^<]")
_BEHIND_ROWS = re.compile(rb"<(?:/?(?:t[rbf]|thead|col)|/t[dh]|/cap)[^<>]*+>(?:\s*+</[^<>]*+>){0,8}+\s*+[^\s<]", re.I)

# In one of these a text stands in a cell, if there is a table.
_CELL_TAGS = frozenset("td th caption".split())
_ROW_TAGS = frozenset("table tbody thead tfoot tr col colgroup".split())
_IGNORED_TAGS = frozenset("html head body frame frameset form".split())
_BETWEEN_ROWS = frozenset("input style script template".split())
# In these, tables begin anew.
_BORDER_TAGS = frozenset("svg math template object applet marquee".split())


def _kinds() -> np.ndarray:
    table = np.zeros(1 << 15, np.uint8)
    for kind, starts in (_STARTS | FORMATTING).items():
        for start in starts.split():
            first, second, last = map(ord, start)
            for third in b"> /\n\t\r\f" if start[2] == "_" else (last,):
                table[(first & 31) << 10 | (second & 31) << 5 | third & 31] = kind
    return table


_KINDS = _kinds()
_SOON = np.arange(1, 12)


@attrs.frozen
class Tags:
    """What the tags of a page look like, before it is parsed."""

    may_be_deep: bool
    """Whether elements may nest deeper than anybody reads."""
    may_be_joined: bool
    """Whether they may be such that the parser joins texts over and over."""
    may_reopen: bool
    """Whether so much formatting may be open that the tree would be many times the page."""


def look_at_tags(page: bytes) -> Tags:
    """Say what harm a page's tags may do."""
    kinds, is_end, tags = _kinds_of(page)
    return Tags(
        may_be_deep(page, tags, is_end),
        len(kinds) > _MANY and (_may_be_joined(page, kinds, is_end) or _hides_tags(page, tags, is_end)),
        may_reopen(page, tags, kinds, is_end) and _may_reopen_outside_of_scripts(page),
    )


def _may_reopen_outside_of_scripts(page: bytes) -> bool:
    """Whether it is not data for scripts, which have their end tags written otherwise, that leave formatting open."""
    read = _UNREAD.sub(b"", page)
    kinds, is_end, tags = _kinds_of(read)
    return may_reopen(read, tags, kinds, is_end)


def _kinds_of(page: bytes) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The kind of each tag, which of them are end tags, and where each begins."""
    letters = np.frombuffer(page, np.uint8)
    tags = np.flatnonzero(letters[:-4] == ord("<")) + 1
    is_end = letters[tags] == ord("/")
    name = tags + is_end
    first, behind = letters[name].astype(np.int16) & 31, letters[name + 1]
    kinds = _KINDS[first << 10 | (behind.astype(np.int16) & 31) << 5 | letters[name + 2] & 31]
    return np.where(ENDS_NAME[behind], ONE_LETTER[first], kinds), is_end, tags


def _may_be_joined(page: bytes, kinds: np.ndarray, is_end: np.ndarray) -> bool:
    step = 1 - 2 * is_end.astype(np.int8)
    opened = np.cumsum(step, dtype=np.int32)
    if int((np.maximum.accumulate(opened) - opened).max()) > _MOST_CLOSED:
        return True
    starts = kinds[~is_end]
    counts = np.bincount(starts, minlength=7).tolist()
    if counts[_IGNORED] > _MANY or (counts[_CELL] > _MANY and _cells_outside(page) > _MANY):
        return True
    if not counts[_TABLE]:
        return bool(counts[_ROW] > _MANY)
    if counts[_ROW] + counts[_CELL] > _MANY // 2 and len(_BEHIND_ROWS.findall(page)) > _MANY:
        return True
    if counts[_LOOSE] <= _MANY:
        return False
    others = np.flatnonzero((starts == 0) | (starts == _CELL) | (starts > _BORDER))
    return int(np.diff(others, prepend=-1, append=len(starts)).max()) > _MANY


def _hides_tags(page: bytes, tags: np.ndarray, is_end: np.ndarray) -> bool:
    """Whether many end tags have another tag in their names, as `</x<b a=b>`: they seem to open what they do not."""
    letters = np.frombuffer(page, np.uint8)
    places = np.flatnonzero(is_end[:-1] & (letters[tags[1:] - 2] != ord(">")))
    if len(places) <= _MANY:
        return False
    starts, nexts = tags[places], tags[places + 1]
    # Nearly all end tags end soon; the few others are looked at one by one.
    window = starts[:, None] + _SOON
    ends_soon = ((letters[np.minimum(window, len(page) - 1)] == ord(">")) & (window < nexts[:, None])).any(axis=1)
    others = zip(starts[~ends_soon].tolist(), nexts[~ends_soon].tolist(), strict=True)
    return len(places) - int(ends_soon.sum()) > _MANY and sum(page.find(b">", *span) < 0 for span in others) > _MANY


def _cells_outside(page: bytes) -> int:
    """How many cells stand in no table."""
    kinds, is_end, _ = _kinds_of(_UNREAD.sub(b"", page))
    step = np.where(is_end, -1, 1)
    tables, borders = np.cumsum(step * (kinds == _TABLE)), np.cumsum(step * (kinds == _BORDER))
    return int(np.count_nonzero(((tables <= 0) | (borders > 0)) & (kinds == _CELL) & ~is_end))


def with_texts_apart(html: str) -> str:
    """The page with an empty `wbr` in front of each text that would be joined to another over a tag, if there are very many."""
    places = list(_joints(html))
    if len(places) <= _MANY:
        return html
    return "<wbr>".join(html[start:end] for start, end in zip([0, *places], [*places, len(html)], strict=True))


def _joints(html: str) -> Iterator[int]:
    """Where texts begin behind tags of which nothing may come."""
    depth, is_pending = 0, False
    around: list[int] = []
    for tag in _TAG.finditer(html):
        name, is_end = (tag[3] or tag[1] or "").lower(), bool(tag[2])
        if name in _BORDER_TAGS:
            if not is_end:
                around.append(depth)
                depth = 0
            elif around:
                depth = around.pop()
        elif name == "table":
            depth = max(0, depth - 1) if is_end else depth + 1
        is_pending = is_pending and is_end or _is_doubtful(name, tag[4] or "", depth, is_end=is_end)
        if is_pending and (_TEXT if depth or around else _TEXT_OR_SPACE).match(html, tag.end()):
            yield tag.end()
            is_pending = False


def _is_doubtful(name: str, attributes: str, depth: int, *, is_end: bool) -> bool:
    """Whether a text behind a tag may belong to one in front of it."""
    if name in _CELL_TAGS:
        return is_end or not depth
    if name in _ROW_TAGS:
        return True
    if depth and (not name or name[0] in "!?" or name in _BETWEEN_ROWS):
        return True
    return bool(attributes.strip()) if is_end else name in _IGNORED_TAGS
