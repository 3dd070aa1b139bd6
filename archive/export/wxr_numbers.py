"""Names and numbers as WordPress has them: comment ids that rise from parent to reply, logins and slugs in ASCII."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence

from archive.export.tables import COMMENTS, Row

_ID, _KEY, _PARENT = map(COMMENTS.place, ("id", "key", "parent_id"))
_LONGEST_NUMBER = 18  # digits of MySQL's bigint
_NOT_SLUG = re.compile(r"[^a-z0-9]+")


def comment_numbers(comments: Sequence[Row]) -> dict[str, int]:
    """The number of each comment of a thread, by its id: its own where all have fit ones, else new ones from 1."""
    own = {str(row[_ID]): _number(str(row[_KEY])) for row in comments}
    pairs = [(own[str(row[_ID])], own.get(str(row[_PARENT])) if row[_PARENT] else 0) for row in comments]
    if all(number and parent is not None and parent < number for number, parent in pairs) and (
        len(set(own.values())) == len(own)
    ):
        return {comment: number for comment, number in own.items() if number}
    return {comment: number for number, comment in enumerate(_parents_first(comments), 1)}


def author_login(name: str) -> str:
    """A login for that name: ASCII, and no other name's."""
    digest = hashlib.blake2b(name.encode(), digest_size=4).hexdigest()
    return f"{slug(name)[:40]}-{digest}".strip("-")


def slug(text: str) -> str:
    """The text as a part of an address: `Größe 3` is `grosse-3`; empty where nothing of it is ASCII."""
    plain = unicodedata.normalize("NFKD", text.replace("ß", "ss")).encode("ascii", "ignore").decode().lower()
    return _NOT_SLUG.sub("-", plain).strip("-")[:80]


def _number(key: str) -> int | None:
    if not (key.isascii() and key.isdecimal()) or len(key) > _LONGEST_NUMBER or key.startswith("0"):
        return None
    return int(key)


def _parents_first(comments: Sequence[Row]) -> list[str]:
    """The ids in reading order, but each behind its parent."""
    replies: dict[str | None, list[str]] = {}
    known = {str(row[_ID]) for row in comments}
    for row in comments:
        parent = str(row[_PARENT]) if row[_PARENT] in known else None
        replies.setdefault(parent, []).append(str(row[_ID]))
    ordered: list[str] = []
    waiting = list(reversed(replies.get(None, [])))
    while waiting:
        comment = waiting.pop()
        ordered.append(comment)
        waiting += reversed(replies.get(comment, []))
    return ordered
