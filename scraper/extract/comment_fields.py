"""One record of a discussion, taken apart: who, when, what, and how it was received."""

from __future__ import annotations

import re
from collections.abc import Sequence

import attrs

from archive.records import CommentKind, CommentState
from scraper.extract.dom import Document, Node
from scraper.extract.marks import Marks, is_machine_date
from scraper.extract.names import has
from scraper.extract.render import text_of
from scraper.normalise.text import clean_line

_STRONG_AUTHOR = re.compile(
    r"(?<![a-z])(?:fn|comment-?author(?:-name|-link)?|commenter(?:-?name)?|author-?name|user-?name|display-?name|nick(?:name)?|screen-?name|poster(?:-?name)?"
    r"|p-author|comment-?user|by-?author|hnuser|who)(?![a-z])"
)
_SAYS = re.compile(
    r"^\s*(?:posted |written |comment |said |answered |asked )?(?:by|von|par|por|di|от|from)?:?\s+|\s*\b(?:says?|said|wrote|writes|schreibt|sagt|meint|commented|replied|dit"
    r"|a dit|dijo|dice|ha scritto|napisał\(a\)|пишет|さん|より|at|on|am|:)\s*:?\s*$",
    re.I,
)
_BY_TEXT = re.compile(
    r"^(?P<name>[^\n:]{1,60}?)\s+(?:says|said|wrote|writes|sagt|schreibt|dit|dice|commented|replied)\b\s*(?:on .{4,40})?:?$",
    re.I,
)
_NO_NAME = re.compile(r"^(?:reply|permalink|link|edit|avatar|says|on|by|#?\d+|posted|quote|report|\W*)$", re.I)
_PENDING = re.compile(
    r"awaiting[- ](?:moderation|approval)|wird moderiert|wartet auf freischaltung|en attente de modération|pendiente de moderaci",
    re.I,
)
_REMOVED = re.compile(
    r"^\W*(?:(?:this|the)?\s*(?:comment|post|reply|message|answer)\s*(?:was|has been|is|)\s*(?:deleted|removed|withdrawn|hidden|unavailable)|(?:comment|post) (?:deleted|removed)"
    r"|deleted(?: by .{1,30})?|removed(?: by .{1,30})?|(?:dieser )?kommentar (?:wurde )?(?:gelöscht|entfernt)|commentaire supprimé|comentario eliminado|削除されました)\b.{0,60}$",
    re.I,
)
_LINKBACK = re.compile(r"(?<![a-z])(pingback|trackback)(?![a-z])", re.I)
_SCORE = re.compile(
    r"(?<![a-z])(?:score|points?|votes?|karma|likes?|upvotes?|upvoted|rating|vote-?count|like-?count|recommend\w*|ups|total)(?![a-z])"
)
_UP = re.compile(r"(?<![a-z])(?:up|ups|upvotes?|likes?|plus|thumbs?-?up|positive|agree)(?![a-z])")
_DOWN = re.compile(r"(?<![a-z])(?:down|downs|downvotes?|dislikes?|minus|thumbs?-?down|negative|disagree)(?![a-z])")
_NUMBER = re.compile(r"^\W*?([+\-−–]?\d{1,6})\s*(?:points?|votes?|likes?|people like this|upvotes?|♥)?\W*$", re.I)
_LONGEST_NAME = 80


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
    score: int | None = None
    upvotes: int | None = None
    downvotes: int | None = None
    permalink: str | None = None
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


def read_fields(document: Document, record: Node, inner: Sequence[Node], marks: Marks) -> Fields:
    """Everything one record says, apart from its key and its place in the tree."""
    own = own_nodes(document, record, inner)
    fields = Fields()
    name = _name_node(document, own, marks)
    date = _date_node(own, marks)
    _read_author(document, fields, name, own)
    fields.raw_date = _raw_date(document, date) if date is not None else None
    _read_votes(document, fields, own)
    fields.permalink = _permalink(own, date)
    fields.kind = _kind(record, own)
    if fields.kind is not CommentKind.COMMENT:
        _read_linkback(document, fields, own)
    _read_content(document, record, fields, own, inner, name, date)
    if _PENDING.search(
        " ".join(node.names + node.text for node in own if "moderation" in node.names or 10 < len(node.text) < 120)
    ):
        fields.state = CommentState.PENDING
    elif len(fields.text) < 120 and _REMOVED.match(fields.text):
        fields.state = CommentState.REMOVED
    return fields


def _name_node(document: Document, own: list[Node], marks: Marks) -> Node | None:
    """The element that holds the writer's name, the surest one first."""
    for test in (_is_item_author, _is_strong_author, lambda n: n.tag == "cite"):
        for node in own:
            if node.tag and 0 < node.length <= _LONGEST_NAME and test(node) and _name_in(document, node):
                return _narrowed(document, node)
    named = set(marks.names)
    for node in own:
        if node.index in named and _name_in(document, node):
            return _narrowed(document, node)
    for node in own:
        if (
            node.tag in ("b", "strong", "h3", "h4", "h5", "h6", "dt")
            and 0 < node.length <= 60
            and _name_in(document, node)
        ):
            return node
    return None


