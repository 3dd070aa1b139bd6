"""Exports: rows a second of `parquet --names real`, beside DuckDB's own COPY of the same fields from the same file.

DuckDB reads SQLite through an extension, which the package `duckdb-ext-sqlite` brings. Both write zstd.
Ours also makes ids of contents, brings comments into reading order, and hashes the files.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from archive.database import open_archive
from archive.store import Store
from benchmarks.figures import Figure
from benchmarks.ingest import make_visits

COMMENTS = 200_000
REPEATS = 3
WANTED = 0.2
"""At most five times DuckDB's time."""
_ARTICLES = """
    select
        cast(articles.article_id as text) as id, articles.url, canonical_url, sites.host as site, title, authors,
        cast(published_at as timestamptz) as published_at, cast(modified_at as timestamptz) as modified_at, language, section, tags,
        text, html, comment_count_stated, comment_count, thread_state, revisions,
        cast(first_seen_at as timestamptz) as first_seen_at, cast(last_seen_at as timestamptz) as last_seen_at, is_on_page
    from source.articles join source.sites using (site_id)
    order by articles.url
"""
_COMMENTS = """
    select
        cast(comment_id as text) as id, cast(comments.article_id as text) as article_id, articles.url as article_url, key,
        cast(parent_id as text) as parent_id, comments.parent_key, author, author_url,
        cast(comments.published_at as timestamptz) as published_at, comments.published_raw, comments.text, comments.html, depth,
        position, score, comments.url, comments.kind, state, comments.revisions,
        cast(comments.first_seen_at as timestamptz) as first_seen_at, cast(comments.last_seen_at as timestamptz) as last_seen_at,
        comments.is_on_page, told_comments.parent_key as stored_parent_key
    from source.comments
    join source.articles using (article_id)
    left join source.told_comments using (comment_id)
    order by articles.url, comments.thread_page, comments.position
"""
_DUCKDB = """
import pathlib, sys, time
import duckdb, duckdb_ext
source, target, articles, comments = sys.argv[1:]
connection = duckdb.connect()
connection.execute(f"set extension_directory = '{pathlib.Path(duckdb_ext.__path__[0]) / 'extensions'}'")
connection.execute("load sqlite_scanner")
connection.execute("set enable_progress_bar = false")
connection.execute(f"attach '{source}' as source (type sqlite, read_only)")
began = time.perf_counter()
for name, query in (("articles", articles), ("comments", comments)):
    connection.execute(f"copy ({query}) to '{target}/{name}.parquet' (format parquet, compression zstd)")
print(time.perf_counter() - began)
"""
_OURS = """
import pathlib, sys, time
import pyarrow.parquet
from archive.database import open_archive
from archive.export.filters import Names
from archive.export.writing import export
began = time.perf_counter()
with open_archive(sys.argv[1], read_only=True) as archive:
    export(archive, "parquet", pathlib.Path(sys.argv[2]), names=Names.REAL)
print(time.perf_counter() - began)
"""


def measure(*, smoke: bool = False) -> list[Figure]:
    """Rows a second, ours and DuckDB's; nothing where DuckDB cannot read SQLite here."""
    comments = 2_000 if smoke else COMMENTS
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "archive.db"
        with open_archive(source, create=True) as archive, Store(archive) as store:
            store.save_visits(make_visits(comments))
        ours, theirs = [], []
        for number in range(1 if smoke else REPEATS):
            target = Path(folder) / f"duckdb{number}"
            target.mkdir()
            taken = _seconds(_DUCKDB, source, target, _ARTICLES, _COMMENTS)
            if taken is None:
                print("export: left out, DuckDB cannot read SQLite here (pip install duckdb duckdb-ext-sqlite)")
                return []
            theirs.append(taken)
            own = _seconds(_OURS, source, Path(folder) / f"ours{number}")
            if own is None:
                raise SystemExit("the export failed: no figure")
            ours.append(own)
    return [
        Figure(
            name=f"parquet of {comments:,} comments",
            ours=comments / statistics.median(ours),
            unit="rows/s",
            against="rows/s: DuckDB's COPY",
            theirs=comments / statistics.median(theirs),
            wanted=WANTED,
        )
    ]


def _seconds(code: str, *arguments: object) -> float | None:
    """What the code prints, in a process of its own; None where it fails."""
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)], check=False, capture_output=True, text=True
    )
    return float(done.stdout.split()[-1]) if done.returncode == 0 else None
