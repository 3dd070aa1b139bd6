"""What stands before Datasette when `commentariat serve` runs it: who may ask, and how.

A page of another site can make a browser ask this server under a name that leads here (DNS rebinding), and would read
the answer: so a Host header must be one this server is known by. With a password, HTTP Basic asks for it.
Only GET and HEAD are answered: nothing here changes anything.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import ipaddress
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any

import attrs

from archive.web.headers import DATASETTE_HEADERS

Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]
Receive = Callable[[], Awaitable[Message]]
Application = Callable[[Message, Receive, Send], Awaitable[None]]

LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "[::1]"})


@attrs.frozen(kw_only=True)
class Doorkeeper:
    """Who may ask."""

    is_loopback: bool
    """Bound to this machine alone; else any address in figures is a name of it, for no stranger's page has one."""
    names: frozenset[str] = frozenset()
    """What else it is called, in lower case, without a port."""
    password: str | None = None

    def knows(self, host: str) -> bool:
        """Whether a Host header names this server."""
        name = _without_port(host.strip().lower())
        return name in LOOPBACK_NAMES or name in self.names or (not self.is_loopback and _is_address(name))

    def admits(self, authorization: str) -> bool:
        """Whether the Authorization header holds the password; the name before it does not matter."""
        if self.password is None:
            return True
        scheme, _, coded = authorization.partition(" ")
        try:
            given = base64.b64decode(coded, validate=True).partition(b":")[2] if scheme.lower() == "basic" else b""
        except binascii.Error:
            return False
        return hmac.compare_digest(given, self.password.encode())


def guarded(application: Application, doorkeeper: Doorkeeper) -> Application:
    """The application behind its door."""

    async def guard(scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await application(scope, receive, send)
            return
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        if not doorkeeper.knows(headers.get("host", "")):
            await _refuse(
                send, 421, "This server does not go by that name. commentariat serve --allow-host NAME adds one."
            )
        elif not doorkeeper.admits(headers.get("authorization", "")):
            challenge = {"WWW-Authenticate": 'Basic realm="Commentariat", charset="UTF-8"'}
            await _refuse(send, 401, "The password, please.", challenge)
        elif scope["method"] not in ("GET", "HEAD"):
            await _refuse(send, 405, "This archive is only read.", {"Allow": "GET, HEAD"})
        elif scope["path"][:2] in ("//", "/\\"):
            # A browser takes what follows for a host, and Datasette would send it there without the slash at the end.
            await _refuse(send, 404, "Nothing is at this address.")
        else:
            await application(scope, receive, _with_headers(send))

    return guard


def _with_headers(send: Send) -> Send:
    """Our headers on Datasette's own pages; pages of ours bring stricter ones."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            present = {bytes(name).lower() for name, _ in message.get("headers", ())}
            more = [
                (name.encode(), value.encode())
                for name, value in DATASETTE_HEADERS.items()
                if name.lower().encode() not in present
            ]
            message = {**message, "headers": [*message.get("headers", ()), *more]}
        await send(message)

    return sending


async def _refuse(send: Send, status: int, text: str, headers: Mapping[str, str] | None = None) -> None:
    pairs = {"Content-Type": "text/plain; charset=utf-8", **DATASETTE_HEADERS, **(headers or {})}
    await send(
        {
            "type": "http.response.start",
            "status": status,
            "headers": [(name.lower().encode(), value.encode()) for name, value in pairs.items()],
        }
    )
    await send({"type": "http.response.body", "body": f"{text}\n".encode()})


def _without_port(host: str) -> str:
    if host.startswith("["):
        return host.partition("]")[0] + "]"
    return host.partition(":")[0]


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True
