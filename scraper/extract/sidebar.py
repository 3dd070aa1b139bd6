"""Recent Comments lists: who spoke last, where, and the first words.

Shapes: "AUTHOR on TITLE" (WordPress's widget and block), "AUTHOR: excerpt…" (older themes), and the block's longer
form with date and excerpt. An entry's link leads to the comment.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import attrs

from archive.records import RecentComment
from scraper.extract.document import LABEL
from scraper.extract.dom import Document, Node
from scraper.extract.names import BITS
from scraper.extract.render import text_of
from scraper.normalise.text import clean_line, cut_mark
from scraper.normalise.urls import join, same_site

_HEADING = re.compile(
    r"^\W*(?:(?:most )?recent(?:ly)?|latest|newest|last|new)\s+(?:reader\s+|user\s+)?(?:comments?|replies|responses|reactions)\W*$|^\W*(?:neu?este|letzte|aktuelle)\s+kommentare\W*$"
    r"|^\W*(?:commentaires récents|derniers commentaires|comentarios recientes|últimos comentarios|comentários recentes|commenti recenti|ultimi commenti"
    r"|recente reacties|laatste reacties|senaste kommentarerna|seneste kommentarer|siste kommentarer|najnowsze komentarze|свежие комментарии"
    r"|последние комментарии|最近のコメント|最新コメント|近期评论|最新评论|son yorumlar)\W*$",
    re.I,
)
_HEADING_WORDS = (
    "comment",
    "replies",
    "response",
    "reaction",
    "kommentar",
    "comentario",
    "comentários",
    "commenti",
    "reacties",
    "komentarze",
    "комментари",
    "コメント",
    "评论",
    "yorumlar",
)
_ON = re.compile(
    r"^(?P<author>.{0,120}?)\s*(?:\bon\b|\bzu\b|\bbei\b|\bsur\b|\ben\b|\bsu\b|\bem\b|\bop\b|\bpå\b|\bdo\b|\bк\b|\bin\b|→|»)\s*(?P<title>.{1,300})$",
    re.I | re.S,
)
_COLON = re.compile(
    r"^(?P<author>[^\n:]{1,60}?)\s*(?::|\bsaid\b:?|\bsays\b:?|\bwrote\b:?|\s[–—-]\s)\s*(?P<excerpt>.+)$", re.S
)
_MOST = 50
_RECENT = BITS["recent_comments"]


@attrs.frozen
class Sidebar:
    """A Recent Comments list and the part of the page it takes up."""

    entries: tuple[RecentComment, ...]
    node: Node


def find_recent_comments(document: Document, url: str) -> Sidebar | None:
    """The page's Recent Comments list, or None."""
    for region, items in _lists(document):
        entries = [_entry(document, item, url, place) for place, item in enumerate(items[:_MOST])]
        told = [entry for entry in entries if entry.author or entry.excerpt or entry.url]
        if len(told) > 1 or (told and told[0].url):  # a single line without a link says that there are none
            return Sidebar(
                tuple(e if e.position == at else attrs.evolve(e, position=at) for at, e in enumerate(told)), region
            )
    return None


def _lists(document: Document) -> Iterator[tuple[Node, list[Node]]]:
    """Parts of the page that may be such a list, with their entries: by name, then by heading."""
    for node in document.named:
        if node.bits & _RECENT and node.length and node.tag not in ("li", "a", "link", "script", "body", "html"):
            yield _outermost(node), _items(document, node)
    for text in document.texts_with(_HEADING_WORDS, longest=LABEL):
        if (
            6 < text.length < 60
            and _HEADING.match(clean_line(text.text))
            and (heading := text.parent) is not None
            and heading.tag != "title"
        ):
            yield _list_after(document, heading)


def _outermost(node: Node) -> Node:
    """The widget around a list, if its name says the same."""
    return max(
        (a for a in node.ancestors() if a.bits & _RECENT and a.tag not in ("body", "html")),
        key=lambda a: a.length,
        default=node,
    )


