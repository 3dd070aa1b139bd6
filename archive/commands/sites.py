"""`commentariat sites`."""

from __future__ import annotations

from pathlib import Path

import click

from archive.commands.options import archive_option, json_option
from archive.commands.output import Column, percent, print_json, print_table
from archive.commands.reading import known_site
from archive.database import open_archive
from archive.followed import FollowedSite, failed_addresses, followed_sites, skipped_addresses

_SITE_COLUMNS = (
    Column(title="site", style="cyan", is_flexible=True),
    Column(title="last run (UTC)"),
    Column(title="result"),
    Column(title="stored", is_number=True),
    Column(title="unchanged", is_number=True),
    Column(title="failed", is_number=True),
    Column(title="waiting", is_number=True),
    Column(title="articles", is_number=True),
    Column(title="comments", is_number=True),
    Column(title="a day", is_number=True),
    Column(title="complete", is_number=True),
    Column(title="next visit (UTC)"),
)
_SKIPPED_COLUMNS = (
    Column(title="status", is_number=True),
    Column(title="skipped because", style="yellow", is_flexible=True),
    Column(title="address", style="cyan", is_flexible=True),
)
_FAILURE_COLUMNS = (
    Column(title="status", is_number=True),
    Column(title="tries", is_number=True),
    Column(title="failed because", style="yellow", is_flexible=True),
    Column(title="address", style="cyan", is_flexible=True),
)


@click.command(epilog="Example: commentariat sites example.org")
@click.argument("host", required=False)
@archive_option
@click.option(
    "--limit", type=click.IntRange(min=1), default=50, show_default=True, help="How many addresses to list of a kind."
)
@json_option
def sites(host: str | None, archive_path: Path, limit: int, as_json: bool) -> None:
    """List the sites that are followed, and how their last run went.

    With a HOST, the addresses of that site that failed follow, and those that were skipped, each with its reason.
    """
    with open_archive(archive_path, read_only=True) as archive:
        host = known_site(archive, host)
        followed = [site for site in followed_sites(archive) if host in (None, site.site)]
        failures = failed_addresses(archive, host, limit=limit) if host is not None else []
        skipped = skipped_addresses(archive, host, limit=limit) if host is not None else []
    if as_json:
        beside = {"failures": failures, "skipped": skipped} if host is not None else {}
        print_json({"sites": followed, **beside})
        return
    rows = [
        (
            site.site,
            _minute(site.last_run_at),
            _result(site),
            site.stored,
            site.unchanged,
            site.failed,
            site.waiting,
            site.articles,
            site.comments,
            None if site.new_comments_a_day is None else f"{site.new_comments_a_day:g}",
            percent(site.completeness),
            _next(site),
        )
        for site in followed
    ]
    print_table(_SITE_COLUMNS, rows)
    for site in followed:
        if site.failures_in_a_row and site.last_error:
            click.echo(f"{site.site}: {site.last_error}")
    if failures:
        click.echo()
        print_table(_FAILURE_COLUMNS, [(f.status, f.attempts, f.error, f.url) for f in failures])
    if skipped:
        click.echo()
        print_table(_SKIPPED_COLUMNS, [(s.status, s.reason, s.url) for s in skipped])


def _minute(at: str | None) -> str:
    return (at or "")[:16].replace("T", " ")


def _result(site: FollowedSite) -> str:
    """How the last run ended, or how often in a row it could not begin."""
    if not site.failures_in_a_row:
        return site.result
    return f"failed {site.failures_in_a_row} times, backing off" if site.failures_in_a_row > 1 else "failed"


def _next(site: FollowedSite) -> str:
    if not site.is_followed:
        return ""
    return _minute(site.next_visit_at) if site.next_visit_at is not None else "now"
