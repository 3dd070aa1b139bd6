"""`crawl --due` and `crawl --due --watch`: what is due now, once or for good."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

import attrs
import click

from archive.commands.options import Command
from archive.database import open_archive
from archive.errors import ArchiveError, SiteLockedError
from archive.returns.attempts import due_sites, followed
from archive.returns.revisits import Revisit
from archive.site_settings import site_settings
from archive.times import now
from scraper.commands.crawl_options import Lent
from scraper.commands.crawl_report import site_json
from scraper.errors import ScraperError

if TYPE_CHECKING:
    from scraper.engine.run import CrawlOptions
    from scraper.engine.tally import CrawlSummary

_LONGEST_SLEEP = timedelta(minutes=1)
"""Between two looks at what is due: another process may have added a site."""
_LEAST_SLEEP = timedelta(seconds=1)

Crawl = Callable[[Sequence[str], "CrawlOptions"], list["CrawlSummary"]]


@attrs.frozen(kw_only=True)
class Schedule:
    """What the options of `crawl` say about it."""

    due: bool
    watch: bool
    hook: str | None


def schedule_options(command: Command) -> Command:
    """The options of `crawl` that are about schedules, as one argument `schedule`."""
    options = (
        click.option("--due", is_flag=True, help="Visit every followed site that is due, and no other."),
        click.option("--watch", is_flag=True, help="With --due: stay, and visit each site whenever it is due."),
        click.option("--hook", metavar="COMMAND|URL", help="Give the JSON summary to it after each run."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def check_usage(schedule: Schedule, urls: Sequence[str], lent: Lent, *, no_captures: bool) -> None:
    """Make sure that there is one thing to do.

    Raises:
        click.UsageError: there are two, or they contradict each other.
    """
    if no_captures and lent.capture_days is not None:
        raise click.UsageError("--keep-captures says how long captures are kept, and --no-captures that none are.")
    if schedule.due and lent.dry_run:
        raise click.UsageError("--dry-run looks at addresses: name them. `commentariat sites` tells what is due.")
    if schedule.due and (urls or lent.list_file is not None):
        raise click.UsageError("--due visits the sites that are followed: leave the addresses out.")
    if schedule.watch and not schedule.due:
        raise click.UsageError("--watch goes with --due.")


def crawl_due(options: CrawlOptions, crawl: Crawl) -> list[CrawlSummary]:
    """Visit what is due, and keep how it went; sites that another process crawls are left to it.

    Raises:
        ArchiveError: the archive cannot be used.
        ScraperError: no run could begin; that is on record with each site.
    """
    from scraper.engine.aftermath import keep_failure

    with open_archive(options.archive) as archive:
        due = due_sites(archive, now())
    if not due:
        return []
    try:
        return crawl([site.start_url for site in due], attrs.evolve(options, revisit=Revisit.DUE))
    except SiteLockedError:
        return []
    except (ScraperError, ArchiveError) as error:
        keep_failure(options.archive, {site.site: site.start_url for site in due}, str(error))
        raise


def call_hooks(archive_path: Path, summaries: Sequence[CrawlSummary], hook: str | None) -> None:
    """Tell whoever wants to know: the hook of the command line, and each site's own."""
    from scraper.engine.aftermath import call_hook

    if not archive_path.exists():
        return
    with open_archive(archive_path) as archive:
        own = {summary.site: site_settings(archive, summary.site).hook for summary in summaries}
    for summary in summaries:
        for called in dict.fromkeys(name for name in (hook, own[summary.site]) if name):
            if (problem := call_hook(called, site_json(summary))) is not None:
                click.echo(f"commentariat: {summary.site}: {problem}", err=True)


def watch(archive_path: Path, arguments: Sequence[str]) -> int:
    """Start a run whenever a site is due, each in a process of its own, until Ctrl-C or SIGTERM.

    Args:
        archive_path: the archive.
        arguments: of the command that does one run.
    """
    watcher = _Watcher(archive_path, [sys.executable, "-m", "scraper", *arguments])
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, watcher.stop)
    return watcher.run()


class _Watcher:
    def __init__(self, archive_path: Path, command: Sequence[str]) -> None:
        self._archive_path, self._command = archive_path, command
        self._is_over = threading.Event()
        self._run: subprocess.Popen[bytes] | None = None

    def stop(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002 (the signature of a handler)
        self._is_over.set()
        if self._run is not None and self._run.poll() is None:
            self._run.send_signal(signal.SIGINT)  # it finishes what is in flight

    def run(self) -> int:
        while not self._is_over.is_set():
            if (pause := self._until_due()) > timedelta(0):
                self._is_over.wait(min(max(pause, _LEAST_SLEEP), _LONGEST_SLEEP).total_seconds())
                continue
            # In a session of its own: Ctrl-C at the terminal reaches it by way of us alone.
            self._run = subprocess.Popen(self._command, start_new_session=True)  # noqa: S603 (our own command line)
            if self._run.wait() and not self._is_over.is_set():
                self._is_over.wait(_LEAST_SLEEP.total_seconds())  # it said why, and its sites back off
        return 0

    def _until_due(self) -> timedelta:
        with open_archive(self._archive_path, read_only=True) as archive:
            due = [site.due_at for site in followed(archive)]
        at = now()
        return min((at if due_at is None else due_at for due_at in due), default=at + _LONGEST_SLEEP) - at
