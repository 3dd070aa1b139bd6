"""`commentariat doctor`: what is wrong with a set-up."""

from __future__ import annotations

from pathlib import Path

import click

from archive.commands.options import archive_option, json_option
from archive.commands.output import Column, print_json, print_table

_COLUMNS = (Column(title=""), Column(title="what", style="cyan"), Column(title="found", is_flexible=True))
_MARKS = {"good": "ok", "warning": "look", "bad": "WRONG"}


@click.command(epilog="Example: commentariat doctor -a example.db")
@archive_option
@json_option
def doctor(archive_path: Path, as_json: bool) -> int:
    """Say what is wrong with this set-up: versions, SQLite, the archive, contact, clock, timers.

    Nothing is changed, and no network is used. It ends with 1 when something is wrong.
    """
    from scraper.commands.examination import examine

    findings = examine(archive_path)
    if as_json:
        print_json({"findings": findings})
    else:
        print_table(_COLUMNS, [(_MARKS[found.state], found.what, found.said) for found in findings])
    return int(any(found.state == "bad" for found in findings))
