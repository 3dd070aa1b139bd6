"""The only door to HTML parsers: bytes or text in, a flat tree of our own nodes out.

A `Document` lists its nodes in reading order; a node knows where its subtree ends, so a subtree is a slice and
"is inside" is two comparisons. Running totals of visible characters make the text length of any subtree one
subtraction. Rules walk these lists and never meet a parser's own objects.

The tree is built by lexbor (through selectolax): it nests as browsers do, and parsing with it and copying the
tree takes about as long as libxml2 needs for parsing alone.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from scraper.extract.depth import limit_depth
from scraper.extract.haystack import Haystack
from scraper.extract.names import flags
from scraper.extract.nodes import NO_ATTRIBUTES, Element, Node, Text

__all__ = ["BLOCKS", "SHORT", "Document", "Element", "Node", "Text", "parse"]

SHORT = 400
# HTML knows no such thing: all that follows would be the frame's text. In a `noscript`, no browser ever notices.
_SELF_CLOSED_FRAME = re.compile(r"<iframe\b[^>]*/>(?!\s*</iframe)", re.I)
# Elements that begin and end lines.
BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure footer"
    " form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre section summary table tbody"
    " tfoot thead tr ul".split()
)
# Subtrees without text of the page; of scripts, those that hold data are read.
_CLOSED = frozenset(("script", "style", "svg", "math", "template", "iframe", "object", "canvas", "video", "audio"))
_STATE = re.compile(
    r"__(?:[A-Z_]*STATE|NUXT|APOLLO|REDUX|INITIAL|PRELOADED|DATA)[A-Z_]*__\s*=|__(?:INITIAL|PRELOADED|APOLLO)_\w+\s*="
)
_HEAD_OF_SCRIPT = 300
_LOADER = re.compile(r"disqus|createStreamEmbed")
_DATA_SCRIPT = re.compile(r"json", re.I)


class Document:
    """A parsed page.

    Attributes:
        nodes: all elements and texts in reading order; the first is `html`.
        texts: the texts among them that show something.
        by_tag: the elements of each tag, in reading order.
        named: the elements with a class or an id.
        items: the elements with an `itemprop`.
        scripts: texts of scripts that hold data or load the comments of a service, with their nodes.
    """

    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self.texts: list[Node] = []
        self.by_tag: defaultdict[str, list[Node]] = defaultdict(list)
        self.named: list[Node] = []
        self.items: list[Node] = []
        self._short: list[Node] = []
        self._links: list[Node] = []
        self._text_words: Haystack | None = None
        self._link_words: Haystack | None = None
        self.scripts: list[tuple[Node, str]] = []

    def inside(self, node: Node) -> list[Node]:
        """All nodes below a node, in reading order."""
        return self.nodes[node.index + 1 : node.end]

    def children(self, node: Node) -> Iterator[Node]:
        """The nodes one level below, texts included."""
        index, nodes = node.index + 1, self.nodes
        while index < node.end:
            child = nodes[index]
            yield child
            index = child.end

    def elements(self, *tags: str) -> list[Node]:
        """All elements with one of the tags, in reading order."""
        if len(tags) == 1:
            return self.by_tag.get(tags[0], [])
        found = [node for tag in tags for node in self.by_tag.get(tag, ())]
        return sorted(found, key=_index)

    def insert(self, wrappers: list[Element]) -> None:
        """Put new elements around siblings; each has the index of its first child and the end of its last.

        Nodes keep their identity and get new indexes; whoever kept indexes must look again.
        """
        wrappers.sort(key=_index)
        starts = [wrapper.index for wrapper in wrappers]
        nodes: list[Any] = []  # of Element and Text, which have the slots that Node only describes
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
                child: Any = self.nodes[index]
                index = child.end
                if child.parent is parent:
                    child.parent = wrapper
        for moved in nodes:
            moved.end += bisect_left(starts, moved.end)
        for index, moved in enumerate(nodes):
            moved.index = index
        self.nodes = nodes

    def texts_with(self, words: Iterable[str]) -> list[Node]:
        """The short texts that contain one of the words (lower case), in reading order.

        They are searched together, word by word, at the speed of `str.find`: rules that look for phrases ask here which
        few texts are worth their time. Texts of more than `SHORT` characters are running text and left out.
        """
        if self._text_words is None:
            self._short = [text for text in self.texts if text.length <= SHORT]
            self._text_words = Haystack([text.text for text in self._short])
        return [self._short[place] for place in self._text_words.places(words)]

    def links_with(self, words: Iterable[str]) -> list[Node]:
        """The links whose address contains one of the words (lower case), in reading order."""
        if self._link_words is None:
            self._links = [node for node in self.by_tag.get("a", ()) if node.attributes.get("href")]
            self._link_words = Haystack([node.attributes["href"] or "" for node in self._links])
        return [self._links[place] for place in self._link_words.places(words)]


def _index(node: Node) -> int:
    return node.index


def parse(html: str) -> Document:
    """The document of a page's text; whatever the text, there is one."""
    html = limit_depth(html)
    document = _copy(LexborHTMLParser(html))
    if document.nodes and document.nodes[-1].tag == "iframe" and _SELF_CLOSED_FRAME.search(html):
        document = _copy(LexborHTMLParser(_SELF_CLOSED_FRAME.sub(r"\g<0></iframe>", html)))
    return document


