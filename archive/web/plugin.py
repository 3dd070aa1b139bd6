"""What Datasette calls: our pages beside its own, and which of its own stay closed."""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable
from typing import Any

import pluggy

from archive.web.answers import answer, static_file
from archive.web.datasette_schema import complete_foreign_keys, name_search_indexes
from archive.web.failures import closed, failure
from archive.web.pages import article, capture, crawls, front, history, person, pictures, search, sidebar, site
from archive.web.room import PLUGIN, find_archives, find_room
from archive.web.shield import SUFFIX, put_views_before_tables, shield

hookimpl = pluggy.HookimplMarker("datasette")

_CLOSED = frozenset({"view-database", "view-database-download", "view-table", "view-query", "execute-sql"})

Route = tuple[str, Callable[..., Awaitable[Any]]]


@hookimpl
def register_routes() -> list[Route]:
    """The pages, by their addresses."""
    return [
        (r"/$", answer(front.front)),
        (r"/article/(?P<article_id>[0-9]{1,18})$", answer(article.article)),
        (r"/site/(?P<site>[^/]+)$", answer(site.site)),
        (r"/article/(?P<article_id>[0-9]{1,18})/pictures$", answer(pictures.thread_pictures)),
        (r"/article/(?P<article_id>[0-9]{1,18})/history$", answer(history.article_history)),
        (r"/comment/(?P<comment_id>[0-9]{1,18})$", answer(history.comment)),
        (r"/comment/(?P<comment_id>[0-9]{1,18})/history$", answer(history.comment_history)),
        (r"/pictures$", answer(pictures.pictures)),
        (r"/person/(?P<site>[^/]+)/(?P<name>[^/]+)$", answer(person.person)),
        (r"/search$", answer(search.search)),
        (r"/search\.atom$", answer(search.feed)),
        (r"/crawls$", answer(crawls.crawls)),
        (r"/capture/(?P<capture_id>[0-9]{1,18})$", answer(capture.capture)),
        (r"/sidebar$", answer(sidebar.sidebar)),
        (r"/-/room/(?P<path>[a-z0-9.-]+)$", static_file),
    ]


@hookimpl
def startup(datasette: Any) -> Callable[[], Awaitable[None]]:
    """Make ready what Datasette asks the archive for by itself."""

    async def ready() -> None:
        for database in await find_archives(datasette):
            complete_foreign_keys(database)
            name_search_indexes(database)
            if not (datasette.plugin_config(PLUGIN) or {}).get("noarchive", False):
                shield(database)

    return ready


@hookimpl
def prepare_connection(conn: sqlite3.Connection, database: str) -> None:
    """Show on a shielded database's connections only what may be seen."""
    if database.endswith(SUFFIX):
        put_views_before_tables(conn)


@hookimpl
def handle_exception(datasette: Any, request: Any, exception: Exception) -> Callable[[], Awaitable[Any]]:
    """A calm page in place of Datasette's, for people who read."""

    async def answered() -> Any:
        return await failure(datasette, request, exception)

    return answered


@hookimpl
def forbidden(datasette: Any, request: Any) -> Callable[[], Awaitable[Any]]:
    """The same where a page is closed."""

    async def answered() -> Any:
        return await closed(datasette, request)

    return answered


@hookimpl
def permission_allowed(datasette: Any, action: str) -> Callable[[], Awaitable[bool | None]] | None:
    """No to Datasette's own pages where they would show what ours leave out; else no opinion."""
    if action not in _CLOSED:
        return None

    async def decide() -> bool | None:
        room = await find_room(datasette)
        if room is None:
            return None
        is_whole = action == "view-database-download" and not room.shown.noarchive
        return False if is_whole or not room.has_tables else None

    return decide
