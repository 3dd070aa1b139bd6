"""`commentariat stats`."""

from __future__ import annotations

from pathlib import Path

import attrs
import click

from archive.commands.options import archive_option, json_option, site_option
from archive.commands.output import Column, percent, print_json, print_table
from archive.commands.reading import known_site
from archive.database import open_archive
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
)
_ARTICLE_COLUMNS = (
    Column(title="lacks", is_number=True),
    Column(title="stored", is_number=True),
    Column(title="stated", is_number=True),
    Column(title="held by"),
    Column(title="article", style="cyan", is_flexible=True),
)


@click.command(epilog="Example: commentariat stats --articles")
@archive_option
@site_option
@click.option("--articles", is_flag=True, help="List the articles that lack comments their pages claim.")
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="How many articles to list.")
@json_option
def stats(archive_path: Path, site: str | None, articles: bool, limit: int, as_json: bool) -> None:
    """Count what is stored, beside what the pages claim.

    "of stated" is how many comments the pages claim, "complete" the share of them that is stored, "deepest" the longest
    chain of replies, "sidebar" the Recent Comments entries whose comment is stored, of all.
    """
    with open_archive(archive_path, read_only=True) as archive:
        site = known_site(archive, site)
        sites = site_stats(archive, site=site)
        incomplete = incomplete_articles(archive, site=site, limit=limit) if articles else []
    if as_json:
        print_json(_document(sites, incomplete if articles else None))
        return
    rows = [*sites, total_stats(sites)] if len(sites) > 1 else sites
    print_table(_SITE_COLUMNS, [_row(line) for line in rows])
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


def _article_row(article: IncompleteArticle) -> tuple[object, ...]:
    return (article.stated - article.stored, article.stored, article.stated, article.comments_elsewhere, article.url)


def _document(sites: list[SiteStats], incomplete: list[IncompleteArticle] | None) -> dict[str, object]:
    document: dict[str, object] = {"sites": [_with_completeness(s) for s in sites]}
    document["total"] = _with_completeness(total_stats(sites))
    if incomplete is not None:
        document["incomplete_articles"] = [attrs.asdict(article) for article in incomplete]
    return document


def _with_completeness(stats: SiteStats) -> dict[str, object]:
    return {**attrs.asdict(stats), "completeness": stats.completeness}
