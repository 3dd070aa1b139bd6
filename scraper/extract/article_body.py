"""The article's text: which blocks of a page are part of it.

Two forests judge: the first each long text, by the names around it, which tells where on the page the article is; the
second all blocks thereabouts. What they keep is the body; its element is the innermost one that holds all of it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

import attrs

from scraper.extract.asides import is_aside
from scraper.extract.between_blocks import with_those_between, without_datelines
from scraper.extract.block_features import (
    Hints,
    Likely,
    Said,
    block_features,
    frame_features,
    likely_texts,
    long_in_frames,
    text_features,
)
from scraper.extract.blocks import HEAD, Block, Surroundings, find_blocks, long_texts
from scraper.extract.copies import without_copies
from scraper.extract.dom import Document, Node
from scraper.extract.editors_blocks import is_label, with_editors_blocks
from scraper.extract.forest import forest
from scraper.extract.nodes import index_of
from scraper.extract.render import text_of

# Where the second forest is surer than that, a block is kept; and less, where that would leave nothing.
_KEPT = 0.5
_KEPT_AT_LEAST = 0.15
_SHORTEST = 60
_TORN = 0.2
# Texts around the likely ones that may belong to the article, too.
_MARGIN = 10
_LIKELY = 0.25


@attrs.frozen
class Body:
    """The element that holds an article's text, and the parts of it to leave out.

    Attributes:
        node: the innermost element with all of the text.
        skip: indexes of nodes inside of it to leave out.
        rule: what found it.
        confidence: how sure that is.
        spoken: the share of its characters that stand in what was taken for comments.
        heard: the share of those comments' characters that it took.
        precision: the share of what was kept that is expected to be right.
        recall: the share of what is right that is expected to be kept.
        torn: the share of what stands thereabouts of which the forest was not sure either way.
    """

    node: Node
    skip: frozenset[int]
    rule: str
    confidence: float
    spoken: float = 0.0
    heard: float = 0.0
    precision: float = 0.0
    recall: float = 0.0
    torn: float = 0.0

    def text(self, document: Document) -> str:
        """The article's text, one line a block."""
        return text_of(document, self.node, self.skip)


def find_body(
    document: Document,
    taken: Sequence[Node],
    *,
    records: Sequence[Node] = (),
    sureness: float = 0.0,
    hints: Hints | None = None,
) -> Body | None:
    """The article's body, or None where no part of the page reads like one.

    Args:
        document: the page.
        taken: parts that are known to be something else: sidebars, the comments' heading.
        records: what may be comments.
        sureness: how sure that is, between 0 and 1.
        hints: what is known of the article.
    """
    around, said = Surroundings(), Said(records, round(100 * sureness))
    texts = outside(document.texts, taken)
    longs = long_texts(texts, around)
    if not longs:
        return None
    first = forest("article", "first")
    likely = likely_texts(longs, first.chances(first.possible(text_features(longs, around, said))))
    blocks = blocks_near(texts, likely, around)
    hints = hints or Hints()
    return body_of(document, blocks, _judged(blocks, likely, said, hints), said, hints.heading) if blocks else None


def blocks_near(texts: Sequence[Node], likely: Likely, around: Surroundings) -> list[Block]:
    """The blocks in that part of the page where the likely texts stand."""
    start, end = likely.cores[-1]
    first, last = bisect_left(texts, start, key=index_of), bisect_left(texts, end, key=index_of)
    good = [place for place, chance in zip(likely.places, likely.chances, strict=True) if chance >= _LIKELY]
    if good:
        first = max(first, bisect_left(texts, good[0], key=index_of) - _MARGIN)
        last = min(last, bisect_left(texts, good[-1], key=index_of) + 1 + _MARGIN)
    inside = texts[first:last]
    blocks = find_blocks(inside, around)
    _mark_likely(blocks, likely)
    return blocks


def _mark_likely(blocks: Sequence[Block], likely: Likely) -> None:
    place = 0
    for index, chance in zip(likely.places, likely.chances, strict=True):
        while place < len(blocks) and blocks[place].end <= index:
            place += 1
        if place == len(blocks):
            return
        if blocks[place].first <= index:
            blocks[place].likely = max(blocks[place].likely, round(100 * chance))


def _judged(blocks: Sequence[Block], likely: Likely, said: Said, hints: Hints) -> list[float]:
    """The chance of each block to be of the article."""
    second = forest("article", "second")
    own = block_features(blocks, likely, said, hints)
    frames = {block.frame.index: block.frame for block in blocks}
    around = frame_features(list(frames.values()), likely, long_in_frames(blocks), said)
    places = {index: place for place, index in enumerate(frames)}
    possible = second.possible(own)
    possible &= second.possible(around, len(own))[[places[block.frame.index] for block in blocks]]
    return second.chances(possible)


def outside(texts: list[Node], taken: Sequence[Node]) -> list[Node]:
    """The texts that stand in none of the nodes."""
    for node in taken:
        texts = [text for text in texts if not node.index <= text.index < node.end]
    return texts


