"""The formats of an export, by name; one module a format, loaded when it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Protocol

import attrs

from archive.database import Archive
from archive.export.account import Account
from archive.export.dataset import Thread
from archive.export.filters import Filters, Names
from archive.export.tables import Row, Table


@attrs.frozen(kw_only=True)
class Task:
    """What a format is given to work on."""

    archive: Archive
    folder: Path
    """Where its files go; nothing else is in it."""
    filters: Filters
    is_partitioned: bool = False
    """One folder a site and year, where the format has such."""
    licence: str | None = None


@attrs.frozen(kw_only=True)
class Part:
    """What one of the files written holds."""

    table: Table
    rows: int


class Sink(Protocol):
    """Where the rows of an export go; a format is a function that makes one."""

    def write_thread(self, thread: Thread) -> None:
        """Take an article and its comments."""

    def write_row(self, table: Table, row: Row) -> None:
        """Take a row of one of the other tables."""

    def finish(self, account: Account) -> dict[str, Part]:
        """Complete the files, and say which of them hold rows of which table; by their paths within the folder."""

    def close(self) -> None:
        """Let go of the files, whatever state they are in."""


@attrs.frozen(kw_only=True)
class Format:
    """A format and what to know of it before it is loaded."""

    name: str
    summary: str
    """What comes of it, for the list in the help."""
    usage: str
    """How its files are opened, for the datasheet."""
    module: str = ""
    limits: tuple[str, ...] = ()
    """What it cannot hold, for the datasheet."""
    holds_captures: bool = False
    """It copies the bytes as they came, in which no name can be replaced."""
    can_be_partitioned: bool = False
    pages_in: str = ""
    """The folder within that holds a file an article: too many for the manifest to name each."""

    @property
    def default_names(self) -> Names:
        """How people are named unless the user says so."""
        return Names.REAL if self.holds_captures else Names.PSEUDONYM

    def open(self, task: Task) -> Sink:
        """Begin the files of an export."""
        make: Callable[[Task], Sink] = import_module(f"archive.export.{self.module or self.name}").open_sink
        return make(task)


_ALL = (
    Format(
        name="jsonl",
        summary="JSON Lines, one file a table",
        usage="One JSON object a line, UTF-8: `json.loads(line)`, `jq`, `duckdb`, `pandas.read_json(…, lines=True)`.",
    ),
    Format(
        name="csv",
        summary="CSV for spreadsheets, one file a table",
        usage="RFC 4180 in UTF-8 with a header; lists are JSON. A text that a spreadsheet would run as a formula begins with a single quote.",
    ),
    Format(
        name="parquet",
        summary="Parquet, typed, zstd",
        usage='`pyarrow.parquet.read_table("comments.parquet")`, `pandas.read_parquet`, `duckdb`, `polars`.',
        can_be_partitioned=True,
    ),
    Format(
        name="hf",
        summary="a Hugging Face dataset",
        usage='`datasets.load_dataset("DEST")` gives the comments; `load_dataset("DEST", "articles")`, `"recent_comments"` and `"people"` the rest. `croissant.json` says the same to `mlcroissant`.',
        module="huggingface",
    ),
    Format(
        name="convokit",
        summary="a ConvoKit corpus",
        usage='`convokit.Corpus(filename="DEST")`. A conversation is a thread: its root utterance is the article, every comment an utterance of its own.',
        limits=("Sidebars and mastheads are left out: a corpus has no place for them.",),
    ),
    Format(
        name="wxr",
        summary="WordPress import files",
        usage="`wp import FILE.xml --authors=create`, or Tools → Import → WordPress; one file a site, or several where it is large.",
        limits=(
            "Sidebars, mastheads, scores and earlier versions are left out: WordPress has no place for them.",
            "Comments that are no longer shown or await moderation are written as trashed or unapproved.",
        ),
    ),
    Format(
        name="html",
        summary="a copy to read, one page an article",
        usage="Open `index.html`. No page runs a script or loads anything from elsewhere.",
        limits=("Sidebars and mastheads are left out.", "Pictures are left out: they are elsewhere."),
        pages_in="articles",
    ),
    Format(
        name="warc",
        summary="the captures, as WARC",
        usage="`captures.warc.gz` is WARC/1.1, one gzip member a record: warcio, FastWARC, pywb, ReplayWeb.page.",
        module="captures_warc",
        holds_captures=True,
    ),
    Format(
        name="wacz",
        summary="the captures, as WACZ",
        usage="Open `captures.wacz` in ReplayWeb.page.",
        module="captures_wacz",
        holds_captures=True,
    ),
)
FORMATS = {form.name: form for form in _ALL}
