"""The page's discussion: its records found, taken apart, and put in order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import attrs

from archive.records import Comment, CommentKind, CommentState
from scraper.extract.comment_fields import Fields, own_nodes, read_answer_lines, read_fields
from scraper.extract.comment_forms import comment_forms
from scraper.extract.comment_keys import fingerprint, is_fingerprint, key_of, named_parent
from scraper.extract.dom import Document, Node
from scraper.extract.group_score import TOLD, Group
from scraper.extract.group_support import lead_elsewhere
from scraper.extract.groups import find_discussion
from scraper.extract.marks import Marks
from scraper.extract.names import BITS
from scraper.extract.permalinks import link_by_key
from scraper.extract.pictures import only_pictures
from scraper.extract.quotations import by_quotation
from scraper.extract.ranks import drop_ranks
from scraper.extract.render import html_of
from scraper.extract.replies import Place, places
from scraper.extract.shared_parts import Shared, are_mixed
from scraper.extract.surplus import links_alone, shown_twice
from scraper.normalise.text import fold
from scraper.normalise.urls import join

_COMMENT = BITS["comment"]


@attrs.frozen
class Thread:
    """A discussion as found on a page."""

    comments: tuple[Comment, ...]
    records: tuple[Node, ...]
    rule: str
    confidence: float
    is_of_stories: bool = False
    """Whether its records lead to stories, by nothing called comments: no discussion, and no part of the article either."""


# With less of a page's bytes for each, markup and all, records are a trap for whoever reads them one by one.
_THOUSANDS, _LEAST_ROOM = 2_000, 56


def find_thread(
    document: Document,
    marks: Marks,
    url: str,
    barred: Sequence[Node],
    stated: int | None = None,
    written: Sequence[Comment] = (),
) -> Thread | None:
    """The page's discussion, or None.

    Args:
        document: the page.
        marks: its traces of speech.
        url: what the page's links are relative to.
        barred: parts of the page that are something else.
        stated: the number of comments the page states.
        written: comments that structured data tells; where the page shows them too, the page is read.
    """
    words = {fold(comment.text[:60]) for comment in written if len(comment.text) > 12}
    known = (
        [text.index for text in document.texts if text.length > 12 and fold(text.text[:60]) in words] if words else []
    )
    group = find_discussion(document, marks, [*barred, *comment_forms(document)], stated, known)
    thread = read_thread(document, group, marks, url) if group and not _is_trap(document, group.members) else None
    if group is None or thread is None or not _is_signed(thread, marks, stated, known):
        return None
    leads = group.hint < TOLD and group.name != "rows" and not known and lead_elsewhere(document, group.members, marks)
    return attrs.evolve(thread, is_of_stories=leads)


def _is_trap(document: Document, records: Sequence[Node]) -> bool:
    """Whether there are thousands of records that have no room for more than a name and a number: nobody's discussion."""
    return len(records) >= _THOUSANDS and document.size < _LEAST_ROOM * len(records)


def _is_signed(thread: Thread, marks: Marks, stated: int | None, known: Sequence[int]) -> bool:
    """Whether anything but its looks tells that a discussion is one: times, ids and names, "Reply", the page's count, its data.

    Testimonials, forms, notices and chapters repeat as comments do, and are called alike; none of these stands with them.
    """
    comments, records = thread.comments, thread.records
    if known or any(comment.published_raw for comment in comments) or (stated and stated == len(comments)):
        return True
    named = sum(not is_fingerprint(comment.key) for comment in comments)
    if named * 2 > len(comments) and any(c.author or r.bits & _COMMENT for c, r in zip(comments, records, strict=True)):
        return True
    replies = marks.totals[2]
    return sum(replies[record.end] > replies[record.index] for record in records) * 2 > len(records)


def read_thread(document: Document, group: Group, marks: Marks, url: str) -> Thread | None:
    """The comments of a group of records, empty ones left out."""
    records = group.members
    inner = _directly_inside(records)
    own = [own_nodes(document, record, inner[place]) for place, record in enumerate(records)]
    shared = Shared(document, records, own, marks)
    fields = [
        read_fields(document, record, inner[place], own[place], marks, shared) for place, record in enumerate(records)
    ]
    _read_again(shared, inner, fields)
    drop_ranks(document, own, fields)
    read_answer_lines(document, own, fields)
    doubled = shown_twice(records, fields) | links_alone(records, fields)
    pictured = only_pictures(own, fields)
    kept = [
        place
        for place, one in enumerate(fields)
        if place not in doubled
        and not _is_pattern(one)
        and (place in pictured or _says_something(records[place], one, inner[place]))
    ]
    if len(kept) < len(records):
        records, fields = [records[place] for place in kept], [fields[place] for place in kept]
        inner = _directly_inside(records)
        own = [own_nodes(document, record, inner[place]) for place, record in enumerate(records)]
    if not records:
        return None
    native = _unique([key_of(record, own[place]) for place, record in enumerate(records)])
    for nodes, key, one in zip(own, native, fields, strict=True):
        if one.permalink is None and key is not None:
            one.permalink = link_by_key(nodes, key)
    named = [named_parent(record, own[place]) for place, record in enumerate(records)]
    found = by_quotation(document, records, native, fields, places(document, records, named, native))
    keys = _with_fingerprints(native, fields)
    comments = tuple(_comment(document, url, place, keys, fields[place], found) for place in range(len(records)))
    return Thread(comments, tuple(records), f"records:{group.name}", min(0.99, 0.5 + group.score / 12))


