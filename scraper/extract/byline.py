"""Who wrote an article and when, read off the page itself: the line below its title."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from scraper.extract.dom import Document, Node
from scraper.extract.names import BITS, matcher
from scraper.extract.nodes import index_of
from scraper.extract.render import text_of
from scraper.normalise.authors import split_names
from scraper.normalise.text import clean_line

_AUTHOR_NAMES = matcher(
    r"(?<![a-z])(?:byline(?:-?name|-?author)?|author(?:-?name|-?link|s|-?byline)?|post-?author|entry-?author|article-?author|story-?author|by-?author|writer(?:-?name)?"
    r"|p-author|meta-?author|article__author|autor|auteur|vcard|fn|contributor-?name|reporter)(?![a-z])"
)
_NOT_BYLINE = matcher(
    r"(?<![a-z])(?:meta-prep|meta-sep|author-?(?:title|content|heading)|author-?(?:box|bio|info|description|image|avatar|social|posts|archive)|about-?the-?author|comment|avatar|related|widget|sidebar|bio|site-?footer|page-?footer)(?![a-z])"
)
_BESIDE = matcher(r"(?<![a-z])(?:comment|related|widget|sidebar|site-?footer|page-?footer)(?![a-z])")
_BY = re.compile(
    r"^\W*(?:\d+\s+points?\s+)?(?:(?:posted|written|published|story|text|words|reported|updated|authored|created|reviewed|veröffentlicht|erstellt|verfasst|geschrieben|kommentar|interview|insights|publié|escrito|publicado|scritto)\s*)?(?:by|from|von|par|por|di|door|av|af|autor|author|od|от)\b[:\s]*(?P<names>.*)$",
    re.I,
)
_DATE_IN = re.compile(
    r"\s*(?:\bon\b|\bam\b|\bat\b|\ble\b|\bel\b|[|•·,—–-])?\s*(?:\b(?:mon|tue|wed|thu|fri|sat|sun)\w*,?\s+)?(?:\b\w{3,9}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4}|\b\d{1,2}\.?\s+\w{3,9}\.?,?\s+\d{4}|\b\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\b\d+\s+(?:min|hour|day|week|month|year)).*$",
    re.I,
)
_LONGEST_LINE = 160
_BY_START = re.compile(
    r"^\W*(?:\d+\s+points?\s+)?(?:(?:posted|written|published|story|text|words|reported|updated|authored|created|reviewed|veröffentlicht|erstellt|verfasst|geschrieben|kommentar|interview|insights|publié|escrito|publicado|scritto)\s*)?(?:by|from|von|par|por|di|door|av|af|autor|author|od|от)\b|^\W*(?:\d+\s+points?|posted|written|published|story|text|words|reported|updated)\W*$",
    re.I,
)
_COMMENT = BITS["comment"]
_LINE_TAGS = frozenset("p div span small h2 h3 h4 h5 h6 li address font em td i b strong".split())


def empty_byline(lines: Sequence[tuple[Node, str]]) -> bool:
    """Whether the page has a byline whose name is missing ("By on April 5, 2012")."""
    return any(_names_in(line) == [] for _, line in lines)


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
        printed = [name for name in _names_in(line) or [] if is_name(name)]
        if names := (printed if node.end == node.index + 2 else _names_of(document, node) or printed):
            return names
        if _BARE_BY.fullmatch(line) and (names := _names_behind(document, node)):
            return names
    return _linked_names(document, head, body, until)


# A byline whose name stands in an element of its own.
_BARE_BY = re.compile(
    r"\W*(?:(?:written|posted|published|article|words|story|text)\s+)?(?:by|von|par|por|di|door|av|af)\W*", re.I
)
_NEAR = 8


def _names_behind(document: Document, node: Node) -> list[str]:
    """The names in the text that follows an element."""
    for text in document.nodes[node.end : node.end + _NEAR]:
        if not text.tag and text.length:
            return [name for name in split_names(text.text) if is_name(name)] if text.length <= 60 else []
    return []


_AUTHOR_LINKS = ("/author/", "/authors/", "/autor/", "/autoren/", "/autores/", "/auteur/", "/auteurs/", "/profile/", "/people/", "/contributors/", "/contributor/", "/staff/", "/by/", "/journalist/", "/writers/", "/reporter/", "/redaktion/", "/team/")  # fmt: skip


def _linked_names(document: Document, head: Node | None, body: Node | None, until: int | None) -> list[str]:
    """The name that a link to a writer's page has, where it stands near the title or the text."""
    start = min((node.index for node in (head, body) if node is not None), default=0) - 80
    end = max((node.end for node in (head, body) if node is not None), default=len(document.nodes)) + 60
    end = end if until is None else min(end, until)
    for node in document.links_with(_AUTHOR_LINKS):
        if start <= node.index <= end and 2 < node.length <= 60 and not _in_other(node):
            names = [name for name in split_names(_strip_by(clean_line(text_of(document, node)))) if is_name(name)]
            if names and len(names[0].split()) > 1:
                return names
    return []


def byline_nodes(lines: Sequence[tuple[Node, str]], body: Node) -> frozenset[int]:
    """The byline's elements inside an article's body, where they are none of its text."""
    return frozenset(
        node.index
        for node, line in lines
        if node in body and node is not body and node.length < 120 and _DATE_IN.search(" " + line)
    )


