"""Templates, and how times and figures are written in them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

import jinja2
from markupsafe import Markup, escape

if TYPE_CHECKING:
    from archive.web.answers import Asked

_PIECES = 300
"""Of a template's output in one piece that is sent: some 20 kB of a thread."""
_HERE = Path(__file__).parent
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def render(template: str, asked: Asked, **values: Any) -> str:
    """A page from its template."""
    return _environment().get_template(template).render(_context(asked), **values)


def stream(template: str, asked: Asked, **values: Any) -> Iterator[str]:
    """The same in pieces of some kilobytes, the first of which a browser shows while the rest is made."""
    made = _environment().get_template(template).stream(_context(asked), **values)
    made.enable_buffering(_PIECES)
    return made


def day(at: str | None) -> str:
    """The day of a stored time, for people: `3 May 2011`."""
    if not at:
        return ""
    year, month, date = at[:10].split("-")
    return f"{int(date)} {_MONTHS[int(month) - 1]} {year}"


def moment(at: str | None, precision: str | None = None) -> str:
    """A stored time for people: `3 May 2011, 17:31`; only the day where no more is known."""
    if not at or precision == "day" or len(at) < 16:
        return day(at)
    return f"{day(at)}, {at[11:16]}"


def number(value: float | None) -> str:
    """A figure with thousands apart."""
    return "" if value is None else f"{value:,}"


def percent(share: float | None) -> str:
    """A share; 100 % only where nothing is missing."""
    if share is None:
        return ""
    return "100 %" if share == 1 else f"{min(share * 100, 99.9):.1f} %"


def when(at: str | None, precision: str | None = None) -> Markup:
    """A time as an element that machines read, too."""
    if not at:
        return Markup("")
    exact = at[:10] if precision == "day" else at
    # Put together by hand: Markup.format takes five times as long, and a thread has thousands of times.
    return Markup(f'<time datetime="{escape(exact)}">{escape(moment(at, precision))}</time>')  # noqa: S704 (escaped)


def count(value: int, one: str, many: str) -> str:
    """`1 reply`, `2 replies`."""
    return f"{value:,} {one if value == 1 else many}"


def part(value: str) -> str:
    """A text as one part of an address."""
    return quote(value, safe="")


def outward(address: str | None) -> str:
    """An address of another host, or nothing where it is none that may be followed."""
    return address if address and address.lower().startswith(("http://", "https://")) else ""


def query(values: Mapping[str, object], **more: object) -> str:
    """The values as the query of an address; those that are empty are left out."""
    return urlencode({name: value for name, value in {**values, **more}.items() if value not in (None, "")})


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        day=day,
        moment=moment,
        number=number,
        percent=percent,
        when=when,
        count=count,
        part=part,
        query=query,
        outward=outward,
    )
    return environment


def _context(asked: Asked) -> dict[str, Any]:
    base = asked.base
    return {
        "base": base,
        "asked": asked,
        "archive_name": asked.room.path.name,
        "room": asked.room,
        "static": lambda name: f"{base}-/room/{name}?{_fingerprint(name)}",
    }


@cache
def _fingerprint(name: str) -> str:
    return hashlib.sha256((_HERE / "static" / name).read_bytes()).hexdigest()[:12]
