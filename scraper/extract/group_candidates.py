"""Groups of repeated elements that may be a page's discussion: those called alike, of one type, or unnamed in one parent."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from scraper.extract.dom import Document, Node
from scraper.extract.group_names import name_keys, own_tag_hint, type_hint, type_of
from scraper.extract.group_score import TOLD, Group
from scraper.extract.marks import Marks
from scraper.extract.names import BITS
from scraper.extract.nodes import index_of

_RECORD_TAGS = "li div article section tr table dl dd blockquote p td details aside ul ol shreddit-comment".split()
_COMMENT = BITS["comment"]
_COMMENTS = BITS["comment"] | BITS["recent_comments"]
_BOXES = frozenset(("div", "section", "ol", "ul", "aside", "article", "table", "td", "main"))
_SHORT_ID = re.compile(r"\.[a-z]{1,2}[-_:]?#$")
REGION = 0.5
"""The hint of groups whose names say nothing, where those around them speak of comments."""
_MOST_GROUPS = 40


def comment_regions(document: Document) -> list[Node]:
    """Elements whose names say that comments are inside, in no order."""
    return [
        n
        for alike in document.named_alike.values()
        if alike[0].bits & _COMMENTS == _COMMENT
        for n in alike
        if n.tag in _BOXES and n.end > n.index + 3
    ]


def candidates(
    document: Document, regions: list[Node], barred: Sequence[Node], marks: Marks, *, is_told: bool = False
) -> list[Group]:
    """Groups worth scoring, the most promising ones; with `is_told`, also of what holds no trace of speech."""
    found: dict[str, Group] = {}
    inside, shut = document.mask(regions), document.mask(barred)
    for index in _around(
        barred
    ):  # nor is that a record: themes put a sidebar's boxes into the same classes as comments
        shut[index] = 1
    speaking = _speaking(document, marks, shut)
    for tag in (*_RECORD_TAGS, *filter(_is_own_tag, document.by_tag)):
        if tag in document.by_tag:
            heard = speaking[tag]
            records = [
                n
                for n in document.by_tag[tag]
                if (is_told or n.names in heard or n.bits & _COMMENT or "deleted" in n.names)
                and n.length
                and not shut[n.index]
            ]
            _group(_alike(records), found)
    chosen = []
    for group in found.values():
        if group.name[0] == "[":  # a type may stand on elements of several kinds
            group.members.sort(key=index_of)
        if group.hint and _SHORT_ID.search(group.name) and len({m.names for m in group.members}) < len(group.members):
            group.hint = 0.0  # `p-4` is a step of padding; ids are each there once
        if not group.hint and inside[group.members[len(group.members) // 2].index]:
            group.hint = REGION
        if len(group.members) >= 2 or group.hint >= 0.9:
            chosen.append(group)
    chosen.sort(key=lambda g: (-g.hint, -min(len(g.members), 30) * min(_mean_length(g), 400)))
    return _different(chosen)[:_MOST_GROUPS]


def _around(nodes: Sequence[Node]) -> set[int]:
    """The elements around some nodes, each walked over once."""
    found: set[int] = set()
    for node in nodes:
        above = node.parent
        while above is not None and above.index not in found:
            found.add(above.index)
            above = above.parent
    return found


def _different(groups: list[Group]) -> list[Group]:
    """The groups without those that tell less of the very same records: a class of comments stands beside their ids."""
    kept: dict[tuple[int, int], list[Group]] = {}
    found = []
    for group in groups:
        alike = kept.setdefault((group.members[0].index, len(group.members)), [])
        if group.hint < TOLD or not any(other.members == group.members for other in alike):
            if group.hint != REGION:  # what is told by its place alone has to stand among others
                alike.append(group)
            found.append(group)
    return found


def _speaking(document: Document, marks: Marks, shut: bytearray) -> defaultdict[str, set[str]]:
    """For each tag, the names of elements that hold a trace of speech: others called like them may be records, too."""
    names: defaultdict[str, set[str]] = defaultdict(set)
    seen = bytearray(len(document.nodes))
    for traces in (marks.dates, marks.names, marks.replies, marks.portraits):
        for index in traces:
            node: Node | None = document.nodes[index]
            while node is not None and not seen[node.index]:
                seen[node.index] = 1
                if node.length and not shut[node.index]:
                    names[node.tag].add(node.names)
                node = node.parent
    return names


def _alike(records: list[Node]) -> list[list[Node]]:
    """The elements of one kind by their names."""
    alike: dict[str, list[Node]] = {}
    for node in records:
        if node.names in alike:
            alike[node.names].append(node)
        else:
            alike[node.names] = [node]
    return list(alike.values())


def _group(records: list[list[Node]], found: dict[str, Group]) -> None:
    """Sort elements of one kind, as many as are called alike at once, into the groups they may belong to."""
    new: dict[str, Group] = {}
    mixed: dict[str, Group] = {}
    for same in records:
        for key, hint, members in _keyed(same):
            group = found.get(key) or new.get(key)
            if group is None:
                new[key] = Group(key, members, hint)
            else:
                group.members += members
                mixed[key] = group
    for group in mixed.values():
        group.members.sort(key=index_of)
    found.update((group.name, group) for group in sorted(new.values(), key=lambda g: g.members[0].index))


def _keyed(same: list[Node]) -> Iterator[tuple[str, float, list[Node]]]:
    """What links elements of one tag and one name to others, and which of them it does."""
    keys = name_keys(same[0].tag, same[0].names, same[0].bits) if same[0].names else ()
    for key, hint in keys:
        yield key, hint, same[:]
    if _is_own_tag(same[0].tag):
        yield same[0].tag, own_tag_hint(same[0].tag), same[:]
        return
    for node in same:
        if not keys or "itemtype" in node.attributes:
            kind = type_of(node)
            if kind is not None:
                yield f"[{kind}]", type_hint(kind), [node]
            elif not keys and node.parent is not None:
                yield f"{node.parent.index}>{node.tag}", 0.0, [node]


def _is_own_tag(tag: str) -> bool:
    """Whether an element is a site's own invention, which is a name already."""
    return "-" in tag and tag not in _RECORD_TAGS


def _mean_length(group: Group) -> float:
    return sum([m.length for m in group.members]) / len(group.members)
