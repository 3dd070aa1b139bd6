"""`commentariat search`."""

from __future__ import annotations

from pathlib import Path

import click
from rich.padding import Padding
from rich.text import Text

from archive.commands.options import archive_option, json_option, since_option, site_option, until_option
from archive.commands.output import console, is_terminal, print_json
from archive.commands.query_argument import QueryCommand
from archive.commands.reading import known_site, open_for_search
from archive.search import Hit, Order, SearchFilters, SearchIn, find_hits


@click.command(cls=QueryCommand, epilog="Example: commentariat search '\"night train\" OR sleeper*' --in comments")
@click.argument("query", nargs=-1, required=True)
@archive_option
@click.option(
    "--in",
    "within",
    type=click.Choice([place.value for place in SearchIn]),
    default=SearchIn.BOTH.value,
    show_default=True,
    help="Where to look.",
)
@click.option("--author", metavar="NAME", help="Only what this name wrote.")
@site_option
@since_option
@until_option
@click.option("--min-score", type=int, metavar="N", help="Only comments with this score or more.")
@click.option("--replies-to", metavar="NAME", help="Only comments that answer one by this name.")
@click.option(
    "--sort",
    type=click.Choice([order.value for order in Order]),
    default=Order.BEST.value,
    show_default=True,
    help="The best or the latest first.",
)
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="How many hits at most.")
@json_option
def search(
    query: tuple[str, ...],
    archive_path: Path,
    within: str,
    author: str | None,
    site: str | None,
    since: str | None,
    until: str | None,
    min_score: int | None,
    replies_to: str | None,
    sort: str,
    limit: int,
    as_json: bool,
) -> None:
    """Search articles and comments, best match first.

    "a phrase", begin*, AND, OR, NOT, NEAR(two words, 5) and parentheses work; any text is a query. A minus is no
    operator: NOT leaves out.
    """
    words = " ".join(query)
    with open_for_search(archive_path) as archive:
        filters = SearchFilters(
            author=author,
            site=known_site(archive, site),
            since=since,
            until=until,
            min_score=min_score,
            replies_to=replies_to,
        )
        found = find_hits(archive, words, within=SearchIn(within), filters=filters, limit=limit, order=Order(sort))
    hits = found.hits
    if found.is_common:
        click.echo("So much matches that it is not ranked: what was archived last comes first.", err=True)
    if as_json:
        print_json(hits)
        return
    for hit in hits:
        _print_hit(hit)
    if not hits:
        click.echo(f"Nothing found for {words!r}.", err=True)
    elif len(hits) == limit:
        click.echo(f"The first {limit} hits; --limit shows more.", err=True)


def _print_hit(hit: Hit) -> None:
    out = console()
    about = [hit.kind, hit.author, (hit.published_at or "")[:10], hit.url]
    out.print(Text(hit.title or hit.url, style="bold"))
    out.print(Text(" · ".join(part for part in about if part), style="dim"))
    excerpt = Text(hit.excerpt)
    for start, end in hit.highlights:
        excerpt.stylize("bold yellow", start, end)
    if is_terminal():
        out.print(Padding(excerpt, (0, 0, 0, 2)))
    else:
        click.echo(f"  {excerpt.plain}")
    click.echo()
