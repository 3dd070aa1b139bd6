"""How results are printed: tables and colours for people at a terminal, plain aligned text for pipes."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence

import attrs
import click
import orjson
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

_WIDEST = 120
"""Lines longer than this are hard to read, however wide the terminal is."""


@attrs.frozen(kw_only=True)
class Column:
    """A column of a table."""

    title: str
    is_number: bool = False
    style: str | None = None
    is_flexible: bool = False
    """May be folded into several lines where the terminal is narrow."""


class ResultConsole(Console):
    """Says that its reader went away (`| head`) as any other writer does; Rich's own would exit with 1."""

    def on_broken_pipe(self) -> None:
        """Called by Rich while it handles the error."""
        raise BrokenPipeError


def console() -> Console:
    """The terminal for results, or the pipe: no colours there, and lines as long as they are."""
    width = min(shutil.get_terminal_size().columns, _WIDEST)
    return ResultConsole(file=sys.stdout, highlight=False, width=width, soft_wrap=not is_terminal())


def is_terminal() -> bool:
    """Whether a person reads the results."""
    return Console(file=sys.stdout).is_terminal


def width() -> int:
    """How many characters a line of results may have."""
    return min(shutil.get_terminal_size().columns, _WIDEST) if is_terminal() else 100


def print_json(value: object) -> None:
    """Print one JSON document, indented, with attrs records as objects."""
    click.echo(orjson.dumps(value, default=_plain, option=orjson.OPT_INDENT_2).decode())


def print_table(columns: Sequence[Column], rows: Sequence[Sequence[object]]) -> None:
    """Print a table; None is an empty cell, numbers get thousands separators."""
    cells = [[_cell(value) for value in row] for row in rows]
    if is_terminal():
        _print_rich(columns, cells)
    else:
        _print_plain(columns, cells)


def percent(share: float | None) -> str:
    """A share for people: 100 % only where nothing is missing."""
    if share is None:
        return ""
    return "100 %" if share == 1 else f"{min(share * 100, 99.9):.1f} %"


def _print_rich(columns: Sequence[Column], cells: Sequence[Sequence[str]]) -> None:
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, padding=(0, 1, 0, 0), header_style="bold")
    for column in columns:
        table.add_column(
            column.title,
            justify="right" if column.is_number else "left",
            style=column.style,
            no_wrap=not column.is_flexible,
            overflow="fold" if column.is_flexible else "ellipsis",
        )
    for row in cells:
        table.add_row(*(Text(cell) for cell in row))
    console().print(table)


def _print_plain(columns: Sequence[Column], cells: Sequence[Sequence[str]]) -> None:
    lines = [[column.title for column in columns], *cells]
    widths = [max(len(line[i]) for line in lines) for i in range(len(columns))]
    for line in lines:
        padded = [
            cell.rjust(size) if column.is_number else cell.ljust(size)
            for cell, size, column in zip(line, widths, columns, strict=True)
        ]
        click.echo("  ".join(padded).rstrip())


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, int):
        return f"{value:,}"
    return " ".join(str(value).split())  # a title may hold tabs or line ends


def _plain(value: object) -> object:
    if attrs.has(type(value)):
        return {field.name: getattr(value, field.name) for field in attrs.fields(type(value))}  # type: ignore[arg-type]  # attrs.has() does not narrow
    raise TypeError(type(value).__name__)