def body_of(
    document: Document, blocks: Sequence[Block], chances: Sequence[float], said: Said, heading: int = -1
) -> Body | None:
    """The body of the blocks that are likely enough parts of it; the heading of the page is none."""
    pairs = [
        (b, 0.0 if is_heading(b) or is_pager(b) or (chance > _KEPT_AT_LEAST and is_aside(b)) else chance)
        for b, chance in zip(blocks, chances, strict=True)
    ]
    kept = [block for block, chance in pairs if chance > _KEPT]
    if sum(block.length for block in kept) < _SHORTEST:
        least = max(_KEPT_AT_LEAST, max(chances) / 2)
        kept = [block for block, chance in pairs if chance > least]
        if sum(block.length for block in kept) < _SHORTEST:
            return None
    kept = without_datelines(with_those_between(pairs, kept))
    kept = without_copies(
        document, _without_next_articles(document, with_editors_blocks(document, blocks, kept), heading)
    )
    kept = [block for block in kept if not is_label(document, block)] or kept
    kept = _up_to_comments(kept, said)
    node = _around(kept)
    whole = sum(block.length for block in blocks)
    sure = sum(block.length * abs(2 * chance - 1) for block, chance in pairs)
    likely = sum(block.length * chance for block, chance in pairs)
    firsts = {block.first for block in kept}
    right = sum(block.length * chance for block, chance in pairs if block.first in firsts)
    torn = sum(block.length for block, chance in pairs if _TORN < chance < 1 - _TORN)
    length = sum(block.length for block in kept)
    spoken = sum(block.length for block in kept if said.at(block.first))
    heard = sum(block.length for block in blocks if said.at(block.first))
    return Body(
        node, _left_out(document, node, kept), "blocks", round(sure / whole, 3), spoken / length, spoken / (heard or 1),
        right / length, right / (likely or 1), torn / whole,
    )  # fmt: skip


def _up_to_comments(kept: list[Block], said: Said) -> list[Block]:
    """The blocks without the few behind the comments, where what stands in front of these is long enough to be an article."""
    if said.span is None or kept[-1].first < said.span[1]:
        return kept
    start, end = said.span
    before = sum(block.length for block in kept if block.first < start)
    behind = sum(block.length for block in kept if block.first >= end)
    return [block for block in kept if block.first < end] if before >= _WHOLE and behind * 10 <= before else kept


def _without_next_articles(document: Document, kept: list[Block], heading: int) -> list[Block]:
    """The blocks without those of the articles that follow the one that has the title, where that is long enough to be one."""
    end = next((node.end for node in document.elements("article") if node.index < heading < node.end), None)
    if end is None or kept[-1].first < end or sum(b.length for b in kept if b.first < end) < _WHOLE:
        return kept
    others = [node for node in document.elements("article") if node.index >= end and _is_story(document, node)]
    return [block for block in kept if not any(node.index < block.first < node.end for node in others)]


def _is_story(document: Document, node: Node) -> bool:
    """Whether an element is an article of its own, as publishing programs name it, or by its title and its time; some pages call any part so."""
    if node.names and ("hentry" in node.names or "type-post" in node.names):
        return True
    tags = {inner.tag for inner in document.inside(node)}
    return "h1" in tags and "time" in tags


# Characters of an article that stands by itself.
_WHOLE = 500


def is_heading(block: Block) -> bool:
    """Whether a block stands in a heading of the first rank: that is the title, and none of the text."""
    return block.holder.tag == "h1" or (block.holder.parent is not None and block.holder.parent.tag == "h1")


# The links to the parts of a divided article.
_PAGER = re.compile(r"^\W*(?:pages?|seiten?|pagine?|páginas?)\W*\d+(?:\W+\d+)*\W*$", re.I)


def is_pager(block: Block) -> bool:
    """Whether a block leads to the parts of a divided article."""
    if block.length >= HEAD:
        return False
    words = block.text.lower()
    return ("pag" in words or "pág" in words or "seite" in words) and _PAGER.match(words) is not None


def _around(kept: Sequence[Block]) -> Node:
    """The innermost element around all blocks."""
    node, last = kept[0].holder, max(block.end for block in kept)
    while node.end < last and node.parent is not None:
        node = node.parent
    return node


def _left_out(document: Document, node: Node, kept: Sequence[Block]) -> frozenset[int]:
    """The largest subtrees with text of which nothing is kept."""
    nodes, skip = document.nodes, set()
    spans = [(block.first, block.end) for block in kept]
    spans.append((1 << 60, 1 << 60))
    place = 0
    index = node.index + 1
    while index < node.end:
        while spans[place][1] <= index:
            place += 1
        current = nodes[index]
        if spans[place][0] < current.end:
            index = max(index + 1, spans[place][1] if spans[place][0] <= index else 0)
            continue
        if current.length or not current.tag:
            skip.add(index)
        index = current.end
    return frozenset(skip)
