"""`commentariat thread`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click
from rich.text import Text

from archive.commands.history_text import change_lines
from archive.commands.options import TimeParam, archive_option, json_option
from archive.commands.output import console, is_terminal, print_json, width
from archive.commands.thread_text import thread_text
from archive.database import open_archive
from archive.histories import Change, thread_at, thread_history
from archive.queries import find_article, read_thread


@click.command(epilog="\b\nExample: commentariat thread http://127.0.0.1:8000/2024/05/bridge/")
@click.argument("article")
@archive_option
@click.option("--history", is_flag=True, help="Also what was seen to change, the oldest first.")
@click.option("--at", type=TimeParam(is_end=True), help="The thread as it was seen on this day or at this time (UTC).")
@json_option
def thread(article: str, archive_path: Path, history: bool, at: str | None, as_json: bool) -> None:
    """Show an article and its comments as a tree.

    ARTICLE is an address, an id as `search --json` gives it, or the exact title.
    """
    with open_archive(archive_path, read_only=True) as archive:
        stored = find_article(archive, article)
        found = thread_at(archive, stored, at) if at else read_thread(archive, stored)
        changes = (
            [c for c in thread_history(archive, stored.article_id) if not at or c.seen_at <= at] if history else []
        )
    if at and at < stored.first_seen_at:
        click.echo(f"Nothing of it was seen before {stored.first_seen_at}.", err=True)
    if as_json:
        print_json({"article": found.article, "comments": found.comments, "changes": changes} if history else found)
        return
    lines = [*thread_text(found, width()), *(Text(line) for line in _history(changes))]
    if history and not changes:
        click.echo("Nothing was seen to change.", err=True)
    if not is_terminal():
        click.echo("\n".join(line.plain for line in lines))
        return
    out = console()
    for line in lines:
        out.print(line)


def _history(changes: Sequence[Change]) -> list[str]:
    return (
        ["", f"{len(changes):,} change{'s' if len(changes) > 1 else ''} seen", *change_lines(changes)]
        if changes
        else []
    )
