"""Records that no element holds: a row with name and date, then rows with the words, side by side with those of the others.

Forums laid out with tables, and definition lists, print posts like that. Where no group of elements is a discussion,
siblings are cut in front of (or behind) the rows that tell who and when, and each piece gets an element of its own.

The idea of cutting flat siblings at their dates follows MiBAT (Song et al., 2010).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise

import attrs

from scraper.extract.comment_author import NAME_LABEL
from scraper.extract.dom import Document, Node
from scraper.extract.marks import Marks
from scraper.extract.names import matcher, tokens
from scraper.extract.signed_lines import name_and_date

_HIGHEST = 8
_LONGEST_HEAD = 400
_LONGEST_NAME = 40
_LEAST_WORDS = 12
_MOST_BEFORE = 8

Signature = tuple[object, ...]


@attrs.frozen
class Rows:
    """Records of several rows each, in new elements that `Document.insert` has not been given yet."""

    records: list[Node]
    are_signed: bool
    """Whether each has a short bold text in its head, or name and date in one line: most likely a name."""


def find_rows(document: Document, marks: Marks) -> list[Rows]:
    """For each element whose children read like that, new elements around the children of each record."""
    found = []
    ruling = {rule.parent.index for rule in document.elements("hr") if rule.parent is not None}
    for parent in _dated_parents(document, marks):
        if parent.index in ruling and len(ruled := _between_rules(document, parent, marks)) > 1:
            found.append(Rows([_around(parent, nodes) for nodes in ruled], are_signed=True))
            continue
        if parent.tag == "dl" and (defined := _definitions(document, parent, marks)):
            found.append(Rows(defined, are_signed=True))
            continue
        children = [n for n in document.children(parent) if n.tag and (n.length or n.end > n.index + 1)]
        heads = _heads(document, children, marks)
        heads = (terms := _terms(children, heads, marks)) or heads
        if heads and (spans := _spans(document, children, heads)):
            signed = len(terms) or sum(_is_signed(document, children[head]) for head in heads)
            records = [
                _around(parent, _trimmed(document, children[first : last + 1], marks), children[head])
                for (first, last), head in zip(spans, heads, strict=True)
            ]
            found.append(Rows(records, signed * 5 >= len(heads) * 4))
    return found


def _definitions(document: Document, parent: Node, marks: Marks) -> list[Node]:
    """Elements around each term and its definition, where answers are lists in definitions; nothing where a term has no date."""
    lists = [parent, *(inner for inner in document.elements("dl") if inner in parent and inner is not parent)]
    if len(lists) == 1 or parent.parent is None or parent.parent.tag == "dd":
        return []
    dates = marks.totals[0]
    found = []
    for terms in lists:
        children = [child for child in document.children(terms) if child.tag in ("dt", "dd")]
        for term, definition in zip(children[::2], children[1::2], strict=False):
            if (term.tag, definition.tag) != ("dt", "dd") or dates[term.end] == dates[term.index]:
                return []
            found.append(_around(terms, [term, definition], term))
    return found


def _between_rules(document: Document, parent: Node, marks: Marks) -> list[list[Node]]:
    """What stands between ruled lines and begins with a label and a name, as guestbooks of the 1990s print it; each has a date."""
    pieces: list[list[Node]] = [[]]
    for child in document.children(parent):
        if child.tag == "hr":
            pieces.append([])
        elif pieces[-1] or (child.length and not child.text.isspace()):
            pieces[-1].append(child)
    dates = marks.totals[0]
    labelled = [nodes[start:] for nodes in pieces if (start := _label(document, nodes)) is not None]
    told = [nodes for nodes in labelled if dates[nodes[-1].end] != dates[nodes[0].index]]
    return told if len(told) == len(labelled) else []


def _label(document: Document, nodes: Sequence[Node]) -> int | None:
    """The first of some nodes that is, or holds as its first text, a label such as "Name:" or "From:"."""
    for place, node in enumerate(nodes[:_MOST_BEFORE]):
        first = node if not node.tag else next((n for n in document.inside(node) if not n.tag and n.length), None)
        if first is not None and NAME_LABEL.match(first.text):
            return place
    return None


def _dated_parents(document: Document, marks: Marks) -> list[Node]:
    """The elements with several children that hold a date, the one with the most first."""
    branches: defaultdict[int, set[int]] = defaultdict(set)
    for index in marks.dates:
        child = document.nodes[index]
        for _ in range(_HIGHEST):
            parent = child.parent
            if parent is None or parent.tag in ("html", "head"):
                break
            branches[parent.index].add(child.index)
            child = parent
    several = [(len(children), index) for index, children in branches.items() if len(children) >= 2]
    return [document.nodes[index] for _, index in sorted(several, reverse=True)[:20]]


def _heads(document: Document, children: Sequence[Node], marks: Marks) -> list[int]:
    """Which of the children tell who and when: those built alike, dated, and apart from each other; with ranks in some, if all are signed."""
    dates = marks.totals[0]
    dated = [
        place
        for place, child in enumerate(children)
        if child.length <= _LONGEST_HEAD and dates[child.end] != dates[child.index]
    ]
    alike = _alike({place: _signature(document, children[place]) for place in dated})
    looser = _alike({place: _ends(document, children[place], marks) for place in dated})
    if len(looser) > len(alike) and all(_begins_with_name(document, children[place]) for place in looser):
        return looser
    return alike


def _terms(children: Sequence[Node], heads: list[int], marks: Marks) -> list[int]:
    """The terms of a definition list in front of its dated rows, where each has a short one without a date: the writers' names."""
    dates = marks.totals[0]
    found = [head - 1 for head in heads if head and children[head].tag == "dd" and children[head - 1].tag == "dt"]
    terms = [children[place] for place in found]
    are_names = all(t.length <= _LONGEST_NAME and dates[t.end] == dates[t.index] for t in terms)
    return found if len(found) == len(heads) and are_names else []


