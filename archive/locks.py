"""One crawl a site: a lock that a dead owner cannot keep.

The owner is a process: its id, and the time it started, since ids are used again. Whether it lives is asked of /proc.
A process on another machine cannot be asked; it counts as dead when it has not said for ten minutes that it lives.
"""

from __future__ import annotations

import os
import socket
import sqlite3
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType

import attrs

from archive.database import Archive
from archive.errors import ForgottenError, SiteLockedError
from archive.forget.recognising import recogniser_of
from archive.site_rows import site_id_of
from archive.times import now, text_time, time_text

SILENCE = timedelta(minutes=10)
"""A crawl refreshes its lock each minute; ten missed are no accident."""
_START_TIME_FIELD = 22  # of /proc/PID/stat, counted from 1

_FIND = "select host_name, pid, process_started, alive_at from site_locks where site_id = :site_id"
_TAKE = """
    insert or replace into site_locks (site_id, host_name, pid, process_started, locked_at, alive_at)
    values (:site_id, :host_name, :pid, :process_started, :at, :at)
"""
_OWNED = "site_id = :site_id and host_name = :host_name and pid = :pid and process_started = :process_started"
_REFRESH = f"update site_locks set alive_at = :at where {_OWNED}"  # noqa: S608 (our own constant)
_RELEASE = f"delete from site_locks where {_OWNED}"  # noqa: S608 (our own constant)


@attrs.frozen(kw_only=True)
class Owner:
    """A process, told from any other that had or will have its id."""

    host_name: str
    pid: int
    process_started: str


def this_process() -> Owner:
    """The process that runs this."""
    return Owner(host_name=socket.gethostname(), pid=os.getpid(), process_started=process_start(os.getpid()) or "")


def process_start(pid: int) -> str | None:
    """Clock ticks from boot to the start of that process, or None where it is not running.

    A zombie is not running: it only waits for its parent to ask how it ended.
    """
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    # The second field is the name in parentheses and may hold blanks and parentheses itself.
    fields = stat.rpartition(")")[2].split()
    state, started = fields[0], fields[_START_TIME_FIELD - 3]
    return None if state in "ZX" else started


class SiteLock:
    """The lock on one site of one archive, held within `with`.

    Raises:
        SiteLockedError: on entering, where a live process holds it.
        ForgottenError: likewise, where the site was forgotten.
    """

    def __init__(
        self, archive: Archive, site: str, *, owner: Owner | None = None, is_for_forgetting: bool = False
    ) -> None:
        self.archive, self.site, self._is_for_forgetting = archive, site, is_for_forgetting
        self.owner = owner or this_process()

    def acquire(self, at: datetime | None = None) -> None:
        """Take the lock, from a dead owner at once."""
        at = at or now()
        with self.archive.transaction() as connection:
            if not self._is_for_forgetting and recogniser_of(connection).is_site(self.site):
                raise ForgottenError(self.archive.path, f"the site {self.site}", f"--site {self.site}")
            self.site_id = site_id_of(connection, self.site)
            row = connection.execute(_FIND, {"site_id": self.site_id}).fetchone()
            if row is not None and _is_alive(row, self.owner.host_name, at):
                raise SiteLockedError(self.archive.path, self.site, row["pid"], row["host_name"])
            connection.execute(_TAKE, self._values(at))

    def refresh(self, at: datetime | None = None) -> None:
        """Say that the owner lives; once a minute is enough."""
        with self.archive.transaction() as connection:
            connection.execute(_REFRESH, self._values(at or now()))

    def release(self) -> None:
        """Give the lock back, if it is still ours."""
        with self.archive.transaction() as connection:
            connection.execute(_RELEASE, self._values(now()))

    def __enter__(self) -> SiteLock:
        self.acquire()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.release()

    def _values(self, at: datetime) -> dict[str, str | int]:
        return {"site_id": self.site_id, "at": time_text(at), **attrs.asdict(self.owner)}


def is_locked(connection: sqlite3.Connection, site_id: int) -> bool:
    """Whether a live process crawls the site."""
    row = connection.execute(_FIND, {"site_id": site_id}).fetchone()
    return row is not None and _is_alive(row, socket.gethostname(), now())


def _is_alive(row: sqlite3.Row, host_name: str, at: datetime) -> bool:
    if row["host_name"] != host_name:
        return at - text_time(row["alive_at"]) < SILENCE
    return process_start(row["pid"]) == str(row["process_started"])
