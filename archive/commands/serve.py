"""`commentariat serve`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TextIO

import click

from archive.commands.options import archive_option
from archive.export.filters import Names


@click.command(epilog="Example: commentariat serve demo.db --open")
@click.argument("named", metavar="[ARCHIVE]", required=False, type=click.Path(path_type=Path, readable=False))
@archive_option
@click.option("--open", "opens", is_flag=True, help="Open the browser, too.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Listen at this address: others may then read.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8001, show_default=True, help="Listen there; 0 takes a free one."
)
@click.option(
    "--password-file",
    type=click.File(),
    help="Ask for the password that this file holds; $COMMENTARIAT_PASSWORD does the same.",
)
@click.option("--allow-host", "hosts", multiple=True, metavar="NAME", help="Another name this machine is asked by.")
@click.option(
    "--names",
    type=click.Choice([name.value for name in Names]),
    default=Names.REAL.value,
    show_default=True,
    help="How people are named.",
)
@click.option("--include-noarchive", is_flag=True, help="Show also what its page asks not to be archived.")
@click.option("--no-sql", is_flag=True, help="Take no SQL from readers.")
def serve(
    named: Path | None,
    archive_path: Path,
    opens: bool,
    host: str,
    port: int,
    password_file: TextIO | None,
    hosts: tuple[str, ...],
    names: str,
    include_noarchive: bool,
    no_sql: bool,
) -> None:
    """Show the archive in a browser: articles with their threads, search, people, pictures.

    Only this machine can reach it, and nothing can be changed there. Ctrl-C ends it.
    """
    from archive.web.serving import Service, run

    service = Service(
        archive=named or archive_path,
        host=host,
        port=port,
        allowed_hosts=hosts,
        password=_password(password_file),
        names=Names(names),
        include_noarchive=include_noarchive,
        allow_sql=not no_sql,
    )
    if not service.is_loopback:
        _warn(service.host, has_password=service.password is not None)
    run(service, ready=lambda address: click.echo(f"{service.archive} is at {address} (Ctrl-C ends it)."), opens=opens)


def _password(file: TextIO | None) -> str | None:
    """The first line of the file, or the environment's.

    Raises:
        BadParameter: the file's first line is empty.
    """
    if file is None:
        return os.environ.get("COMMENTARIAT_PASSWORD") or None
    password = file.readline().rstrip("\r\n")
    if not password:
        raise click.BadParameter("the first line is empty; write the password there.", param_hint="--password-file")
    return password


def _warn(host: str, *, has_password: bool) -> None:
    who = "Everybody who has the password" if has_password else "Everybody"
    click.echo(
        f"Warning: {who} who can reach {host} reads this archive, and what is read travels unencrypted.", err=True
    )
    if not has_password:
        click.echo("Warning: --password-file FILE asks them for a password.", err=True)