def _is_item_author(node: Node) -> bool:
    return node.attributes.get("itemprop") in ("author", "creator")


def _is_strong_author(node: Node) -> bool:
    return (
        bool(node.names)
        and _STRONG_AUTHOR.search(node.names.replace("_", "-")) is not None
        and "avatar" not in node.names
    )


def _narrowed(document: Document, node: Node) -> Node:
    """The name itself, where the element holds more: its `fn`, its itemprop name, its first link or bold part."""
    inside = document.inside(node)
    for test in (
        lambda n: n.attributes.get("itemprop") == "name",
        lambda n: " fn " in n.names,
        lambda n: n.tag in ("b", "strong", "cite"),
    ):
        for inner in inside:
            if inner.tag and inner.length and test(inner) and _name_in(document, inner):
                return inner
    return node


def _name_in(document: Document, node: Node) -> str | None:
    """The name an element holds, without "says" and "by"."""
    inside = [
        n
        for n in document.inside(node)
        if n.tag == "time"
        or is_machine_date(n)
        or (n.names and has("date", n.names) and any(c.isdigit() for c in text_of(document, n)))
    ]
    name = clean_line(text_of(document, node, {n.index for n in inside}).replace("\n", " "))
    previous = None
    while previous != name:
        previous, name = name, _SAYS.sub("", f" {name} " if not previous else name).strip(" ,|·•–—")
    return None if not name or len(name) > _LONGEST_NAME or _NO_NAME.match(name) else name


def _read_author(document: Document, fields: Fields, name: Node | None, own: list[Node]) -> None:
    if name is not None:
        fields.author = _name_in(document, name)
        around = [name, *document.inside(name), *[a for a in name.ancestors() if a.tag == "a"][:1]]
        fields.author_url = next((n.get("href") for n in around if n.tag == "a" and n.get("href")), None)
        fields.author_url = fields.author_url or next(
            (n.get("href") for n in around if n.attributes.get("itemprop") == "url"), None
        )
    else:
        for node in own:
            if not node.tag and (found := _BY_TEXT.match(clean_line(node.text))):
                fields.author = found["name"]
                break
    fields.avatar = next(
        (n.get("src") for n in own if n.tag == "img" and (has("avatar", n.names) or "avatar" in n.get("src"))), None
    )


def _date_node(own: list[Node], marks: Marks) -> Node | None:
    """The element or text that tells when: for machines first, then the first that looks like a date."""
    for node in own:
        if node.attributes.get("itemprop") in ("datePublished", "dateCreated", "commentTime", "uploadDate"):
            return node
    for node in own:
        if node.tag == "time" and (node.get("datetime") or node.length):
            return node
    dated = set(marks.dates)
    candidates = [node for node in own if node.index in dated]
    for node in candidates:
        if node.tag or any(a.names and has("date", a.names) for a in _few(node.ancestors())):
            return node
    return candidates[0] if candidates else None


def _few(nodes: object) -> list[Node]:
    found: list[Node] = []
    for node in nodes:  # type: ignore[attr-defined]  # any iterator of nodes
        found.append(node)
        if len(found) == 2:
            break
    return found


def _raw_date(document: Document, node: Node) -> str | None:
    for name in ("datetime", "content", "data-time", "data-timestamp", "data-utime", "data-date", "unixtime"):
        if (value := node.get(name)) and any(c.isdigit() for c in value):
            return clean_line(value)
    if not node.tag:
        return clean_line(_whole_line(node))
    title = node.get("title")
    if title and any(c.isdigit() for c in title):
        return clean_line(title)
    return clean_line(text_of(document, node).replace("\n", " ")) or None


def _whole_line(node: Node) -> str:
    """A text with the time that a neighbouring element may hold ("May 2, 2016" and "at 6:10 PM" apart)."""
    return node.text


def _read_votes(document: Document, fields: Fields, own: list[Node]) -> None:
    for node in own:
        if (
            not node.names
            or not 0 < node.length < 24
            or not _SCORE.search(node.names.replace("_", "-"))
            and not _UP.search(node.names)
            and not _DOWN.search(node.names)
        ):
            continue
        found = _NUMBER.match(text_of(document, node))
        if not found:
            continue
        value = int(found[1].replace("−", "-").replace("–", "-"))
        if _DOWN.search(node.names):
            fields.downvotes = abs(value) if fields.downvotes is None else fields.downvotes
        elif _UP.search(node.names):
            fields.upvotes = value if fields.upvotes is None else fields.upvotes
        elif fields.score is None:
            fields.score = value
    if fields.score is None and fields.upvotes is not None:
        fields.score = fields.upvotes - (fields.downvotes or 0)


