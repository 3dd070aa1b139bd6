"""Asking the reading room within this process, as a browser would."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import attrs
import httpx

from archive.web.serving import Service, application

HOME = "http://127.0.0.1:8001"


@attrs.frozen
class Room:
    """An application to ask."""

    app: Any

    def get(self, path: str, *, method: str = "GET", headers: dict[str, str] | None = None) -> httpx.Response:
        async def ask() -> httpx.Response:
            async with httpx.AsyncClient(transport=httpx.ASGITransport(self.app), base_url=HOME) as client:
                return await client.request(method, path, headers=headers)

        return asyncio.run(ask())

    def text(self, path: str) -> str:
        answer = self.get(path)
        assert answer.status_code == 200, answer.text[:500]
        return answer.text


def room(path: Path, **service: Any) -> Room:
    """The archive at that path, served."""
    return Room(application(Service(archive=path, **service)))
