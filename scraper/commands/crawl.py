"""`commentariat crawl`: a site into the archive."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import Any

import click
import orjson
from rich.console import Console

from archive.commands.options import archive_option, json_option
from scraper.commands.crawl_options import Lent, lent_options
from scraper.commands.crawl_report import crawl_json, print_report
from scraper.commands.parameters import Seconds
from scraper.commands.preview_report import print_previews
from scraper.commands.scheduled import schedule_options
from scraper.engine.tally import Ending

INTERRUPTED_STATUS = 130
_PREVIEWED = 20


@click.command(epilog="Example: commentariat crawl https://example.org/ -a example.db")
@click.argument("urls", metavar="URL...", nargs=-1)
@archive_option
@click.option("--delay", type=Seconds(), help="Seconds between two requests to a host (default 1).")
@click.option("--limit", type=click.IntRange(min=1), help="Pages to fetch at most; the next crawl goes on.")
@click.option("--only-article", is_flag=True, help="Fetch one article with its comment pages, not its site.")
@click.option(
    "--all", "everything", is_flag=True, help="Ask again for every known address, not only what may have changed."
)
@click.option(
    "--via",
    type=click.Choice(["auto", "pages", "api"]),
    default="auto",
    help="Ask the platform's API and the pages it leaves out (auto), pages alone, or the API alone.",
)
@click.option("--no-captures", is_flag=True, help="Keep the records only, not the pages as they came (WARC).")
@click.option(
    "--log", "log_file", type=click.Path(dir_okay=False, path_type=Path), help="Write Scrapy's log to a file."
)
@lent_options
@schedule_options
@json_option
def crawl(
    urls: tuple[str, ...],
    archive_path: Path,
    delay: float | None,
    limit: int | None,
    only_article: bool,
    everything: bool,
    via: str,
    no_captures: bool,
    log_file: Path | None,
    as_json: bool,
    lent: Lent,
    **when: Any,
) -> int:
    """Fetch a site's articles and comments, or what is new there.

    URL is any page of the site: its front page, a section, a feed or an article. The first crawl fetches what it
    finds; a crawl that was cut goes on where it stopped; a later one asks only for what may have changed.
    With --due, every site that is followed is visited if its time has come.
    """
    from archive.returns.revisits import Revisit
    from scraper.commands.scheduled import Schedule, call_hooks, check_usage, crawl_due, watch
    from scraper.engine.access import Access, parse_headers
    from scraper.engine.aftermath import keep_results
    from scraper.engine.plan import Via
    from scraper.engine.progress import CrawlDisplay
    from scraper.engine.run import CrawlOptions, crawl_sites, preview_sites

    schedule = Schedule(**when)
    check_usage(schedule, urls, lent, no_captures=no_captures)
    if schedule.watch:
        return watch(archive_path, _once())
    if not schedule.due:
        urls = lent.addresses(urls)
    options = CrawlOptions(
        archive=archive_path,
        delay=delay,
        limit=limit,
        with_captures=not no_captures,
        only_article=only_article,
        revisit=Revisit.EVERYTHING if everything else Revisit.CHANGED,
        via=Via(via),
        log_file=log_file,
        access=Access(
            headers=parse_headers(lent.headers), cookies=lent.cookies, proxy=lent.proxy, private=lent.private
        ),
        capture_days=lent.capture_days,
        settings=dict(lent.settings()),
    )
    if lent.dry_run:
        print_previews(preview_sites(urls, options, shown=limit or _PREVIEWED), as_json=as_json)
        return 0
    with CrawlDisplay(Console(stderr=True)) as display:
        run = partial(crawl_sites, watch=display.update, ask=_ask if sys.stdin.isatty() else None)
        summaries = crawl_due(options, run) if schedule.due else run(urls, options)
    summaries = [summary for summary in summaries if not (schedule.due and summary.is_locked)]
    if summaries and not any(summary.error for summary in summaries):
        keep_results(archive_path, summaries)
        call_hooks(archive_path, summaries, schedule.hook)
    if as_json:
        click.echo(orjson.dumps(crawl_json(summaries), option=orjson.OPT_INDENT_2))
    else:
        # Of a site whose only page failed there is nothing to say but why, and that is said below.
        print_report([summary for summary in summaries if summary.has_crawled or summary.tally.done > 1])
    if any(summary.ending is Ending.INTERRUPTED for summary in summaries):
        return INTERRUPTED_STATUS
    for summary in summaries:
        if not summary.has_crawled:
            click.echo(f"commentariat: {summary.first_reason}", err=True)
    if any(summary.error for summary in summaries):
        return 1
    has_crawled = [summary.has_crawled for summary in summaries]
    # A timer's run that failed for one site of several would otherwise be noticed by nobody.
    return 0 if (all if schedule.due else any)(has_crawled) else 1


def _once() -> list[str]:
    """This very command line without --watch."""
    return [argument for argument in sys.argv[1:] if argument != "--watch"]


def _ask() -> str | None:
    """Ask for the contact once; the archive keeps it."""
    click.echo("Site owners should be able to reach you: every request names a contact.", err=True)
    answer: str = click.prompt("Your e-mail address, or a page about your crawl", err=True)
    return answer
