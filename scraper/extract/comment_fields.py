"""One record of a discussion, taken apart: who, when, what, and how it was received."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import islice

import attrs

from archive.records import CommentKind, CommentState
from scraper.extract.answer_lines import AnswerLine, answer_line, likely_texts
from scraper.extract.comment_author import name_node
from scraper.extract.comment_content import find_content
from scraper.extract.comment_dates import date_node, raw_date
from scraper.extract.comment_names import long_name_in, name_in
from scraper.extract.dom import Document, Node
from scraper.extract.linkbacks import kind_of, title_link, without_label
from scraper.extract.marks import Marks
from scraper.extract.names import BITS
from scraper.extract.nodes import index_of
from scraper.extract.notices import is_pending, is_removed
from scraper.extract.permalinks import own_link
from scraper.extract.render import text_of
from scraper.extract.shared_parts import Parts, Shared
from scraper.extract.signed_lines import SignedLine, by_line, signed_below, signed_line
from scraper.extract.votes import read_votes
from scraper.normalise.text import clean_line, fold

_BY_TEXT = re.compile(
    r"^(?P<name>[^\n:]{1,60}?)\s+(?:says|said|wrote|writes|sagt|schreibt|dit|dice|commented|replied)\b\s*(?:on .{4,40})?:?$",
    re.I,
)
_BY = re.compile(r"(?:deleted|removed|hidden) by\s*$", re.I)
_TAKEN = re.compile(r"\s*(?:gelöscht|entfernt|ausgeblendet)", re.I)
# The number of an account behind the name that links it, as Slash prints it.
# The text of a link to the comment itself.
_NUMBERED = re.compile(r"\W*\d*\W*")
_ACCOUNT_NUMBER = re.compile(r"(?<=\S)\s*\(\d+\)$")
_AVATAR, _QUOTE, _STRONG_CONTENT = BITS["avatar"], BITS["quote"], BITS["strong_content"]
_QUOTE_TAGS = frozenset(("div", "aside", "fieldset", "table", "td", "section", "p"))


@attrs.define
class Fields:
    """What a record says, as shown."""

    author: str | None = None
    author_url: str | None = None
    avatar: str | None = None
    raw_date: str | None = None
    text: str = ""
    content: Node | None = None
    skipped: frozenset[int] = frozenset()
    apart: Sequence[Node] = ()
    """Where its writer's name and its date stand."""
    score: int | None = None
    upvotes: int | None = None
    downvotes: int | None = None
    permalink: str | None = None
    answers: AnswerLine | None = None
    """The line that says who is answered."""
    kind: CommentKind = CommentKind.COMMENT
    state: CommentState = CommentState.VISIBLE


def own_nodes(document: Document, record: Node, inner: Sequence[Node]) -> list[Node]:
    """The nodes of a record without those of records nested in it."""
    nodes: list[Node] = []
    start = record.index + 1
    for nested in inner:
        nodes.extend(document.nodes[start : nested.index])
        start = nested.end
    nodes.extend(document.nodes[start : record.end])
    return nodes


def read_fields(
    document: Document,
    record: Node,
    inner: Sequence[Node],
    own: list[Node],
    marks: Marks,
    shared: Shared,
    parts: Parts | None = None,
) -> Fields:
    """Everything one record says, apart from its key and its place in the tree.

    Args:
        document: the page.
        record: the record.
        inner: the records nested in it.
        own: its nodes, without those of the records nested in it.
        marks: the page's traces of speech.
        shared: what it has in common with the other records.
        parts: where its parts stand, if that was told by the other records.
    """
    fields = Fields()
    said = unquoted(own)
    date = date_node(said, marks)
    if parts is not None and parts.date is not None:
        date = parts.date
    name = name_node(document, said, marks, date, shared)
    signed = _signed(said, name, date)
    if signed is None and name is None and parts is not None:
        name = parts.name
    if signed is not None:
        date, fields.author, fields.raw_date = signed.node, signed.name, signed.date
    else:
        _read_author(document, fields, name, own)
        fields.raw_date = raw_date(document, date) if date is not None else None
    votes = read_votes(document, record, own)
    fields.score, fields.upvotes, fields.downvotes = votes.score, votes.up, votes.down
    fields.permalink = own_link(record, own, date, marks)
    fields.kind = kind_of(record, own)
    if fields.kind is not CommentKind.COMMENT and (link := title_link(own, is_named=fields.author is not None)):
        fields.author, fields.author_url = clean_line(text_of(document, link).replace("\n", " ")), link.get("href")
    fields.content, fields.skipped = find_content(
        document, record, own, inner, name, date, shared, parts.content if parts is not None else None
    )
    fields.apart = [one for one in (name, date) if one is not None]
    fields.text = text_of(document, fields.content, fields.skipped)
    _drop_furniture(document, fields, said, shared)
    _drop_first_words(document, fields, said)
    if fields.kind is not CommentKind.COMMENT:
        fields.text = without_label(fields.text, fields.author)
    if shared.may_be_pending and is_pending(
        " ".join(node.names + node.text for node in own if "moderation" in node.names or 3 < len(node.text) < 120)
    ):
        fields.state = CommentState.PENDING
    elif is_removed(fields.text):
        fields.state = CommentState.REMOVED
        fields.text = _whole_notice(document, fields, name)
        _drop_moderator(fields)
    return fields


def _signed(said: list[Node], name: Node | None, date: Node | None) -> SignedLine | None:
    """A text that tells both who and when, where no element tells either."""
    if date is not None and date.tag:
        return None
    signed = by_line(said)
    line = signed_line(said) if signed is None else None
    if line is not None and (name is None or name.index > line.node.index or _is_term(name, line.node)):
        return line
    return signed if signed is not None or name is not None else signed_below(said)


