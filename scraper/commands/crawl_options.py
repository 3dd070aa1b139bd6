"""Options of `commentariat crawl` about how far it goes, and what a person lends it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
import click

from scraper.engine.plan import require_address
from scraper.errors import InputError

Decorated = Callable[..., Any]
_FILE = click.Path(dir_okay=False, path_type=Path)

_OPTIONS: tuple[Callable[[Any], Any], ...] = (
    click.option("--urls", "list_file", type=_FILE, metavar="FILE", help="Take addresses from a file, one a line ('-': stdin)."),
    click.option("--dry-run", is_flag=True, help="Show what would be fetched and why: read robots.txt, and nothing else."),
    click.option("--depth", type=click.IntRange(min=1), help="Links from the start address at most (default 1,000)."),
    click.option("--megabytes", type=click.IntRange(min=1), help="Megabytes to fetch at most (default 20,000)."),
    click.option("--budget", type=click.IntRange(min=1), help="Requests to a site a day at most (default 50,000)."),
    click.option("--keep-captures", "capture_days", type=click.IntRange(min=1), metavar="DAYS", help="Delete captures of pages when they are so old."),
    click.option("--cookies", type=_FILE, metavar="FILE", help="Send the cookies of a file (Netscape's form): your own subscription."),
    click.option("--header", "headers", multiple=True, metavar="'NAME: VALUE'", help="Send a header to the site; may be repeated."),
    click.option("--proxy", metavar="URL", help="Fetch through a proxy."),
    click.option("--private", is_flag=True, help="Let the site's name lead into a private network: it is your own."),
)  # fmt: skip


@attrs.frozen(kw_only=True)
class Lent:
    """What these options were given."""

    list_file: Path | None
    dry_run: bool
    depth: int | None
    megabytes: int | None
    budget: int | None
    capture_days: int | None
    cookies: Path | None
    headers: tuple[str, ...]
    proxy: str | None
    private: bool

    def addresses(self, urls: tuple[str, ...]) -> tuple[str, ...]:
        """The addresses of the command line and of the list.

        Raises:
            UsageError: there are none.
        """
        found = (*urls, *(read_list(self.list_file) if self.list_file is not None else ()))
        if not found:
            raise click.UsageError("Missing argument 'URL...', or a file of them: --urls FILE.")
        return tuple(dict.fromkeys(found))

    def settings(self) -> dict[str, int]:
        """The limits, as settings."""
        limits = {
            "CRAWL_DEPTH_LIMIT": self.depth,
            "CRAWL_BYTE_LIMIT": self.megabytes and self.megabytes * 1_000_000,
            "CRAWL_DAILY_BUDGET": self.budget,
        }
        return {name: value for name, value in limits.items() if value is not None}


def lent_options(command: Decorated) -> Decorated:
    """Add the options; the command gets them as one argument, `lent`."""

    def packed(**given: Any) -> Any:
        names = [field.name for field in attrs.fields(Lent)]
        return command(lent=Lent(**{name: given.pop(name) for name in names}), **given)

    packed.__doc__ = command.__doc__
    packed.__click_params__ = getattr(command, "__click_params__", [])  # type: ignore[attr-defined]  # click's own mark
    return _decorated(packed)


def _decorated(command: Decorated) -> Decorated:
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def read_list(path: Path) -> list[str]:
    """The addresses of a file, one a line; empty lines and those that begin with # are left out.

    Raises:
        InputError: it cannot be read, or a line is no address.
    """
    try:
        text = sys.stdin.read() if str(path) == "-" else path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        said = error.strerror if isinstance(error, OSError) else "not text in UTF-8"
        raise InputError(str(path), f"cannot be read ({said})", "Give a file with one address a line.") from None
    found = []
    for number, line in enumerate(map(str.strip, text.splitlines()), 1):
        if line and not line.startswith("#"):
            require_address(line, place=f"{path}, line {number}: ")
            found.append(line)
    return found
