"""Records taken apart together, where no name says what their parts are: words, writer and time are where records differ.

Frameworks make class names of letters and digits alone. But records are made from one pattern: each has the same parts,
named alike. What several records have in common (labels, controls, what is told of a writer) is not what was said;
of several times, the one that goes on from record to record is when each was written.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import lru_cache

import attrs

from scraper.extract.dom import Node
from scraper.extract.marks import Marks
from scraper.normalise.dates import parse_date

Key = tuple[str, ...]
"""A part of a record: tags and names from the record down to it."""

_NO_CONTENT = frozenset(("a", "img", "time", "form", "button", "label", "cite", "h1", "h2", "h3", "h4", "h5", "h6"))
_LEAST_RECORDS = 3
# Of the records, so many must have the part.
_MOST = 0.6
# A text that so many records have is a label.
_COMMON = 3
# Of what differs between records, so much stands in the words.
_LEAST_SHARE = 0.35
_LONGEST_NAME, _LONGEST_LABEL = 40, 60
_NUMBER = re.compile(r"\d[\d.,:]*")
_NAME = re.compile(r"[@\W]{0,2}[^\W\d_]")
_FAR = datetime(2100, 1, 1, tzinfo=UTC)


@attrs.define
class _Part:
    nodes: dict[int, Node] = attrs.Factory(dict)
    """By the place of the record."""
    is_repeated: bool = False
    own: int = 0
    """Characters of texts that stand in one record, or in two as a quotation does."""
    furniture: int = 0
    """Characters of texts that stand in more."""
    length: int = 0


@attrs.frozen
class Shared:
    """Where other records tell that a record's parts are; None where they tell nothing."""

    content: Node
    name: Node | None
    date: Node | None


@attrs.frozen
class Signed:
    """Where records have their words and their writers, by their places."""

    contents: dict[int, Node]
    names: dict[int, Node]


def signed_parts(own: Sequence[list[Node]], records: Sequence[Node], marks: Marks) -> Signed | None:
    """Where the words and the writers of records stand, if both are parts that all of them have."""
    if len(records) < _LEAST_RECORDS:
        return None
    dates = [[node for node in nodes if marks.is_date(node)] for nodes in own]
    contents = _contents(own, records, dates)
    names = _names(_texts(_around(own, contents), records), marks) if contents else {}
    return Signed(contents, names) if names else None


def are_mixed(texts: Sequence[str]) -> bool:
    """Whether many of these texts have lines that several of them have: labels and controls stand among the words."""
    lines = [{_pattern(line) for line in text.split("\n")} for text in texts]
    counts = Counter(line for of_one in lines for line in of_one)
    mixed = sum(any(counts[line] >= _COMMON for line in of_one) for of_one in lines if len(of_one) > 1)
    return mixed * 4 > len(texts)


def shared_parts(
    own: Sequence[list[Node]], records: Sequence[Node], apart: Sequence[Sequence[Node]], marks: Marks
) -> dict[int, Shared]:
    """The parts of each record that hold its words, its writer and its time, by the record's place; nothing where no part stands out.

    Args:
        own: the nodes of each record, without those of records nested in it.
        records: the records.
        apart: for each, what its words do not hold: its writer's name, its date, the records nested in it.
        marks: the page's traces of speech.
    """
    if len(records) < _LEAST_RECORDS:
        return {}
    contents = _contents(own, records, apart)
    texts = _texts(_around(own, contents), records)
    names, dates = _names(texts, marks), _dates(texts, marks)
    return {place: Shared(content, names.get(place), dates.get(place)) for place, content in contents.items()}


@lru_cache(maxsize=4096)  # class names come again with each record
def _pattern(text: str) -> str:
    """A text without what differs from one record to the next though it is no word: numbers, which are part of short labels alone."""
    return _NUMBER.sub("0", text.strip()) if len(text) <= _LONGEST_LABEL else text


def _contents(own: Sequence[list[Node]], records: Sequence[Node], apart: Sequence[Sequence[Node]]) -> dict[int, Node]:
    common = _common_texts(own)
    parts = _elements(own, records, apart, common)
    told = [part for part in parts.values() if not part.is_repeated and len(part.nodes) >= _MOST * len(records)]
    best = max(told, key=lambda part: (part.own - part.furniture, -part.length), default=None)
    if best is None or best.own <= best.furniture:
        return {}
    whole = sum(node.length for nodes in own for node in nodes if not node.tag and node.text not in common)
    return best.nodes if best.own >= _LEAST_SHARE * whole else {}


