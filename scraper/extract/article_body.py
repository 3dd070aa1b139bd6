"""The article's text: which element holds it, and what inside of it is something else."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

import attrs

from scraper.extract.dom import BLOCKS, Document, Node
from scraper.extract.names import BITS
from scraper.extract.render import SILENT, text_of

_PARAGRAPHS = frozenset(("p", "pre", "blockquote", "li", "dd", "td", "h2", "h3", "h4"))
_NEVER_BARRED = frozenset(
    (
        "body",
        "html",
        "article",
        "main",
        "p",
        "em",
        "strong",
        "i",
        "b",
        "h1",
        "h2",
        "td",
        "tr",
        "tbody",
        "table",
        "figure",
        "figcaption",
    )
)
_BARRED_TAGS = frozenset(("nav", "aside", "footer", "form", "noscript", "dialog", "menu"))
# The links to the parts of a divided article.
_PAGER = re.compile(r"^\W*(?:pages?|seiten?|pagine?|páginas?)\W*\d+(?:\W+\d+)*\W*$", re.I)
_PAGER_TAGS = ("p", "div", "ul", "span", "nav")
_SHORTEST = 20
_BODY, _STRONG_BODY, _ASIDE = BITS["body"], BITS["strong_body"], BITS["aside"]
_ASIDE_OR_BODY = _ASIDE | _STRONG_BODY


@attrs.frozen
class Body:
    """The element that holds an article's text, and the parts of it to leave out."""

    node: Node
    skip: frozenset[int]
    rule: str
    confidence: float

    def text(self, document: Document) -> str:
        """The article's text, one line a block."""
        return text_of(document, self.node, self.skip)


def find_body(document: Document, taken: Sequence[Node]) -> Body | None:
    """The article's body, or None where no part of the page reads like one.

    Args:
        document: the page.
        taken: parts that are known to be something else: comments, sidebars.
    """
    barred = _barred(document, taken)
    if (marked := _marked(document, barred)) is not None:
        return Body(marked, _inner_skip(document, marked, taken), "itemprop", 0.95)
    weights = _weights(document, barred)
    named = _named(document, barred, weights)
    if named is not None:
        return Body(named, _inner_skip(document, named, taken), "name", 0.92)
    best = _heaviest(document, weights)
    if best is None:
        return None
    return Body(best, _inner_skip(document, best, taken), "density", 0.75)


def _barred(document: Document, taken: Iterable[Node]) -> list[bool]:
    """For each node, whether it stands in a part of the page that is no article."""
    whole = document.nodes[0].length if document.nodes else 0
    flags = [False] * len(document.nodes)
    for node in taken:
        flags[node.index : node.end] = [True] * (node.end - node.index)
    index, nodes = 0, document.nodes
    while index < len(nodes):
        node = nodes[index]
        if node.tag and not flags[index] and _is_barred(node, whole):
            flags[index : node.end] = [True] * (node.end - index)
            index = node.end
        else:
            index += 1
    return flags


def _is_barred(node: Node, whole: int) -> bool:
    if node.tag in SILENT:
        return True
    if node.length * 2 > whole:
        return False
    if node.tag in _BARRED_TAGS:
        return True
    return node.tag not in _NEVER_BARRED and node.bits & _ASIDE_OR_BODY == _ASIDE


def _marked(document: Document, barred: list[bool]) -> Node | None:
    """What microdata calls the article's body, if it is more than a line."""
    found = [
        n
        for n in document.items
        if n.attributes["itemprop"] == "articleBody" and n.length > 100 and not barred[n.index]
    ]
    return max(found, key=lambda n: n.length) if found else None


def _weights(document: Document, barred: list[bool]) -> dict[int, float]:
    """How much running text stands in each element, near it more than deep below."""
    blocks: defaultdict[int, list[int]] = defaultdict(lambda: [0, 0])
    block_of: dict[int, Node] = {}
    for node in document.texts:
        if barred[node.index]:
            continue
        holder = node.parent
        while holder is not None and holder.tag not in BLOCKS and holder.tag != "td":
            holder = holder.parent
        if holder is not None:
            counts = blocks[holder.index]
            counts[0] += node.length
            counts[1] += node.linked
            block_of[holder.index] = holder
    weights: defaultdict[int, float] = defaultdict(float)
    for index, (length, linked) in blocks.items():
        if length < _SHORTEST or linked * 2 > length:
            continue
        block = block_of[index]
        value = (length - linked) * (1.0 if length > 80 else 0.5)
        holder = block if block.tag not in _PARAGRAPHS else block.parent
        share = 1.0
        while holder is not None and share > 0.2:
            weights[holder.index] += value * share
            share *= (
                0.6
                if holder.tag not in ("ul", "ol", "dl", "blockquote", "table", "tbody", "tr", "figure", "li")
                else 1.0
            )
            holder = holder.parent
    return weights


def _named(document: Document, barred: list[bool], weights: dict[int, float]) -> Node | None:
    """The element that its name calls the body, where it holds most of the text around it."""
    best: Node | None = None
    for index, weight in sorted(weights.items()):
        node = document.nodes[index]
        if (
            not node.names
            or node.tag not in _HOLDERS
            or barred[index]
            or node.length <= 60
            or not node.bits & _STRONG_BODY
        ):
            continue
        if best is None or weight > 1.15 * weights[best.index]:
            best = node
    top = max(weights.values(), default=0.0)
    return best if best is not None and weights[best.index] > 0.35 * top else None


_HOLDERS = frozenset(("div", "section", "article", "td", "main", "span"))


def _heaviest(document: Document, weights: dict[int, float]) -> Node | None:
    if not weights:
        return None

    def weight(item: tuple[int, float]) -> float:
        node = document.nodes[item[0]]
        bonus = 1.3 if node.tag in ("article", "main") or node.bits & _BODY else 1.0
        return item[1] * (bonus if node.tag != "body" else 0.8)

    best = document.nodes[max(weights.items(), key=weight)[0]]
    return best if best.length > 60 else None


def _inner_skip(document: Document, body: Node, taken: Iterable[Node]) -> frozenset[int]:
    """Parts of the body that are none of its text: share bars, related links, author boxes, forms, comments."""
    skip = {node.index for node in taken if node in body}
    index = body.index + 1
    while index < body.end:
        node = document.nodes[index]
        if node.tag and node.index not in skip and _is_foreign(document, node, body):
            skip.add(index)
        index = node.end if index in skip else index + 1
    return frozenset(skip)


def _is_foreign(document: Document, node: Node, body: Node) -> bool:
    if node.tag == "h1" and node.length < 300:
        return True
    if node.tag in _BARRED_TAGS or (
        0 < node.length <= 80 and node.tag in _PAGER_TAGS and _PAGER.match(text_of(document, node).replace("\n", " "))
    ):
        return True
    if node.length * 2 > body.length and body.length > 400:
        return False
    if node.bits & _ASIDE_OR_BODY == _ASIDE and node.tag not in _NEVER_BARRED:
        return True
    return (
        node.tag in ("ul", "ol", "div", "section", "p", "table")
        and node.length > 0
        and node.linked * 10 > node.length * 9
        and _is_link_list(document, node)
    )


def _is_link_list(document: Document, node: Node) -> bool:
    """Whether all there is are links, and more than one."""
    return sum(1 for inner in document.inside(node) if inner.tag == "a" and inner.length) >= (
        3 if node.tag in ("ul", "ol") else 2
    )
