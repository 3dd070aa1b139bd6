"""A stored capture: what came, as text."""

from __future__ import annotations

import attrs

from archive.captures import read_capture
from archive.database import Archive
from archive.errors import CaptureError, NotFoundError
from archive.records import Capture
from archive.times import text_time
from archive.warc import CapturedResponse
from archive.web.answers import Answered, Asked, sorry
from archive.web.rendering import render
from archive.web.room import Shown

_CAPTURE = """
    select url, fetched_at, status, content_type, digest, file, offset, length
    from captures
    where capture_id = :capture_id
"""
_IS_NOARCHIVE = """
    select 1
    from articles
    where is_noarchive
      and (
          article_id in (select article_id from article_addresses where url = :url)
          or capture_id = :capture_id
      )
    limit 1
"""
_MOST_CHARACTERS = 300_000


@attrs.frozen(kw_only=True)
class CapturePage:
    """A capture as it is shown."""

    capture: Capture
    response: CapturedResponse
    text: str
    is_cut: bool


async def capture(asked: Asked) -> Answered:
    """The page of a capture."""
    capture_id = int(asked.parts["capture_id"])
    try:
        found = await asked.room.ask(lambda archive, shown: read_capture_page(archive, shown, capture_id))
    except CaptureError as error:
        return sorry(asked, 404, "The capture cannot be read", f"{error.path.name}: {error.found}.")
    return Answered(body=render("capture.html", asked, page=found))


def read_capture_page(archive: Archive, shown: Shown, capture_id: int) -> CapturePage:
    """The capture of that id.

    Raises:
        NotFoundError: there is none, or it may not be shown: it holds names, or its page asks not to be archived.
        CaptureError: its file is not there, or broken.
    """
    row = archive.connection.execute(_CAPTURE, {"capture_id": capture_id}).fetchone()
    if row is None or not shown.has_people or (not shown.noarchive and _is_noarchive(archive, capture_id, row["url"])):
        raise NotFoundError(archive.path, f"capture {capture_id}", "Look in the captures folder.")
    found = Capture(**{**dict(row), "fetched_at": text_time(row["fetched_at"])})
    response = read_capture(archive.captures_folder, found)
    text = response.body[: 4 * _MOST_CHARACTERS].decode(_charset(response.content_type), errors="replace")
    is_cut = len(text) > _MOST_CHARACTERS or len(response.body) > 4 * _MOST_CHARACTERS
    return CapturePage(capture=found, response=response, text=text[:_MOST_CHARACTERS], is_cut=is_cut)


def _is_noarchive(archive: Archive, capture_id: int, url: str) -> bool:
    values = {"capture_id": capture_id, "url": url}
    return archive.connection.execute(_IS_NOARCHIVE, values).fetchone() is not None


def _charset(content_type: str | None) -> str:
    """The one the header names, where Python knows it as one of text; else UTF-8."""
    name = (content_type or "").lower().partition("charset=")[2].strip("\"' ;") or "utf-8"
    try:
        b"".decode(name)
    except LookupError:
        return "utf-8"
    return name
