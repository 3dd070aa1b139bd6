"""`commentariat thread`."""

from __future__ import annotations

from pathlib import Path

import click

from archive.commands.options import archive_option, json_option
from archive.commands.output import console, is_terminal, print_json, width
from archive.commands.thread_text import thread_text
from archive.database import open_archive
from archive.queries import find_article, read_thread


@click.command(epilog="\b\nExample: commentariat thread http://127.0.0.1:8000/2024/05/bridge/")
@click.argument("article")
@archive_option
@json_option
def thread(article: str, archive_path: Path, as_json: bool) -> None:
    """Show an article and its comments as a tree.

    ARTICLE is an address, an id as `search --json` gives it, or the exact title.
    """
    with open_archive(archive_path, read_only=True) as archive:
        found = read_thread(archive, find_article(archive, article))
    if as_json:
        print_json(found)
        return
    lines = thread_text(found, width())
    if not is_terminal():
        click.echo("\n".join(line.plain for line in lines))
        return
    out = console()
    for line in lines:
        out.print(line)
