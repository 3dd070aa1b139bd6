"""Texts of one record: what may be a name by its looks, and the letters that stand in place of a portrait."""

from __future__ import annotations

import re
from collections.abc import Sequence

from scraper.extract.dom import Node
from scraper.extract.marks import Marks

LONGEST_SHORT = 40
"""Names, labels and controls are no longer."""
_MOST_INITIALS = 2
# Behind a portrait's letters, the name follows soon.
_SOON = 4
_SENTENCE_END = re.compile(r"[?!…。！？]\s*$|[^\W\d_]{3,}\.\s*$|\bago\b")


def lettered(own: Sequence[Node]) -> list[Node]:
    """A record's texts with letters in them."""
    return [node for node in own if not node.tag and any(map(str.isalpha, node.text))]


def alone(text: Node, own: Sequence[Node]) -> Node:
    """The element of a record that holds a text and nothing else, or the text."""
    box = text.parent
    return box if box is not None and box.length == text.length and box.index >= own[0].index else text


def may_be_name(text: Node, marks: Marks) -> bool:
    """Whether a text is as short as a name, in an element of its own, and no sentence."""
    box = text.parent
    return (
        1 < text.length <= LONGEST_SHORT
        and box is not None
        and box.length <= LONGEST_SHORT * 2
        and box.tag != "time"
        and not marks.is_date(text)
        and text.text.strip()[:1].isalnum()
        and not _SENTENCE_END.search(text.text)
    )


def initials_in(own: Sequence[Node]) -> list[Node]:
    """The letters that stand in the place of a portrait, in an element of their own, in front of the name."""
    texts = lettered(own)[: _SOON * 2]
    if all(len(node.text.strip()) > _MOST_INITIALS for node in texts):
        return []
    return [node for place, node in enumerate(texts) if are_initials(texts, place)]


def are_initials(texts: Sequence[Node], place: int) -> bool:
    """Whether one of a record's texts is the first letters of one that follows soon, in place of a portrait."""
    node = texts[place]
    letters = node.text.strip().lower()
    if len(letters) > _MOST_INITIALS or node.parent is None or node.parent.length > node.length:
        return False
    return any(
        node.length < other.length <= LONGEST_SHORT and other.text.strip().lower().startswith(letters[0])
        for other in texts[place + 1 : place + 1 + _SOON]
    )
