"""Comments that wikis' readers sign: `Name (talk) 09:10, 1 March 2019 (UTC)` at the end of a paragraph or an item.

No element holds a comment there. What is signed is the paragraph or list item with the signature, and the unsigned
paragraphs in front of it; who is indented further answers the latest one who is not.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from archive.records import Comment
from scraper.extract.comment_keys import fingerprint
from scraper.extract.dom import Document, Node
from scraper.extract.render import text_of
from scraper.extract.replies import stacked
from scraper.extract.thread import Thread
from scraper.normalise.urls import join

_SIGNED = re.compile(r"(\d{1,2}:\d\d, \d{1,2}\.? [^\W\d]+\.? \d{4}) \([A-Z]{2,5}\)\s*$")
_ZONES = ("(utc)", "(gmt)", "(cet)", "(cest)", "(est)", "(bst)")
_USER = re.compile(
    r"(?:^|[/:=])(?:User|Benutzer(?:in)?|Utilisateur|Usuario|Special:Contributions|Spezial:Beitr%C3%A4ge)[:/]", re.I
)
_LISTS = frozenset(("dl", "ul", "ol"))
_BLOCKS = frozenset(("p", "dd", "li", "div"))


def signed_thread(document: Document, url: str) -> Thread | None:
    """The comments of a page that are signed like that, if there are two at least."""
    found: list[tuple[Node, Node, str]] = []
    marked: dict[int, tuple[str | None, str | None]] = {}
    for text in document.texts_with(_ZONES):
        signed = _SIGNED.search(text.text)
        block = next((node for node in text.ancestors() if node.tag in _BLOCKS), None)
        if signed and block is not None and (user := _user(document, block, text)) is not None:
            found.append((block, user, signed[1] + " UTC" if "(UTC)" in text.text else signed[1]))
            marked[block.index] = _marks(document, block, text)
    if len(found) < 2 or len({block.index for block, *_ in found}) < len(found):
        return None
    levels = [float(sum(a.tag in _LISTS for a in block.ancestors())) for block, *_ in found]
    comments: list[Comment] = []
    for place, ((block, user, raw), parent) in enumerate(zip(found, stacked(levels), strict=True)):
        author, words = text_of(document, user), _words(document, block, user)
        key, link = marked[block.index]
        comments.append(Comment(
            key=key or fingerprint(author, raw, words, sum(one.text == words for one in comments)), author=author, url=join(url, link), author_url=join(url, user.get("href")),
            parent_key=None if parent is None else comments[parent].key, published_raw=raw, text=words, position=place,
            parent_rule="indentation", parent_confidence=0.9,
        ))  # fmt: skip
    return Thread(tuple(comments), tuple(block for block, *_ in found), "signatures", 0.9)


def _marks(document: Document, block: Node, signature: Node) -> tuple[str | None, str | None]:
    """The id that DiscussionTools gives a comment, and where the link around the time leads."""
    inside = document.inside(block)
    starts = [n.get("id") for n in inside if "data-mw-comment-start" in n.attributes and n.index < signature.index]
    around = signature.parent
    link = around.get("href") if around is not None and around.tag == "a" else None
    return (starts[-1] if starts else None) or None, link


def _user(document: Document, block: Node, signature: Node) -> Node | None:
    """The link to the writer's page in front of the day, the first of those that stand together."""
    links = [n for n in document.inside(block) if n.tag == "a" and n.index < signature.index and n.length]
    users = [n for n in links if _USER.search(n.get("href"))]
    return users[-1] if users else None


def _words(document: Document, block: Node, user: Node) -> str:
    """What stands in front of the signature, without the answers below."""
    inside = document.inside(block)
    skip = {n.index for n in inside if n.index >= user.index or n.tag in _LISTS and n.index > user.index}
    own = text_of(document, block, skip)
    before = [text_of(document, one) for one in _unsigned(document, block)]
    return "\n".join([*before, own])


def _unsigned(document: Document, block: Node) -> list[Node]:
    """The paragraphs in front of a signed one that nobody signed: they are its beginning."""
    siblings = list(document.children(block.parent)) if block.parent is not None and block.tag == "p" else []
    place = bisect_left([one.index for one in siblings], block.index)
    found: list[Node] = []
    while place and siblings[place - 1].tag == "p" and not _SIGNED.search(text_of(document, siblings[place - 1])):
        place -= 1
        found.insert(0, siblings[place])
    return found
