"""What the demo shows at its end: figures, the deepest thread, and what to try next."""

from __future__ import annotations

import shlex
import shutil
import sys
from pathlib import Path
from typing import Any

import attrs
import orjson
from rich.markup import escape
from rich.text import Text

from archive.commands.output import console, percent, width
from archive.commands.thread_text import thread_text
from archive.database import Archive, open_archive
from archive.errors import NotFoundError
from archive.queries import deepest_thread
from archive.site_rows import find_site
from archive.stats import SiteStats, site_stats
from archive.stored import StoredThread
from scraper.engine.tally import CrawlSummary


def print_demo(archive_path: Path, summary: CrawlSummary) -> None:
    """Print the summary, the deepest thread as a tree, and commands to try."""
    with open_archive(archive_path, read_only=True) as archive:
        stats, thread = _figures(archive, summary.site)
    out = console()
    out.print(f"[bold]What {escape(str(archive_path))} holds[/bold]\n")
    for name, value in _rows(stats, summary):
        out.print(Text.assemble((f"{name:>24}", "bold"), f"  {value}"))
    for failure in summary.tally.failures[:3]:
        out.print(f"Failed, tried again next time: {failure.url}: {failure.reason}", markup=False)
    if thread is not None:
        out.print("\n[bold]The deepest thread[/bold]\n")
        for line in thread_text(thread, width()):
            out.print(line)
    out.print("\n[bold]Try next[/bold]")
    for command in _next_commands(archive_path, thread):
        out.print(f"  {command}", markup=False, soft_wrap=True)


def demo_json(archive_path: Path, site: str, crawl: dict[str, Any]) -> str:
    """The same for programs."""
    with open_archive(archive_path, read_only=True) as archive:
        stats, thread = _figures(archive, site)
    document = {
        "archive": str(archive_path),
        "crawl": crawl["sites"][0],
        "stats": {**attrs.asdict(stats), "completeness": stats.completeness},
        "deepest_thread": None if thread is None else attrs.asdict(thread),
    }
    return orjson.dumps(document, option=orjson.OPT_INDENT_2).decode()


def _figures(archive: Archive, site: str) -> tuple[SiteStats, StoredThread | None]:
    found = site_stats(archive, site=site)
    if not found:
        raise NotFoundError(archive.path, site, "The crawl stored nothing.")
    with archive.errors():
        site_id = find_site(archive.connection, site)
    return found[0], None if site_id is None else deepest_thread(archive, site_id)


def _rows(stats: SiteStats, summary: CrawlSummary) -> list[tuple[str, str]]:
    return [
        ("articles", f"{stats.articles:,}"),
        ("comments", f"{stats.comments:,}"),
        ("deepest reply chain", f"{stats.deepest or 0} replies"),
        ("stored of stated", f"{stats.stored_of_stated:,} of {stats.stated or 0:,} ({percent(stats.completeness)})"),
        ("sidebar entries resolved", f"{stats.sidebar_resolved:,} of {stats.sidebar_entries:,}"),
        ("pages", _pages(summary)),
        ("changed by this run", _changes(summary)),
    ]


def _pages(summary: CrawlSummary) -> str:
    """As `crawl` and `sites` count them: a page that robots.txt bars was not fetched."""
    tally = summary.tally
    fetched = f"{tally.stored + tally.unchanged:,} in {summary.elapsed:.1f} s, {tally.unchanged:,} of them unchanged"
    return f"{fetched}; {tally.forbidden:,} kept out of by robots.txt" if tally.forbidden else fetched


def _changes(summary: CrawlSummary) -> str:
    tally = summary.tally
    counts = (
        (tally.articles_new, "article", "new"),
        (tally.articles_changed, "article", "changed"),
        (tally.comments_new, "comment", "new"),
        (tally.comments_changed, "comment", "changed"),
    )
    parts = (f"{count:,} {noun}{'' if count == 1 else 's'} {what}" for count, noun, what in counts if count)
    return ", ".join(parts) or "nothing"


def _next_commands(archive_path: Path, thread: StoredThread | None) -> list[str]:
    name = _program()
    where = f"-a {shlex.quote(str(archive_path))}"
    address = thread.article.url if thread else "1"
    return [
        f"{name} search goats {where}",
        f"{name} thread {address} {where}",
        f"{name} export jsonl demo-export {where}",
        f"{name} serve {shlex.quote(str(archive_path))} --open",
    ]


def _program() -> str:
    """The command as this person has to type it: a checkout's own is not on the PATH."""
    if shutil.which("commentariat"):
        return "commentariat"
    called = Path(sys.argv[0]).absolute()
    here = Path.cwd()
    return shlex.quote(str(called.relative_to(here) if called.is_relative_to(here) else called))
