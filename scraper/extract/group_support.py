"""What speaks for a group of records beside the traces in them: the page's own count, structured data, their share of the page."""

from __future__ import annotations

import re
from collections.abc import Sequence

from scraper.extract.dom import Document, Node
from scraper.extract.group_score import TOLD, Group
from scraper.extract.marks import Marks

# Of a pingback a page shows little more than its link; of "First!" little more than its date, which is one, too.
_LINKBACK = re.compile(r"(?<![a-z])(?:pingback|trackback)(?![a-z])")
_PREVAILS = 1.0
SIGNED = 2.5
_WORDY = 60
_LONGEST_NAME = 40


def support(group: Group, stated: int | None, known: Sequence[int], document: Document, marks: Marks) -> float:
    """What else speaks for a group that shows at least one trace of speech: the stated number, structured data, its share."""
    support = 0.0
    if _prevails(group.members, document.nodes[0], marks):
        names = marks.totals[1]
        told = sum(names[m.end] != names[m.index] for m in group.members)
        if told * 5 >= len(group.members) * 4:
            support = _PREVAILS
        elif group.hint < TOLD and _are_signed(document, group.members, marks):
            support = SIGNED
    if (
        stated
        and stated > 1
        and len(group.members) == stated
        and sum(m.linked * 2 > m.length and not _LINKBACK.search(m.names) for m in group.members) * 5 <= stated
    ):
        support += 1.2
    if (
        known
        and all(any(m.index < text < m.end for m in group.members) for text in known)
        and len(group.members) >= len(known)
    ):
        support += 1.5
    return support


def _prevails(members: list[Node], whole: Node, marks: Marks) -> bool:
    """Whether dated records hold most of the page's running text, and not one of them nearly all."""
    dates = marks.totals[0]
    told = sum(dates[m.end] != dates[m.index] for m in members)
    if len(members) < 3 or told * 5 < len(members) * 4:
        return False
    own = until = longest = 0
    for member in members:
        if member.index >= until:
            own += member.length - member.linked
            longest = max(longest, member.length - member.linked)
            until = member.end
    rest = own - longest
    return own * 2 > whole.length - whole.linked and rest > _WORDY * (len(members) - 1) and rest * 6 > own


def _are_signed(document: Document, members: list[Node], marks: Marks) -> bool:
    """Whether each record begins with a short text that is no link to a page, and most with different ones: names."""
    firsts = []
    for member in members:
        first = next((n for n in document.inside(member) if not n.tag and n.length > 1), None)
        if first is not None and first.length <= _LONGEST_NAME and not first.linked and not marks.is_date(first):
            firsts.append(first.text.strip())
    firsts = [text for text in firsts if text[:1].isalpha()]
    return len(firsts) * 5 >= len(members) * 4 and len(set(firsts)) * 3 > len(members)
