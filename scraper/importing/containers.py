"""Files that hold many pages: WARC and WET, WACZ, and exports that tell records."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path, PurePosixPath
from shutil import copyfileobj
from tempfile import TemporaryDirectory

import attrs

from archive.captures import CapturedResponse, iterate_warc
from archive.errors import CaptureError
from scraper.errors import InputError
from scraper.importing.disqus import read_disqus
from scraper.importing.exported import read_export
from scraper.importing.formats import Format
from scraper.importing.found import Document, Found, Options, Passed, Problem, Revisit, Told, source_of
from scraper.importing.wxr import read_wxr
from scraper.normalise.urls import canonical_url

_HTML_TYPES = ("text/html", "application/xhtml+xml")
_OK = 200


def read_warc(path: Path, options: Options, *, source: str | None = None) -> Iterator[Found]:
    """The pages of a WARC file; where it is cut, everything whole before comes first, then the problem.

    Texts that a program made of pages (WET files) are read where the file holds no responses, from which they were made.
    """
    source = source or source_of("warc", path)
    has_responses = False
    try:
        for response in iterate_warc(path, everything=True):
            has_responses |= response.status is not None
            if response.is_text and has_responses:
                yield Passed(name=response.url)
            else:
                yield _from_warc(response, source, options)
    except CaptureError as error:
        yield Problem(message=str(error), is_fatal=True)


def _from_warc(response: CapturedResponse, source: str, options: Options) -> Found:
    at = options.fetched_at or response.fetched_at.replace(microsecond=0)
    if not response.url.startswith(("http://", "https://")):
        return Passed(name=response.url)
    url = canonical_url(response.url)
    if response.repeats is not None:
        before, time = response.repeats
        return Revisit(url=url, at=at, repeats=(canonical_url(before), time.replace(microsecond=0)), source=source)
    kind = (response.content_type or "text/html").partition(";")[0].strip().lower()
    is_page = kind == "text/plain" if response.is_text else response.status in {None, _OK} and kind in _HTML_TYPES
    if not is_page:
        return Passed(name=response.url)
    if response.problem:
        return Problem(message=f"{response.url}: {response.problem}. The page was left out.")
    return Document(
        format=Format.TEXT if response.is_text else Format.WARC,
        url=url,
        fetched_at=at,
        body=response.body,
        source=source,
        content_type=response.content_type,
        headers=response.headers,
        is_among_many=True,
    )


def read_wacz(path: Path, options: Options) -> Iterator[Found]:
    """The pages of the WARC files in a WACZ file.

    Raises:
        InputError: it is broken, or holds no WARC file.
    """
    with _opened(path) as packed, TemporaryDirectory(prefix="commentariat-") as folder:
        names = [name for name in packed.namelist() if name.startswith("archive/") and ".warc" in name]
        if not names:
            raise InputError(str(path), "found a ZIP file without WARC files", "Name a WACZ file.")
        for name in names:
            unpacked = Path(folder) / PurePosixPath(name).name
            with _broken_told(path), packed.open(name) as source, unpacked.open("wb") as target:
                copyfileobj(source, target, 1 << 20)
            for found in read_warc(unpacked, options, source=source_of("wacz", path)):
                # The file is known to nobody by the name it has while it is read.
                yield _renamed(found, str(unpacked), f"{path}: {name}") if isinstance(found, Problem) else found
            unpacked.unlink()


def _renamed(problem: Problem, before: str, after: str) -> Problem:
    return attrs.evolve(problem, message=problem.message.replace(before, after))


def _opened(path: Path) -> zipfile.ZipFile:
    with _broken_told(path):
        return zipfile.ZipFile(path)


@contextmanager
def _broken_told(path: Path) -> Iterator[None]:
    """Raise what a ZIP file has wrong, or what cannot be unpacked of it (a password, a rare packing), in our words."""
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError) as error:
        raise InputError(str(path), f"broken WACZ file ({error})", "Get the file again.") from error


def read_records(path: Path, kind: Format, at: datetime) -> Iterator[Found]:
    """The pages that an export tells.

    Args:
        path: the file, or the folder of an `export jsonl`.
        kind: which export it is.
        at: when it was made, where it does not tell.

    Raises:
        InputError: it is broken.
    """
    source = source_of(kind.value, path.resolve())
    if kind is Format.JSONL:
        pages = read_export(path)
    else:
        read = read_wxr if kind is Format.WXR else read_disqus
        pages = (page for seen in read(path, at=at) for page in seen.pages())
    for page in pages:
        yield Told(page=page, source=source)
