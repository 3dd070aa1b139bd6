"""`commentariat export`."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console
from rich.status import Status

from archive.commands.options import archive_option, json_option, since_option, site_option, until_option
from archive.commands.output import Column, print_json, print_table
from archive.commands.reading import known_site
from archive.database import open_archive
from archive.export.filters import Filters, Names
from archive.export.formats import FORMATS
from archive.export.writing import export as write


@click.command(epilog="\b\nExample: commentariat export jsonl dataset/ --site example.org --since 2026-01-01")
@click.argument("format_name", metavar="FORMAT", type=click.Choice(list(FORMATS)))
@click.argument("destination", metavar="DEST", type=click.Path(path_type=Path, readable=False))
@archive_option
@click.option(
    "--names",
    type=click.Choice([name.value for name in Names]),
    default=Names.PSEUDONYM.value,
    show_default=True,
    help="How people are named. Pseudonyms come from a key beside the archive.",
)
@site_option
@since_option
@until_option
@click.option("--include-noarchive", is_flag=True, help="Also what its page asks not to be archived.")
@json_option
def export(
    format_name: str,
    destination: Path,
    archive_path: Path,
    names: str,
    site: str | None,
    since: str | None,
    until: str | None,
    include_noarchive: bool,
    as_json: bool,
) -> None:
    """Write articles, comments, sidebars and people into a folder, as jsonl or csv.

    DEST is made; an earlier export in it is replaced, anything else refused. Articles are chosen by when they were
    published, and their comments come with them.
    """
    with (
        open_archive(archive_path, read_only=True) as archive,
        Console(stderr=True).status("Exporting") as status,
    ):
        site = known_site(archive, site)
        filters = Filters(site=site, since=since, until=until, include_noarchive=include_noarchive)
        done = write(
            archive,
            format_name,
            destination,
            names=Names(names),
            filters=filters,
            progress=lambda rows: _report(status, rows),
        )
    if as_json:
        print_json({"folder": str(done.folder), "counts": done.counts})
        return
    columns = (Column(title="file", style="cyan"), Column(title="rows", is_number=True))
    suffix = FORMATS[format_name].suffix
    print_table(columns, [(f"{destination / table}{suffix}", rows) for table, rows in done.counts.items()])


def _report(status: Status, rows: int) -> None:
    status.update(f"Exporting: {rows:,} rows")
