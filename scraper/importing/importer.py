"""An import from its files to the archive: read, extract, normalise, store; what fails is counted and named.

The bytes of saved pages are kept among the archive's own captures, so that `reextract` can read them again.
"""

from __future__ import annotations

import errno
import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from datetime import datetime
from itertools import chain
from pathlib import Path

import attrs

from archive.addresses import site_of
from archive.capture_index import find_capture, find_capture_at
from archive.captures import CaptureWriter, Exchange, read_capture
from archive.database import Archive, open_archive
from archive.errors import ArchiveError, DiskFullError, ReadOnlyArchiveError
from archive.forget.guarding import holds_forgotten
from archive.forget.recognising import Recogniser, recogniser_of
from archive.locks import SiteLock
from archive.records import Capture, Page, PageKind, Visit
from archive.store import Saved, Store
from archive.warc_records import digest_of
from scraper.errors import ScraperError
from scraper.extract.page import extract_page
from scraper.extract.text_capture import extract_text_page
from scraper.importing.charset import decode_text
from scraper.importing.counted import ThreadCounts
from scraper.importing.documents import read_files
from scraper.importing.formats import Format
from scraper.importing.found import Document, Found, Options, Passed, Problem, Revisit, Told
from scraper.normalise.page import normalise_page

_REMEMBERED = 1000
"""Captures: more than the store takes together in one transaction."""
_LOG = logging.getLogger(__name__)
_NOT_KEPT = frozenset({"content-encoding", "transfer-encoding", "content-length"})


@attrs.define
class Counts:
    """What an import has met so far."""

    pages: int = 0
    """Read, whether they were known or not."""
    listings: int = 0
    """Those among them without an article and without comments."""
    passed: int = 0
    """Records and files that are no pages."""
    comments: int = 0
    """On those of its pages that state how many comments they have."""
    comments_stated: int = 0
    sidebar_entries: int = 0
    people: int = 0
    protected: int = 0
    problems: list[Problem] = attrs.Factory(list)


@attrs.frozen(kw_only=True)
class Report:
    """How an import ended."""

    counts: Counts
    saved: Saved

    @property
    def is_failure(self) -> bool:
        """Nothing could be read, or a file that was named not to its end."""
        return not self.counts.pages or any(problem.is_fatal for problem in self.counts.problems)


def import_files(
    paths: tuple[Path, ...], archive_path: Path, options: Options, *, on_page: Callable[[int], None] | None = None
) -> Report:
    """Import files into an archive, which is made if there is none and something to put into it.

    Args:
        paths: files and folders.
        archive_path: the archive.
        options: what the user says of the files.
        on_page: called with the number of pages read so far.

    Raises:
        ArchiveError: the archive cannot be opened or written, or a crawl is at work on a site; what was stored stays.
    """
    importer = _Importer(options, on_page)
    visits = importer.visits(read_files(paths, options))
    first = next(visits, None)
    if first is None:
        return Report(counts=importer.counts, saved=Saved())
    with open_archive(archive_path, create=True) as archive, ExitStack() as locks, Store.in_bulk(archive) as store:
        try:
            pairs = _locked(archive, locks, chain([first], visits))
            keeping = (importer.with_capture(archive, pair) for pair in pairs)
            saved = store.save_visits(keeping)
        finally:
            importer.close()
    return Report(counts=importer.counts, saved=saved)


def _locked(
    archive: Archive, locks: ExitStack, visits: Iterable[tuple[Document | Revisit | None, Visit]]
) -> Iterator[tuple[Document | Revisit | None, Visit]]:
    """The visits, each with its site's lock taken as a crawl takes it: one process at a time writes a site.

    Raises:
        SiteLockedError: a crawl or another import is at work on the site.
    """
    held: set[str] = set()
    recogniser = recogniser_of(archive.connection)
    for document, visit in visits:
        if recogniser.is_address(visit.url):
            continue  # forgotten
        site = site_of(visit.url)
        if site not in held:
            locks.enter_context(SiteLock(archive, site))
            held.add(site)
        yield document, visit


