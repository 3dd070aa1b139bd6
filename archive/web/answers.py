"""From a page's function to an HTTP answer: headers, errors, and the front page of a Datasette without an archive."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import attrs
from datasette.utils.asgi import AsgiStream, Response

from archive.errors import NotFoundError
from archive.web.headers import HEADERS
from archive.web.rendering import render
from archive.web.room import Room, TooSlowError, find_room

STATIC = Path(__file__).parent / "static"
_KINDS = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
}


@attrs.frozen(kw_only=True)
class Asked:
    """What a page is asked for."""

    room: Room
    base: str
    """What all addresses begin with: `/`, or where this Datasette is mounted."""
    origin: str
    """Scheme, host and port as they were asked for, for feeds: `http://127.0.0.1:8001`."""
    path: str
    """Of this page, without the base."""
    parts: dict[str, str]
    """Of the path, as the route names them."""
    values: dict[str, str]
    """Of the query: the last of each name."""


@attrs.frozen(kw_only=True)
class Answered:
    """What a page gives."""

    body: str | AsyncIterator[str]
    """All of it, or in pieces."""
    status: int = 200
    kind: str = "text/html; charset=utf-8"
    headers: dict[str, str] = attrs.field(factory=dict)


Page = Callable[[Asked], Awaitable[Answered]]


def answer(page: Page) -> Callable[..., Awaitable[Any]]:
    """The page as Datasette wants it."""

    async def view(request: Any, datasette: Any, send: Any) -> Any:
        room = await find_room(datasette)
        if room is None:
            return await _without_archive(datasette, request)
        asked = Asked(
            room=room,
            base=datasette.setting("base_url"),
            origin=f"{request.scheme}://{request.host}",
            path=request.path,
            parts={name: unquote(value) for name, value in request.url_vars.items()},
            values={name: request.args.get(name) for name in request.args},
        )
        answered = await _answered(page, asked)
        headers = {**HEADERS, **answered.headers}
        if isinstance(answered.body, str):
            return Response(answered.body, answered.status, headers, content_type=answered.kind)
        return await AsgiStream(_sender(answered.body), answered.status, headers, answered.kind).asgi_send(send)

    return view


def _sender(pieces: AsyncIterator[str]) -> Callable[[Any], Awaitable[None]]:
    async def sending(writer: Any) -> None:
        async for piece in pieces:
            await writer.write(piece)
            await asyncio.sleep(0)  # others wait, too

    return sending


async def _answered(page: Page, asked: Asked) -> Answered:
    try:
        return await page(asked)
    except NotFoundError:
        return sorry(asked, 404, "Not here", "The archive holds nothing at this address.")
    except TooSlowError:
        return sorry(asked, 503, "Too much at once", "This took too long to look up. Ask for less: a site, or a month.")


def sorry(asked: Asked, status: int, title: str, text: str) -> Answered:
    """A page that says why there is none."""
    return Answered(body=render("sorry.html", asked, title=title, text=text), status=status)


async def _without_archive(datasette: Any, request: Any) -> Any:
    if request.path == datasette.setting("base_url"):
        from datasette.views.index import IndexView  # here: it imports Datasette's app, which imports its plugins

        request.scope["url_route"]["kwargs"]["format"] = None
        return await IndexView(datasette).get(request)
    return Response.text("No Commentariat archive is attached to this Datasette.", status=404, headers=HEADERS)


async def static_file(request: Any) -> Any:
    """A file that all pages share; its address changes with its content, so browsers may keep it."""
    path = STATIC / request.url_vars["path"]
    if path.suffix not in _KINDS or not path.is_file():
        return Response.text("No such file.", status=404, headers=HEADERS)
    headers = {**HEADERS, "Cache-Control": "public, max-age=31536000, immutable"}
    return Response(path.read_bytes(), 200, headers, content_type=_KINDS[path.suffix])
