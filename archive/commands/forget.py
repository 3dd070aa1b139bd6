"""`commentariat forget`."""

from __future__ import annotations

import sys
from pathlib import Path

import attrs
import click
from rich.console import Console

from archive.commands.options import archive_option, json_option
from archive.commands.output import Column, print_json, print_table
from archive.database import Archive, open_archive
from archive.forget.forgetting import Forgotten, Target
from archive.forget.people import Erased

_WORDS = {
    "comments": "comments",
    "earlier_versions": "earlier versions of comments and articles",
    "sidebar_entries": "sidebar entries",
    "masthead_entries": "masthead entries",
    "bylines": "bylines",
    "addresses": "addresses",
    "texts_of_others": "texts of others that named them",
    "articles": "articles",
    "sites": "sites",
}


@click.command(
    epilog='\b\nExample: commentariat forget --person "Jane Doe" -a example.db\n'
    "         commentariat forget --article https://example.org/a/ --yes"
)
@archive_option
@click.option("--person", metavar="NAME", help="Everything by this name, and the name wherever it stands.")
@click.option("--also", metavar="NAME", multiple=True, help="With --person: another name of theirs, or spelling of it.")
@click.option("--article", metavar="URL", help="An article with its comments.")
@click.option("--site", metavar="HOST", help="A site with everything that was archived of it.")
@click.option("--lift", is_flag=True, help="Erase nothing; let it be archived again.")
@click.option("--yes", is_flag=True, help="Do it, without asking.")
@json_option
@click.pass_context
def forget(
    ctx: click.Context,
    archive_path: Path,
    person: str | None,
    also: tuple[str, ...],
    article: str | None,
    site: str | None,
    lift: bool,
    yes: bool,
    as_json: bool,
) -> None:
    """Erase a person, an article or a site, and never archive it again.

    It goes from the records, their earlier versions, the search index, the captures and the freed bytes of the file; of
    a person's comments only the places in their threads stay. Without --yes it says what there is, and asks.
    """
    if sum(value is not None for value in (person, article, site)) != 1:
        raise click.UsageError("Name one of --person, --article and --site.")
    if also and person is None:
        raise click.UsageError("--also names a person's other name: give --person, too.")
    with open_archive(archive_path) as archive:
        target = _target(archive, person, also, article, site)
        if lift:
            _lift(target, as_json=as_json)
            return
        found = target.count()
        if not yes and not _is_wanted(found, as_json=as_json):
            ctx.exit(1)
        with Console(stderr=True).status("Forgetting") as status:
            done = target.forget(report=lambda step: status.update(f"Forgetting: {step}"))
    if as_json:
        print_json({**_json(done), "done": True})
    else:
        _print(done, "erased")
    ctx.exit(1 if done.searched and done.searched.found else 0)


def _target(
    archive: Archive, person: str | None, also: tuple[str, ...], article: str | None, site: str | None
) -> Target:
    if person is not None:
        return Target.person(archive, (person, *also))
    if article is not None:
        return Target.article(archive, article)
    assert site is not None  # noqa: S101 (one of the three was given)
    return Target.site(archive, site)


def _lift(target: Target, *, as_json: bool) -> None:
    lifted = target.lift()
    if as_json:
        print_json({"what": target.what, "lifted": bool(lifted)})
    else:
        click.echo(f"{target.what} may be archived again." if lifted else f"{target.what} was not forgotten.")


def _is_wanted(found: Forgotten, *, as_json: bool) -> bool:
    """Whether the user agrees; where nobody can be asked, no."""
    if as_json:
        print_json({**_json(found), "done": False})
        return False
    _print(found, "to be erased")
    if not sys.stdin.isatty():
        click.echo("Nothing was erased. Say --yes to do it: it cannot be undone, but from a backup.")
        return False
    return click.confirm("Erase this for good? It cannot be undone.", err=True)


def _print(done: Forgotten, title: str) -> None:
    rows = [(_WORDS[name], count) for name, count in attrs.asdict(done.erased).items() if count]
    rows += [
        (words, count)
        for words, count in (
            ("captures written anew", done.captures.records_rewritten),
            ("captures removed", done.captures.records_removed),
        )
        if count
    ]
    print_table((Column(title=title, style="cyan"), Column(title="number", is_number=True)), rows or [("nothing", 0)])
    if done.exports:
        click.echo("\nExports that may hold it, and are yours to delete or to write anew:")
        for export in done.exports:
            click.echo(f"  {export.told}")
    if done.searched is not None:
        _print_searched(done)


def _print_searched(done: Forgotten) -> None:
    searched = done.searched
    assert searched is not None  # noqa: S101 (asked by the caller)
    size = f"{searched.bytes / 1e6:,.1f} MB in {searched.files} files"
    if not searched.found:
        click.echo(f"\nThe name was looked for in every byte ({size}): it is nowhere.")
        return
    click.echo(f"\nThe name was looked for in every byte ({size}), and is still in:")
    for place in searched.found:
        click.echo(f"  {place}")


def _json(done: Forgotten) -> dict[str, object]:
    erased: Erased = done.erased
    return {
        "what": done.what,
        "erased": attrs.asdict(erased),
        "captures": attrs.asdict(done.captures),
        "exports": [attrs.asdict(export) for export in done.exports],
        "searched": attrs.asdict(done.searched) if done.searched else None,
    }
