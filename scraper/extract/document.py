"""A parsed page as rules see it: a flat list of nodes, and ways to find some of them at once."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator

import attrs

from scraper.extract.haystack import Haystack
from scraper.extract.nodes import Node, index_of

SHORT = 400
# Names, dates, headings and controls are no longer.
LABEL = 80


@attrs.frozen
class _Searched:
    """Nodes, and what of each is searched for words."""

    nodes: list[Node]
    words: Haystack

    def holding(self, words: Iterable[str]) -> list[Node]:
        return [self.nodes[place] for place in self.words.places(words)]


def _texts(nodes: list[Node]) -> _Searched:
    return _Searched(nodes, Haystack([node.text for node in nodes]))


class Document:
    """A parsed page.

    Attributes:
        nodes: all elements and texts in reading order; the first is `html`.
        texts: the texts among them that show something.
        by_tag: the elements of each tag, in reading order.
        named: the elements with a class or an id.
        named_alike: the same, by their names; a page has a third as many names as elements with names.
        items: the elements with an `itemprop`.
        size: of its markup.
        scripts: texts of scripts that hold data or load the comments of a service, with their nodes.
    """

    def __init__(self) -> None:
        self.size = 0
        self.nodes: list[Node] = []
        self.texts: list[Node] = []
        self.by_tag: defaultdict[str, list[Node]] = defaultdict(list)
        self.named: list[Node] = []
        self.named_alike: dict[str, list[Node]] = {}
        self.items: list[Node] = []
        self._text_words: tuple[_Searched, _Searched] | None = None
        self._link_words: _Searched | None = None
        self.scripts: list[tuple[Node, str]] = []

    def inside(self, node: Node) -> list[Node]:
        """All nodes below a node, in reading order."""
        return self.nodes[node.index + 1 : node.end]

    def children(self, node: Node, behind: Node | None = None) -> Iterator[Node]:
        """The nodes one level below, texts included; those behind one of them alone, if it is given."""
        index, nodes = node.index + 1 if behind is None else behind.end, self.nodes
        while index < node.end:
            child = nodes[index]
            yield child
            index = child.end

    def elements(self, *tags: str) -> list[Node]:
        """All elements with one of the tags, in reading order."""
        if len(tags) == 1:
            return self.by_tag.get(tags[0], [])
        found: list[Node] = []
        for tag in tags:
            found += self.by_tag.get(tag, ())
        found.sort(key=index_of)
        return found

    def called(self, bits: int) -> list[Node]:
        """The elements whose names have words of one of the groups (`scraper.extract.names.BITS`), in reading order."""
        found: list[Node] = []
        for alike in self.named_alike.values():
            if alike[0].bits & bits:
                found += alike
        found.sort(key=index_of)
        return found

    def named_with(self, *words: str) -> list[Node]:
        """The elements whose names contain one of the words, in no order."""
        return [n for names, alike in self.named_alike.items() if any(map(names.__contains__, words)) for n in alike]

    def mask(self, nodes: Iterable[Node]) -> bytearray:
        """For each node, whether it is one of these or inside of one: for rules that would walk up from thousands."""
        mask = bytearray(len(self.nodes))
        for node in nodes:
            mask[node.index : node.end] = b"\1" * (node.end - node.index)
        return mask

    def insert(self, wrappers: list[Node]) -> None:
        """Put new elements around siblings; each has the index of its first child and the end of its last.

        Nodes keep their identity and get new indexes; whoever kept indexes must look again.
        """
        wrappers.sort(key=index_of)
        starts = [wrapper.index for wrapper in wrappers]
        nodes: list[Node] = []
        waiting = iter([*wrappers, None])
        following = next(waiting)
        for node in self.nodes:
            if following is not None and following.index == node.index:
                nodes.append(following)
                following = next(waiting)
            nodes.append(node)
        for wrapper in wrappers:
            index, end, parent = wrapper.index, wrapper.end, wrapper.parent
            while index < end:
                child = self.nodes[index]
                index = child.end
                if child.parent is parent:
                    child.parent = wrapper
        for moved in nodes:
            moved.end += bisect_left(starts, moved.end)
        for index, moved in enumerate(nodes):
            moved.index = index
        self.nodes = nodes

    def texts_with(self, words: Iterable[str], *, longest: int = SHORT) -> list[Node]:
        """The short texts that contain one of the words (lower case), in reading order.

        They are searched together, word by word, at the speed of `str.find`: rules that look for phrases ask here which
        few texts are worth their time. Texts of more than `SHORT` characters are running text and left out; who asks for
        none longer than `LABEL` has half as much searched.
        """
        words = tuple(words)
        labels, lines = self._short_texts()
        found = labels.holding(words)
        if longest > LABEL and (longer := lines.holding(words)):
            found = sorted(found + longer, key=index_of)
        return found

    def labels_matching(self, pattern: re.Pattern[str]) -> list[Node]:
        """The texts up to `LABEL` in which a pattern for lower case is found, in reading order; see `Haystack.matches`."""
        labels = self._short_texts()[0]
        return [labels.nodes[place] for place in labels.words.matches(pattern)]

    def short_words(self, words: tuple[str, ...]) -> list[tuple[list[int], int]]:
        """For the texts up to `LABEL`, then for those up to `SHORT`: which of the words stand in them, and their length."""
        return [(searched.words.words(words), len(searched.words)) for searched in self._short_texts()]

    def _short_texts(self) -> tuple[_Searched, _Searched]:
        if self._text_words is None:
            labels, lines = [], []
            for text in self.texts:
                if text.length <= LABEL:
                    labels.append(text)
                elif text.length <= SHORT:
                    lines.append(text)
            self._text_words = _texts(labels), _texts(lines)
        return self._text_words

    def links_with(self, words: Iterable[str]) -> list[Node]:
        """The links whose address contains one of the words (lower case), in reading order."""
        if self._link_words is None:
            links = [node for node in self.by_tag.get("a", ()) if node.attributes.get("href")]
            self._link_words = _Searched(links, Haystack([node.attributes["href"] or "" for node in links]))
        return self._link_words.holding(words)
