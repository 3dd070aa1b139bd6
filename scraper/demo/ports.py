"""Which port the demo site is served on: an archive knows its site by its address, so it stays the same.

An archive remembers the port of its first demo. A new one takes the usual port, or any other where that is taken.
"""

from __future__ import annotations

from pathlib import Path

from archive.database import open_archive
from archive.settings import get_setting, put_setting
from scraper.demo.server import HOST, DemoServer
from scraper.errors import InputError

USUAL_PORT = 8765
_SETTING = "demo_port"


def serve_demo(archive_path: Path, *, usual_port: int = USUAL_PORT) -> DemoServer:
    """The server for an archive, listening at the address under which the archive knows the site.

    Raises:
        InputError: that port is taken, or it is no port.
        ArchiveError: the file is there and is no archive, or cannot be written.
    """
    known = _known_port(archive_path)
    if known is not None:
        return serve_at(known, f"End the program that listens there, or remove {archive_path} to start anew.")
    try:
        server = DemoServer(usual_port)
    except OSError:
        server = DemoServer()  # a first demo may live anywhere
    return server


def serve_at(port: int, advice: str) -> DemoServer:
    """The server at exactly that port.

    Raises:
        InputError: the port is taken.
    """
    try:
        return DemoServer(port)
    except OSError as error:
        raise InputError(f"{HOST}:{port}", f"cannot be served ({error.strerror})", advice) from error


def remember_port(archive_path: Path, port: int) -> None:
    """Store the port, and so make the archive if there is none."""
    with open_archive(archive_path, create=True) as archive:
        if get_setting(archive, _SETTING) != str(port):
            put_setting(archive, _SETTING, str(port))


def _known_port(archive_path: Path) -> int | None:
    if not archive_path.exists():
        return None
    with open_archive(archive_path, read_only=True) as archive:
        stored = get_setting(archive, _SETTING)
    return int(stored) if stored and stored.isdecimal() else None
