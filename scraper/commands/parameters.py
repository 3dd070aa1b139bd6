"""What an option may hold: a time, an address."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from urllib.parse import urlsplit

import click


class Moment(click.ParamType[datetime]):
    """A time in ISO 8601; without a zone it is UTC."""

    name = "time"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """The aware time."""
        if isinstance(value, datetime):
            return value
        try:
            at = datetime.fromisoformat(str(value))
            at = (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
        except (ValueError, OverflowError):
            self.fail(f"{value!r} is no time. Write 2012-04-05, or 2012-04-05T10:30:00Z.", param, ctx)
        return at.replace(microsecond=0)


class Seconds(click.ParamType[float]):
    """A time span, 0 or more."""

    name = "seconds"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The seconds."""
        try:
            seconds = float(str(value))
        except ValueError:
            seconds = math.nan
        if not 0 <= seconds < math.inf:
            self.fail(f"{value!r} is no number of seconds, 0 or more.", param, ctx)
        return seconds


class Address(click.ParamType[str]):
    """An http or https address."""

    name = "url"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The address as it was given."""
        try:
            parts = urlsplit(str(value))
            is_address = parts.scheme in {"http", "https"} and bool(parts.hostname)
        except ValueError:
            is_address = False
        if not is_address:
            self.fail(f"{value!r} is no address. Write one like https://example.org/article.", param, ctx)
        return str(value)
