"""What the two forests that choose an article's blocks are told.

The first judges each long text by the names around it, so that the part of the page that holds most of the likely text
is known; the second judges all blocks in that part.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from itertools import accumulate

import attrs

from scraper.extract.blocks import HEAD, TAG_CODES, Block, State, phrase_weight
from scraper.extract.dom import Node

_SHORT_TEXT = 160
_ENDS = {**dict.fromkeys(".!?…。”\"'»", 1), ":": 2, ",": 3, ";": 3, ")": 4, "]": 4}
_INLINE = {"strong": 1, "b": 1, "em": 2, "i": 2, "a": 3, "span": 4, "font": 4, "small": 5, "time": 6}
_CORES = (0.6, 0.8, 0.95)

Values = list[float]


@attrs.frozen(kw_only=True)
class Hints:
    """What is known of an article before its text.

    Attributes:
        heading: index of the node of its title, -1 where there is none.
        title: how that begins.
        article_body: its text as structured data has it, folded to single spaces.
        lead: how the description in the page's head begins.
    """

    heading: int = -1
    title: str = ""
    article_body: str | None = None
    lead: str = ""


class Said:
    """Where comments may stand.

    Args:
        records: their nodes.
        sureness: how sure it is that these are comments, in hundredths.
    """

    def __init__(self, records: Sequence[Node] = (), sureness: int = 0) -> None:
        spans: list[list[int]] = []
        for node in sorted(records, key=lambda record: record.index):
            if spans and node.index < spans[-1][1]:
                spans[-1][1] = max(spans[-1][1], node.end)
            else:
                spans.append([node.index, node.end])
        self._starts = [start for start, _ in spans]
        self._ends = [end for _, end in spans]
        self._sureness = sureness

    def at(self, index: int) -> int:
        """The sureness where a node stands in one of the comments, else 0."""
        place = bisect_right(self._starts, index) - 1
        return self._sureness if place >= 0 and index < self._ends[place] else 0

    def __len__(self) -> int:
        """How many comments stand side by side."""
        return len(self._starts)


def text_features(text: Node, state: State, spoken: int) -> Values:
    """Of a long text, what is around it; `spoken` is how sure it is that this is a comment, in hundredths."""
    parent = text.parent or text
    above = parent.parent or parent
    return [
        *state, spoken, TAG_CODES.get(parent.tag, 0), text.length,
        parent.length, 100 * parent.linked // (parent.length or 1), above.length, 100 * above.linked // (above.length or 1),
    ]  # fmt: skip


@attrs.frozen
class Likely:
    """The long texts of a page, each with its chance to be of the article.

    Attributes:
        places: indexes of their nodes.
        chances: between 0 and 1.
        sums: running totals of the likely characters, from 0.
        cores: from where to where the innermost elements reach that hold 60, 80 and 95 hundredths of them.
    """

    places: list[int]
    chances: list[float]
    sums: list[float]
    cores: tuple[tuple[int, int], ...]

    @property
    def whole(self) -> float:
        """All likely characters."""
        return self.sums[-1]

    def inside(self, node: Node) -> float:
        """Likely characters in an element."""
        return self.sums[bisect_left(self.places, node.end)] - self.sums[bisect_left(self.places, node.index)]


def likely_texts(texts: Sequence[Node], chances: list[float]) -> Likely:
    """The long texts with their chances, and the elements that hold most of what is likely."""
    places = [text.index for text in texts]
    masses = [text.length * chance for text, chance in zip(texts, chances, strict=True)]
    sums = list(accumulate(masses, initial=0.0))
    heaviest = max(range(len(texts)), key=masses.__getitem__)
    node: Node = texts[heaviest]
    cores = []
    for share in _CORES:
        while node.parent is not None and (
            sums[bisect_left(places, node.end)] - sums[bisect_left(places, node.index)] < share * sums[-1]
        ):
            node = node.parent
        cores.append((node.index, node.end))
    return Likely(places, chances, sums, tuple(cores))


def frame_features(frame: Node, likely: Likely, longs: tuple[int, int], said: int) -> Values:
    """Of the part of a page that blocks stand in; see `long_in_frames`; `said` is the number of possible comments."""
    above = frame.parent or frame
    own, around, whole = likely.inside(frame), likely.inside(above), likely.whole or 1.0
    return [
        frame.length, above.length, 100 * above.linked // (above.length or 1),
        *longs, 100 * own // whole, 100 * around // whole, 100 * own // (frame.length or 1), 100 * around // (above.length or 1),
        whole, said,
    ]  # fmt: skip


def block_features(blocks: Sequence[Block], likely: Likely, said: Said, hints: Hints) -> list[Values]:
    """Of each block, what it is itself and what stands beside it."""
    alike: defaultdict[tuple[str, str], int] = defaultdict(int)
    same: defaultdict[str, int] = defaultdict(int)
    for block in blocks:
        alike[block.holder.tag, block.holder.names] += 1
        same[block.text[:HEAD]] += 1
    at = next((place for place, block in enumerate(blocks) if block.end > hints.heading), 0)
    lengths = [0, *[block.length for block in blocks], 0]
    shares = [0, *[100 * block.linked // (block.length or 1) for block in blocks], 0]
    chances = [-1, *[block.likely for block in blocks], -1]
    is_said = len(said) > 0
    places, sums, whole = likely.places, likely.sums, likely.whole or 1.0
    (from60, to60), (from80, to80), _ = likely.cores
    article_body, lead, title = hints.article_body, hints.lead, hints.title
    found: list[Values] = []
    for place, block in enumerate(blocks):
        holder, text, length, index = block.holder, block.text, block.length, block.first
        told = repeats = 0
        stripped = text.strip()[:HEAD]
        if article_body is not None and length > 3:
            told = 2 if " ".join(stripped.split()) in article_body else 1
        if length > 20 and stripped == lead:
            repeats = 1
        elif stripped == title:
            repeats = 2
        found.append([
            TAG_CODES.get(holder.tag, 0), length, shares[place + 1], lengths[place], shares[place], lengths[place + 2], shares[place + 2],
            *block.state, alike[holder.tag, holder.names], place - at, phrase_weight(text) if length <= _SHORT_TEXT else 99,
            _ENDS.get(text.rstrip()[-1:], 0) if length < 200 else 1, told, repeats, same[text[:HEAD]], _INLINE.get(block.inline, 0), block.likely, chances[place + 2],
            100 * sums[bisect_left(places, index)] // whole, said.at(index) if is_said else 0,
            0 if from60 <= index < to60 else 1 if index < from60 else 2,
            0 if from80 <= index < to80 else 1 if index < from80 else 2,
        ])  # fmt: skip
    return found


def long_in_frames(blocks: Sequence[Block]) -> dict[int, tuple[int, int]]:
    """For each frame, by index: the characters of its long blocks that are no links, and of those in its parent."""
    own: defaultdict[int, int] = defaultdict(int)
    around: defaultdict[int, int] = defaultdict(int)
    frames: dict[int, Node] = {}
    for block in blocks:
        frame = block.frame
        frames[frame.index] = frame
        if block.length > 60 and block.linked * 2 < block.length:
            own[frame.index] += block.length
            around[(frame.parent or frame).index] += block.length
    return {index: (own[index], around[(frame.parent or frame).index]) for index, frame in frames.items()}
