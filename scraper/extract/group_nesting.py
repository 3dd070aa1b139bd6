"""Answers inside of unnamed records: `<li>` in `<li>`, each beginning as the others do, where only their lists have names."""

from __future__ import annotations

import re
from bisect import bisect_right

from scraper.extract.dom import Document, Node
from scraper.extract.nodes import index_of

_DIGITS = re.compile(r"\d+")


def with_answers(document: Document, members: list[Node]) -> list[Node]:
    """Records without names, and those inside of them that begin alike; the same ones, where they have names."""
    if any(member.names for member in members):
        return members
    shapes = {_shape(document, member) for member in members} - {None}
    known = {member.index for member in members}
    starts = [member.index for member in members]
    inside = [
        node
        for node in document.by_tag[members[0].tag]
        if not node.names
        and node.length
        and node.index not in known
        and (place := bisect_right(starts, node.index)) > 0
        and node.index < members[place - 1].end
        and _shape(document, node) in shapes
    ]
    return sorted([*members, *inside], key=index_of) if inside else members


def _shape(document: Document, record: Node) -> tuple[str, str] | None:
    """What a record begins with: its first element's tag and names, numbers apart."""
    first = next((child for child in document.children(record) if child.tag), None)
    return (first.tag, _DIGITS.sub("#", first.names)) if first is not None and first.names else None
