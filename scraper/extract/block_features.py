"""What the two forests that choose an article's blocks are told.

The first judges each long text by the names around it, so that the part of the page that holds most of the likely text
is known; the second judges all blocks in that part.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, chain, repeat

import attrs
import numpy as np

from scraper.extract.blocks import HEAD, TAG_CODES, Block, Surroundings, phrase_weight
from scraper.extract.dom import Node
from scraper.extract.forest import Columns

_SHORT_TEXT = 160
_ENDS = {**dict.fromkeys(".!?…。”\"'»", 1), ":": 2, ",": 3, ";": 3, ")": 4, "]": 4}
_INLINE = {"strong": 1, "b": 1, "em": 2, "i": 2, "a": 3, "span": 4, "font": 4, "small": 5, "time": 6}
_CORES = (0.6, 0.8, 0.95)
_FEATURES = 27


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

    @property
    def span(self) -> tuple[int, int] | None:
        """Where the first comment begins and the last one ends, or None without any."""
        return (self._starts[0], self._ends[-1]) if self._starts else None

    def __len__(self) -> int:
        """How many comments stand side by side."""
        return len(self._starts)


def text_features(texts: Sequence[Node], around: Surroundings, said: Said) -> Columns:
    """Of long texts, what is around each."""
    rows = []
    for text in texts:
        parent = text.parent or text
        above = parent.parent or parent
        rows.append((
            *around.state(parent), said.at(text.index), TAG_CODES.get(parent.tag, 0), text.length,
            parent.length, 100 * parent.linked // (parent.length or 1), above.length, 100 * above.linked // (above.length or 1),
        ))  # fmt: skip
    return _columns(rows, len(rows[0])).T


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


def frame_features(frames: Sequence[Node], likely: Likely, longs: Mapping[int, tuple[int, int]], said: Said) -> Columns:
    """Of the parts of a page that blocks stand in; see `long_in_frames`."""
    whole = likely.whole or 1.0
    rows = []
    for frame in frames:
        above = frame.parent or frame
        own, around = likely.inside(frame), likely.inside(above)
        rows.append((
            frame.length, above.length, 100 * above.linked // (above.length or 1), *longs[frame.index],
            100 * own // whole, 100 * around // whole, 100 * own // (frame.length or 1), 100 * around // (above.length or 1),
            whole, len(said),
        ))  # fmt: skip
    return np.array(rows).T.astype(np.int64)


def block_features(blocks: Sequence[Block], likely: Likely, said: Said, hints: Hints) -> Columns:
    """Of each block, what it is itself and what stands beside it."""
    texts = [block.text for block in blocks]
    indexes = [block.first for block in blocks]
    lengths = [block.length for block in blocks]
    holders = [block.holder for block in blocks]
    shares = [100 * block.linked // (block.length or 1) for block in blocks]
    chances = [block.likely for block in blocks]
    at = next((place for place, block in enumerate(blocks) if block.end > hints.heading), 0)
    places, sums, whole = likely.places, likely.sums, likely.whole or 1.0
    columns = np.empty((_FEATURES, len(blocks)), np.int32)
    told, begins = _told(texts, lengths, hints)

    # One after the other: of a page of thousands of blocks, all at once take more memory than the blocks themselves.
    def rows() -> Iterator[Iterable[int]]:
        yield (TAG_CODES.get(holder.tag, 0) for holder in holders)
        yield from (lengths, shares, [0, *lengths[:-1]], [0, *shares[:-1]], [*lengths[1:], 0], [*shares[1:], 0])
        yield from ((block.state[place] for block in blocks) for place in range(6))
        yield _repeated([(holder.tag, holder.names) for holder in holders])
        yield range(-at, len(blocks) - at)
        yield (
            phrase_weight(text) if length <= _SHORT_TEXT else 99 for text, length in zip(texts, lengths, strict=True)
        )
        yield (
            _ENDS.get(text.rstrip()[-1:], 0) if length < 200 else 1 for text, length in zip(texts, lengths, strict=True)
        )
        yield from (told, begins, _repeated([text[:HEAD] for text in texts]))
        yield (_INLINE.get(block.inline, 0) for block in blocks)
        yield from (chances, [*chances[1:], -1])
        yield (int(100 * sums[bisect_left(places, index)] // whole) for index in indexes)
        yield (said.at(index) for index in indexes) if len(said) else repeat(0, len(blocks))
        for start, end in likely.cores[:2]:
            yield (0 if start <= index < end else 1 if index < start else 2 for index in indexes)

    for place, row in enumerate(rows()):
        columns[place] = np.fromiter(row, np.int32, len(blocks))
    return columns


def _columns(rows: Sequence[Iterable[int]], count: int) -> Columns:
    return np.fromiter(chain.from_iterable(rows), np.int64, len(rows) * count).reshape(len(rows), count)


def _repeated(keys: Sequence[Hashable]) -> list[int]:
    """How often each of them is there."""
    counts = Counter(keys)
    return [counts[key] for key in keys]


def _told(texts: Sequence[str], lengths: Sequence[int], hints: Hints) -> tuple[list[int], list[int]]:
    """Whether structured data has a block in the article's text; and whether it repeats the description, or the title."""
    stripped = [text.strip()[:HEAD] for text in texts]
    body, told = hints.article_body, [0] * len(texts)
    if body is not None:
        told = [(2 if " ".join(text.split()) in body else 1) if length > 3 else 0 for text, length in zip(stripped, lengths, strict=True)]  # fmt: skip
    lead, title = hints.lead, hints.title
    return told, [1 if text == lead and length > 20 else 2 if text == title else 0 for text, length in zip(stripped, lengths, strict=True)]  # fmt: skip


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
