"""`commentariat demo`: the bundled site, crawled before your eyes."""

from __future__ import annotations

import threading
from contextlib import suppress
from pathlib import Path

import attrs
import click
from rich.console import Console

from scraper.commands.crawl_report import crawl_json
from scraper.commands.demo_report import demo_json, print_demo
from scraper.demo.ports import USUAL_PORT, remember_port, serve_at, serve_demo
from scraper.demo.server import DemoServer
from scraper.engine.tally import CrawlSummary, Ending

INTERRUPTED_STATUS = 130


@click.command(epilog="Example: commentariat demo")
@click.option(
    "-a",
    "--archive",
    "archive_path",
    type=click.Path(path_type=Path),
    default="demo.db",
    show_default=True,
    help="The archive to fill; never your own by accident.",
)
@click.option("--serve", "serves", is_flag=True, help="Then show the archive in the browser, until Ctrl-C.")
@click.option("--serve-only", is_flag=True, help="Serve the site until Ctrl-C, and crawl nothing.")
@click.option("--port", type=click.IntRange(1, 65535), help=f"With --serve-only: listen there ({USUAL_PORT}).")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
def demo(archive_path: Path, serves: bool, serve_only: bool, port: int | None, as_json: bool) -> int:
    """Crawl a bundled little site, and show what came of it.

    The site is a small town's paper of bicycles and gardens. It is served on 127.0.0.1 while the crawl runs, and
    nothing leaves this machine. Run it again to see what has changed: nothing.
    """
    if port is not None and not serve_only:
        raise click.UsageError("--port goes with --serve-only: a crawled demo stays at the address of its archive.")
    if serves and (serve_only or as_json):
        raise click.UsageError("--serve goes with neither --serve-only nor --json.")
    if serve_only:
        _serve(port or USUAL_PORT)
        return 0
    is_first = not archive_path.exists()
    with serve_demo(archive_path) as server:
        if is_first and server.port != USUAL_PORT:
            click.echo(f"Port {USUAL_PORT} is taken; the demo lives at {server.url}/ from now on.", err=True)
        summary = _crawl(server, archive_path)
    if summary.ending is Ending.INTERRUPTED:
        click.echo("Interrupted; run it again and it goes on where it stopped.", err=True)
        return INTERRUPTED_STATUS
    if as_json:
        click.echo(demo_json(archive_path, summary.site, crawl_json([summary])))
    else:
        print_demo(archive_path, summary)
    if not summary.has_crawled:
        click.echo(f"commentariat: {summary.first_reason}", err=True)
        return 1
    if serves:
        _show(archive_path)
    return 0


def _crawl(server: DemoServer, archive_path: Path) -> CrawlSummary:
    from scraper.engine.progress import CrawlDisplay
    from scraper.engine.run import CrawlOptions, crawl_sites

    remember_port(archive_path, server.port)
    console = Console(stderr=True)
    console.print(f"Crawling {server.url}/ into {archive_path} …", highlight=False, soft_wrap=True)
    with CrawlDisplay(console) as display:
        options = CrawlOptions(archive=archive_path, delay=0)
        return crawl_sites([f"{server.url}/"], options, watch=display.update)[0]


def _show(archive_path: Path) -> None:
    """The reading room, at its usual port or else at a free one."""
    from archive.errors import ServeError
    from archive.web.serving import Service, run

    def ready(address: str) -> None:
        click.echo(f"\n{archive_path} is at {address} (Ctrl-C ends it).")

    service = Service(archive=archive_path)
    try:
        run(service, ready=ready, opens=True)
    except ServeError:
        run(attrs.evolve(service, port=0), ready=ready, opens=True)


def _serve(port: int) -> None:
    # Ctrl-C is the way it is meant to end, from the moment it is told.
    with serve_at(port, "Choose another one with --port.") as server, suppress(KeyboardInterrupt):
        click.echo(f"The demo site is at {server.url}/ (Ctrl-C ends it).")
        threading.Event().wait()
