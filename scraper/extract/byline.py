"""Who wrote an article and when, read off the page itself: the line below its title."""

from __future__ import annotations

import re
from collections.abc import Sequence

from scraper.extract.byline_lines import DATE_IN, LONGEST_LINE, names_in, strip_by
from scraper.extract.byline_places import NOT_BYLINE, areas_of, in_other
from scraper.extract.dom import Document, Node
from scraper.extract.names import matcher
from scraper.extract.render import text_of
from scraper.normalise.authors import split_names
from scraper.normalise.byline_words import BARE_LABEL, EDITOR, NAKED_LABEL, reporter_in
from scraper.normalise.text import clean_line

_AUTHOR_NAMES = matcher(
    r"(?<![a-z])(?:byline(?:-?name|-?author)?|author(?:-?name|-?link|s|-?byline)?|post-?author|entry-?author|article-?author|story-?author|by-?author|writer(?:-?name)?"
    r"|p-author|meta-?author|article__author|autor(?:s|es|i|en)?|auteurs?|verfasser|forfatter|skribent|penulis|yazar|vcard|fn|contributor-?name|reporter)(?![a-z])|(?<= )by(?= )"
)


def byline_names(
    document: Document,
    head: Node | None,
    body: Node | None,
    lines: Sequence[tuple[Node, str]],
    until: int | None = None,
) -> list[str]:
    """Names in the byline near the article, in its order; empty where none is found.

    Args:
        document: the page.
        head: the title's heading.
        body: the element that holds the text.
        lines: see `byline_lines`.
        until: index of the first post, where posts are what the page is there for: who signs them is not the author.
    """
    for start, end in areas_of(document, head, body, until):
        if names := _names_between(document, start, end):
            return names
    for node, line in lines:
        printed = [name for name in names_in(line) or [] if is_name(name)]
        names = printed if node.end == node.index + 2 else _names_of(document, node) or printed
        if names and not _is_phrase(names[0]):
            return [name for name in names if not _is_phrase(name)]
        if (_BARE_BY.fullmatch(line) or BARE_LABEL.fullmatch(line)) and (names := _names_behind(document, node)):
            return names
    return _linked_names(document, head, body, until)


# A byline whose name stands in an element of its own.
_BARE_BY = re.compile(
    r"\W*(?:(?:written|posted|published|article|words|story|text)\s+)?(?:by|von|par|por|di|door|av|af)\W*", re.I
)
_NEAR = 8


def _names_behind(document: Document, node: Node) -> list[str]:
    """The names in the text that follows an element, and in the next where a joint stands between."""
    names: list[str] = []
    is_joined = True
    for text in document.nodes[node.end : node.end + 2 * _NEAR]:
        if text.tag or not text.length:
            continue
        piece = clean_line(text.text)
        if names and _JOINT.fullmatch(piece):
            is_joined = bool(_AND.search(piece))
            continue
        if not is_joined or text.length > 60 or (not names and text.index > node.end + _NEAR):
            break
        names += [name for name in split_names(piece) if is_name(name)]
        is_joined = False
        if not names:
            break
    return names


_AUTHOR_LINKS = ("/author/", "/authors/", "/autor/", "/autoren/", "/autores/", "/auteur/", "/auteurs/", "/profile/", "/people/", "/contributors/", "/contributor/", "/staff/", "/by/", "/journalist/", "/writers/", "/reporter/", "/redaktion/", "/team/")  # fmt: skip


def _linked_names(document: Document, head: Node | None, body: Node | None, until: int | None) -> list[str]:
    """The name that a link to a writer's page has, where it stands near the title or the text."""
    start = min((node.index for node in (head, body) if node is not None), default=0) - 80
    end = max((node.end for node in (head, body) if node is not None), default=len(document.nodes)) + 60
    end = end if until is None else min(end, until)
    found: list[str] = []
    first = last = document.nodes[0]
    for node in document.links_with(_AUTHOR_LINKS):
        if start <= node.index <= end and 2 < node.length <= 60 and not in_other(node):
            names = [name for name in split_names(strip_by(clean_line(text_of(document, node)))) if is_name(name)]
            if names and len(names[0].split()) > 1:
                if found and (node.index > last.end + _NEAR or not _same_kind(node, first)):
                    break
                found.extend(name for name in names if name not in found)
                first, last = first if found != names else node, node
    return found


