"""Everything that can go wrong between an address or a file and its records.

    ScraperError
    ├── InputError          a file or URL that cannot be used (missing, empty, a folder, binary)
    ├── PageError           bytes that are no page (a PDF, an image, an empty body)
    ├── RestError           a site that wants to be left alone for a while
    └── ContactError        a crawl of somebody else's site without a contact

A message names the thing, what was found, and the next step.
"""

from __future__ import annotations


class ScraperError(Exception):
    """Root of the scraper's errors; its message is fit for a user."""


class InputError(ScraperError):
    """A file or an address that cannot be used."""

    def __init__(self, name: str, found: str, advice: str) -> None:
        self.name, self.found, self.advice = name, found, advice
        super().__init__(f"{name}: {found}. {advice}")


class RestError(ScraperError):
    """A site that wants to be left alone for a while."""

    def __init__(self, site: str, until: str) -> None:
        self.site, self.until = site, until
        super().__init__(f"{site}: wants to be left alone until {until}. Nothing was asked; start again then.")


class PageError(ScraperError):
    """Bytes that are no HTML page."""

    def __init__(self, url: str, found: str, advice: str = "Nothing was extracted from it.") -> None:
        self.url, self.found, self.advice = url, found, advice
        super().__init__(f"{url}: {found}. {advice}")


class ContactError(ScraperError):
    """A crawl of a host that is not this machine, without a contact in the User-Agent."""


def exception_reason(error: BaseException) -> str:
    """Type and message of an exception out of our own code, in one line."""
    return f"{type(error).__name__}: {first_line(str(error))}".rstrip(": ")


def first_line(text: str) -> str:
    """The first line of a message, or as much of it as anybody reads."""
    lines = text.strip().splitlines()
    return lines[0][:200] if lines else ""
