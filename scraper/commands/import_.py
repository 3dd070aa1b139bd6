"""`commentariat import`: pages that somebody saved before, into the archive."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

import click
from rich.console import Console

from archive.commands.options import archive_option, json_option
from archive.commands.output import print_json
from scraper.commands.parameters import Address, Moment
from scraper.importing.formats import Format

if TYPE_CHECKING:
    from scraper.importing.found import Problem
    from scraper.importing.importer import Report

_SHOWN = 20
_LINE_EVERY = 1000


@click.command(
    name="import",
    epilog="\b\nExample: commentariat import crawl-2019.warc.gz saved-pages/ blog.xml\n"
    "         commentariat import weir.txt --url https://example.org/weir --fetched-at 2012-04-09",
)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option(
    "--as",
    "format",
    type=click.Choice(["auto", *(kind.value for kind in Format)]),
    default="auto",
    help="What the files are; auto looks at their first bytes.",
)
@click.option("--url", type=Address(), help="The address of the page; of the folder, if FILE is one.")
@click.option(
    "--fetched-at",
    type=Moment(),
    help="When the pages were saved. Without it: the time in the WARC record or in the page's note, else the file's own.",
)
@archive_option
@json_option
def import_(
    files: tuple[Path, ...],
    format: str,
    url: str | None,
    fetched_at: datetime | None,
    archive_path: Path,
    as_json: bool,
) -> None:
    """Import what was saved before: captures, saved pages, exports of WordPress, Disqus and Commentariat.

    FILE is a WARC or WACZ file, a saved HTML page, a folder of pages, a text capture, a WordPress export (WXR), a Disqus
    export, or a folder that `export jsonl` of another archive has written.
    A page whose address is known takes its place beside what was crawled; importing a file again changes nothing.
    A text capture tells no address, so it needs --url.
    What cannot be read is named, and the rest is imported.
    """
    from scraper.importing.found import Options
    from scraper.importing.importer import import_files
    from scraper.normalise.urls import canonical_url

    if url is not None and len(files) > 1:
        raise click.UsageError("--url is the address of one page or folder. Import the others by themselves.")
    options = Options(
        format=None if format == "auto" else Format(format),
        url=None if url is None else canonical_url(url),
        fetched_at=fetched_at,
    )
    with _Progress() as progress:
        report = import_files(files, archive_path, options, on_page=progress.show)
    if as_json:
        print_json(_document(report))
    else:
        _print_report(report, archive_path)
    _print_problems(report.counts.problems)
    if not report.counts.pages and not report.counts.problems:
        click.echo(f"commentariat: {', '.join(map(str, files))}: {_nothing(report.counts.passed)}", err=True)
    if report.is_failure:
        click.get_current_context().exit(1)


def _print_report(report: Report, archive_path: Path) -> None:
    counts, saved = report.counts, report.saved
    if not counts.pages:
        return
    click.echo(f"{counts.pages:,} {_plural(counts.pages, 'page')} read into {archive_path}")
    changes = [
        (saved.new_articles, "new article"),
        (saved.changed_articles, "changed article"),
        (saved.new_comments, "new comment"),
        (saved.changed_comments, "changed comment"),
    ]
    told = [f"{number:,} {_plural(number, what)}" for number, what in changes if number]
    click.echo(", ".join(told) if told else "nothing changed")
    if counts.comments_stated:
        click.echo(f"{counts.comments:,} of {counts.comments_stated:,} comments the pages state")
    beside = [(counts.sidebar_entries, "sidebar entry"), (counts.people, "person")]
    if any(number for number, _ in beside):
        click.echo("seen beside them: " + ", ".join(f"{n:,} {_plural(n, what)}" for n, what in beside if n))
    if counts.protected:
        click.echo(f"{counts.protected:,} {_plural(counts.protected, 'page')} behind a password, not stored")
    if counts.passed:
        click.echo(f"{counts.passed:,} that are no pages passed over (pictures, scripts, redirects, errors)")


def _nothing(passed: int) -> str:
    held = f", but {passed:,} that are no pages (pictures, scripts, redirects, errors)" if passed else ""
    return f"found no article and no comment{held}. Look into it, or name another file."


def _plural(number: int, word: str) -> str:
    if number == 1:
        return word
    return {"sidebar entry": "sidebar entries", "person": "people"}.get(word, f"{word}s")


def _print_problems(problems: Sequence[Problem]) -> None:
    for problem in problems[:_SHOWN]:
        click.echo(f"commentariat: {problem.message}", err=True)
    if len(problems) > _SHOWN:
        click.echo(f"commentariat: and {len(problems) - _SHOWN:,} more; --json lists them all.", err=True)


def _document(report: Report) -> dict[str, object]:
    """The JSON of the report; documented with the command."""
    counts, saved = report.counts, report.saved
    return {
        "pages": counts.pages,
        "new_articles": saved.new_articles,
        "changed_articles": saved.changed_articles,
        "new_comments": saved.new_comments,
        "changed_comments": saved.changed_comments,
        "comments": counts.comments,
        "comments_stated": counts.comments_stated,
        "sidebar_entries": counts.sidebar_entries,
        "people": counts.people,
        "protected": counts.protected,
        "passed": counts.passed,
        "problems": [problem.message for problem in counts.problems],
    }


class _Progress:
    """How far the import is, on stderr: a line that moves at a terminal, a line now and then elsewhere."""

    def __init__(self) -> None:
        self._console = Console(stderr=True)
        self._status = self._console.status("Reading…") if self._console.is_terminal else None

    def __enter__(self) -> Self:
        if self._status:
            self._status.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._status:
            self._status.stop()

    def show(self, pages: int) -> None:
        """Say how many pages were read."""
        if self._status:
            self._status.update(f"{pages:,} {_plural(pages, 'page')} read")
        elif pages % _LINE_EVERY == 0:
            click.echo(f"{pages:,} pages read", err=True)
