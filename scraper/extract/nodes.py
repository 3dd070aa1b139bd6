"""The nodes of a page's flat tree; `scraper.extract.dom` makes them."""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter

NO_ATTRIBUTES: dict[str, str | None] = {}
index_of = attrgetter("index")
"""To sort nodes into reading order, and to look among them for one."""


class Node:
    """An element, or a text (its `tag` is empty).

    Attributes:
        index: place in `Document.nodes`; the node's children and text follow it.
        end: index behind the last node of its subtree.
        names: class and id, lower case, with a space at both ends; rules look for words in it.
        bits: the groups of words in its names, see `scraper.extract.names`.
        length: visible characters of its subtree.
        linked: how many of them stand in links.
    """

    # One class with all slots for both kinds: Python then reads each at a known place, without looking up the class.
    __slots__ = ("attributes", "bits", "end", "index", "length", "linked", "names", "parent", "tag", "text")
    index: int
    end: int
    tag: str
    parent: Node | None
    attributes: dict[str, str | None]
    names: str
    bits: int
    text: str
    length: int
    linked: int

    def get(self, name: str) -> str:
        """An attribute's value; empty where there is none."""
        return self.attributes.get(name) or ""

    def __contains__(self, other: Node) -> bool:
        """Whether the other node is this one or inside of it."""
        return self.index <= other.index < self.end

    def ancestors(self) -> Iterator[Node]:
        """Its parent, that one's parent, up to the root."""
        node = self.parent
        while node is not None:
            yield node
            node = node.parent

    def __repr__(self) -> str:
        """Tag and names, for failing tests."""
        return f"<{self.tag or 'text'}{self.names.rstrip()} {self.index}:{self.end}{self.text[:30]!r}>"
