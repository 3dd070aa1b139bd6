"""Reading pages beside the reactor: a second process extracts while this one fetches and stores.

Extraction is more than half of the work of a crawl that waits for nothing. A reader is a process of its own, fed
through its standard input, and ends with it: when the crawl is killed, no reader is left behind. While it starts, and
when it has enough waiting, the crawl reads pages itself, so that no core stands still.
"""

from __future__ import annotations

import asyncio
import os
import pickle
import signal
import struct
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue
from typing import IO

import attrs

from scraper.spiders.reading import Reading, Received, read

# A reader takes half a second to start: a site of fewer pages is through by then.
PAGES_BEFORE = 24
MOST_READERS = 4
_WAITING = 3
"""Pages for each reader, the one it reads among them; with more, the crawl reads the next one itself."""
_READY = "ready"
_LENGTH = struct.Struct(">Q")
_CRASHED = "the extractor broke down on this page"


class Reader:
    """One reading process."""

    def __init__(self) -> None:
        root = str(Path(__file__).parent.parent.parent)
        path = os.pathsep.join([root, *filter(None, [os.environ.get("PYTHONPATH")])])
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "scraper.engine.readers"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": path},
        )

    def read(self, received: Received) -> Reading:
        """What a response gives.

        Raises:
            EOFError: the process died.
        """
        assert self._process.stdin is not None  # noqa: S101 (both are pipes)
        assert self._process.stdout is not None  # noqa: S101 (it was asked for as a pipe)
        try:
            _send(self._process.stdin, received)
            reading = _receive(self._process.stdout)
        except OSError as error:
            raise EOFError from error
        if not isinstance(reading, Reading):
            raise EOFError
        return reading

    def wait(self) -> None:
        """Come back when it has started, or failed to."""
        assert self._process.stdout is not None  # noqa: S101 (it was asked for as a pipe)
        _receive(self._process.stdout)

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.communicate()


@attrs.define
class Readers:
    """Reading processes, started when there is enough to read."""

    count: int
    _free: SimpleQueue[Reader] = attrs.field(factory=SimpleQueue, init=False)
    _threads: ThreadPoolExecutor | None = attrs.field(default=None, init=False)
    _all: list[Reader] = attrs.field(factory=list, init=False)
    _pages: int = attrs.field(default=0, init=False)
    _ready: list[Reader] = attrs.field(factory=list, init=False)
    _waiting: int = attrs.field(default=0, init=False)

    def has_room(self) -> bool:
        """Whether one more page is best read by a reader; asking counts the page, and starts readers in time."""
        self._pages += 1
        if self._pages == PAGES_BEFORE:
            self._start_all()
        return self._waiting < _WAITING * len(self._ready)

    async def read(self, received: Received) -> Reading:
        """What a response gives; the reactor goes on meanwhile."""
        threads = self._threads or self._start_all()
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(threads, self._read, received)
        finally:
            self._waiting -= 1

    def close(self) -> None:
        """End the processes; what they are reading is lost, and read again when the crawl goes on."""
        if self._threads is not None:
            self._threads.shutdown(wait=False, cancel_futures=True)
        for reader in list(self._all):
            reader.close()

    def _start_all(self) -> ThreadPoolExecutor:
        self._threads = ThreadPoolExecutor(self.count, thread_name_prefix="reader")
        for _ in range(self.count):
            self._threads.submit(self._await, self._start())
        return self._threads

    def _start(self) -> Reader:
        reader = Reader()
        self._all.append(reader)
        return reader

    def _await(self, reader: Reader) -> None:
        reader.wait()
        self._ready.append(reader)
        self._free.put(reader)

    def _read(self, received: Received) -> Reading:
        reader = self._free.get()
        try:
            reading = reader.read(received)
        except EOFError:
            self._ready.remove(reader)
            self._all.remove(reader)
            reader.close()
            self._await(self._start())
            return Reading(error=_CRASHED)
        self._free.put(reader)
        return reading


def readers_for(delay: float) -> Readers | None:
    """Readers for a crawl of that pace: none where it waits between requests anyway, or has one core."""
    cores = len(os.sched_getaffinity(0))
    return Readers(min(cores - 1, MOST_READERS)) if delay <= 0 and cores > 1 else None


def serve() -> None:
    """Read what comes in on standard input, until it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the crawl decides when we end
    source, target = sys.stdin.buffer, sys.stdout.buffer
    _send(target, _READY)
    while isinstance(received := _receive(source), Received):
        _send(target, read(received))


def _send(file: IO[bytes], value: object) -> None:
    data = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    file.write(_LENGTH.pack(len(data)))
    file.write(data)
    file.flush()


def _receive(file: IO[bytes]) -> object:
    """The next value, or None at the end."""
    head = file.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    data = file.read(length)
    # The pipe joins this process and a child of its own making.
    return pickle.loads(data) if len(data) == length else None  # noqa: S301 (from our own process)


if __name__ == "__main__":
    serve()