def _read_again(shared: Shared, inner: Sequence[Sequence[Node]], fields: list[Fields]) -> None:
    """Where no name tells the words of most records, read them by what all records have in common."""
    records = shared.records
    unnamed = [place for place, one in enumerate(fields) if one.content is records[place]]
    if len(unnamed) * 2 <= len(records) or not are_mixed([fields[place].text for place in unnamed]):
        return
    found = shared.parts([[*one.apart, *inner[place]] for place, one in enumerate(fields)])
    for place in found.keys() & set(unnamed):
        own, around = shared.owns[place], inner[place]
        fields[place] = read_fields(shared.document, records[place], around, own, shared.marks, shared, found[place])


def _says_something(record: Node, one: Fields, inner: Sequence[Node]) -> bool:
    """Whether a record has words, stands in the place of some, or is known to be a comment without any."""
    return bool(
        one.text
        or one.state is CommentState.REMOVED
        or (one.author and (inner or one.kind is not CommentKind.COMMENT or _is_by_wordpress(record, one)))
    )


def _is_pattern(one: Fields) -> bool:
    """Whether a record is what a script makes others from: "{{author}}" stands in it."""
    return bool(_PATTERN.fullmatch(one.text) or (one.author and _PATTERN.fullmatch(one.author)))


_PATTERN = re.compile(r"\{\{.*\}\}|<%.*%>|\$\{.*\}|\[\[.*\]\]|\{%.*%\}", re.S)


def _is_by_wordpress(record: Node, fields: Fields) -> bool:
    """Whether WordPress wrote the record: it is a comment then even if nothing is said in it (block themes leave out "0")."""
    return (
        fields.raw_date is not None and _OF_WORDPRESS.match(record.get("id")) is not None and " depth-" in record.names
    )


_OF_WORDPRESS = re.compile(r"comment-\d+$")


def _directly_inside(records: Sequence[Node]) -> list[list[Node]]:
    inner: list[list[Node]] = [[] for _ in records]
    stack: list[int] = []
    for place, record in enumerate(records):
        while stack and records[stack[-1]].end <= record.index:
            stack.pop()
        if stack:
            inner[stack[-1]].append(record)
        stack.append(place)
    return inner


def _unique(keys: list[str | None]) -> list[str | None]:
    """Keys that several records have are no keys."""
    counts = Counter(key for key in keys if key is not None)
    return [key if key is not None and counts[key] == 1 else None for key in keys]


def _with_fingerprints(keys: list[str | None], fields: list[Fields]) -> list[str]:
    seen: Counter[str] = Counter()
    result = []
    for key, one in zip(keys, fields, strict=True):
        if key is not None:
            result.append(key)
            continue
        first = fingerprint(one.author, one.raw_date, one.text, 0)
        result.append(first if not seen[first] else fingerprint(one.author, one.raw_date, one.text, seen[first]))
        seen[first] += 1
    return result


def _comment(document: Document, url: str, place: int, keys: list[str], fields: Fields, found: list[Place]) -> Comment:
    where = found[place]
    return Comment(
        key=keys[place],
        parent_key=None if where.parent is None else keys[where.parent],
        author=fields.author,
        author_url=join(url, fields.author_url),
        author_avatar=join(url, fields.avatar),
        published_raw=fields.raw_date,
        text=fields.text,
        html=html_of(document, fields.content, url, fields.skipped) if fields.content is not None else None,
        score=fields.score,
        upvotes=fields.upvotes,
        downvotes=fields.downvotes,
        position=place,
        url=_permalink(url, fields),
        kind=fields.kind,
        state=fields.state,
        parent_rule=where.rule,
        parent_confidence=where.confidence,
        is_orphan=where.is_orphan,
    )


def _permalink(url: str, fields: Fields) -> str | None:
    link = join(url, fields.permalink)
    if link is None and fields.permalink and fields.permalink.startswith("#"):
        link = url.partition("#")[0] + fields.permalink
    return link
