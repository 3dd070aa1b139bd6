"""The room itself: which archive of a Datasette is shown, what of it may be seen, and how it is asked.

Settings of the plugin, in Datasette's metadata under `plugins`, `commentariat`:

    database        which of the attached files, where there are several archives
    names           real (default), pseudonym or none
    noarchive       true: show also what its page asks not to be archived
    tables          false: Datasette's own table pages are closed
    milliseconds    how long a page may ask the archive (5,000)
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

import attrs
import sqlite_utils

from archive.database import Archive
from archive.errors import ArchiveError
from archive.export.filters import Names
from archive.export.naming import Naming
from archive.export.pseudonyms import Pseudonyms, load_key
from archive.schema.migrations import APPLICATION_ID

Answer = TypeVar("Answer")
PLUGIN = "commentariat"
_MILLISECONDS = 5000
_STEPS = 5000
"""SQLite's instructions between two looks at the clock: some tenths of a millisecond."""


class TooSlowError(Exception):
    """A page asked the archive for longer than it may."""


@attrs.frozen(kw_only=True)
class Shown:
    """What may be seen."""

    naming: Naming
    noarchive: bool
    """Also what its page asks not to be archived."""

    @property
    def has_people(self) -> bool:
        """Whether people have pages of their own."""
        return self.naming.names is Names.REAL


@attrs.frozen(kw_only=True)
class Room:
    """One archive of a running Datasette."""

    database: Any
    """Datasette's."""
    path: Path
    shown: Shown
    has_tables: bool
    """Datasette's own pages of tables may be opened."""
    takes_sql: bool
    """And readers may ask with SQL of their own."""
    milliseconds: int

    async def ask(self, question: Callable[[Archive, Shown], Answer]) -> Answer:
        """What the question gives; it is asked in one of Datasette's threads, on a connection that only reads.

        Raises:
            TooSlowError: it took too long.
        """

        def asked(connection: sqlite3.Connection) -> Answer:
            database = sqlite_utils.Database(connection, execute_plugins=False)
            archive = Archive(path=self.path, connection=connection, database=database, read_only=True)
            with _limited(connection, self.milliseconds):
                return question(archive, self.shown)

        answer: Answer = await self.database.execute_fn(asked)
        return answer


_rooms: WeakKeyDictionary[Any, Room | None] = WeakKeyDictionary()


async def find_room(datasette: Any) -> Room | None:
    """The archive this Datasette shows, or None where it has none attached."""
    if datasette not in _rooms:
        _rooms[datasette] = await _open_room(datasette)
    return _rooms[datasette]


async def find_archives(datasette: Any) -> list[Any]:
    """Those of its databases that are archives of ours."""
    files = [database for database in datasette.databases.values() if database.path]
    return [database for database in files if await database.execute_fn(_is_archive)]


async def _open_room(datasette: Any) -> Room | None:
    settings = datasette.plugin_config(PLUGIN) or {}
    for database in await find_archives(datasette):
        if settings.get("database", database.name) == database.name:
            return _room(datasette, database, settings)
    return None


def _room(datasette: Any, database: Any, settings: dict[str, Any]) -> Room:
    path = Path(database.path)
    names = Names(settings.get("names", Names.REAL.value))
    pseudonyms = Pseudonyms(load_key(path)) if names is Names.PSEUDONYM else None
    return Room(
        database=database,
        path=path,
        shown=Shown(naming=Naming(names, pseudonyms), noarchive=bool(settings.get("noarchive", False))),
        # Tables hold the names as they are.
        has_tables=bool(settings.get("tables", True)) and names is Names.REAL,
        takes_sql=datasette.metadata("allow_sql") is not False and datasette.setting("default_allow_sql"),
        milliseconds=int(settings.get("milliseconds", _MILLISECONDS)),
    )


def _is_archive(connection: sqlite3.Connection) -> bool:
    return bool(connection.execute("pragma application_id").fetchone()[0] == APPLICATION_ID)


@contextmanager
def _limited(connection: sqlite3.Connection, milliseconds: int) -> Iterator[None]:
    end = time.perf_counter() + milliseconds / 1000
    connection.set_progress_handler(lambda: int(time.perf_counter() > end), _STEPS)
    try:
        yield
    except (sqlite3.OperationalError, ArchiveError) as error:
        if time.perf_counter() > end:
            raise TooSlowError from error
        raise
    finally:
        connection.set_progress_handler(None, 0)
