"""Pages for `extract`: from files, standard input or the network, as records, without an archive that stays."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from tempfile import TemporaryDirectory

import attrs

from archive.records import Page
from scraper.errors import InputError, ScraperError
from scraper.extract.encoding import decode
from scraper.extract.page import extract_page
from scraper.importing.documents import read_body, read_files, time_of, unpacked
from scraper.importing.formats import RECORDS, Format, detect_format, format_of
from scraper.importing.found import Document, Options, Problem, Told
from scraper.importing.importer import read_document
from scraper.normalise.page import normalise_page
from scraper.normalise.urls import canonical_url

_MANY = RECORDS | {Format.WARC, Format.WACZ}
_MOST_HOPS = 6
_STREAM = "standard input"


def read_source(source: str, *, url: str | None = None, fetched_at: datetime | None = None) -> Iterator[Page]:
    """The normalised pages of a source: one of an address, a saved page or `-`, any number of a WARC file or a folder.

    Args:
        source: a path, an http(s) address, or `-` for standard input.
        url: the address a file was saved from; found out where the file tells it.
        fetched_at: when it was saved; the file's own time by default.

    Raises:
        ScraperError: the source cannot be read, or is no page.
    """
    if source.startswith(("http://", "https://")):
        yield fetch_page(source)
    elif source == "-":
        yield _read_stream(sys.stdin.buffer.read(), url, fetched_at or datetime.now(UTC).replace(microsecond=0))
    else:
        yield from _read_path(Path(source), url, fetched_at)


def read_saved_page(path: Path, *, url: str, fetched_at: datetime | None = None) -> Page:
    """The normalised page of a file whose address is known; of a WARC file its newest page of that address.

    Raises:
        OSError: the file cannot be read.
        ScraperError: it is no page.
        CaptureError: it is a WARC file, and broken.
    """
    kind = detect_format(path)
    if kind in _MANY:
        return read_document(_newest(path, url), with_links=False)
    document = Document(
        format=kind, url=url, fetched_at=fetched_at or time_of(path), body=read_body(path), source=str(path)
    )
    return read_document(document, with_links=False)


def _newest(path: Path, url: str) -> Document:
    found = [
        document
        for document in read_files((path,), Options())
        if isinstance(document, Document) and document.url == canonical_url(url)
    ]
    if not found:
        raise InputError(str(path), f"found a WARC file without a page of {url}", "Check the address.")
    return max(found, key=lambda document: document.fetched_at)


def _read_stream(body: bytes, url: str | None, fetched_at: datetime) -> Page:
    body = unpacked(body, _STREAM)
    kind = format_of(body, _STREAM)
    if kind in _MANY:
        raise InputError(_STREAM, f"found a {kind.value.upper()} file", "Save it, and name the file.")
    return read_document(
        Document(format=kind, url=url or "-", fetched_at=fetched_at, body=body, source=_STREAM), with_links=False
    )


def _read_path(path: Path, url: str | None, fetched_at: datetime | None) -> Iterator[Page]:
    if path.is_dir():
        raise InputError(
            str(path), "a folder", "Name the files in it, or take the folder in with `commentariat import`."
        )
    if path.is_file() and (kind := detect_format(path)) not in _MANY:
        yield read_document(_saved_page(path, kind, url, fetched_at))
        return
    found_any = False
    for found in read_files((path,), Options(url=url, fetched_at=fetched_at)):
        if isinstance(found, Problem):
            raise ScraperError(found.message)
        if isinstance(found, Document):
            found_any = True
            yield read_document(found)
        elif isinstance(found, Told):
            found_any = True
            yield found.page
    if not found_any:
        raise InputError(str(path), "found no page in it", "Name a saved page, a text capture or a WARC file.")


def _saved_page(path: Path, kind: Format, url: str | None, fetched_at: datetime | None) -> Document:
    """A saved page or text; one that does not tell its address goes by its file's."""
    options = Options(format=kind, url=url, fetched_at=fetched_at)
    found = next(iter(read_files((path,), options)))
    if isinstance(found, Problem) and "address" in found.message and url is None:
        decode(read_body(path), url=str(path))
        found = next(iter(read_files((path,), attrs.evolve(options, url=path.resolve().as_uri()))))
    if isinstance(found, Document):
        return found
    raise ScraperError(
        found.message if isinstance(found, Problem) else f"{path}: found no page in it. Name a saved page."
    )


def fetch_page(url: str) -> Page:
    """One page from the network, fetched as a crawl would: robots, contact, limits and all.

    Raises:
        InputError: it could not be fetched; the reason is named.
        ContactError: the host is not this machine, and no contact is set.
    """
    from archive.capture_history import kept_visits
    from archive.captures import read_capture
    from archive.database import open_archive
    from scraper.engine.run import CrawlOptions, crawl_sites

    with TemporaryDirectory(prefix="commentariat-") as folder:
        path = Path(folder) / "one.db"
        # A depth below 0 follows redirects, but no link.
        options = CrawlOptions(archive=path, limit=_MOST_HOPS, only_article=True, settings={"CRAWL_DEPTH_LIMIT": -1})
        tally = crawl_sites([url], options)[0].tally
        with open_archive(path) as archive:
            kept = [visit.capture for visit in kept_visits(archive) if visit.capture.status == HTTPStatus.OK]
            if not kept:
                reason = tally.failures[0].reason if tally.failures else tally.first_skip or "no page came back"
                raise InputError(url, reason.removeprefix(f"{url}: "), "Check the address, or try again later.")
            capture = kept[-1]
            response = read_capture(archive.captures_folder, capture)
            if response.problem:
                raise InputError(url, response.problem, "Check the address, or try again later.")
    page = extract_page(
        response.body,
        url=canonical_url(response.url),
        fetched_at=capture.fetched_at,
        content_type=response.content_type,
        headers={name.lower(): value for name, value in response.headers},
    )
    return normalise_page(page)
