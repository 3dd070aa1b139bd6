"""Two archives of which one has forgotten what the other may hold: both are copied, and the copies forget it, too.

What was forgotten stays so in the new archive, since it has the tombstones of both and the keys of both.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from archive.database import Archive, open_archive
from archive.forget.known_elsewhere import forget_what_is_known
from archive.forget.recognising import Recogniser, recogniser_of
from archive.forget.tombstones import load_keys, save_keys
from archive.keeping.backup import back_up, refuse_taken

Report = Callable[[str], None]


def without_forgotten(one: Path, other: Path, destination: Path, opened: ExitStack, report: Report) -> list[Archive]:
    """Both archives for reading, without what either of them has forgotten; they are closed, and copies removed, with `opened`.

    Raises:
        ArchiveError: one of them cannot be read, has no key to its tombstones, or cannot be copied.
    """
    archives = [opened.enter_context(open_archive(path, read_only=True)) for path in (one, other)]
    refuse_taken(archives[0], destination)
    recognisers = [recogniser_of(archive.connection) for archive in archives]
    if all(recogniser.is_idle for recogniser in recognisers):
        return archives
    folder = destination.with_name(f".{destination.stem}.merging")
    shutil.rmtree(folder, ignore_errors=True)  # of a merge that was killed
    opened.callback(shutil.rmtree, folder, ignore_errors=True)
    return [
        opened.enter_context(_copy(archive, folder / f"{n}.db", theirs, report))
        for n, (archive, theirs) in enumerate(zip(archives, reversed(recognisers), strict=True))
    ]


def _copy(archive: Archive, path: Path, theirs: Recogniser, report: Report) -> Archive:
    report(f"a copy of {archive.path.name}")
    back_up(archive, path)
    with open_archive(path) as copy:
        forget_what_is_known(copy, theirs, report)
    return open_archive(path, read_only=True)


def bring_keys(ours: Path, theirs: Path) -> None:
    """Put their keys to tombstones behind those that are here.

    Raises:
        TombstoneKeyError: a file of keys cannot be read or written.
    """
    keys = load_keys(ours)
    new = {name: key for name, key in load_keys(theirs).items() if name not in keys}
    if new:
        save_keys(ours, [*keys.values(), *new.values()])