def _copy(parser: LexborHTMLParser) -> Document:  # noqa: C901, PLR0912, PLR0915 (one loop, and a quarter of the time spent on a page; a call for each node would cost as much again)
    document = Document()
    nodes = document.nodes
    append, shown, by_tag = nodes.append, document.texts.append, document.by_tag
    named, items = document.named.append, document.items.append
    closed, blocks, bits_of = _CLOSED, BLOCKS, flags
    edge = ""
    current = parser.root
    parents: list[LexborNode] = []
    top: Element | None = None
    count = visible = linked = links = 0
    while current is not None:
        tag = current.tag
        if tag == "-text":
            text = current.text_content or ""
            if text.isspace():
                if edge not in blocks:  # white space at the edge of a block shows nothing; it is a third of all nodes
                    leaf = Text()
                    leaf.index = count
                    count += 1
                    leaf.end = count
                    leaf.parent = top
                    leaf.text = text
                    leaf.length = leaf.linked = 0
                    append(leaf)
            else:
                leaf = Text()
                leaf.index = count
                count += 1
                leaf.end = count
                leaf.parent = top
                leaf.text = text
                leaf.length = length = len(text)
                visible += length
                if links:
                    leaf.linked = length
                    linked += length
                else:
                    leaf.linked = 0
                append(leaf)
                shown(leaf)
            edge = ""
        elif tag is not None and tag[0] not in "-!":
            element = Element()
            element.index = count
            count += 1
            element.tag = tag
            element.parent = top
            append(element)
            by_tag[tag].append(element)
            attributes = current.attributes
            if attributes:
                element.attributes = attributes
                name, own = attributes.get("class"), attributes.get("id")
                if name or own:
                    element.names = names = f" {name or ''} {own or ''} ".lower()
                    element.bits = bits_of(names)
                    named(element)
                else:
                    element.names = ""
                    element.bits = 0
                if "itemprop" in attributes:
                    items(element)
            else:
                element.attributes = NO_ATTRIBUTES
                element.names = ""
                element.bits = 0
            edge = tag
            if tag not in closed:
                child = current.child
                if child is not None:
                    parents.append(current)
                    element.length = visible  # what was in front of it, until it closes
                    element.linked = linked
                    top = element
                    if tag == "a":
                        links += 1
                    current = child
                    continue
            elif tag == "script" and "src" not in attributes:
                if _DATA_SCRIPT.search(f"{attributes.get('type')} {attributes.get('id')}"):
                    document.scripts.append((element, current.text(deep=True) or ""))
                elif (script := current.text(deep=True)) and (
                    _STATE.search(script, 0, _HEAD_OF_SCRIPT) or _LOADER.search(script)
                ):
                    document.scripts.append((element, script))
            element.end = count
            element.length = element.linked = 0
        following = current.next
        while following is None and parents:
            current = parents.pop()
            assert top is not None  # noqa: S101 (parents and top move together)
            top.end = count
            top.length = visible - top.length
            top.linked = linked - top.linked
            edge = top.tag
            if edge == "a":
                links -= 1
            top = top.parent  # type: ignore[assignment]  # what is on the way up has children, so it is an element
            following = current.next
        current = following
    return document
