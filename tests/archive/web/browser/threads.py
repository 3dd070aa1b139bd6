"""Threads that are hard to show, in one archive.

1   5,000 comments, up to 12 levels deep
2   12 levels and one answer each
3   a page of everything that could run or load
4   400 levels
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import attrs

from archive.database import open_archive
from archive.records import Article, Comment, Page, RecentComment
from archive.search_index import index_pending
from archive.store import Store
from tests.archive.making import comment, entry, page, visit

T = datetime(2026, 2, 1, 12, tzinfo=UTC)
ELSEWHERE = "http://elsewhere.example"
SYLLABLES = "ba de fi go lu ma ne pi ro su ta ve wi zo".split()

_FAILED = """
    insert into frontier (url, site_id, relation, depth, priority, state, error, visited_at)
    select ?, site_id, 'article', 0, 0, 'failed', '<img src=x onerror=window.ran=45>', '2026-02-01T12:00:00Z'
    from sites
    where host = 'hostile.example'
"""

HOSTILE = f"""
<script>window.ran = 1</script><script src="{ELSEWHERE}/a.js"></script>
<img src="{ELSEWHERE}/a.png" onerror="window.ran = 2" alt="a boat"><img src=x onerror=window.ran=3>
<svg onload="window.ran = 4"><image href="{ELSEWHERE}/b.svg"/><use href="{ELSEWHERE}/c.svg#x"/></svg>
<iframe src="{ELSEWHERE}/frame"></iframe><iframe srcdoc="<script>parent.ran=5</script>"></iframe>
<object data="{ELSEWHERE}/o"></object><embed src="{ELSEWHERE}/e"><video src="{ELSEWHERE}/v" autoplay poster="{ELSEWHERE}/p">
</video><audio src="{ELSEWHERE}/s" autoplay></audio><picture><source srcset="{ELSEWHERE}/s.png"></picture>
<link rel="stylesheet" href="{ELSEWHERE}/s.css"><link rel="prefetch" href="{ELSEWHERE}/p"><link rel="dns-prefetch" href="//elsewhere.example">
<style>@import "{ELSEWHERE}/i.css"; body {{ background: url({ELSEWHERE}/bg.png) }}</style>
<meta http-equiv="refresh" content="0; url={ELSEWHERE}/"><base href="{ELSEWHERE}/">
<p style="background: url({ELSEWHERE}/st.png)" onmouseover="window.ran = 6">over</p>
<a href="javascript:window.ran=7">a link</a><a href="data:text/html,<script>window.ran=8</script>">another</a>
<a href="{ELSEWHERE}/out" target="_blank" ping="{ELSEWHERE}/ping">out</a>
<form action="{ELSEWHERE}/form"><input name="q" autofocus onfocus="window.ran = 9"><button formaction="{ELSEWHERE}">go</button></form>
<details open ontoggle="window.ran = 10"><summary>open</summary></details><body onload="window.ran = 11">
<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=window.ran=12&gt;"></table></mtext></math>
<template><script>window.ran = 13</script></template><noscript><p title="</noscript><img src=x onerror=window.ran=14>"></noscript>
<div id="main" class="skip" name="location">clobbered</div><li></ol></details></section>the end of it</p></main>
"""


def make_archive(path: Path) -> Path:
    """The archive with these threads."""
    chance = random.Random(7)
    threads = [
        ("long", "Five thousand answers", _long(chance)),
        ("deep", "Twelve levels", [_said(chance, n, n - 1 if n > 1 else None, depth=n - 1) for n in range(1, 14)]),
        ("hostile", 'A "hostile" <script>window.ran = 20</script> page', list(_hostile())),
        (
            "chain",
            "Four hundred levels",
            [_said(chance, n, n - 1 if n > 1 else None, depth=n - 1) for n in range(1, 401)],
        ),
    ]
    with open_archive(path, create=True) as archive, Store(archive) as store:
        for name, title, comments in threads:
            url = f"http://{name}.example/{name}/"
            fields = (
                _hostile_fields() if name == "hostile" else {"authors": ("Mara Lindt",), "html": _paragraphs(chance)}
            )
            article = Article(url=url, title=title, text="A text.", published_at=T, **fields)
            more = {"recent_comments": _hostile_entries()} if name == "hostile" else {}
            count = len(comments)
            given = page(
                *comments, url=url, at=T + timedelta(days=9), article=article, comment_count_stated=count, **more
            )
            store.save_visit(visit(given))
        with archive.transaction() as connection:
            connection.execute(_FAILED, ('http://hostile.example/"><script>window.ran=44</script>',))
        for given in edited():
            store.save_visit(visit(given))
        index_pending(archive)
    return path


def edited() -> Iterator[Page]:
    """A thread read four times, a day after the other: a comment edited, one gone, one new, the article rewritten."""
    url = "http://edited.example/edited/"
    first = comment("1", text="The ferry leaves at nine.", published_at=T, author="Ines Vidal")
    second = comment("2", "1", depth=1, text="It does not.", published_at=T, author="Tomas")
    third = comment("3", text="A late word.", published_at=T + timedelta(days=2), author="Bo")
    text = "The timetable is out. It is blue."
    for day, comments, words in (
        (0, (first, second), text),
        (1, (attrs.evolve(first, text="The ferry leaves at half past ten."), second), text),
        (2, (attrs.evolve(first, text="The ferry leaves at half past ten."), third), text),
        (
            3,
            (attrs.evolve(first, text="The ferry leaves at half past ten."), third),
            "The timetable is out. It is green.",
        ),
    ):
        article = Article(url=url, title="Timetables", text=words, published_at=T)
        yield page(*comments, url=url, at=T + timedelta(days=day), article=article, comment_count_stated=2)


def _long(chance: random.Random) -> list[Comment]:
    comments: list[Comment] = []
    depths = {0: -1}
    for n in range(1, 5001):
        parent = chance.randint(max(1, n - 60), n - 1) if n > 1 and chance.random() < 0.75 else 0
        parent = 0 if depths[parent] >= 11 else parent
        depths[n] = depths[parent] + 1
        comments.append(_said(chance, n, parent or None, depth=depths[n]))
    return comments


def _said(chance: random.Random, number: int, parent: int | None, *, depth: int) -> Comment:
    paragraphs = [_words(chance, chance.randint(8, 60)) for _ in range(chance.choice((1, 1, 1, 2, 3)))]
    return comment(
        str(number),
        str(parent) if parent else None,
        depth=depth,
        author=f"{_words(chance, 1).title()} {chance.randint(1, 300)}",
        text="\n".join(paragraphs),
        html="".join(f"<p>{paragraph}</p>" for paragraph in paragraphs),
        published_at=T + timedelta(minutes=number),
        score=chance.choice((None, chance.randint(-5, 80))),
    )


def _paragraphs(chance: random.Random) -> str:
    return "<p>" + "</p><p>".join(_words(chance, 60) for _ in range(6)) + "</p>"


def _hostile_fields() -> dict[str, Any]:
    return {
        "authors": ("<b onmouseover=window.ran=30>Author</b>", '"><script>window.ran = 31</script>'),
        "section": '"><img src=x onerror=window.ran=32>',
        "language": 'en" onload="window.ran=33',
        "tags": ("<script>window.ran=34</script>",),
        "html": HOSTILE,
    }


def _hostile_entries() -> tuple[RecentComment, ...]:
    return (
        entry(
            author="<script>window.ran = 40</script>",
            excerpt="<img src=x onerror=window.ran=41>",
            article_title='"><svg onload=window.ran=42>',
            url="javascript:window.ran=43",
        ),
    )


def _hostile() -> Iterator[Comment]:
    yield comment("1", author='<img src=x onerror="window.ran = 21">', html=HOSTILE, text="over", published_at=T)
    yield comment(
        "2", "1", depth=1, author='"><script>window.ran = 22</script>', html=None, text=HOSTILE, published_at=T
    )
    yield comment(
        "3", author="A reader", text="The last word.", url="javascript:window.ran=23", published_at=T,
        author_url="javascript:window.ran=24", published_raw="<script>window.ran=25</script>",
    )  # fmt: skip
    yield comment("4", "3", depth=1, author=None, text="x", published_raw="<img src=x onerror=window.ran=26>")


def _words(chance: random.Random, count: int) -> str:
    return " ".join("".join(chance.choices(SYLLABLES, k=chance.randint(1, 4))) for _ in range(count)).capitalize() + "."
