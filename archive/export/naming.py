"""How an export names people: really, by pseudonyms, or not at all."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from archive.export.filters import Names
from archive.export.pseudonyms import Pseudonyms
from archive.export.replacing import NameReplacer

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
        return text if self.replacer is None or text is None else self.replacer.in_text(text)

    def in_html(self, markup: str | None) -> str | None:
        """The HTML likewise."""
        return markup if self.replacer is None or markup is None else self.replacer.in_html(markup)


@attrs.frozen
class Naming:
    """The choice made for one export."""

    names: Names
    pseudonyms: Pseudonyms | None = None
    """Given where the choice is `pseudonym`."""

    def name(self, site: str, name: str | None) -> str | None:
        """What stands for a name in a field of its own."""
        if name is None or self.names is Names.REAL:
            return name
        return self.pseudonyms.of(site, name) if self.pseudonyms else None

    def of_thread(self, site: str, people: Iterable[str | None]) -> ThreadNaming:
        """How the people of a thread are named, in fields and in texts."""
        if self.names is Names.REAL:
            return ThreadNaming(self, site, None)
        names = [name for name in people if name]
        return ThreadNaming(self, site, NameReplacer(names, lambda name: self.name(site, name) or UNNAMED))
