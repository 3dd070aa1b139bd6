"""An archive of a million articles and ten million comments: made, filled, and asked.

python -m benchmarks.scale [--share 0.1] [--minutes 60]

The texts are fed in turns of 100,000 comments to the archive's store and to one bare table with FTS5, so that both meet
the same machine. Lengths of texts and threads follow those of weblogs: most are short, a few are very long; names and
words follow Zipf's law.
"""

from __future__ import annotations

import argparse
import gc
import sqlite3
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import attrs

from archive.database import open_archive
from archive.records import Visit
from archive.store import Store
from benchmarks.figures import Figure
from benchmarks.ingest import BATCH
from benchmarks.scale_questions import ask
from benchmarks.scale_texts import POOL, Generator

COMMENTS = 10_000_000
ARTICLES = 1_000_000
TURN = 100_000
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


@attrs.frozen(kw_only=True)
class Filled:
    """Both files, and what it took to fill them."""

    turns: tuple[Turn, ...]
    bytes_ours: int
    bytes_bare: int

    @property
    def comments(self) -> int:
        """How many each of them holds."""
        return sum(turn.comments for turn in self.turns)

    @property
    def ours(self) -> float:
        """Seconds of processor time."""
        return sum(turn.ours for turn in self.turns)

    @property
    def bare(self) -> float:
        """The same of the bare table."""
        return sum(turn.bare for turn in self.turns)

    @property
    def text_bytes(self) -> int:
        """Of the comments' own words."""
        return sum(turn.text_bytes for turn in self.turns)

    @property
    def speed_at_the_start(self) -> float:
        """Comments a second in the first tenth."""
        return _speed(self.turns[: self._tenth])

    @property
    def speed_at_the_end(self) -> float:
        """Comments a second in the last tenth."""
        return _speed(self.turns[-self._tenth :])

    @property
    def last_beside_first(self) -> float:
        """The speed of the last tenth beside that of the first."""
        return self.speed_at_the_end / self.speed_at_the_start

    @property
    def _tenth(self) -> int:
        return max(1, len(self.turns) // 10)


def _speed(turns: Sequence[Turn]) -> float:
    return sum(turn.comments for turn in turns) / sum(turn.ours for turn in turns)


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


def fill(folder: Path, *, comments: int, minutes: float, turn: int, pool: int) -> list[Turn]:
    """Fill both files in turns, until all is in or the time is over."""
    turns: list[Turn] = []
    end = time.monotonic() + minutes * 60
    made = Generator(pool=pool).visits(ARTICLES)
    with (
        open_archive(folder / "scale.db", create=True) as archive,
        Store.in_bulk(archive) as store,
        closing(BareTable(folder / "bare.db")) as bare,
    ):
        while sum(done.comments for done in turns) < comments and time.monotonic() < end:
            visits = list(_one_turn(made, turn))
            if not visits:
                break
            turns.append(_turn(store, bare, visits))
            print(_progress(turns), flush=True)
    return turns


def _one_turn(made: Iterator[Visit], size: int) -> Iterator[Visit]:
    count = 0
    for visit in made:
        yield visit
        count += len(visit.page.comments) if visit.page else 0
        if count >= size:
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


def run(*, share: float, minutes: float, folder: Path, turn: int = TURN, pool: int = POOL) -> Filled:
    """Fill both files in that folder, and look at them."""
    turns = fill(folder, comments=int(COMMENTS * share), minutes=minutes, turn=turn, pool=pool)
    return Filled(
        turns=tuple(turns),
        bytes_ours=(folder / "scale.db").stat().st_size,
        bytes_bare=(folder / "bare.db").stat().st_size,
    )


def lines(filled: Filled) -> list[str]:
    """How it went."""
    done = filled.comments
    return [
        f"{done:,} comments: {done / filled.ours:,.0f}/s, one bare table {done / filled.bare:,.0f}/s",
        f"ratio {filled.bare / filled.ours:.2f}",
        f"the last tenth beside the first: {filled.last_beside_first:.2f}",
        f"{filled.bytes_ours / done:,.0f} bytes a comment, articles included; {filled.text_bytes / done:,.0f} are its text",
        f"{filled.bytes_bare / done:,.0f} in the bare table",
    ]


def measure(*, smoke: bool = False) -> list[Figure]:
    """A tenth of the full size, for `make bench`."""
    size = {"share": 0.0005, "turn": 1_000, "pool": 50_000} if smoke else {"share": 0.1}
    with tempfile.TemporaryDirectory(prefix="commentariat-scale-") as folder:
        filled = run(minutes=60, folder=Path(folder), **size)  # type: ignore[arg-type]
        answers = ask(Path(folder) / "scale.db")
    done = filled.comments
    figures = [
        Figure(
            name=f"ingest of {done:,} comments in bulk", ours=done / filled.ours, unit="comments/s",
            against="comments/s, one bare table with FTS5", theirs=done / filled.bare, wanted=0.5,
        ),
        Figure(
            name="– its last tenth", ours=filled.speed_at_the_end, unit="comments/s",
            against="comments/s, its first tenth", theirs=filled.speed_at_the_start, wanted=0.7,
        ),
    ]  # fmt: skip
    return figures + [
        Figure(
            name=answer.what, ours=1000 / answer.best, unit="a second", against="a second, the least",
            theirs=1000 / answer.most, wanted=1.0,
        )
        for answer in answers
    ]  # fmt: skip


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
        print(*lines(run(share=options.share, minutes=options.minutes, folder=place)), sep="\n", flush=True)
        print(*ask(place / "scale.db"), sep="\n")
