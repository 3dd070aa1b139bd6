"""After a run: its end is kept with the site, and whoever wants to know is told."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

import orjson

from archive.database import open_archive
from archive.returns.attempts import Attempt, record_attempt
from archive.times import now
from scraper.engine.tally import CrawlSummary, Ending

_SECONDS = 60.0
_SHOWN = 200
"""Characters of what a failing hook says."""


def keep_results(archive_path: Path, summaries: Sequence[CrawlSummary]) -> None:
    """Keep how each site's run ended, and when its next one is due."""
    if not archive_path.exists():
        return
    with open_archive(archive_path) as archive:
        for summary in summaries:
            if not summary.is_locked:
                record_attempt(archive, _attempt(summary))


def keep_failure(archive_path: Path, sites: Mapping[str, str], error: str) -> None:
    """Keep that no run of these sites could begin, and why.

    Args:
        archive_path: the archive.
        sites: start addresses by site.
        error: in one line.
    """
    with open_archive(archive_path) as archive:
        for site, start_url in sites.items():
            attempt = Attempt(site=site, start_url=start_url, at=now(), result="failed", error=error)
            record_attempt(archive, attempt)


def call_hook(hook: str, summary: Mapping[str, Any]) -> str | None:
    """Give a summary to a command on its standard input, or post it to an http address; why it failed, or None."""
    body = orjson.dumps(summary)
    try:
        if hook.startswith(("http://", "https://")):
            request = Request(hook, data=body, headers={"Content-Type": "application/json"}, method="POST")  # noqa: S310 (http alone, as the line above says)
            with urlopen(request, timeout=_SECONDS):  # noqa: S310 (as above)
                return None
        # The owner of the archive wrote the command, pipes and all, as in a crontab.
        done = subprocess.run(hook, shell=True, input=body, capture_output=True, timeout=_SECONDS, check=False)  # noqa: S602
    except (OSError, URLError, ValueError, subprocess.TimeoutExpired) as error:
        return f"the hook {hook!r} failed ({error})"
    if done.returncode == 0:
        return None
    said = done.stderr.decode("utf-8", "replace").strip().splitlines()
    return f"the hook {hook!r} ended with status {done.returncode}{': ' + said[-1][:_SHOWN] if said else ''}"


def _attempt(summary: CrawlSummary) -> Attempt:
    is_good = summary.has_crawled or summary.ending is Ending.INTERRUPTED
    return Attempt(
        site=summary.site,
        start_url=summary.start_url,
        at=now(),
        result=summary.ending.value if is_good else "failed",
        error=None if is_good else summary.error or summary.first_reason,
        asked=summary.tally.started,
    )
