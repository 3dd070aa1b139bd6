"""What a page and its headers ask of machines.

<meta name="robots" content="noarchive">           X-Robots-Tag: noarchive, otherbot: noindex
<meta name="tdm-reservation" content="1">          tdm-reservation: 1             (TDM Reservation Protocol)
Content-Usage: train-ai=n      (IETF AI Preferences)
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from archive.records import Directives
from scraper.extract.structured import Head

OUR_NAME = "commentariat"
_WITH_VALUES = frozenset({"max-snippet", "max-image-preview", "max-video-preview", "unavailable_after"})
_RESERVING_USES = re.compile(r"(?:^|[,;\s])(?:train-ai|train-genai|ai|tdm|bots)\s*=\s*\"?n\b", re.I)


def read_directives(head: Head, headers: Mapping[str, str]) -> Directives:
    """The directives that hold for us; header names in lower case."""
    words = _words(",".join([*head.meta.get("robots", []), *head.meta.get(OUR_NAME, [])]))
    return _directives(words, head.first("tdm-reservation"), headers)


def directives_of_headers(headers: Mapping[str, str]) -> Directives:
    """What an answer that is no page asks: a feed, a sitemap, JSON."""
    return _directives(set(), None, headers)


def _directives(words: set[str], reserved: str | None, headers: Mapping[str, str]) -> Directives:
    words = words | _words(headers.get("x-robots-tag", ""))
    return Directives(
        noindex=bool(words & {"noindex", "none"}),
        nofollow=bool(words & {"nofollow", "none"}),
        noarchive="noarchive" in words,
        tdm_reservation=_reservation(reserved, headers),
        content_usage=headers.get("content-usage"),
    )


def _words(asked: str) -> set[str]:
    """The directives of a list, but for those that follow another crawler's name."""
    words, is_ours = set(), True
    for part in asked.lower().split(","):
        name, colon, rest = part.strip().partition(":")
        if colon and name.strip() not in _WITH_VALUES:
            is_ours, part = name.strip() == OUR_NAME, rest  # noqa: PLW2901 (what is left of it)
        if is_ours:
            words.update(part.split())
    return words


def _reservation(named: str | None, headers: Mapping[str, str]) -> bool | None:
    """Whether the rights to mine the page are reserved; None where nothing is said."""
    told = named if named is not None else headers.get("tdm-reservation")
    if _RESERVING_USES.search(headers.get("content-usage", "")):
        return True
    return None if told is None else told.strip() == "1"
