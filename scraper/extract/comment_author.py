"""Who wrote a comment: the element that holds the name, the surest one first."""

from __future__ import annotations

import re
from itertools import pairwise

from scraper.extract.dom import Document, Node
from scraper.extract.marks import Marks, is_machine_date
from scraper.extract.names import BITS, matcher
from scraper.extract.render import text_of

_STRONG_AUTHOR = matcher(
    r"(?<![a-z])(?:fn|comment-?author(?:-name|-link)?|commenter(?:-?name)?|author-?name|user-?name|display-?name|nick(?:name)?|screen-?name|poster(?:-?name)?"
    r"|p-author|comment-?user|by-?author|hnuser|who)(?![a-z])|(?<=\s)by(?=\s)"
)
_DATE = BITS["date"]
_SAYS = re.compile(
    r"^\s*(?:posted |written |comment |said |answered |asked )?(?:by|von|par|por|di|от|from)?:?\s+|\s*\b(?:says?|said|wrote|writes|schreibt|sagt|meint|commented|replied|dit"
    r"|a dit|dijo|dice|ha scritto|napisał\(a\)|пишет|at|on|am|:)\s*(?:\.{3}|…)?\s*:?\s*$|(?:さん|より)\s*:?\s*$|\s*\(not verified\)\s*$|\s+on\s+\w+\s+\d{1,2}\b.*$",
    re.I,
)
_NO_NAME = re.compile(
    r"^(?:reply|permalink|link|edit|avatar|says|on|by|#?\d+|posted|quote|report|\[?(?:comment )?(?:deleted|removed)\]?|\[(?:deleted|removed|unknown) (?:user|member|account)\]|\W*)$",
    re.I,
)
_POSTED = re.compile(r"(?<!\w)(?:posted|written|submitted|commented) by\b\s*:?", re.I)
NAME_LABEL = re.compile(
    r"\s*(?:(?:your |my )?name|from|author|posted by|by|von|autor|nom|nombre|nome|imię|имя|автор|お?名前|姓名)\s*[:：]\s*",
    re.I,
)
"""A label in front of a writer's name."""
_FIRST = 24
# One to three words that begin as names do.
_NAME = re.compile(
    r"\s*[^\W\d_a-zß-öø-ÿ][\w'’.-]{1,20}(?:\s+(?:[a-z]{2,3}\s+)?[^\W\d_a-zß-öø-ÿ][\w'’.-]{0,20}){1,2}\s*$"
)
_LONGEST_NAME = 80
# Where markup says that it is the name, and nothing shorter is one: people sign with whole sentences.
_LONGEST_SIGNED = 250


def name_node(document: Document, own: list[Node], marks: Marks, date: Node | None) -> Node | None:
    """The element that holds the writer's name, or None.

    Args:
        document: the page.
        own: the record's nodes.
        marks: the page's traces of speech.
        date: where the record's date stands; a short text in front of it may be the name.
    """
    short = [node for node in own if node.tag and 0 < node.length <= _LONGEST_NAME]
    for test in (_is_item_author, _is_strong_author, lambda n: n.tag == "cite"):
        for node in short:
            if test(node) and name_in(document, node):
                return _narrowed(document, node, marks)
    for node in own:
        if marks.is_name(node) and name_in(document, node):
            return _narrowed(document, node, marks)
    if (behind := _name_after_by(document, own) or _name_after_label(document, own)) is not None:
        return behind
    for node in own:
        if (
            node.tag in ("b", "strong", "h3", "h4", "h5", "h6", "dt")
            and 0 < node.length <= 60
            and name_in(document, node)
        ):
            return _narrowed(document, node, marks) if node.tag == "dt" else node
    return _name_beside(document, own, date) or next((n for n in own if _is_long_name(document, n)), None)


def _is_long_name(document: Document, node: Node) -> bool:
    return (
        bool(node.tag)
        and _LONGEST_NAME < node.length <= _LONGEST_SIGNED
        and (_is_item_author(node) or _is_strong_author(node) or node.tag == "cite")
        and long_name_in(document, node) is not None
    )


