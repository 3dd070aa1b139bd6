"""A comment's own address: what says so, what stands around its date, or the link that names its key.

<a href="#c7"><time>…</time></a>          <a class="permalink" href="/c/7">#</a>       <li data-permalink="/c/7">
<a href="showpost.php?p=7">#3</a> where the key is 7; never <a href="newreply.php?p=7">, nor the address of whom it answers
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from urllib.parse import parse_qsl, urlsplit

from scraper.extract.comment_keys import is_answer, native_key
from scraper.extract.dom import Node
from scraper.extract.marks import Marks

# Attributes in which a page keeps the address for its scripts: to be copied, to be opened.
_ATTRIBUTES = ("data-permalink", "permalink", "data-comment-url", "data-comment-permalink", "data-wpd-clipboard", "data-clipboard-text", "itemid")  # fmt: skip
_KEPT = frozenset(_ATTRIBUTES)
_ADDRESS = re.compile(r"(?:https?:)?/|[#?]")
_SAYS_SO = re.compile(
    r"\W*(?:perma-?link|permanent link|direct link|direktlink|lien permanent|enlace permanente)\W*", re.I
)
# Links that do something with a comment name it, too.
_ACTS = re.compile(
    r"repl(?:y|ies|ying)|quote|respond|answer|report|edit|delete|remove|vote|flag|login|signin|register|share|print|moderat|(?:mode|action|op|do|task)=|^javascript:|^mailto:",
    re.I,
)
_PROFILE_ITEMS = ("author", "creator")


def own_link(record: Node, own: Sequence[Node], date: Node | None, marks: Marks) -> str | None:
    """The address around a record's date, one that is called its permalink, or one to the record's own anchor."""
    for link in _around_date(own, date):
        if link.get("href") and not marks.is_name(link) and not link.get("href").startswith("javascript:"):
            return link.get("href")
    for node in (record, *own):
        if node.attributes and (address := _told(node, own)):
            return address
    links = [node for node in own if node.tag == "a" and "#" in node.get("href")]
    if not links:
        return None
    anchors = {native_key(i) for i in (record.get("id"), *(n.get("id") or n.get("name") for n in own[:12])) if i}
    for link in links:
        end = link.get("href").rpartition("#")[2]
        if native_key(end) in anchors or (end and end == link.get("id")):
            return link.get("href")
    return None


def _around_date(own: Sequence[Node], date: Node | None) -> Iterator[Node]:
    if date is None:
        return
    inside = (node for node in own if node.index > date.index and node in date)
    yield from (node for node in (date, *islice(date.ancestors(), 2), *inside) if node.tag == "a")


def _told(node: Node, own: Sequence[Node]) -> str | None:
    """The address that an element says is its record's own."""
    if not _KEPT.isdisjoint(node.attributes):
        for name in _ATTRIBUTES:
            if (value := node.get(name)) and _ADDRESS.match(value):
                return value
    if node.attributes.get("itemprop") == "url" and node.tag in ("a", "link", "meta"):
        return None if _is_of_author(node) else node.get("href") or node.get("content") or None
    if node.tag != "a" or not node.get("href"):
        return None
    says_so = "permalink" in node.names or node.get("rel") == "bookmark" or _is_called_so(node, own)
    return (
        node.get("href")
        if says_so and not is_answer(node, own) and not node.get("href").startswith("javascript:")
        else None
    )


def _is_called_so(link: Node, own: Sequence[Node]) -> bool:
    if not 4 < link.length < 20:
        return False
    place = link.index - own[0].index
    text = own[place + 1] if place >= 0 and place + 1 < len(own) and own[place] is link else None
    return text is not None and not text.tag and _SAYS_SO.fullmatch(text.text) is not None


def _is_of_author(node: Node) -> bool:
    return any(around.attributes.get("itemprop") in _PROFILE_ITEMS for around in islice(node.ancestors(), 4))


def link_by_key(own: Sequence[Node], key: str) -> str | None:
    """The address that ends in a record's key, or has it as a parameter, and does nothing with the comment."""
    bare = key.rpartition("_")[2]
    for node in own:
        if node.tag != "a" or bare not in (href := node.get("href")) or _ACTS.search(href):
            continue
        parts = urlsplit(href)
        last = parts.path.rstrip("/").rpartition("/")[2].partition(".")[0]
        if (
            native_key(last) == bare
            or native_key(parts.fragment) == key
            or bare in dict(parse_qsl(parts.query)).values()
        ):
            return href
    return None