def _begins_with_name(document: Document, head: Node) -> bool:
    """Whether a head row is signed, and begins with the name."""
    first = next((n for n in document.inside(head) if not n.tag and n.length > 1), None)
    return (
        first is not None
        and first.length <= 2 * _LONGEST_NAME
        and _is_signed(document, head)
        and (first.parent is not None and first.parent.tag in ("b", "strong") or name_and_date(first.text) is not None)
    )


def _alike(built: dict[int, Signature]) -> list[int]:
    """Of children with their signatures, the most that are alike and apart."""
    groups: defaultdict[Signature, list[int]] = defaultdict(list)
    for place, signature in built.items():
        groups[signature].append(place)
    apart = [p for p in groups.values() if len(p) >= 2 and all(second - first > 1 for first, second in pairwise(p))]
    return max(apart, key=len, default=[])


def _is_signed(document: Document, head: Node) -> bool:
    """Whether a head row has a short bold text, or is a line of name and date."""
    inside = document.inside(head)
    if any(n.tag in ("b", "strong") and 1 < n.length <= _LONGEST_NAME for n in inside):
        return True
    first = next((n for n in inside if not n.tag and n.length), None)
    return first is not None and first.length <= 2 * _LONGEST_NAME and name_and_date(first.text) is not None


def _signature(document: Document, node: Node) -> Signature:
    """How a row is built: its tag and those of its children, with their classes, numbers aside."""
    if node.tag == "dt":  # a guest's has no link
        return (node.tag,)
    inside = tuple((child.tag, _classes(child)) for child in document.children(node) if child.tag)
    return (node.tag, inside)


def _ends(document: Document, node: Node, marks: Marks) -> Signature:
    """How a row is built by its first child and that of its date: what stands between may be there in some rows only."""
    dates = marks.totals[0]
    inside = [child for child in document.children(node) if child.tag]
    dated = [child for child in inside if dates[child.end] != dates[child.index]]
    return (node.tag, *((child.tag, _classes(child)) for child in (*inside[:1], *dated[:1])))


def _classes(node: Node) -> tuple[str, ...]:
    return tuple(token for token in tokens(node.names) if "#" not in token) if node.names else ()


def _spans(document: Document, children: Sequence[Node], heads: list[int]) -> list[tuple[int, int]]:
    """First and last child of each record; empty where there are no words between the heads."""
    between = [children[p] for first, second in pairwise(heads) for p in range(first + 1, second)]
    if sum(n.length - n.linked for n in between) < _LEAST_WORDS * (len(heads) - 1):
        return []
    if _follow(document, children, heads):
        firsts = [0, *(head + 1 for head in heads[:-1])]
        usual = Counter(last - first for first, last in zip(firsts[1:], heads[1:], strict=False)).most_common(1)[0][0]
        firsts[0] = max(0, heads[0] - usual)
        return list(zip(firsts, heads, strict=True))
    lasts = [head - 1 for head in heads[1:]]
    usual = Counter(last - first for first, last in zip(heads, lasts, strict=False)).most_common(1)[0][0]
    return list(zip(heads, [*lasts, min(len(children) - 1, heads[-1] + usual)], strict=True))


def _follow(document: Document, children: Sequence[Node], heads: list[int]) -> bool:
    """Whether names and dates stand behind the words: words precede the first, and none like them follow the last."""
    if heads[0] == 0 or not children[heads[0] - 1].length:
        return False
    if heads[-1] == len(children) - 1:
        return True
    between = {tuple(_signature(document, n) for n in children[a + 1 : b]) for a, b in pairwise(heads)}
    if len(between) > 1:
        return False
    usual = between.pop()
    return (
        tuple(_signature(document, n) for n in children[max(0, heads[0] - len(usual)) : heads[0]]) == usual
        and tuple(_signature(document, n) for n in children[heads[-1] + 1 : heads[-1] + 1 + len(usual)]) != usual
    )


def _trimmed(document: Document, children: Sequence[Node], marks: Marks) -> Sequence[Node]:
    """A record's children without what stands behind its words and is none of them: forms, advertisements, other stories."""
    last = len(children)
    while last > 2 and _is_extra(document, children[last - 1], marks):
        last -= 1
    return children[:last]


def _is_extra(document: Document, child: Node, marks: Marks) -> bool:
    teasers = marks.totals[5]
    return (
        child.tag in ("form", "aside", "nav")
        or teasers[child.end] != teasers[child.index]
        or _ADVERTISEMENT(child.names)
        or any(node.tag == "form" for node in document.inside(child))
    )


_ADVERTISEMENT = matcher(
    r"(?<![a-z])(?:ads?|advert\w*|adsbygoogle|ad-?(?:slot|unit|box)|anzeige|werbung|sponsored|promo|newsletter)(?![a-z])"
)


def _around(parent: Node, children: Sequence[Node], head: Node | None = None) -> Node:
    """An element around siblings, with the indexes that they have now, and what the head row is called: keys and levels stand there."""
    element = Node()
    element.index, element.end = children[0].index, children[-1].end
    element.tag, element.text = "section", ""
    element.names, element.bits = (head.names, head.bits) if head is not None else ("", 0)
    element.attributes = head.attributes if head is not None else {}
    element.parent = parent
    element.length = sum(child.length for child in children)
    element.linked = sum(child.linked for child in children)
    return element
