"""An archive of a million articles and ten million comments: made, filled, and asked.

python -m benchmarks.scale [--share 0.1] [--minutes 60]

The texts are fed in turns of 100,000 comments to the archive's store and to one bare table with FTS5, so that both meet
the same machine. Lengths of texts and threads follow those of weblogs: most are short, a few are very long; names and
words follow Zipf's law.
"""

from __future__ import annotations

import argparse
import gc
import itertools
import random
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import attrs

from archive.database import open_archive
from archive.records import Article, Comment, DatePrecision, Extractor, Page, PageKind, Visit
from archive.store import Store
from benchmarks.ingest import BATCH
from benchmarks.words import vocabulary, weights

COMMENTS = 10_000_000
ARTICLES = 1_000_000
TURN = 100_000
SITES = 20
FIRST_DAY = datetime(2010, 1, 1, tzinfo=UTC)
LAST_DAY = datetime(2025, 12, 1, tzinfo=UTC)
EXTRACTOR = Extractor(name="benchmark", version="1")
# Words drawn at once; texts are stretches of them, since drawing each word of ten million comments takes an hour.
POOL = 4_000_000
NAMES = 400_000
BARE_SCHEMA = """
    pragma journal_mode = wal;
    pragma synchronous = normal;
    create table texts (id integer primary key, article text, key text, parent text, author text, published_at text, text text);
    create virtual table texts_fts using fts5(
        text, content = 'texts', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2'
    );
"""


@attrs.frozen(kw_only=True)
class Turn:
    """What one turn of filling took."""

    comments: int
    ours: float
    """Seconds of processor time."""
    bare: float
    text_bytes: int


class Generator:
    """Articles and their threads, the same for the same seed."""

    def __init__(self, *, seed: int = 5) -> None:
        self.random = random.Random(seed)
        words, cumulative = vocabulary(), weights()
        self.pool = self.random.choices(words, cum_weights=cumulative, k=POOL)
        ranks = itertools.accumulate(1 / (rank + 20) for rank in range(NAMES))
        self.names = self.random.choices(range(NAMES), cum_weights=tuple(ranks), k=POOL)

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
                author=f"Reader {self.names[self.random.randrange(POOL)]}",
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
        first = self.random.randrange(POOL - length)
        return " ".join(self.pool[first : first + length])


class BareTable:
    """One table of texts with one index, filled in batches and nothing else."""

    def __init__(self, path: Path) -> None:
        self.connection = sqlite3.connect(path)
        self.connection.executescript(BARE_SCHEMA)
        self.last_id = 0

    def add(self, visits: list[Visit]) -> None:
        """The texts of the same articles and comments."""
        rows = list(_bare_rows(visits))
        for first in range(0, len(rows), BATCH):
            batch = [(self.last_id + n, *row) for n, row in enumerate(rows[first : first + BATCH], start=1)]
            with self.connection:
                self.connection.executemany("insert into texts values (?, ?, ?, ?, ?, ?, ?)", batch)
                self.connection.execute(
                    "insert into texts_fts (rowid, text) select id, text from texts where id > ?", (self.last_id,)
                )
            self.last_id += len(batch)

    def close(self) -> None:
        """Let go of the file."""
        self.connection.close()


def fill(folder: Path, *, comments: int, articles: int, minutes: float) -> list[Turn]:
    """Fill both files in turns, until all is in or the time is over."""
    turns: list[Turn] = []
    end = time.monotonic() + minutes * 60
    made = Generator().visits(articles)
    with (
        open_archive(folder / "scale.db", create=True) as archive,
        Store.in_bulk(archive) as store,
        closing(BareTable(folder / "bare.db")) as bare,
    ):
        while sum(turn.comments for turn in turns) < comments and time.monotonic() < end:
            visits = list(_one_turn(made))
            if not visits:
                break
            turns.append(_turn(store, bare, visits))
            print(_progress(turns), flush=True)
    return turns


def _one_turn(made: Iterator[Visit]) -> Iterator[Visit]:
    count = 0
    for visit in made:
        yield visit
        count += len(visit.page.comments) if visit.page else 0
        if count >= TURN:
            return


def _turn(store: Store, bare: BareTable, visits: list[Visit]) -> Turn:
    gc.collect()
    gc.freeze()  # what was made beforehand is no part of the work
    began = time.process_time()
    store.save_visits(visits)
    between = time.process_time()
    bare.add(visits)
    ended = time.process_time()
    gc.unfreeze()
    texts = [comment.text for visit in visits if visit.page for comment in visit.page.comments]
    return Turn(
        comments=len(texts),
        ours=between - began,
        bare=ended - between,
        text_bytes=sum(len(text.encode()) for text in texts),
    )


def _progress(turns: list[Turn]) -> str:
    done, last = sum(turn.comments for turn in turns), turns[-1]
    return f"{done:>10,} comments  {last.comments / last.ours:>7,.0f}/s  bare {last.comments / last.bare:>7,.0f}/s  {last.bare / last.ours:.2f}"


def _bare_rows(visits: list[Visit]) -> Iterator[tuple[object, ...]]:
    for visit in visits:
        if visit.page is None or visit.page.article is None:
            continue
        article = visit.page.article
        yield visit.url, None, None, article.authors[0], str(article.published_at), f"{article.title}\n{article.text}"
        for comment in visit.page.comments:
            yield visit.url, comment.key, comment.parent_key, comment.author, str(comment.published_at), comment.text


def measure(*, share: float, minutes: float, folder: Path) -> list[str]:
    """Fill, and say how it went, as lines."""
    turns = fill(folder, comments=int(COMMENTS * share), articles=ARTICLES, minutes=minutes)
    sizes = {name: (folder / name).stat().st_size for name in ("scale.db", "bare.db")}
    done, text = sum(turn.comments for turn in turns), sum(turn.text_bytes for turn in turns)
    ours, bare = sum(turn.ours for turn in turns), sum(turn.bare for turn in turns)
    tenth = max(1, len(turns) // 10)
    first, last = (
        sum(turn.comments for turn in some) / sum(turn.ours for turn in some)
        for some in (turns[:tenth], turns[-tenth:])
    )
    return [
        f"{done:,} comments: {done / ours:,.0f}/s, one bare table {done / bare:,.0f}/s, ratio {bare / ours:.2f}",
        f"the last tenth beside the first: {last / first:.2f}",
        f"{sizes['scale.db'] / done:,.0f} bytes a comment, articles included; {text / done:,.0f} are its text",
        f"{sizes['bare.db'] / done:,.0f} in the bare table",
    ]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.scale", description="Fill an archive of a million articles."
    )
    parser.add_argument("--share", type=float, default=1.0, help="of ten million comments")
    parser.add_argument("--minutes", type=float, default=600.0, help="stop filling after so many")
    parser.add_argument("--folder", type=Path, help="keep the files there")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="commentariat-scale-") as scratch:
        place = options.folder or Path(scratch)
        print(*measure(share=options.share, minutes=options.minutes, folder=place), sep="\n")
