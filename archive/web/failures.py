"""What is said where an address leads nowhere, a page is closed, or something went wrong: plainly, and no more.

Programs that ask for JSON get Datasette's own words, and so does who asks with SQL.
"""

from __future__ import annotations

from typing import Any

from datasette.utils.asgi import Base400, NotFound, Response

from archive.web.answers import Answered, Asked, sorry
from archive.web.headers import HEADERS
from archive.web.room import find_room

_CLOSED = "This page is closed here: it would show what this reading room leaves out."
_WRONG = "Something went wrong while this page was made. The server's terminal says what; the archive is as it was."


def keep_quiet() -> None:
    """Let Datasette write no screenful to the terminal for every address that leads nowhere."""
    from datasette import handle_exception  # here: it imports Datasette's views, which import its plugins

    handle_exception.rich = None


async def failure(datasette: Any, request: Any, error: Exception) -> Any:
    """The answer to that error; None where Datasette's own is better."""
    asked = await _asked(datasette, request)
    # What is wrong with a question is said in Datasette's own words.
    is_question = isinstance(error, Base400) and not isinstance(error, NotFound)
    if asked is None or _wants_json(request) or is_question or hasattr(error, "error_dict"):
        return None
    if isinstance(error, NotFound):
        return _response(sorry(asked, 404, "Not here", "The archive holds nothing at this address."))
    return _response(sorry(asked, 500, "Something went wrong", _WRONG))


async def closed(datasette: Any, request: Any) -> Any:
    """The answer where a page may not be seen."""
    asked = await _asked(datasette, request)
    if asked is None or _wants_json(request):
        return Response.json({"ok": False, "error": _CLOSED, "status": 403}, status=403, headers=HEADERS)
    return _response(sorry(asked, 403, "Closed", _CLOSED))


def _wants_json(request: Any) -> bool:
    return bool(request.path.endswith(".json"))


async def _asked(datasette: Any, request: Any) -> Asked | None:
    room = await find_room(datasette)
    if room is None:
        return None
    origin = f"{request.scheme}://{request.host}"
    return Asked(
        room=room, base=datasette.setting("base_url"), origin=origin, path=request.path, parts={}, values={}
    )  # fmt: skip


def _response(answered: Answered) -> Response:
    return Response(answered.body, answered.status, dict(HEADERS), content_type=answered.kind)
