"""The only door to HTML parsers: bytes or text in, a flat tree of our own nodes out.

A `Document` lists its nodes in reading order; a node knows where its subtree ends, so a subtree is a slice and
"is inside" is two comparisons. Running totals of visible characters make the text length of any subtree one
subtraction. Rules walk these lists and never meet a parser's own objects.

The tree is built by lexbor (through selectolax): it nests as browsers do, and parsing with it and copying the
tree takes about as long as libxml2 needs for parsing alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from selectolax.lexbor import LexborHTMLParser, LexborNode

from scraper.extract.depth import limit_depth
from scraper.extract.document import SHORT, Document
from scraper.extract.joined_texts import look_at_tags, with_texts_apart
from scraper.extract.names import flags_of
from scraper.extract.nodes import NO_ATTRIBUTES, Node
from scraper.extract.reopened import with_few_open

__all__ = ["BLOCKS", "SHORT", "Document", "Node", "parse"]

# HTML knows no such thing: all that follows would be the frame's text. In a `noscript`, no browser ever notices.
_SELF_CLOSED_FRAME = re.compile(rb"<iframe\b[^<>]*+(?<=/)>(?!\s*</iframe)", re.I)
# Elements that begin and end lines.
BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure footer"
    " form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre section summary table tbody"
    " tfoot thead tr ul".split()
)
# Subtrees without text of the page; of scripts, those that hold data are read.
_CLOSED = frozenset(("script", "style", "svg", "math", "template", "iframe", "object", "canvas", "video", "audio"))
_STATE = re.compile(
    r"__(?:[A-Z_]*STATE|NUXT|APOLLO|REDUX|INITIAL|PRELOADED|DATA)[A-Z_]*__\s*=|__(?:INITIAL|PRELOADED|APOLLO)_\w+\s*=|__next_f\.push\("
)
_HEAD_OF_SCRIPT = 300
_LOADERS = ("disqus", "createStreamEmbed")
_DATA_SCRIPT = re.compile(r"json", re.I)


def parse(page: str | bytes) -> Document:
    """The document of a page, given as text or in UTF-8; whatever is in it, there is one."""
    markup = page.encode("utf-8", "ignore") if isinstance(page, str) else page
    tags = look_at_tags(markup)
    if tags.may_be_deep:
        markup = limit_depth(markup.decode()).encode()
        tags = look_at_tags(markup)
    if tags.may_be_joined:
        markup = with_texts_apart(markup.decode()).encode()
    if tags.may_reopen:
        markup = with_few_open(markup.decode()).encode()
    document = _copy(LexborHTMLParser(markup))
    if document.nodes and document.nodes[-1].tag == "iframe" and _SELF_CLOSED_FRAME.search(markup):
        document = _copy(LexborHTMLParser(_SELF_CLOSED_FRAME.sub(rb"\g<0></iframe>", markup)))
    document.size = len(page)
    return document


# What is to be done with a node, by its tag.
_OPEN, _WORDS, _SHUT, _SCRIPT, _NOTHING = range(5)


def _copy(parser: LexborHTMLParser) -> Document:  # noqa: C901, PLR0912, PLR0915 (one loop, and a fifth of the time spent on a page; a call for each node would cost as much again)
    document = Document()
    nodes, by_tag, named_alike = document.nodes, document.by_tag, document.named_alike
    append, shown, named, items = nodes.append, document.texts.append, document.named.append, document.items.append
    blocks = BLOCKS
    by_number: dict[int, tuple[str, int, Callable[[Node], None]]] = {}
    by_class: dict[str, tuple[str, Callable[[Node], None]]] = {}
    edge = ""
    current = parser.root
    parents: list[LexborNode] = []
    top: Node | None = None
    count = visible = linked = links = 0
    while current is not None:
        try:
            tag, kind, of_tag = by_number[current.tag_id]
        except KeyError:
            tag, kind = current.tag or "-", _NOTHING
            if tag == "-text":
                tag, kind, of_tag = "", _WORDS, shown
            elif tag[0] not in "-!":
                kind = _SCRIPT if tag == "script" else _SHUT if tag in _CLOSED else _OPEN
                of_tag = by_tag[tag].append
            else:
                of_tag = shown  # never called
            by_number[current.tag_id] = tag, kind, of_tag
        if kind == _WORDS:
            text = current.text_content or ""
            if text.isspace():
                if edge not in blocks:  # white space at the edge of a block shows nothing; it is a third of all nodes
                    leaf = Node()
                    leaf.index = count
                    count += 1
                    leaf.end = count
                    leaf.tag = leaf.names = ""
                    leaf.parent = top
                    leaf.attributes = NO_ATTRIBUTES
                    leaf.text = text
                    leaf.bits = leaf.length = leaf.linked = 0
                    append(leaf)
            else:
                leaf = Node()
                leaf.index = count
                count += 1
                leaf.end = count
                leaf.tag = leaf.names = ""
                leaf.parent = top
                leaf.attributes = NO_ATTRIBUTES
                leaf.text = text
                leaf.bits = 0
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
        elif kind != _NOTHING:
            element = Node()
            element.index = count
            count += 1
            element.tag = edge = tag
            element.parent = top
            element.text = ""
            append(element)
            of_tag(element)
            attributes = current.attributes
            if attributes:
                element.attributes = attributes
                name, own = attributes.get("class"), attributes.get("id")
                if name or own:
                    if own or not name or name not in by_class:
                        names = f" {name or ''} {own or ''} ".lower()
                        if names in named_alike:
                            alike = named_alike[names]
                        else:
                            alike = named_alike[names] = []
                        of_names = alike.append
                        if name and not own:
                            by_class[name] = names, of_names
                    else:
                        names, of_names = by_class[name]
                    element.names = names
                    of_names(element)
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
            if kind == _OPEN:
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
            elif kind == _SCRIPT and "src" not in attributes:
                if _DATA_SCRIPT.search(f"{attributes.get('type')} {attributes.get('id')}"):
                    document.scripts.append((element, current.text(deep=True) or ""))
                elif (script := current.text(deep=True)) and (
                    _LOADERS[0] in script or _LOADERS[1] in script or _STATE.search(script, 0, _HEAD_OF_SCRIPT)
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
            top = top.parent
            following = current.next
        current = following
    for alike, bits in zip(named_alike.values(), flags_of(named_alike), strict=True):
        for element in alike:
            element.bits = bits
    return document
