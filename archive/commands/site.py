"""`commentariat site`: what a site's crawls keep to."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from archive.addresses import site_named
from archive.commands.options import archive_option, json_option
from archive.commands.output import Column, print_json, print_table
from archive.database import Archive, open_archive
from archive.errors import UnknownSettingError
from archive.site_settings import NAMES, SiteSettings, changed, put_site_settings, site_settings

_HOSTS = "select distinct host from site_settings join sites using (site_id) order by host"
_COLUMNS = (
    Column(title="site", style="cyan"),
    Column(title="setting"),
    Column(title="value", is_flexible=True),
)


@click.group(epilog='Example: commentariat site set example.org delay=2 exclude="/shop/"')
def site() -> None:
    """Show and change what the crawls of a single site keep to."""


@site.command("set", epilog="Example: commentariat site set example.org delay=2 budget=200 captures=no")
@click.argument("host")
@click.argument("settings", metavar="NAME=VALUE...", nargs=-1, required=True)
@archive_option
def set_(host: str, settings: tuple[str, ...], archive_path: Path) -> None:
    """Change settings of a site; NAME= alone brings the default back.

    \b
    delay      seconds between two requests
    budget     requests a day for coming back
    limit      pages of one run at most; the next one goes on
    depth      links from the start address at most
    megabytes  megabytes of one run at most; the next one goes on
    requests   requests a day at most, over all runs, whatever they are for
    include    regular expression: visit only pages whose address it is found in; one a line
    exclude    regular expression: visit no address it is found in; one a line
    via        auto, pages or api
    headers    Name: value, sent with each request; one a line
    captures   yes or no: keep pages as they came
    follow     yes or no: visit it by schedule
    hook       command, or http address, that gets the JSON summary of each run
    """  # noqa: D301 (Click's mark is the character itself)
    with open_archive(archive_path, create=True) as archive:
        found = site_settings(archive, _site(host))
        for setting in settings:
            name, equals, value = setting.partition("=")
            if not equals:
                raise click.UsageError(f"{setting!r} is no setting. Write it as NAME=VALUE.")
            found = changed(found, name, value)
        put_site_settings(archive, _site(host), found)


@site.command("show", epilog="Example: commentariat site show example.org")
@click.argument("host", required=False)
@archive_option
@json_option
def show(host: str | None, archive_path: Path, as_json: bool) -> None:
    """Show the settings of a site, or of all that have some."""
    with open_archive(archive_path, read_only=True) as archive:
        hosts = [_site(host)] if host else _hosts(archive)
        found = {name: site_settings(archive, name) for name in hosts}
    if as_json:
        print_json({"sites": found})
        return
    if host and not any(_set(settings) for settings in found.values()):
        click.echo(f"{hosts[0]} has no settings of its own.", err=True)
    rows = [(name, setting, value) for name, settings in found.items() for setting, value in _set(settings)]
    print_table(_COLUMNS, rows)


@site.command("import", epilog="Example: commentariat site import sites.toml")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@archive_option
def import_(file: Path, archive_path: Path) -> None:
    """Take settings from a TOML file: a table for each site, in place of what it had.

    \b
    ["example.org"]
    delay = 2
    exclude = ["/shop/", "/tag/"]
    """  # noqa: D301 (as above)
    try:
        tables = tomllib.loads(file.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UnknownSettingError(str(file), f"no TOML ({error})", "Mend it, then import it again.") from None
    read = {_site(host): _from_table(host, table) for host, table in _by_host(tables)}
    with open_archive(archive_path, create=True) as archive:
        for host, settings in read.items():
            put_site_settings(archive, host, settings)
    click.echo(f"{len(read)} site{'' if len(read) == 1 else 's'} set.", err=True)


def _by_host(tables: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Each host's table: `["example.org"]`, or `[sites."example.org"]`."""
    for host, table in tables.items():
        if host == "sites" and isinstance(table, dict):
            yield from table.items()
        else:
            yield host, table


def _from_table(host: str, table: Any) -> SiteSettings:
    if not isinstance(table, dict):
        raise UnknownSettingError(host, "not a table", 'Write ["example.org"] and its settings below it.')
    settings = SiteSettings()
    for name, value in table.items():
        if isinstance(value, dict):  # TOML takes the dots of [example.org] for tables in tables
            whole = ".".join((host, *_dotted({name: value})))
            raise UnknownSettingError(whole, "a host without quotes", f'Write ["{whole}"] and its settings below it.')
        settings = changed(settings, name, _text(value))
    return settings


def _dotted(table: dict[str, Any]) -> Iterator[str]:
    """The names of the first tables in tables."""
    for name, value in table.items():
        if isinstance(value, dict):
            yield name
            yield from _dotted(value)
            return


def _text(value: object) -> str:
    """A TOML value as the command line has it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "\n".join(map(str, value)) if isinstance(value, list) else str(value)


def _hosts(archive: Archive) -> list[str]:
    with archive.errors():
        return [str(row["host"]) for row in archive.connection.execute(_HOSTS)]


def _set(settings: SiteSettings) -> list[tuple[str, str]]:
    found = [(name, getattr(settings, name)) for name in NAMES]
    return [
        (name, _text(list(value) if isinstance(value, tuple) else value))
        for name, value in found
        if value not in (None, ())
    ]


def _site(host: str) -> str:
    """The site as the archive names it, given a host or an address."""
    site = site_named(host)
    if not site or any(map(str.isspace, site)):
        raise UnknownSettingError(repr(host), "no host", "Name the site as in its addresses: example.org")
    return site
