"""What happens to a response before anybody reads it: it is kept as it came, then unpacked."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import Headers, Response

from archive.captures import CaptureWriter, Exchange
from archive.codings import CodingError, decode_body, split_codings
from archive.errors import DiskFullError
from archive.forget.guarding import holds_forgotten
from archive.frontier import FrontierEntry
from archive.records import Capture, Relation
from archive.times import now
from scraper.engine.access import SECRET_HEADERS
from scraper.engine.bodies import BodyKind, kind_of
from scraper.engine.failures import Refusal
from scraper.engine.scheduler import ENTRY, READ_ANEW
from scraper.engine.session import CrawlSession

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

CAPTURE, FETCHED_AT, IS_KNOWN = "capture", "fetched_at", "is_known"
"""Keys in a request's meta: where the response is kept, when it came, and whether the same bytes are kept already."""
_NOT_KEPT = frozenset({304, 429})
_SERVER_ERRORS = 500
_LARGEST = 200_000_000


class IdentifyCrawler:
    """Downloader middleware: says who asks."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """As Scrapy makes it."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Set the User-Agent: the crawl's own, or the setting where no crawl is open."""
        session: CrawlSession | None = getattr(self._crawler.spider, "session", None)
        request.headers["User-Agent"] = session.user_agent if session else self._crawler.settings["USER_AGENT"]


class KeepCaptures:
    """Downloader middleware: appends each response to a WARC file, byte for byte as it was received."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """As Scrapy makes it."""
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response:
        """Keep the response, if it is one that can be read again."""
        # Whole seconds, as the archive keeps times: extraction again then works out the same dates.
        fetched_at = request.meta[FETCHED_AT] = now().replace(microsecond=0)
        session: CrawlSession | None = getattr(self._crawler.spider, "session", None)
        if session is None:
            return response
        session.tally.bytes += len(response.body)
        if not request.meta.get(READ_ANEW) and session.is_known(response.url, response.status, response.body):
            request.meta[IS_KNOWN] = True  # its bytes are kept; an API's list is read all the same, it leads further
        elif (
            session.captures is not None
            and _is_kept(response)
            and not _is_missed(request, response)
            and not _holds_forgotten(session, response)
        ):
            exchange = Exchange(
                url=response.url,
                status=response.status,
                reason=_phrase(response.status),
                headers=_pairs(response.headers),
                body=response.body,
                fetched_at=fetched_at,
                request_headers=(("Host", urlsplit(request.url).netloc), *_without_secrets(session, request.headers)),
                ip_address=str(response.ip_address) if response.ip_address else None,
            )
            request.meta[CAPTURE] = _write(session, session.captures, exchange)
        return response


class UnpackBodies:
    """Downloader middleware: undoes content codings, and stops at what unpacks without end."""

    def __init__(self, crawler: Crawler) -> None:
        self._max_bytes = crawler.settings.getint("DOWNLOAD_MAXSIZE")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """As Scrapy makes it."""
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response:
        """The response with its body as text or markup.

        Raises:
            Refusal: the body is cut, broken or too large when unpacked.
        """
        header = response.headers.get("Content-Encoding")
        codings = split_codings(header.decode("latin-1") if header else None)
        if not codings or not response.body:
            return response
        limit = request.meta.get("download_maxsize") or self._max_bytes
        try:
            body = decode_body(response.body, codings, max_bytes=limit)
        except CodingError as error:
            raise Refusal(str(error), status=response.status) from error
        headers = Headers({name: value for name, value in response.headers.items() if name != b"Content-Encoding"})
        return response.replace(body=body, headers=headers)


def _is_kept(response: Response) -> bool:
    if response.status in _NOT_KEPT or "download_stopped" in response.flags or response.status >= _SERVER_ERRORS:
        return False
    if response.headers.get("Content-Encoding") or not response.body:
        return True
    kind, _ = kind_of(response.body, _text(response.headers.get("Content-Type")))
    return kind is not BodyKind.OTHER or response.url.endswith((".gz", "/robots.txt"))


def _is_missed(request: Request, response: Response) -> bool:
    """Whether nothing was where feeds and sitemaps usually are: no page named the address, so nobody will look for it."""
    entry: FrontierEntry | None = request.meta.get(ENTRY)
    return entry is not None and entry.relation is Relation.GUESS and response.status >= HTTPStatus.BAD_REQUEST


def _holds_forgotten(session: CrawlSession, response: Response) -> bool:
    """Whether its bytes name somebody who was forgotten: it is stored without them, and not kept as it came."""
    if session.store.recogniser.is_idle:
        return False
    try:
        codings = split_codings(_text(response.headers.get("Content-Encoding")))
        body = decode_body(response.body, codings, max_bytes=_LARGEST)
    except CodingError:  # what nobody can unpack names nobody
        body = response.body
    return holds_forgotten(session.store.recogniser, response.url, body, _pairs(response.headers))


def _write(session: CrawlSession, captures: CaptureWriter, exchange: Exchange) -> Capture:
    try:
        return captures.write(exchange)
    except OSError as error:
        session.fail(DiskFullError(session.archive.captures_folder))
        raise Refusal(f"its capture could not be written: {error.strerror}") from error


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""


def _pairs(headers: Headers) -> tuple[tuple[str, str], ...]:
    return tuple(
        (name.decode("latin-1"), value.decode("latin-1")) for name, values in headers.items() for value in values
    )


def _without_secrets(session: CrawlSession, headers: Headers) -> list[tuple[str, str]]:
    """The request's headers but for those that a person lent it: a capture may be passed on."""
    secret = SECRET_HEADERS | {name.lower() for name, _ in session.plan.access.headers}
    return [(name, value) for name, value in _pairs(headers) if name.lower() not in secret]


def _text(header: bytes | None) -> str | None:
    return header.decode("latin-1") if header else None
