"""The comments of a text capture, and who answers whom: the bullets and the indentation tell.

    • Ann says:                 depth 0
      Her words.
        • Ben says:             depth 1, answers Ann
          His words.

A list within a comment looks like answers; it is one comment's words if the comments at the top begin with a header and
its items do not. Where no bullets are, headers part the comments, and their indentation, if any, tells the depth.
"""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from scraper.extract.text.furniture import is_page_furniture
from scraper.extract.text.headers import Header, HeaderRule, is_name, read_header
from scraper.extract.text.headings import is_form, is_recent_heading
from scraper.extract.text.lines import Line
from scraper.extract.text.roles import read_role

# Numbers of one list are as wide as the longest of them in some captures: " 9." and "10." stand on one level.
_STEP = 2
_SIGNED_SHARE = 0.5
_NAMED_SHARE = 0.8
_STRONG = (HeaderRule.SAYS, HeaderRule.AVATAR, HeaderRule.NAME_AND_DATE)


@attrs.frozen(kw_only=True)
class Item:
    """One comment as it stands: its header, its lines, its place."""

    header: Header | None
    lines: tuple[Line, ...]
    indent: int
    parent: int | None
    """Index of the item it answers."""
    depth: int
    parent_rule: str


@attrs.frozen(kw_only=True)
class Thread:
    """The comments of a capture and the lines they take."""

    items: tuple[Item, ...]
    lines: range


def read_thread(lines: Sequence[Line], start: int) -> Thread:
    """The comments that stand behind a line.

    Args:
        lines: the whole capture.
        start: index of the first line behind the comments' heading.
    """
    stop = _first_landmark(lines, start)
    bullet = next((i for i in range(start, stop) if lines[i].marker), None)
    header = next((i for i in range(start, stop) if read_header(lines, i)), None)
    if bullet is not None and (header is None or header >= bullet):
        stop = _list_end(lines, bullet, stop)
        return Thread(items=_items_of_list(lines[bullet:stop]), lines=range(bullet, stop))
    if header is None:
        return Thread(items=(), lines=range(start, start))
    return _read_flat(lines, start, header, stop)


def find_thread_without_heading(lines: Sequence[Line], start: int) -> int | None:
    """Index of the first of at least two comments that are signed and dated, or None."""
    signed = [
        i
        for i in range(start, len(lines))
        if (h := read_header(lines, i)) and h.rule in _STRONG and h.author and h.date
    ]
    return signed[0] if len(signed) > 1 else None


def _first_landmark(lines: Sequence[Line], start: int) -> int:
    """Where the reply form, a sidebar or the page's footer begins, at the latest the end."""
    if start >= len(lines):
        return start
    for index in range(start, len(lines)):
        line = lines[index]
        if line.marker is None and line.indent <= lines[start].indent and _ends_thread(line.text) and index > start:
            return index
    return len(lines)


def _ends_thread(text: str) -> bool:
    return is_form(text) or is_recent_heading(text) or read_role(text) is not None or is_page_furniture(text)


def _list_end(lines: Sequence[Line], first: int, stop: int) -> int:
    """Where the list that begins at `first` ends: at text further left, unless the capture indents no item's text."""
    top = lines[first].indent
    if first + 1 < stop and lines[first + 1].indent < top:
        return stop
    return next((i for i in range(first, stop) if lines[i].indent < top - 1), stop)


def _items_of_list(lines: Sequence[Line]) -> tuple[Item, ...]:
    starts = _starts_of_list(lines)
    headers = [read_header(lines, i) or _bare_name(lines, i, starts) for i in starts]
    return _nest(lines, starts, headers, "indentation")


def _starts_of_list(lines: Sequence[Line]) -> list[int]:
    bullets = [i for i, line in enumerate(lines) if line.marker]
    top = _top(lines, bullets)
    signed = [i for i in bullets if read_header(lines, i)]
    if len(set(signed) & set(top)) < _SIGNED_SHARE * len(top):
        return bullets
    return sorted({*top, *signed})


def _top(lines: Sequence[Line], bullets: Sequence[int]) -> list[int]:
    left = min(lines[i].indent for i in bullets)
    return [i for i in bullets if lines[i].indent < left + _STEP]


def _bare_name(lines: Sequence[Line], start: int, starts: Sequence[int]) -> Header | None:
    """A header that is nothing but a name, if nearly every comment begins with one."""
    named = sum(is_name(lines[i].text) and i + 1 < len(lines) and lines[i + 1].marker is None for i in starts)
    has_words = start + 1 < len(lines) and lines[start + 1].marker is None
    if not has_words or not is_name(lines[start].text) or named < max(2, _NAMED_SHARE * len(starts)):
        return None
    return Header(rule=HeaderRule.DATED, used=1, author=lines[start].text)


def _read_flat(lines: Sequence[Line], start: int, first: int, stop: int) -> Thread:
    starts = _starts_of_flat(lines[:stop], first)
    headers = [read_header(lines, i) for i in starts]
    if first > start and starts[-1] == stop - 1 and not is_page_furniture(lines[start].text):
        return Thread(items=_signed_below(lines, start, starts, headers), lines=range(start, stop))
    begun = [i - first for i in starts]
    return Thread(items=_nest(lines[first:stop], begun, headers, "flat"), lines=range(first, stop))


def _starts_of_flat(lines: Sequence[Line], first: int) -> list[int]:
    """Lines that begin a comment: with a header as strong as the first one's."""
    rule, starts, index = None, [], first
    while index < len(lines):
        header = read_header(lines, index)
        rule = rule or (header.rule if header else None)
        if header and (header.rule in {rule, HeaderRule.LINKBACK} or header.author and header.date):
            starts.append(index)
        index += header.used if header else 1
    return starts


def _signed_below(
    lines: Sequence[Line], start: int, starts: Sequence[int], headers: Sequence[Header | None]
) -> tuple[Item, ...]:
    """Comments whose writer and date stand below their words."""
    items = []
    for index, header in zip(starts, headers, strict=True):
        words = tuple(lines[start:index])
        items.append(
            Item(
                header=header and attrs.evolve(header, used=0),
                lines=words,
                indent=0,
                parent=None,
                depth=0,
                parent_rule="flat",
            )
        )
        start = index + (header.used if header else 1)
    return tuple(items)


def _nest(
    lines: Sequence[Line], starts: Sequence[int], headers: Sequence[Header | None], rule: str
) -> tuple[Item, ...]:
    items: list[Item] = []
    open_items: list[int] = []
    for number, (start, header) in enumerate(zip(starts, headers, strict=True)):
        end = starts[number + 1] if number + 1 < len(starts) else len(lines)
        indent = lines[start].indent
        while open_items and items[open_items[-1]].indent > indent - _STEP:
            open_items.pop()
        parent, why = (open_items[-1] if open_items else None), rule
        if header and header.answers and parent is None:
            parent, why = _latest_by(items, header.answers), "reference"
        depth = 0 if parent is None else items[parent].depth + 1
        own = tuple(lines[start:end])
        items.append(Item(header=header, lines=own, indent=indent, parent=parent, depth=depth, parent_rule=why))
        open_items.append(number)
    return tuple(items)


def _latest_by(items: Sequence[Item], author: str) -> int | None:
    names = [item.header.author if item.header else None for item in items]
    return next((i for i in range(len(items) - 1, -1, -1) if names[i] == author), None)
