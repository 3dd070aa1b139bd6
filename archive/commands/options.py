"""Options that several commands share, and how an archive is found."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from archive.times import time_text

DEFAULT_ARCHIVE = "commentariat.db"

Command = TypeVar("Command", bound=Callable[..., Any])


class TimeParam(click.ParamType[str]):
    """A day or a time, as the archive keeps times; a day is its first second, or its last for an end."""

    name = "date"

    def __init__(self, *, is_end: bool = False) -> None:
        self.is_end = is_end

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The time as text; without a zone it is UTC."""
        try:
            day = date.fromisoformat(value)
        except ValueError:
            return self._time(value, param, ctx)
        return f"{day.isoformat()}T23:59:59Z" if self.is_end else f"{day.isoformat()}T00:00:00Z"

    def _time(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        try:
            at = datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is no date. Write it as 2026-03-01 or 2026-03-01T12:00.", param, ctx)
        return time_text(at if at.tzinfo else at.replace(tzinfo=UTC))


archive_option = click.option(
    "-a",
    "--archive",
    "archive_path",
    type=click.Path(path_type=Path, readable=False),
    envvar="COMMENTARIAT_ARCHIVE",
    default=DEFAULT_ARCHIVE,
    show_default=f"$COMMENTARIAT_ARCHIVE or {DEFAULT_ARCHIVE}",
    help="The archive to work on.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
site_option = click.option("--site", metavar="HOST", help="Only this site.")
since_option = click.option("--since", type=TimeParam(), metavar="DATE", help="Only from this day or time on (UTC).")
until_option = click.option("--until", type=TimeParam(is_end=True), metavar="DATE", help="Only up to this day or time.")
