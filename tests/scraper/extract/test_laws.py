"""What holds for every page there could be: it is read, in time, or named as no page."""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.codec import dumps, page_to_json
from archive.records import Page
from scraper.errors import PageError
from scraper.normalise.dates import parse_date
from scraper.normalise.page import normalise_page
from tests.scraper.extract.reading import CASES, Case

SECONDS_A_PAGE = 2 * (4 if sys.gettrace() else 1)  # coverage takes its own
# The first date in words of another language loads dateparser, once in a process.
parse_date("12 xyzzy 2019", relative_to=datetime(2024, 1, 1, tzinfo=UTC))
SLOW_AND_MANY = settings(max_examples=10_000, suppress_health_check=list(HealthCheck))
INSERTED = [
    b"<",
    b">",
    b"\x00",
    b"\xff",
    b"<table>",
    b"</div>",
    b"<b>",
    b"<!--",
    b'"',
    b"<li>" * 50,
    b"</ol></li>",
    b"<script>",
    b"<p>" * 30,
    b"&#x",
    b"]]>",
    b"\xe3\x81",
]


@st.composite
def mutated(draw: st.DrawFn) -> tuple[Case, bytes]:
    """A fixture page with parts cut out, swapped, doubled or put in."""
    case = draw(st.sampled_from(CASES))
    body = case.body
    for _ in range(draw(st.integers(1, 6))):
        one, two = sorted((draw(st.integers(0, len(body))), draw(st.integers(0, len(body)))))
        body = draw(
            st.sampled_from(
                (
                    body[:one] + body[two:],
                    body[:one] + body[one:two][::-1] + body[two:],
                    body[two:] + body[one:two] + body[:one],
                    body[:two] + body[one:],
                    body[:one],
                    body[:one] + draw(st.sampled_from(INSERTED)) + body[one:],
                )
            )
        )[:200_000]
    return case, body


def check(case: Case, body: bytes) -> None:
    """The page is read in time and holds together, or it is no page."""
    began = time.process_time()
    try:
        page = case.extract(body)
    except PageError:
        return
    once = normalise_page(page)
    assert time.process_time() - began < SECONDS_A_PAGE
    assert normalise_page(once) == once
    assert broken(once) == []
    dumps(page_to_json(once))


def broken(page: Page) -> list[str]:
    """What does not hold together in a page."""
    found = []
    seen: set[str | None] = {None}
    for comment in page.comments:
        if comment.parent_key not in seen and not comment.is_orphan:
            found.append(f"{comment.key} stands in front of {comment.parent_key}")
        if comment.key in seen:
            found.append(f"{comment.key} is there twice")
        seen.add(comment.key)
    if sorted(comment.position for comment in page.comments) != list(range(len(page.comments))):
        found.append("positions have gaps")
    if page.is_protected and (page.article or page.comments):
        found.append("a protected page gives something")
    return found


@settings(max_examples=100)
@given(mutated())
def test_any_page_is_read_or_is_no_page(pair: tuple[Case, bytes]) -> None:
    check(*pair)


@pytest.mark.slow
@pytest.mark.timeout(1200)
@SLOW_AND_MANY
@given(mutated())
def test_ten_thousand_pages_are_read_or_are_no_pages(pair: tuple[Case, bytes]) -> None:
    check(*pair)


@given(st.binary(max_size=400) | st.text(max_size=200).map(str.encode))
def test_any_bytes_are_read_or_are_no_page(body: bytes) -> None:
    check(CASES[0], body)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_reading_a_page_twice_gives_the_same(case: Case) -> None:
    assert case.extract() == case.extract()


NASTY = {
    "class-of-letters": f'<li class="{"comment" * 3000}">a</li>' * 2,
    "class-of-hyphens": f'<div id="{"a-" * 20_000}1">a</div>',
    "many-classes": f'<li class="{" ".join(f"c{n}" for n in range(5000))}">a</li>' * 4,
    "long-date": f"<time>{'1 ' * 50_000}</time>",
    "long-line": f"<p>{'by ' * 50_000}</p>",
    "spaces": f"<p>by{' ' * 100_000}x</p><title>a{' ' * 50_000}|</title>",
    "newlines": f"<p>{chr(10) * 100_000}x</p>",
    "many-links": "".join(f'<a href="/{n}/#c{n}">{n} comments</a>' for n in range(5000)),
    "many-headings": "".join(f"<h2><a href=/{n}>{n} Comments on “x”</a></h2>" for n in range(2000)),
    "one-parent": f"<div>{'<p class=x>May 1, 2024 by Ann</p>' * 5000}</div>",
    "deep-comments": "".join(f'<div class="comment" id="c{n}"><b class=author>A</b>May 1, 2024 words {n}' for n in range(700)),
    "attribute": f'<a href="/{"a" * 200_000}">x</a><meta name=date content="{"2" * 100_000}">',
    "number": f"<h3>{'9' * 100_000} Comments</h3><h3>Comments ({'9' * 5000})</h3>",
    "number-of-microdata": f'<meta itemprop="commentCount" content="{"9" * 5000}">',
    "number-of-a-page": f'<nav><a href="?cpage={"9" * 5000}">next</a><a href="comment-page-{"9" * 5000}/">next</a></nav>',
    "numbers-of-levels": "".join(
        f'<div class="comment" id="c{n}" {level}><b class="author">A</b> <time datetime="²">x</time><p>Words {n}</p></div>'
        for n, level in enumerate(('data-level="²"', f'data-level="{"9" * 5000}"', 'style="margin-left:1.2.3px"', 'style="margin-left:..px"'))
    ),
    "numbers-of-cells": "".join(
        f'<tr class="comment" id="c{n}">{cell}<td><b class="author">A</b> <time datetime="٣">x</time><p>Words {n}</p></td></tr>'
        for n, cell in enumerate(('<td indent="²"></td>', '<td width="²"></td>', '<td><img src="spacer.gif" width="²" height="1"></td>'))
    ).join(("<table>", "</table>")),
    "halves-of-characters": '<script type="application/ld+json">{"@type":"Article","headline":"a\\ud800b \\ud83d\\ude00","url":"\\udc00","comment":[{"@type":"Comment","text":"\\ud800","@id":"\\udfff"}]}</script>',
    "brackets": f"<p>{'(' * 30_000}</p><h3>4 Comments on “{'“' * 30_000}</h3>",
    "addresses": "".join(f'<a href="http://[{n}">x</a><a href="//x:{n}99999/">y</a>' for n in range(500)),
    "json": f'<script type="application/ld+json">{"[" * 50_000}</script>',
    "json-many": f'<script type="application/ld+json">[{",".join(["{}"] * 50_000)}]</script>',
    "sidebar": f'<ul id=recentcomments>{"<li>Ann on <a href=/a#c1>B</a></li>" * 5000}</ul>',
    "moderators": f"<ul><li>Moderators</li>{'<li>Ann Lee, Wales</li>' * 3000}</ul>",
    "words-about-closing": "<p>The shop is closed, please log in to comment, sign in, register.</p>" * 3000,
    "tables": "<table><tr><td>" * 400 + "x",
    "time-elements": "<time>" * 3000 + "x",
}  # fmt: skip


@pytest.mark.parametrize("kind", NASTY)
def test_nothing_on_a_page_makes_it_slow(kind: str) -> None:
    check(CASES[0], f"<html><head><title>x</title></head><body>{NASTY[kind]}</body></html>".encode())
