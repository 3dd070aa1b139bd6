"""Who asks: the User-Agent with a contact, without which nobody else's site is crawled."""

from __future__ import annotations

import os
from collections.abc import Callable
from importlib.metadata import version
from typing import NoReturn

from archive.database import Archive
from archive.settings import get_setting, put_setting
from scraper.errors import ContactError

PRODUCT_TOKEN = "commentariat"  # noqa: S105 (the name that robots.txt files address us by)
CONTACT_VARIABLE = "COMMENTARIAT_CONTACT"
CONTACT_SETTING = "contact"


def user_agent(contact: str | None) -> str:
    """The User-Agent header: product, version and, where there is one, whom to write to."""
    product = f"{PRODUCT_TOKEN}/{version(PRODUCT_TOKEN)}"
    return f"{product} (+{contact})" if contact else product


def find_contact(archive: Archive) -> str | None:
    """The contact of the environment, or else the archive's own."""
    return clean_contact(os.environ.get(CONTACT_VARIABLE) or get_setting(archive, CONTACT_SETTING))


def find_contact_of(archive: Archive | None) -> str | None:
    """The same where there may be no archive yet."""
    return find_contact(archive) if archive is not None else clean_contact(os.environ.get(CONTACT_VARIABLE))


def require_contact(archive: Archive, site: str, *, ask: Callable[[], str | None] | None = None) -> str:
    """The contact; asked for, and stored in the archive, where there is none.

    Raises:
        ContactError: there is none, and nobody to ask.
    """
    contact = find_contact(archive)
    if contact is None and ask is not None:
        contact = clean_contact(ask())
        if contact:
            put_setting(archive, CONTACT_SETTING, contact)
    if contact is None:
        refuse_without_contact(site)
    return contact


def has_contact_set() -> bool:
    """Whether the environment names a contact."""
    return clean_contact(os.environ.get(CONTACT_VARIABLE)) is not None


def refuse_without_contact(site: str) -> NoReturn:
    """Say why the site is not crawled.

    Raises:
        ContactError: always.
    """
    raise ContactError(
        f"{site}: not crawled, since its owner could not reach you. "
        f"Set {CONTACT_VARIABLE} to an e-mail address or a page about your crawl."
    )


def clean_contact(contact: str | None) -> str | None:
    """The contact as it may stand in a header: one line, no brackets."""
    cleaned = " ".join((contact or "").translate(dict.fromkeys(map(ord, "()<>"))).split())
    return cleaned.removeprefix("mailto:") or None
