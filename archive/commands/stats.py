"""`commentariat stats`."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

import attrs
import click

from archive.commands.options import archive_option, json_option, site_option
from archive.commands.output import Column, percent, print_json, print_table
from archive.commands.reading import known_site, open_for_search
from archive.commands.sparklines import sparkline
from archive.counting import REPLY_TIMES
from archive.month_stats import MonthStats, month_stats
from archive.search_index import catch_up
from archive.stats import IncompleteArticle, SiteStats, incomplete_articles, site_stats, total_stats

_SITE_COLUMNS = (
    Column(title="site", style="cyan", is_flexible=True),
    Column(title="articles", is_number=True),
    Column(title="comments", is_number=True),
    Column(title="of stated", is_number=True),
    Column(title="complete", is_number=True),
    Column(title="deepest", is_number=True),
    Column(title="people", is_number=True),
    Column(title="sidebar", is_number=True),
    Column(title="by month"),
)
_MONTH_COLUMNS = (
    Column(title="site", style="cyan", is_flexible=True),
    Column(title="month"),
    Column(title="articles", is_number=True),
    Column(title="comments", is_number=True),
    Column(title="replies", is_number=True),
    Column(title="people", is_number=True),
    Column(title="deepest", is_number=True),
    Column(title="half of replies", is_number=True),
    Column(title="complete", is_number=True),
)
_ARTICLE_COLUMNS = (
    Column(title="lacks", is_number=True),
    Column(title="stored", is_number=True),
    Column(title="stated", is_number=True),
    Column(title="held by"),
    Column(title="article", style="cyan", is_flexible=True),
)


@click.command(epilog="Example: commentariat stats --months --site example.org")
@archive_option
@site_option
@click.option("--articles", is_flag=True, help="List the articles that lack comments their pages claim.")
@click.option("--months", is_flag=True, help="A line for each month.")
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="How many articles to list.")
@json_option
def stats(archive_path: Path, site: str | None, articles: bool, months: bool, limit: int, as_json: bool) -> None:
    """Count what is stored, beside what the pages claim.

    "of stated" is how many comments the pages claim, "complete" the share of them that is stored, "deepest" the longest
    chain of replies, "sidebar" the Recent Comments entries whose comment is stored, of all, "by month" the comments of
    each month as a bar. With --months, "half of replies" is how soon half of them came.
    """
    with open_for_search(archive_path) as archive:
        site = known_site(archive, site)
        is_current = catch_up(archive)
        sites = site_stats(archive, site=site)
        by_month = month_stats(archive, site=site)
        incomplete = incomplete_articles(archive, site=site, limit=limit) if articles else []
    if not is_current:
        click.echo("What came in just now is not counted yet.", err=True)
    if as_json:
        print_json(_document(sites, by_month if months else None, incomplete if articles else None))
        return
    rows = [*sites, total_stats(sites)] if len(sites) > 1 else sites
    bars = _bars(by_month)
    print_table(_SITE_COLUMNS, [(*_row(line), bars.get(line.site, "")) for line in rows])
    if months:
        click.echo()
        print_table(_MONTH_COLUMNS, [_month_row(line) for line in by_month])
    if articles and not incomplete:
        click.echo("No article lacks comments that its page claims.", err=True)
    elif articles:
        click.echo()
        print_table(_ARTICLE_COLUMNS, [_article_row(line) for line in incomplete])


def _row(stats: SiteStats) -> tuple[object, ...]:
    sidebar = f"{stats.sidebar_resolved:,} of {stats.sidebar_entries:,}" if stats.sidebar_entries else ""
    complete = percent(stats.completeness)
    return (
        stats.site,
        stats.articles,
        stats.comments,
        stats.stated,
        complete,
        stats.deepest,
        stats.people,
        sidebar,
    )


def _bars(months: list[MonthStats]) -> dict[str, str]:
    by_site = {site: list(lines) for site, lines in groupby(months, key=lambda line: line.site)}
    return {site: sparkline([(line.month, line.comments) for line in lines]) for site, lines in by_site.items()}


def _month_row(stats: MonthStats) -> tuple[object, ...]:
    return (
        stats.site, stats.month, stats.articles, stats.comments, stats.replies, stats.people, stats.deepest,
        _span(stats.reply_within), percent(stats.completeness),
    )  # fmt: skip


def _span(seconds: int | None) -> str:
    """`within 5 min`; years are the last class."""
    if seconds is None:
        return ""
    for unit, size in (("d", 86400), ("h", 3600), ("min", 60)):
        if seconds >= size:
            return f"within {seconds // size:,} {unit}" if seconds <= REPLY_TIMES[-2] else "later than a year"
    return f"within {seconds} s"


def _article_row(article: IncompleteArticle) -> tuple[object, ...]:
    return (article.stated - article.stored, article.stored, article.stated, article.comments_elsewhere, article.url)


def _document(
    sites: list[SiteStats], months: list[MonthStats] | None, incomplete: list[IncompleteArticle] | None
) -> dict[str, object]:
    document: dict[str, object] = {"sites": [_with_completeness(s) for s in sites]}
    document["total"] = _with_completeness(total_stats(sites))
    if months is not None:
        document["months"] = [attrs.asdict(month) for month in months]
    if incomplete is not None:
        document["incomplete_articles"] = [attrs.asdict(article) for article in incomplete]
    return document


def _with_completeness(stats: SiteStats) -> dict[str, object]:
    return {**attrs.asdict(stats), "completeness": stats.completeness}
