"""`commentariat check`."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console

from archive.check import CheckResult, check_archive
from archive.commands.options import archive_option, json_option
from archive.commands.output import Column, is_terminal, print_json, print_table
from archive.database import Archive, open_archive
from archive.errors import DamagedArchiveError, DiskFullError, ReadOnlyArchiveError
from archive.keeping.rebuilding import repair as make_anew

_BEYOND_CHECKING = "Restore a backup, or save what can still be read: `sqlite3 {path} .recover | sqlite3 saved.db`."


@click.command(epilog="Example: commentariat check -a demo.db")
@archive_option
@click.option("--repair", is_flag=True, help="First make anew what follows from other rows: index, counts, places.")
@json_option
@click.pass_context
def check(ctx: click.Context, archive_path: Path, repair: bool, as_json: bool) -> None:
    """Check that the archive is whole: file, references, trees, counts, search index and captures.

    Exits 0 when it is, 1 with a line for each fault when it is not.
    """
    try:
        archive = _open(archive_path)
    except DamagedArchiveError as error:  # its advice is to run this command
        raise DamagedArchiveError(archive_path, error.found, _BEYOND_CHECKING.format(path=archive_path)) from error
    repaired: list[str] = []
    with archive, Console(stderr=True).status("Checking") as status:
        if repair:
            repaired = make_anew(archive, report=lambda name: status.update(f"Repairing {name}"))
        results = check_archive(archive, report=lambda name: status.update(f"Checking {name}"))
    is_whole = not any(result.faults for result in results)
    if as_json:
        print_json({"is_whole": is_whole, "checks": results, "repaired": repaired})
    else:
        for line in repaired:
            click.echo(f"repaired: {line}")
        _print(results)
    ctx.exit(0 if is_whole else 1)


def _open(path: Path) -> Archive:
    """For writing where that can be: only then is the search index compared with its tables."""
    try:
        return open_archive(path)
    except (ReadOnlyArchiveError, DiskFullError):
        return open_archive(path, read_only=True)


def _print(results: list[CheckResult]) -> None:
    columns = (Column(title="check", style="cyan"), Column(title="faults", is_number=True))
    print_table(columns, [(result.check, len(result.faults) + result.more) for result in results])
    for result in results:
        for fault in result.faults:
            click.secho(f"{fault.check}: {fault.found}", fg="red" if is_terminal() else None)
        if result.more:
            click.echo(f"{result.check}: and {result.more:,} more")
