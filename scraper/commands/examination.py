"""What `doctor` looks at, one function a question."""

from __future__ import annotations

import os
import platform
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import attrs

from archive.database import Archive, open_archive
from archive.errors import ArchiveError
from archive.returns.attempts import followed
from archive.times import now, text_time
from scraper.commands.timers import Timer, is_installed
from scraper.engine.identity import find_contact
from scraper.errors import ScraperError

_PACKAGES = ("commentariat", "scrapy", "twisted", "lxml", "selectolax", "sqlite-utils", "fastwarc")
_OLDEST_SQLITE = (3, 38, 0)  # JSON functions are built in from there on
_ENOUGH, _LITTLE = 2_000_000_000, 300_000_000
_RELEASED = datetime(2026, 1, 1, tzinfo=UTC)
_NEWEST = "select max(fetched_at) from fetches"
_FAILING = """
    select sites.host, followed_sites.failures, followed_sites.error
    from followed_sites
    join sites using (site_id)
    where followed_sites.failures > 0
"""


@attrs.frozen
class Finding:
    """One thing that was looked at."""

    state: str
    """`good`, `warning` or `bad`."""
    what: str
    said: str


def examine(archive_path: Path) -> list[Finding]:
    """Everything that can be told without the network."""
    findings = [*_versions(), *_sqlite(), *_clock()]
    try:
        with open_archive(archive_path, read_only=True) as archive:
            findings += [*_contact(archive), *_times(archive), *_sites(archive)]
    except ArchiveError as error:
        missing = not archive_path.exists()
        findings.append(Finding("warning" if missing else "bad", "archive", str(error)))
    return [*findings, *_access(archive_path), *_timers(archive_path)]


def _versions() -> Iterator[Finding]:
    is_old = sys.version_info < (3, 11)
    yield Finding("bad" if is_old else "good", "Python", f"{platform.python_version()} on {platform.system()}")
    for name in _PACKAGES:
        try:
            yield Finding("good", name, version(name))
        except PackageNotFoundError:
            yield Finding("bad", name, "not installed. Run `pip install --force-reinstall commentariat`.")


def _sqlite() -> Iterator[Finding]:
    is_old = sqlite3.sqlite_version_info < _OLDEST_SQLITE
    yield Finding("bad" if is_old else "good", "SQLite", sqlite3.sqlite_version + (": too old" if is_old else ""))
    for name, trial in {
        "full-text search": "create virtual table trial using fts5 (words)",
        "JSON": "select value from json_each('[1]')",
        "strict tables": "create table trial (number integer) strict",
    }.items():
        with sqlite3.connect(":memory:") as connection:
            try:
                connection.execute(trial)
            except sqlite3.Error as error:
                yield Finding("bad", name, f"{error}. Take a Python whose SQLite has it.")
            else:
                yield Finding("good", name, "there")


def _clock() -> Iterator[Finding]:
    at = now()
    state = "good" if at >= _RELEASED else "bad"
    yield Finding(state, "clock", f"{at:%Y-%m-%d %H:%M} UTC" + ("" if state == "good" else ": in the past. Set it."))


def _contact(archive: Archive) -> Iterator[Finding]:
    try:
        contact = find_contact(archive)
    except ScraperError as error:
        yield Finding("bad", "contact", str(error))
        return
    advice = "none: only this machine's own hosts can be crawled. Set $COMMENTARIAT_CONTACT, or answer when crawl asks."
    yield Finding("good", "contact", contact) if contact else Finding("warning", "contact", advice)


def _times(archive: Archive) -> Iterator[Finding]:
    newest = archive.connection.execute(_NEWEST).fetchone()[0]
    if newest is not None and text_time(newest) > now() + timedelta(minutes=5):
        yield Finding("bad", "clock", f"the archive holds a visit of {newest}, which is still to come. Set the clock.")


def _sites(archive: Archive) -> Iterator[Finding]:
    late = [site for site in followed(archive) if site.due_at is not None and site.due_at < now() - timedelta(days=2)]
    if late:
        said = f"{len(late)} overdue by two days or more: no timer has visited {late[0].site}. See `commentariat schedule`."
        yield Finding("warning", "schedule", said)
    for row in archive.connection.execute(_FAILING):
        yield Finding("warning", row["host"], f"failed {row['failures']} times in a row: {row['error']}")


def _access(archive_path: Path) -> Iterator[Finding]:
    folder = archive_path.absolute().parent
    if not os.access(folder, os.W_OK):
        yield Finding("bad", "folder", f"{folder} cannot be written")
        return
    if archive_path.exists() and not os.access(archive_path, os.W_OK):
        yield Finding("bad", "archive", f"{archive_path} cannot be written")
    free = shutil.disk_usage(folder).free
    state = "good" if free >= _ENOUGH else "warning" if free >= _LITTLE else "bad"
    yield Finding(state, "disk", f"{free / 1e9:,.1f} GB free")


def _timers(archive_path: Path) -> Iterator[Finding]:
    timer = Timer(archive=archive_path.resolve(), every="1h", command="commentariat")
    if is_installed(timer):
        yield Finding("good", "timer", timer.name)
    elif archive_path.exists():
        yield Finding(
            "warning", "timer", "none: sites are visited by hand alone. `commentariat schedule --install` makes one."
        )