def _is_term(name: Node, line: Node) -> bool:
    """Whether a name is a term of a definition list that holds nothing but a line of name and date."""
    return name.tag == "dt" and line in name and line.length == name.length


def read_answer_lines(document: Document, owns: Sequence[list[Node]], all_fields: Sequence[Fields]) -> None:
    """Lines that name the writer of another comment as the one answered are no part of what was said; other lines are."""
    likely = likely_texts(document)
    authors = {fold(one.author) for one in all_fields if one.author} if likely else set()
    for own, one in zip(owns, all_fields, strict=True) if authors else ():
        if not own or bisect_left(likely, own[0].index, key=index_of) == bisect_left(likely, own[-1].end, key=index_of):
            continue
        line = answer_line(unquoted(own))
        if line is None or one.content is None or fold(line.name) not in authors:
            continue
        one.answers = line
        skipped = one.skipped | {text.index for text in line.texts}
        if text := text_of(document, one.content, skipped):
            one.text, one.skipped = text, skipped


def _drop_furniture(document: Document, fields: Fields, said: list[Node], shared: Shared) -> None:
    """What most records show nobody said, unless nothing else is there."""
    if fields.content is None:
        return
    found = {node.index for node in said if not node.tag and node in fields.content and shared.is_furniture(node)}
    if found and (text := text_of(document, fields.content, fields.skipped | found)):
        fields.text, fields.skipped = text, fields.skipped | found


def _drop_first_words(document: Document, fields: Fields, said: list[Node]) -> None:
    """A title that a platform made of a comment's first words is none of them."""
    if fields.content is None or not fields.text:
        return
    title = next((node for node in said if node.tag in _TITLES and node.length and node in fields.content), None)
    if title is None or title.index in fields.skipped or not fields.text.startswith(words := text_of(document, title)):
        return
    rest = fields.text[len(words) :].lstrip("\n")
    if len(words) >= _LEAST_TITLE and rest.startswith(words.rstrip(" .…")):
        fields.text, fields.skipped = rest, fields.skipped | {title.index}


_LEAST_TITLE = 8
_TITLES = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))


def _drop_moderator(fields: Fields) -> None:
    """Who removed a comment did not write it."""
    before, _, after = fields.text.partition(fields.author or "\0")
    if after and (_BY.search(before) or (before.endswith("von ") and _TAKEN.match(after))):
        fields.author = fields.author_url = None


def _whole_notice(document: Document, fields: Fields, name: Node | None) -> str:
    """What stands in place of a removed comment, with the name that is part of it."""
    if name is None or fields.content is None or name not in fields.content:
        return fields.text
    around = {name.index, *(node.index for node in name.ancestors())}
    whole = text_of(document, fields.content, fields.skipped - around)
    return whole if whole.count("\n") == fields.text.count("\n") else fields.text  # a head above is no part of it


def unquoted(own: list[Node]) -> list[Node]:
    """The nodes of a record without its quotations, which name other writers and times; all, if it is nothing else."""
    kept: list[Node] = []
    until = 0
    for node in own:
        if node.index < until:
            continue
        if (
            (node.tag == "blockquote" or node.bits & _QUOTE and node.tag in _QUOTE_TAGS)
            and (not node.bits & _STRONG_CONTENT or (node.bits & _QUOTE and node.tag == "blockquote"))
            and node.length
        ):
            until = node.end
            continue
        kept.append(node)
    return kept if sum(n.length for n in kept if not n.tag) > 2 else own


def _links_around(node: Node) -> list[Node]:
    return list(islice((a for a in node.ancestors() if a.tag == "a"), 1)) if node.linked else []


def _read_author(document: Document, fields: Fields, name: Node | None, own: list[Node]) -> None:
    if name is not None:
        fields.author = _told_name(document, name) or name_in(document, name) or long_name_in(document, name)
        around = [name, *document.inside(name), *_links_around(name)]
        links = [n for n in around if n.tag == "a" and n.get("href")]
        named = [n for n in links if clean_line(text_of(document, n)) == fields.author] or [
            n for n in links if not n.get("href").partition("#")[2] or not _NUMBERED.fullmatch(text_of(document, n))
        ]
        fields.author_url = next((n.get("href") for n in named), None)
        fields.author_url = fields.author_url or next(
            (n.get("href") for n in around if n.attributes.get("itemprop") == "url"), None
        )
        if fields.author and not fields.author_url:
            fields.author_url = _link_named(document, own, fields.author)
        if fields.author and fields.author_url and (number := _ACCOUNT_NUMBER.search(fields.author)):
            fields.author = fields.author[: number.start()]
    else:
        for node in own:
            if not node.tag and (found := _BY_TEXT.match(clean_line(node.text))):
                fields.author = found["name"]
                break
    fields.avatar = next(
        (n.get("src") for n in own if n.tag == "img" and (n.bits & _AVATAR or "avatar" in n.get("src"))), None
    )


def _told_name(document: Document, name: Node) -> str | None:
    """The writer's name as microdata tells it to machines, beside what is shown around a portrait."""
    item = next((n for n in (name, *islice(name.ancestors(), 6)) if n.attributes.get("itemprop") == "author"), None)
    inside = document.inside(item) if item is not None else []
    told = (n.get("content") for n in inside if n.tag == "meta" and n.attributes.get("itemprop") == "name")
    return next((clean_line(text) for text in told if text), None)


def _link_named(document: Document, own: list[Node], author: str) -> str | None:
    """Where the first link leads that is the writer's name and nothing else."""
    links = (node for node in own if node.tag == "a" and len(author) <= node.length <= len(author) + 8)
    named = (node.get("href") for node in links if clean_line(text_of(document, node)) == author)
    return next((href for href in named if href and href[0] != "#" and not href.startswith("javascript:")), None)
