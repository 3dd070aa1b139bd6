"""`commentariat backup`."""

from __future__ import annotations

from pathlib import Path

import attrs
import click
from rich.console import Console

from archive.commands.options import archive_option, json_option
from archive.commands.output import print_json
from archive.database import open_archive
from archive.keeping.backup import back_up


@click.command(epilog="Example: commentariat backup backups/example-2026-03-01.db -a example.db")
@click.argument("destination", metavar="DEST", type=click.Path(path_type=Path, readable=False))
@archive_option
@json_option
@click.pass_context
def backup(ctx: click.Context, destination: Path, archive_path: Path, as_json: bool) -> None:
    """Copy the archive with its captures and keys, also while a crawl runs, and verify the copy.

    DEST is a new file, or a folder to put it into. Exits 1 when the copy is not whole.
    """
    with open_archive(archive_path, read_only=True) as archive, Console(stderr=True).status("Copying") as status:
        done = back_up(archive, destination, lambda step: status.update(f"Copying: {step}"))
    if as_json:
        print_json({**attrs.asdict(done), "path": str(done.path), "is_whole": not done.faults})
    else:
        click.echo(f"{done.path}: {done.bytes / 1e6:,.1f} MB, with {done.captures:,} files of captures")
        for name in done.missing_captures:
            click.echo(f"captures: {name} is missing in the archive itself")
        for fault in done.faults:
            click.echo(fault)
        click.echo("The copy is whole." if not done.faults else "The copy is not whole: see what is wrong above.")
    ctx.exit(1 if done.faults else 0)
