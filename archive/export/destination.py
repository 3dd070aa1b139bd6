"""The folder an export goes to: written beside it, and put in its place when it is whole."""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from archive.errors import DiskFullError, ExportError
from archive.export import manifest
from archive.locks import process_start

_MANY_FILES = 1_000
_PARTIAL, _REPLACED = "partial", "replaced"
"""How the names of folders end that are being written, or wait to be taken away."""


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
    partial = destination.with_name(f".{destination.name}.{os.getpid()}.{_PARTIAL}")
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
    if not str(destination).isprintable():  # the list of exports, which `forget` shows, names it
        raise ExportError(destination, "has a name that cannot be printed", "Name another folder.")
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
    """Take away what killed exports to the same place have left; an old export that was out of its place comes back."""
    for path in destination.parent.glob(f".{destination.name}.*"):
        pid, _, kind = path.name.removeprefix(f".{destination.name}.").partition(".")
        is_left = pid.isdecimal() and (int(pid) == os.getpid() or process_start(int(pid)) is None)
        if is_left and kind == _REPLACED and not destination.exists():
            path.rename(destination)
        elif is_left and kind in {_PARTIAL, _REPLACED}:
            _remove(path)


def _put_in_place(partial: Path, destination: Path) -> None:
    _sync_all(partial)
    if not destination.exists():
        partial.rename(destination)
    elif not _exchange(partial, destination):
        replaced = destination.with_name(f".{destination.name}.{os.getpid()}.{_REPLACED}")
        destination.rename(replaced)
        partial.rename(destination)
        _remove(replaced)
    _sync(destination.parent)
    _remove(partial)


def _exchange(one: Path, other: Path) -> bool:
    """Let two folders change places in one step, so that a kill leaves the old or the new; False where that cannot be done."""
    renameat2 = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if renameat2 is None:
        return False
    return bool(renameat2(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _RENAME_EXCHANGE) == 0)


_HERE, _RENAME_EXCHANGE = -100, 2  # AT_FDCWD and the flag, of Linux's fcntl.h and fs.h


def _sync_all(folder: Path) -> None:
    """Bring all of a folder onto the disk; many files with one call, which takes other files along but a wait for each less."""
    few = list(islice(folder.rglob("*"), _MANY_FILES))
    if len(few) == _MANY_FILES:
        os.sync()
        return
    for path in [*few, folder]:
        _sync(path)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _remove(folder: Path) -> None:
    # What cannot be removed is in nobody's way, and must not hide why an export failed.
    shutil.rmtree(folder, ignore_errors=True)
