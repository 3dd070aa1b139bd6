"""What goes into an export."""

from __future__ import annotations

from enum import StrEnum

import attrs


class Names(StrEnum):
    """How people are named."""

    PSEUDONYM = "pseudonym"
    """Each name replaced by one that only the archive's key connects with it, in texts too."""
    REAL = "real"
    NONE = "none"
    """No names, and a mark in their place in texts."""


@attrs.frozen(kw_only=True)
class Filters:
    """Which articles are exported; their comments come with them."""

    site: str | None = None
    since: str | None = None
    """Published at or after that time; where that is not known, first seen. For sidebars and people: last seen."""
    until: str | None = None
    language: str | None = None
    """Of the article: `en` is also `en-GB`."""
    min_comments: int | None = None
    """Stored comments, at least."""
    query: str | None = None
    """As `search` understands it: found in the article, or in one of its comments."""
    include_noarchive: bool = False
    """Also what its page asks not to be archived."""

    def narrow(self) -> bool:
        """Whether any filter leaves articles out, what asks not to be archived aside."""
        return any(value is not None for value in attrs.astuple(self)[:-1])
