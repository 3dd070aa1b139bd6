"""A dataset for the Hugging Face hub: Parquet files by table and split, a card, and Croissant metadata.

    data/comments/train.parquet   data/comments/validation.parquet   data/comments/test.parquet
    data/articles/…               data/recent_comments/train.parquet  data/people/train.parquet

Of ten threads about eight are for training and one each for validation and test. The address of the article decides, so a
thread keeps its split whatever else is exported, and never stands in two. Rows wait in a file beside that of their split:
so small splits, too, get row groups of the usual size, and only one of these is in memory.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import orjson

from archive.export.account import Account
from archive.export.croissant import write_croissant
from archive.export.dataset import Thread
from archive.export.datasheet import NAME
from archive.export.formats import Part, Task
from archive.export.parquet import TableWriter
from archive.export.tables import ARTICLES, COMMENTS, PEOPLE, RECENT_COMMENTS, TABLES, Row, Table

TRAIN, VALIDATION, TEST = "train", "validation", "test"
SPLITS = (TRAIN, VALIDATION, TEST)
_URL = ARTICLES.place("url")
_ORDER = (COMMENTS, ARTICLES, RECENT_COMMENTS, PEOPLE)


def split_of(url: str) -> str:
    """The split of the thread at that address."""
    tenth = int.from_bytes(hashlib.blake2b(b"split\n" + url.encode(), digest_size=4).digest()) % 10
    return {0: TEST, 1: VALIDATION}.get(tenth, TRAIN)


class DatasetSink:
    """The folder of a dataset."""

    def __init__(self, task: Task) -> None:
        self.folder, self.licence = task.folder, task.licence
        self._writers: dict[str, TableWriter] = {}
        for table in TABLES:
            (self.folder / "data" / table.name).mkdir(parents=True)
            for split in SPLITS if table in {ARTICLES, COMMENTS} else (TRAIN,):
                path = _path(table, split)
                spool = (self.folder / path).with_suffix(".waiting")
                self._writers[path] = TableWriter(self.folder / path, table, spool=spool)

    def write_thread(self, thread: Thread) -> None:
        """Take an article and its comments into their split."""
        split = split_of(str(thread.article[_URL]))
        self._writers[_path(ARTICLES, split)].write([thread.article])
        self._writers[_path(COMMENTS, split)].write(thread.comments)

    def write_row(self, table: Table, row: Row) -> None:
        """Take one row."""
        self._writers[_path(table, TRAIN)].write([row])

    def finish(self, account: Account) -> dict[str, Part]:
        """Finish the files; a split that got no thread is left out, unless the table has no row at all."""
        self.close()
        parts = {path: Part(table=writer.table, rows=writer.rows) for path, writer in self._writers.items()}
        for path, part in list(parts.items()):
            if not part.rows and not path.endswith(f"/{TRAIN}.parquet"):
                (self.folder / path).unlink()
                del parts[path]
        head = "\n".join(["---", *_front_matter(account, parts, self.licence), "---", "", ""])
        (self.folder / NAME).write_text(head, encoding="utf-8")
        write_croissant(self.folder, account, parts, self.licence)
        return parts

    def close(self) -> None:
        """Finish the files; again is nothing."""
        for writer in self._writers.values():
            writer.close()


def _path(table: Table, split: str) -> str:
    return f"data/{table.name}/{split}.parquet"


def _front_matter(account: Account, parts: dict[str, Part], licence: str | None) -> Iterator[str]:
    """The head of the card, which tells the hub and `datasets` where the tables are; comments come first."""
    languages = sorted({language.partition("-")[0].lower() for language in account.languages})
    if languages:
        yield "language:"
        yield from (f"- {language!r}" for language in languages)
    if licence is None:
        yield "license: unknown"
    else:
        yield "license: other"
        yield f"license_name: {orjson.dumps(licence).decode()}"
    yield "pretty_name: Articles and their comments"
    yield "task_categories:"
    yield "- text-generation"
    yield "tags:"
    yield from ("- comments", "- conversations")
    yield f"size_categories:\n- {_size(account.counts[COMMENTS.name])}"
    yield "configs:"
    for table in _ORDER:
        yield f"- config_name: {table.name}"
        if table is COMMENTS:
            yield "  default: true"
        yield "  data_files:"
        for split in SPLITS:
            if _path(table, split) in parts:
                yield f"  - split: {split}"
                yield f"    path: {_path(table, split)}"


def _size(rows: int) -> str:
    """The hub's name for a number of rows."""
    steps = (
        (1_000, "n<1K"),
        (10_000, "1K<n<10K"),
        (100_000, "10K<n<100K"),
        (1_000_000, "100K<n<1M"),
        (10_000_000, "1M<n<10M"),
    )
    return next((name for most, name in steps if rows < most), "10M<n<100M")


def open_sink(task: Task) -> DatasetSink:
    """Begin the dataset."""
    return DatasetSink(task)
