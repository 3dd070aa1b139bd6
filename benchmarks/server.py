"""Serves the generated site on 127.0.0.1, quicker than any crawler asks: no framework, one write a response.

python -m benchmarks.server 2000        a site of 2,000 pages; prints its address
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.generated_site import page_at

ROOT = Path(__file__).parent.parent
ROBOTS = b"User-agent: *\nDisallow: /wp-admin/\n"
END_OF_REQUEST = b"\r\n\r\n"


def respond(target: str, pages: int) -> bytes:
    """The whole response to a GET."""
    if target == "/robots.txt":
        return assemble("200 OK", "text/plain", ROBOTS)
    body = page_at(target, pages)
    if body is None:
        return assemble("404 Not Found", "text/html; charset=utf-8", b"<title>Not found</title><p>Nothing here.</p>")
    return assemble("200 OK", "text/html; charset=utf-8", body)


def assemble(status: str, content_type: str, body: bytes) -> bytes:
    """Head and body in one."""
    head = f"HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


class SiteProtocol(asyncio.Protocol):
    """One connection: requests without a body come in, responses go out, it stays open."""

    def __init__(self, pages: int) -> None:
        self.pages = pages
        self.received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep where to write to."""
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        """Answer every request that is complete."""
        self.received += data
        while END_OF_REQUEST in self.received:
            request, _, self.received = self.received.partition(END_OF_REQUEST)
            self.transport.write(respond(request.split(b" ", 2)[1].decode("latin-1"), self.pages))


async def serve_forever(pages: int) -> None:
    """Serve until killed."""
    server = await asyncio.get_running_loop().create_server(lambda: SiteProtocol(pages), "127.0.0.1", 0)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
    await server.serve_forever()


@contextmanager
def generated_site(pages: int) -> Iterator[str]:
    """A process that serves a site of that many pages; its address."""
    command = [sys.executable, "-m", "benchmarks.server", str(pages)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.kill()


if __name__ == "__main__":
    asyncio.run(serve_forever(int(sys.argv[1])))
