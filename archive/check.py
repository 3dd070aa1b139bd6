"""Is the archive whole? Each check looks at one thing, and says what is wrong in a line.

file        SQLite's own integrity check
references  every foreign key leads somewhere
trees       parents are in the same thread, and no comment answers itself
counts      what the store counts equals what is there
index       the search index holds the texts that are stored, and nothing else
captures    every capture can be read, and is what its digest says
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import attrs

from archive.count_faults import count_faults
from archive.database import Archive
from archive.errors import CaptureError, DamagedArchiveError
from archive.indexed_tables import TABLES
from archive.queries import iterate_captures
from archive.records import Capture
from archive.search_index import index_pending
from archive.store.trees import without_rings

_MOST_OF_A_KIND = 20
"""Faults of one kind that are told; a file that is broken in a thousand places needs no list."""
_MOST_COUNTED = 10_000
"""Faults of the file at which SQLite stops looking."""

_STRANGE_PARENTS = """
    select comments.comment_id, articles.url
    from comments
    join comments as parents on parents.comment_id = comments.parent_id
    join articles on articles.article_id = comments.article_id
    where parents.article_id <> comments.article_id
"""
# A parent is nearly always stored before its reply. Only threads where one is not can hold a ring.
_DOUBTFUL_THREADS = "select distinct article_id from comments where parent_id >= comment_id"
_PARENTS = "select comment_id, parent_id from comments where article_id = :article_id"
_WRONG_COMMENT_COUNTS = """
    select articles.url, articles.comment_count as counted, count(comments.comment_id) as present
    from articles
    left join comments using (article_id)
    group by articles.article_id
    having counted <> present
        or articles.deepest is not max(comments.depth)
"""
_WRONG_REVISION_COUNTS = """
    select ifnull(comments.url, 'comment ' || comments.comment_id) as url, comments.revisions as counted,
        (
            select count(*)
            from (
                select seen_at, replaced_at from comment_revisions where comment_id = comments.comment_id
                union
                select seen_at, replaced_at from vote_revisions where comment_id = comments.comment_id
            )
        ) as present
    from comments
    where counted <> present
"""


@attrs.frozen
class Fault:
    """One thing that is wrong."""

    check: str
    found: str


@attrs.frozen
class CheckResult:
    """What one check found."""

    check: str
    faults: tuple[Fault, ...]
    """None where all is whole; at most the first twenty."""
    more: int
    """How many faults there are beyond those."""
    looked_at: int
    """How many things were looked at; 0 where the check asks SQLite alone."""


def check_archive(archive: Archive, *, report: Callable[[str], None] = lambda check: None) -> list[CheckResult]:  # noqa: ARG005 (nobody listens)
    """Every check in turn; `report` is told the name of each as it begins."""
    results = []
    for name, look in _CHECKS.items():
        report(name)
        results.append(_first_faults(name, _with_our_errors(archive, look)))
    return results


def _first_faults(name: str, found: Iterator[str | None]) -> CheckResult:
    """Gather what a check yields: a line for a fault, None for a thing that is whole."""
    faults: list[Fault] = []
    more = looked_at = 0
    try:
        for line in found:
            looked_at += 1
            if line is not None and len(faults) < _MOST_OF_A_KIND:
                faults.append(Fault(name, line))
            elif line is not None:
                more += 1
    except DamagedArchiveError as error:  # the check itself ran into a page it could not read
        faults.append(Fault(name, error.found))
    return CheckResult(name, tuple(faults), more, looked_at)


def _with_our_errors(archive: Archive, look: Callable[[Archive], Iterator[str | None]]) -> Iterator[str | None]:
    with archive.errors():
        yield from look(archive)


def _check_file(archive: Archive) -> Iterator[str | None]:
    for row in archive.connection.execute(f"pragma integrity_check({_MOST_COUNTED})"):
        yield None if row[0] == "ok" else row[0]


def _check_references(archive: Archive) -> Iterator[str | None]:
    for row in archive.connection.execute("pragma foreign_key_check"):
        yield f"row {row['rowid']} of {row['table']} names a row of {row['parent']} that is not there"


def _check_trees(archive: Archive) -> Iterator[str | None]:
    for row in archive.connection.execute(_STRANGE_PARENTS):
        yield f"comment {row['comment_id']} in {row['url']} answers a comment of another thread"
    for row in archive.connection.execute(_DOUBTFUL_THREADS).fetchall():
        parents = dict(archive.connection.execute(_PARENTS, {"article_id": row["article_id"]}).fetchall())
        free = without_rings(parents)
        for comment_id in (i for i, parent in parents.items() if free[i] != parent):
            yield f"comment {comment_id} in article {row['article_id']} is its own ancestor"


def _check_counts(archive: Archive) -> Iterator[str | None]:
    for sql, what in (
        (_WRONG_COMMENT_COUNTS, "comments"),
        (_WRONG_REVISION_COUNTS, "earlier versions"),
    ):
        for row in archive.connection.execute(sql):
            yield f"{row['url']} counts {row['counted']} {what}, found {row['present']} or another depth"
    yield from count_faults(archive)


def _check_index(archive: Archive) -> Iterator[str | None]:
    # FTS5 compares index and table only where it may write, and rows that wait for their batch would count as missing.
    if archive.read_only:
        return
    index_pending(archive)
    for table in TABLES:
        try:
            with archive.transaction() as connection:
                connection.execute(f"insert into {table.index} ({table.index}, rank) values ('integrity-check', 1)")  # noqa: S608 (our own tables)
        except DamagedArchiveError as error:
            yield f"the index of {table.name} does not fit its table ({error.found})"


def _check_captures(archive: Archive) -> Iterator[str | None]:
    told: set[str] = set()
    for capture in iterate_captures(archive):
        fault = _capture_fault(archive, capture)
        # A file that is missing is one fault, however many captures it held.
        yield None if fault in told else fault
        if fault is not None:
            told.add(fault)


def _capture_fault(archive: Archive, capture: Capture) -> str | None:
    from archive.captures import read_capture

    try:
        response = read_capture(archive.captures_folder, capture)
    except CaptureError as error:
        return error.fault
    place = f"{archive.captures_folder / capture.file} at byte {capture.offset}"
    if response.damage is not None:
        return f"{place}: {response.damage}"
    if response.digest is not None and response.digest != capture.digest:
        return f"{place}: holds {response.digest}, the archive knows it as {capture.digest}"
    return None


_CHECKS: dict[str, Callable[[Archive], Iterator[str | None]]] = {
    "file": _check_file,
    "references": _check_references,
    "trees": _check_trees,
    "counts": _check_counts,
    "index": _check_index,
    "captures": _check_captures,
}
