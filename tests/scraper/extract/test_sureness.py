"""How sure fields are: agreement makes them surer, and a page without what it is there for is doubtful."""

from __future__ import annotations

import json

import pytest

from archive.codec import page_to_json
from archive.records import Page
from scraper.extract import sureness
from tests.scraper.extract.reading import WORDS, article, comment, read, thread

TEXT = '<div class="entry-content">' + "".join(f"<p>{WORDS}</p>" for _ in range(6)) + "</div>"


def page(head: str, body: str) -> Page:
    return read(f'<!DOCTYPE html><html lang="en"><head>{head}</head><body class="single">{body}{TEXT}</body></html>')


def sure(of: Page, field: str) -> float:
    return {one.field: one.confidence for one in of.evidence}[field]


ITEM = {"@type": "NewsArticle", "headline": "The crane", "datePublished": "2024-05-01T08:00:00Z", "author": {"@type": "Person", "name": "Ann Lee"}}  # fmt: skip
AGREED = page(
    f'<title>The crane</title><meta property="og:title" content="The crane"><meta name="author" content="Ann Lee"><meta property="article:published_time" content="2024-05-01T08:00:00Z">'
    f'<script type="application/ld+json">{json.dumps(ITEM)}</script>',
    '<h1>The crane</h1><p class="byline">By <a rel="author" href="/author/ann/">Ann Lee</a>, <time datetime="2024-05-01T08:00:00Z">May 1, 2024</time></p>',
)
TORN = page(
    "<title>Dunmore | News | Today</title>",
    "<h1>Weather in the harbour</h1><p>By Cargo Desk</p><p class=info>5.4.24 · 3.3.2019</p>",
)


@pytest.mark.parametrize("field", ["title", "authors"])
def test_what_sources_agree_on_is_surer(field: str) -> None:
    assert sure(AGREED, field) > sure(TORN, field)


def test_every_confidence_is_a_share() -> None:
    for found in (AGREED, TORN, read(article(thread(comment(1, "One."), comment(2, "Two."))))):
        assert found.evidence
        assert all(0 <= one.confidence <= 1 for one in found.evidence)


def test_the_json_tells_what_is_doubtful() -> None:
    told = page_to_json(AGREED)
    assert (told["doubtful"], told["doubts"]) == (bool(AGREED.doubts), list(AGREED.doubts))


def test_a_doubtful_page_names_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        sureness, "_chances", lambda values: {**dict.fromkeys(sureness.FIELDS, 0.99), "text": 0.4, "page": 0.0}
    )
    found = page("<title>The crane</title>", "<h1>The crane</h1>")
    assert found.doubts == ("text",)
    monkeypatch.setattr(sureness, "_chances", lambda values: {**dict.fromkeys(sureness.FIELDS, 0.99), "page": 0.0})
    assert page("<title>The crane</title>", "<h1>The crane</h1>").doubts == ("page",)


def test_fields_of_comments_are_told_where_comments_have_them() -> None:
    told = {one.field for one in read(article(thread(comment(1, "One."), comment(2, "Two.")))).evidence}
    assert {"comments.key", "comments.text", "comments.author", "comments.date"} <= told
    assert not {one.field for one in AGREED.evidence} & set(sureness.COMMENT_FIELDS)


@pytest.mark.parametrize(("chance", "shown"), [(0.0, 0.0), (0.47, 0.45), (0.94, 0.9), (0.97, 0.95), (1.0, 1.0)])
def test_confidence_is_cautious_but_keeps_the_order(chance: float, shown: float) -> None:
    assert sureness.cautious(chance, 0.94) == shown