def _permalink(own: list[Node], date: Node | None) -> str | None:
    """The record's own address: the link around its date, or one that says so."""
    if date is not None:
        for node in (date, *_few(date.ancestors())):
            if node.tag == "a" and node.get("href"):
                return node.get("href")
    for node in own:
        if node.tag == "a" and (
            "permalink" in node.names or node.get("rel") == "bookmark" or node.attributes.get("itemprop") == "url"
        ):
            return node.get("href") or None
    return None


def _kind(record: Node, own: list[Node]) -> CommentKind:
    found = _LINKBACK.search(record.names)
    if not found:
        first = next((clean_line(n.text) for n in own if not n.tag and n.length), "")
        found = re.match(r"\W*(pingback|trackback)\b", first, re.I)
    return CommentKind(found[1].lower()) if found else CommentKind.COMMENT


def _read_linkback(document: Document, fields: Fields, own: list[Node]) -> None:
    """A linkback is named by the title it links with; older themes print nothing else."""
    if fields.author is None:
        link = next((n for n in own if n.tag == "a" and n.get("href").startswith("http") and n.length), None)
        if link is not None:
            fields.author, fields.author_url = clean_line(text_of(document, link).replace("\n", " ")), link.get("href")


def _read_content(
    document: Document,
    record: Node,
    fields: Fields,
    own: list[Node],
    inner: Sequence[Node],
    name: Node | None,
    date: Node | None,
) -> None:
    """The record's words: an element named as content, else all that is not known to be something else."""
    nested = frozenset(n.index for n in inner)
    content = _content_node(own, inner, name, date)
    if content is not None:
        fields.content, fields.skipped = content, nested | _controls(own, content)
    else:
        fields.content, fields.skipped = record, nested | _controls(own, record) | _labels(own, name, date)
    fields.text = text_of(document, fields.content, fields.skipped)


def _content_node(own: list[Node], inner: Sequence[Node], name: Node | None, date: Node | None) -> Node | None:
    best: Node | None = None
    for node in own:
        if not node.tag or not node.attributes:
            continue
        if node.attributes.get("itemprop") in ("text", "commentText", "articleBody", "reviewBody", "description"):
            return node
        if not node.names or not has("content", node.names) or node.tag in ("a", "span", "img", "time", "form"):
            continue
        if (name is not None and name in node) or (date is not None and date in node) or any(n in node for n in inner):
            continue
        if (
            best is None
            or (node.length > best.length and best not in node)
            or (best in node and node.length > best.length * 1.02 + 8 and not has("content", best.names))
        ):
            best = node
    return best if best is not None and best.length else None


_CONTROL_TEXT = re.compile(
    r"^\W*(?:reply|reply to .{1,60}|antworten|répondre|responder|respond|quote|report|flag|edit|share|link|permalink|permanent link|like|dislike|log in to reply"
    r"|reply ↓|delete|up|down|upvote|downvote|report abuse|recommend|melden|\(edit\)|#|¶|¬|∞)\W*\d*\W*$",
    re.I,
)


def _controls(own: list[Node], content: Node) -> frozenset[int]:
    """Parts of the content that people press: reply links, votes, edit links."""
    found: set[int] = set()
    for node in own:
        if not node.tag or node.index <= content.index or node.index >= content.end:
            continue
        if (
            node.tag in ("button", "form", "input")
            or (
                "moderation" in node.names
                or "reply-link" in node.names
                or "comment-reply" in node.names
                or "edit-link" in node.names
            )
            or (
                node.length <= 60
                and node.tag in ("a", "span", "div", "li", "p", "small", "font", "u", "em")
                and _CONTROL_TEXT.match(_flat(node, own))
            )
        ):
            found.add(node.index)
    return frozenset(found)


def _flat(node: Node, own: list[Node]) -> str:
    """The text of a short element."""
    if node.end == node.index + 1 or not node.length:
        return "."
    return "".join(n.text for n in own if node.index < n.index < node.end)


def _labels(own: list[Node], name: Node | None, date: Node | None) -> frozenset[int]:
    """Everything up to the words: the line with name and date, portraits, numbers beside them."""
    found: set[int] = set()
    known = sum(n.length for n in (name, date) if n is not None)
    for node in (name, date):
        if node is None:
            continue
        best = node
        for ancestor in node.ancestors():
            if ancestor.index < own[0].index or ancestor.length > known + 40 or ancestor.end > own[-1].end:
                break
            best = ancestor
        found.add(best.index)
    for node in own:
        if (
            (
                node.tag
                and node.names
                and node.length < 100
                and (has("avatar", node.names) or has("control", node.names) and not has("content", node.names))
            )
            or not node.tag
            and re.fullmatch(r"\s*(?:says|said|wrote|schreibt|sagt|dit|dice)\s*:?\s*|\W*\d{0,4}\W*", node.text)
        ):
            found.add(node.index)
    return frozenset(found)
