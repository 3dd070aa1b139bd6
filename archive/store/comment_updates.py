"""A comment that is stored and seen again: what has changed, and what that leaves behind."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Any

import attrs

from archive.indexed_tables import COMMENTS
from archive.records import CommentState, DatePrecision
from archive.search_index import exchange
from archive.store.comment_rows import COUNTED, DATE, FIELDS, VOTES, WORDS, Values, replace_comment
from archive.store.revisions import COMMENTS as HISTORY
from archive.store.revisions import VOTES as VOTE_HISTORY
from archive.store.saved import Sighting
from archive.store.told_words import Told, beside_told_comment

_TOUCH = """
    update comments
    set last_seen_at = ?, capture_id = coalesce(?, capture_id), is_on_page = 1
    where comment_id = ?
"""
_OWN_WORDS = "update comments set is_supplemented = 0 where comment_id = ?"
_SEEN_EARLIER = "update comments set first_seen_at = ? where comment_id = ?"
_GONE = CommentState.GONE.value
_FINENESS = {None: 0, DatePrecision.DAY: 1, DatePrecision.MINUTE: 2, DatePrecision.SECOND: 3}


@attrs.frozen
class Meeting:
    """A stored comment and what a page says of it now."""

    row: sqlite3.Row
    sighting: Sighting
    old: Mapping[str, Any]
    new: dict[str, Any]
    is_correction: bool
    """The very sighting on record, read again."""
    is_older: bool
    """Seen before the one on record."""
    keeps_supplement: bool
    """The page shows no words, and those that an endpoint told stay."""

    @property
    def comment_id(self) -> int:
        """Which comment."""
        return int(self.row["comment_id"])

    @property
    def is_edit(self) -> bool:
        """Whether anything changed that leaves a revision, votes apart; that a page shows it too is no edit."""
        return bool(self.row["is_on_page"]) and HISTORY.is_edit(self.old, self.new)

    @property
    def is_recounted(self) -> bool:
        """Whether anything may change that the counts by month are made of."""
        moves_month = self.old["published_at"] is None and self.sighting.at < self.row["first_seen_at"]
        return moves_month or any(self.new[name] != self.old[name] for name in COUNTED)


def meet(
    connection: sqlite3.Connection, row: sqlite3.Row, values: Values, sighting: Sighting, told: Told | None
) -> Meeting:
    """Compare a stored comment, and what an API has told of it, with what a page says of it."""
    old = {name: row[name] for name in FIELDS}
    new = dict(zip(FIELDS, values, strict=True))
    keeps_supplement = bool(
        row["is_supplemented"] and not new["text"] and new["state"] == CommentState.VISIBLE.value
    )  # pages print a pingback's title alone
    if keeps_supplement:
        new.update({name: old[name] for name in WORDS})
    new.update({name: old[name] for name in VOTES if new[name] is None})  # a page that shows no votes denies none
    is_on_page = bool(row["is_on_page"])
    is_correction = sighting.corrects(row["last_seen_at"], row["capture_id"]) and is_on_page
    shown_state = new["state"]
    if told is not None:
        beside_told_comment(connection, dict(row), new, told, is_correction=is_correction)
    new["state"] = shown_state
    if not is_correction and _FINENESS[new["date_precision"]] <= _FINENESS[old["date_precision"]]:
        kept = DATE if is_on_page else DATE[::2]
        new.update({name: old[name] for name in kept})  # "2 hours ago" was exact when it was first seen
        new["reply_seconds"] = old["reply_seconds"] if new["parent_id"] == old["parent_id"] else new["reply_seconds"]
    is_older = sighting.at < row["last_seen_at"] and is_on_page and not is_correction
    return Meeting(row, sighting, old, new, is_correction, is_older, keeps_supplement)


def update_comment(connection: sqlite3.Connection, met: Meeting) -> bool:
    """Bring a stored comment up to date, and say whether it was edited, moved, or is now read better."""
    if met.is_older:
        return _keep_older(connection, met)
    if met.old["state"] == _GONE and (revisions := HISTORY.revisions(connection, met.comment_id)):
        return _find_again(connection, met, revisions[0])
    is_edit = met.is_edit
    if not met.is_correction:
        _keep_version(connection, met)
    _write(connection, met)
    if met.is_correction:
        HISTORY.collapse(connection, met.comment_id)
        VOTE_HISTORY.collapse(connection, met.comment_id)
    return is_edit


def _keep_older(connection: sqlite3.Connection, met: Meeting) -> bool:
    """Into the history; where nothing differs, what is known of an earlier change may still become more exact."""
    has_history = met.row["revisions"] > 0
    if has_history or any(met.new[name] != met.old[name] for name in VOTES):
        VOTE_HISTORY.keep_older(connection, met.comment_id, met.new, met.sighting)
    is_edit = (has_history or met.is_edit or met.row["state"] == _GONE) and HISTORY.keep_older(
        connection, met.comment_id, met.new, met.sighting
    )
    if met.sighting.at < met.row["first_seen_at"]:  # until here, since when what followed was seen
        connection.execute(_SEEN_EARLIER, (met.sighting.at, met.comment_id))
    return is_edit


def _find_again(connection: sqlite3.Connection, met: Meeting, before_it_went: sqlite3.Row) -> bool:
    """A comment that is gone: it is back, or was never gone, or this tells more of the time before."""
    gone_at, gone_in = before_it_went["replaced_at"], before_it_went["replaced_capture_id"]
    sighting = met.sighting
    if not met.is_correction and (
        sighting.at > gone_at or (sighting.at == gone_at and gone_in not in (None, sighting.capture_id))
    ):
        HISTORY.keep(
            connection, met.comment_id, met.old, seen=(gone_at, gone_in), replaced=(sighting.at, sighting.capture_id)
        )
        _write(connection, met)
        return True
    if not met.is_correction and sighting.at == gone_at:  # the page on which it was missed, read better
        _write(connection, met)
        HISTORY.collapse(connection, met.comment_id)
        return True
    is_edit = HISTORY.keep_older(connection, met.comment_id, met.new, sighting)
    met.new["state"] = _GONE
    _write(connection, met)
    return is_edit


def _keep_version(connection: sqlite3.Connection, met: Meeting) -> None:
    seen = (met.row["last_seen_at"], met.row["capture_id"])
    replaced = (met.sighting.at, met.sighting.capture_id)
    if met.is_edit:
        HISTORY.keep(connection, met.comment_id, met.old, seen=seen, replaced=replaced)
    if any(met.old[name] is not None and met.old[name] != met.new[name] for name in VOTES):
        VOTE_HISTORY.keep(connection, met.comment_id, met.old, seen=seen, replaced=replaced)


def _write(connection: sqlite3.Connection, met: Meeting) -> None:
    if met.new != met.old:
        replace_comment(connection, met.comment_id, met.new.values())
        if met.row["is_supplemented"] and not met.keeps_supplement:
            connection.execute(_OWN_WORDS, (met.comment_id,))
        before, after = ((version["text"], version["text_cjk"]) for version in (met.old, met.new))
        exchange(connection, COMMENTS, met.comment_id, before, after)
    seen_at = max(met.sighting.at, met.row["last_seen_at"])
    connection.execute(_TOUCH, (seen_at, met.sighting.capture_id, met.comment_id))
