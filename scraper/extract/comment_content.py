"""The words of a comment: an element named as content, else all that is not known to be something else."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import takewhile

from scraper.extract.comment_controls import CONTROL_TEXT, LABEL, PANEL, controls
from scraper.extract.dom import BLOCKS, Document, Node
from scraper.extract.names import BITS, is_utility
from scraper.extract.nodes import index_of
from scraper.extract.record_texts import LONGEST_SHORT, initials_in
from scraper.extract.render import text_of
from scraper.extract.shared_parts import Shared
from scraper.extract.votes import SCORED

_AVATAR, _CONTROL, _CONTENT = BITS["avatar"], BITS["control"], BITS["content"]
_CONTROL_OR_CONTENT = _CONTROL | _CONTENT
_QUOTE, _STRONG_CONTENT = BITS["quote"], BITS["strong_content"]
_ANY_CONTENT = _CONTENT | _STRONG_CONTENT
_LONGEST_HEAD, _LONGEST_ROW = 250, 600
# Beside the words: what is called both, such as a comment's footer.
_BESIDE, _WEAK, _STRONG, _MARKED = 1, 2, 3, 4
_NO_CONTENT = frozenset(("a", "span", "img", "time", "form", "button", "label"))
_ITEM_TEXTS = ("text", "commentText", "articleBody", "reviewBody", "description")


def find_content(
    document: Document,
    record: Node,
    own: list[Node],
    inner: Sequence[Node],
    name: Node | None,
    date: Node | None,
    common: Shared,
    told: Node | None = None,
) -> tuple[Node, frozenset[int]]:
    """The element that holds a record's words, and what inside of it to leave out.

    Args:
        document: the page.
        record: the record.
        own: its nodes.
        inner: the records nested in it.
        name: where its writer's name stands.
        date: where its date stands.
        common: what the record has in common with the others.
        told: where the words stand, if that is known from other records.
    """
    nested = frozenset(node.index for node in inner)
    if not own:
        return record, nested
    content = told or _content_node(own, inner, name, date, common)
    if content is not None:
        apart = nested | controls(own, content, record, name, date)
        if told is not None or not _is_pressed(document, content, text_of(document, content, apart)):
            return content, apart
    apart = nested | controls(own, record, record, name, date)
    head = _head(document, record, apart, inner, name, date, common)
    return record, apart | head | _labels(document, own, name, date)


def _is_pressed(document: Document, content: Node, text: str) -> bool:
    """Whether an element that is called content holds only what people press."""
    if text and not CONTROL_TEXT.match(text):
        return False
    return any(node.tag in ("a", "button") and node.length for node in document.inside(content))


def _head(
    document: Document,
    record: Node,
    apart: frozenset[int],
    inner: Sequence[Node],
    name: Node | None,
    date: Node | None,
    common: Shared,
) -> frozenset[int]:
    """The row or box that holds name and date and little else, where the words stand in others beside it."""
    if name is None:
        return frozenset()
    date = date or name
    box = record
    while True:
        children = [n for n in document.children(box) if n.length and n.index not in apart and not _is_filled(n, inner)]
        if len(children) != 1 or not children[0].tag:
            break
        box = children[0]
    heads = [n for n in children if n.tag and (name in n or date in n)]
    rest = [n for n in children if n not in heads]
    if (
        not heads
        or not rest
        or sum(n.length for n in heads) > (_LONGEST_HEAD if date is not name else _LONGEST_HEAD // 2)
    ):
        return frozenset()
    words = "".join(text_of(document, n, apart) for n in rest)
    if all(common.is_furniture(text) for n in rest for text in _texts_in(document, n, apart)):
        return frozenset()
    if (
        sum(n.length for n in heads if name in n and date in n) == 0
        or not words
        or LABEL.match(words.replace("\n", " "))
    ):
        return frozenset()
    # A head of more than name and date may be where a short comment stands; the words beside it are then controls.
    return frozenset(n.index for n in heads) if len(words) > 1 else frozenset()


def _is_filled(node: Node, inner: Sequence[Node]) -> bool:
    """Whether an element holds nothing but nested records."""
    return bool(inner) and node.length <= 2 + sum(nested.length for nested in inner if nested in node)


def _texts_in(document: Document, node: Node, apart: frozenset[int]) -> list[Node]:
    inside = document.inside(node) if node.tag else [node]
    return [text for text in inside if not text.tag and text.length > 1 and text.index not in apart]


def _is_no_content(node: Node, common: Shared) -> bool:
    """Whether what is called content is a size of text, or holds what most records show alike: "12 posts"."""
    if " text-" in node.names and is_utility(node.names, _ANY_CONTENT):
        return True
    return 0 < node.length <= LONGEST_SHORT and common.is_label(node)


def _holds_any(node: Node, inner: Sequence[Node]) -> bool:
    """Whether one of some nodes, in reading order, is in a node."""
    place = bisect_left(inner, node.index, key=index_of)
    return place < len(inner) and inner[place] in node


def _content_node(
    own: list[Node], inner: Sequence[Node], name: Node | None, date: Node | None, common: Shared
) -> Node | None:
    """The element named as content: the outermost of those with the plainest names, so that quotations stay in it."""
    best: Node | None = None
    rank = 0
    for node in own:
        if not node.attributes or not node.tag:
            continue
        if node.attributes.get("itemprop") in _ITEM_TEXTS and not (best is not None and rank == _MARKED):
            best, rank = node, _MARKED
            continue
        if not node.bits & _ANY_CONTENT or node.tag in _NO_CONTENT or not node.length:
            continue
        if node.bits & _QUOTE and node.tag == "blockquote":
            continue
        if _is_no_content(node, common):
            continue
        if (name is not None and name in node) or (date is not None and date in node) or _holds_any(node, inner):
            continue
        own_rank = _STRONG if node.bits & _STRONG_CONTENT else _BESIDE if node.bits & _CONTROL else _WEAK
        if best is None or own_rank > rank or (own_rank == rank and best not in node and node.length > best.length):
            if (
                best is not None
                and node in best
                and own_rank > rank
                and node.length * 3 < best.length
                and not any(n.tag == "time" and n in best for n in own)
            ):
                continue  # a small part of what is called content, such as an embedded card
            best, rank = node, own_rank
    return best if best is not None and best.length else None


def _labels(document: Document, own: list[Node], name: Node | None, date: Node | None) -> frozenset[int]:
    """Everything around the words: the line with name and date, portraits, numbers beside them."""
    found: set[int] = set()
    known = {node.index for node in (name, date) if node is not None}
    first, last = own[0].index, own[-1].end
    for node in (name, date):
        if node is None:
            continue
        best = node
        for ancestor in node.ancestors():
            if ancestor.index < first or ancestor.end > last or not _is_label(document, ancestor, known):
                break
            best = ancestor
        found.add(best.index)
    for node in own:
        if (
            _is_furniture(node)
            or _is_bare_label(node, first)
            or (node.tag in _HEADINGS and name is not None and name in node)
        ):
            found.add(node.index)
    found.update(node.index for node in initials_in(own))
    if name is not None and date is not None:
        found.update(_between(own, *sorted((name, date), key=index_of)))
    return frozenset(found)


def _between(own: list[Node], first: Node, second: Node) -> list[int]:
    """The few words between name and date in one line, where what was said stands behind: a rank, where from."""
    between = [node for node in own if first.end <= node.index < second.index]
    texts = [node.index for node in between if not node.tag]
    if (
        not texts
        or sum(node.length for node in between if not node.tag) > _LONGEST_BETWEEN
        or any(n.tag in BLOCKS for n in between)
    ):
        return []
    behind = (node for node in own if not node.tag and node.index >= second.end and node.length > 1)
    said = (node for node in behind if node.parent is not None and node.parent.tag not in ("a", "button"))
    return texts if any(not _is_label_text(node.text) for node in said) else []


def _is_label_text(text: str) -> bool:
    return LABEL.match(" ".join(text.split())) is not None


_LONGEST_BETWEEN = 30
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6", "cite")


def _is_furniture(node: Node) -> bool:
    """Whether an element's name says that it is a portrait or a control."""
    if not node.tag or not node.names or node.length >= 100:
        return False
    if node.bits & _QUOTE and node.linked * 2 < node.length:
        return False
    return bool(node.bits & _AVATAR or node.bits & _CONTROL_OR_CONTENT == _CONTROL)


def _is_bare_label(node: Node, first: int) -> bool:
    """Whether a text is a word such as "says" or a number, outside of paragraphs: "0" and "..." are comments, too."""
    if not node.tag and "|" in node.text and PANEL.fullmatch(node.text):
        return True
    if (
        node.tag
        or node.length >= 40
        or not (LABEL.match(words := " ".join(node.text.split())) or SCORED.fullmatch(words))
    ):
        return False
    return not any(ancestor.tag == "p" for ancestor in takewhile(lambda a: a.index >= first, node.ancestors()))


def _is_label(document: Document, node: Node, known: set[int]) -> bool:
    """Whether an element holds nothing but name, date and words such as "says"."""
    if node.length > _LONGEST_ROW or any(inner.tag == "p" and inner.length for inner in document.inside(node)):
        return False
    rest = text_of(
        document,
        node,
        known
        | {
            n.index
            for n in document.inside(node)
            if n.tag in ("a", "button") and CONTROL_TEXT.match(text_of(document, n))
        },
    )
    return len(rest) < 60 and LABEL.match(rest.replace("\n", " ")) is not None
