"""What a person sees while a crawl runs: a live line a site on a terminal, now and then a plain line elsewhere."""

from __future__ import annotations

import time
from collections.abc import Sequence
from types import TracebackType
from typing import Self

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from scraper.engine.session import CrawlSession

# Where nobody watches, a line now and then is enough to see that it lives.
SECONDS_BETWEEN_LINES = 10.0
_BAR_WIDTH = 24


class CrawlDisplay:
    """Shows running crawls; use it in `with`, and hand `update` to `crawl_sites`."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._live = Live(console=console, auto_refresh=False, transient=True) if console.is_terminal else None
        self._printed_at = time.monotonic()

    def __enter__(self) -> Self:
        if self._live is not None:
            self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._live is not None:
            self._live.stop()

    def update(self, sessions: Sequence[CrawlSession]) -> None:
        """Show how far the crawls are."""
        if self._live is not None:
            self._live.update(Group(*(_block(session) for session in sessions)), refresh=True)
        elif time.monotonic() - self._printed_at >= SECONDS_BETWEEN_LINES:
            self._printed_at = time.monotonic()
            for session in sessions:
                self._console.print(f"{session.plan.site}: {_counts(session)}", highlight=False, soft_wrap=True)


def _block(session: CrawlSession) -> RenderableType:
    row = Table.grid(padding=(0, 1))
    row.add_row(
        ProgressBar(total=max(session.known, 1), completed=session.tally.done, width=_BAR_WIDTH),
        Text(_counts(session)),
    )
    return Group(row, Text(f"  {_doing(session)}", style="dim", no_wrap=True, overflow="ellipsis"))


def _counts(session: CrawlSession) -> str:
    tally = session.tally
    parts = [
        f"{tally.done:,}/{session.known:,} pages",
        f"{tally.comments_new:,} comments",
        f"{tally.done / max(time.monotonic() - session.started_at, 0.001):.1f} pages/s",
    ]
    if tally.failed:
        parts.append(f"{tally.failed:,} failed")
    return " · ".join(parts)


def _doing(session: CrawlSession) -> str:
    if session.stopped:
        return f"{session.stopped}; finishing what is in flight"
    if waiting := session.pauses.longest():
        return f"waiting {waiting:.0f} s, as the server asks"
    return session.tally.current_url