def _name_after_by(document: Document, own: list[Node]) -> Node | None:
    """The name behind "posted by": the rest of the text, or the link or element that follows."""
    for place, node in enumerate(own):
        if node.tag or node.length > _LONGEST_NAME or not (found := _POSTED.search(node.text)):
            continue
        behind = (n for n in own[place + 1 : place + 3] if n.tag and 0 < n.length <= _LONGEST_NAME)
        named = node if any(map(str.isalpha, node.text[found.end() :])) else next(behind, None)
        return named if named is not None and name_in(document, named) else None
    return None


def _name_after_label(document: Document, own: list[Node]) -> Node | None:
    """The text behind a label such as "Name:", in an element of its own, or what it links."""
    texts = [node for node in own[:_FIRST] if not node.tag and node.length]
    for label, text in pairwise(texts):
        if NAME_LABEL.fullmatch(label.text) and label.parent is not text.parent:
            return text if name_in(document, text) else None
    return None


def _name_beside(document: Document, own: list[Node], date: Node | None) -> Node | None:
    """The short text of an element of its own in front of the date: pages with hashed class names say no more."""
    if date is None:
        return _name_above(document, own)
    texts = [node for node in own if not node.tag and node.length and node.index < date.index]
    box = texts[0].parent if texts else None
    if box is None or len(texts) > 2 or box.length > 40 or date in box:
        return None
    return box if name_in(document, box) else None


def _name_above(document: Document, own: list[Node]) -> Node | None:
    """The first text of an undated record, where it stands in an element of its own, reads like a name, and longer words follow."""
    texts = [node for node in own if not node.tag and node.length > 1][:2]
    if len(texts) < 2 or texts[0].parent is None or texts[1].length <= texts[0].length:
        return None
    box = texts[0].parent
    is_alone = box.tag in ("div", "span", "header") and texts[1] not in box and box.index >= own[0].index
    return box if is_alone and _NAME.match(texts[0].text) and name_in(document, box) else None


def _is_item_author(node: Node) -> bool:
    return node.attributes.get("itemprop") in ("author", "creator")


def _is_strong_author(node: Node) -> bool:
    return bool(node.names) and _STRONG_AUTHOR(node.names) and "avatar" not in node.names


def _narrowed(document: Document, node: Node, marks: Marks) -> Node:
    """The name itself, where the element holds more: its `fn`, its itemprop name, its first link or bold part."""
    inside = [inner for inner in document.inside(node) if inner.tag and inner.length]
    for tested in (
        [n for n in inside if n.attributes.get("itemprop") == "name"],
        [n for n in inside if " fn " in n.names],
        [n for n in inside if marks.is_name(n) and (n.tag == "a" or " author " in n.names)],
        [n for n in inside if n.tag in ("b", "strong", "cite")],
    ):
        for inner in tested:
            if name_in(document, inner):
                return inner
    return node


def name_in(document: Document, node: Node) -> str | None:
    """The name an element holds, without "says" and "by"."""
    inside = [
        n
        for n in document.inside(node)
        if n.tag == "time" or is_machine_date(n) or (n.bits & _DATE and any(c.isdigit() for c in text_of(document, n)))
    ]
    lines = text_of(document, node, {n.index for n in inside}).split("\n")
    for line in lines[:3]:
        if name := _plain_name(line):
            return name
    return None


def long_name_in(document: Document, node: Node) -> str | None:
    """The name an element holds that holds nothing else, however long it is."""
    text = text_of(document, node)
    return None if "\n" in text else _plain_name(text, _LONGEST_SIGNED)


def _plain_name(line: str, longest: int = _LONGEST_NAME) -> str | None:
    """A line's name without the words around it; None where there is no name in it."""
    name, previous = line, ""
    while previous != name:
        previous, name = name, _SAYS.sub("", f" {name} " if not previous else name).strip(" ,|·•–—(")
    return None if not name or len(name) > longest or _NO_NAME.match(name) else name
