"""A person's own cookies: a file of them, and what of it a request is sent with."""

from __future__ import annotations

from http.cookiejar import LoadError, MozillaCookieJar
from pathlib import Path
from urllib.request import Request as PlainRequest

from scraper.errors import InputError


def load_cookies(path: Path) -> MozillaCookieJar:
    """The cookies of a file, session cookies among them.

    Raises:
        InputError: it cannot be read, or is not in Netscape's form.
    """
    jar = MozillaCookieJar(path)
    try:
        jar.load(ignore_discard=True, ignore_expires=True)
    except LoadError:
        raise InputError(
            str(path), "not a cookies file in Netscape's form", "Its first line must be '# Netscape HTTP Cookie File'."
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        said = error.strerror if isinstance(error, OSError) else "not text"
        raise InputError(str(path), f"cannot be read ({said})", "Give a file with cookies.") from None
    for cookie in jar:
        if cookie.expires == 0:  # how curl and browsers' extensions write one that lasts as long as the session
            cookie.expires, cookie.discard = None, True
    jar.clear_expired_cookies()
    return jar


def cookie_header(jar: MozillaCookieJar, url: str) -> str | None:
    """The Cookie header for an address: those of its host and path that have not run out."""
    request = PlainRequest(url)  # noqa: S310 (it is never opened)
    jar.add_cookie_header(request)
    return request.get_header("Cookie")
