"""What a crawl came to, for a person and for a program."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import click
from rich.table import Table

from archive.commands.output import ResultConsole
from scraper.engine.tally import CrawlSummary, Ending, PageFailure

_REASONS_SHOWN = 10


def crawl_json(summaries: Sequence[CrawlSummary]) -> dict[str, Any]:
    """The summary as JSON; one object a site."""
    return {"sites": [site_json(summary) for summary in summaries]}


def print_report(summaries: Sequence[CrawlSummary]) -> None:
    """The summary on standard output: tables on a terminal, plain lines elsewhere."""
    console = ResultConsole(highlight=False)
    for summary in summaries:
        if console.is_terminal:
            console.print(_table(summary))
        else:
            for name, value in _rows(summary):
                click.echo(f"{name}: {value}")
        for line in remarks(summary):
            console.print(line, soft_wrap=True, markup=False)


def _table(summary: CrawlSummary) -> Table:
    table = Table(title=f"{summary.site}: {_ending(summary)}", title_justify="left", show_header=False, box=None)
    table.add_column(justify="right", style="bold")
    table.add_column()
    for name, value in _rows(summary):
        table.add_row(name, value)
    return table


def _rows(summary: CrawlSummary) -> Iterator[tuple[str, str]]:
    tally = summary.tally
    yield "pages fetched", f"{tally.stored:,}"
    yield "unchanged", f"{tally.unchanged:,}"
    yield "failed", f"{tally.failed:,}"
    if tally.forbidden:
        yield "forbidden by robots.txt", f"{tally.forbidden:,}"
    if tally.skipped:
        yield "skipped", ", ".join(f"{count:,} {reason}" for reason, count in tally.skips.most_common())
    if tally.spared:
        yield "spared", f"{tally.spared:,} pages that the site's API had told of"
    yield "articles", f"{tally.articles_new:,} new, {tally.articles_changed:,} changed"
    yield "comments", f"{tally.comments_new:,} new, {tally.comments_changed:,} changed"
    yield "time", f"{summary.elapsed:,.1f} s for {tally.bytes / 1e6:,.1f} MB"


def remarks(summary: CrawlSummary) -> Iterator[str]:
    """What there is to say below the figures: failures by reason, notes, what is left to do."""
    yield from _named("Failed, tried again next time", summary.tally.failures, summary.site)
    yield from _named("Skipped", summary.tally.skipped_pages, summary.site)
    yield from summary.tally.notes
    if summary.reason and summary.ending is not Ending.REFUSED and summary.error is None:
        yield f"{summary.reason[0].upper()}{summary.reason[1:]}."
    if summary.pending:
        yield f"{summary.pending:,} addresses wait; the same command goes on with them."
    elif summary.has_crawled and not _has_changed(summary):
        yield "Nothing has changed." if summary.tally.done else "Nothing was left to do."


def _named(what: str, pages: Sequence[PageFailure], site: str) -> Iterator[str]:
    """The pages by their reasons, most frequent first: a few addresses for each of a few reasons."""
    counted = Counter(page.reason for page in pages)
    for reason, number in counted.most_common(_REASONS_SHOWN):
        urls = [page.url for page in pages if page.reason == reason][:3]
        yield f"{what}: {reason}: {', '.join(urls)}" + (f" and {number - 3:,} more" if number > 3 else "")
    if (more := len(counted) - _REASONS_SHOWN) > 0:
        yield f"… and for {more:,} other reason{'s' if more > 1 else ''}: `commentariat sites {site}` lists all."


def _has_changed(summary: CrawlSummary) -> bool:
    tally = summary.tally
    return bool(tally.articles_new or tally.articles_changed or tally.comments_new or tally.comments_changed)


def _ending(summary: CrawlSummary) -> str:
    words = {
        Ending.FINISHED: "crawled to the end",
        Ending.CUT: "stopped early",
        Ending.INTERRUPTED: "interrupted",
        Ending.REFUSED: "not crawled",
    }
    return words[summary.ending] + (", after an earlier start" if summary.is_resumed else "")


def site_json(summary: CrawlSummary) -> dict[str, Any]:
    """The summary of one site as JSON."""
    tally = summary.tally
    return {
        "site": summary.site,
        "start_url": summary.start_url,
        "ending": summary.ending.value,
        "reason": summary.reason,
        "resumed": summary.is_resumed,
        "pages": {
            "fetched": tally.stored,
            "unchanged": tally.unchanged,
            "failed": tally.failed,
            "forbidden": tally.forbidden,
            "skipped": tally.skipped,
        },
        "spared": tally.spared,
        "requests": tally.requests,
        "articles": {"new": tally.articles_new, "changed": tally.articles_changed},
        "comments": {"new": tally.comments_new, "changed": tally.comments_changed},
        "failures": [{"url": failure.url, "reason": failure.reason} for failure in tally.failures],
        "skips": dict(tally.skips),
        "skipped": [{"url": page.url, "reason": page.reason} for page in tally.skipped_pages],
        "notes": tally.notes,
        "pending": summary.pending,
        "bytes": tally.bytes,
        "seconds": round(summary.elapsed, 3),
    }