def _items(document: Document, region: Node) -> list[Node]:
    """The entries of a list: its outermost list items, else the children that repeat."""
    found: list[Node] = []
    until = 0
    for node in document.inside(region):
        if node.index >= until and node.tag == "li" and node.length:
            found.append(node)
            until = node.end
    if found:
        return found
    children = [child for child in document.children(region) if child.tag and child.length]
    while len(children) == 1:
        children = [child for child in document.children(children[0]) if child.tag and child.length]
    tags = {child.tag for child in children if child.tag not in ("h1", "h2", "h3", "h4", "h5", "h6")}
    return [child for child in children if child.tag in tags] if len(tags) == 1 and len(children) > 1 else []


def _list_after(document: Document, heading: Node) -> tuple[Node, list[Node]]:
    """The list that follows a heading, within the box around both."""
    for box in heading.ancestors():
        if box.length > heading.length + 5:
            if box.tag in ("body", "html"):
                break
            after = [
                n for n in document.nodes[heading.end : box.end] if n.tag in ("ul", "ol", "dl", "table") and n.length
            ]
            if after:
                return box if box.length < after[0].length + heading.length + 400 else after[0], _items(
                    document, after[0]
                )
            children = [n for n in document.children(box) if n.tag and n.index >= heading.end and n.length]
            if children:
                return box, [c for c in children if c.tag == children[0].tag]
    return heading, []


def _entry(document: Document, item: Node, url: str, position: int) -> RecentComment:
    links = [n for n in document.inside(item) if n.tag == "a" and n.get("href")]
    target = _target(links, url)
    address = join(url, target.get("href")) if target is not None else None
    excerpt = _named(document, item, ("excerpt", "comment-snippet", "summary"))
    author = _named(document, item, ("comment-author", "author", "user", "meta-author"))
    if author is not None and len(author) > 80:
        author = None
    text = clean_line(text_of(document, item, _dates(document, item)).replace("\n", " "))
    title = None
    if excerpt is None:
        author, excerpt, title = _split(text, author, target, document)
    elif target is not None:
        title = clean_line(text_of(document, target).replace("\n", " ")) or None
    words, is_cut = cut_mark(excerpt) if excerpt else (None, False)
    return RecentComment(
        position=position,
        author=author or None,
        excerpt=words or None,
        truncated=is_cut,
        url=address,
        article_title=title,
    )


def _target(links: list[Node], url: str) -> Node | None:
    """The link to the comment: on this site, with what names a comment behind its `#`; a writer's own may have one, too."""
    named = [n for n in links if "#" in n.get("href")]
    here = [n for n in named if (address := join(url, n.get("href"))) and same_site(address, url)]
    return next(iter(here or named or links[-1:]), None)


def _split(
    text: str, author: str | None, target: Node | None, document: Document
) -> tuple[str | None, str | None, str | None]:
    """Author, excerpt and article title of an entry's line."""
    label = clean_line(text_of(document, target).replace("\n", " ")) if target is not None else ""
    if author and text.startswith(author):
        rest = text[len(author) :]
        if colon := re.match(r"\s*(?::|says:?|said:?|wrote:?|[–—-]\s)\s*(.+)$", rest, re.S):
            return author, colon[1], None
    if target is not None and label and text.endswith(label) and label != text and len(label) > 1:
        before = text[: -len(label)]
        if (on := _ON.match(before + "x")) and on["author"].strip():
            return author or on["author"].strip(), None, label
        if re.search(r"\b(?:on|zu|bei|sur|en|su|em|op|på|in|к)\s*$", before, re.I):
            return author or re.sub(r"\s*\S+\s*$", "", before).strip() or None, None, label
        if before.strip().endswith(":"):
            return author or before.strip()[:-1].strip(), label, None
        return author or before.strip(" :–—-") or None, label, None
    if colon := _COLON.match(text):
        return author or colon["author"], colon["excerpt"], None
    if (on := _ON.match(text)) and target is not None:
        return author or on["author"] or None, None, on["title"]
    return author, text if text != author else None, None


def _named(document: Document, item: Node, words: tuple[str, ...]) -> str | None:
    for node in document.inside(item):
        if node.tag and node.names and node.length and any(word in node.names for word in words):
            return clean_line(text_of(document, node).replace("\n", " ")) or None
    return None


def _dates(document: Document, item: Node) -> set[int]:
    return {n.index for n in document.inside(item) if n.tag == "time" or (n.names and "date" in n.names)}
