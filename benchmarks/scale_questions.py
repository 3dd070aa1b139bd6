"""What a big archive answers, and how soon: opening it, a thread, words rare and common, a name, and the counts.

Each question is asked once cold (its pages may still be in the system's memory) and then some times more; the best says
what the question costs, the first what it costs somebody who asks once.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

import attrs

from archive.database import Archive, open_archive
from archive.month_stats import month_stats
from archive.person import find_person
from archive.queries import get_article, read_thread
from archive.search import SearchIn, find_hits
from archive.stats import site_stats

SHARES = (0.0001, 0.001, 0.004, 0.01, 0.02, 0.03, 0.04, 0.12, 0.38)
"""Of all comments, that hold the word looked for."""
TIMES = 15
SECONDS = 3.0
"""A question is asked so often, or until so much time is over."""
_RARE = 0.001
_LONG_THREAD = "select article_id from articles where comment_count = 500 limit 1"
_VOCABULARY = "create virtual table temp.words using fts5vocab('main', 'comments_fts', 'row')"
_WORD = "select term, doc from temp.words order by abs(doc - :wanted) limit 1"
_COMMENTS = "select count(*) from comments"
_NAMES = "select name, comment_count from authors order by comment_count desc limit 1"


@attrs.frozen(kw_only=True)
class Answer:
    """How long a question took."""

    what: str
    first: float
    """Milliseconds."""
    best: float
    best_of_processor: float
    """Milliseconds of processor time: what it would be if nothing else ran."""
    most: float
    """Milliseconds it may take."""

    def __str__(self) -> str:
        times = f"first {self.first:,.1f} ms, best {self.best:,.1f} ms, of processor {self.best_of_processor:,.1f} ms"
        return f"{self.what}: {times} (at most {self.most:,.0f})"


def ask(path: Path) -> list[Answer]:
    """How soon each answer came."""
    answers = [_timed("opening", 50, lambda: open_archive(path, read_only=True).close())]
    with open_archive(path, read_only=True) as archive:
        connection = archive.connection
        row = connection.execute(_LONG_THREAD).fetchone()
        if row is not None:
            answers.append(_timed("a thread of 500", 15, lambda: read_thread(archive, get_article(archive, row[0]))))
        answers += [_searched(archive, word, share) for word, share in _words(path)]
        name, count = connection.execute(_NAMES).fetchone()
        answers.append(_timed(f"person, who wrote {count:,} comments", 500, lambda: find_person(archive, name)))
        answers.append(_timed("stats", 1000, lambda: site_stats(archive)))
        answers.append(_timed("stats by month", 1000, lambda: month_stats(archive)))
    return answers


def _words(path: Path) -> list[tuple[str, float]]:
    """For each share, the word nearest to it, and its own share."""
    found = []
    connection = sqlite3.connect(path)
    try:
        connection.execute(_VOCABULARY)
        total = connection.execute(_COMMENTS).fetchone()[0]
        for share in SHARES:
            word, documents = connection.execute(_WORD, {"wanted": share * total}).fetchone()
            found.append((word, documents / total))
    finally:
        connection.close()
    return found


def _searched(archive: Archive, word: str, share: float) -> Answer:
    most = 100 if share <= _RARE else 500
    answer = _timed(f"a word in {share:.2%}", most, lambda: find_hits(archive, word, within=SearchIn.COMMENTS))
    is_common = find_hits(archive, word, within=SearchIn.COMMENTS).is_common
    return attrs.evolve(answer, what=f"{answer.what}, {'newest first' if is_common else 'ranked'}")


def _timed(what: str, most: float, question: Callable[[], object]) -> Answer:
    walls: list[float] = []
    processor: list[float] = []
    while len(walls) < TIMES and sum(walls) < SECONDS * 1000:
        began, used = time.perf_counter(), time.process_time()
        question()
        walls.append((time.perf_counter() - began) * 1000)
        processor.append((time.process_time() - used) * 1000)
    return Answer(what=what, first=walls[0], best=min(walls), best_of_processor=min(processor), most=most)
