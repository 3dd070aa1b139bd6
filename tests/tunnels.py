"""A proxy that is every host there is: what it has been told to answer, by address, over TLS, too.

For services whose hosts are fixed (`https://disqus.com`): a crawl is given the proxy and its certificate (`env`).
"""

from __future__ import annotations

import ssl
import subprocess
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

from tests.servers import SiteServer


def certificate_for(hosts: tuple[str, ...], folder: Path) -> Path:
    """A self-signed certificate for these hosts, with its key, in one file."""
    path, names = folder / "hosts.pem", ",".join(f"DNS:{host}" for host in hosts)
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=tests",
         "-addext", f"subjectAltName={names}", "-keyout", path.with_suffix(".key"), "-out", path],
        check=True, capture_output=True,
    )  # fmt: skip
    path.write_bytes(path.read_bytes() + path.with_suffix(".key").read_bytes())
    return path


class TunnelServer(SiteServer):
    """A `SiteServer` that is asked as a proxy: paths are whole addresses."""

    def __init__(self, certificate: Path) -> None:
        super().__init__()
        self._certificate = certificate
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(certificate)

    @property
    def env(self) -> dict[str, str]:
        """What makes a crawl trust its certificate."""
        return {"SSL_CERT_FILE": str(self._certificate)}

    @property
    def options(self) -> tuple[str, ...]:
        """What sends a crawl here."""
        return ("--proxy", self.url("").rstrip("/"))

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        site, plain = self, super()._handler()

        class Handler(plain):  # type: ignore[misc, valid-type]  # made at run time
            origin = ""
            path: str
            connection: Any

            def do_CONNECT(self) -> None:  # noqa: N802 (the name it is called by)
                """Become the host that is asked for, and answer on the same connection."""
                self.send_response(200, "Connection established")
                self.end_headers()
                self.origin = f"https://{self.path.removesuffix(':443')}"
                self.connection = self.request = site.secure(self.connection)
                self.rfile, self.wfile = self.connection.makefile("rb"), _Unbuffered(self.connection)

            def do_GET(self) -> None:  # noqa: N802 (the name it is called by)
                self.path = self.origin + self.path
                super().do_GET()

        return Handler

    def secure(self, connection: Any) -> ssl.SSLSocket:
        """The connection, encrypted."""
        return self._context.wrap_socket(connection, server_side=True)


class _Unbuffered:
    """What `http.server` writes to."""

    def __init__(self, connection: ssl.SSLSocket) -> None:
        self._connection, self.closed = connection, False

    def write(self, data: bytes) -> int:
        """Send all of it."""
        self._connection.sendall(data)
        return len(data)

    def flush(self) -> None:
        """Nothing waits."""

    def close(self) -> None:
        """Hang up."""
        self.closed = True
        self._connection.close()
