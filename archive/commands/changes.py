"""`commentariat changes`."""

from __future__ import annotations

from pathlib import Path

import click

from archive.commands.history_text import change_lines
from archive.commands.options import TimeParam, archive_option, json_option, site_option
from archive.commands.output import print_json
from archive.commands.reading import known_site
from archive.database import open_archive
from archive.histories import changes_since


@click.command(epilog="Example: commentariat changes --since 2026-03-01")
@archive_option
@click.option("--since", type=TimeParam(), required=True, help="From this day or time on (UTC).")
@site_option
@json_option
def changes(archive_path: Path, since: str, site: str | None, as_json: bool) -> None:
    """List what was seen to change: edits, votes, moved and vanished comments, rewritten articles.

    A change is dated by when it was seen, not by when it was made: it was made after the old value was last seen.
    """
    with open_archive(archive_path, read_only=True) as archive:
        found = list(changes_since(archive, since, site=known_site(archive, site)))
    if as_json:
        print_json(found)
        return
    for line in change_lines(found):
        click.echo(line)
    if not found:
        click.echo(f"Nothing was seen to change since {since}.", err=True)
