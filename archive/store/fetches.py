"""Rows about the visit itself: its bytes, and how it ended."""

from __future__ import annotations

import sqlite3

import attrs
import orjson

from archive.records import Capture, Directives, Visit
from archive.store.saved import Sighting
from archive.times import time_text

_FIND_CAPTURE = "select capture_id from captures where file = :file and offset = :offset"
_INSERT_CAPTURE = """
    insert into captures (url, fetched_at, status, content_type, digest, file, offset, length, directives)
    values (:url, :fetched_at, :status, :content_type, :digest, :file, :offset, :length, :directives)
"""
_READ_AGAIN = """
    update captures
    set directives = :directives
    where file = :file
      and offset = :offset
      and directives is not :directives
"""
_FIND_FETCH = """
    select fetch_id
    from fetches
    where requested_url = :requested_url
      and fetched_at = :fetched_at
      and source = :source
"""
_PUT_FETCH = """
    insert into fetches (
        site_id, run_id, capture_id, requested_url, url, fetched_at, status, outcome, reason, kind, extractor, source
    )
    values (
        :site_id, :run_id, :capture_id, :requested_url, :url, :fetched_at, :status, :outcome, :reason, :kind, :extractor,
        :source
    )
    on conflict (requested_url, fetched_at, source) do update set
        run_id = coalesce(excluded.run_id, run_id),
        capture_id = coalesce(excluded.capture_id, capture_id),
        status = excluded.status,
        outcome = excluded.outcome,
        reason = excluded.reason,
        kind = excluded.kind,
        extractor = excluded.extractor
    where excluded.capture_id is not null
       or (fetches.capture_id is null and excluded.outcome <> 'unchanged')
"""
# Times are kept to the second: an address asked for twice in one, by two crawls, has one row, and bytes that were kept
# stay in it. An answer without any ("not changed") takes nothing away.


def save_sighting(connection: sqlite3.Connection, visit: Visit) -> Sighting:
    """Store where the visit's bytes are, and say when and where its records were seen."""
    at = time_text(visit.fetched_at)
    if visit.capture is not None:
        directives = visit.page.directives if visit.page is not None else visit.directives
        capture_id, is_replay = _save_capture(connection, visit.capture, directives_text(directives))
        return Sighting(at=at, capture_id=capture_id, is_replay=is_replay)
    values = {"requested_url": visit.requested_url, "fetched_at": at, "source": visit.source}
    is_known = connection.execute(_FIND_FETCH, values).fetchone() is not None
    return Sighting(at=at, capture_id=None, is_replay=is_known)


def save_fetch(
    connection: sqlite3.Connection, visit: Visit, sighting: Sighting, *, site_id: int, run_id: int | None
) -> None:
    """Store how the visit ended; storing it again replaces that."""
    page = visit.page
    values = {
        "site_id": site_id,
        "run_id": run_id,
        "capture_id": sighting.capture_id,
        "requested_url": visit.requested_url,
        "url": visit.url,
        "fetched_at": sighting.at,
        "status": visit.status,
        "outcome": outcome(visit),
        "reason": visit.error or visit.skipped,
        "kind": page.kind.value if page else None,
        "extractor": f"{page.extractor.name} {page.extractor.version}" if page else None,
        "source": visit.source,
    }
    connection.execute(_PUT_FETCH, values)


def outcome(visit: Visit) -> str:
    """How a visit ended: `failed`, `skipped`, `unchanged` or `stored`."""
    if visit.error is not None:
        return "failed"
    if visit.skipped is not None:
        return "skipped"
    return "unchanged" if visit.unchanged and visit.page is None else "stored"


def directives_text(directives: Directives) -> str | None:
    """What is asked of machines, as JSON; None where nothing is."""
    said = {name: value for name, value in attrs.asdict(directives).items() if value not in (False, None)}
    if directives.tdm_reservation is False:  # said, and so kept: the rights are not reserved
        said["tdm_reservation"] = False
    return orjson.dumps(said).decode() if said else None


def _save_capture(connection: sqlite3.Connection, capture: Capture, directives: str | None) -> tuple[int, bool]:
    place = {"file": capture.file, "offset": capture.offset, "directives": directives}
    row = connection.execute(_FIND_CAPTURE, {"file": capture.file, "offset": capture.offset}).fetchone()
    if row is not None:
        if directives is not None:
            connection.execute(_READ_AGAIN, place)
        return int(row["capture_id"]), True
    values = {
        "url": capture.url,
        "fetched_at": time_text(capture.fetched_at),
        "status": capture.status,
        "content_type": capture.content_type,
        "digest": capture.digest,
        "length": capture.length,
        **place,
    }
    capture_id = connection.execute(_INSERT_CAPTURE, values).lastrowid
    assert capture_id is not None  # noqa: S101 (an insert has one)
    return capture_id, False
