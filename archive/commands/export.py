"""`commentariat export`."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Self

import attrs
import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from archive.commands.options import archive_option, json_option, since_option, site_option, until_option
from archive.commands.output import Column, print_json, print_table
from archive.commands.reading import bring_index_up_to_date, known_site
from archive.database import open_archive
from archive.export.filters import Filters, Names
from archive.export.formats import FORMATS
from archive.export.log import NotedExport, log_path, note_export
from archive.export.writing import Exported, Wishes
from archive.export.writing import export as write
from archive.times import now


@click.command(epilog="\b\nExample: commentariat export jsonl dataset/ --site example.org --since 2026-01-01")
@click.argument("format_name", metavar="FORMAT", type=click.Choice(list(FORMATS)))
@click.argument("destination", metavar="DEST", type=click.Path(path_type=Path, readable=False))
@archive_option
@click.option(
    "--names",
    type=click.Choice([name.value for name in Names]),
    help="How people are named: pseudonyms from a key beside the archive, unless asked otherwise. Captures (warc, wacz) hold real names.",
)
@click.option("--mask-contacts", is_flag=True, help="Mask e-mail addresses and phone numbers in texts.")
@site_option
@since_option
@until_option
@click.option("--language", metavar="TAG", help="Only articles in this language: en, pt-BR.")
@click.option("--min-comments", type=click.IntRange(min=0), metavar="N", help="Only articles with so many comments.")
@click.option("--query", metavar="WORDS", help="Only articles that `search` would find, themselves or by a comment.")
@click.option("--include-noarchive", is_flag=True, help="Also what its page asks not to be archived.")
@click.option("--partition", is_flag=True, help="Of parquet: one folder a site and year.")
@click.option("--licence", metavar="TEXT", help="The licence to state in README.md and the metadata.")
@json_option
def export(
    format_name: str,
    destination: Path,
    archive_path: Path,
    names: str | None,
    mask_contacts: bool,
    site: str | None,
    since: str | None,
    until: str | None,
    language: str | None,
    min_comments: int | None,
    query: str | None,
    include_noarchive: bool,
    partition: bool,
    licence: str | None,
    as_json: bool,
) -> None:
    """Write articles, comments, sidebars and people into a folder.

    FORMAT is jsonl, csv, parquet, hf (a Hugging Face dataset), convokit (a ConvoKit corpus), wxr (for WordPress), html (to
    read), warc or wacz (the captures). DEST is made; an earlier export in it is replaced, anything else refused.
    Articles are chosen by when they were published, and their comments come with them.
    """
    if query is not None:
        bring_index_up_to_date(archive_path)
    with open_archive(archive_path, read_only=True) as archive, _Progress() as progress:
        filters = Filters(
            site=known_site(archive, site),
            since=since,
            until=until,
            language=language,
            min_comments=min_comments,
            query=query,
            include_noarchive=include_noarchive,
        )
        wishes = Wishes(
            names=Names(names) if names else None,
            masks_contacts=mask_contacts,
            is_partitioned=partition,
            licence=licence,
        )
        done = write(archive, format_name, destination, filters=filters, wishes=wishes, progress=progress.show)
    _note(archive_path, done, filters)
    if as_json:
        print_json({"folder": str(done.folder), "counts": done.counts, "left_out": attrs.asdict(done.left_out)})
    else:
        _print_files(done)


def _note(archive_path: Path, done: Exported, filters: Filters) -> None:
    noted = NotedExport(
        made_at=now(), folder=done.folder.absolute(), format_name=done.format_name, names=done.names, filters=filters
    )
    if not note_export(archive_path, noted):
        click.echo(
            f"commentariat: {log_path(archive_path)}: cannot be written, so nothing will remember this export. "
            "Note it where you keep such things.",
            err=True,
        )


def _print_files(done: Exported) -> None:
    columns = (Column(title="file", style="cyan"), Column(title="rows", is_number=True))
    files = {part.table.name: name for name, part in done.parts.items()}
    is_one_each = len(files) == len(done.parts) > 0
    rows = [
        (done.folder / files[name] if is_one_each else name, count)
        for name, count in done.counts.items()
        if not is_one_each or name in files
    ]
    print_table(columns, rows)
    if done.left_out.articles:
        click.echo(
            f"Left out, since their pages ask not to be archived: {_number(done.left_out.articles, 'article')} with "
            f"{_number(done.left_out.comments, 'comment')} (--include-noarchive brings them)."
        )


def _number(number: int, word: str) -> str:
    return f"{number:,} {word}" + ("" if number == 1 else "s")


class _Progress:
    """How far the export is, as a bar on stderr; nothing where nobody watches."""

    def __init__(self) -> None:
        console = Console(stderr=True)
        self._bar = Progress(
            TextColumn("Exporting"), BarColumn(), TaskProgressColumn(), MofNCompleteColumn(), TimeRemainingColumn(),
            console=console, transient=True, disable=not console.is_terminal,
        )  # fmt: skip
        self._task = self._bar.add_task("", total=None)

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def show(self, rows: int, of: int) -> None:
        """Say how many rows are written."""
        self._bar.update(self._task, completed=rows, total=of)
