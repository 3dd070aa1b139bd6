"""`commentariat compact`."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console

from archive.commands.options import archive_option, json_option
from archive.commands.output import print_json
from archive.database import open_archive
from archive.keeping.overwriting import compact as make_small


@click.command(epilog="Example: commentariat compact -a example.db")
@archive_option
@json_option
def compact(archive_path: Path, as_json: bool) -> None:
    """Write the file anew: without free pages, with its search index in one piece, and with an empty log.

    It needs as much free room as the file takes, and waits for no reader: close `commentariat serve` first.
    """
    before = archive_path.stat().st_size if archive_path.is_file() else 0
    with open_archive(archive_path) as archive, Console(stderr=True).status("Writing the file anew"):
        make_small(archive)
    after = archive_path.stat().st_size
    if as_json:
        print_json({"bytes_before": before, "bytes_after": after})
    else:
        click.echo(f"{archive_path}: {before / 1e6:,.1f} MB before, {after / 1e6:,.1f} MB now")
