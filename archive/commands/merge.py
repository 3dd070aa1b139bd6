"""`commentariat merge`."""

from __future__ import annotations

from pathlib import Path

import attrs
import click
from rich.console import Console

from archive.commands.options import json_option
from archive.commands.output import print_json
from archive.merge.merging import merge as join


@click.command(epilog="Example: commentariat merge laptop.db server.db -o both.db")
@click.argument("one", metavar="A.db", type=click.Path(path_type=Path, readable=False))
@click.argument("other", metavar="B.db", type=click.Path(path_type=Path, readable=False))
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, readable=False), required=True, help="The new archive to make."
)
@json_option
def merge(one: Path, other: Path, output: Path, as_json: bool) -> None:
    """Join two archives into a new one: each comment once, histories interleaved, captures brought along.

    The order of the two makes no difference, and neither of them is changed.
    """
    with Console(stderr=True).status("Merging") as status:
        done = join(one, other, output, lambda step: status.update(f"Merging: {step}"))
    if as_json:
        print_json({**attrs.asdict(done), "path": str(done.path)})
        return
    click.echo(
        f"{done.path}: {done.sites:,} sites, {done.articles:,} articles, {done.comments:,} comments, {done.captures:,} captures"
    )
    for name in done.missing_captures:
        click.echo(f"captures: {name} is missing in the archive it belongs to")
