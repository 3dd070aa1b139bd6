"""A real Chromium, and archives that are really served.

Playwright's event loop runs in the test's own thread while a browser is open, so servers have threads of theirs, and the
browser is closed after the last of these tests, before others run loops of their own.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, sync_playwright

from archive.web.serving import Service, application
from tests.archive.web.browser.kinds import HISTORIES, address_in
from tests.archive.web.browser.threads import make_archive

ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
Serve = Callable[..., str]
Open = Callable[..., Page]
Address = Callable[[str], str]


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Chromium, with a profile of its own."""
    chromium = os.environ.get("COMMENTARIAT_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.skip("no chromium here; as root: apt-get install -y chromium")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Open]:
    """Opens a page in a context of its own; what it complains about (but for a 404) fails the test."""
    contexts, complaints = [], []

    def opening(address: str, *, width: int = 1180, height: int = 900, **context: Any) -> Page:
        contexts.append(browser.new_context(viewport={"width": width, "height": height}, **context))
        page = contexts[-1].new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(address)
        return page

    yield opening
    for context in contexts:
        context.close()
    assert [text for text in complaints if "status of 404" not in text] == []


@pytest.fixture(scope="session")
def serve() -> Iterator[Serve]:
    """Serves archives until the end; gives their addresses."""
    servers: list[tuple[uvicorn.Server, threading.Thread]] = []

    def serving(path: Path, **service: Any) -> str:
        listening = socket.create_server(("127.0.0.1", 0))
        server = threading.Thread(target=_run, args=(path, service, listening, servers), daemon=True)
        server.start()
        return f"http://127.0.0.1:{listening.getsockname()[1]}"

    yield serving
    for server, thread in servers:
        server.should_exit = True
        thread.join(10)


def _run(path: Path, service: dict[str, Any], listening: socket.socket, servers: list[Any]) -> None:
    server = uvicorn.Server(uvicorn.Config(application(Service(archive=path, **service)), log_level="error"))
    servers.append((server, threading.current_thread()))
    server.run(sockets=[listening])


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of threads for tests: long, deep, hostile."""
    return make_archive(tmp_path_factory.mktemp("made") / "made.db")


@pytest.fixture(scope="session")
def reading(serve: Serve, made: Path) -> str:
    """Where it is served."""
    return serve(made)


@pytest.fixture(scope="session")
def demo_archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the demo crawls."""
    folder = tmp_path_factory.mktemp("demo")
    command = [str(Path(sys.executable).parent / "commentariat"), "demo"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return folder / "demo.db"


@pytest.fixture(scope="session")
def address(serve: Serve, demo_archive: Path, made: Path, reading: str) -> Address:
    """Where a kind of page is."""
    demo = serve(demo_archive)

    def finding(kind: str) -> str:
        if kind in HISTORIES:
            return reading + address_in(made, kind)
        return demo + address_in(demo_archive, kind)

    return finding
