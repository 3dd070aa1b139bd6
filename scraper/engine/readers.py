"""Reading pages beside the reactor: other processes extract while this one fetches and stores.

Extraction is more than half of the work of a crawl that waits for nothing. A reader is a process of its own at the
other end of a socket, and ends with it: when the crawl is killed, no reader is left behind. Each has some pages
waiting in its socket, so that it goes on with the next one however long the crawl is busy. While readers start, and
when they have enough waiting, the crawl reads pages itself, so that no core stands still.
"""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
from collections import deque
from collections.abc import Callable
from pathlib import Path

import attrs

from scraper.engine.reading_process import packed, unpacked
from scraper.spiders.reading import Assignment, Reading

# A reader takes half a second to start: a site of fewer pages is through by then.
PAGES_BEFORE = 24
MOST_READERS = 4
_WAITING = 4
"""Pages for each reader, the one it reads among them; with more, the crawl reads the next one itself."""
_CHUNK = 1 << 18
_CRASHED = Reading(error="the extractor broke down on this page")

Answer = asyncio.Future[Reading]


class Reader:
    """One reading process; it gives back what it reads in the order in which it was asked.

    Args:
        on_end: called with what it had not read yet, the page it broke down on first, when the process is gone.
    """

    def __init__(self, on_end: Callable[[Reader, list[tuple[Assignment, Answer]]], None]) -> None:
        self.is_ready = False
        self._on_end = on_end
        self._loop = asyncio.get_running_loop()
        self._asked: deque[tuple[Assignment, Answer]] = deque()
        self._outgoing, self._incoming = bytearray(), bytearray()
        self._socket, theirs = socket.socketpair()
        self._socket.setblocking(False)
        with theirs:
            self.process = _start(theirs)
        self._loop.add_reader(self._socket, self._receive)

    @property
    def load(self) -> int:
        """Pages that wait for it, the one it reads among them."""
        return len(self._asked)

    def ask(self, assignment: Assignment, answer: Answer) -> None:
        """Have a response read."""
        self._asked.append((assignment, answer))
        self._outgoing += packed(assignment)
        self._send()

    def close(self) -> None:
        """End the process."""
        if not self._loop.is_closed():
            self._loop.remove_reader(self._socket)
            self._loop.remove_writer(self._socket)
        self._socket.close()
        self.process.kill()
        self.process.wait()

    def _send(self) -> None:
        try:
            while self._outgoing:
                del self._outgoing[: self._socket.send(self._outgoing)]
        except BlockingIOError:
            self._loop.add_writer(self._socket, self._send)
            return
        except OSError:
            self._outgoing.clear()  # it is gone, and says so where we receive
        self._loop.remove_writer(self._socket)

    def _receive(self) -> None:
        try:
            data = self._socket.recv(_CHUNK)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self.close()
            self._on_end(self, list(self._asked))
            return
        self._incoming += data
        while (value := unpacked(self._incoming)) is not None:
            self._take(value)

    def _take(self, value: object) -> None:
        if isinstance(value, Reading):
            _, answer = self._asked.popleft()
            if not answer.done():
                answer.set_result(value)
        else:
            self.is_ready = True


@attrs.define
class Readers:
    """Reading processes, started when there is enough to read."""

    count: int
    _all: list[Reader] = attrs.field(factory=list, init=False)
    _pages: int = attrs.field(default=0, init=False)

    def has_room(self) -> bool:
        """Whether one more page is best read by a reader; asking counts the page, and starts readers in time."""
        self._pages += 1
        if self._pages == PAGES_BEFORE:
            self.start()
        return any(reader.is_ready and reader.load < _WAITING for reader in self._all)

    def start(self) -> None:
        """Start those that are missing."""
        while len(self._all) < self.count:
            self._all.append(Reader(self._replace))

    async def read(self, assignment: Assignment) -> Reading:
        """What a response gives; the reactor goes on meanwhile."""
        self.start()
        answer: Answer = asyncio.get_running_loop().create_future()
        self._ask(assignment, answer)
        return await answer

    def close(self) -> None:
        """End the processes; what they are reading is lost, and read again when the crawl goes on."""
        for reader in self._all:
            reader.close()
        self._all.clear()

    def _ask(self, assignment: Assignment, answer: Answer) -> None:
        min(self._all, key=lambda reader: (not reader.is_ready, reader.load)).ask(assignment, answer)

    def _replace(self, gone: Reader, asked: list[tuple[Assignment, Answer]]) -> None:
        """A reader broke down on its first page; what waited behind that is read by others."""
        self._all.remove(gone)
        self.start()
        for place, (assignment, answer) in enumerate(asked):
            if answer.done():
                continue
            if place == 0:
                answer.set_result(_CRASHED)
            else:
                self._ask(assignment, answer)


def readers_for(delay: float) -> Readers | None:
    """Readers for a crawl of that pace: none where it waits between requests anyway, or has one core."""
    cores = len(os.sched_getaffinity(0))
    return Readers(min(cores - 1, MOST_READERS)) if delay <= 0 and cores > 1 else None


def _start(end: socket.socket) -> subprocess.Popen[bytes]:
    root = str(Path(__file__).parent.parent.parent)
    path = os.pathsep.join([root, *filter(None, [os.environ.get("PYTHONPATH")])])
    command = [sys.executable, "-P", "-m", "scraper.engine.reading_process"]
    environment = {**os.environ, "PYTHONPATH": path}
    return subprocess.Popen(command, stdin=end.fileno(), stdout=end.fileno(), env=environment)  # noqa: S603 (ourselves)