def _common_texts(own: Sequence[list[Node]]) -> set[str]:
    """The texts that several records have, numbers apart."""
    shown = [{node.text for node in nodes if not node.tag} for nodes in own]
    patterns = {text: _pattern(text) for text in set().union(*shown)}
    counts = Counter(pattern for texts in shown for pattern in {patterns[text] for text in texts})
    return {text for text, pattern in patterns.items() if counts[pattern] >= _COMMON}


def _around(own: Sequence[list[Node]], contents: dict[int, Node]) -> list[list[Node]]:
    """The nodes of each record outside of its words."""
    return [[n for n in nodes if place not in contents or n not in contents[place]] for place, nodes in enumerate(own)]


def _elements(
    own: Sequence[list[Node]], records: Sequence[Node], apart: Sequence[Sequence[Node]], common: set[str]
) -> dict[Key, _Part]:
    parts: defaultdict[Key, _Part] = defaultdict(_Part)
    for place, (record, nodes) in enumerate(zip(records, own, strict=True)):
        barred = {one.index for other in apart[place] for one in (other, *other.ancestors())}
        around: list[tuple[Node, _Part]] = []
        for node, key in _keyed(record, nodes):
            while around and around[-1][0].end <= node.index:
                around.pop()
            if not node.tag:
                is_common = node.text in common
                for _, part in around:
                    part.own += 0 if is_common else node.length
                    part.furniture += node.length if is_common else 0
            elif node.length and node.index not in barred and node.tag not in _NO_CONTENT:
                part = parts[key]
                part.is_repeated |= place in part.nodes
                part.nodes[place] = node
                part.length += node.length
                around.append((node, part))
    return parts


def _keyed(record: Node, nodes: Sequence[Node]) -> Iterator[tuple[Node, Key]]:
    """Each node of a record with its part; a text is of its parent's."""
    keys: dict[int, Key] = {record.index: ()}
    for node in nodes:
        above = keys.get(node.parent.index if node.parent else -1, ("?",))
        if not node.tag:
            yield node, above
            continue
        keys[node.index] = key = (*above, f"{node.tag}{_pattern(node.names)}")
        yield node, key


def _texts(around: Sequence[list[Node]], records: Sequence[Node]) -> dict[tuple[Key, int], dict[int, Node]]:
    """The texts of each part of the records, in their order, those of parts alike by number; what few records have is left out."""
    found: defaultdict[tuple[Key, int], dict[int, Node]] = defaultdict(dict)
    for place, (record, nodes) in enumerate(zip(records, around, strict=True)):
        seen: Counter[Key] = Counter()
        for node, key in _keyed(record, nodes):
            if not node.tag and node.length > 1:
                found[key, seen[key]][place] = node
                seen[key] += 1
    return {key: nodes for key, nodes in found.items() if len(nodes) >= _MOST * len(records)}


def _names(texts: dict[tuple[Key, int], dict[int, Node]], marks: Marks) -> dict[int, Node]:
    """The first part that reads like a name and is not the same everywhere; one that is a link, if there is any."""
    alike = []
    for nodes in texts.values():
        words = [node.text.strip() for node in nodes.values()]
        if (
            all(len(text) <= _LONGEST_NAME and _NAME.match(text) for text in words)
            and not any(marks.is_date(node) for node in nodes.values())
            and len(set(words)) > 1
            and len({_pattern(text) for text in words}) * 3 > len(words)
        ):
            alike.append(nodes)
    linked = (nodes for nodes in alike if all(node.linked for node in nodes.values()))
    return {place: _alone(node) for place, node in next(linked, alike[0] if alike else {}).items()}


def _alone(text: Node) -> Node:
    """The element that holds a text and nothing else, or the text."""
    return text.parent if text.parent is not None and text.parent.length == text.length else text


def _dates(texts: dict[tuple[Key, int], dict[int, Node]], marks: Marks) -> dict[int, Node]:
    """Of several parts that are dates, the one whose dates go on in one direction; nothing where that is not just one."""
    dated = [nodes for nodes in texts.values() if all(marks.is_date(node) for node in nodes.values())]
    if len(dated) < 2:
        return {}
    ordered = [nodes for nodes in dated if _go_on([node.text for node in nodes.values()])]
    return ordered[0] if len(ordered) == 1 else {}


def _go_on(dates: Sequence[str]) -> bool:
    found = [at.at for text in dates if (at := parse_date(text, relative_to=_FAR)) is not None]
    return len(found) == len(dates) and len(set(found)) > 1 and found in (sorted(found), sorted(found, reverse=True))
