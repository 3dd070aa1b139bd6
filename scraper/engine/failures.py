"""Why a page was not fetched, in one line a person understands."""

from __future__ import annotations

import re
from http import HTTPStatus

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from twisted.internet.error import ConnectionDone, ConnectionLost

from scraper.errors import first_line

CONNECTION_ERRORS = (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
    OSError,
)
_OPENSSL_REASON = re.compile(r"'([^']*(?:certificate|ssl|tls|handshake|protocol|alert)[^']*)'\)\]", re.I)
_MEGABYTE = 1_000_000


class Refusal(IgnoreRequest):
    """A page that is not fetched, or not taken, by a rule of ours.

    Args:
        reason: in a few words.
        skipped: nothing failed; the page is not for us.
        redirected_to: the address to visit in its place.
    """

    def __init__(
        self, reason: str, *, skipped: bool = False, status: int | None = None, redirected_to: str | None = None
    ) -> None:
        self.reason, self.skipped, self.status, self.redirected_to = reason, skipped, status, redirected_to
        super().__init__(reason)


class Interrupted(IgnoreRequest):
    """The crawl stops; the page goes back to the frontier untouched."""


def reason_of(error: BaseException, *, max_bytes: int = 0) -> str:
    """One line that says why the download failed; `max_bytes` is the limit it had."""
    if isinstance(error, Refusal):
        return error.reason
    if isinstance(error, CannotResolveHostError):
        return "unknown host"
    if isinstance(error, DownloadConnectionRefusedError):
        return "connection refused"
    if isinstance(error, DownloadTimeoutError):
        return "no answer in time"
    if isinstance(error, ResponseDataLossError):
        return "the answer was cut short"
    if isinstance(error, UnsupportedURLSchemeError):
        return "not an http or https address"
    if isinstance(error, DownloadCancelledError):  # only our own limit cancels a download
        return f"larger than {max_bytes / _MEGABYTE:.0f} MB"
    if found := tls_reason(error):
        return f"TLS failure: {found}"
    return f"connection failed: {connection_reason(error)}"


def connection_reason(error: BaseException) -> str:
    """What Twisted says, without the names of its classes around it."""
    inner = [failure.value for failure in getattr(error.__cause__, "reasons", ()) if hasattr(failure, "value")]
    if not inner:
        return first_line(str(error)) or type(error).__name__
    said = next((value for value in inner if not isinstance(value, ConnectionDone | ConnectionLost)), None)
    if said is None:
        return "the server hung up without an answer"
    return f"the answer is not HTTP ({first_line(_said(said))})"


def _said(error: BaseException) -> str:
    return next((str(arg) for arg in error.args if isinstance(arg, str)), "") or type(error).__name__


def tls_reason(error: BaseException) -> str | None:
    """What OpenSSL says, if it is what failed."""
    text = str(error)
    if "SSL" not in text and "certificate" not in text:
        return None
    found = _OPENSSL_REASON.search(text)
    return found[1] if found else "the handshake failed"


def status_reason(status: int) -> str:
    """`404 Not Found` and the like."""
    try:
        return f"HTTP {status} {HTTPStatus(status).phrase}"
    except ValueError:
        return f"HTTP {status}"
