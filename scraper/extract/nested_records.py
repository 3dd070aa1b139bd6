"""Records inside of or beside those that nothing is called: elements built as they are."""

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


def unnamed_alike(document: Document, members: Sequence[Node], marks: Marks) -> list[Node]:
    """The elements inside of and beside unnamed records that are records, too."""
    return [
        *_siblings_alike(document, members),
        *_nested_alike(document, members, marks),
        *alike_beside(document, members, marks),
    ]


def _nested_alike(document: Document, members: Sequence[Node], marks: Marks) -> list[Node]:
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


def _siblings_alike(document: Document, members: Sequence[Node]) -> list[Node]:
    """The elements beside unnamed records that have a name, and are records by all else: their data, their first children."""
    first = members[0]
    data = {name for name in first.attributes if name.startswith("data-")}
    if first.parent is None or len(data) < _LEAST_DATA:
        return []
    shape, known = _shape(document, first), {member.index for member in members}
    return [
        node
        for node in document.children(first.parent)
        if node.tag == first.tag
        and node.index not in known
        and data <= node.attributes.keys()
        and _shape(document, node) == shape
    ]


# Of attributes that all records have: one may be shared by chance.
_LEAST_DATA = 2


def alike_beside(document: Document, members: Sequence[Node], marks: Marks) -> list[Node]:
    """The elements in lists between unnamed records that are built just as these: their answers.

    Args:
        document: the page.
        members: the records found, children of one element.
        marks: the page's traces of speech.
    """
    if any(member.names for member in members):
        return []
    parent = members[0].parent
    usual, count = Counter(_build(document, member) for member in members).most_common(1)[0]
    if parent is None or len(usual) < _BUILD or count * 2 < len(members):
        return []
    dates, first, known = marks.totals[0], members[0].index, {member.index for member in members}
    return [
        node
        for node in document.by_tag[members[0].tag]
        if first < node.index < parent.end
        and node.parent is not parent
        and not node.names
        and dates[node.end] != dates[node.index]
        and _build(document, node) == usual
        and known.isdisjoint(around.index for around in node.ancestors())
    ]


# The tags of so many elements in a record, in reading order; fewer may be alike by chance.
_BUILD = 6


def _build(document: Document, node: Node) -> Shape:
    return tuple(islice((inner.tag for inner in document.inside(node) if inner.tag), _BUILD))


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
