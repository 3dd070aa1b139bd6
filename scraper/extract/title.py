"""An article's title: the heading on the page, checked against what the head says."""

from __future__ import annotations

import re

from scraper.extract.confidence import confidence
from scraper.extract.dom import Document, Node
from scraper.extract.names import BITS, matcher
from scraper.extract.render import text_of
from scraper.extract.structured import Head
from scraper.normalise.text import clean_line, fold

_SEPARATOR = re.compile(r"\s+[|\-–—·•»«:/~]+\s+|\s+[|»«·•]\s*|\s*[|»«·•]\s+")
_TITLE = BITS["title"]
_ASIDE = matcher(r"sidebar|widget|related")
_SITE_TITLE = matcher(r"site-?(?:title|name|logo)|blog-?(?:title|name)|(?<![a-z])(?:logo|brand|branding)(?![a-z])")
_HOME = re.compile(r"(?:https?://[^/]+)?/?")
_RECENT = BITS["recent_comments"]
_TITLE_TAGS = frozenset(("div", "p", "span", "td"))
_TAGS = {"h1": 2.0, "h2": 1.2, "h3": 0.6}
# As much as agreeing with the head can add.
_MOST = 3.0
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def title_heading(document: Document, head: Head, body: Node | None) -> Node | None:
    """The heading element that holds the title: it agrees with the head, or stands in front of the text."""
    wanted = [fold(text) for text in (head.first("og:title", "twitter:title"), head.title) if text]
    named = [n for n in document.called(_TITLE) if n.length < 250 and n.tag in _TITLE_TAGS]
    places = [
        (_standing(node, body), node) for node in (*document.elements(*_HEADINGS), *named) if 1 < node.length <= 400
    ]
    # The likelier first: what cannot become the best, however well it agrees, need not be read.
    places.sort(key=lambda place: -place[0])
    best: Node | None = None
    heaviest = 0.0
    for standing, node in places:
        if standing + _MOST < heaviest:
            break
        weight = _weight(document, node, standing, wanted, body)
        if weight < heaviest or (weight == heaviest and (best is None or best.index <= node.index)):
            continue
        # What could only make it lighter is looked up for the few that would be the best.
        if any(map(_is_aside, node.ancestors())):
            weight -= 3.0
        is_first = weight > heaviest or (weight == heaviest and best is not None and node.index < best.index)
        if is_first and not _is_site_title(document, node):
            heaviest, best = weight, node
    return best


def _standing(node: Node, body: Node | None) -> float:
    """What an element's tag, names and place speak for its being the title."""
    weight = _TAGS.get(node.tag, 0.2)
    if node.bits & _TITLE:
        weight += 1.0
    if node.attributes.get("itemprop") in ("headline", "name"):
        weight += 1.0
    if body is not None:
        weight += 0.8 if node.index <= body.index + 12 or (node in body and node.index < body.index + 40) else -1.5
    return weight


def _weight(document: Document, node: Node, standing: float, wanted: list[str], body: Node | None) -> float:
    text = fold(text_of(document, node))
    if not text:
        return 0.0
    agreement = max((_agreement(text, title) for title in wanted), default=0.0)
    if not agreement and body is not None and node.index >= body.end:
        return 0.0  # what follows the text is another's heading
    return agreement + standing


def _agreement(text: str, title: str) -> float:
    """How well a heading agrees with what the head says, both folded."""
    if text == title:
        return 3.0
    if len(text) <= 8:
        return 0.0
    if title.startswith(text) or title.endswith(text):
        return 2.5
    return 1.5 if text in title else 0.0


def _is_aside(node: Node) -> bool:
    """Whether a part of the page is beside its article."""
    if node.tag in ("aside", "nav", "footer"):
        return True
    return bool(node.names) and node.tag not in ("body", "html") and (node.bits & _RECENT != 0 or _ASIDE(node.names))


def _is_site_title(document: Document, node: Node) -> bool:
    """Whether a heading is the site's own name: it is called so, or leads to the front page."""
    around = [node, *document.inside(node)]
    for ancestor in node.ancestors():
        if ancestor.length != node.length:
            break
        around.append(ancestor)
    return any(
        (n.names and _SITE_TITLE(n.names))
        or (n.tag == "a" and (n.get("rel") == "home" or (n.get("href") and _HOME.fullmatch(n.get("href")))))
        for n in around
    )


def read_title(
    document: Document, head: Head, heading: Node | None, structured: str | None
) -> tuple[str | None, str, float]:
    """The title, the rule that gave it, and its confidence.

    What heading and head agree on is sure; the head's `title` alone often carries the site's name.
    """
    shown = clean_line(text_of(document, heading).replace("\n", " ")) if heading is not None else None
    named = head.first("og:title", "twitter:title", "dc.title", "parsely-title", "sailthru.title")
    in_head = [fold(text) for text in (named, head.title, structured) if text]
    if shown and any(fold(shown) == text or (len(shown) > 8 and fold(shown) in text) for text in in_head):
        return shown, "heading", confidence("title", "heading", is_agreed=True)
    if structured and head.title and fold(structured) in fold(head.title):
        return structured, "json-ld", confidence("title", "json-ld")
    if shown and heading is not None and heading.tag == "h1":
        return shown, "heading", confidence("title", "heading")
    if named:
        return _without_site(named, head), "meta", confidence("title", "meta")
    if shown and head.title is None:
        return shown, "heading", 0.5
    if head.title and fold(head.title) not in _site_names(document):
        return _without_site(head.title, head), "title", confidence("title", "title")
    return shown, "heading", 0.5 if shown else 0.0


def _site_names(document: Document) -> set[str]:
    """Texts that lead to the front page: a page whose `title` is one of them has no title of its own."""
    homes = (
        node
        for node in document.nodes
        if node.tag == "a"
        and 0 < node.length < 80
        and (node.get("rel") == "home" or (node.get("href") and _HOME.fullmatch(node.get("href"))))
    )
    return {fold(text_of(document, node)) for node in homes}


def _without_site(title: str, head: Head) -> str:
    """The title without the site's name at its end or start."""
    site = fold(head.first("og:site_name", "application-name", "twitter:site") or "")
    parts = _SEPARATOR.split(title)
    if len(parts) < 2:
        return title
    if site:
        for drop in (parts[-1], parts[0]):
            if fold(drop) == site or fold(drop).replace(" ", "") == site.replace(" ", ""):
                return (
                    title[: title.rindex(drop)].rstrip(" |-–—·•»«:/~")
                    if drop is parts[-1]
                    else title[len(drop) :].lstrip(" |-–—·•»«:/~")
                )
    longest = max(parts, key=len)
    return longest if len(longest) * 2 > len(title) and len(parts) <= 3 else title
