"""The order in which a thread is read.

As its pages show it, page by page; where a site puts the newest comments first, its last page is read first.
Where only an API has told of some comments, they stand among the others by their times, each below its parent.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple, TypeVar

Row = TypeVar("Row")


class Place(NamedTuple):
    """Where a comment stands; a plain tuple, since exports make one for each of millions."""

    comment_id: int
    parent_id: int | None
    thread_page: int
    position: int
    published_at: str | None
    is_on_page: int


def in_reading_order(rows: Sequence[Row], place_of: Callable[[Row], Place]) -> list[Row]:
    """The comments of one thread as they are read.

    Args:
        rows: all of them, sorted by thread page and position.
        place_of: where the comment of a row stands.
    """
    places = [place_of(row) for row in rows]
    is_newest_first = _is_newest_first([place for place in places if place.is_on_page])
    if all(place.is_on_page for place in places):
        if not is_newest_first:
            return list(rows)
        order = sorted(range(len(rows)), key=lambda n: (-places[n].thread_page, places[n].position))
    else:
        order = _as_tree(places, is_newest_first=is_newest_first)
    return [rows[n] for n in order]


def _is_newest_first(shown: Sequence[Place]) -> bool:
    """Whether those at the top, beside one another on a page, mostly go back in time."""
    tops = [(p.thread_page, p.published_at) for p in shown if p.parent_id is None and p.published_at is not None]
    times = [(one[1], other[1]) for one, other in pairwise(tops) if one[0] == other[0]]
    return sum((one > other) - (one < other) for one, other in times) > 0


def _as_tree(places: Sequence[Place], *, is_newest_first: bool) -> list[int]:
    numbers = {place.comment_id: n for n, place in enumerate(places)}
    children: defaultdict[int | None, list[int]] = defaultdict(list)
    for n, place in enumerate(places):
        children[numbers.get(place.parent_id) if place.parent_id is not None else None].append(n)
    for parent, siblings in children.items():
        siblings.sort(key=lambda n: places[n].published_at or "", reverse=is_newest_first and parent is None)
    ordered: list[int] = []
    waiting = list(reversed(children[None]))
    while waiting:
        n = waiting.pop()
        ordered.append(n)
        waiting.extend(reversed(children[n]))
    return ordered if len(ordered) == len(places) else list(range(len(places)))
