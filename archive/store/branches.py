"""A page that shows one branch of a thread ("continue this thread"): its first comment is known from the page that led there.

Whom that one answers, and how deep it stands, is not told there: what is stored of it stays, and what answers it is
counted from there.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

import attrs

from archive.records import Comment, Page, PageKind


def is_branch(page: Page) -> bool:
    """Whether a page shows a part of a thread that is none of its pages."""
    return page.kind is PageKind.COMMENTS and page.is_partial


def below_known(page: Page, comments: list[Comment], known: Mapping[str, sqlite3.Row]) -> list[Comment]:
    """The comments of a branch without the first of those that are stored, at their depths in the whole thread.

    Args:
        page: any page; what is no branch comes back as it is.
        comments: its comments, parents before replies.
        known: what is stored of them, by key.
    """
    if not is_branch(page):
        return comments
    found: list[Comment] = []
    above = 0
    for comment in comments:
        row = known.get(comment.key)
        if comment.depth == 0:
            above = int(row["depth"]) if row is not None else 0
        if comment.depth or row is None or not comment.is_orphan:
            found.append(attrs.evolve(comment, depth=comment.depth + above) if comment.depth else comment)
    return found
