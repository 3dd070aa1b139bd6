"""What speaks for a group of records beside the traces in them: the page's own count, structured data, their share of the page."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import islice

from scraper.extract.comment_author import name_node
from scraper.extract.comment_dates import date_node
from scraper.extract.comment_names import looks_like_name, name_in
from scraper.extract.dom import Document, Node
from scraper.extract.group_score import TOLD, Group
from scraper.extract.marks import Marks
from scraper.extract.nodes import index_of
from scraper.extract.render import text_of
from scraper.extract.shared_parts import Shared, key_of
from scraper.extract.signed_lines import name_and_date
from scraper.extract.thread_signs import read_count

# Of a pingback a page shows little more than its link; of "First!" little more than its date, which is one, too.
_LINKBACK = re.compile(r"(?<![a-z])(?:pingback|trackback)(?![a-z])")
_PREVAILS = 1.0
SIGNED = 2.5
_WORDY = 60
# Whole stories one below the other are longer than people's answers.
_STORY = 3000
_HEADLINE = 30
_FEW = 2
_LONGEST_NAME = 40
_HEADLINE_LINK, _STORY_SHARE = 20, 4
_DATE_LENGTH = 30
# The heading of a discussion is one of the last texts before it.
_BEFORE, _LINES = 30, 2
_SAMPLE = 12
_SPEAKING = re.compile(
    r"^\W*(?:\d+\s+)?(?:[^\W\d_]+\s+){0,3}(?:comments?|discussions?|conversations?|responses?|replies|reactions|readers say|readers write|(?:your|readers['’]) views|have your say|your say|letters|guest ?book|thoughts"
    r"|kommentare?|leserbriefe|leserstimmen|stimmen|meinungen|diskussion|gästebuch|beiträge|antworten|commentaires?|réactions?|réponses?"
    r"|comentários?|comentarios?|opiniones|respuestas|respostas|commenti|risposte|opinioni|reacties|kommentarer|komentar\w*|opinie|komentáře|diskuse"
    r"|комментари[ийев]+|обсуждение|yorumlar|коментар\w*|(?:全部|最新|所有|网友|精彩|热门)?(?:评论|評論|留言)|コメント(?:一覧)?|댓글|comentaris?|comentarii|kommenttia?|kommentit|hozzászólások|bình luận)(?!\w)[^.!?]{0,30}$",
    re.I,
)


def support(group: Group, stated: int | None, known: Sequence[int], document: Document, marks: Marks) -> float:
    """What else speaks for a group that shows at least one trace of speech: the stated number, structured data, its share."""
    support = 0.0
    if _prevails(group.members, document.nodes[0], marks):
        names = marks.totals[1]
        told = sum(names[m.end] != names[m.index] for m in group.members)
        if told * 5 >= len(group.members) * 4:
            support = _PREVAILS
        elif (
            group.hint < TOLD
            and _are_signed(document, group.members, marks)
            and not _lead_elsewhere(document, group.members, marks)
        ):
            support = SIGNED
    if support < SIGNED and group.hint < TOLD and _are_introduced(document, group.members, marks):
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


def lead_elsewhere(document: Document, members: list[Node], marks: Marks) -> bool:
    """Whether records lead to stories; those that can be answered do not."""
    replies = marks.totals[2]
    answered = sum(replies[m.end] != replies[m.index] for m in members)
    return answered * 2 < len(members) and _lead_elsewhere(document, members, marks)


def have_headlines(document: Document, members: list[Node]) -> bool:
    """Whether nearly all records have a heading as long as a headline, in them or in front: no name, and no title of a topic."""
    found: dict[int, str] = {}
    for heading in document.elements("h1", "h2", "h3", "h4"):
        if heading.length >= _HEADLINE and heading.index < members[-1].end:
            place = bisect_right(members, heading.index, key=index_of) - 1
            if place < 0 or heading.index >= members[place].end:
                place += 1
            found.setdefault(place, text_of(document, heading))
    return len(members) > _FEW and len(set(found.values())) * 5 >= len(members) * 4


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
    if rest > _STORY * (len(members) - 1):
        return False
    return own * 2 > whole.length - whole.linked and rest > _WORDY * (len(members) - 1) and rest * 6 > own


def _are_introduced(document: Document, members: list[Node], marks: Marks) -> bool:
    """Whether dated and signed records, which lead nowhere, follow a heading that says that people speak."""
    dates, first = marks.totals[0], members[0]
    told = sum(dates[m.end] != dates[m.index] for m in members)
    if told * 5 < len(members) * 4:
        return False
    lines = list(islice(_lines_before(document, first), _LINES))
    if not any(_SPEAKING.search(line) or (len(line) < _HEADLINE and read_count(line)) for line in lines):
        return False
    if _lead_elsewhere(document, members, marks):
        return False
    return _are_signed(document, members, marks, with_dates=True) or _have_names(document, members, marks)


def _lead_elsewhere(document: Document, members: list[Node], marks: Marks) -> bool:
    """Whether most records are mostly links, or have a heading that is one, or a link as long as a headline."""
    teasers = marks.totals[5]
    leading = sum(
        m.linked * 2 > m.length or teasers[m.end] != teasers[m.index] or _has_headline_link(document, m)
        for m in members
    )
    return leading * 5 > len(members) * 3


def _has_headline_link(document: Document, member: Node) -> bool:
    return member.linked >= _HEADLINE_LINK and any(
        node.tag == "a"
        and node.length >= _HEADLINE_LINK
        and node.length * _STORY_SHARE >= member.length
        and not node.get("href").startswith("#")
        for node in document.inside(member)
    )


def _lines_before(document: Document, first: Node) -> Iterator[str]:
    """The texts in front of a record, the last one first, without those of the form to write one."""
    for node in reversed(document.nodes[max(0, first.index - _BEFORE) : first.index]):
        if not node.tag and node.length and first not in node and not any(a.tag == "form" for a in node.ancestors()):
            yield node.text


def _have_names(document: Document, members: list[Node], marks: Marks) -> bool:
    """Whether nearly all records have a name, in a place where one is told, and not all the same."""
    owns = [document.inside(member) for member in members[:_SAMPLE]]
    shared = Shared(document, members[:_SAMPLE], owns, marks)
    found = []
    for own in owns:
        name = name_node(document, own, marks, date_node(own, marks), shared)
        if name is not None and (text := name_in(document, name)):
            found.append(text)
    return len(found) * 5 >= len(owns) * 4 and len(set(found)) * 3 > len(found)


def _are_signed(document: Document, members: list[Node], marks: Marks, *, with_dates: bool = False) -> bool:
    """Whether each record begins with a short text that is no link to a page, and most with different ones: names.

    With `with_dates`, the text may go on with the date behind the name.
    """
    firsts = []
    for member in members:
        first = next((n for n in document.inside(member) if not n.tag and n.length > 1), None)
        if first is None or first.length > _LONGEST_NAME + (_DATE_LENGTH if with_dates else 0) or first.linked:
            continue
        if not marks.is_date(first):
            firsts.append(first.text.strip())
        elif with_dates and (found := name_and_date(first.text)):
            firsts.append(found[0])
    firsts = [key_of(text) for text in firsts if text[:1].isalpha() and looks_like_name(text)]
    return len(firsts) * 4 >= len(members) * 3 and len(set(firsts)) * 3 > len(members)