def areas_of(
    document: Document, head: Node | None, body: Node | None, until: int | None = None
) -> list[tuple[int, int]]:
    """Where a byline may stand, the likelier place first: around the title, then below the text, and not behind `until`."""
    areas = [_area(document, head, body)]
    if body is not None:
        areas.append((body.end, min(len(document.nodes), body.end + 60)))
    return areas if until is None else [(start, min(end, until)) for start, end in areas]


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
    names: list[str] = []
    is_joined, kind = True, ""
    for text in document.nodes[node.index : node.end]:
        if text.tag or not text.length or text.parent is None:
            continue
        piece = clean_line(text.text)
        if _JOINT.fullmatch(piece):
            is_joined = is_joined or bool(_AND.search(piece))
            continue
        found = [name for name in split_names(_DATE_IN.sub("", " " + _strip_by(piece)).strip()) if is_name(name)]
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
    r"^(?:share|follow|log ?in|sign|via|offline|online|guides?|stories|interview|text|quelle|source|startseite|get in touch|last modified|guest|(?:mon|dien|donners|frei|sams|sonn)tag|mittwoch|twitter|facebook|linkedin|e-?mail|published|updated|last updated|posted|written|created|veröffentlicht|aktualisiert|erstellt|stand|reviewed|fact[- ]checked|medically|comments?|kommentare?|home|menu|subscribe|photos?|fotos?|images?|bild|view|read|more|about|the|in|am|at|on|um)\b|\d\s*(?:min|sec|hour|std|h\b)|\bmin(?:ute)?s?\b|\bread\b|^\d|[?!]$|\b(?:19|20)\d\d\b|\d{1,2}:\d\d|^[^\W\d]{3,9}\.? \d{1,2}$",
    re.I,
)
_MOST_WORDS = 6


def is_name(text: str) -> bool:
    """Whether a piece of a byline may be somebody's name."""
    return 1 < len(text) <= 60 and len(text.split()) <= _MOST_WORDS and not _NO_NAME.search(text)


def _same_kind(node: Node, first: Node) -> bool:
    """Whether a second author element is of the same line: same markup, same parent."""
    return (
        node.tag == first.tag
        and node.names == first.names
        and node.parent is first.parent
        and node.attributes.get("itemprop") == first.attributes.get("itemprop")
    )


def _area(document: Document, head: Node | None, body: Node | None) -> tuple[int, int]:
    """Where a byline may stand: from a little above the title to where the text begins, or below it."""
    start = max(0, head.index - 40) if head is not None else max(0, body.index - 60) if body is not None else 0
    if body is None:
        return start, min(len(document.nodes), start + 300)
    if head is not None and head.index <= body.index:
        return start, min(len(document.nodes), body.index + 30)
    end = (
        min(body.end, body.index + 30)
        if head is None or head.index < body.index
        else min(len(document.nodes), body.end + 40)
    )
    return start, max(end, min(len(document.nodes), start + 60), body.end + 30 if body.end - body.index < 400 else 0)


def _is_author_element(node: Node) -> bool:
    rel = node.attributes.get("rel") or ""
    itemprop = node.attributes.get("itemprop") or ""
    if "author" in rel.split() or itemprop == "author":
        return not _in_other(node)
    names = node.names.replace("_", "-") if node.names else ""
    return bool(names) and _AUTHOR_NAMES(names) and not _NOT_BYLINE(names) and not _in_other(node)


# What holds more than that holds the article, whatever it is called: frames with and without a sidebar have such names.
_LARGEST_PART = 3000


def _in_other(node: Node) -> bool:
    return any(
        a.names and (a.bits & _COMMENT or _NOT_BYLINE(a.names)) and a.tag not in ("body", "html", "article", "main")
        for a in node.ancestors()
        if a.length <= _LARGEST_PART
    )


def is_beside(node: Node, head: Node | None) -> bool:
    """Whether a node stands in something beside the article: comments, related stories, a sidebar without the title."""
    for a in node.ancestors():
        if head is not None and head in a:
            return False
        if (
            a.names
            and a.length <= _LARGEST_PART
            and (a.bits & _COMMENT or _BESIDE(a.names))
            and a.tag not in ("body", "html", "article", "main")
        ):
            return True
    return False


def byline_lines(
    document: Document, head: Node | None, body: Node | None, until: int | None = None
) -> list[tuple[Node, str]]:
    """The elements near the article that read "By …", with their text."""
    start, end = areas_of(document, head, body, until)[0]
    lines = []
    seen: set[int] = set()
    texts = document.texts
    first = bisect_left(texts, start, key=index_of)
    for text in texts[first : bisect_left(texts, end, first, key=index_of)]:
        # A byline begins with its "by": only elements whose first text does can be one.
        if text.length > _LONGEST_LINE or not _BY_START.match(text.text):
            continue
        for node in text.ancestors():
            if node.length > _LONGEST_LINE or node.index < start or node.index in seen:
                break
            seen.add(node.index)
            if node.tag not in _LINE_TAGS or node.length < 2:
                continue
            line = clean_line(text_of(document, node).replace("\n", " "))
            if _BY.match(line) and not _in_other(node):
                lines.append((node, line))
    return lines


def _strip_by(text: str) -> str:
    found = _BY.match(text)
    return found["names"] if found else text


def _names_in(line: str) -> list[str] | None:
    """The names of a "By …" line; empty where only a date follows, None where it is no byline."""
    found = _BY.match(line)
    if not found:
        return None
    rest = _DATE_IN.sub("", " " + found["names"]).strip(" ,|•·–—-")
    return split_names(re.sub(r"\s*(?:[|•·]|\s[–—-]\s|\bin\b\s|//|,?\s*\d+\s+comments?).*$", "", rest))
