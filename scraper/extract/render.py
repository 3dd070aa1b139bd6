"""Subtrees as text and as clean HTML.

Text has one line a block: paragraphs, list items, quotations, rows of a table, lines of code.
HTML keeps what an article is made of, and nothing that acts: the tags and attributes below are all there are.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from scraper.extract.dom import BLOCKS, Document, Node
from scraper.normalise.markup import ADDRESSES, ATTRIBUTES, EMPTY, LINKED, TAGS, escape_text, escape_value
from scraper.normalise.text import clean_line, clean_text
from scraper.normalise.urls import join

# What is no text of the page: controls, what is drawn, and how characters are read aloud, which would part their words.
SILENT = frozenset(
    "script style head title noscript template button select option optgroup textarea input label progress meter svg math canvas"
    " iframe object embed audio video map area rt rp".split()
)
_HOLLOW = re.compile(r"<(ul|ol|dl|p|blockquote|h[1-6]|figure|tr|tbody|table)>\s*</\1>")
_LONG_CELL = 80


def text_of(document: Document, node: Node, skip: Collection[int] = ()) -> str:
    """The text of a subtree, one line a block.

    Args:
        document: the page.
        node: root of the subtree.
        skip: indexes of nodes to leave out with all that is inside.
    """
    if node.end == node.index + 2 and not skip and (only := document.nodes[node.index + 1].text) and node.tag != "pre":
        return clean_line(only)
    parts: list[str] = []
    nodes, ends = document.nodes, [node.end + 1]
    index, end = node.index if not node.tag else node.index + 1, node.end
    raw_until = node.end if node.tag == "pre" else 0
    while index < end:
        while ends[-1] <= index:
            parts.append("\n")
            ends.pop()
        current = nodes[index]
        tag = current.tag
        if not tag:
            text = current.text if index not in skip else " "
            parts.append(text if index < raw_until or "\n" not in text else text.replace("\n", " ").replace("\r", " "))
        elif index in skip or tag in SILENT:
            parts.append(" ")
            index = current.end
            continue
        elif tag == "br":
            parts.append("\n")
        elif (
            tag in BLOCKS
            or (tag in ("td", "th") and _is_block_cell(document, current))
            or (tag == "cite" and _is_attribution(current))
        ):
            parts.append("\n")
            ends.append(current.end)
            if tag == "pre":
                raw_until = current.end
        elif tag == "img" and is_smiley(current):
            parts.append(current.get("alt"))
        index += 1
    return clean_text("".join(parts))


def _is_attribution(cite: Node) -> bool:
    """Whether it says whose words a quotation has, in front of them, as forums do."""
    box = cite.parent
    if box is not None and box.tag == "div":
        box = box.parent
    return box is not None and box.tag == "blockquote" and cite.index <= box.index + 3


def _is_block_cell(document: Document, cell: Node) -> bool:
    """Whether a cell of a table holds paragraphs rather than a value: pages of the 1990s are laid out with tables."""
    if cell.length > _LONG_CELL:
        return True
    return any(node.tag in BLOCKS or node.tag == "br" for node in document.inside(cell))


def is_smiley(node: Node) -> bool:
    """Whether an image stands for a character: its alternative text is part of the sentence."""
    alt = node.get("alt")
    return (
        bool(alt)
        and len(alt) <= 12
        and (
            "smil" in node.names
            or "emoji" in node.names
            or (not alt.isascii() and len(alt) <= 4 and not any(map(str.isalpha, alt)))
        )
    )


def html_of(document: Document, node: Node, base: str, skip: Collection[int] = ()) -> str:
    """The subtree's inner HTML, with harmless elements and absolute http(s) links only; see `scraper.normalise.markup`."""
    parts: list[str] = []
    append = parts.append
    nodes = document.nodes
    ends = [node.end + 1]
    closing: list[str] = []
    index, end = node.index + 1, node.end
    while index < end:
        while ends[-1] <= index:
            ends.pop()
            append(closing.pop())
        current = nodes[index]
        tag = current.tag
        if not tag:
            if index not in skip:
                append(escape_text(current.text))
        elif index in skip or tag in SILENT:
            index = current.end
            continue
        elif tag in TAGS:
            append(_open_tag(current, base) if tag in ATTRIBUTES else f"<{tag}>")
            if tag not in EMPTY:
                ends.append(current.end)
                closing.append(f"</{tag}>")
        index += 1
    parts.extend(reversed(closing))
    html = _without_empty("".join(parts)).strip()
    return html.replace("\xa0", "&nbsp;") if "<" in html else html


def _without_empty(html: str) -> str:
    """Without the lists and paragraphs of which nothing is left."""
    for _ in range(3):
        html, count = _HOLLOW.subn("", html)
        if not count:
            break
    return html


def _open_tag(node: Node, base: str) -> str:
    tag, given = node.tag, node.attributes
    written = f"<{tag}"
    if given:
        for name in ATTRIBUTES[tag]:
            value = given.get(name)
            if value and name in ADDRESSES:
                value = join(base, value)
            if value:
                written += f' {name}="{escape_value(value)}"'
    return f"{written}{LINKED}>" if tag == "a" else f"{written}>"
