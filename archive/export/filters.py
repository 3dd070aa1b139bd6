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
    include_noarchive: bool = False
    """Also what its page asks not to be archived."""
