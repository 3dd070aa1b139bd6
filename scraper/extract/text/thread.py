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
from scraper.extract.text.headers import Header, HeaderRule, read_header
from scraper.extract.text.headings import is_form, is_recent_heading
from scraper.extract.text.lines import Line
from scraper.extract.text.sidebar import is_people_heading

# Numbers of one list are as wide as the longest of them in some captures: " 9." and "10." stand on one level.
_STEP = 2
# Between heading and first comment stand at most a feed's link, a call and a sort order.
_NEAR = 4
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


def read_thread(lines: Sequence[Line], start: int, *, stated: int | None = None) -> Thread:
    """The comments that stand behind a line.

    Args:
        lines: the whole capture.
        start: index of the first line behind the comments' heading.
        stated: how many comments the page says it has; it decides where names alone part the comments.
    """
    stop = _first_landmark(lines, start)
    bullet = next((i for i in range(start, stop) if lines[i].marker), None)
    header = next((i for i in range(start, stop) if read_header(lines, i)), None)
    if bullet is not None and (header is None or header >= bullet):
        stop = _list_end(lines, bullet, stop)
        return Thread(items=_items_of_list(lines[bullet:stop]), lines=range(bullet, stop))
    return _read_flat(lines, range(start, stop), header, stated)


def begins_thread(lines: Sequence[Line], start: int) -> bool:
    """Whether a comment seems to begin at a line or soon after it."""
    near = range(start, min(start + _NEAR, len(lines)))
    return any(lines[i].marker is not None or read_header(lines, i) is not None for i in near)


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
    for index in range(start + 1, len(lines)):
        line = lines[index]
        if line.marker is None and line.indent <= lines[start].indent and _ends_thread(lines, index):
            return index
    return len(lines)


def _ends_thread(lines: Sequence[Line], index: int) -> bool:
    text = lines[index].text
    return is_form(text) or is_recent_heading(text) or is_page_furniture(text) or is_people_heading(lines, index)


def _list_end(lines: Sequence[Line], first: int, stop: int) -> int:
    """Where the list that begins at `first` ends: at text further left, unless the capture indents no item's text."""
    top = lines[first].indent
    if first + 1 < stop and lines[first + 1].indent < top:
        return stop
    return next((i for i in range(first, stop) if lines[i].indent < top - 1), stop)


def _items_of_list(lines: Sequence[Line]) -> tuple[Item, ...]:
    starts = _starts_of_list(lines)
    names = _begin_with_names(lines, starts)
    return _nest(lines, starts, [read_header(lines, i, names=names) for i in starts], "indentation")


def _starts_of_list(lines: Sequence[Line]) -> list[int]:
    bullets = [i for i, line in enumerate(lines) if line.marker]
    left = min(lines[i].indent for i in bullets)
    top = [i for i in bullets if lines[i].indent < left + _STEP]
    names = _begin_with_names(lines, top)
    signed = [i for i in bullets if read_header(lines, i, names=names)]
    if len(set(signed) & set(top)) < _SIGNED_SHARE * len(top):
        return bullets
    return sorted({*top, *signed})


def _begin_with_names(lines: Sequence[Line], starts: Sequence[int]) -> bool:
    """Whether names alone are headers: other signs are rare, and nearly every comment begins with a name."""
    if sum((h := read_header(lines, i)) is not None and (h.author or h.date) is not None for i in starts) * 2 > len(
        starts
    ):
        return False
    named = sum((header := read_header(lines, i, names=True)) is not None and header.author is not None for i in starts)
    return named >= max(2, _NAMED_SHARE * len(starts))


def _read_flat(lines: Sequence[Line], within: range, first: int | None, stated: int | None) -> Thread:
    starts = [] if first is None else _starts_of_flat(lines[: within.stop], first)
    headers = [read_header(lines, i) for i in starts]
    if stated and len(starts) != stated and (named := _starts_at_names(lines[: within.stop], within.start, stated)):
        starts, headers = named, [read_header(lines, i, names=True) for i in named]
    elif starts and starts[0] > within.start and starts[-1] + _used(headers[-1]) == within.stop:
        return Thread(items=_signed_below(lines, within.start, starts, headers), lines=within)
    if not starts:
        return Thread(items=(), lines=range(within.start, within.start))
    own = lines[starts[0] : within.stop]
    items = _nest(own, [i - starts[0] for i in starts], headers, "flat")
    return Thread(items=items, lines=range(starts[0], within.stop))


def _used(header: Header | None) -> int:
    return header.used if header else 0


def _starts_of_flat(lines: Sequence[Line], first: int) -> list[int]:
    """Lines that begin a comment: with a header as strong as the first one's."""
    rule, starts, index = None, [], first
    while index < len(lines):
        header = read_header(lines, index)
        rule = rule or (header.rule if header else None)
        if header and (header.rule in {rule, HeaderRule.LINKBACK} or (header.author and header.date)):
            starts.append(index)
        index += header.used if header else 1
    return starts


def _starts_at_names(lines: Sequence[Line], start: int, stated: int) -> list[int]:
    """Lines that are a name with words under it, if there are as many as the page says it has comments."""
    names = [i for i in range(start, len(lines)) if (h := read_header(lines, i, names=True)) and h.author]
    names = [i for i in names if i + 1 not in names]
    return names if len(names) == stated else []


def _signed_below(
    lines: Sequence[Line], start: int, starts: Sequence[int], headers: Sequence[Header | None]
) -> tuple[Item, ...]:
    """Comments whose writer and date stand below their words."""
    items = []
    for index, header in zip(starts, headers, strict=True):
        words, above = tuple(lines[start:index]), header and attrs.evolve(header, used=0)
        items.append(Item(header=above, lines=words, indent=0, parent=None, depth=0, parent_rule="flat"))
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
