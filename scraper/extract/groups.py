"""Groups of repeated records, and which of them is the page's discussion.

Elements with a class name, a numbered id or a type in common form a group, as do unnamed ones of one parent. A group is
scored by what its records hold (dates, names, portraits, reply controls, permalinks), by what its names say, and
against what other repeated records hold: teasers link to other pages, products and navigation have no dates.

The idea of scoring repeated subtrees by the traces of speech in them follows MiBAT (Song et al., 2010: dates as anchors) and the
forum extractor Harvest (Weichselbraun et al., 2020); weights are ours, chosen on saved pages.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from math import log2

import attrs

from scraper.extract.announcements import announcements, is_announced
from scraper.extract.dom import Document, Node
from scraper.extract.group_candidates import REGION, candidates, comment_regions, mask_of
from scraper.extract.group_nesting import with_answers
from scraper.extract.group_score import TOLD, Group, score
from scraper.extract.group_support import SIGNED, have_headlines, support
from scraper.extract.group_unnamed import unnamed_discussion
from scraper.extract.marks import Marks, find_marks
from scraper.extract.nested_records import nested_alike
from scraper.extract.nodes import index_of
from scraper.extract.rows import find_rows

# Records that tell of their writers, or lead to other pages, with names and dates in them.
_NEVER = re.compile(
    r"author-?(?:box|bio|card|profile|info)|twitter-tweet|instagram-media|fb-post|related|most-?(?:read|popular)|teaser|product|share|footnote|^li\.fn[-_:]|(?:^|[.-])ad-?(?:slot|unit|box)"
)
_LINKBACK = re.compile(r"(?<![a-z])(?:pingback|trackback)(?![a-z])")
# Shorter than any notice that stands in the place of a post.
_FURNITURE = 16
_LONGEST_NOTICE = 120
_GONE = re.compile(r"deleted|removed|placeholder|hidden")
_ENOUGH = 3.0
# Stories one below the other are dated and signed as comments are.
_HEADLINES = 1.5
# A heading behind which records stand that have at least a date, or a control to answer.
_ANNOUNCED, _HEARD, _WORDED = 0.8, 2.2, 40
# Beside the comments on a question.
_ANSWERS = ("[Answer]", "[Comment]")


def find_discussion(
    document: Document, marks: Marks, barred: Sequence[Node], stated: int | None = None, known: Sequence[int] = ()
) -> Group | None:
    """The group of records that is the page's discussion, or None.

    Args:
        document: the page.
        marks: its traces of speech.
        barred: subtrees that are something else, such as a Recent Comments list.
        stated: how many comments the page says it has; a group of just so many is likelier to be them.
        known: indexes of texts that structured data calls comments.
    """
    regions = comment_regions(document)
    if not regions and not known and len(marks.replies) < 2 and len(marks.dates) < 2:
        return None
    groups = candidates(document, regions, barred, marks, is_told=bool(known))
    scored: list[Group] = []
    for group in groups:
        if group.hint < TOLD and (_is_silent(group, marks) or _NEVER.search(group.name)):
            continue
        group = _without_strangers(group, marks)  # noqa: PLW2901 (the same group, smaller)
        group.score = score(group.members, group.hint, marks) + support(group, stated, known, document, marks)
        if group.score >= _ENOUGH and group.hint < TOLD and have_headlines(document, group.members):
            group.score -= _HEADLINES
        scored.append(group)
    groups = [group for group in scored if group.score >= _ENOUGH]
    if not groups:
        return (
            _of_rows(document, marks, barred, stated)
            or _announced(document, marks, barred, scored, stated)
            or unnamed_discussion(document, marks, scored)
        )
    best = max(
        groups,
        key=lambda g: (round(g.score + 0.25 * min(4.0, log2(len(g.members))), 1), len(g.members), -g.members[0].index),
    )
    if (best.hint <= REGION or _are_undated(best, marks)) and (
        whole := _of_rows(document, marks, barred, stated, best)
    ):
        return whole
    return _extended(document, _with_ids(best, groups, marks), groups, marks)


def _announced(
    document: Document, marks: Marks, barred: Sequence[Node], groups: list[Group], stated: int | None
) -> Group | None:
    """Where nothing else tells a discussion: the best group right behind a heading that announces one."""
    announced = announcements(document)
    heard = [
        group
        for group in groups
        if announced and is_announced(document, announced, group.members[0]) and _are_spoken(group.members, marks)
    ]
    for group in heard:
        known = score(group.members, REGION, marks)
        group.score = known + support(group, stated, (), document, marks) + _ANNOUNCED if known > _HEARD else 0.0
    best = max(heard, key=lambda g: (round(g.score, 1), len(g.members)), default=None)
    if best is not None and best.score >= _ENOUGH:
        return best
    return _of_rows(document, marks, barred, stated, announced=announced) if announced else None


def _are_spoken(members: list[Node], marks: Marks) -> bool:
    """Whether records say something beside names, and nearly all have a date or a control to answer."""
    dates, replies = marks.totals[0], marks.totals[2]
    told = sum(dates[m.end] != dates[m.index] or replies[m.end] != replies[m.index] for m in members)
    return told * 5 >= len(members) * 4 and sum(m.length - m.linked for m in members) >= _WORDED * len(members)


def _of_rows(
    document: Document,
    marks: Marks,
    barred: Sequence[Node],
    stated: int | None,
    heads: Group | None = None,
    announced: Sequence[Node] = (),
) -> Group | None:
    """The discussion whose records are several rows each; the document gets elements for them.

    Args:
        document: the page.
        marks: its traces of speech.
        barred: subtrees that are something else.
        stated: how many comments the page says it has.
        heads: the best group of elements, which may be the head rows alone; then only records around them count.
        announced: the headings that announce a discussion.
    """
    shut = mask_of(document, barred)
    for rows in find_rows(document, marks):
        group = Group("rows", [record for record in rows.records if not shut[record.index]])
        if len(group.members) < 2 or (heads is not None and not _complete(group, heads, marks)):
            continue
        if is_announced(document, announced, group.members[0]):
            group.hint, group.score = REGION, _ANNOUNCED
        group.score += score(group.members, group.hint, marks) + support(group, stated, (), document, marks)
        if rows.are_signed:  # a bold text is as good as a name, if all have one
            group.score += SIGNED
        if group.score >= _ENOUGH:
            document.insert(group.members)
            marks.refresh(find_marks(document))
            return group
    return None


def _is_placeholder(member: Node) -> bool:
    """Whether an element is what stands in the place of a removed comment, by its name."""
    return 0 < member.length <= _LONGEST_NOTICE and _GONE.search(member.names) is not None


def _are_undated(group: Group, marks: Marks) -> bool:
    """Whether none of several records has a date: it may stand beside them, in a row of its own."""
    dates = marks.totals[0]
    return len(group.members) > 1 and all(dates[m.end] == dates[m.index] for m in group.members)


def _complete(rows: Group, heads: Group, marks: Marks) -> bool:
    """Whether records of several rows hold one of the heads each, and the words (or the dates) that those lack."""
    if not _are_parts(rows.members, heads.members):
        return False
    return _are_undated(heads, marks) or sum(m.length for m in rows.members) > 1.5 * sum(
        m.length for m in heads.members
    )


def _is_silent(group: Group, marks: Marks) -> bool:
    """Whether a group without a telling name has too few dates and reply controls in its whole span to be speech."""
    start, end, least = group.members[0].index, max(m.end for m in group.members[-3:]), len(group.members) * 0.5
    return all(total[end] - total[start] < least for total in (marks.totals[0], marks.totals[2]))


def _with_ids(best: Group, groups: list[Group], marks: Marks) -> Group:
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


def _stand_together(members: list[Node], new: list[Node]) -> bool:
    """Whether new members stand among the old ones, and none is around all: what a page is about may look like its comments."""
    if len(members) > 1 and any(n.index < members[0].index and members[-1].end <= n.end for n in new):
        return False
    starts = [m.index for m in members]
    around = [n for n in new if bisect_left(starts, n.end) > bisect_left(starts, n.index)]
    return _same_place([*members, *around], new)


def _extended(document: Document, best: Group, groups: list[Group], marks: Marks) -> Group:
    """The best group with those it misses: pingbacks, replies of another class, comments on answers."""
    members = {m.index: m for m in best.members}
    least = 0.85 * min(best.score, score(best.members, best.hint, marks))
    for group in sorted(groups, key=lambda g: -g.score):
        if group is best or group.hint < TOLD or group.score < 0.6 * best.score:
            continue
        new = [m for m in group.members if m.index not in members]
        if not new or _are_parts(best.members, new) or _are_wrappers(new, best.members):
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
        members |= {node.index: node for node in nested_alike(document, best.members, marks)}
    together = with_answers(document, sorted(members.values(), key=index_of))
    return Group(best.name, together, best.hint, best.score)


def _interlaced(members: list[Node], new: list[Node]) -> bool:
    """Whether records of one kind stand inside those of another: comments on answers, not a box around all of them."""
    if (len(members) > 1 or len(new) == 1) and any(all(m in n for m in members) for n in new):
        return False
    return any(n in m for m in members for n in new) or any(m in n for m in members for n in new)


def _are_parts(members: list[Node], new: list[Node]) -> bool:
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
    return _are_parts(new, members) and sum(n.length for n in new) < 1.5 * sum(m.length for m in members)


def _without_strangers(group: Group, marks: Marks) -> Group:
    """Of records without a telling name, those that have a date or a writer, if most do: tables of navigation look alike."""
    if group.hint >= TOLD:
        return group
    dates, names = marks.totals[0], marks.totals[1]
    speaking = [m for m in group.members if dates[m.end] != dates[m.index] or names[m.end] != names[m.index]]
    if len(speaking) < 2:
        return group
    spoken = {m.index for m in speaking}
    first, last = speaking[0].index, speaking[-1].index  # between them, a comment may have been removed
    worded = [m for m in group.members if first <= m.index <= last and (m.index in spoken or m.length >= _FURNITURE)]
    return attrs.evolve(group, members=worded) if len(speaking) * 5 >= len(worded) * 3 else group


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
