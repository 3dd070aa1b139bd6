"""Who wrote a comment: the element that holds the name, the surest one first."""

from __future__ import annotations

import re
from itertools import pairwise

from scraper.extract.comment_names import LONGEST_NAME, LONGEST_SIGNED, long_name_in, name_in
from scraper.extract.dom import Document, Node
from scraper.extract.marks import Marks
from scraper.extract.name_places import name_above, name_beside
from scraper.extract.names import matcher
from scraper.extract.shared_parts import Shared

_STRONG_AUTHOR = matcher(
    r"(?<![a-z])(?:fn|comment-?author(?:-name|-link)?|commenter(?:-?name)?|author-?name|user-?name|display-?name|profile-?name|nick(?:name)?|screen-?name|poster(?:-?name)?(?!-[a-z])"
    r"|p-author|comment-?user|by-?author|hnuser|who)(?![a-z])|(?<=\s)by(?=\s)"
)
# The end of a line in front of a name, behind the date: "On May 3, 2010, 10:00 by".
_BY_BEHIND = re.compile(r"\d[^\n]{0,40}\s(?:by|par|von|por|da|di|door|av|от)\s*$", re.I)
_POSTED = re.compile(
    r"(?<!\w)(?:(?:posted|written|submitted|commented|comment) by|comment from|(?:geschrieben|verfasst) von|écrit par|escrito por|scritto da|geschreven door)\b\s*:?",
    re.I,
)
NAME_LABEL = re.compile(
    r"\s*(?:(?:your |my )?name|from|author|posted by|by|von|autor|nom|nombre|nome|imię|имя|автор|お?名前|姓名)\s*[:：]\s*",
    re.I,
)
"""A label in front of a writer's name."""
_FIRST = 24


def name_node(document: Document, own: list[Node], marks: Marks, date: Node | None, shared: Shared) -> Node | None:
    """The element that holds the writer's name, or None.

    Args:
        document: the page.
        own: the record's nodes.
        marks: the page's traces of speech.
        date: where the record's date stands; a short text beside it may be the name.
        shared: what the record has in common with the others.
    """
    short = [node for node in own if node.tag and 0 < node.length <= LONGEST_NAME]
    for test in (_is_item_author, _is_strong_author, lambda n: n.tag == "cite"):
        for node in short:
            if test(node) and name_in(document, node):
                return _narrowed(document, node, marks)
    for node in own:
        if marks.is_name(node) and name_in(document, node):
            return _narrowed(document, node, marks)
    if (behind := _name_after_by(document, own) or _name_after_label(document, own)) is not None:
        return behind
    if (bold := _bold_name(document, own, date)) is not None:
        return bold
    return (
        name_above(document, own, date, marks, shared)
        or next((n for n in own if _is_long_name(document, n)), None)
        or name_beside(document, own, date, marks, shared)
        or _nobody(own)
        or next((_narrowed(document, n, marks) for n in short if n.tag == "dt" and name_in(document, n)), None)
    )


def _bold_name(document: Document, own: list[Node], date: Node | None) -> Node | None:
    """The first bold text or heading that may be a name; one in the line of the date before the title of what was written."""
    bold = [node for node in own if node.tag in _BOLD and 0 < node.length <= _LONGEST_BOLD and not _is_day(node, date)]
    if date is not None and date.parent is not None and len(bold) > 1:
        bold.sort(key=lambda node: node.parent is not date.parent)
    return next((node for node in bold if not _ANSWERS(_first_text(document, node)) and name_in(document, node)), None)


# What boards print in place of a name.
_NOBODY = re.compile(
    r"\W*(?:anonymous(?: (?:user|coward|poster|reader))?|anon|guest|anonym(?:er nutzer)?|gast|anonyme|invité|visiteur|anónimo|invitado|anônimo|visitante|anonimo|ospite|anoniem|gość|anonim|аноним|гость|anonymní|misafir|vendég|匿名|名無し(?:さん)?|익명)\W*",
    re.I,
)


def _nobody(own: list[Node]) -> Node | None:
    """The first text that says that a writer has no name, in an element of its own."""
    texts = [node for node in own[: _FIRST * 2] if not node.tag and 2 < node.length <= _LONGEST_NOBODY]
    return next(
        (
            n.parent
            for n in texts
            if n.parent is not None
            and n.parent.length == n.length
            and n.parent.tag != "p"
            and _NOBODY.fullmatch(n.text)
        ),
        None,
    )


_LONGEST_NOBODY = 20


def _is_day(node: Node, date: Node | None) -> bool:
    """Whether an element holds the date and nothing else."""
    return date is not None and (date is node or (date in node and node.length <= date.length + 2))


_BOLD, _LONGEST_BOLD = frozenset(("b", "strong", "h3", "h4", "h5", "h6")), 60
# Titles of answers, as mail and boards make them.
_ANSWERS = re.compile(r"\s*(?:re|aw|antw|sv|odp|vs|ynt|rif|res|отв|ответ)\s*(?:\[\d+\])?\s*[:：]", re.I).match


def _first_text(document: Document, node: Node) -> str:
    return next((inner.text for inner in document.inside(node) if not inner.tag and inner.length), "")


def _is_long_name(document: Document, node: Node) -> bool:
    return (
        bool(node.tag)
        and LONGEST_NAME < node.length <= LONGEST_SIGNED
        and (_is_item_author(node) or _is_strong_author(node) or node.tag == "cite")
        and long_name_in(document, node) is not None
    )


def _name_after_by(document: Document, own: list[Node]) -> Node | None:
    """The name behind "posted by": the rest of the text, or the link or element that follows."""
    for place, node in enumerate(own):
        if node.tag or node.length > LONGEST_NAME:
            continue
        if not (found := _POSTED.search(node.text) or _BY_BEHIND.search(node.text)):
            continue
        behind = (n for n in own[place + 1 : place + 3] if n.tag and 0 < n.length <= LONGEST_NAME)
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
