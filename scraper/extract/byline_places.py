"""Where on a page a byline may stand: near the title and the text, and not in what stands beside the article."""

from __future__ import annotations

from scraper.extract.dom import Document, Node
from scraper.extract.names import BITS, matcher

NOT_BYLINE = matcher(
    r"(?<![a-z])(?:meta-prep|meta-sep|author-?(?:title|content|heading)|author-?(?:box|bio|info|description|image|avatar|social|posts|archive)|about-?the-?author|comment|avatar|related|widget|sidebar|bio|site-?footer|page-?footer)(?![a-z])"
)
_BESIDE = matcher(r"(?<![a-z])(?:comment|related|widget|sidebar|site-?footer|page-?footer)(?![a-z])")
_COMMENT = BITS["comment"]
# What holds more than that holds the article, whatever it is called: frames with and without a sidebar have such names.
_LARGEST_PART = 3000


def areas_of(
    document: Document, head: Node | None, body: Node | None, until: int | None = None
) -> list[tuple[int, int]]:
    """Where a byline may stand, the likelier place first: around the title, then below the text, and not behind `until`."""
    areas = [_area(document, head, body)]
    if body is not None:
        areas.append((body.end, min(len(document.nodes), body.end + 60)))
    return areas if until is None else [(start, min(end, until)) for start, end in areas]


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


def in_other(node: Node) -> bool:
    """Whether a node stands in something that holds no byline: comments, related stories, a box about the author."""
    return any(
        a.names and (a.bits & _COMMENT or NOT_BYLINE(a.names)) and a.tag not in ("body", "html", "article", "main")
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
