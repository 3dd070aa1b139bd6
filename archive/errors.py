"""Everything that can go wrong with an archive.

    ArchiveError
    ├── ArchiveMissingError     no file there
    ├── NotAnArchiveError       a file, but not one of ours
    ├── NewerArchiveError       written by a later version
    ├── DamagedArchiveError     one of ours, and broken
    ├── ReadOnlyArchiveError    cannot be written
    ├── ArchiveBusyError        another process holds the write lock
    ├── SiteLockedError         a running crawl owns the site
    ├── DiskFullError           no room left
    ├── CaptureError            a WARC file or record cannot be read
    ├── ExportError             the destination cannot be used
    ├── ServeError              the reading room cannot listen where it should
    ├── ForgottenError          it was forgotten, and is not archived again
    ├── TombstoneKeyError       the key to what was forgotten is missing
    ├── BackupError             a backup or merge cannot go where it should, or is not whole
    └── NotFoundError           nothing stored under that name

A message names the thing, what was found, and the next step.
"""

from __future__ import annotations

from pathlib import Path


class ArchiveError(Exception):
    """Root of the errors of an archive; its message is fit for a user."""


class ArchiveMissingError(ArchiveError):
    """There is no file at that path, or no folder to put one in."""

    def __init__(self, path: Path, found: str = "no such file") -> None:
        self.path, self.found = path, found
        super().__init__(
            f"{path}: {found}. Name an archive with -a, or make one with `commentariat crawl` or `import`."
            if found == "no such file"
            else f"{path}: {found}. Make the folder, or name another archive with -a."
        )


class NotAnArchiveError(ArchiveError):
    """There is something at that path, but this program did not write it."""

    def __init__(self, path: Path, found: str) -> None:
        self.path, self.found = path, found
        super().__init__(f"{path}: not a Commentariat archive, found {found}. Name another file with -a.")


class NewerArchiveError(ArchiveError):
    """A later version of this program changed the schema."""

    def __init__(self, path: Path, unknown: tuple[str, ...]) -> None:
        self.path, self.unknown = path, unknown
        names = ", ".join(unknown)
        super().__init__(f"{path}: written by a newer Commentariat (unknown migration {names}). Upgrade this program.")


class DamagedArchiveError(ArchiveError):
    """SQLite finds the file malformed."""

    def __init__(
        self,
        path: Path,
        found: str,
        advice: str = "Run `commentariat check`, and restore a backup if you have one.",
    ) -> None:
        self.path, self.found = path, found
        super().__init__(f"{path}: damaged ({found}). {advice}")


class ReadOnlyArchiveError(ArchiveError):
    """The file or its folder cannot be written."""

    def __init__(self, path: Path, found: str) -> None:
        self.path, self.found = path, found
        super().__init__(f"{path}: cannot be written ({found}). Change its permissions, or work on a copy.")


class ArchiveBusyError(ArchiveError):
    """Another process held the write lock for longer than we wait."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(f"{path}: busy, another process is writing to it. Wait for that process, then try again.")


class SiteLockedError(ArchiveError):
    """A crawl that is still running owns the site."""

    def __init__(self, path: Path, site: str, pid: int, host: str) -> None:
        self.path, self.site, self.pid, self.host = path, site, pid, host
        super().__init__(
            f"{path}: {site} is being crawled by process {pid} on {host}. Wait until it ends, or stop it with `kill {pid}`."
        )


class DiskFullError(ArchiveError):
    """The disk, or the quota, has no room for the change; nothing of it was written."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(
            f"{path}: the disk is full, and the last change was not stored. Free some space, then run again."
        )


class CaptureError(ArchiveError):
    """A capture is missing, cut or not what its index says."""

    def __init__(
        self,
        path: Path,
        found: str,
        offset: int | None = None,
        advice: str = "Run `commentariat check` to see what else is affected.",
    ) -> None:
        self.path, self.found, self.offset, self.advice = path, found, offset, advice
        place = "" if offset is None else f" at byte {offset}"
        self.fault = f"{path}{place}: {found}"
        super().__init__(f"{self.fault}. {advice}")


class ExportError(ArchiveError):
    """An export cannot go where it should."""

    def __init__(self, destination: Path, found: str, advice: str = "Name a new folder.") -> None:
        self.destination, self.found = destination, found
        super().__init__(f"{destination}: {found}. {advice}")


class ServeError(ArchiveError):
    """Nothing can be served at that host and port."""

    def __init__(self, host: str, port: int, found: str) -> None:
        self.host, self.port = host, port
        super().__init__(
            f"{host} port {port}: cannot be listened to ({found}). Choose another one with --port or --host."
        )


class ForgottenError(ArchiveError):
    """Somebody asked that this be forgotten."""

    def __init__(self, path: Path, what: str, lift: str) -> None:
        self.path, self.what = path, what
        super().__init__(
            f"{path}: {what} was forgotten and is not archived again. If it may be: `commentariat forget {lift} --lift`."
        )


class TombstoneKeyError(ArchiveError):
    """Without its key nobody can tell what was forgotten, so nothing is written that might be it."""

    def __init__(self, path: Path, found: str) -> None:
        self.path, self.found = path, found
        super().__init__(
            f"{path}: the key to what was forgotten {found}. Put the file back beside its archive: without it, what was "
            "forgotten would be archived again."
        )


class BackupError(ArchiveError):
    """A copy of an archive cannot be made there, or is not what it should be."""

    def __init__(self, destination: Path, found: str, advice: str) -> None:
        self.destination, self.found = destination, found
        super().__init__(f"{destination}: {found}. {advice}")


class NotFoundError(ArchiveError):
    """Nothing is stored under the name a user gave."""

    def __init__(self, path: Path, wanted: str, advice: str) -> None:
        self.path, self.wanted = path, wanted
        super().__init__(f"{path}: holds nothing for {wanted}. {advice}")


class UnknownSettingError(ArchiveError):
    """A setting of a site that there is not, or a value that it does not take."""

    def __init__(self, name: str, found: str, advice: str) -> None:
        self.name, self.found = name, found
        super().__init__(f"{name}: {found}. {advice}")
