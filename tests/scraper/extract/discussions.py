"""Discussions of three people, put into the markup of a site, and what is read of them: who, when, what, in answer to which."""

from __future__ import annotations

from scraper.extract.page import extract_page
from scraper.normalise.page import normalise_page
from tests.scraper.extract.reading import NOW, URL, WORDS

STORY = f"<h1>The crane of the harbour</h1><article><h2>A coat of paint</h2><p>{WORDS}</p><p>{WORDS}</p></article>"
FIRST, SECOND, THIRD = (
    "I held the ladder when they painted it, and nobody paid me for that.",
    "Then you know who ordered the colour, since the clerk does not.",
    "Look at the drawer of invoices on the second floor, it is all in there.",
)

Row = tuple[str | None, str | None, str, int | None]


def read(html: str, url: str = URL) -> list[Row]:
    """Writer, day, words and the place of the answered one, of each comment of a page."""
    page = normalise_page(extract_page(f"<html><body>{html}</body></html>".encode(), url=url, fetched_at=NOW))
    places = {comment.key: place for place, comment in enumerate(page.comments)}
    return [
        (c.author, str(c.published_at.date()) if c.published_at else None, c.text, places.get(c.parent_key or ""))
        for c in page.comments
    ]


def repeat(pattern: str, *rows: dict[str, str]) -> str:
    """A pattern filled in with each row, and with the words of the first, second and third record."""
    return "".join(
        pattern.format_map({"n": str(n + 1), "words": words, **row})
        for n, (row, words) in enumerate(zip(rows, (FIRST, SECOND, THIRD), strict=False))
    )


INES, OLAF, RUTH = (
    {"name": "Ines", "day": "3 May 2024, 10:00"},
    {"name": "Olaf", "day": "4 May 2024, 11:00"},
    {"name": "Ruth", "day": "5 May 2024, 12:00"},
)
SAID: list[Row] = [
    ("Ines", "2024-05-03", FIRST, None),
    ("Olaf", "2024-05-04", SECOND, None),
    ("Ruth", "2024-05-05", THIRD, None),
]
ANSWERED: list[Row] = [SAID[0], (*SAID[1][:3], 0), (*SAID[2][:3], 1)]
