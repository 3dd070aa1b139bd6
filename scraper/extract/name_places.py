"""Where a writer's name stands if no markup tells: above the words, or beside the date, in as few words as names have."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from scraper.extract.comment_names import is_role, name_in
from scraper.extract.dom import Document, Node
from scraper.extract.marks import Marks
from scraper.extract.record_texts import alone, may_be_name
from scraper.extract.shared_parts import Shared

# One to three words that begin as names do.
_NAME = re.compile(
    r"\s*[^\W\d_a-zß-öø-ÿ][\w'’.-]{1,20}(?:\s+(?:[a-z]{2,3}\s+)?[^\W\d_a-zß-öø-ÿ][\w'’.-]{0,20}){1,2}\s*$"
)
_LONGEST = 40
_LONGEST_HEAD = 100


def name_above(document: Document, own: list[Node], date: Node | None, marks: Marks, shared: Shared) -> Node | None:
    """The short text in front of the words: pages with hashed class names say no more."""
    first = _behind_rank(list(islice(shared.spoken(own), 2)), date)
    if shared.are_signed and first is not None and may_be_name(first, marks) and name_in(document, first):
        return alone(first, own)
    return _undated_name(document, own) if date is None else _name_in_front(document, own, date, marks)


def _behind_rank(texts: Sequence[Node], date: Node | None) -> Node | None:
    """The first text, or that behind a rank in front of the day."""
    if date is not None and len(texts) == 2 and texts[1].index < date.index and is_role(texts[0].text):
        return texts[1]
    return next(iter(texts), None)


def _name_in_front(document: Document, own: list[Node], date: Node, marks: Marks) -> Node | None:
    """The first of at most two texts in front of the date, in an element of its own."""
    texts = [node for node in own if not node.tag and node.length and node.index < date.index]
    box = texts[0].parent if texts else None
    if box is None or len(texts) > 2 or not 2 < box.length <= _LONGEST or date in box:
        return None
    return box if may_be_name(texts[0], marks) and name_in(document, box) else None


def name_beside(document: Document, own: list[Node], date: Node | None, marks: Marks, shared: Shared) -> Node | None:
    """The first text beside the date in the smallest element around both, where the words stand outside of it."""
    if date is None:
        return None
    said = sum(node.length for node in own if not node.tag)
    for box in date.ancestors():
        if box.index < own[0].index or box.length > _LONGEST_HEAD or box.length >= said:
            return None
        texts = shared.spoken([node for node in document.inside(box) if node not in date])
        if (first := next(texts, None)) is not None:
            return alone(first, own) if may_be_name(first, marks) and name_in(document, first) else None
    return None


def _undated_name(document: Document, own: list[Node]) -> Node | None:
    """The first text of an undated record, where it stands in an element of its own, reads like a name, and longer words follow."""
    texts = [node for node in own if not node.tag and node.length > 1][:2]
    if len(texts) < 2 or texts[0].parent is None or texts[1].length <= texts[0].length:
        return None
    box = texts[0].parent
    is_alone = box.tag in ("div", "span", "header") and texts[1] not in box and box.index >= own[0].index
    return box if is_alone and _NAME.match(texts[0].text) and name_in(document, box) else None
