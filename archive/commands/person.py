"""`commentariat person`."""

from __future__ import annotations

from pathlib import Path

import click
from rich.text import Text

from archive.commands.options import archive_option, json_option, site_option
from archive.commands.output import console, is_terminal, print_json, width
from archive.commands.reading import known_site, open_for_search
from archive.commands.sparklines import sparkline
from archive.commands.thread_text import day, wrap
from archive.errors import NotFoundError
from archive.person import PersonOnSite, WrittenComment, find_person


@click.command(epilog='Example: commentariat person "Ines Vidal" --site example.org')
@click.argument("name")
@archive_option
@site_option
@click.option("--limit", type=click.IntRange(min=1), default=50, show_default=True, help="How many comments a site.")
@json_option
def person(name: str, archive_path: Path, site: str | None, limit: int, as_json: bool) -> None:
    """Show everything a name wrote, site by site, newest first.

    A name is no person: two people may share one, and on two sites it is probably not the same one.
    """
    with open_for_search(archive_path) as archive:
        found = find_person(archive, name, site=known_site(archive, site), limit=limit)
        if not found:
            raise NotFoundError(archive.path, f"the name {name!r}", "Write it as it stands beside the comments.")
    if as_json:
        print_json(found)
        return
    lines = [line for each in found for line in _lines(each)]
    if not is_terminal():
        click.echo("\n".join(line.plain for line in lines))
        return
    out = console()
    for line in lines:
        out.print(line)


def _lines(found: PersonOnSite) -> list[Text]:
    first, last = found.months[0][0], found.months[-1][0]
    comments = f"{found.comment_count:,} comment{'' if found.comment_count == 1 else 's'}"
    lines = [
        Text(f"{found.name} on {found.site}", style="bold"),
        Text(f"{comments}, {first} to {last}  {sparkline(found.months)}", style="dim"),
    ]
    if found.answered:
        whom = ", ".join(f"{name} ({times:,})" for name, times in found.answered)
        of = "" if found.newest >= found.comment_count else f" in the newest {found.newest:,}"
        lines += [Text(line, style="dim") for line in wrap(f"answers most{of}: {whom}", width())]
    lines.append(Text(""))
    for comment in found.comments:
        lines += _comment_lines(comment)
    if len(found.comments) < found.comment_count:
        lines.append(Text(f"The newest {len(found.comments):,}; --limit shows more.", style="dim"))
    return [*lines, Text("")]


def _comment_lines(comment: WrittenComment) -> list[Text]:
    parts = (
        day(comment.published_at, comment.date_precision),
        f"to {comment.answers}" if comment.answers else "",
        comment.article_title or comment.article_url,
        "" if comment.state == "visible" else comment.state,
    )
    lines = [Text(" · ".join(part for part in parts if part), style="dim")]
    return [*lines, *(Text(f"  {line}") for line in wrap(comment.text, max(8, width() - 2)))]
