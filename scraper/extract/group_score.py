"""How much a group of repeated records looks like a discussion: what its records hold, apart from what is nested in them."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence

import attrs

from scraper.extract.dom import Node
from scraper.extract.marks import Marks
from scraper.extract.nodes import index_of

_SAMPLE = 40
# From here on, what a group is called says something.
TOLD = 0.4


@attrs.define
class Group:
    """Elements that repeat, in reading order."""

    name: str
    members: list[Node]
    hint: float = 0.0
    """What the names say, from 0 (nothing) to 1 (a comment)."""
    score: float = 0.0


def score(members: list[Node], hint: float, marks: Marks) -> float:
    """How much a group looks like a discussion; from about 3 on, it is one."""
    step = max(1, len(members) // _SAMPLE)
    sample = members[::step]
    nested = nested_in(members, step)
    shares: defaultdict[str, float] = defaultdict(float)
    share = 1 / len(sample)
    for member in sample:
        for trace in _traces(member, nested.get(member.index, ()), marks):
            shares[trace] += share
    if shares["silent"] > 0.3 or shares["crowded"] > 0.5:
        return 0.0
    speech = (
        1.5 * shares["date"]
        + 1.5 * shares["name"]
        + 1.5 * shares["reply"]
        + 0.7 * shares["portrait"]
        + 0.7 * shares["permalink"]
    )
    # Comments have titles, too, on boards that grew out of mailing lists; they lead to the comment alone.
    is_board = hint >= 1 or (hint >= TOLD and shares["reply"] == 1)
    against = (1.0 if is_board else 3.0) * shares["teaser"] + 2.0 * shares["linked"]
    if hint < 0.5 and len(members) < 3 and shares["reply"] < 0.5:
        against += 1.0 if hint < 0.4 else 0.5
    if hint < 0.4 and not shares["reply"] and not shares["portrait"] and not shares["permalink"]:
        against += 1.0
    return round(speech + 2.2 * hint - against, 6)  # six sixths are less than one


def _traces(member: Node, inner: Sequence[Node], marks: Marks) -> list[str]:
    """What one record holds, apart from the records nested in it."""
    start, end = member.index, member.end
    length, linked = member.length, member.linked
    counts = [total[end] - total[start] for total in marks.totals]
    for nested in inner:
        length -= nested.length
        linked -= nested.linked
        start, end = nested.index, nested.end
        for kind, total in enumerate(marks.totals):
            counts[kind] -= total[end] - total[start]
    found = [name for name, count in zip(_KINDS, counts, strict=True) if count > 0]
    dates, _, replies, _, permalinks, _ = counts
    if linked * 10 > length * 7:
        found.append("linked")
    if length < 2:
        found.append("silent")
    if (dates > 6 and dates * 60 > length) or (dates > 2 and replies > dates and permalinks > 2):
        found.append("crowded")
    return found


_KINDS = ("date", "name", "reply", "portrait", "permalink", "teaser")


def nested_in(members: list[Node], step: int) -> dict[int, list[Node]]:
    """The outermost members inside each member of a sample, by its index."""
    inner = {}
    for place in range(0, len(members), step):
        member, following = members[place], place + 1
        found = []
        while following < len(members) and members[following].index < member.end:
            found.append(members[following])
            following = bisect_left(members, members[following].end, following, key=index_of)
        if found:
            inner[member.index] = found
    return inner
