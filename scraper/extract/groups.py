"""Groups of repeated records, and which of them is the page's discussion.

Elements with a class name, a numbered id or a type in common form a group, as do unnamed ones of one parent. A group is
scored by what its records hold (dates, names, portraits, reply controls, permalinks), by what its names say, and
against what other repeated records hold: teasers link to other pages, products and navigation have no dates.

The idea of scoring repeated subtrees by the traces of speech in them follows MiBAT (Song et al., 2010: dates as anchors) and the
forum extractor Harvest (Weichselbraun et al., 2020); weights are ours, chosen on saved pages.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import log2

import attrs

from scraper.extract.announcements import announcements, is_announced
from scraper.extract.dom import Document, Node
from scraper.extract.group_candidates import REGION, candidates, comment_regions
from scraper.extract.group_extent import are_parts, extended, with_ids
from scraper.extract.group_score import TOLD, Group, score
from scraper.extract.group_support import SIGNED, have_headlines, support
from scraper.extract.group_unnamed import unnamed_discussion
from scraper.extract.marks import Marks, find_marks
from scraper.extract.nested_records import alike_beside
from scraper.extract.rows import find_rows

# Records that tell of their writers, or lead to other pages, with names and dates in them.
_NEVER = re.compile(
    r"author-?(?:box|bio|card|profile|info)|twitter-tweet|instagram-media|fb-post|related|most-?(?:read|popular)|teaser|product|share|footnote|^li\.fn[-_:]|(?:^|[.-])ad-?(?:slot|unit|box)"
)
# Shorter than any notice that stands in the place of a post.
_FURNITURE = 16
_ENOUGH = 3.0
# Stories one below the other are dated and signed as comments are.
_HEADLINES = 1.5
# A heading behind which records stand that have at least a date, or a control to answer.
_ANNOUNCED, _HEARD, _WORDED = 0.8, 2.2, 40


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
    return extended(document, with_ids(best, groups, marks), groups, marks)


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
    shut = document.mask(barred)
    for rows in find_rows(document, marks):
        group = Group("rows", [record for record in rows.records if not shut[record.index]])
        if len(group.members) < 2 or (
            heads is not None and (not _complete(group, heads, marks) or alike_beside(document, heads.members, marks))
        ):
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


def _are_undated(group: Group, marks: Marks) -> bool:
    """Whether none of several records has a date: it may stand beside them, in a row of its own."""
    dates = marks.totals[0]
    return len(group.members) > 1 and all(dates[m.end] == dates[m.index] for m in group.members)


def _complete(rows: Group, heads: Group, marks: Marks) -> bool:
    """Whether records of several rows hold one of the heads each, and the words (or the dates) that those lack."""
    if heads.members[0].tag == "dd" and all(any(dd in row for row in rows.members) for dd in heads.members):
        return True
    if not are_parts(rows.members, heads.members):
        return False
    return _are_undated(heads, marks) or sum(m.length for m in rows.members) > 1.5 * sum(
        m.length for m in heads.members
    )


def _is_silent(group: Group, marks: Marks) -> bool:
    """Whether a group without a telling name has too few dates and reply controls in its whole span to be speech."""
    start, end, least = group.members[0].index, max(m.end for m in group.members[-3:]), len(group.members) * 0.5
    return all(total[end] - total[start] < least for total in (marks.totals[0], marks.totals[2]))


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
