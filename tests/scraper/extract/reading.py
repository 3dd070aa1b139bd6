"""Pages of a few lines, read; and the fixture pages."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import attrs

from archive.records import Page
from scraper.extract.dom import Document, Node, parse
from scraper.extract.page import extract_page
from scraper.normalise.page import normalise_page

FIXTURES = Path(__file__).parents[2] / "fixtures"
URL = "http://example.org/post/"
NOW = datetime(2024, 6, 15, 12, tzinfo=UTC)
WORDS = (
    "The harbour crane was painted three times before anybody asked who had ordered the first coat. "
    "Nobody had, said the clerk, and showed a drawer full of invoices for a colour that was never mixed. "
    "The council will meet on the matter when the paint is dry, which nobody expects before the autumn. "
)


@attrs.frozen
class Case:
    """A fixture page and what is expected of it."""

    folder: Path

    @property
    def body(self) -> bytes:
        """The page as served."""
        return (self.folder / "page.html").read_bytes()

    @property
    def expected(self) -> dict[str, Any]:
        """All of `expected.json`."""
        found: dict[str, Any] = json.loads((self.folder / "expected.json").read_text("utf-8"))
        return found

    def extract(self, body: bytes | None = None) -> Page:
        """The page as extracted, or other bytes in its place."""
        expected = self.expected
        return extract_page(
            self.body if body is None else body,
            url=expected["url"],
            fetched_at=datetime.fromisoformat(expected["fetched_at"]),
            content_type=expected.get("content_type"),
        )

    def __str__(self) -> str:
        """For the ids of tests."""
        return f"{self.folder.parent.name}/{self.folder.name}"


CASES = [Case(file.parent) for file in sorted(FIXTURES.glob("*/*/page.html"))]
MODEL_PAGES = [case for case in CASES if case.folder.parent.name == "model_page"]


def read(html: str, *, url: str = URL, headers: Mapping[str, str] | None = None) -> Page:
    """A page as stored."""
    return normalise_page(extract_page(html.encode(), url=url, fetched_at=NOW, headers=headers))


def extract(html: str, *, url: str = URL) -> Page:
    """A page as extracted."""
    return extract_page(html.encode(), url=url, fetched_at=NOW)


def article(thread: str, *, head: str = "", words: str = WORDS) -> str:
    """A page with an article, and what stands below it."""
    return f"""<!DOCTYPE html><html lang="en"><head><title>The crane</title>{head}</head><body>
<article><h1>The crane</h1><div class="entry-content"><p>{words}</p><p>{words}</p></div></article>
{thread}</body></html>"""


def comment(
    key: str | int, text: str, *, author: str = "Ines Vidal", inside: str = "", attributes: str = 'class="comment"'
) -> str:
    """One comment of an ordinary theme; `inside` stands behind its words."""
    return f"""<li id="comment-{key}" {attributes}><div class="comment-body"><b class="fn">{author}</b>
<a href="#comment-{key}"><time datetime="2024-05-01T10:00:00Z">May 1</time></a>
<div class="comment-content"><p>{text}</p></div><a class="comment-reply-link" href="?replytocom={key}">Reply</a></div>{inside}</li>"""


def thread(*comments: str) -> str:
    """A list of comments."""
    return f'<section id="comments"><h2>Comments</h2><ol class="comment-list">{"".join(comments)}</ol></section>'


def first(document: Document, tag: str) -> Node:
    """The first element with that tag."""
    return next(node for node in document.nodes if node.tag == tag)


def parse_first(html: str, tag: str) -> tuple[Document, Node]:
    """A document and the first element with that tag."""
    document = parse(html)
    return document, first(document, tag)
