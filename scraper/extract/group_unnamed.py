"""A discussion whose names say nothing, and whose writers no link or portrait tells: records that are made alike, signed, dated and worded.

Asked for where nothing else on a page is a discussion. What distinguishes comments from the other repeated records of a
page is then that they lead nowhere: stories, products and events are there to be opened, each by a link of its own.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from scraper.extract.comment_controls import is_control
from scraper.extract.comment_fields import own_nodes
from scraper.extract.comment_names import looks_like_name
from scraper.extract.dom import Document, Node
from scraper.extract.group_score import TOLD, Group, nested_in
from scraper.extract.group_support import lead_elsewhere
from scraper.extract.marks import Marks
from scraper.extract.shared_parts import Shared

_LEAST_RECORDS = 3
# More groups hold the same records again, or parts of them.
_MOST_GROUPS = 3
# What the first records of a group are, the rest are.
_SAMPLE = 24
# Of a heading that leads elsewhere; writers' names are shorter.
_HEADLINE = 25
# A ticker is written by one or two.
_LEAST_WRITERS = 3
# Characters of running words in a record, on average.
_WORDED = 60
# A link of so many characters may be a headline, or what leads on to the rest.
_LEAD = 8
_WORDS_OF_SLUG = 3
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def unnamed_discussion(document: Document, marks: Marks, groups: Sequence[Group]) -> Group | None:
    """The group whose records are signed, dated and worded and lead nowhere, the one with most words; or None."""
    headlines = [index for index in marks.teasers if document.nodes[index].length >= _HEADLINE]
    different = {
        (group.members[0].index, group.members[-1].index, len(group.members)): group
        for group in reversed(groups)
        if group.hint < TOLD and _are_worded(group.members, marks, headlines)
    }  # several class names link the very same records
    likely = sorted(different.values(), key=lambda group: -sum(m.length - m.linked for m in group.members))
    said = [
        (len(group.members), words, group)
        for group in likely[:_MOST_GROUPS]
        if (words := _words_of(document, group.members[:_SAMPLE], marks))
    ]
    return max(said, key=lambda one: one[:2])[2] if said else None


def _are_worded(members: list[Node], marks: Marks, headlines: Sequence[int]) -> bool:
    """Whether several records have a date, running words and no headlines: asked first, since it takes next to nothing."""
    dates = marks.totals[0]
    return (
        len(members) >= _LEAST_RECORDS
        and sum(m.length - m.linked for m in members) >= _WORDED * len(members)
        and sum(dates[m.end] != dates[m.index] for m in members) * 5 >= len(members) * 4
        and sum(bisect_left(headlines, m.index) < bisect_left(headlines, m.end) for m in members) * 2 <= len(members)
    )


def _words_of(document: Document, members: list[Node], marks: Marks) -> int:
    """How many characters are said in these records; 0 where they are no comments."""
    if lead_elsewhere(document, members, marks):
        return 0
    inner = nested_in(members, 1)
    own = [own_nodes(document, member, inner.get(member.index, [])) for member in members]
    shared = Shared(document, members, own, marks)
    if not shared.names({}):  # asked first, since it takes less than to tell the words
        return 0
    contents = shared.contents([[node for node in nodes if marks.is_date(node)] for nodes in own])
    signed = shared.names(contents) if contents else {}
    names = [node.text if not node.tag else "".join(n.text for n in document.inside(node)) for node in signed.values()]
    if (
        not names
        or sum(looks_like_name(name) for name in names) * 5 < len(names) * 4
        or len(set(names)) < _LEAST_WRITERS
    ):
        return 0
    words = sum(content.length - content.linked for content in contents.values())
    if words < _WORDED * len(members) or _have_links_of_their_own(document, own, contents, signed, marks):
        return 0
    return words


def _have_links_of_their_own(
    document: Document, own: Sequence[list[Node]], contents: dict[int, Node], names: dict[int, Node], marks: Marks
) -> bool:
    """Whether a fourth of the records have a headline, or a link to be followed: no name, date or control, no part of what is said."""
    leading = 0
    for place, nodes in enumerate(own):
        content, name = contents.get(place), names.get(place)
        leading += any(
            (_is_headline(node) or _is_lead(node))
            and not (content is not None and node in content and not _is_linked_headline(node, content))
            and not (name is not None and (name in node or node in name))
            and not any(marks.is_date(inner) for inner in (node, *document.inside(node)))
            and not is_control(document, node)
            for node in nodes
        )
    return leading * 4 > len(own)


def _is_headline(node: Node) -> bool:
    return node.tag in _HEADINGS and node.length > 0


def _is_linked_headline(node: Node, content: Node) -> bool:
    """Whether a link is a headline or all of the words, or a headline a link."""
    around = node.parent is not None and node.parent.tag in _HEADINGS
    return node.linked > 0 and (around or node.tag in _HEADINGS or node.length * 2 > content.length)


def _is_lead(node: Node) -> bool:
    """Whether a link leads to another page by words, or without any by an address made of words."""
    href = node.get("href")
    if node.tag != "a" or href.startswith(("#", "javascript:")):
        return False
    return node.length >= _LEAD if node.length else href.count("-") >= _WORDS_OF_SLUG
