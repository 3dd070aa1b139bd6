"""Everything that can go wrong with an archive.

    ArchiveError
    ├── ArchiveMissingError     no file there
    ├── NotAnArchiveError       a file, but not one of ours
    ├── NewerArchiveError       written by a later version
    ├── ReadOnlyArchiveError    cannot be written
    ├── ArchiveBusyError        another process holds the write lock
    ├── SiteLockedError         a running crawl owns the site
    ├── DiskFullError           no room left
    ├── CaptureError            a WARC file or record cannot be read
    ├── ExportError             the destination cannot be used
    └── NotFoundError           nothing stored under that name

A message names the thing, what was found, and the next step.
"""

from __future__ import annotations


class ArchiveError(Exception):
    """Root of the errors of an archive; its message is fit for a user."""
