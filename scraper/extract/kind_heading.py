"""What stands in a page's heading and near it, beside its title and address; how the text was found that follows."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from scraper.extract.article_body import Body
from scraper.extract.dom import Document, Node
from scraper.extract.marks import Marks
from scraper.extract.structured import Head

_WORD = re.compile(r"[^\W_]+")
_SHORT_WORD = 2
# A byline stands within so many nodes behind a heading; what leads in, and a longer header, within these.
_CLOSE, _BEFORE, _BEHIND = 25, 40, 80
_NO_HEADING = [-1] * 6


def heading_features(document: Document, head: Head, marks: Marks, url: str) -> list[float]:
    """Dates, names and portraits near the first heading, its words, and those of title and address."""
    headings = document.by_tag.get("h1", [])
    heading = next((node for node in headings if node.length), None)
    words = _words_of(document, heading) if heading is not None else ""
    title = (head.title or "").lower()
    slug = urlsplit(url).path.lower().rstrip("/").rpartition("/")[2]
    said = [word for word in _WORD.findall(words or title) if len(word) > _SHORT_WORD]
    return [
        *(_near(document, heading, marks) if heading is not None else _NO_HEADING),
        len(headings), len(words), words.count(" "), int("?" in words), int("?" in title), sum(map(str.isdigit, words)),
        int(words in title) if words and title else -1, sum(map(title.count, ("|", " - ", "–", "»"))), title.count(":"), title.count(" "),
        100 * sum(word in slug for word in said) // len(said) if said else -1, slug.count("-"),
    ]  # fmt: skip


def _words_of(document: Document, heading: Node) -> str:
    return " ".join(node.text for node in document.inside(heading) if not node.tag).lower().strip()


def _near(document: Document, heading: Node, marks: Marks) -> list[int]:
    dates, names, _, portraits = marks.totals[:4]
    last = len(document.nodes)
    start, close, end = heading.index, min(heading.end + _CLOSE, last), min(heading.end + _BEHIND, last)
    first = max(0, start - _BEFORE)
    return [
        dates[close] - dates[start], names[close] - names[start],
        dates[end] - dates[first], names[end] - names[first], portraits[end] - portraits[first], 100 * start // last,
    ]  # fmt: skip


def body_features(body: Body | None) -> list[float]:
    """How sure the forests were of the text."""
    if body is None:
        return [-1] * 6
    return [
        round(1000 * body.precision), round(1000 * body.recall), round(1000 * body.torn),
        round(100 * body.spoken), round(100 * body.heard), len(body.skip),
    ]  # fmt: skip
