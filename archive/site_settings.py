"""What a site's crawls keep to, beside the defaults."""

from __future__ import annotations

import math
import re
import sqlite3
from typing import Any

import attrs
import orjson

from archive.database import Archive
from archive.errors import UnknownSettingError
from archive.site_rows import find_site, site_id_of

_ALL = "select name, value from site_settings where site_id = :site_id"
_ONE = "select value from site_settings where site_id = :site_id and name = :name"
_PUT = """
    insert into site_settings (site_id, name, value)
    values (:site_id, :name, :value)
    on conflict (site_id, name) do update set value = excluded.value
"""
_DROP = "delete from site_settings where site_id = :site_id and name = :name"


@attrs.frozen(kw_only=True)
class SiteSettings:
    """The settings of one site; None and empty are the defaults."""

    delay: float | None = None
    """Seconds between two requests; 0 switches off all waiting."""
    budget: int | None = None
    """Requests a day for coming back."""
    limit: int | None = None
    """Pages of one run."""
    depth: int | None = None
    """Links from the start address."""
    megabytes: int | None = None
    """Of one run."""
    requests: int | None = None
    """A day (UTC), over all runs, whatever they are for."""
    include: tuple[str, ...] = ()
    """Regular expressions: only addresses in which one is found are visited."""
    exclude: tuple[str, ...] = ()
    """Regular expressions: addresses in which one is found are not visited."""
    via: str | None = None
    """`auto`, `pages` or `api`."""
    headers: tuple[str, ...] = ()
    """Sent with each request: `Name: value`."""
    captures: bool | None = None
    """Whether the pages are kept as they came."""
    follow: bool | None = None
    """Whether scheduled runs visit the site; they do unless told otherwise."""
    hook: str | None = None
    """Command, or http address, that gets the JSON summary of each run."""


NAMES = tuple(field.name for field in attrs.fields(SiteSettings))
LIMITS = ("limit", "depth", "megabytes", "requests")
"""How far runs go; options of `crawl` stand above them (`--budget` above the last)."""


def site_settings(archive: Archive, site: str) -> SiteSettings:
    """The settings of a site; the defaults where it has none."""
    with archive.errors():
        site_id = find_site(archive.connection, site)
        rows = archive.connection.execute(_ALL, {"site_id": site_id}).fetchall()
    known: dict[str, Any] = {row["name"]: _tuple(orjson.loads(row["value"])) for row in rows if row["name"] in NAMES}
    return SiteSettings(**known)


def _tuple(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def put_site_settings(archive: Archive, site: str, settings: SiteSettings) -> None:
    """Store the settings of a site in place of its earlier ones; the site is added if it is new."""
    with archive.transaction() as connection:
        site_id = site_id_of(connection, site)
        for name in NAMES:
            value = getattr(settings, name)
            row = {"site_id": site_id, "name": name}
            if value is None or value == ():
                connection.execute(_DROP, row)
            else:
                connection.execute(_PUT, {**row, "value": orjson.dumps(value).decode()})


def site_budget(connection: sqlite3.Connection, site_id: int) -> int | None:
    """The site's own budget of requests a day, if it has one."""
    row = connection.execute(_ONE, {"site_id": site_id, "name": "budget"}).fetchone()
    return None if row is None else int(orjson.loads(row["value"]))


def changed(settings: SiteSettings, name: str, text: str) -> SiteSettings:
    """The settings with one value as a person writes it; an empty one is the default again.

    Raises:
        UnknownSettingError: there is no such setting, or it takes no such value.
    """
    if name not in NAMES:
        raise UnknownSettingError(name, "no such setting", f"Known are {', '.join(NAMES)}.")
    values: dict[str, Any] = {name: _read(name, text.strip())}
    return attrs.evolve(settings, **values)


def _read(name: str, text: str) -> object:
    is_list = name in {"include", "exclude", "headers"}
    if not text:
        return () if is_list else None
    try:
        if is_list:
            return _lines(name, text)
        if name == "delay":
            return _not_negative(float(text))
        if name == "budget":
            return int(_not_negative(int(text)))
    except ValueError:
        raise UnknownSettingError(name, repr(text), "Give a number, 0 or more.") from None
    if name in LIMITS:
        return _at_least_one(name, text)
    if name in {"captures", "follow"}:
        if text.lower() not in _WORDS:
            raise UnknownSettingError(name, repr(text), "Give yes or no.")
        return _WORDS[text.lower()]
    if name == "via" and text not in {"auto", "pages", "api"}:
        raise UnknownSettingError(name, repr(text), "Give auto, pages or api.")
    return text


def _lines(name: str, text: str) -> tuple[str, ...]:
    lines = tuple(line.strip() for line in text.split("\n") if line.strip())
    for line in lines:
        if name == "headers" and not _HEADER.fullmatch(line):
            raise UnknownSettingError(name, repr(line), "Write it as `Name: value`.")
        if name != "headers" and (fault := _fault(line)) is not None:
            raise UnknownSettingError(
                name, f"{line!r} is no regular expression ({fault})", "Put \\ before . ? * + ( [ and |."
            )
    return lines


def _fault(pattern: str) -> str | None:
    try:
        re.compile(pattern)
    except re.error as error:
        return str(error)
    return None


_HEADER = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+:\s*\S.*")
_WORDS = {"yes": True, "true": True, "1": True, "on": True, "no": False, "false": False, "0": False, "off": False}


def _not_negative(number: float) -> float:
    if not 0 <= number < math.inf:
        raise ValueError(number)
    return number


def _at_least_one(name: str, text: str) -> int:
    if not (text.isascii() and text.isdecimal() and 0 < int(text) <= _MOST):
        raise UnknownSettingError(
            name, repr(text), f"Give a whole number from 1 to {_MOST:,}, or {name}= for the default."
        )
    return int(text)


_MOST = 1_000_000_000
