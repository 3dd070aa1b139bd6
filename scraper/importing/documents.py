"""What stands in the files an import is given: documents with address and time, and what could not be read.

A problem is a value, not an error: it is counted, and the import goes on.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from archive.codings import CodingError, decode_body, is_gzip
from archive.errors import CaptureError
from scraper.errors import InputError, ScraperError
from scraper.extract.encoding import decode
from scraper.importing.addresses import find_address
from scraper.importing.charset import decode_text
from scraper.importing.containers import read_records, read_wacz, read_warc
from scraper.importing.exported import is_export
from scraper.importing.formats import KNOWN, RECORDS, Format, detect_format
from scraper.importing.found import Document, Found, Options, Passed, Problem, source_of

MOST_BYTES = 50_000_000


def read_files(paths: tuple[Path, ...], options: Options) -> Iterator[Found]:
    """Everything the files hold, in their order."""
    for path in paths:
        yield from _read_path(path, options)


def _read_path(path: Path, options: Options) -> Iterator[Found]:
    try:
        if path.is_dir() and is_export(path):
            yield from read_records(path, Format.JSONL, options.fetched_at or time_of(path))
        elif path.is_dir():
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
    if kind is Format.TEXT:
        yield _text_document(path, options)
    elif kind is Format.HTML:
        yield _html_document(path, options, place=None)
    else:
        yield from _read_many(path, kind, options)


def _read_many(path: Path, kind: Format, options: Options) -> Iterator[Found]:
    """A file that holds any number of pages."""
    if kind is Format.WARC:
        yield from read_warc(path, options)
    elif kind is Format.WACZ:
        yield from read_wacz(path, options)
    elif kind in RECORDS:
        yield from read_records(path, kind, options.fetched_at or time_of(path))


def _read_folder(folder: Path, options: Options) -> Iterator[Found]:
    """The saved pages, WARC files and exports in a folder and its folders, in the order of their names."""
    count = 0
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        kind = _format_in_folder(path, options)
        if kind is None:
            yield Passed(name=str(path))
            continue
        count += 1
        try:
            if kind is not Format.HTML:
                yield from _read_many(path, kind, options)
            else:
                place = path.relative_to(folder) if options.url else _place_in_mirror(folder, path)
                yield _html_document(path, options, place=place)
        except (ScraperError, OSError) as error:
            yield Problem(message=str(error))
    if not count:
        raise InputError(
            str(folder), "a folder without saved pages, WARC files or exports", "Name a file, or another folder."
        )


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
        source=source_of("text", path),
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
        source=source_of("html", path),
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
