"""`commentariat reextract`: the captures through today's extractor."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import orjson
from rich.console import Console
from rich.progress import Progress

from archive.commands.options import archive_option, json_option

if TYPE_CHECKING:
    from scraper.engine.reextraction import Reextraction

_FAILURES_SHOWN = 10


@click.command(epilog="Example: commentariat reextract -a example.db")
@archive_option
@json_option
def reextract(archive_path: Path, as_json: bool) -> int:
    """Read the stored captures again with today's extractor, without the network.

    Records that come out different are corrected in place; nothing is fetched and nothing is lost.
    Exits 1 when captures are missing or broken.
    """
    from archive.database import open_archive
    from scraper.engine.reextraction import reextract_archive

    console = Console(stderr=True)
    with (
        open_archive(archive_path) as archive,
        Progress(console=console, transient=True, disable=not console.is_terminal) as progress,
    ):
        task = progress.add_task("Reading captures", total=None)
        done = reextract_archive(
            archive, on_page=lambda read, total: progress.update(task, completed=read, total=total)
        )
    if as_json:
        click.echo(orjson.dumps(_json(done), option=orjson.OPT_INDENT_2))
    else:
        _print(done)
    if not done.unreadable:
        return 0
    click.echo(
        f"commentariat: {archive_path}: {done.unreadable:,} of {done.captures:,} captures are missing or broken, and their "
        "records were left as they are. Put the captures folder back, if it was moved; `commentariat check` tells more.",
        err=True,
    )
    return 1


def _print(done: Reextraction) -> None:
    click.echo(f"{done.captures:,} captures read, {done.pages:,} of them pages.")
    if done.captures == 0:
        click.echo("There are no captures: a crawl keeps them unless it is told --no-captures.")
    elif done.has_changed:
        click.echo(f"articles: {done.articles_new:,} new, {done.articles_changed:,} changed")
        click.echo(f"comments: {done.comments_new:,} new, {done.comments_changed:,} changed")
    else:
        click.echo("Nothing has changed.")
    for failure in done.failures[:_FAILURES_SHOWN]:
        click.echo(f"Not read: {failure.url}: {failure.reason}")
    if len(done.failures) > _FAILURES_SHOWN:
        click.echo(f"… and {len(done.failures) - _FAILURES_SHOWN:,} more; --json names all.")


def _json(done: Reextraction) -> dict[str, Any]:
    return {
        "captures": done.captures,
        "pages": done.pages,
        "articles": {"new": done.articles_new, "changed": done.articles_changed},
        "comments": {"new": done.comments_new, "changed": done.comments_changed},
        "unreadable": done.unreadable,
        "failures": [{"url": failure.url, "reason": failure.reason} for failure in done.failures],
    }
