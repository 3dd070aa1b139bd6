"""How an export names people: really, by pseudonyms, or not at all."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

import attrs

from archive.addresses import site_of
from archive.export.contacts import mask_contacts, mask_contacts_in_html
from archive.export.filters import Names
from archive.export.pseudonyms import Pseudonyms
from archive.export.replacing import NameReplacer

FINGERPRINT = "fp-"
"""How the keys of comments begin to which the site gives none."""
UNNAMED = "[name]"
"""What stands in texts for a name that is left out."""


@attrs.frozen
class ThreadNaming:
    """How the people of one thread are named."""

    naming: Naming
    site: str
    replacer: NameReplacer | None
    """None where names stay."""

    def name(self, name: str | None) -> str | None:
        """What stands for a name in a field of its own."""
        return self.naming.name(self.site, name)

    def profile(self, url: str | None) -> str | None:
        """An address that leads to a person: kept only with the real name."""
        return url if self.replacer is None else None

    def in_text(self, text: str | None) -> str | None:
        """The text with the names of the thread's people replaced."""
        if text is None:
            return None
        text = text if self.replacer is None else self.replacer.in_text(text)
        return mask_contacts(text) if self.naming.masks_contacts else text

    def in_html(self, markup: str | None) -> str | None:
        """The HTML likewise."""
        if markup is None:
            return None
        markup = markup if self.replacer is None else self.replacer.in_html(markup)
        return mask_contacts_in_html(markup) if self.naming.masks_contacts else markup


@attrs.frozen
class Naming:
    """The choice made for one export."""

    names: Names
    pseudonyms: Pseudonyms | None = None
    """Given where the choice is `pseudonym`; where it is `none`, their key alone is of use."""
    masks_contacts: bool = False
    """E-mail addresses and phone numbers in texts are masked."""

    def is_plain(self) -> bool:
        """Whether everything stays as it is."""
        return self.names is Names.REAL and not self.masks_contacts

    def name(self, site: str, name: str | None) -> str | None:
        """What stands for a name in a field of its own."""
        if name is None or self.names is Names.REAL:
            return name
        return self.pseudonyms.of(site, name) if self.pseudonyms and self.names is Names.PSEUDONYM else None

    def key(self, site: str, key: str | None) -> str | None:
        """What stands for the key of a comment.

        A fingerprint is made of name, date and words: with the words at hand, a list of names would tell whose it is.
        """
        if key is None or self.names is Names.REAL or not key.startswith(FINGERPRINT):
            return key
        return FINGERPRINT + self.pseudonyms.seal(site, key) if self.pseudonyms else None

    def of_thread(self, site: str, people: Iterable[str | None], profiles: Iterable[str] = ()) -> ThreadNaming:
        """How the people of a thread are named, in fields and in texts; addresses that lead to them go."""
        if self.names is Names.REAL:
            return ThreadNaming(self, site, None)
        names = [name for name in people if name]
        profiles = [profile for profile in profiles if site_of(profile) != site or urlsplit(profile).path.strip("/")]
        return ThreadNaming(self, site, NameReplacer(names, lambda name: self.name(site, name) or UNNAMED, profiles))
