"""Serves the demo site until Ctrl-C: `python -m scraper.demo [PORT]`."""

from __future__ import annotations

import sys
import threading

from scraper.demo.server import DemoServer


def main() -> None:
    """Serve, and say where."""
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 0
    with DemoServer(port) as server:
        try:
            sys.stdout.write(f"{server.url}/ (Ctrl-C ends it)\n")
            sys.stdout.flush()
            threading.Event().wait()
        except KeyboardInterrupt:
            sys.stdout.write("\n")


if __name__ == "__main__":
    main()
