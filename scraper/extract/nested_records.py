"""Answers inside of records that nothing is called: elements built as those are, with a date of their own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import islice

from scraper.extract.dom import Document, Node
from scraper.extract.group_score import nested_in
from scraper.extract.marks import Marks
from scraper.extract.nodes import index_of

# What the first children of a record are; answers stand behind them, in those that have some.
_FIRST = 2
# Rows inside of rows lay a record out.
_PARTS = ("tr", "td")

Shape = tuple[str, ...]


def nested_alike(document: Document, members: Sequence[Node], marks: Marks) -> list[Node]:
    """The elements inside of unnamed records that are records, too, in reading order.

    Args:
        document: the page.
        members: the records found, children of one element.
        marks: the page's traces of speech.
    """
    usual, count = Counter(_shape(document, member) for member in members).most_common(1)[0]
    if len(usual) < _FIRST or count * 2 < len(members) or members[0].tag in _PARTS:
        return []
    dates = marks.totals[0]
    found = [
        node
        for member in members
        for node in document.inside(member)
        if node.tag == member.tag
        and node is not member
        and not node.names
        and dates[node.end] != dates[node.index]
        and _shape(document, node) == usual
    ]
    return found if _keep_dates([*members, *found], marks) else []


def _keep_dates(records: list[Node], marks: Marks) -> bool:
    """Whether each record has a date outside of those inside it: a part of one, such as a row, takes the only one."""
    records.sort(key=index_of)
    dates = marks.totals[0]
    nested = nested_in(records, 1)
    for record in records:
        inner = nested.get(record.index, ())
        if inner and sum(dates[one.end] - dates[one.index] for one in inner) >= dates[record.end] - dates[record.index]:
            return False
    return True


def _shape(document: Document, node: Node) -> Shape:
    """The tags of an element's first children, those of a table its first rows; texts left out."""
    tags = tuple(islice((child.tag for child in document.children(node) if child.tag), _FIRST))
    return _shape(document, next(document.children(node))) if tags == ("tbody",) else tags
