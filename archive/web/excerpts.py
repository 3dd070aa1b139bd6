"""The beginning of a text, cut between words."""

from __future__ import annotations


def excerpt(text: str, most: int) -> str:
    """The text on one line, of at most about that many characters."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    head = line[:most]
    return f"{head.rsplit(' ', 1)[0] if ' ' in head else head} …"