class _Importer:
    """What one import counts and keeps open."""

    def __init__(self, options: Options, on_page: Callable[[int], None] | None) -> None:
        self.options, self._on_page = options, on_page
        self.counts = Counts()
        self._captures: CaptureWriter | None = None
        self._written: dict[tuple[str, datetime], Capture] = {}
        """The captures last written, which may not be in the archive yet."""
        self._recogniser: Recogniser | None = None
        self._threads = ThreadCounts()

    def close(self) -> None:
        """Finish the capture file, if one was begun."""
        if self._captures:
            self._captures.close()

    def visits(self, found: Iterable[Found]) -> Iterator[tuple[Document | Revisit | None, Visit]]:
        """Each page as a visit, beside the document it was read from, if there is one; everything else is counted."""
        for item in found:
            if isinstance(item, Problem):
                self.counts.problems.append(item)
            elif isinstance(item, Passed):
                self.counts.passed += 1
            elif isinstance(item, Revisit):
                self.counts.pages += 1
                yield item, _revisit(item)
            elif isinstance(item, Told):
                self._count(item.page, is_told=True)  # at each time it was seen: its comments are told more than once
                yield None, _visit(item, item.page)
            elif (page := self._read(item)) is not None:
                self._count(page)
                yield item, _visit(item, page)

    def with_capture(self, archive: Archive, pair: tuple[Document | Revisit | None, Visit]) -> Visit:
        """The visit with its document's bytes kept among the archive's captures."""
        document, visit = pair
        if isinstance(document, Revisit):
            return self._repeated(archive, document, visit)
        if document is None or document.format is Format.TEXT or (visit.page and visit.page.is_protected):
            return visit
        self._recogniser = self._recogniser or recogniser_of(archive.connection)
        if holds_forgotten(self._recogniser, document.url, document.body, document.headers):
            return visit  # it is stored without whom it names, and not kept as it came
        return attrs.evolve(visit, capture=self._keep(archive, document))

    def _repeated(self, archive: Archive, revisit: Revisit, visit: Visit) -> Visit:
        """The visit of a page that has the bytes of another address, if those are kept; as it is otherwise."""
        url, at = revisit.repeats
        if url == revisit.url:
            return visit
        capture = self._written.get((url, at)) or find_capture_at(archive, url=url, fetched_at=at)
        if capture is None:
            return visit
        response = read_capture(archive.captures_folder, capture)
        document = Document(
            format=Format.WARC, url=revisit.url, fetched_at=revisit.at, body=response.body, source=revisit.source,
            content_type=response.content_type, headers=response.headers, is_among_many=True,
        )  # fmt: skip
        page = self._read(document)
        return visit if page is None else self.with_capture(archive, (document, _visit(document, page)))

    def _read(self, document: Document) -> Page | None:
        """The page, or None after its problem was noted: one bad page never stops an import."""
        try:
            return read_document(document)
        except ScraperError as error:
            # A file that is one page and no page at all is the user's to know; among many it is one of them.
            self.counts.problems.append(Problem(message=str(error), is_fatal=not document.is_among_many))
        except Exception as error:  # the border of a page: what its extractor did not foresee ends here
            _LOG.debug("%s", document.url, exc_info=True)
            message = f"{document.url}: the extractor failed ({error!r}). Please report the page."
            self.counts.problems.append(Problem(message=message))
        return None

    def _count(self, page: Page, *, is_told: bool = False) -> None:
        counts = self.counts
        counts.pages += 1
        counts.listings += page.kind in {PageKind.LISTING, PageKind.OTHER}
        counts.protected += page.is_protected
        counts.sidebar_entries += len(page.recent_comments)
        counts.people += len(page.people)
        if page.comment_count_stated is not None and not is_told:
            counts.comments, counts.comments_stated = self._threads.add(page, page.comment_count_stated)
        if self._on_page:
            self._on_page(counts.pages)

    def _keep(self, archive: Archive, document: Document) -> Capture:
        """The place of the document's bytes in the archive's captures; they are written once."""
        digest = digest_of(document.body)
        known = find_capture(archive, url=document.url, fetched_at=document.fetched_at, digest=digest)
        if known is not None:
            return known
        folder = archive.captures_folder
        exchange = Exchange(
            url=document.url,
            status=200,
            reason="OK",
            headers=[(name, value) for name, value in document.headers if name.lower() not in _NOT_KEPT],
            body=document.body,
            fetched_at=document.fetched_at,
        )
        try:
            self._captures = self._captures or CaptureWriter(folder)
            capture = self._captures.write(exchange)
        except OSError as error:
            raise _archive_error(error, folder) from error
        if len(self._written) >= _REMEMBERED:
            self._written.pop(next(iter(self._written)))
        self._written[document.url, document.fetched_at] = capture
        return capture


def _visit(item: Document | Told, page: Page) -> Visit:
    url = item.url if isinstance(item, Document) else page.url
    return Visit(
        requested_url=url,
        url=url,
        fetched_at=page.fetched_at,
        status=200 if isinstance(item, Document) and item.format is Format.WARC else None,
        page=page,
        source=item.source,
    )


def _revisit(item: Revisit) -> Visit:
    """The page is still as it was; of another address's bytes nothing is known here but that they are the same."""
    is_same = item.url == item.repeats[0]
    return Visit(
        requested_url=item.url,
        url=item.url,
        fetched_at=item.at,
        unchanged=is_same,
        skipped=None if is_same else f"the same as {item.repeats[0]}",
        source=item.source,
    )


def _archive_error(error: OSError, folder: Path) -> ArchiveError:
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return DiskFullError(folder)
    return ReadOnlyArchiveError(folder, error.strerror or "the capture cannot be written")


def read_document(document: Document, *, with_links: bool = True) -> Page:
    """The normalised page of a document; its links are of use to a crawl alone.

    Raises:
        ScraperError: it is no page.
    """
    if document.format is Format.TEXT:
        text = decode_text(document.body, name=document.url)
        return normalise_page(extract_text_page(text, url=document.url, fetched_at=document.fetched_at))
    page = extract_page(
        document.body,
        url=document.url,
        fetched_at=document.fetched_at,
        content_type=document.content_type,
        headers={name.lower(): value for name, value in document.headers},
        with_links=with_links,
    )
    return normalise_page(page)
