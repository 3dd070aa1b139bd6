"""Texts that a page tells its scripts and machines alone, and when they are taken for the article's."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.extract.dom import parse
from scraper.extract.flight import flight_rows, flight_stream
from tests.scraper.extract.reading import WORDS, read

LINES = [WORDS.strip(), WORDS.replace("crane", "winch").strip(), WORDS.replace("crane", "hoist").strip()]
HTML = "".join(f"<p>{line}</p>" for line in LINES)
TEXT = "\n".join(LINES)
SHELL = '<div id="app">Loading…</div>'


def pushed(text: str, *, pieces: int = 3) -> str:
    """A stream as Next.js sends it, in several scripts."""
    size = max(1, -(-len(text) // pieces))
    calls = (json.dumps([1, text[at : at + size]]).replace("<", "\\u003c") for at in range(0, len(text), size))
    return "".join(f"<script>self.__next_f.push({call})</script>" for call in calls)


def row(number: str, text: str) -> str:
    return f"{number}:T{len(text.encode()):x},{text}"


def data(value: Any, attributes: str = 'id="__NEXT_DATA__" type="application/json"') -> str:
    return f"<script {attributes}>{json.dumps(value)}</script>"


def article(
    html: str, *, title: str = "The crane", shown: str = SHELL, description: str = ""
) -> tuple[str, str | None]:
    page = read(f"""<html><head><title>{title}</title><meta property="og:type" content="article">
<meta name="description" content="{description}"><script type="application/ld+json">{{"@type": "NewsArticle", "headline": "{title}"}}</script>
</head><body><h1>{title}</h1>{shown}{html}</body></html>""")
    assert page.article is not None
    return page.article.text, next((found.rule for found in page.evidence if found.field == "text"), None)


@pytest.mark.parametrize(
    ("html", "rule"),
    [
        pytest.param(data({"@type": "NewsArticle", "articleBody": "\n".join(LINES)}, 'type="application/ld+json"'), "json-ld", id="json-ld"),
        pytest.param(f"<div class='post-body'><noscript>{HTML}</noscript></div>", "noscript", id="noscript"),
        pytest.param(data({"props": {"pageProps": {"story": {"title": "The crane", "body": HTML}}}}), "page-state", id="next-data"),
        pytest.param(data({"props": {"story": {"bodyText": "\n".join(LINES)}}}), "page-state", id="plain-words-called-a-body"),
        pytest.param(f"<script>window.__INITIAL_STATE__ = {json.dumps({'story': {'blocks': HTML}})};</script>", "page-state", id="assigned"),
        pytest.param(pushed('1:"$Sreact.fragment"\n3:I[135,[],"Root"]\n:HL["/a.css","style"]\n26:I[49,[],"Icon"]\n' + row("24", HTML) + '5:["$","$L2",null,{}]\n'), "page-state", id="row-of-text"),
        pytest.param(pushed(f"5:{json.dumps(['$', '$L2', None, {'state': {'story': {'html': HTML}}}])}\n"), "page-state", id="row-of-json"),
    ],
)  # fmt: skip
def test_a_text_that_the_page_shows_nowhere_is_read_where_it_is_told(html: str, rule: str) -> None:
    assert article(html) == (TEXT, rule)


def test_captions_of_a_told_text_are_left_out_as_those_of_a_page_are() -> None:
    picture = '<figure><img src="/a.jpg" alt=""><figcaption>Ann Lee, 2024</figcaption></figure>'
    assert (
        article(data({"story": {"body": f"<p>{LINES[0]}</p>{picture}<p>{LINES[1]}</p><p>{LINES[2]}</p>"}}))[0] == TEXT
    )


def test_a_text_that_begins_as_the_description_does_is_the_pages() -> None:
    assert article(data({"story": {"body": HTML}}), title="Iron", description=WORDS[:60])[0] == TEXT


@pytest.mark.parametrize(
    ("html", "title"),
    [
        pytest.param(data({"next": {"title": "Elsewhere", "body": HTML}}), "Quite something different", id="another-story"),
        pytest.param(data({"story": {"body": LINES[0][:200]}}), "The crane", id="a-teaser"),
        pytest.param(data({"crane": {"code": f"function() {{ {HTML} }}"}}), "The crane", id="code"),
        pytest.param("<script>self.__next_f.push([1, 'broken</script>", "The crane", id="broken-stream"),
        pytest.param(pushed("24:Tfffffff,<p>The crane.</p>"), "The crane", id="row-longer-than-the-stream"),
    ],
)  # fmt: skip
def test_other_texts_are_not_the_articles(html: str, title: str) -> None:
    text, rule = article(html, title=title)
    assert rule in (None, "blocks")
    assert len(text) < len(LINES[0])


def test_what_the_page_shows_is_its_text_whatever_its_state_tells() -> None:
    shown = f"<main>{HTML.replace('hoist', 'pulley')}</main>"
    assert article(data({"story": {"body": HTML * 2}}), shown=shown) == (TEXT.replace("hoist", "pulley"), "blocks")


ROWS = st.lists(
    st.one_of(
        st.text(st.characters(exclude_categories=["Cs"]), max_size=60),
        st.lists(st.integers(-(2**53), 2**53), max_size=3),
    ),
    max_size=6,
)


@given(ROWS, st.integers(1, 9))
def test_rows_come_out_as_they_were_sent_however_the_stream_was_cut(rows: list[Any], pieces: int) -> None:
    sent = "".join(row(f"{n:x}", r) if isinstance(r, str) else f"{n:x}:{json.dumps(r)}\n" for n, r in enumerate(rows))
    assert list(flight_rows(flight_stream(parse(pushed(sent, pieces=pieces))))) == rows