def _names_between(document: Document, start: int, end: int) -> list[str]:
    """The names of the first author element, and of those of its kind beside it."""
    names: list[str] = []
    first: Node | None = None
    for node in document.nodes[start:end]:
        if not node.tag or not 0 < node.length <= 160 or not _is_author_element(node):
            continue
        if first is not None and (node in first or not _same_kind(node, first)):
            continue
        if found := _names_of(document, node):
            first = first or node
            names.extend(name for name in found if name not in names)
    return names


def _names_of(document: Document, node: Node) -> list[str]:
    """The names that an author element begins with; what follows them unlinked is a title, a place, a date."""
    if node.length <= LONGEST_LINE and (name := reporter_in(clean_line(text_of(document, node)))):
        return [name]
    names: list[str] = []
    is_joined, kind = True, ""
    for text in document.nodes[node.index : node.end]:
        if text.tag or not text.length or text.parent is None:
            continue
        piece = clean_line(text.text)
        if EDITOR.match(piece):
            break
        if _JOINT.fullmatch(piece) or NAKED_LABEL.fullmatch(piece):
            is_joined = is_joined or bool(_AND.search(piece))
            continue
        found = [name for name in split_names(DATE_IN.sub("", " " + strip_by(piece)).strip()) if is_name(name)]
        is_listed = text.parent.tag == "a" and text.parent.tag == kind
        if not found or not (is_joined or is_listed):
            if names:
                break
            continue
        names.extend(name for name in found if name not in names)
        is_joined, kind = bool(_AND.search(piece[-4:])), text.parent.tag
    return names


# What may stand between names, or in front of them.
_JOINT = re.compile(
    r"[\W_]*(?:(?:(?:co-?)?(?:written|posted|published|authored|reported|created|words|story|text)\s+)?(?:by|von|par|por|di|door|av|af|de)|and|und|et|y|e|og|och|en|with|mit|with contributions from|authors?|autor(?:in|en|es)?|auteurs?)?[\W_]*",
    re.I,
)
_AND = re.compile(r"[,;&/+]|\b(?:and|und|et|y|e|og|och|en)\b", re.I)
_NO_NAME = re.compile(
    r"^(?:share|listen|save|follow|log ?in|sign|via|offline|online|guides?|stories|interview|text|quelle|source|startseite|get in touch|last modified|guest|(?:mon|dien|donners|frei|sams|sonn)tag|mittwoch|twitter|facebook|linkedin|e-?mail|published|updated|last updated|posted|written|created|veröffentlicht|aktualisiert|erstellt|stand|reviewed|fact[- ]checked|medically|comments?|kommentare?|home|menu|subscribe|photos?|fotos?|images?|bild|view|read|more|about|the|in|am|at|on|um)\b|\d\s*(?:min|sec|hour|std|h\b)|\bmin(?:ute)?s?\b|\bread\b|^\d|[?!]$|\b(?:19|20)\d\d\b|\d{1,2}:\d\d|^[^\W\d]{3,9}\.? \d{1,2}$",
    re.I,
)
_MOST_WORDS = 6


def is_name(text: str) -> bool:
    """Whether a piece of a byline may be somebody's name."""
    return 1 < len(text) <= 60 and len(text.split()) <= _MOST_WORDS and not _NO_NAME.search(text)


def _is_phrase(text: str) -> bool:
    """Whether none of several words begins as names do."""
    return " " in text and all(word[:1].islower() for word in text.split())


def _same_kind(node: Node, first: Node) -> bool:
    """Whether a second author element is of the same line: same markup, same parent."""
    return (
        node.tag == first.tag
        and node.names == first.names
        and node.parent is first.parent
        and node.attributes.get("itemprop") == first.attributes.get("itemprop")
    )


def _is_author_element(node: Node) -> bool:
    rel = node.attributes.get("rel") or ""
    itemprop = node.attributes.get("itemprop") or ""
    if "author" in rel.split() or itemprop == "author":
        return not in_other(node)
    names = node.names.replace("_", "-") if node.names else ""
    return bool(names) and _AUTHOR_NAMES(names) and not NOT_BYLINE(names) and not in_other(node)
