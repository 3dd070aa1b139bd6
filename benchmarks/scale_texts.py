"""The articles and comments of a big archive, made up: lengths and threads as weblogs have them, words and names by Zipf's law."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from archive.records import Article, Comment, DatePrecision, Extractor, Page, PageKind, Visit
from benchmarks.words import vocabulary, weights

SITES = 20
FIRST_DAY = datetime(2010, 1, 1, tzinfo=UTC)
LAST_DAY = datetime(2025, 12, 1, tzinfo=UTC)
EXTRACTOR = Extractor(name="benchmark", version="1")
# Words drawn at once; texts are stretches of them, since drawing each word of ten million comments takes an hour.
POOL = 4_000_000
NAMES = 400_000


class Generator:
    """Articles and their threads, the same for the same seed."""

    def __init__(self, *, seed: int = 5, pool: int = POOL) -> None:
        self.random, self.size = random.Random(seed), pool
        words, cumulative = vocabulary(), weights()
        self.pool = self.random.choices(words, cum_weights=cumulative, k=pool)
        ranks = itertools.accumulate(1 / (rank + 20) for rank in range(NAMES))
        self.names = self.random.choices(range(NAMES), cum_weights=tuple(ranks), k=pool)

    def visits(self, articles: int) -> Iterator[Visit]:
        """The visits of so many articles, in the order of their publication."""
        step = (LAST_DAY - FIRST_DAY) / articles
        return (self.visit(number, FIRST_DAY + number * step) for number in range(articles))

    def visit(self, number: int, published_at: datetime) -> Visit:
        """One article with its thread."""
        url = f"https://site-{number % SITES}.example/{published_at:%Y/%m}/story-{number}/"
        size = 500 if number % 5000 == 77 else self._thread_size()
        comments = tuple(self._comments(number, url, published_at, size))
        article = Article(
            url=url,
            title=self._text(3, 9).capitalize(),
            authors=(f"Author {number % 97}",),
            published_at=published_at,
            date_precision=DatePrecision.MINUTE,
            text=self._text(*self._length(5.0, 0.8, 1500)),
            comment_count_stated=size,
        )
        fetched_at = published_at + timedelta(days=30)
        page = Page(
            url=url, kind=PageKind.ARTICLE, fetched_at=fetched_at, extractor=EXTRACTOR, article_url=url, article=article,
            comments=comments, comment_count_stated=size,
        )  # fmt: skip
        return Visit(requested_url=url, url=url, fetched_at=fetched_at, status=200, page=page)

    def _comments(self, article: int, url: str, at: datetime, size: int) -> Iterator[Comment]:
        depths: list[int] = []
        for index in range(size):
            at += timedelta(seconds=int(self.random.expovariate(1 / 5000)) + 1)
            parent = self.random.randrange(index) if index and self.random.random() < 0.55 else None
            depths.append(0 if parent is None else min(depths[parent] + 1, 9))
            key = f"{article}{index:05}"
            yield Comment(
                key=key,
                parent_key=None if parent is None else f"{article}{parent:05}",
                author=f"Reader {self.names[self.random.randrange(self.size)]}",
                published_at=at,
                date_precision=DatePrecision.MINUTE,
                text=self._text(*self._length(3.4, 0.8, 900)),
                depth=depths[-1],
                position=index,
                url=f"{url}#comment-{key}",
                parent_rule="containment",
                parent_confidence=0.99,
            )

    def _thread_size(self) -> int:
        return min(3000, int(1.35 * self.random.paretovariate(1.0)) if self.random.random() < 0.85 else 0)

    def _length(self, mean: float, spread: float, most: int) -> tuple[int, int]:
        length = min(most, 1 + int(self.random.lognormvariate(mean, spread)))
        return length, length

    def _text(self, least: int, most: int) -> str:
        length = self.random.randint(least, most)
        first = self.random.randrange(self.size - length)
        return " ".join(self.pool[first : first + length])
