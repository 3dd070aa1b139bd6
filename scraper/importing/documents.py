"""What stands in the files an import is given: documents with address and time, and what could not be read.

A problem is a value, not an error: it is counted, and the import goes on.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import attrs

from archive.captures import CapturedResponse, iterate_warc
from archive.codings import CodingError, decode_body, is_gzip
from archive.errors import CaptureError
from scraper.errors import InputError, ScraperError
from scraper.extract.encoding import decode
from scraper.importing.addresses import find_address
from scraper.importing.charset import decode_text
from scraper.importing.formats import KNOWN, Format, detect_format
from scraper.normalise.urls import canonical_url

MOST_BYTES = 50_000_000
_HTML_TYPES = ("text/html", "application/xhtml+xml")
_OK = 200


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


Found = Document | Problem | Passed


def read_files(paths: tuple[Path, ...], options: Options) -> Iterator[Found]:
    """Everything the files hold, in their order."""
    for path in paths:
        yield from _read_path(path, options)


def _read_path(path: Path, options: Options) -> Iterator[Found]:
    try:
        if path.is_dir():
            yield from _read_folder(path, options)
        elif not path.exists():
            raise InputError(str(path), "no such file", "Check the name.")
        elif not path.is_file():
            raise InputError(str(path), "found neither a file nor a folder", KNOWN)
        else:
            yield from _read_file(path, options)
    except (ScraperError, CaptureError) as error:
        yield Problem(message=str(error), is_fatal=True)
    except OSError as error:
        yield Problem(message=f"{path}: cannot be read ({error.strerror}). Check its permissions.", is_fatal=True)


def _read_file(path: Path, options: Options) -> Iterator[Found]:
    kind = options.format or detect_format(path)
    if kind is Format.WARC:
        yield from _read_warc(path, options)
    elif kind is Format.TEXT:
        yield _text_document(path, options)
    else:
        yield _html_document(path, options, place=None)


def _read_folder(folder: Path, options: Options) -> Iterator[Found]:
    """The saved pages and WARC files in a folder and its folders, in the order of their names."""
    count = 0
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        kind = _format_in_folder(path, options)
        if kind is None:
            yield Passed(name=str(path))
            continue
        count += 1
        try:
            if kind is Format.WARC:
                yield from _read_warc(path, options)
            else:
                place = path.relative_to(folder) if options.url else _place_in_mirror(folder, path)
                yield _html_document(path, options, place=place)
        except (ScraperError, OSError) as error:
            yield Problem(message=str(error))
    if not count:
        raise InputError(str(folder), "a folder without saved pages or WARC files", "Name a file, or another folder.")


def _format_in_folder(path: Path, options: Options) -> Format | None:
    """Pages and WARC files; a picture, a script and a text, which has no address here, are passed over."""
    try:
        found = detect_format(path)
    except (InputError, OSError):
        return None
    return found if found is not Format.TEXT and options.format in {None, found} else None


def _place_in_mirror(folder: Path, path: Path) -> Path:
    """Where the page stands in a mirror: below the host's folder, which may itself be the one that was named."""
    place = path.relative_to(folder)
    named = Path(folder.resolve().name) / place
    return place if "." in place.parts[0] and len(place.parts) > 1 else named


def _text_document(path: Path, options: Options) -> Document:
    if options.url is None:
        raise InputError(str(path), "found a text capture, which tells no address", "Give its address with --url.")
    body = read_body(path)
    decode_text(body, name=str(path))
    return Document(
        format=Format.TEXT,
        url=options.url,
        fetched_at=options.fetched_at or time_of(path),
        body=body,
        source=f"text {path.name}",
        content_type="text/plain",
    )


def _html_document(path: Path, options: Options, *, place: Path | None) -> Document:
    body = read_body(path)
    saved_at = time_of(path)
    found = find_address(decode(body, url=str(path)), place=place, base=options.url if place else None, now=saved_at)
    url = (options.url if place is None else None) or found.url
    if url is None:
        raise InputError(str(path), "found a saved page that does not tell its address", "Give it with --url.")
    return Document(
        format=Format.HTML,
        url=url,
        fetched_at=options.fetched_at or found.at or saved_at,
        body=body,
        source=f"html {path.name}",
        content_type="text/html",
        headers=(("Content-Type", "text/html"),),
    )


def read_body(path: Path) -> bytes:
    """The bytes of a saved page, unpacked where it is a gzip file.

    Raises:
        InputError: it is larger than any page, or its packing is broken.
    """
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise InputError(str(path), f"{size / 1e6:.0f} MB, more than any page has", KNOWN)
    return unpacked(path.read_bytes(), str(path))


def unpacked(body: bytes, name: str) -> bytes:
    """The bytes, unpacked where they are a gzip file.

    Raises:
        InputError: the packing is broken, or holds more than any page has.
    """
    if not is_gzip(body):
        return body
    try:
        return decode_body(body, ("gzip",), max_bytes=MOST_BYTES)
    except CodingError as error:
        raise InputError(name, str(error), "Get the file again.") from error


def time_of(path: Path) -> datetime:
    """When the file was last written, in whole seconds, as the archive keeps times."""
    return datetime.fromtimestamp(int(path.stat().st_mtime), UTC)


def _read_warc(path: Path, options: Options) -> Iterator[Found]:
    """The pages of a WARC file; where it is cut, everything whole before comes first, then the problem."""
    try:
        for response in iterate_warc(path):
            yield _from_warc(response, path, options)
    except CaptureError as error:
        yield Problem(message=str(error), is_fatal=True)


def _from_warc(response: CapturedResponse, path: Path, options: Options) -> Found:
    kind = (response.content_type or "text/html").partition(";")[0].strip().lower()
    if response.status not in {None, _OK} or kind not in _HTML_TYPES or not response.url.startswith("http"):
        return Passed(name=response.url)
    if response.problem:
        return Problem(message=f"{response.url}: {response.problem}. The page was left out.")
    return Document(
        format=Format.WARC,
        url=canonical_url(response.url),
        fetched_at=options.fetched_at or response.fetched_at.replace(microsecond=0),
        body=response.body,
        source=f"warc {path.name}",
        content_type=response.content_type,
        headers=response.headers,
    )
