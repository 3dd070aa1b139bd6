"""How much a run asks for again; apart from how it is done, since readers of pages need to know no archive."""

from __future__ import annotations

from enum import StrEnum

FEED_PAGES = 10
"""Further pages of a feed that one run reads, in turn: each tells the counts of ten articles."""


class Revisit(StrEnum):
    """What a new run asks for again of what is known."""

    EVERYTHING = "everything"
    CHANGED = "changed"
    """What may have changed, by signs and by the policy; a person started it, so all lists are looked at now."""
    DUE = "due"
    """What is due by the schedule."""
    NOTHING = "nothing"
