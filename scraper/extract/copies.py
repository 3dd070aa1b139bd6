"""Articles that a page holds twice: once for wide screens and once for narrow ones, or once more in a single piece for voices."""

from __future__ import annotations

from scraper.extract.blocks import HEAD, Block
from scraper.extract.dom import Document

# Shorter lines are repeated for many reasons.
_PARAGRAPH = 80
_SHARE = 0.4
_LEAST = 3


def without_copies(document: Document, blocks: list[Block]) -> list[Block]:
    """The blocks without those that say once more what the others said, where these are about half of the text.

    Single paragraphs that come again stay: choruses, and quotations set large, are part of a text.
    """
    paragraphs = [block for block in blocks if block.length >= _PARAGRAPH]
    if len(paragraphs) <= _LEAST:
        return blocks
    whole = sum(block.length for block in blocks)
    longest = max(paragraphs, key=lambda block: block.length)
    if longest.length >= _SHARE * whole:
        return [b for b in blocks if b is not longest] if _holds_most(document, longest, paragraphs) else blocks
    seen: set[tuple[int, str]] = set()
    again: set[int] = set()
    for block in paragraphs:
        key = block.length, block.text[:HEAD]
        if key in seen:
            again.add(block.first)
        seen.add(key)
    if len(again) < _LEAST or sum(b.length for b in blocks if b.first in again) < _SHARE * whole:
        return blocks
    return [block for block in blocks if block.first not in again]


def _holds_most(document: Document, block: Block, paragraphs: list[Block]) -> bool:
    """Whether most of the paragraphs stand in a block as well."""
    text = " ".join(" ".join(n.text for n in document.nodes[block.first : block.end] if not n.tag).split())
    others = [other for other in paragraphs if other is not block]
    found = sum(" ".join(other.text[:HEAD].split()) in text for other in others)
    return found >= _LEAST and found * 2 > len(others)
