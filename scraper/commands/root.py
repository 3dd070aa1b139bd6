"""The root of the command line: names every command, loads only the one that is called."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from importlib.metadata import version

import click

from archive.errors import ArchiveError
from scraper.errors import ScraperError

COMMANDS = {
    "demo": "scraper.commands.demo:demo",
    "crawl": "scraper.commands.crawl:crawl",
    "extract": "scraper.commands.extract:extract",
    "import": "scraper.commands.import_:import_",
    "reextract": "scraper.commands.reextract:reextract",
    "search": "archive.commands.search:search",
    "thread": "archive.commands.thread:thread",
    "changes": "archive.commands.changes:changes",
    "person": "archive.commands.person:person",
    "stats": "archive.commands.stats:stats",
    "sites": "archive.commands.sites:sites",
    "site": "archive.commands.site:site",
    "schedule": "scraper.commands.schedule:schedule",
    "export": "archive.commands.export:export",
    "serve": "archive.commands.serve:serve",
    "check": "archive.commands.check:check",
    "doctor": "scraper.commands.doctor:doctor",
    "backup": "archive.commands.backup:backup",
    "compact": "archive.commands.compact:compact",
    "merge": "archive.commands.merge:merge",
    "forget": "archive.commands.forget:forget",
}
_WHOLE = 10_000
"""Characters: more than any summary has."""


class LazyGroup(click.Group):
    """A group whose commands are imported when they are called: `--help` and small commands start at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (Click's signature)
        """All names, in the order of a first day's work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 (Click's signature)
        """The command of that name, imported now."""
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        command = getattr(import_module(module), name)
        assert isinstance(command, click.Command)  # noqa: S101 (our own table)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """What each command does, wrapped where Click would cut it."""
        commands = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        rows = [(name, command.get_short_help_str(_WHOLE)) for name, command in commands if command is not None]
        with formatter.section("Commands"):
            formatter.write_dl(rows)

    def invoke(self, ctx: click.Context) -> object:
        """What the command returns; 0 where the reader of its output went away (`| head`), which is no error."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:  # here, since Click makes it a status of 1
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or Python would complain while flushing
            return 0


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    epilog="Start with: commentariat demo",
)
@click.version_option(version("commentariat"), prog_name="commentariat")
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
def cli(debug: bool) -> None:
    """Archive articles with their reader comments: exact reply trees, in one SQLite file you own."""
    if debug:
        os.environ["COMMENTARIAT_DEBUG"] = "1"


def main() -> None:
    """Run the command line; a named error is one line on stderr and exit status 1."""
    try:
        status = cli(prog_name="commentariat", standalone_mode=False)
    except click.exceptions.Abort:
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (ScraperError, ArchiveError) as error:
        if os.environ.get("COMMENTARIAT_DEBUG"):
            raise
        click.echo(f"commentariat: {error}", err=True)
        sys.exit(1)
    sys.exit(status if isinstance(status, int) else 0)
