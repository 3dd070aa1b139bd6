"""A process with everything imported that forks a command line for each line it reads.

Starting Python and importing Scrapy takes a second of work; a fork takes a hundredth. It stays without threads, so that
forking is safe, and ends with the end of its input.
"""

from __future__ import annotations

import json
import os
import selectors
import signal
import sys

import scraper.commands.crawl
import scraper.engine.reextraction
import scraper.engine.run  # noqa: F401 (imported for the children)
from scraper.commands.root import main


def serve() -> None:
    """Read one JSON object a line: start it, and write its process id; later that id and its wait status."""
    woken, wake = os.pipe()
    os.set_blocking(wake, False)
    signal.set_wakeup_fd(wake)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    selector = selectors.DefaultSelector()
    selector.register(0, selectors.EVENT_READ)
    selector.register(woken, selectors.EVENT_READ)
    waiting = b""
    while True:
        ready = {key.fd for key, _ in selector.select()}
        if woken in ready:
            os.read(woken, 512)
            report_ended()
        if 0 in ready:
            data = os.read(0, 65536)
            if not data:
                return
            *lines, waiting = (waiting + data).split(b"\n")
            for line in lines:
                say({"started": start(json.loads(line))})


def start(order: dict[str, object]) -> int:
    """The process id of the command line that was ordered."""
    pid = os.fork()
    if pid:
        return pid
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for number, name in ((0, os.devnull), (1, order["out"]), (2, order["err"])):
        os.dup2(os.open(str(name), os.O_RDWR | os.O_APPEND), number)
    os.environ.clear()
    os.environ.update(order["env"])  # type: ignore[call-overload]  # JSON of our own
    sys.argv = ["commentariat", *order["arguments"]]  # type: ignore[misc]  # JSON of our own
    status = 1
    try:
        main()
    except SystemExit as ended:
        status = ended.code if isinstance(ended.code, int) else 0 if ended.code is None else 1
    except BaseException:  # a test wants to see it
        sys.excepthook(*sys.exc_info())
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def report_ended() -> None:
    """Say how children ended."""
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if not pid:
            return
        say({"ended": pid, "status": os.waitstatus_to_exitcode(status)})


def say(fact: dict[str, int]) -> None:
    """One line to whoever started this."""
    os.write(1, json.dumps(fact).encode() + b"\n")


if __name__ == "__main__":
    serve()
