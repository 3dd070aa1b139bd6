"""What an import finds in files: pages as they were saved, records that an export tells, and what could not be read."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

import attrs

from archive.records import Page
from scraper.importing.formats import Format


def source_of(kind: str, path: Path) -> str:
    """How a record names where it came from: the kind and name of the file, in letters that can be stored."""
    return f"{kind} {os.fsencode(path.name).decode('utf-8', 'replace')}"


@attrs.frozen(kw_only=True)
class Options:
    """What a user may say about the files, instead of having it found out."""

    format: Format | None = None
    url: str | None = None
    fetched_at: datetime | None = None


@attrs.frozen(kw_only=True)
class Document:
    """One page as it was saved."""

    format: Format
    url: str
    fetched_at: datetime
    body: bytes = attrs.field(repr=False)
    """Without content codings."""
    source: str
    """Format and name of the file."""
    content_type: str | None = None
    headers: tuple[tuple[str, str], ...] = ()
    is_among_many: bool = False
    """It is one page of a file of many: that it cannot be read is no failure of the file."""


@attrs.frozen(kw_only=True)
class Revisit:
    """A page that a crawler found as it was before, and did not keep again."""

    url: str
    at: datetime
    repeats: tuple[str, datetime]
    """The address and the time of the same bytes."""
    source: str


@attrs.frozen(kw_only=True)
class Told:
    """A page that an export tells as records."""

    page: Page
    source: str


@attrs.frozen(kw_only=True)
class Problem:
    """Something that was not imported, and why, in one line."""

    message: str
    is_fatal: bool = False
    """A file that was named could not be read, or not to its end; a page among others is no such thing."""


@attrs.frozen(kw_only=True)
class Passed:
    """A record or file that is no page (a picture, a redirect, a page of errors): nothing is wrong with it."""

    name: str


Found = Document | Revisit | Told | Problem | Passed
