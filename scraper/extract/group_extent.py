"""Which records belong to a discussion beside the best group: those of wider names, pingbacks, replies of another class, comments on answers."""

from __future__ import annotations

import re
from bisect import bisect_left

from scraper.extract.dom import Document, Node
from scraper.extract.group_candidates import REGION
from scraper.extract.group_nesting import with_answers
from scraper.extract.group_score import TOLD, Group, score
from scraper.extract.marks import Marks
from scraper.extract.nested_records import unnamed_alike
from scraper.extract.nodes import index_of

_LINKBACK = re.compile(r"(?<![a-z])(?:pingback|trackback)(?![a-z])")
_LONGEST_NOTICE = 120
_GONE = re.compile(r"deleted|removed|placeholder|hidden")


def with_ids(best: Group, groups: list[Group], marks: Marks) -> Group:
    """The group that the best is part of, where it names more: a class may be some comments' only, a type the answers'."""
    known = {m.index for m in best.members}
    dates, names = marks.totals[0], marks.totals[1]
    wider = [
        g
        for g in groups
        if g.hint >= TOLD
        and len(g.members) > len(best.members)
        and known <= {m.index for m in g.members}
        and (
            g.hint > 1
            or all(
                (dates[m.end] != dates[m.index] and names[m.end] != names[m.index]) or _is_placeholder(m)
                for m in g.members
                if m.index not in known
            )
        )
        and (g.hint != REGION or _stand_together(best.members, [m for m in g.members if m.index not in known]))
    ]
    return max(wider, key=lambda g: len(g.members), default=best)


def _is_placeholder(member: Node) -> bool:
    """Whether an element is what stands in the place of a removed comment, by its name."""
    return 0 < member.length <= _LONGEST_NOTICE and _GONE.search(member.names) is not None


def _stand_together(members: list[Node], new: list[Node]) -> bool:
    """Whether new members stand among the old ones, and none is around all: what a page is about may look like its comments."""
    if len(members) > 1 and any(n.index < members[0].index and members[-1].end <= n.end for n in new):
        return False
    starts = [m.index for m in members]
    around = [n for n in new if bisect_left(starts, n.end) > bisect_left(starts, n.index)]
    return _same_place([*members, *around], new)


def extended(document: Document, best: Group, groups: list[Group], marks: Marks) -> Group:
    """The best group with those it misses: pingbacks, replies of another class, comments on answers."""
    members = {m.index: m for m in best.members}
    least = 0.85 * min(best.score, score(best.members, best.hint, marks))
    for group in sorted(groups, key=lambda g: -g.score):
        if group is best or group.hint < TOLD or group.score < 0.6 * best.score:
            continue
        new = [m for m in group.members if m.index not in members]
        if not new or are_parts(best.members, new) or _are_wrappers(new, best.members):
            continue
        if new[0].tag != best.members[0].tag and not (
            min(group.hint, best.hint) >= 1 and _interlaced(best.members, new)
        ):
            continue
        together = sorted({**members, **{m.index: m for m in new}}.values(), key=index_of)
        if score(together, best.hint, marks) >= least and (
            new[0].tag != best.members[0].tag or _same_place(best.members, new)
        ):
            members = {m.index: m for m in together}
    for sibling in _linkbacks(document, best.members):
        members.setdefault(sibling.index, sibling)
    if not best.hint and ">" in best.name:
        members |= {node.index: node for node in unnamed_alike(document, best.members, marks)}
    together = with_answers(document, sorted(members.values(), key=index_of))
    return Group(best.name, together, best.hint, best.score)


def _interlaced(members: list[Node], new: list[Node]) -> bool:
    """Whether records of one kind stand inside those of another: comments on answers, not a box around all of them."""
    if (len(members) > 1 or len(new) == 1) and any(all(m in n for m in members) for n in new):
        return False
    return any(n in m for m in members for n in new) or any(m in n for m in members for n in new)


def are_parts(members: list[Node], new: list[Node]) -> bool:
    """Whether each record holds just one of the others, apart from records inside it: a part that all have, not answers."""
    starts = [m.index for m in new]
    own = [bisect_left(starts, m.end) - bisect_left(starts, m.index) for m in members]
    whole, around = list(own), list[int]()
    for place, member in enumerate(members):
        while around and members[around[-1]].end <= member.index:
            around.pop()
        if around:
            own[around[-1]] -= whole[place]
        around.append(place)
    return own.count(1) * 5 >= len(members) * 4


def _are_wrappers(new: list[Node], members: list[Node]) -> bool:
    """Whether the others hold each just one of the records and little else, so that they are the same records."""
    return are_parts(new, members) and sum(n.length for n in new) < 1.5 * sum(m.length for m in members)


def _linkbacks(document: Document, members: list[Node]) -> list[Node]:
    """Pingbacks and trackbacks among the comments: older themes give them another class, and no id."""
    if not _LINKBACK.search("".join(document.named_alike)):
        return []
    known = {member.index for member in members}
    tags = {member.tag for member in members}
    parents = {member.parent.index: member.parent for member in members if member.parent is not None}
    return [
        child
        for parent in parents.values()
        for child in document.children(parent)
        if child.tag in tags and child.index not in known and child.length and _LINKBACK.search(child.names)
    ]


def _same_place(members: list[Node], new: list[Node]) -> bool:
    """Whether new members stand among or inside the old ones: beside one of them, or below."""
    parents = {m.parent.index for m in members if m.parent is not None}
    return all(
        m.parent is not None and (m.parent.index in parents or any(a.index in parents for a in m.ancestors()))
        for m in new
    )
