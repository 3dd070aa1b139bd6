"""`commentariat schedule`: the timer that visits what is due."""

from __future__ import annotations

import shlex
import shutil
import sys
from pathlib import Path

import click

from archive.commands.options import archive_option
from scraper.commands.timers import CRONTAB, SYSTEMD, Timer, install, remove, text_of, usable_kind


@click.command(epilog="Example: commentariat schedule --every 1h -a example.db --install")
@archive_option
@click.option("--every", default="1h", show_default=True, metavar="TIME", help="How often: 15m, 1h, 6h or 1d.")
@click.option("--as", "kind", type=click.Choice([SYSTEMD, CRONTAB]), help="Which timer; the one this machine has.")
@click.option("--install", "installs", is_flag=True, help="Install it, too.")
@click.option("--remove", "removes", is_flag=True, help="Take it away again.")
def schedule(archive_path: Path, every: str, kind: str | None, installs: bool, removes: bool) -> None:
    """Show the timer that visits every site that is due, and install it if asked.

    It is a systemd timer of your user's, or a line in your crontab.
    """
    timer = Timer(archive=archive_path.resolve(), every=every, command=_command())
    kind = kind or usable_kind()
    if removes:
        remove(timer, kind)
        click.echo(f"Removed the {kind} timer for {timer.archive}.", err=True)
        return
    if not timer.archive.exists():
        click.echo(
            f"commentariat: {archive_path}: no such file yet; until a crawl makes it, the timer fails.", err=True
        )
    click.echo(text_of(timer, kind))
    if installs:
        install(timer, kind)
        click.echo(
            f"Installed. `commentariat sites -a {shlex.quote(str(archive_path))}` says when what is due.", err=True
        )
    else:
        click.echo("Nothing was installed: --install does it.", err=True)


def _command() -> str:
    """How this program is started, by an absolute path: a timer has no PATH of yours."""
    found = shutil.which("commentariat", path=str(Path(sys.executable).parent)) or shutil.which("commentariat")
    return shlex.quote(found) if found else f"{shlex.quote(sys.executable)} -m scraper"
