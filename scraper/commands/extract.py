"""`commentariat extract`: pages into JSON, without an archive."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from scraper.commands.parameters import Address, Moment
from scraper.errors import InputError


@click.command(epilog="Example: commentariat extract page.html --url https://example.org/post")
@click.argument("sources", nargs=-1, metavar="FILE|URL…")
@click.option("--url", type=Address(), help="Address the file was saved from; links are resolved against it.")
@click.option(
    "--fetched-at",
    type=Moment(),
    help='When the file was saved (ISO 8601), for dates such as "2 hours ago"; its own time by default.',
)
@click.option(
    "--manifest",
    type=click.Path(path_type=Path),
    help='JSON lines {"id", "url", "file"}: extract them all, on all cores.',
)
@click.option(
    "--output", type=click.Path(path_type=Path), help="File for the manifest's results, one JSON line a page."
)
@click.option(
    "--processes", type=click.IntRange(1), help="Pages to work on at once with --manifest; all cores by default."
)
@click.option("--lines", is_flag=True, help="One line a page instead of indented JSON.")
def extract(
    sources: tuple[str, ...],
    url: str | None,
    fetched_at: datetime | None,
    manifest: Path | None,
    output: Path | None,
    processes: int | None,
    lines: bool,
) -> None:
    """Extract article, comments and sidebar of pages as JSON; `-` reads a page from standard input."""
    if manifest is not None:
        if sources or output is None:
            raise click.UsageError("--manifest needs --output, and no files or addresses beside it.")
        _extract_manifest(manifest, output, processes)
        return
    if not sources:
        raise click.UsageError("Name a file, an address, or - for standard input.")
    if url and len(sources) > 1:
        raise click.UsageError("--url goes with one file; use --manifest for several.")
    for source in sources:
        _print_page(source, url, fetched_at, lines)


def _print_page(source: str, url: str | None, at: datetime | None, lines: bool) -> None:
    from archive.codec import dumps, page_to_json
    from scraper.importing.sources import read_source

    for page in read_source(source, url=url, fetched_at=at):
        click.echo(dumps(page_to_json(page), pretty=not lines))


def _extract_manifest(manifest: Path, output: Path, processes: int | None) -> None:
    from rich.console import Console
    from rich.progress import Progress

    from scraper.importing.batch import extract_batch, read_manifest

    entries = read_manifest(manifest)
    try:
        sink = output.open("wb")
    except OSError as error:
        raise InputError(str(output), f"cannot be written ({error.strerror})", "Give another --output.") from None
    console = Console(stderr=True)
    with sink, Progress(console=console, disable=not console.is_terminal) as progress:
        task = progress.add_task("pages", total=len(entries))
        failed = extract_batch(
            entries, sink, processes=processes, done=lambda count: progress.update(task, completed=count)
        )
    console.print(f"{len(entries)} pages, {failed} failed", highlight=False)
