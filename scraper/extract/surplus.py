"""Records of a discussion that are none of its comments: an editor's choice shown again, a box that leads on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import islice

from scraper.extract.comment_fields import Fields
from scraper.extract.dom import Node
from scraper.extract.names import matcher, tokens

# In bytes: a sign of Chinese says as much as a short word.
_LEAST_TOLD_TWICE, _LONG_TOLD_TWICE = 20, 40
_CHOSEN = matcher(
    r"(?<![a-z])(?:promoted|featured|highlight(?:ed|s)?|picks?|editors?|best|top|hot|popular|pinned|sticky)(?![a-z])"
)


def shown_twice(records: Sequence[Node], fields: Sequence[Fields]) -> set[int]:
    """Records that are shown again in a larger list: an editor's choice above all comments."""
    alike: dict[tuple[str, str], list[int]] = {}
    for place, one in enumerate(fields):
        if one.author and len(one.text.encode()) >= _LEAST_TOLD_TWICE:
            alike.setdefault((one.author, one.text), []).append(place)
    twice = [places for places in alike.values() if len(places) == 2 and _are_shown_twice(records, fields, *places)]
    if not twice:
        return set()
    beside = [(id(record.parent), tokens(record.names)) for record in records]
    boxes, alike_named = Counter(parent for parent, _ in beside), Counter(beside)
    found = set()
    for first, second in twice:
        here, there = ((boxes[beside[place][0]], alike_named[beside[place]]) for place in (first, second))
        if here != there:
            found.add(first if here < there else second)
    return found


def _are_shown_twice(records: Sequence[Node], fields: Sequence[Fields], first: int, second: int) -> bool:
    """Whether two records of the same words by the same writer have one date, or one of them is called an editor's choice."""
    one, other = fields[first], fields[second]
    if one.raw_date == other.raw_date:
        return one.raw_date is not None
    chosen = [
        any(_CHOSEN(node.names) for node in (r, *islice(r.ancestors(), 3))) for r in (records[first], records[second])
    ]
    return chosen[0] != chosen[1] and len(one.text.encode()) >= _LONG_TOLD_TWICE


def links_alone(records: Sequence[Node], fields: Sequence[Fields]) -> set[int]:
    """Records of links alone, of no writer and no date, among others that have both: a box of the same name that leads on."""
    bare = {
        place
        for place, one in enumerate(fields)
        if one.author is None and one.raw_date is None and records[place].linked * 10 > records[place].length * 7
    }
    signed = sum(one.author is not None and one.raw_date is not None for one in fields)
    return bare if signed >= 2 and signed + len(bare) == len(fields) else set()
