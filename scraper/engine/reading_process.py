"""A process that reads pages; `scraper.engine.readers` starts it, and talks to it.

It knows no archive, no Scrapy and no event loop, so that it starts in a fraction of the time that those take to load.
"""

from __future__ import annotations

import gc
import pickle
import signal
import struct
import sys
from itertools import count
from typing import BinaryIO

from scraper.spiders.reading import Assignment, read_assignment

_READY = "ready"
_LENGTH = struct.Struct(">Q")
_PAGES_BETWEEN_COLLECTIONS = 500


def serve() -> None:
    """Read what comes in on standard input, until it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the crawl decides when we end
    source, target = sys.stdin.buffer, sys.stdout.buffer
    gc.disable()  # a page's tree is dropped by reference counting; looking for cycles costs a tenth of the time
    try:
        target.write(packed(_READY))
        target.flush()
        for pages in count(1):
            assignment = _next(source)
            if not isinstance(assignment, Assignment):
                return
            target.write(packed(read_assignment(assignment)))
            target.flush()
            if not pages % _PAGES_BETWEEN_COLLECTIONS:
                gc.collect()  # feeds leave cycles behind
    except OSError:
        return  # the crawl has ended


def packed(value: object) -> bytes:
    """A value as it goes over the socket: its length, and its pickle."""
    data = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    return _LENGTH.pack(len(data)) + data


def unpacked(received: bytearray) -> object:
    """The first value that is there as a whole, taken out of what was received; else None."""
    if len(received) < _LENGTH.size:
        return None
    end = _LENGTH.size + _LENGTH.unpack_from(received)[0]
    if len(received) < end:
        return None
    value: object = pickle.loads(received[_LENGTH.size : end])  # noqa: S301 (from a process of our own making)
    del received[:end]
    return value


def _next(file: BinaryIO) -> object:
    """The next value, or None at the end."""
    head = file.read(_LENGTH.size)
    data = file.read(_LENGTH.unpack(head)[0]) if len(head) == _LENGTH.size else b""
    return unpacked(bytearray(head + data))


if __name__ == "__main__":
    serve()
