"""What a crawl would do, for a person and for a program."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import attrs
import click
import orjson

if TYPE_CHECKING:
    from scraper.engine.preview import Preview


def print_previews(previews: Sequence[Preview], *, as_json: bool) -> None:
    """Print them on standard output."""
    if as_json:
        sites = [attrs.asdict(preview) for preview in previews]
        click.echo(orjson.dumps({"sites": sites}, option=orjson.OPT_INDENT_2))
        return
    for preview in previews:
        for line in _lines(preview):
            click.echo(line)


def _lines(preview: Preview) -> Iterator[str]:
    yield f"{preview.site}: nothing but robots.txt was asked for"
    yield f"  asks as: {preview.user_agent}"
    yield f"  robots.txt: {preview.robots}"
    yield f"  seconds between two requests: {preview.delay:g}"
    yield "  first to be fetched:"
    for address in preview.addresses:
        barred = "since robots.txt cannot be had" if preview.is_kept_out else "robots.txt forbids it"
        verdict = address.why if address.is_allowed else f"NOT fetched, {barred} ({address.why})"
        yield f"    {address.url}  {verdict}"
    if preview.waiting:
        yield f"  found by an earlier crawl and not visited: {preview.waiting:,}"
    if preview.known:
        yield f"  visited before, asked again where they may have changed: {preview.known:,}"
    yield "  then what these pages link to."
