"""The server behind `commentariat serve`: Datasette with our plugin, guarded, on one socket."""

from __future__ import annotations

import asyncio
import ipaddress
import os
import socket
import webbrowser
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import attrs
import uvicorn
from datasette.app import Datasette
from datasette.plugins import pm

import archive.web
from archive.database import open_archive
from archive.errors import ArchiveBusyError, ReadOnlyArchiveError, ServeError
from archive.export.filters import Names
from archive.search_index import index_pending, pending_rows
from archive.web.failures import keep_quiet
from archive.web.guard import Doorkeeper, guarded
from archive.web.room import PLUGIN

_PATIENCE = 0.2
"""Seconds to wait for a crawl that writes: what it has just stored is found a little later."""
_MOST_INDEXED = 50_000
"""Rows that are indexed before the first page is shown: two seconds' work; `commentariat search` does the rest."""
_SETTINGS = {
    "allow_download": False,  # a file being written would arrive torn; `commentariat backup` copies it whole
    "sql_time_limit_ms": 2000,
    "max_returned_rows": 1000,
    "template_debug": False,
}


@attrs.frozen(kw_only=True)
class Service:
    """What is served, where, and to whom."""

    archive: Path
    host: str = "127.0.0.1"
    port: int = 8001
    allowed_hosts: tuple[str, ...] = ()
    password: str | None = None
    names: Names = Names.REAL
    include_noarchive: bool = False
    allow_sql: bool = True

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine can reach it."""
        if self.host == "localhost":
            return True
        with suppress(ValueError):
            return ipaddress.ip_address(self.host).is_loopback
        return False


def run(service: Service, *, ready: Callable[[str], None], opens: bool = False) -> None:
    """Serve until Ctrl-C.

    Args:
        service: what and where.
        ready: told the address once it is listened to.
        opens: open the browser there.

    Raises:
        ArchiveError: the archive cannot be read, or the address cannot be listened to.
    """
    _prepare(service.archive)
    with _listen(service.host, service.port) as listening:
        address = _address(service.host, listening.getsockname()[1])
        datasette = make_datasette(service)
        server = uvicorn.Server(
            uvicorn.Config(guarded_application(datasette, service), log_level="error", server_header=False)
        )
        with suppress(KeyboardInterrupt):  # the way it is meant to end, from the moment it is told
            ready(address)
            if opens:
                webbrowser.open(address)
            server.run(sockets=[listening])
    for database in datasette.databases.values():
        database.close()
    # Connections that only read cannot take the write-ahead log away when they close; this one can.
    open_archive(service.archive, read_only=True).close()


def _prepare(path: Path) -> None:
    """Say what is wrong with the archive, bring its schema up to date, and its index where little waits.

    Raises:
        ArchiveError: it cannot be read.
    """
    open_archive(path, read_only=True).close()
    with suppress(ArchiveBusyError, ReadOnlyArchiveError), open_archive(path, busy_seconds=_PATIENCE) as archive:
        if pending_rows(archive) <= _MOST_INDEXED:
            index_pending(archive)


def application(service: Service) -> Any:
    """The ASGI application of that service."""
    return guarded_application(make_datasette(service), service)


def guarded_application(datasette: Any, service: Service) -> Any:
    """Datasette behind its door."""
    asyncio.run(datasette.invoke_startup())
    doorkeeper = Doorkeeper(
        is_loopback=service.is_loopback,
        names=frozenset(name.lower() for name in (service.host, *service.allowed_hosts)),
        password=service.password,
    )
    return guarded(datasette.app(), doorkeeper)


def make_datasette(service: Service) -> Any:
    """Datasette over the archive, which it opens only to read."""
    if not pm.is_registered(archive.web):
        pm.register(archive.web, PLUGIN)  # where the package was not installed: run from its source
    keep_quiet()
    path = service.archive
    is_frozen = not os.access(path.parent, os.W_OK) and not path.with_name(f"{path.name}-wal").exists()
    files = {"immutables": [str(path)]} if is_frozen else {"files": [str(path)]}
    settings = {"names": service.names.value, "noarchive": service.include_noarchive}
    return Datasette(
        **{"files": [], **files},
        metadata={"title": path.name, "allow_sql": service.allow_sql, "plugins": {PLUGIN: settings}},
        settings=_SETTINGS,
    )


def _listen(host: str, port: int) -> socket.socket:
    try:
        family, _, _, _, where = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listening = socket.socket(family, socket.SOCK_STREAM)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(where)
        listening.listen(128)
    except OSError as error:
        raise ServeError(host, port, error.strerror or str(error)) from error
    return listening


def _address(host: str, port: int) -> str:
    name = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104 (compared)
    return f"http://{name}:{port}/"
