"""The folder an export goes to: written beside it, and put in its place when it is whole."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from archive.errors import DiskFullError, ExportError
from archive.export import manifest
from archive.locks import process_start


@contextmanager
def new_folder(destination: Path) -> Iterator[Path]:
    """A folder to write into, which takes the place of `destination` at the end of the block, and is gone if it fails.

    An earlier export there is replaced; anything else is refused.

    Raises:
        ExportError: something else is there, or nothing can be written.
    """
    destination = Path(os.path.abspath(destination))  # noqa: PTH100 (resolve() would follow a link we are to replace)
    _refuse_strangers(destination)
    _clear_leftovers(destination)
    partial = destination.with_name(f".{destination.name}.{os.getpid()}.partial")
    try:
        partial.mkdir(parents=True)
        yield partial
        _put_in_place(partial, destination)
    except OSError as error:
        _remove(partial)
        if error.errno == errno.ENOSPC:
            raise DiskFullError(destination) from error
        raise ExportError(destination, f"cannot be written ({error.strerror})") from error
    except BaseException:
        _remove(partial)
        raise


def _refuse_strangers(destination: Path) -> None:
    if destination.is_symlink() or (destination.exists() and not destination.is_dir()):
        raise ExportError(destination, "is not a folder")
    if not destination.exists():
        return
    try:
        found = {path.name for path in destination.iterdir()}
    except OSError as error:
        raise ExportError(destination, f"cannot be read ({error.strerror})") from error
    if found and (strange := found - manifest.files_of(destination)):
        raise ExportError(destination, f"holds something else ({min(strange)})", "Name a new or empty folder.")


def _clear_leftovers(destination: Path) -> None:
    """Take away what killed exports to the same place have left."""
    for path in destination.parent.glob(f".{destination.name}.*.partial"):
        pid = path.name.split(".")[-2]
        if pid.isdecimal() and (int(pid) == os.getpid() or process_start(int(pid)) is None):
            _remove(path)


def _put_in_place(partial: Path, destination: Path) -> None:
    for path in [*partial.rglob("*"), partial]:
        _sync(path)
    replaced = destination.with_name(f".{destination.name}.{os.getpid()}.replaced.partial")
    if destination.exists():
        destination.rename(replaced)
    partial.rename(destination)
    _sync(destination.parent)
    _remove(replaced)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _remove(folder: Path) -> None:
    # What cannot be removed is in nobody's way, and must not hide why an export failed.
    shutil.rmtree(folder, ignore_errors=True)
